"""Facts of a batch: rows for sums, for reported stocks as differences, for distinct keys; and the sums kept of them."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import LiteralString
from uuid import UUID

from chassis.log.tiles import Connection
from contracts.catalogue import METRICS, Distinct, Reported
from contracts.declare import DatedFact
from services.gateway.projection import reported
from services.gateway.projection.decode import Decoded, located, month_of
from services.gateway.projection.ids import dim_code, dim_id, log_county, metric_id, place_id
from services.gateway.projection.reported import Report
from services.gateway.projection.storing import Into

_DIMS: LiteralString = """
    INSERT INTO dim (id, code) SELECT * FROM unnest($1::bigint[], $2::text[]) ON CONFLICT DO NOTHING"""
_NAMES: LiteralString = """
    INSERT INTO place (id, org, area) SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::int[])
    ON CONFLICT DO NOTHING"""
# Name the places, and say where each is counted: where the tree has its organisation now, otherwise where it says.
_PLACES: LiteralString = """
    WITH given AS (
        SELECT * FROM unnest($1::bigint[], $2::uuid[], $3::int[]) AS given (place, org, area)
    ), named AS (
        INSERT INTO place (id, org, area) SELECT place, org, area FROM given ON CONFLICT DO NOTHING
    ), new AS (
        INSERT INTO located (place, area, moved)
        SELECT given.place, coalesce(stands.area, given.area), coalesce(stands.elsewhere, false)
        FROM given CROSS JOIN LATERAL (
            SELECT max(standing.area) FILTER (WHERE valid_to = 'infinity' AND known_to = $4) AS area,
                bool_or(standing.area <> given.area) AS elsewhere
            FROM org_standing AS standing WHERE standing.org = given.org
        ) AS stands
        WHERE NOT EXISTS (SELECT FROM located WHERE located.place = given.place)
        ON CONFLICT DO NOTHING RETURNING place, area
    )
    SELECT place, area FROM new
    UNION ALL SELECT located.place, located.area FROM located JOIN given ON given.place = located.place"""
_LOCATED: LiteralString = "SELECT place, area FROM located WHERE place = ANY($1::bigint[])"
_REPORTS: LiteralString = """
    SELECT report.metric, report.key, day, position, n, event_id, place, dim, value
    FROM report JOIN unnest($2::int[], $3::text[]) AS asked (metric, key)
        ON report.metric = asked.metric AND report.key = asked.key
    WHERE log = $1"""
_RETRACTED: LiteralString = """
    DELETE FROM report USING unnest($2::int[], $3::text[], $4::date[], $5::bigint[], $6::int[])
        AS gone (metric, key, day, position, n)
    WHERE log = $1 AND report.metric = gone.metric AND report.key = gone.key AND report.day = gone.day
      AND report.position = gone.position AND report.n = gone.n"""
_CURRENT: LiteralString = """
    INSERT INTO current_value (place, metric, dim, value, county)
    SELECT place, metric, dim, value, $5
    FROM unnest($1::bigint[], $2::int[], $3::bigint[], $4::bigint[]) AS given (place, metric, dim, value)
    ON CONFLICT (place, metric, dim) DO UPDATE SET value = current_value.value + excluded.value"""
_BUCKETS: LiteralString = """
    INSERT INTO bucket (area, metric, dim, month, known_month, delta)
    SELECT * FROM unnest($1::int[], $2::int[], $3::bigint[], $4::int[], $5::int[], $6::bigint[])
    ON CONFLICT (area, metric, dim, month, known_month) DO UPDATE SET delta = bucket.delta + excluded.delta"""
_FACTS = Into(
    "fact",
    ("log", "position", "n", "metric", "dim", "place", "occurred_on", "known_month", "delta"),
    """INSERT INTO fact (log, position, n, metric, dim, place, occurred_on, known_month, delta)
    SELECT * FROM unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::bigint[], $6::bigint[], $7::date[],
        $8::int[], $9::bigint[])""",
)
_KEYS = Into(
    "key_fact",
    ("log", "position", "n", "metric", "place", "key", "occurred_on", "delta"),
    """INSERT INTO key_fact (log, position, n, metric, place, key, occurred_on, delta)
    SELECT * FROM unnest($1::int[], $2::bigint[], $3::int[], $4::int[], $5::bigint[], $6::text[], $7::date[],
        $8::int[])""",
)
_REPORTED = Into(
    "report",
    ("log", "metric", "key", "day", "position", "n", "event_id", "place", "dim", "value"),
    """INSERT INTO report (log, metric, key, day, position, n, event_id, place, dim, value)
    SELECT * FROM unnest($1::int[], $2::int[], $3::text[], $4::date[], $5::bigint[], $6::int[], $7::uuid[],
        $8::bigint[], $9::bigint[], $10::bigint[])""",
)

REPORTED = frozenset(name for name, metric in METRICS.items() if isinstance(metric, Reported))
DISTINCT = frozenset(name for name, metric in METRICS.items() if isinstance(metric, Distinct))
ReportKey = tuple[int, str]


@dataclass
class Facts:
    """A batch's rows. `facts`: position, n, metric, dim, place, day, known month, delta."""

    facts: list[tuple[int, int, int, int, int, date, int, int]] = field(default_factory=list)
    keys: list[tuple[int, int, int, int, str, date, int]] = field(default_factory=list)
    reports: list[tuple[Decoded, int, DatedFact, int, int]] = field(default_factory=list)
    places: dict[int, tuple[UUID | None, int]] = field(default_factory=dict)
    dims: dict[int, str] = field(default_factory=dict)

    def place(self, area: int, org: UUID | None) -> int:
        """Number of a place, which is named when the batch is written."""
        number = place_id(org, area)
        self.places[number] = org, area
        return number


