"""The audit trail: every filter, pages that join up, scope, proofs of every position."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from chassis.ids import uuid7
from chassis.log import merkle
from chassis.web.paging import WrongCursor
from contracts.assistance.households import FileOpened
from contracts.declare import Place
from contracts.membership.members import MemberAdmitted
from services.gateway.queries import audit, proofs
from services.gateway.queries.audit import AuditEntry, AuditFilter
from tests.gateway.conftest import Folding
from tests.support.logs import Log

ORG, PERSON = uuid7(), uuid7()


@pytest.fixture
async def logs(folding: Folding, county: str) -> list[Log]:
    """Two logs whose moments of sequencing interleave; some of them are equal."""
    membership = Log("membership", county, step=timedelta(seconds=2))
    assistance = Log("assistance", county, step=timedelta(seconds=1))
    for number in range(6):
        area = f"{county}{100 + number % 2}"
        place = Place(org=ORG, area=area)
        admitted = MemberAdmitted(member=PERSON, place=place, employment="regular")
        membership.add(
            admitted, date(2026, 1, 1 + number), subject=PERSON if number == 2 else None, area=area,
            org=ORG if number < 2 else None, actor=f"clerk-{number % 3}",
        )  # fmt: skip
        opened = FileOpened(household=uuid7(), place=place, cause="disaster", size=3, due_on=date(2026, 9, 1))
        assistance.add(opened, date(2026, 2, 1 + number), area=area)
    await folding.fold(membership, assistance, batch=4)
    return [membership, assistance]


async def trail(folding: Folding, wanted: AuditFilter, first: int = 100) -> list[AuditEntry]:
    rows: list[AuditEntry] = []
    after = None
    while True:
        async with folding.pool.acquire() as connection:
            page = await audit.audit_trail(connection, wanted, first, after)
        rows += page.rows
        if not page.more:
            return rows
        after = page.rows[-1].cursor


async def test_pages_join_up_newest_first_whatever_their_size(folding: Folding, county: str, logs: list[Log]) -> None:
    whole = await trail(folding, AuditFilter(county))
    assert len(whole) == 12
    assert [row.sequenced_at for row in whole] == sorted((row.sequenced_at for row in whole), reverse=True)
    assert {(row.log, row.position, row.event) for row in whole} == {
        (f"{log.service}/{county}", entry.position, entry.event) for log in logs for entry in log.entries
    }
    for first in (1, 5, 12):
        assert await trail(folding, AuditFilter(county), first) == whole


@pytest.mark.usefixtures("logs")
async def test_each_filter_leaves_what_it_names(folding: Folding, county: str) -> None:
    async def count(area: str = county, **wanted: object) -> int:
        return len(await trail(folding, AuditFilter(area, **wanted)))  # type: ignore[arg-type]

    assert await count(actor="clerk-1") == 2
    assert await count(area=f"{county}100") == 6
    assert await count(organisation=ORG) == 2
    assert await count(subject=PERSON) == 1
    assert await count(types=("cn.gonghui.membership.member.admitted.v1",)) == 6
    assert await count(types=()) == 0
    assert await count(service="assistance") == 6
    assert await count(service="unknown") == 0
    assert await count(metric="members") == 6
    assert await count(metric="members", types=("cn.gonghui.assistance.household.file-opened.v1",)) == 0
    assert await count(occurred_from=date(2026, 1, 3), occurred_to=date(2026, 1, 4)) == 2
    whole = await trail(folding, AuditFilter(county))
    moment = whole[3].recorded_at
    assert await count(recorded_from=moment) == len([row for row in whole if row.recorded_at >= moment])
    assert await count(recorded_to=moment) == len([row for row in whole if row.recorded_at <= moment])


@pytest.mark.usefixtures("logs")
async def test_an_event_is_found_within_its_area_alone(folding: Folding, county: str) -> None:
    (row,) = await trail(folding, AuditFilter(county, subject=PERSON))
    async with folding.pool.acquire() as connection:
        for area, seen in ((county, True), (f"{county}100", True), (f"{county}101", False), ("990000", False)):
            assert (await audit.event(connection, area, row.id) == row) is seen
        assert (await audit.applied(connection, county, row.id)).position == row.position
        assert not (await audit.applied(connection, county, uuid7())).applied


@pytest.mark.usefixtures("logs")
async def test_a_cursor_that_was_never_given_out_is_refused(folding: Folding, county: str) -> None:
    async with folding.pool.acquire() as connection:
        for after in ("x", "W10", "WyJhIiwxLDJd"):
            with pytest.raises(WrongCursor):
                await audit.audit_trail(connection, AuditFilter(county), 20, after)


async def test_every_position_is_proven_in_every_tree_it_is_in(folding: Folding, county: str, logs: list[Log]) -> None:
    name, leaves = f"membership/{county}", [entry.leaf for entry in logs[0].entries]
    async with folding.pool.acquire() as connection:
        for size in range(1, 7):
            root = merkle.extend(merkle.CompactRange(), leaves[:size])[0].root
            for position in range(1, size + 1):
                proof = await proofs.inclusion_proof(connection, name, position, size)
                assert proof is not None
                merkle.verify_inclusion(proof.leaf, position - 1, size, proof.path, root)
                assert proof.event == logs[0].entries[position - 1].event
        whole = await proofs.inclusion_proof(connection, name, 1)
        assert whole is not None
        assert (whole.size, whole.note) == (6, None)
        for log, position, wanted in (
            (name, 7, None),
            (name, 5, 4),
            (name, 1, 7),
            ("x", 1, None),
            (f"x/{county}", 1, 1),
        ):
            assert await proofs.inclusion_proof(connection, log, position, wanted) is None


async def test_the_id_of_an_event_is_that_of_its_text(folding: Folding, county: str, logs: list[Log]) -> None:
    for row in await trail(folding, AuditFilter(county, service="membership")):
        assert logs[0].said(row.id)["id"] == str(row.id)
        assert isinstance(row.id, UUID)
