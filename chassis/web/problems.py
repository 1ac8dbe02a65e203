"""RFC 9457 problem details, in Chinese and English, made in this one place."""

import logging
from collections.abc import Sequence
from typing import Any

import asyncpg
import orjson
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from chassis.refusal import InFlight, NotFound, Refusal, Unavailable, Unstorable
from chassis.web.messages import explain

logger = logging.getLogger(__name__)

TITLES: dict[int, tuple[str, str]] = {
    400: ("请求格式不正确", "Malformed request"),
    401: ("未登录", "Not signed in"),
    403: ("无权办理", "Not allowed"),
    404: ("没有找到", "Not found"),
    405: ("不支持该操作", "Method not allowed"),
    406: ("无法提供所要求的格式", "Not acceptable"),
    408: ("请求超时", "Request timeout"),
    409: ("与现有状态冲突", "Conflict"),
    412: ("记录已变更", "Precondition failed"),
    413: ("内容过大", "Content too large"),
    415: ("不支持的内容类型", "Unsupported media type"),
    422: ("填写内容有误", "Invalid values"),
    428: ("缺少前提条件", "Precondition required"),
    429: ("请求过于频繁", "Too many requests"),
    500: ("系统内部错误", "Internal error"),
    503: ("服务暂不可用", "Service unavailable"),
}
MOST_ERRORS = 20
LONGEST_NAME = 64  # of a member in a pointer; those we know are shorter
MEDIA_TYPE = "application/problem+json"
AWAY = (
    asyncpg.PostgresConnectionError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,  # the connection broke off in the middle of an answer
    asyncpg.QueryCanceledError,
    asyncpg.InsufficientResourcesError,  # class 53: a full disk, no memory, too many connections
    asyncpg.OperatorInterventionError,
    OSError,
    TimeoutError,
)


def problem(  # noqa: PLR0913 - the members of a problem
    status: int,
    code: str,
    detail: tuple[str, str],
    *,
    errors: Sequence[dict[str, str]] = (),
    headers: dict[str, str] | None = None,
    title: tuple[str, str] | None = None,
) -> Response:
    """One problem as a response. `errors` hold `pointer`, `detail`, `detail_en` each."""
    zh, en = title or TITLES.get(status, ("出错", "Error"))
    body: dict[str, Any] = {
        "type": f"urn:gonghui:problem:{code}",
        "title": zh,
        "title_en": en,
        "status": status,
        "detail": detail[0],
        "detail_en": detail[1],
        "code": code,
    }
    if errors:
        body["errors"] = list(errors)
    return Response(orjson.dumps(body), status, headers, MEDIA_TYPE)


def refused(refusal: Refusal) -> Response:
    """A refusal as a problem."""
    zh, en = refusal.detail
    errors = [{"pointer": f"/{refusal.field}", "detail": zh, "detail_en": en}] if refusal.field else []
    headers = {}
    if refusal.status == 401:  # noqa: PLR2004
        headers["WWW-Authenticate"] = "Bearer"
    if refusal.retry_after is not None or refusal.status == 503:  # noqa: PLR2004
        headers["Retry-After"] = str(refusal.retry_after or 1)
    if refusal.status == 408:  # noqa: PLR2004
        headers["Connection"] = "close"  # what is still to come belongs to no request
    title = (refusal.title_zh, refusal.title_en) if refusal.title_zh else None
    return problem(refusal.status, refusal.code, (zh, en), errors=errors, headers=headers, title=title)


def invalid(error: ValidationError | RequestValidationError) -> Response:
    """Values that do not fit: 400 when the body is not JSON, else 422 with a pointer per field. No value echoed.

    Twenty pointers at most: the answer to a small request is never a large one.
    """
    found = error.errors()
    if any(entry["type"] == "json_invalid" for entry in found):
        return problem(400, "malformed", ("请求内容不是有效的 JSON", "The body is not valid JSON"))
    errors = []
    for entry in found[:MOST_ERRORS]:
        where = [_step(part) for part in entry["loc"] if part not in ("body", "query", "path")]
        zh, en = explain(entry["type"], entry.get("ctx", {}), entry["msg"])
        errors.append({"pointer": "/" + "/".join(where), "detail": zh, "detail_en": en})
    first = errors[0]
    return problem(422, "invalid-values", (first["detail"], first["detail_en"]), errors=errors)


def _step(part: object) -> str:
    """A part of a JSON pointer (RFC 6901). The asker's own names are cut: an answer is no mirror."""
    return str(part)[:LONGEST_NAME].replace("~", "~0").replace("/", "~1")


def of_exception(error: Exception) -> Response:
    """Any error as a problem. Never says what a database or a stack trace says: that may hold personal data."""
    if isinstance(error, Refusal):
        return refused(error)
    if isinstance(error, ValidationError | RequestValidationError):
        return invalid(error)
    if meant := _database_meaning(error):
        logger.warning("database: %s", type(error).__name__)
        return refused(meant)
    state = getattr(error, "sqlstate", None)
    where = error.__traceback__
    while where and where.tb_next:
        where = where.tb_next
    place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else "?"
    logger.error("unexpected %s at %s sqlstate=%s", type(error).__name__, place, state)
    return problem(500, "internal", ("系统内部错误，已记录", "Internal error; it has been logged"))


def _database_meaning(error: Exception) -> Refusal | None:
    """The refusal that an error of the database means to the asker, None when it is a fault of ours."""
    if isinstance(error, asyncpg.CharacterNotInRepertoireError):
        return Unstorable()
    if isinstance(error, asyncpg.LockNotAvailableError):
        return InFlight()
    if isinstance(error, AWAY):
        return Unavailable(what="database")
    return None


def install(app: FastAPI) -> None:
    """Make every error that was foreseen a problem; `silence` answers the others."""

    async def handler(_: Request, error: Exception) -> Response:
        return of_exception(error)

    async def http(_: Request, error: Exception) -> Response:
        status = getattr(error, "status_code", 500)
        if status == NotFound.status:
            return refused(NotFound())
        title = TITLES.get(status, ("出错", "Error"))
        return problem(status, f"http-{status}", title, headers=dict(getattr(error, "headers", None) or {}))

    app.add_exception_handler(HTTPException, http)
    database: tuple[type[Exception], ...] = (
        asyncpg.CharacterNotInRepertoireError,
        asyncpg.LockNotAvailableError,
        *AWAY,
    )
    for kind in (Refusal, RequestValidationError, ValidationError, *database):
        app.add_exception_handler(kind, handler)
