"""The steps of a record as the journal holds them: the last one is put right first (docs/decisions/0021)."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from chassis import standing
from chassis.postgres import Tx
from contracts.declare import Event
from services.membership.congress.domain.congresses import LaterStep

Kind = TypeVar("Kind", bound=Event)


async def last(tx: Tx, subject: UUID, kind: type[Kind], *steps: type[Event]) -> tuple[UUID, Kind, date]:
    """The record's last standing step, which is of this kind. LaterStep when others followed."""
    done = [each for each in await standing.of_kind(tx, subject, Event) if isinstance(each[1], steps)]
    event_id, event, on = done[-1]  # a record begins with a step
    if not isinstance(event, kind):
        raise LaterStep
    return event_id, event, on
