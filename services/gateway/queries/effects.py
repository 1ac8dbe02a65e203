"""What single events changed in the figures, and which organisations they name: what explains a number."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString
from uuid import UUID

from chassis.log.tiles import Connection
from services.gateway.projection.ids import metric_ids, parse_log
from services.gateway.projection.tree import STILL

# Areas as the tree is now, as in the figures. Metrics that count different keys are left out: whether an event changed
# them depends on what else was counted in the period asked about.
_EFFECTS: LiteralString = """
    SELECT log, position, metric, located.area, sum(delta)::bigint AS delta
    FROM unnest($1::int[], $2::bigint[]) AS asked (log, position)
    JOIN projection.fact USING (log, position) JOIN projection.located USING (place)
    GROUP BY log, position, metric, located.area HAVING sum(delta) <> 0
    ORDER BY log, position, metric, located.area"""
_NAMES: LiteralString = """
    SELECT DISTINCT ON (org) org, name FROM projection.org_standing
    WHERE org = ANY($1::uuid[]) AND known_to = $2 ORDER BY org, valid_from DESC"""

Place = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Effect:
    """How an event changed a metric in an area, in the metric's unit; what it takes back is below zero."""

    metric: str
    area: str
    delta: int


async def effects(connection: Connection, places: Sequence[Place]) -> dict[Place, list[Effect]]:
    """Effects of the events at (log, position), in one statement; an event without any has no entry."""
    numbers = {parse_log(log): log for log, _ in places}
    known = metric_ids()
    rows = await connection.fetch(_EFFECTS, [parse_log(log) for log, _ in places], [position for _, position in places])
    found: dict[Place, list[Effect]] = {}
    for row in rows:
        if row["metric"] in known:
            effect = Effect(known[row["metric"]], str(row["area"]), row["delta"])
            found.setdefault((numbers[row["log"]], row["position"]), []).append(effect)
    return found


async def names(connection: Connection, organisations: Sequence[UUID]) -> dict[UUID, str]:
    """The last known name of each union or employer."""
    return {row["org"]: row["name"] for row in await connection.fetch(_NAMES, organisations, STILL)}
