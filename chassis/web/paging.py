"""Every list is paged: keyset cursors, at most 100 rows a page."""

import base64
import binascii
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Generic, TypeVar

import orjson
from fastapi import Query
from pydantic import BaseModel

from chassis.refusal import Refusal

Item = TypeVar("Item")
MOST = 100


class WrongCursor(Refusal):
    """The cursor is not one this list gave out."""

    status = 422
    code = "wrong-cursor"
    zh = "翻页标记无效"
    en = "The page cursor is not valid"


class Page(BaseModel, Generic[Item]):
    """One page: `items`, and the cursor of the next page, null on the last."""

    items: list[Item]
    next: str | None = None


class PageQuery(BaseModel):
    """What the asker wants: how many rows, after which cursor."""

    limit: int
    after: str | None

    @property
    def fetch(self) -> int:
        """Rows to select: one more than shown, which tells whether there is a next page."""
        return self.limit + 1

    def key(self, *kinds: Callable[[Any], object]) -> list[object] | list[None]:
        """The keyset values of the cursor, or None for each when this is the first page. WrongCursor otherwise."""
        if self.after is None:
            return [None for _ in kinds]
        try:
            values = orjson.loads(base64.urlsafe_b64decode(self.after.encode() + b"=="))
            if not isinstance(values, list) or len(values) != len(kinds):
                raise WrongCursor(field="after")
            return [kind(value) for kind, value in zip(kinds, values, strict=True)]
        except (binascii.Error, ValueError, TypeError) as error:
            raise WrongCursor(field="after") from error

    def page(self, rows: Sequence[Item], key: Callable[[Item], Sequence[object]]) -> Page[Item]:
        """The page of the fetched rows; `key` gives a row's keyset values (text, numbers, ids)."""
        shown = list(rows[: self.limit])
        more = len(rows) > self.limit
        return Page(items=shown, next=cursor(key(shown[-1])) if more else None)


def cursor(values: Sequence[object]) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(orjson.dumps(list(values), default=str)).decode().rstrip("=")


def paging(
    limit: Annotated[int, Query(ge=1, le=MOST, title="每页条数")] = 20,
    after: Annotated[str | None, Query(max_length=400, title="翻页标记")] = None,
) -> PageQuery:
    """FastAPI dependency."""
    return PageQuery(limit=limit, after=after)
