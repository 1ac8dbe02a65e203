"""Where places were counted at a past moment, and sums over the facts of chosen places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString

from chassis.log.tiles import Connection
from services.gateway.projection.tree import STILL
from services.gateway.queries.moment import Moment

# Places of the county that the tree of that moment had in another area than today's, together with all other places
# of the areas they left or joined: each with the area it was in then.
_THEN: LiteralString = """
    WITH elsewhere AS (
        SELECT located.place, located.area AS now, coalesce((
            SELECT standing.area FROM projection.org_standing AS standing
            LEFT JOIN unnest($3::int[], $4::bigint[]) AS known (log, position) ON known.log = standing.log
            WHERE standing.org = place.org AND valid_from <= $2::date AND (valid_to > $2::date OR valid_to = 'infinity')
              AND known_from <= coalesce(known.position, $5) AND coalesce(known.position, $5) < known_to
        ), place.area) AS area
        FROM projection.located JOIN place ON place.id = located.place
        WHERE located.moved AND (located.area = $1::int OR located.area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
    ), changed AS (
        SELECT now AS area FROM elsewhere WHERE now <> area UNION SELECT area FROM elsewhere WHERE now <> area
    )
    SELECT located.place, coalesce(elsewhere.area, located.area) AS area, located.area AS now
    FROM projection.located LEFT JOIN elsewhere USING (place)
    WHERE located.area IN (SELECT area FROM changed) OR elsewhere.area IN (SELECT area FROM changed)"""
_SUMMED: LiteralString = """
    SELECT whose, metric, dim.code, coalesce(sum(delta) FILTER (WHERE
        occurred_on < $4::date AND (occurred_on >= $5::date OR NOT metric = ANY($6::int[]))), 0)::bigint AS value
    FROM unnest($1::bigint[], $2::int[]) AS asked (place, whose)
    JOIN projection.fact USING (place)
    LEFT JOIN unnest($7::int[], $8::bigint[]) AS known (log, position) ON known.log = fact.log
    JOIN dim ON dim.id = fact.dim
    WHERE metric = ANY($3::int[]) AND ($9 OR fact.position <= known.position)
    GROUP BY whose, metric, dim.code"""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """`areas` whose places were not those of today, and each place of theirs, then or now, with the area it was in."""

    places: Sequence[int] = ()
    were_in: Sequence[int] = ()
    areas: frozenset[int] = frozenset()


async def then(connection: Connection, county: str, moment: Moment) -> Elsewhere:
    """What the tree of that moment had elsewhere than today's; one statement, none for now."""
    if moment.as_of is None and moment.known_at is None:
        return Elsewhere()
    rows = await connection.fetch(_THEN, int(county), moment.as_of or date.max, *moment.known_positions, STILL - 1)
    were_in = [row["area"] for row in rows]
    return Elsewhere([row["place"] for row in rows], were_in, frozenset([*were_in, *(row["now"] for row in rows)]))


async def summed(
    connection: Connection,
    moment: Moment,
    asked: tuple[Sequence[int], Sequence[int]],
    metrics: Sequence[int],
    flows: Sequence[int],
) -> list[tuple[int, int, str, int]]:
    """Whose, metric, codes, value, over the facts of places; `asked`: places, and beside each whose it is."""
    rows = await connection.fetch(
        _SUMMED, *asked, metrics, moment.before, moment.since, flows,
        *moment.known_positions, moment.known_at is None,
    )  # fmt: skip
    return [tuple(row) for row in rows]
