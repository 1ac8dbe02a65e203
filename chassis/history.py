"""What happened to one record, from its events: the same list for every capability that has records."""

import inspect
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import BaseModel, Field

from chassis.access.reach import Reach
from chassis.command import Capability, Paging, ReadTx
from chassis.postgres import Tx
from chassis.web.paging import Page, PageQuery
from contracts.codes import CODES
from contracts.declare import CHANGES, event_class
from contracts.offices import Office

Seen = Callable[..., Awaitable[Any]]


class Happened(BaseModel):
    """One event of the record: when, by whom, what. `data` holds codes, amounts, days and ids, `codes` their words."""

    id: UUID
    type: str
    words: dict[str, str]
    occurred_on: str
    recorded_at: datetime
    actor: str
    office: str | None
    office_words: dict[str, str]
    on_behalf_of: str | None
    of: dict[str, str] | None = Field(description="what a correction or voiding puts right, in words")
    data: dict[str, Any]
    codes: dict[str, dict[str, str]]


def history(  # noqa: PLR0913 - what a query declares
    capability: Capability,
    path: str,
    one: Seen,
    *,
    words: tuple[str, str],
    offices: tuple[Office, ...],
    reach: Reach = Reach.OWN,
    own_alone: tuple[Office, ...] = (),
) -> None:
    """Declare GET <prefix><path>/history, newest first. `one(tx, id)` refuses whoever may not see the record.

    `path` is the record's own, as "/{member}", and `one` the query that answers it.
    """
    name = path.rpartition("{")[2].rstrip("}")

    async def listed(tx: Tx, asked: PageQuery, **ids: UUID) -> Page[Happened]:
        await one(tx, ids[name])
        return await _page(tx, asked, ids[name])

    listed.__name__ = f"{name}_history"
    listed.__doc__ = f"Every event of one record of {capability.name}, newest first."
    keyword = inspect.Parameter.KEYWORD_ONLY
    listed.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
        [
            inspect.Parameter("tx", keyword, annotation=ReadTx),
            inspect.Parameter("asked", keyword, annotation=Paging),
            inspect.Parameter(name, keyword, annotation=UUID),
        ],
        return_annotation=Page[Happened],
    )
    declare = capability.query(f"{path}/history", words=words, offices=offices, reach=reach, own_alone=own_alone)
    declare(listed)


async def _page(tx: Tx, asked: PageQuery, subject: UUID) -> Page[Happened]:
    (before,) = asked.key(int)
    rows = await tx.connection.fetch(
        """SELECT id, event::text AS event FROM journal
        WHERE subject = $1 AND ($2::bigint IS NULL OR id < $2) ORDER BY id DESC LIMIT $3""",
        str(subject),
        before,
        asked.fetch,
    )
    page = asked.page(rows, lambda row: [row["id"]])
    return Page(items=[_happened(orjson.loads(row["event"])) for row in page.items], next=page.next)


def _happened(event: dict[str, Any]) -> Happened:
    kind, data = event_class(event["type"]), event["data"]
    puts_right = data["type"] if kind in CHANGES.values() else None
    office = event.get("office")
    return Happened(
        id=event["id"],
        type=event["type"],
        words=kind.words()._asdict(),
        occurred_on=event["occurredon"],
        recorded_at=event["time"],
        actor=event["actor"],
        office=office,
        office_words=Office(office).words._asdict() if office else {},
        on_behalf_of=event.get("onbehalfof"),
        of=event_class(puts_right).words()._asdict() if puts_right else None,
        data=data,
        codes=_codes({**data, **data.get("before", {}), **data.get("after", {})}),
    )


def _codes(data: dict[str, Any]) -> dict[str, dict[str, str]]:
    """Words of the codes that stand in an event, by code."""
    found: dict[str, dict[str, str]] = {}
    for name, value in data.items():
        known = CODES.get(name, {})
        if isinstance(value, str) and value in known:
            found[value] = known[value]._asdict()
    return found
