"""The gateway's projection: one batch of one log becomes all its rows in one transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import LiteralString
from uuid import UUID

from chassis.log.entry import Entry
from chassis.log.merkle import CompactRange, Node
from chassis.log.projection import CursorMoved
from chassis.log.tiles import Connection
from services.gateway.projection import audit, facts, forgetting, standings, sums, target, work_items
from services.gateway.projection.decode import Decoded, decode, month_of
from services.gateway.projection.ids import log_id

_CURSOR: LiteralString = """
    SELECT county::text AS county, position, generation FROM projection.log_cursor WHERE service = $1"""
_BEGIN: LiteralString = """
    INSERT INTO log_cursor (log, service, county, position, compact_range) VALUES ($1, $2, $3, 0, '')
    ON CONFLICT DO NOTHING"""
_HOLD: LiteralString = "SELECT position, compact_range FROM log_cursor WHERE log = $1 FOR UPDATE"
_MOVE: LiteralString = """
    UPDATE log_cursor SET position = $3, sequenced_at = $4, compact_range = $5
    WHERE log = $1 AND position = $2 RETURNING true"""
_MONTHS: LiteralString = """
    INSERT INTO log_month (log, month, first_position) SELECT $1, * FROM unnest($2::int[], $3::bigint[])
    ON CONFLICT DO NOTHING"""
_INCOMPLETE: LiteralString = """
    UPDATE log_cursor SET incomplete_since = coalesce(incomplete_since, $2) WHERE log = $1"""
_PARKED: LiteralString = """
    INSERT INTO parked (log, position, event_id, type, error) VALUES ($1, $2, $3, $4, $5)"""


class ReadModel:
    """What dashboards and the audit trail are read from. `moved` is told each log whose cursor is about to move.

    `schema` names the read model that is written. Not `live`: a rebuild loads it; what it can do faster for all events
    together (where places are, sums, corrected work items) it does at its end.
    """

    def __init__(
        self, moved: Callable[[int], None] | None = None, *, schema: str = target.SHOWN, live: bool = True
    ) -> None:
        self._moved = moved
        self._schema = schema
        self._live = live
        self.corrected: dict[int, list[UUID]] = {}
        """Log → events whose subjects' work items a rebuild has to fold again at its end."""

    async def cursor(self, connection: Connection, service: str) -> dict[str, int]:
        """County → last position counted."""
        return {row["county"]: row["position"] for row in await connection.fetch(_CURSOR, service)}

    async def generations(self, connection: Connection, service: str) -> dict[str, int]:
        """County → generation of the log that was counted."""
        return {row["county"]: row["generation"] for row in await connection.fetch(_CURSOR, service)}

    async def incarnation(self, connection: Connection) -> int:
        """A rebuild puts a new schema in the old one's place."""
        return await target.incarnation(connection)

    async def restart(self, connection: Connection, service: str, county: str, generation: int) -> None:
        """Forget what one log has brought: it is folded again as that generation has it."""
        await target.enter(connection, self._schema, county, alone=True)
        await forgetting.forget(connection, log_id(service, county), county, generation)

    async def apply(self, connection: Connection, service: str, county: str, entries: list[Entry]) -> None:
        """Count consecutive entries. CursorMoved; ValueError or KeyError when one of them cannot be understood."""
        batch = [decode(entry) for entry in entries]
        drawn = facts.drawn(batch)
        changes = standings.changes_of(batch)
        log = batch[0].log
        await self._enter(connection, county, alone=bool(changes))
        tree, nodes = await self._hold(connection, log, service, entries)
        await audit.write(connection, log, [audit.row_of(decoded) for decoded in batch], nodes, copied=not self._live)
        if changes:
            touched = await standings.write(connection, log, changes)
            if self._live:
                await sums.relocate(connection, touched)
        await facts.write(connection, log, drawn, sums=self._live)
        corrected = await work_items.write(connection, log, county, batch)
        if corrected and self._live:
            await work_items.refold(connection, log, county, corrected, batch[-1].entry.position)
        elif corrected:
            self.corrected.setdefault(log, []).extend(corrected)
        await connection.execute(_MONTHS, log, *_months(batch))
        await self._move(connection, log, entries, tree)

    async def park(self, connection: Connection, service: str, county: str, entry: Entry, error: Exception) -> None:
        """Put one entry aside: it stands in the audit trail and the tree, nothing is counted. CursorMoved."""
        log = log_id(service, county)
        await self._enter(connection, county, alone=False)
        tree, nodes = await self._hold(connection, log, service, [entry])
        row = audit.row_of_unreadable(log, entry)
        named = dict(zip(audit.COLUMNS, row, strict=True))
        await audit.write(connection, log, [row], nodes, copied=not self._live)
        problem = f"{type(error).__name__}: {error}".replace("\0", "")[:500]
        await connection.execute(_PARKED, log, entry.position, named["event_id"], named["type"] or None, problem)
        await connection.execute(_INCOMPLETE, log, entry.position)
        month = month_of(datetime.fromisoformat(entry.sequenced_at))
        await connection.execute(_MONTHS, log, [month], [entry.position])
        await self._move(connection, log, [entry], tree)

    async def _enter(self, connection: Connection, county: str, *, alone: bool) -> None:
        if self._live:
            await target.enter(connection, self._schema, county, alone=alone)
        else:  # nobody else writes there
            await target.look_at(connection, self._schema)

    async def _hold(
        self, connection: Connection, log: int, service: str, entries: Sequence[Entry]
    ) -> tuple[CompactRange, list[Node]]:
        """Keep the cursor from moving otherwise, and let the tree grow by the entries. CursorMoved."""
        before = entries[0].position - 1
        if not before:
            await connection.execute(_BEGIN, log, service, int(entries[0].county))
        row = await connection.fetchrow(_HOLD, log)
        if row is None or row["position"] != before:
            raise CursorMoved
        return audit.grown(row["compact_range"], before, [entry.leaf for entry in entries])

    async def _move(self, connection: Connection, log: int, entries: Sequence[Entry], tree: CompactRange) -> None:
        last = entries[-1]
        moment = datetime.fromisoformat(last.sequenced_at)
        before = entries[0].position - 1
        if not await connection.fetchval(_MOVE, log, before, last.position, moment, tree.encode()):
            raise CursorMoved
        if self._moved:
            self._moved(log)


def _months(batch: Sequence[Decoded]) -> tuple[list[int], list[int]]:
    """Each month of the batch with its first position in it."""
    first: dict[int, int] = {}
    for decoded in batch:
        first.setdefault(decoded.known_month, decoded.entry.position)
    return list(first), list(first.values())
