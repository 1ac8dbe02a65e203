"""The organisations of a township as the tree stood then, and their metrics over their subtrees."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString
from uuid import UUID

from chassis.log.tiles import Connection
from chassis.web.paging import PageQuery, cursor
from contracts.catalogue import METRICS, Distinct
from services.gateway.projection.ids import metric_id
from services.gateway.projection.tree import STILL
from services.gateway.queries.metrics import Figures, MetricValue, is_flow, needed, present, wanted_metrics
from services.gateway.queries.moment import Moment
from services.gateway.queries.places import summed

_PAGES: LiteralString = """
    SELECT asked.area::text AS area, page.*
    FROM unnest($1::int[]) AS asked (area)
    CROSS JOIN LATERAL (
        SELECT standing.org AS id, name, kind, stage = 'employer' AS employer, parent, since
        FROM projection.org_standing AS standing
        LEFT JOIN unnest($3::int[], $4::bigint[]) AS known (log, position) ON known.log = standing.log
        WHERE standing.area = asked.area AND stage IN ('active', 'employer')
          AND valid_from <= $2::date AND (valid_to > $2::date OR valid_to = 'infinity')
          AND known_from <= coalesce(known.position, $5) AND coalesce(known.position, $5) < known_to
          AND ($6::boolean IS NULL OR (stage = 'employer', name, standing.org) > ($6, $7::text, $8::uuid))
        ORDER BY stage = 'employer', name, standing.org LIMIT $9
    ) AS page
    ORDER BY asked.area, employer, name, id"""
# The places of each organisation's subtree at that moment, each once for each asked organisation.
_SUBTREES: LiteralString = """
    SELECT DISTINCT place.id AS place, asked.number::int AS number
    FROM unnest($1::uuid[]) WITH ORDINALITY AS asked (org, number)
    JOIN projection.org_closure AS closure ON closure.ancestor = asked.org
    LEFT JOIN unnest($3::int[], $4::bigint[]) AS known (log, position) ON known.log = closure.log
    JOIN place ON place.org = closure.descendant
    WHERE valid_from <= $2::date AND (valid_to > $2::date OR valid_to = 'infinity')
      AND known_from <= coalesce(known.position, $5) AND coalesce(known.position, $5) < known_to"""
_CURRENT: LiteralString = """
    SELECT whose, metric, dim.code, sum(value)::bigint AS value
    FROM unnest($1::bigint[], $2::int[]) AS asked (place, whose)
    JOIN projection.current_value USING (place) JOIN dim ON dim.id = current_value.dim
    WHERE metric = ANY($3::int[])
    GROUP BY whose, metric, dim.code"""
_KEYS: LiteralString = """
    SELECT whose, metric, count(*) FILTER (WHERE counted > 0) AS value
    FROM (
        SELECT whose, metric, key, sum(delta) FILTER (WHERE occurred_on < $4::date
            AND (occurred_on >= $5::date OR NOT metric = ANY($6::int[]))) AS counted
        FROM unnest($1::bigint[], $2::int[]) AS asked (place, whose)
        JOIN projection.key_fact USING (place)
        LEFT JOIN unnest($7::int[], $8::bigint[]) AS known (log, position) ON known.log = key_fact.log
        WHERE metric = ANY($3::int[]) AND ($9 OR key_fact.position <= known.position)
        GROUP BY whose, metric, key
    ) AS per_key
    GROUP BY whose, metric"""


@dataclass(frozen=True, slots=True)
class Organisation:
    """A union or an employer, where it stood at the asked moment. `kind` is its code, `employer` tells which it is.

    `cursor` is the page cursor after this row.
    """

    id: UUID
    name: str
    kind: str
    employer: bool
    area: str
    parent: UUID | None
    since: date | None
    cursor: str


@dataclass(frozen=True, slots=True)
class OrganisationPage:
    """At most `first` rows, unions first, by name and id, and whether there are more."""

    rows: tuple[Organisation, ...]
    more: bool


async def organisations(
    connection: Connection, areas: Sequence[str], moment: Moment, first: int = 20, after: str | None = None
) -> dict[str, OrganisationPage]:
    """One page for each township code in `areas`, in one statement. WrongCursor (chassis.web.paging)."""
    employer, name, org = PageQuery(limit=first, after=after).key(bool, str, UUID)
    rows = await connection.fetch(
        _PAGES, [int(area) for area in areas], moment.as_of or date.max, *moment.known_positions, STILL - 1,
        employer, name, org, first + 1,
    )  # fmt: skip
    found: dict[str, list[Organisation]] = {area: [] for area in areas}
    for row in rows:
        place = cursor([row["employer"], row["name"], row["id"]])
        found[row["area"]].append(Organisation(**row, cursor=place))
    return {area: OrganisationPage(tuple(page[:first]), len(page) > first) for area, page in found.items()}


async def organisation_metrics(
    connection: Connection, orgs: Sequence[UUID], moment: Moment, ids: Sequence[str] | None = None
) -> dict[UUID, tuple[MetricValue, ...]]:
    """Values of each organisation over its subtree at that moment. Every asked organisation has an entry."""
    wanted = wanted_metrics(ids)
    names = {metric_id(metric): metric for metric in needed(wanted)}
    rows = await connection.fetch(_SUBTREES, orgs, moment.as_of or date.max, *moment.known_positions, STILL - 1)
    found: dict[int, Figures] = defaultdict(Figures)
    if rows:
        places, whose = [row["place"] for row in rows], [row["number"] for row in rows]
        await _read(connection, moment, (places, whose), names, found)
    return {org: present(found[number], wanted) for number, org in enumerate(orgs, 1)}


async def _read(
    connection: Connection,
    moment: Moment,
    asked: tuple[list[int], list[int]],
    names: dict[int, str],
    found: dict[int, Figures],
) -> None:
    distinct = [number for number, name in names.items() if isinstance(METRICS[name], Distinct)]
    flows = [number for number, name in names.items() if is_flow(METRICS[name])]
    adds = [number for number in names if number not in distinct]
    now = moment.as_of is None and moment.known_at is None
    stocks = [number for number in adds if number not in flows] if now else []
    for row in await connection.fetch(_CURRENT, *asked, stocks) if stocks else []:
        found[row["whose"]].add(names[row["metric"]], row["code"], row["value"])
    for number, metric, code, value in await summed(
        connection, moment, asked, [number for number in adds if number not in stocks], flows
    ):
        found[number].add(names[metric], code, value)
    if distinct:
        rows = await connection.fetch(
            _KEYS, *asked, distinct, moment.before, moment.since, flows, *moment.known_positions,
            moment.known_at is None,
        )  # fmt: skip
        for row in rows:
            found[row["whose"]].values[names[row["metric"]]] = row["value"]
