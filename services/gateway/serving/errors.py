"""Errors as GraphQL shows them: a stable code, words in both languages, nothing of the inside."""

import logging
from collections.abc import Iterable
from typing import Any

import orjson
from graphql import GraphQLError

from chassis.refusal import Busy, Refusal, Unavailable
from chassis.web.problems import AWAY

logger = logging.getLogger(__name__)

INTERNAL = ("系统内部错误，已记录", "Internal error; it has been logged")
INVALID = ("查询文档或变量无效", "The document or its variables are not valid")


def refusal_of(error: BaseException | None) -> Refusal | None:
    """The refusal behind an error: its own, or that a part is away."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, AWAY):
        logger.warning("read model away: %s", type(error).__name__)
        return Unavailable(what="database")
    return None


def away(errors: Iterable[GraphQLError]) -> Refusal | None:
    """The refusal that makes the whole answer impossible for now, if there is one."""
    for error in errors:
        refusal = refusal_of(error.original_error)
        if isinstance(refusal, Unavailable | Busy):
            return refusal
    return None


def refused(refusal: Refusal, language: str) -> dict[str, Any]:
    """A refusal as a GraphQL error."""
    zh, en = refusal.detail
    return {"message": en if language == "en" else zh, "extensions": {"code": refusal.code, "zh": zh, "en": en}}


def formatted(error: GraphQLError, language: str) -> dict[str, Any]:
    """One error. What the database or Python said is logged by its type and place, never shown."""
    shown: dict[str, Any] = {}
    refusal = refusal_of(error.original_error)
    if refusal:
        shown.update(refused(refusal, language))
    elif error.original_error is None or error.path is None:  # the library's own: syntax, validation, coercion
        zh, en = INVALID
        shown["message"] = error.message
        told = {"zh": f"{zh}:{error.message}", "en": f"{en}: {error.message}"}
        shown["extensions"] = {"code": "invalid-document", **told}
    else:
        _log(error)
        zh, en = INTERNAL
        shown["message"] = en if language == "en" else zh
        shown["extensions"] = {"code": "internal", "zh": zh, "en": en}
    if error.locations:
        shown["locations"] = [{"line": place.line, "column": place.column} for place in error.locations]
    if error.path:
        shown["path"] = list(error.path)
    return shown


def body_of(errors: list[dict[str, Any]]) -> bytes:
    """A response that is all errors."""
    return orjson.dumps({"errors": errors})


def _log(error: GraphQLError) -> None:
    cause = error.original_error
    place, trace = "?", cause.__traceback__ if cause else None
    while trace:
        place, trace = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}", trace.tb_next
    logger.error("unexpected %s at %s in %s", type(cause).__name__, place, error.path)
