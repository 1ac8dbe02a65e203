"""Metric values of a county and of all its townships, at any moment, in a constant number of statements."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import LiteralString

from chassis.log.tiles import Connection
from contracts.catalogue import METRICS, Distinct, Metric, Ratio, Reported, Sum
from services.gateway.projection.decode import month_of
from services.gateway.projection.ids import dims_of, metric_id
from services.gateway.queries.moment import Moment
from services.gateway.queries.places import Elsewhere, summed, then

PPM = 1_000_000

# All that is counted now: stocks from the sums by place, flows from the buckets since a month, less the days of that
# month before `since`. A metric without a row in current_value was never known there. Days are compared with days: a
# comparison with date_trunc's timestamp is not leak-proof, so behind the wall no index would be asked for it.
_NOW: LiteralString = """
    SELECT area, metric, dim.code, sum(value)::bigint AS value
    FROM (
        SELECT located.area, metric, dim, CASE WHEN metric = ANY($2::int[]) THEN 0 ELSE value END AS value
        FROM projection.current_value JOIN projection.located USING (place)
        WHERE (located.area = $1::int OR located.area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
          AND metric = ANY($3::int[])
        UNION ALL
        SELECT area, metric, dim, delta FROM projection.bucket
        WHERE (area = $1::int OR area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
          AND metric = ANY($2::int[]) AND month >= $5
        UNION ALL
        SELECT located.area, metric, dim, -delta FROM projection.fact JOIN projection.located USING (place)
        WHERE (located.area = $1::int OR located.area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
          AND metric = ANY($2::int[]) AND occurred_on >= date_trunc('month', $4::date)::date AND occurred_on < $4::date
    ) AS change JOIN dim ON dim.id = change.dim
    GROUP BY area, metric, dim.code"""
# As of a day and as known at a moment: buckets of the months before both, the facts of the day's month that were known
# before the moment's month, and the facts of the moment's month up to the known positions. Rows of other days count
# nothing, but tell that something was known.
_THEN: LiteralString = """
    SELECT area, metric, dim.code, coalesce(sum(delta) FILTER (WHERE counts), 0)::bigint AS value
    FROM (
        SELECT area, metric, dim, delta, month < $6 AND (month >= $5 OR NOT metric = ANY($2::int[])) AS counts
        FROM projection.bucket
        WHERE (area = $1::int OR area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
          AND metric = ANY($3::int[]) AND known_month < $8
        UNION ALL
        SELECT located.area, metric, dim, delta, month_of(occurred_on) >= $5 OR NOT metric = ANY($2::int[])
        FROM projection.fact JOIN projection.located USING (place)
        WHERE (located.area = $1::int OR located.area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
          AND metric = ANY($3::int[]) AND known_month < $8
          AND occurred_on >= date_trunc('month', $7::date)::date AND occurred_on < $7::date
        UNION ALL
        SELECT located.area, metric, dim, -delta, true
        FROM projection.fact JOIN projection.located USING (place)
        WHERE (located.area = $1::int OR located.area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
          AND metric = ANY($2::int[]) AND known_month < $8
          AND occurred_on >= date_trunc('month', $4::date)::date AND occurred_on < least($4::date, $7::date)
        UNION ALL
        SELECT located.area, metric, dim, delta,
            occurred_on < $7::date AND (occurred_on >= $4::date OR NOT metric = ANY($2::int[]))
        FROM unnest($9::int[], $10::bigint[], $11::bigint[]) AS tail (log, first, last)
        JOIN projection.fact ON fact.log = tail.log AND fact.position BETWEEN tail.first AND tail.last
        JOIN projection.located USING (place)
        WHERE (located.area = $1::int OR located.area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
          AND metric = ANY($3::int[])
    ) AS change JOIN dim ON dim.id = change.dim
    GROUP BY area, metric, dim.code"""
# Different keys: those whose additions are more than what took them back. area 0: in the whole county.
_KEYS: LiteralString = """
    SELECT area, metric, count(*) FILTER (WHERE counted > 0) AS value
    FROM (
        SELECT coalesce(located.area, 0) AS area, metric, key,
            sum(delta) FILTER (WHERE occurred_on < $3::date
                AND (occurred_on >= $4::date OR NOT metric = ANY($5::int[]))) AS counted
        FROM projection.key_fact
        JOIN (
            SELECT place, coalesce(elsewhere.area, here.area) AS area
            FROM projection.located AS here
            LEFT JOIN unnest($8::bigint[], $9::int[]) AS elsewhere (place, area) USING (place)
            WHERE here.area = $1::int OR here.area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999
        ) AS located USING (place)
        LEFT JOIN unnest($6::int[], $7::bigint[]) AS known (log, position) ON known.log = key_fact.log
        WHERE metric = ANY($2::int[]) AND ($10 OR key_fact.position <= known.position)
        GROUP BY GROUPING SETS ((located.area, metric, key), (metric, key))
    ) AS per_key
    GROUP BY area, metric"""


@dataclass(frozen=True, slots=True)
class Part:
    """Share of one code of one dimension, in the metric's unit. Sums and reported metrics only."""

    dimension: str
    code: str
    value: int


@dataclass(frozen=True, slots=True)
class MetricValue:
    """A metric's value in its unit; a ratio in parts per million, with both its parts.

    `value` None means no data: no fact of it was ever known there (or a ratio without denominator); 0 is a figure.
    """

    metric: str
    value: int | None
    numerator: int | None = None
    denominator: int | None = None
    parts: tuple[Part, ...] = ()


@dataclass
class Figures:
    """Values found of one area: by metric, and by metric and codes."""

    values: dict[str, int] = field(default_factory=dict)
    parts: dict[str, dict[str, int]] = field(default_factory=lambda: defaultdict(dict))

    def add(self, metric: str, code: str, value: int) -> None:
        """Add to a metric's value and to that of its codes."""
        self.values[metric] = self.values.get(metric, 0) + value
        self.parts[metric][code] = self.parts[metric].get(code, 0) + value


async def county_metrics(
    connection: Connection, county: str, moment: Moment, ids: Sequence[str] | None = None
) -> dict[str, tuple[MetricValue, ...]]:
    """Values by area code: the county's own six digits (its total), and each township that has any data.

    In the order of `ids`, or of the catalogue. A township without an entry has no data at all: use `no_data(ids)`.
    KeyError for an id that is not in the catalogue.
    """
    wanted = wanted_metrics(ids)
    names = {metric_id(metric): metric for metric in needed(wanted)}
    found: dict[str, Figures] = defaultdict(Figures)
    found[county]  # the county is always there
    moved = await then(connection, county, moment)
    for area, metric, code, value in await _sums(connection, county, moment, names, moved):
        for each in {county, str(area)}:
            found[each].add(names[metric], code, value)
    for area, metric, value in await _keys(connection, county, moment, names, moved):
        if area != int(county):  # what is counted in the county's own area is in the county's number
            found[str(area or county)].values[names[metric]] = value
    return {area: present(figures, wanted) for area, figures in found.items()}


def no_data(ids: Sequence[str] | None = None) -> tuple[MetricValue, ...]:
    """The values of an area of which nothing is known."""
    return present(Figures(), wanted_metrics(ids))


def wanted_metrics(ids: Sequence[str] | None) -> list[Metric]:
    """The declared metrics asked for; KeyError."""
    return [METRICS[name] for name in ids] if ids is not None else list(METRICS.values())


def needed(wanted: Iterable[Metric]) -> list[str]:
    """Ids of the metrics to read: a ratio needs its parts."""
    found: dict[str, None] = {}
    for metric in wanted:
        if isinstance(metric, Ratio):
            found |= {part.id: None for part in (metric.numerator, metric.denominator) if part}
        else:
            found[metric.id] = None
    return list(found)


def is_flow(metric: Metric) -> bool:
    """Whether a metric is summed over a period."""
    return isinstance(metric, Sum | Distinct) and metric.flow


def present(figures: Figures, wanted: Sequence[Metric]) -> tuple[MetricValue, ...]:
    """What was found, in the asked order; ratios from their parts."""
    return tuple(_value(figures, metric) for metric in wanted)


def ratio(numerator: int | None, denominator: int | None) -> int | None:
    """Parts per million, rounded half up; None without a denominator."""
    if numerator is None or not denominator:
        return None
    return (2 * numerator * PPM + denominator) // (2 * denominator)


def _value(figures: Figures, metric: Metric) -> MetricValue:
    if isinstance(metric, Ratio):
        above = figures.values.get(metric.numerator.id) if metric.numerator else None
        below = figures.values.get(metric.denominator.id) if metric.denominator else None
        return MetricValue(metric.id, ratio(above, below), above, below)
    parts: dict[tuple[str, str], int] = {}
    for code, value in figures.parts.get(metric.id, {}).items():
        for dim in dims_of(code):
            parts[dim] = parts.get(dim, 0) + value
    shares = tuple(Part(dimension, code, value) for (dimension, code), value in sorted(parts.items()))
    return MetricValue(metric.id, figures.values.get(metric.id), parts=shares)


async def _sums(
    connection: Connection, county: str, moment: Moment, names: Mapping[int, str], moved: Elsewhere
) -> list[tuple[int, int, str, int]]:
    """Area, metric, codes, value of what adds up."""
    adds = [number for number, name in names.items() if isinstance(METRICS[name], Sum | Reported)]
    flows = [number for number in adds if is_flow(METRICS[names[number]])]
    since = month_of(moment.since)
    if moment.as_of is None and moment.known_at is None:
        rows = await connection.fetch(_NOW, int(county), flows, adds, moment.since, since)
        return [tuple(row) for row in rows]
    rows = await connection.fetch(
        _THEN, int(county), flows, adds, moment.since, since, month_of(moment.before), moment.before,
        moment.known_month, *moment.tail,
    )  # fmt: skip
    found = [tuple(row) for row in rows if row["area"] not in moved.areas]
    if not moved.areas:
        return found
    return [*found, *await summed(connection, moment, (moved.places, moved.were_in), adds, flows)]


async def _keys(
    connection: Connection, county: str, moment: Moment, names: Mapping[int, str], moved: Elsewhere
) -> list[tuple[int, int, int]]:
    """Area (0: the county), metric, number of different keys."""
    distinct = [number for number, name in names.items() if isinstance(METRICS[name], Distinct)]
    if not distinct:
        return []
    flows = [number for number in distinct if is_flow(METRICS[names[number]])]
    rows = await connection.fetch(
        _KEYS, int(county), distinct, moment.before, moment.since, flows, *moment.known_positions, moved.places,
        moved.were_in, moment.known_at is None,
    )  # fmt: skip
    return [tuple(row) for row in rows]
