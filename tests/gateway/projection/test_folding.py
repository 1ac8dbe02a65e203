"""The projection's fences, its parking, its taking up of a forked log, and the service fold on top of it."""

from datetime import date

import pytest

from chassis.ids import uuid7
from chassis.log import merkle
from chassis.log.fold import Fold
from chassis.log.projection import CursorMoved
from contracts.activities.activities import ActivityPlanned
from contracts.declare import Place
from contracts.membership.members import MemberAdmitted
from services.gateway.queries import audit, freshness, metrics, moment
from tests.gateway.conftest import Folding
from tests.gateway.projection.feeds import HandFeed
from tests.support.logs import Log

DAY = date(2026, 2, 3)


def admit(log: Log, count: int = 1, area: str | None = None) -> None:
    for _ in range(count):
        place = Place(area=area or f"{log.county}100")
        log.add(MemberAdmitted(member=uuid7(), place=place, employment="regular"), DAY)


async def members(folding: Folding, county: str) -> int | None:
    async with folding.pool.acquire() as connection:
        found = await metrics.county_metrics(connection, county, moment.Moment(DAY), ["members"])
    return found[county][0].value


@pytest.fixture
def log(county: str) -> Log:
    return Log("membership", county)


async def test_a_batch_that_does_not_follow_the_cursor_changes_nothing(folding: Folding, log: Log) -> None:
    admit(log, 4)
    await folding.apply(log, log.entries[:2])
    for entries in (log.entries[:2], log.entries[1:3], log.entries[3:]):
        with pytest.raises(CursorMoved):
            await folding.apply(log, entries)
    assert await members(folding, log.county) == 2


async def test_what_cannot_be_understood_is_parked_and_the_rest_counted(folding: Folding, log: Log) -> None:
    admit(log, 3)
    log.add_text('{"id":"no id","type":"cn.gonghui.membership.unknown.v1","actor":"x"}')
    log.add_text("not even JSON")
    admit(log, 1, area="999999100")  # another county's township
    admit(log, 3)
    fold = Fold(folding.model, "membership", HandFeed([log]), folding.pool)
    assert await fold.step() == 9
    assert await members(folding, log.county) == 6
    async with folding.pool.acquire() as connection:
        (fresh,) = await freshness.freshness(connection, log.county)
        parked = await freshness.parked(connection, log.county)
        trail = await audit.audit_trail(connection, audit.AuditFilter(log.county))
    assert (fresh.position, fresh.complete, fresh.incomplete_since) == (9, False, 4)
    assert [each.position for each in parked] == [4, 5, 6]
    assert parked[0].type == "cn.gonghui.membership.unknown.v1"
    assert [row.event for row in trail.rows] == [entry.event for entry in reversed(log.entries)]
    assert parked[2].event_id is not None
    async with folding.pool.acquire() as connection:
        assert not (await audit.applied(connection, log.county, parked[2].event_id)).applied
        assert (await audit.applied(connection, log.county, trail.rows[0].id)).position == 9


async def test_the_tree_over_what_came_is_the_logs_own(folding: Folding, log: Log) -> None:
    admit(log, 600)
    log.add_text("parked entries are leaves too")
    fold = Fold(folding.model, "membership", HandFeed([log]), folding.pool)
    await fold.step()
    row = await folding.pool.fetchrow(
        "SELECT compact_range FROM projection.log_cursor WHERE county = $1", int(log.county)
    )
    assert row is not None
    leaves = [entry.leaf for entry in log.entries]
    assert merkle.CompactRange.decode(601, row["compact_range"]) == merkle.extend(merkle.CompactRange(), leaves)[0]
    nodes = await folding.pool.fetchval("SELECT count(*) FROM projection.node WHERE log / 16 = $1", int(log.county))
    assert nodes == 2


async def test_a_restarted_log_leaves_the_figures_of_the_countys_other_logs(folding: Folding, log: Log) -> None:
    other, place = Log("activities", log.county), Place(area=f"{log.county}100")
    other.add(ActivityPlanned(activity=uuid7(), place=place, kind="sport", planned_on=DAY), DAY)
    admit(log, 3)
    await folding.fold(log, other)
    before = await contents(folding, log.county)
    async with folding.pool.acquire() as connection, connection.transaction():
        await folding.model.restart(connection, "membership", log.county, 2)
    assert await members(folding, log.county) is None
    async with folding.pool.acquire() as connection:
        assert (await folding.model.generations(connection, "membership"))[log.county] == 2
        found = await metrics.county_metrics(connection, log.county, moment.Moment(DAY), ["activities-planned"])
    assert found[log.county][0].value == 1
    await folding.fold(log)
    assert await contents(folding, log.county) == before


async def contents(folding: Folding, county: str) -> dict[str, list[tuple[object, ...]]]:
    """Rows of the sums, which a restart takes apart."""
    found = {}
    for table, query in (
        ("bucket", "SELECT * FROM projection.bucket WHERE area / 1000 = $1 ORDER BY area, metric, dim, month"),
        (
            "current_value",
            """SELECT current_value.* FROM projection.current_value JOIN projection.located USING (place)
            WHERE area / 1000 = $1 ORDER BY place, metric, dim""",
        ),
        ("fact", "SELECT * FROM projection.fact WHERE log / 16 = $1 ORDER BY log, position, n"),
    ):
        found[table] = [tuple(row) for row in await folding.pool.fetch(query, int(county))]
    return found
