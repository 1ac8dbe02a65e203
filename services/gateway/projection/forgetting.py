"""Forgetting what one log has brought, before it is folded again from its beginning."""

from typing import LiteralString

from chassis.log.tiles import Connection
from services.gateway.projection import sums

_CURSOR: LiteralString = """
    UPDATE log_cursor SET position = 0, sequenced_at = NULL, generation = $2, compact_range = '',
        incomplete_since = NULL WHERE log = $1"""
_ROWS: tuple[LiteralString, ...] = (
    "DELETE FROM log_month WHERE log = $1",
    "DELETE FROM fact WHERE log = $1",
    "DELETE FROM key_fact WHERE log = $1",
    "DELETE FROM report WHERE log = $1",
    "DELETE FROM org_event WHERE log = $1",
    "DELETE FROM org_standing WHERE log = $1",
    "DELETE FROM org_closure WHERE log = $1",
    "DELETE FROM work_item WHERE log = $1",
    "DELETE FROM audit_entry WHERE log = $1",
    "DELETE FROM node WHERE log = $1",
    "DELETE FROM parked WHERE log = $1",
)
# A place stays while another log of the county still counts something there.
_COUNTIES_PLACES: LiteralString = """
    SELECT place FROM located WHERE area = $1 OR area BETWEEN $1 * 1000 AND $1 * 1000 + 999"""
_UNUSED: LiteralString = """
    DELETE FROM located WHERE place = ANY($1::bigint[])
      AND NOT EXISTS (SELECT FROM fact WHERE fact.place = located.place)
      AND NOT EXISTS (SELECT FROM key_fact WHERE key_fact.place = located.place)"""
_SUMS: tuple[LiteralString, ...] = (
    "DELETE FROM current_value WHERE place = ANY($1::bigint[])",
    """INSERT INTO current_value (place, metric, dim, value, county)
    SELECT place, metric, dim, sum(delta)::bigint, min(log) / 16 FROM fact WHERE place = ANY($1::bigint[])
    GROUP BY place, metric, dim""",
)
_ORGS: LiteralString = "SELECT DISTINCT org FROM place WHERE id = ANY($1::bigint[]) AND org IS NOT NULL"


async def forget(connection: Connection, log: int, county: str, generation: int) -> None:
    """Delete a log's rows and add the county's sums up again from its other logs. The county's lock is held."""
    for statement in _ROWS:
        await connection.execute(statement, log)
    places = [row["place"] for row in await connection.fetch(_COUNTIES_PLACES, int(county))]
    orgs = [row["org"] for row in await connection.fetch(_ORGS, places)]
    await connection.execute(_UNUSED, places)
    for statement in _SUMS:
        await connection.execute(statement, places)
    await sums.relocate(connection, orgs)
    await sums.add_up_county(connection, int(county))
    await connection.execute(_CURSOR, log, generation)
