"""GraphQL over HTTP: what a request says, which media type and language it wants, how an answer is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from urllib.parse import parse_qsl

import orjson
from starlette.types import Receive, Scope, Send

from chassis.refusal import Malformed, TooLarge, WrongMediaType
from chassis.web.body import awaited
from services.gateway.graph.refusals import NotAcceptable

GRAPHQL = "application/graphql-response+json"
JSON = "application/json"
BODY_LIMIT = 64 * 1024
NUL = b"\\u0000"
NO_NUL = ("不接受 U+0000", "U+0000 is not taken")  # PostgreSQL's text cannot hold it


@dataclass(frozen=True)
class Sent:
    """A GraphQL request: a trusted document's id or a query, with variables."""

    document_id: str | None = None
    query: str | None = None
    variables: Mapping[str, Any] = field(default_factory=dict)
    operation: str | None = None


def malformed(zh: str, en: str) -> Malformed:
    """A request that cannot be read."""
    return Malformed(why_zh=zh, why_en=en)


def _member(body: Mapping[str, Any], name: str, kind: type, words: tuple[str, str]) -> Any:
    value = body.get(name)
    if value is not None and not isinstance(value, kind):
        raise malformed(f"{name} 应为{words[0]}", f"{name} must be {words[1]}")
    return value


TEXT = ("文字", "a string")
MAP = ("对象", "an object")


def sent_of(body: object) -> Sent:
    """The request of a JSON body. Malformed when it is none."""
    if not isinstance(body, Mapping):
        raise malformed("应为 JSON 对象，不支持批量", "the body must be one JSON object; batches are not taken")
    extensions = _member(body, "extensions", dict, MAP) or {}
    query = _member(body, "query", str, TEXT)
    document_id = _member(body, "documentId", str, TEXT) or _member(extensions, "documentId", str, TEXT)
    variables = _member(body, "variables", dict, MAP)
    operation = _member(body, "operationName", str, TEXT)
    if not document_id and not query:
        raise malformed("缺少 documentId 或 query", "documentId or query is missing")
    return Sent(document_id or None, query or None, variables or {}, operation or None)


def canonical(variables: Mapping[str, Any]) -> bytes:
    """Equal variables give equal bytes, however they were written."""
    return orjson.dumps(variables, option=orjson.OPT_SORT_KEYS) if variables else b""


def sent_in_url(query_string: bytes) -> Sent:
    """The request of a GET's query string; `variables` and `extensions` are JSON. Malformed."""
    try:
        pairs = parse_qsl(query_string.decode("ascii"), keep_blank_values=False, strict_parsing=bool(query_string))
        body: dict[str, Any] = dict(pairs)
        for name in ("variables", "extensions"):
            if name in body:
                body[name] = orjson.loads(body[name])
    except (ValueError, UnicodeDecodeError) as error:
        raise malformed("查询字符串无法读取", "the query string cannot be read") from error
    if len(pairs) != len(body):
        raise malformed("参数重复", "a parameter is given more than once")
    if any("\0" in value or "\\u0000" in value for _, value in pairs):
        raise malformed(*NO_NUL)
    return sent_of(body)


async def body_of(headers: Mapping[bytes, bytes], receive: Receive) -> Sent:
    """The request of a POST's body. WrongMediaType, TooLarge, BodyLate, Malformed."""
    if not _is_json(headers.get(b"content-type", b"").decode("latin-1")):
        raise WrongMediaType
    declared = headers.get(b"content-length", b"0")
    if not declared.isdigit() or int(declared) > BODY_LIMIT:
        raise TooLarge(limit=BODY_LIMIT)
    body = await _read(receive)
    if NUL in body:
        raise malformed(*NO_NUL)
    try:
        return sent_of(orjson.loads(body))
    except orjson.JSONDecodeError as error:
        raise malformed("不是有效的 JSON", "it is not valid JSON") from error


async def _read(receive: Receive) -> bytes:
    async with awaited():
        message = await receive()
        body: bytes = message.get("body", b"")
        while message.get("more_body") and len(body) <= BODY_LIMIT:
            message = await receive()
            body += message.get("body", b"")
    if len(body) > BODY_LIMIT:
        raise TooLarge(limit=BODY_LIMIT)
    return body


@lru_cache(maxsize=64)
def _is_json(content_type: str) -> bool:
    kind, _, parameters = content_type.partition(";")
    charset = parameters.strip().lower().replace('"', "")
    return kind.strip().lower() == JSON and charset in {"", "charset=utf-8", "charset=utf8"}


@lru_cache(maxsize=256)
def accepted(accept: str) -> str | None:
    """The media type to answer in; None when neither will do. A wildcard or nothing means application/json."""
    if not accept.strip():
        return JSON
    best: tuple[float, str] | None = None
    for part in accept.split(","):
        kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _quality(parameters)
        meant = {"*/*": JSON, "application/*": JSON, JSON: JSON, GRAPHQL: GRAPHQL}.get(kind)
        if meant and quality > 0 and (best is None or quality > best[0]):
            best = (quality, meant)
    return best[1] if best else None


@lru_cache(maxsize=256)
def language_of(accept_language: str) -> str:
    """`zh` unless English is preferred to Chinese."""
    best = (0.0, "zh")
    for part in accept_language.split(","):
        tag, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = _quality(parameters)
        if tag[:2] in {"zh", "en"} and quality > best[0]:
            best = (quality, tag[:2])
    return best[1]


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        if parameter.startswith("q="):
            try:
                return float(parameter[2:])
            except ValueError:
                return 0.0
    return 1.0


def media_type(headers: Mapping[bytes, bytes]) -> str:
    """The negotiated media type. NotAcceptable."""
    found = accepted(headers.get(b"accept", b"").decode("latin-1"))
    if found is None:
        raise NotAcceptable
    return found


_HEADERS = [(b"cache-control", b"no-store"), (b"vary", b"accept, authorization")]
_CONTENT_TYPES = {kind: (b"content-type", f"{kind}; charset=utf-8".encode()) for kind in (GRAPHQL, JSON)}


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes out: status, media type, body, further headers."""

    status: int
    kind: str
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ()


async def reply(send: Send, scope: Scope, answer: Reply) -> None:
    """Send one answer."""
    length = (b"content-length", b"%d" % len(answer.body))
    headers = [_CONTENT_TYPES[answer.kind], length, *_HEADERS, *answer.headers]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else answer.body})
