"""One metric month by month, for a county and all its townships at once."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import LiteralString
from zoneinfo import ZoneInfo

from chassis.log.tiles import Connection
from contracts.catalogue import METRICS, Distinct, Metric, Ratio
from services.gateway.projection.decode import month_of
from services.gateway.projection.ids import metric_id
from services.gateway.queries.metrics import is_flow, needed, ratio, wanted_metrics
from services.gateway.queries.moment import Moment
from services.gateway.queries.places import then

SHANGHAI = ZoneInfo("Asia/Shanghai")

# Changes by area, metric and month: buckets before the day's and the moment's month, facts of the day's month, facts
# of the moment's month. Areas whose places were others then ($11, with each place's area) come from the facts alone.
_CHANGES: LiteralString = """
    SELECT area, metric, month, sum(delta)::bigint AS value
    FROM (
        SELECT area, metric, month, CASE WHEN month < $3 THEN delta ELSE 0 END AS delta FROM projection.bucket
        WHERE (area = $1::int OR area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
          AND metric = ANY($2::int[]) AND known_month < $5 AND NOT area = ANY($10::int[])
        UNION ALL
        SELECT located.area, metric, $3, delta FROM projection.fact JOIN projection.located USING (place)
        WHERE (located.area = $1::int OR located.area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
          AND metric = ANY($2::int[]) AND known_month < $5 AND NOT located.area = ANY($10::int[])
          AND occurred_on >= date_trunc('month', $4::date)::date AND occurred_on < $4::date
        UNION ALL
        SELECT located.area, metric, month_of(occurred_on), CASE WHEN occurred_on < $4::date THEN delta ELSE 0 END
        FROM unnest($6::int[], $7::bigint[], $8::bigint[]) AS tail (log, first, last)
        JOIN projection.fact ON fact.log = tail.log AND fact.position BETWEEN tail.first AND tail.last
        JOIN projection.located USING (place)
        WHERE (located.area = $1::int OR located.area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999)
          AND metric = ANY($2::int[]) AND NOT located.area = ANY($10::int[])
        UNION ALL
        SELECT moved.area, metric, month_of(occurred_on), CASE WHEN occurred_on < $4::date THEN delta ELSE 0 END
        FROM unnest($9::bigint[], $11::int[]) AS moved (place, area)
        JOIN projection.fact USING (place)
        LEFT JOIN unnest($12::int[], $13::bigint[]) AS known (log, position) ON known.log = fact.log
        WHERE metric = ANY($2::int[]) AND ($14 OR fact.position <= known.position)
    ) AS change
    GROUP BY area, metric, month"""
# Different keys of each month (a flow), or until its end. area 0: in the whole county.
_KEYS: LiteralString = """
    SELECT area, metric, month, count(*) FILTER (WHERE counted > 0) AS value
    FROM (
        SELECT coalesce(located.area, 0) AS area, metric, key, months.month, sum(delta) AS counted
        FROM unnest($3::int[]) AS months (month)
        JOIN projection.key_fact ON month_of(occurred_on) = months.month
            OR (month_of(occurred_on) < months.month AND NOT metric = ANY($5::int[]))
        JOIN (
            SELECT place, coalesce(elsewhere.area, here.area) AS area
            FROM projection.located AS here
            LEFT JOIN unnest($8::bigint[], $9::int[]) AS elsewhere (place, area) USING (place)
            WHERE here.area = $1::int OR here.area BETWEEN $1::int * 1000 AND $1::int * 1000 + 999
        ) AS located USING (place)
        LEFT JOIN unnest($6::int[], $7::bigint[]) AS known (log, position) ON known.log = key_fact.log
        WHERE metric = ANY($2::int[]) AND occurred_on < $4::date AND ($10 OR key_fact.position <= known.position)
        GROUP BY GROUPING SETS ((located.area, metric, key, months.month), (metric, key, months.month))
    ) AS per_key
    GROUP BY area, metric, month"""

Values = dict[str, dict[str, dict[int, int]]]
"""Area → metric → month → change (what adds up) or value (different keys)."""


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """A month (`2026-03`): a stock at its end, a flow or distinct count within it, a ratio in parts per million."""

    month: str
    value: int | None


async def county_series(
    connection: Connection, county: str, metrics: Sequence[str], moment: Moment, months: int = 36
) -> dict[tuple[str, str], tuple[SeriesPoint, ...]]:
    """Points by (area code, metric id), oldest first, the last month being that of `moment.as_of` (or today's).

    Holds the county's own code and each township that has data; an area that is missing has none: all values None.
    """
    wanted = wanted_metrics(metrics)
    last = month_of(moment.as_of or datetime.now(UTC).astimezone(SHANGHAI).date())
    shown = list(range(last - months + 1, last + 1))
    values = await _values(connection, county, needed(wanted), moment, shown)
    return {
        (area, metric.id): tuple(
            SeriesPoint(f"{month // 12:04d}-{month % 12 + 1:02d}", point)
            for month, point in zip(shown, _points(metric, by_metric, shown), strict=True)
        )
        for area, by_metric in values.items()
        for metric in wanted
    }


def _points(metric: Metric, by_metric: dict[str, dict[int, int]], shown: Sequence[int]) -> list[int | None]:
    if isinstance(metric, Ratio):
        above, below = (
            _points(part, by_metric, shown) if part else [None] * len(shown)
            for part in (metric.numerator, metric.denominator)
        )
        return [ratio(one, other) for one, other in zip(above, below, strict=True)]
    changes = by_metric.get(metric.id)
    if changes is None:
        return [None] * len(shown)
    if is_flow(metric) or isinstance(metric, Distinct):
        return [changes.get(month, 0) for month in shown]
    total = sum(change for month, change in changes.items() if month < shown[0])
    points: list[int | None] = []
    for month in shown:
        total += changes.get(month, 0)
        points.append(total)
    return points


async def _values(
    connection: Connection, county: str, ids: Sequence[str], moment: Moment, shown: Sequence[int]
) -> Values:
    names = {metric_id(name): name for name in ids}
    adds = [number for number, name in names.items() if not isinstance(METRICS[name], Distinct)]
    distinct = [number for number in names if number not in adds]
    moved = await then(connection, county, moment)
    found: Values = defaultdict(lambda: defaultdict(dict))
    found[county]  # the county is always there
    before = min(moment.before, _first_after(shown[-1]))
    if adds:
        rows = await connection.fetch(
            _CHANGES, int(county), adds, month_of(before), before, moment.known_month, *moment.tail, moved.places,
            list(moved.areas), moved.were_in, *moment.known_positions, moment.known_at is None,
        )  # fmt: skip
        for row in rows:
            for area in {county, str(row["area"])}:
                changes = found[area][names[row["metric"]]]
                changes[row["month"]] = changes.get(row["month"], 0) + row["value"]
    if distinct:
        flows = [number for number in distinct if is_flow(METRICS[names[number]])]
        rows = await connection.fetch(
            _KEYS, int(county), distinct, shown, before, flows, *moment.known_positions, moved.places,
            moved.were_in, moment.known_at is None,
        )  # fmt: skip
        for row in rows:
            if row["area"] != int(county):  # what is counted in the county's own area is in the county's number
                found[str(row["area"] or county)][names[row["metric"]]][row["month"]] = row["value"]
    return found


def _first_after(month: int) -> date:
    """First day after a month."""
    return (date(month // 12, month % 12 + 1, 28) + timedelta(days=4)).replace(day=1)