def drawn(batch: Sequence[Decoded]) -> Facts:
    """The rows that follow from the batch alone; reports wait for their neighbours. OutsideCounty."""
    found = Facts()
    for decoded in batch:
        position, month = decoded.entry.position, decoded.known_month
        for n, dated in enumerate(decoded.facts):
            fact = dated.fact
            if fact.place is None:
                place = found.place(decoded.area, decoded.envelope.org)
            else:
                place = found.place(*located(fact.place, decoded.entry.county))
            metric = metric_id(fact.metric)
            if fact.metric in DISTINCT:
                found.keys.append((position, n, metric, place, str(fact.key), dated.occurred_on, fact.delta))
                continue
            code = dim_code(fact.dims)
            dim = dim_id(code)
            found.dims[dim] = code
            if fact.metric in REPORTED:
                found.reports.append((decoded, n, dated, place, dim))
            else:
                found.facts.append((position, n, metric, dim, place, dated.occurred_on, month, fact.delta))
    return found


async def write(connection: Connection, log: int, found: Facts, *, sums: bool = True) -> None:
    """Write a batch's rows and (unless a rebuild adds them up at its end) the sums kept of them."""
    if found.reports:
        await _reports(connection, log, found)
    if found.dims:
        await connection.execute(_DIMS, list(found.dims), list(found.dims.values()))
    places = {fact[4] for fact in found.facts} | {key[3] for key in found.keys}
    areas = await _name_places(connection, found, sorted(places), located=sums) if places else {}
    if found.facts:
        await _FACTS.store(connection, [(log, *fact) for fact in found.facts], copied=not sums)
    if found.keys:
        await _KEYS.store(connection, [(log, *key) for key in found.keys], copied=not sums)
    if sums and found.facts:
        await _add_up(connection, int(log_county(log)), found, areas)


async def _name_places(connection: Connection, found: Facts, numbers: list[int], *, located: bool) -> dict[int, int]:
    """Area in which each place is counted now (`located`)."""
    orgs, areas = zip(*(found.places[number] for number in numbers), strict=True)
    if not located:
        await connection.execute(_NAMES, numbers, orgs, areas)
        return {}
    rows = await connection.fetch(_PLACES, numbers, orgs, areas, 2**63 - 1)
    if len(rows) < len(numbers):  # another service's fold was naming them at the same time
        rows = await connection.fetch(_LOCATED, numbers)
    return {row["place"]: row["area"] for row in rows}


async def _add_up(connection: Connection, county: int, found: Facts, areas: dict[int, int]) -> None:
    current: Counter[tuple[int, int, int]] = Counter()
    buckets: Counter[tuple[int, int, int, int, int]] = Counter()
    for _, _, metric, dim, place, day, known_month, delta in found.facts:
        current[place, metric, dim] += delta
        buckets[areas[place], metric, dim, month_of(day), known_month] += delta
    rows = [(*key, value) for key, value in sorted(current.items())]  # in one order, so that folds do not deadlock
    await connection.execute(_CURRENT, *map(list, zip(*rows, strict=True)), county)
    sums = [(*key, value) for key, value in sorted(buckets.items())]
    await connection.execute(_BUCKETS, *map(list, zip(*sums, strict=True)))


async def _reports(connection: Connection, log: int, found: Facts) -> None:
    """Turn the batch's reports into differences against what was reported before and after their days."""
    asked = sorted({(metric_id(dated.fact.metric), str(dated.fact.key)) for _, _, dated, _, _ in found.reports})
    state: dict[ReportKey, list[Report]] = {key: [] for key in asked}
    for row in await connection.fetch(_REPORTS, log, *map(list, zip(*asked, strict=True))):
        metric, key, *values = row
        state[metric, key].append(Report(*values))
    before = {key: set(reports) for key, reports in state.items()}
    for reports in state.values():
        reports.sort()
    numbers: Counter[int] = Counter()  # a report gives up to four differences: they are numbered after all else
    for decoded, n, dated, place, dim in found.reports:
        metric, key = metric_id(dated.fact.metric), str(dated.fact.key)
        position = decoded.entry.position
        if dated.fact.retracts:
            deltas = reported.retract(state[metric, key], decoded.original, dated.occurred_on)
        else:
            report = Report(dated.occurred_on, position, n, decoded.original, place, dim, dated.fact.delta)
            deltas = reported.add(state[metric, key], report)
        for each in deltas:
            number = len(decoded.facts) + numbers[position]
            numbers[position] += 1
            found.facts.append(
                (position, number, metric, each.dim, each.place, each.day, decoded.known_month, each.delta)
            )
    await _store_reports(connection, log, before, state)
    await _places_of(connection, found)


async def _store_reports(
    connection: Connection, log: int, before: dict[ReportKey, set[Report]], after: dict[ReportKey, list[Report]]
) -> None:
    gone = [
        (metric, key, report.day, report.position, report.n)
        for (metric, key), reports in before.items()
        for report in reports.difference(after[metric, key])
    ]
    if gone:
        await connection.execute(_RETRACTED, log, *map(list, zip(*gone, strict=True)))
    new = [
        (log, metric, key, r.day, r.position, r.n, r.event_id, r.place, r.dim, r.value)
        for (metric, key), reports in after.items()
        for r in reports
        if r not in before[metric, key]
    ]
    await _REPORTED.store(connection, new)


async def _places_of(connection: Connection, found: Facts) -> None:
    """Neighbouring reports may lie at places that the batch itself does not name."""
    missing = {fact[4] for fact in found.facts} - found.places.keys()
    if missing:
        for row in await connection.fetch("SELECT id, org, area FROM place WHERE id = ANY($1)", list(missing)):
            found.places[row["id"]] = row["org"], row["area"]
