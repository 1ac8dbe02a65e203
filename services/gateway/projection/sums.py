"""Sums that follow from the facts: moved when an organisation moves, added up again after a restart or a rebuild."""

from collections.abc import Iterable
from typing import LiteralString
from uuid import UUID

from chassis.log.tiles import Connection
from services.gateway.projection.tree import STILL

# Where the places of some organisations are counted from now on, and where until now.
_PLACES: LiteralString = """
    SELECT located.place, located.area AS was, coalesce(stands.area, place.area) AS area,
        coalesce(stands.elsewhere, false) AS moved, located.moved AS was_moved
    FROM located JOIN place ON place.id = located.place
    CROSS JOIN LATERAL (
        SELECT max(standing.area) FILTER (WHERE valid_to = 'infinity' AND known_to = $2) AS area,
            bool_or(standing.area <> place.area) AS elsewhere
        FROM org_standing AS standing WHERE standing.org = place.org
    ) AS stands
    WHERE place.org = ANY($1::uuid[])"""
_LOCATE: LiteralString = """
    UPDATE located SET area = now.area, moved = now.moved
    FROM unnest($1::bigint[], $2::int[], $3::boolean[]) AS now (place, area, moved) WHERE located.place = now.place"""
# Buckets of the areas that places left or joined, taken anew from the facts of all places counted there.
_AREAS: LiteralString = "DELETE FROM bucket WHERE area = ANY($1::int[])"
_BUCKETS: LiteralString = """
    INSERT INTO bucket (area, metric, dim, month, known_month, delta)
    SELECT located.area, metric, dim, month_of(occurred_on) AS month, known_month, sum(delta)::bigint
    FROM fact JOIN located USING (place)
    WHERE located.area = ANY($1::int[])
    GROUP BY located.area, metric, dim, month, known_month"""
_COUNTY: LiteralString = """
    SELECT DISTINCT area FROM (SELECT area FROM bucket UNION SELECT area FROM located) AS used
    WHERE area = $1 OR area BETWEEN $1 * 1000 AND $1 * 1000 + 999"""
_ALL_LOCATED: LiteralString = """
    INSERT INTO located (place, area, moved)
    SELECT place.id, coalesce(stands.area, place.area), coalesce(stands.elsewhere, false)
    FROM place
    CROSS JOIN LATERAL (
        SELECT max(standing.area) FILTER (WHERE valid_to = 'infinity' AND known_to = $1) AS area,
            bool_or(standing.area <> place.area) AS elsewhere
        FROM org_standing AS standing WHERE standing.org = place.org
    ) AS stands
    WHERE place.id IN (SELECT place FROM fact UNION SELECT place FROM key_fact)"""
_ALL_BUCKETS: LiteralString = """
    INSERT INTO bucket (area, metric, dim, month, known_month, delta)
    SELECT located.area, metric, dim, month_of(occurred_on) AS month, known_month, sum(delta)::bigint
    FROM fact JOIN located USING (place)
    GROUP BY located.area, metric, dim, month, known_month"""
_ALL_CURRENT: LiteralString = """
    INSERT INTO current_value (place, metric, dim, value, county)
    SELECT place, metric, dim, sum(delta)::bigint, min(log) / 16 FROM fact GROUP BY place, metric, dim"""


async def relocate(connection: Connection, orgs: Iterable[UUID]) -> None:
    """Count places where their organisations stand now. The county's lock is held: nobody else adds to its sums."""
    rows = await connection.fetch(_PLACES, list(orgs), STILL)
    changed = [row for row in rows if (row["was"], row["was_moved"]) != (row["area"], row["moved"])]
    if not changed:
        return
    await connection.execute(
        _LOCATE, [row["place"] for row in changed], [row["area"] for row in changed], [row["moved"] for row in changed]
    )
    areas = {area for row in changed if row["was"] != row["area"] for area in (row["was"], row["area"])}
    if areas:
        await _add_up_areas(connection, list(areas))


async def add_up_county(connection: Connection, county: int) -> None:
    """Take the buckets of all areas of a county anew from its facts."""
    await _add_up_areas(connection, [row["area"] for row in await connection.fetch(_COUNTY, county)])


async def _add_up_areas(connection: Connection, areas: list[int]) -> None:
    await connection.execute(_AREAS, areas)
    await connection.execute(_BUCKETS, areas)


async def add_up(connection: Connection) -> None:
    """Fill the empty tables of places and sums from all facts."""
    await connection.execute(_ALL_LOCATED, STILL)
    await connection.execute(_ALL_BUCKETS)
    await connection.execute(_ALL_CURRENT)
