"""The work queue: what waits for whom, since when, until when."""

from dataclasses import dataclass
from datetime import date
from typing import LiteralString
from uuid import UUID

import asyncpg

from chassis.log.tiles import Connection
from chassis.web.paging import PageQuery, cursor
from services.gateway.projection.ids import log_service

_PAGE: LiteralString = """
    SELECT log, kind, subject, office, area, org, since, appears_on, due_on, coalesce(due_on, 'infinity') AS until
    FROM projection.work_item
    WHERE county = $1 AND ($2::int IS NULL OR area = $2) AND ($3::text IS NULL OR office = $3) AND appears_on <= $4
      AND ($5::date IS NULL OR (coalesce(due_on, 'infinity'), since, log, kind, subject)
        > ($5, $6::date, $7::int, $8::text, $9::text))
    ORDER BY coalesce(due_on, 'infinity'), since, log, kind, subject LIMIT $10"""
_COUNTY_DIGITS = 6


@dataclass(frozen=True, slots=True)
class WorkItem:
    """Something that waits for an office. `id` is stable while it waits; `due_on` None: no deadline.

    `days_left` counts from the asked day; 0 is due that day, below 0 overdue. `cursor` continues the page.
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
    township = int(area) if len(area) > _COUNTY_DIGITS else None
    last = PageQuery(limit=first, after=after).key(date.fromisoformat, date.fromisoformat, int, str, str)
    rows = await connection.fetch(_PAGE, int(area[:_COUNTY_DIGITS]), township, office, today, *last, first + 1)
    return WorkPage(tuple(_item(row, today) for row in rows[:first]), len(rows) > first)


def _item(row: asyncpg.Record, today: date) -> WorkItem:
    due = row["due_on"]
    return WorkItem(
        id=f"{row['log']}:{row['kind']}:{row['subject']}",
        kind=row["kind"],
        office=row["office"],
        area=str(row["area"]),
        organisation=row["org"],
        subject=UUID(row["subject"]),
        service=log_service(row["log"]),
        since=row["since"],
        appears_on=row["appears_on"],
        due_on=due,
        days_left=(due - today).days if due else None,
        cursor=cursor([row["until"], row["since"], row["log"], row["kind"], row["subject"]]),
    )
