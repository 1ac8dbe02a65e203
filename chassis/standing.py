"""What the journal says today about one record: its events with corrections and voidings applied."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar
from uuid import UUID

import orjson

from chassis.postgres import Tx
from chassis.refusal import NotFound
from contracts.declare import Corrected, Event, Voided, event_class

Kind = TypeVar("Kind", bound=Event)


@dataclass(frozen=True)
class Recorded:
    """One row of the journal, as read."""

    event_id: UUID
    type: str
    occurred_on: date
    data: str


@dataclass(frozen=True)
class Standing:
    """An event as it counts now. `event_id` is the event that first said it; corrections name that one."""

    event_id: UUID
    event: Event
    on: date


def standing(rows: list[Recorded]) -> list[Standing]:
    """Fold a record's events, oldest first: corrected ones hold their last values, voided ones are gone."""
    said: dict[UUID, Standing] = {}
    for row in rows:
        event = event_class(row.type).model_validate(orjson.loads(row.data))
        if isinstance(event, Corrected):
            after = event_class(event.type).model_validate(event.after)
            said[event.corrects] = replace(said[event.corrects], event=after, on=event.after_on)
        elif isinstance(event, Voided):
            del said[event.voids]
        else:
            said[row.event_id] = Standing(row.event_id, event, row.occurred_on)
    return list(said.values())


async def of_kind(tx: Tx, subject: UUID, kind: type[Kind]) -> list[tuple[UUID, Kind, date]]:
    """The subject's standing events of one type, in the order recorded: (id to correct, event, day)."""
    rows = await tx.many(
        Recorded,
        """SELECT event_id, type, occurred_on, (event -> 'data')::text AS data
        FROM journal WHERE subject = $1 ORDER BY id""",
        str(subject),
    )
    return [(each.event_id, each.event, each.on) for each in standing(rows) if isinstance(each.event, kind)]


async def last(tx: Tx, subject: UUID, kind: type[Kind]) -> tuple[UUID, Kind, date]:
    """The subject's latest standing event of one type. NotFound when there is none."""
    found = await of_kind(tx, subject, kind)
    if not found:
        raise NotFound
    return found[-1]
