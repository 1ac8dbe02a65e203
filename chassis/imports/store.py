"""Imports in the database: how far each is, what its rows became, what is wrong with which."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, LiteralString
from uuid import UUID

import orjson

from chassis.access.principal import Principal
from chassis.imports.kind import Batch, Counts, Made
from chassis.imports.problem import Problem
from chassis.postgres import Tx
from contracts.offices import Office


@dataclass(frozen=True)
class Stored:
    """One import as it stands. `state` … `revision`: see the table import_batch."""

    id: UUID
    kind: str
    county: str
    area: str
    state: str
    reason: str | None
    given: str
    good_only: bool
    account: str
    office: str
    appointment: UUID | None
    on_behalf_of: str | None
    rows: int
    good: int
    wrong: int
    told: int
    piece: int
    reached: int
    made: int
    refused: int
    undone: int
    kept: int
    uploaded_at: datetime
    checked_at: datetime | None
    ended_at: datetime | None
    due_on: date | None
    revision: int

    @property
    def batch(self) -> Batch:
        """For those who check and write its rows."""
        return Batch(self.id, self.kind, self.county, self.area, orjson.loads(self.given))

    @property
    def counts(self) -> Counts:
        """How many rows."""
        names = ("rows", "good", "wrong", "told", "made", "refused", "undone", "kept")
        return Counts(**{name: getattr(self, name) for name in names})

    @property
    def principal(self) -> Principal:
        """As whom its work acts."""
        return Principal(
            self.account,
            Office(self.office),
            self.area,
            appointment=self.appointment,
            on_behalf_of=self.on_behalf_of,
        )


COLUMNS: LiteralString = """
    SELECT id, kind, county, area, state, reason, given::text AS given, good_only, account, office, appointment,
        on_behalf_of, rows, good, wrong, told, piece, reached, made, refused, undone, kept, uploaded_at, checked_at,
        ended_at, due_on, revision
    FROM import_batch WHERE id = $1"""
_LOCK: LiteralString = COLUMNS + " FOR UPDATE"
_INSERT: LiteralString = """
    INSERT INTO import_batch
        (id, kind, county, area, state, given, account, office, appointment, on_behalf_of, uploaded_at, queued_at)
    VALUES ($1, $2, $3, $4, 'checking', $5::json, $6, $7, $8, $9, $10, $10)"""
_QUEUE: LiteralString = """
    UPDATE import_batch SET state = $2, reason = NULL, account = $3, office = $4, appointment = $5, on_behalf_of = $6,
        queued_at = $7, ended_at = NULL, due_on = NULL,
        piece = CASE WHEN $8 THEN piece ELSE 0 END, reached = CASE WHEN $8 THEN reached ELSE 0 END,
        revision = revision + 1
    WHERE id = $1"""
_PROBLEMS: LiteralString = """
    INSERT INTO import_problem (batch, number, area, row, field, code, zh, en, mend_zh, mend_en)
    SELECT $1, coalesce((SELECT max(number) FROM import_problem WHERE batch = $1), 0) + nth, $2,
        row, field, code, zh, en, mend_zh, mend_en
    FROM unnest($3::int[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[])
        WITH ORDINALITY AS wrong (row, field, code, zh, en, mend_zh, mend_en, nth)"""
_MADE: LiteralString = """
    INSERT INTO import_row (batch, row, area, record, event)
    SELECT $1, row, $2, record, event FROM unnest($3::int[], $4::uuid[], $5::uuid[]) AS made (row, record, event)"""


async def read(tx: Tx, batch: UUID) -> Stored:
    """An import as it is. NotFound."""
    return await tx.one(Stored, COLUMNS, batch)


async def lock(tx: Tx, batch: UUID) -> Stored:
    """An import about to change. NotFound."""
    return await tx.one(Stored, _LOCK, batch)


async def insert(tx: Tx, batch: Batch) -> None:
    """A new one, waiting to be checked as the asker."""
    who = tx.principal
    given = orjson.dumps(batch.given).decode()
    await tx.run(_INSERT, batch.id, batch.kind, batch.county, batch.area, given, who.subject, who.office.value,
                 who.appointment, who.on_behalf_of, tx.now)  # fmt: skip


async def queue(tx: Tx, batch: UUID, state: str, *, go_on: bool = False) -> None:
    """Let the background work on it as the asker, from the beginning or from where it was."""
    who = tx.principal
    await tx.run(_QUEUE, batch, state, who.subject, who.office.value, who.appointment, who.on_behalf_of, tx.now, go_on)


async def choose(tx: Tx, batch: UUID, given: dict[str, Any]) -> None:
    """Other values for the whole file."""
    text = orjson.dumps(given).decode()
    await tx.run("UPDATE import_batch SET given = $2::json WHERE id = $1", batch, text)


async def looks_elsewhere(tx: Tx, batch: UUID) -> None:
    """Other cells of the file are about to be asked after: what the last check told counts besides."""
    await tx.run("UPDATE import_batch SET told_before = told_before + told WHERE id = $1", batch)


async def leave_out_wrong(tx: Tx, batch: UUID, *, good_only: bool) -> None:
    """Whether rows with problems may be left out."""
    await tx.run("UPDATE import_batch SET good_only = $2 WHERE id = $1", batch, good_only)


async def clear(tx: Tx, batch: UUID) -> None:
    """Forget what an earlier check found."""
    await tx.run("DELETE FROM import_piece WHERE batch = $1 AND part = 'rows'", batch)
    await tx.run("DELETE FROM import_problem WHERE batch = $1", batch)
    await tx.run(
        "UPDATE import_batch SET rows = 0, good = 0, wrong = 0, told = 0, piece = 0, reached = 0 WHERE id = $1", batch
    )


async def found_rows(tx: Tx, batch: UUID, rows: int) -> None:
    """How many rows there are to check."""
    await tx.run("UPDATE import_batch SET rows = $2 WHERE id = $1", batch, rows)


async def checked(tx: Tx, batch: UUID, reached: int, good: int, wrong: int, told: int) -> None:  # noqa: PLR0913
    """One more piece is checked: rows gone through, and what they are."""
    await tx.run(
        """UPDATE import_batch SET piece = piece + 1, reached = $2, good = good + $3, wrong = wrong + $4,
            told = told + $5, checked_at = $6 WHERE id = $1""",
        batch, reached, good, wrong, told, tx.now,
    )  # fmt: skip


async def wrote(tx: Tx, batch: UUID, reached: int, made: int, refused: int) -> None:
    """One more piece is written."""
    await tx.run(
        """UPDATE import_batch SET piece = piece + 1, reached = $2, made = made + $3, refused = refused + $4
        WHERE id = $1""",
        batch, reached, made, refused,
    )  # fmt: skip


async def took_back(tx: Tx, batch: UUID, undone: Sequence[int], kept: Sequence[int]) -> None:
    """So many more rows are taken back, or left as they are."""
    for state, rows in (("undone", undone), ("kept", kept)):
        await tx.run(
            "UPDATE import_row SET state = $3 WHERE batch = $1 AND row = ANY($2::int[])", batch, list(rows), state
        )
    await tx.run(
        """UPDATE import_batch SET undone = undone + $2, kept = kept + $3, reached = reached + $2 + $3 WHERE id = $1""",
        batch, len(undone), len(kept),
    )  # fmt: skip


async def end(tx: Tx, batch: UUID, state: str, reason: str | None = None, due_on: date | None = None) -> None:
    """Nothing goes on in the background any more, for the time being or for good."""
    await tx.run(
        """UPDATE import_batch SET state = $2, reason = $3, due_on = $4, ended_at = $5, revision = revision + 1
        WHERE id = $1""",
        batch, state, reason, due_on, tx.now,
    )  # fmt: skip


async def add_problems(tx: Tx, batch: Batch, problems: Sequence[Problem]) -> None:
    """In the order given."""
    if problems:
        columns = zip(
            *((p.row, p.field, p.code, p.zh, p.en, p.mend_zh, p.mend_en) for p in problems), strict=True
        )  # fmt: skip
        await tx.run(_PROBLEMS, batch.id, batch.area, *map(list, columns))


async def add_rows(tx: Tx, batch: Batch, made: Sequence[Made]) -> None:
    """What rows became; a row that became something before is refused by its key."""
    if made:
        await tx.run(_MADE, batch.id, batch.area, *map(list, zip(*made, strict=True)))


async def made(tx: Tx, batch: UUID, limit: int) -> list[Made]:
    """The next rows that an undo has not looked at."""
    return await tx.many(
        Made,
        "SELECT row, record, event FROM import_row WHERE batch = $1 AND state = 'made' ORDER BY row LIMIT $2",
        batch,
        limit,
    )


async def problems(tx: Tx, batch: UUID) -> list[Problem]:
    """All of them, by row."""
    return await tx.many(
        Problem,
        """SELECT row, field, code, zh, en, mend_zh, mend_en FROM import_problem
        WHERE batch = $1 ORDER BY row, number""",
        batch,
    )


async def told_today(tx: Tx, account: str) -> int:
    """How many records of other offices an account was told of in the last day by its imports."""
    told: int = await tx.value(
        """SELECT coalesce(sum(told + told_before), 0)::int FROM import_batch
        WHERE account = $1 AND checked_at > $2::timestamptz - interval '1 day'""",
        account,
        tx.now,
    )
    return told


async def said(tx: Tx, area: str, kind: str) -> dict[bytes, str]:
    """How a township's files call their columns: digest of the heading → field, "" for a column left alone."""
    rows = await tx.connection.fetch(
        "SELECT heading, coalesce(field, '') AS field FROM import_mapping WHERE area = $1 AND kind = $2", area, kind
    )
    return {row["heading"]: row["field"] for row in rows}


async def remember(tx: Tx, area: str, kind: str, headings: dict[bytes, str]) -> None:
    """Keep it for the next file."""
    await tx.run(
        """INSERT INTO import_mapping (area, kind, heading, field)
        SELECT $1, $2, heading, nullif(field, '') FROM unnest($3::bytea[], $4::text[]) AS said (heading, field)
        ON CONFLICT (area, kind, heading) DO UPDATE SET field = excluded.field""",
        area,
        kind,
        list(headings),
        list(headings.values()),
    )
