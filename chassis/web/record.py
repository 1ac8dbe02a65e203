"""Queries that answer one record: its revision is the ETag, to be sent back as If-Match."""

import inspect
from collections.abc import Callable, Coroutine
from dataclasses import fields, is_dataclass
from typing import Any, get_type_hints

import orjson
from fastapi import Request, Response
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel

from chassis.web.headers import etag

DOCUMENTED: dict[int | str, dict[str, Any]] = {
    200: {
        "headers": {
            "ETag": {
                "description": "记录版本，办理时写入 If-Match / The record's revision, for If-Match",
                "schema": {"type": "string"},
            }
        }
    }
}


class RecordRoute(APIRoute):
    """The route of one record."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """As any query's, with the ETag."""
        answer = super().get_route_handler()

        async def tagged(request: Request) -> Response:
            response = await answer(request)
            response.headers["ETag"] = etag(orjson.loads(response.body)["revision"])
            return response

        return tagged


def answered_by(endpoint: Callable[..., Any]) -> type[Response]:
    """The kind of response that the endpoint makes itself, as a file to keep; JSON when it answers values."""
    answer = get_type_hints(endpoint).get("return")
    return answer if isinstance(answer, type) and issubclass(answer, Response) else JSONResponse


def answers_a_record(endpoint: Callable[..., Any]) -> bool:
    """Whether the endpoint's answer has a revision."""
    answer = get_type_hints(endpoint).get("return", inspect.Parameter.empty)
    if isinstance(answer, type) and issubclass(answer, BaseModel):
        return "revision" in answer.model_fields
    return is_dataclass(answer) and "revision" in {each.name for each in fields(answer)}
