"""Whether the columns beside events' text say what the text says: only the text is hashed and signed."""

from dataclasses import dataclass
from typing import LiteralString

from cli.recomputing import Connection

# `said` is the text, read once; a NUL (which no column can hold) would end the reading of it
_JOURNAL: LiteralString = """
    SELECT count(*) AS rows, min(position) AS first, array_remove(ARRAY[
        CASE WHEN bool_or(county) THEN 'county' END, CASE WHEN bool_or(event_id) THEN 'event_id' END,
        CASE WHEN bool_or(type) THEN 'type' END, CASE WHEN bool_or(subject) THEN 'subject' END,
        CASE WHEN bool_or(occurred_on) THEN 'occurred_on' END,
        CASE WHEN bool_or(recorded_at) THEN 'recorded_at' END], NULL) AS columns
    FROM (
        SELECT log.position,
            log.county IS DISTINCT FROM said.county OR journal.county IS DISTINCT FROM said.county AS county,
            event_id IS DISTINCT FROM CASE WHEN pg_input_is_valid(said.id, 'uuid') THEN said.id::uuid END AS event_id,
            journal.type IS DISTINCT FROM said.type AS type,
            journal.subject IS DISTINCT FROM said.subject AS subject,
            to_char(occurred_on, 'YYYY-MM-DD') IS DISTINCT FROM said.occurredon AS occurred_on,
            recorded_at IS DISTINCT FROM
                CASE WHEN pg_input_is_valid(said.time, 'timestamptz') THEN said.time::timestamptz END AS recorded_at
        FROM log JOIN journal ON journal.id = log.journal_id,
            json_to_record(CASE WHEN event IS JSON OBJECT
                THEN replace(event::text, '\\u0000', '\\ufffd')::json ELSE '{}' END)
                AS said (id text, type text, subject text, county text, occurredon text, time text)
        WHERE log.county = $1
    ) AS differing
    WHERE county OR event_id OR type OR subject OR occurred_on OR recorded_at"""

# What the projector writes: for an event that it cannot read, whatever can be read of it
_AUDIT: LiteralString = """
    SELECT count(*) AS rows, min(position) AS first, array_remove(ARRAY[
        CASE WHEN bool_or(county) THEN 'county' END, CASE WHEN bool_or(area) THEN 'area' END,
        CASE WHEN bool_or(event_id) THEN 'event_id' END, CASE WHEN bool_or(type) THEN 'type' END,
        CASE WHEN bool_or(subject) THEN 'subject' END, CASE WHEN bool_or(org) THEN 'org' END,
        CASE WHEN bool_or(actor) THEN 'actor' END, CASE WHEN bool_or(on_behalf_of) THEN 'on_behalf_of' END,
        CASE WHEN bool_or(office) THEN 'office' END, CASE WHEN bool_or(occurred_on) THEN 'occurred_on' END,
        CASE WHEN bool_or(recorded_at) THEN 'recorded_at' END], NULL) AS columns
    FROM (
        SELECT position,
            entry.county <> $2::int AS county,
            area <> CASE WHEN said.township ~ '^\\d{9}$' AND left(said.township, 6)::int = $2
                THEN said.township::int ELSE $2 END AS area,
            event_id IS DISTINCT FROM CASE WHEN pg_input_is_valid(said.id, 'uuid') THEN said.id::uuid END AS event_id,
            entry.type <> coalesce(said.type, '') AS type,
            entry.subject <> coalesce(said.subject, '') AS subject,
            entry.org IS DISTINCT FROM CASE WHEN pg_input_is_valid(said.org, 'uuid') THEN said.org::uuid END AS org,
            entry.actor <> coalesce(said.actor, '') AS actor,
            coalesce(on_behalf_of, '') <> coalesce(said.onbehalfof, '') AS on_behalf_of,
            entry.office <> coalesce(said.office, '') AS office,
            occurred_on <> CASE WHEN said.occurredon ~ '^\\d{4}-\\d\\d-\\d\\d$' AND
                    pg_input_is_valid(said.occurredon, 'date')
                THEN said.occurredon::date ELSE (sequenced_at AT TIME ZONE 'UTC')::date END AS occurred_on,
            recorded_at <> CASE WHEN pg_input_is_valid(said.time, 'timestamptz')
                THEN said.time::timestamptz ELSE sequenced_at END AS recorded_at
        FROM projection.audit_entry AS entry,
            json_to_record(CASE WHEN event IS JSON OBJECT
                THEN replace(event, '\\u0000', '\\ufffd')::json ELSE '{}' END)
                AS said (id text, type text, subject text, org text, township text, actor text, onbehalfof text,
                    office text, occurredon text, time text)
        WHERE log = $1
    ) AS differing
    WHERE county OR area OR event_id OR type OR subject OR org OR actor OR on_behalf_of OR office OR occurred_on
        OR recorded_at"""


@dataclass(frozen=True)
class Otherwise:
    """How many rows of a log say otherwise than their text, the first one's position, and in which columns."""

    rows: int
    first: int
    columns: tuple[str, ...]

    def told(self, table: str) -> str:
        """The finding in words."""
        columns = ", ".join(self.columns)
        return f"{table} {self.rows} 条的 {columns} 与正文不符 · {table}: {self.rows} rows, text says another {columns}"


async def journal(own: Connection, county: str) -> Otherwise | None:
    """The journal's rows of a county's log; None when every column says what its text says."""
    return await _found(own, _JOURNAL, county)


async def audit(gateway: Connection, log: int, county: str) -> Otherwise | None:
    """The gateway's audit entries of a log; None when every column says what its text says."""
    return await _found(gateway, _AUDIT, log, int(county))


async def _found(connection: Connection, query: LiteralString, *arguments: object) -> Otherwise | None:
    row = await connection.fetchrow(query, *arguments)
    return Otherwise(row["rows"], row["first"], tuple(row["columns"])) if row and row["rows"] else None
