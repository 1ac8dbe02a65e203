"""The work queue: what waits for whom, since when, until when."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.log.tiles import Connection


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something that waits for an office. `id` is stable while it waits; `due_on` None: no deadline.

    `days_left` counts from the asked day; 0 is due that day, below 0 overdue. `cursor` is the page cursor after this row.
    """

    id: str
    kind: str
    office: str
    area: str
    organisation: UUID | None
    subject: UUID
    service: str
    since: date
    appears_on: date
    due_on: date | None
    days_left: int | None
    cursor: str


@dataclass(frozen=True, slots=True)
class WorkPage:
    """At most `first` rows, the most urgent first, and whether there are more."""

    rows: tuple[WorkItem, ...]
    more: bool


async def work_queue(  # noqa: PLR0913 - a page of a filtered list
    connection: Connection, area: str, office: str | None, today: date, first: int = 20, after: str | None = None
) -> WorkPage:
    """What appears on `today` at the latest, in an area (a prefix of codes), for one office or all. WrongCursor."""
    raise NotImplementedError
