"""Authority in a service that folds it: how fast an end is known, what happens when nothing is heard any more."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from chassis.app import create_app
from chassis.log.brokers import Brokers
from chassis.log.publisher import Broker, Publisher
from chassis.log.seal import Seal
from deploy.local.child import free_port
from deploy.local.kafka import Kafka
from services.assistance.main import service as assistance
from tests.chassis.access.followed import Followed, following
from tests.membership.people import County
from tests.membership.restructuring.ways import approved, asked
from tests.support import databases
from tests.support.issuer import Issuer
from tests.support.numbers import id_number
from tests.support.person import Person
from tests.support.running import serving

SAID = "gonghui-authority-age"


@pytest_asyncio.fixture
async def followed(county: str, settings_of: Any, issuer: Issuer) -> AsyncIterator[Followed]:
    async with following(county, settings_of, issuer) as made:
        yield made


async def older(followed: Followed, seconds: float) -> None:
    """As if nothing had been heard for so long: the fold is stopped, its lease put back."""
    await followed.stop("fold")
    await databases.execute(
        followed.database.dsn,
        "UPDATE authority_lease SET known_until = known_until - make_interval(secs => $1)",
        seconds,
    )
    await asyncio.sleep(0.3)


def file(**fields: Any) -> dict[str, Any]:
    return {
        "name": "赵四",
        "id_number": id_number(),
        "size": 3,
        "income_fen": 1_200_000,
        "cause": "own-illness",
        "consent": True,
        "occurred_on": "2026-03-02",
        **fields,
    }


async def test_an_ended_appointment_is_refused_within_a_second(followed: Followed) -> None:
    account = f"a-{followed.county}"
    appointment = await followed.appoint(account)
    await followed.becomes(account, "ok")
    await followed.end(appointment)
    await asyncio.sleep(1)
    assert await followed.code(account) == "no-appointment"
    answer = await followed.person(account).post("/households", file())
    assert (answer.status_code, answer.json()["code"]) == (403, "no-appointment")


@pytest.mark.parametrize("there", [True, False], ids=["kafka-up", "kafka-down"])
async def test_kafka_has_no_part_in_an_end(
    county: str, settings_of: Any, issuer: Issuer, kafka: Kafka, *, there: bool
) -> None:
    """Membership's relay publishes to brokers that are there, or tries to where none is."""
    brokers = Brokers(kafka.bootstrap if there else f"127.0.0.1:{free_port()}")
    broker = Broker("membership", brokers, f"authority.{county}", Seal("sealed"), 1)
    async with following(county, settings_of, issuer, Publisher(broker)) as followed:
        account = f"k-{county}"
        appointment = await followed.appoint(account)
        await followed.becomes(account, "ok")
        await followed.end(appointment)
        await asyncio.sleep(1)
        assert await followed.code(account) == "no-appointment"


async def test_without_news_sensitive_acts_wait_then_every_command_while_reads_go_on(followed: Followed) -> None:
    clerk, approver = f"b-{followed.county}", f"c-{followed.county}"
    await followed.appoint(clerk)
    await followed.appoint(approver, "county-approver", followed.county)
    await followed.becomes(clerk, "ok")
    await followed.becomes(approver, "ok")
    opened = await followed.person(clerk).done("/households", file())
    await older(followed, 6)
    decision = {"occurred_on": "2026-03-03"}
    path = f"/households/{opened['id']}/approve"
    refused = await followed.person(approver).post(path, decision, revision=1)
    assert (refused.status_code, refused.json()["code"]) == (503, "authority-stale")
    assert int(refused.headers["retry-after"]) > 0
    await followed.person(clerk).done("/households", file())
    await older(followed, 15 * 60)
    refused = await followed.person(clerk).post("/households", file())
    assert (refused.status_code, refused.json()["code"]) == (503, "authority-stale")
    read = await followed.person(clerk).get("/households")
    assert read.status_code == 200
    assert int(read.headers[SAID]) >= 15 * 60
    followed.run("fold", followed.fold.run)
    await asyncio.sleep(1.5)
    await followed.person(approver).done(path, decision, revision=1)
    assert SAID not in (await followed.person(clerk).get("/households")).headers


async def test_a_stopped_relay_makes_the_lease_old(followed: Followed) -> None:
    """Who answers the feed cannot vouch for what its relay has not looked at."""
    account = f"d-{followed.county}"
    await followed.appoint(account)
    await followed.becomes(account, "ok")
    await followed.stop("relay")
    await asyncio.sleep(5.5)
    read = await followed.person(account).get("/households")
    assert int(read.headers[SAID]) >= 5


async def test_a_process_that_has_just_started_refuses_until_it_has_caught_up(followed: Followed) -> None:
    account = f"e-{followed.county}"
    await followed.appoint(account)
    await followed.becomes(account, "ok")
    await followed.stop("fold")
    async with (
        serving(create_app(assistance, followed.app.state.settings)) as (url, _),
        httpx.AsyncClient(base_url=url) as http,
    ):
        again = Person(http, followed.issuer.token(account))
        for answer in (await again.get("/households"), await again.post("/households", file())):
            assert (answer.status_code, answer.json()["code"]) == (503, "authority-not-caught-up")
        assert "authority" in (await http.get("/readyz")).json()["reasons"]
        followed.run("fold", followed.fold.run)
        async with asyncio.timeout(10):
            while (await again.get("/households")).status_code != 200:
                await asyncio.sleep(0.05)
        assert (await http.get("/readyz")).status_code == 200


async def test_an_appointment_that_cannot_be_read_stops_its_county_alone(followed: Followed) -> None:
    account = f"f-{followed.county}"
    await followed.appoint(account)
    await followed.becomes(account, "ok")
    organiser = followed.organiser
    await databases.execute(
        followed.membership.settings.database_url,
        """INSERT INTO journal (county, event_id, type, subject, occurred_on, event)
        SELECT county, gen_random_uuid(), 'cn.gonghui.membership.appointment.made.v9', subject, occurred_on,
            replace(event::text, 'appointment.made.v1', 'appointment.made.v9')::json
        FROM journal WHERE county = $1 AND type LIKE '%appointment.made.v1' LIMIT 1""",
        followed.county,
    )
    async with asyncio.timeout(10):
        while followed.county not in followed.fold.stopped:
            await asyncio.sleep(0.05)
    assert (await organiser.get("/appointments")).status_code == 200
    await asyncio.sleep(1.5)
    assert SAID not in (await followed.person(account).get("/households")).headers
    stopped = await databases.rows(followed.database.dsn, "SELECT stopped_at FROM authority_cursor")
    assert stopped[0]["stopped_at"] is not None
    await databases.execute(
        followed.database.dsn, "UPDATE authority_cursor SET stopped_at = now() - interval '16 minutes'"
    )
    await asyncio.sleep(0.4)
    refused = await followed.person(account).post("/households", file())
    assert (refused.status_code, refused.json()["code"]) == (503, "authority-stale")


async def test_unions_are_folded_as_they_are_founded_approved_and_taken_back(followed: Followed) -> None:
    place = County(followed.county, followed.membership)
    federation = await place.federation()
    town = await place.township_union(federation)
    voided = await place.founded(town)
    await place.clerk().done(f"/unions/{voided}/void", {"reason": "duplicate"}, revision=1)
    renamed = await place.founded(town)
    await place.clerk().done(f"/unions/{renamed}/correct", {"name": "改名工会", "reason": "wrong-entry"}, revision=1)
    back = await place.union(town)
    await place.chair().done(f"/unions/{back}/void-approval", {"reason": "not-true"}, revision=2)

    async def known() -> dict[str, tuple[str, str]]:
        rows = await databases.rows(followed.database.dsn, "SELECT id::text, name, state FROM organisation")
        return {row["id"]: (row["name"], row["state"]) for row in rows}

    async with asyncio.timeout(10):
        while (await known()).get(back, ("", ""))[1] != "founding" or (await known())[renamed][0] != "改名工会":
            await asyncio.sleep(0.05)
    found = await known()
    assert (found[federation][1], found[town][1], found[voided][1]) == ("active", "active", "void")


async def test_refusals_stand_in_the_services_own_log_once_a_minute(followed: Followed) -> None:
    account = f"g-{followed.county}"
    appointment = await followed.appoint(account, "county-leader", followed.county)
    await followed.becomes(account, "office-may-not")
    for _ in range(3):
        await followed.person(account).post("/households", file())
    await followed.end(appointment)
    await followed.becomes(account, "no-appointment")
    rows = await databases.rows(
        followed.database.dsn, "SELECT event::text FROM journal WHERE county = $1 ORDER BY id", followed.county
    )
    texts = [row["event"] for row in rows]
    assert all('"type":"cn.gonghui.assistance.access.refused.v1"' in text for text in texts)
    assert 3 <= len(texts) <= 6  # a read, a command, and the lost appointment; twice when the minute turned


async def test_unions_that_are_renamed_move_or_merge_are_known_elsewhere(followed: Followed) -> None:
    """With who holds an office in them; a rename that was voided never was."""
    place = County(followed.county, followed.membership)
    federation = await place.federation()
    town, other = await place.township_union(federation), await place.township_union(federation, "101")
    moving, closing = await place.union(town, name="桃花村工会"), await place.union(town)
    paper = {"document": "石工1号", "occurred_on": "2026-04-01"}
    await place.chair().done(f"/unions/{moving}/rename", {**paper, "name": "桃花源村工会"}, revision=2)
    await place.chair().done(f"/unions/{closing}/rename", {**paper, "name": "错名"}, revision=2)
    await place.chair().done(f"/unions/{closing}/void-rename", {"reason": "wrong-entry"}, revision=3)
    held = {"account": f"ec-{place.code}", "holds": "enterprise-chair", "area": f"{place.code}100", "union": moving}
    await place.organiser.done("/appointments", {**held, "occurred_on": "2026-03-02"})
    await approved(place, await asked(place, "merge", union=closing, into=moving))
    await approved(place, await asked(place, "move", union=moving, parent=other), county=True)

    async def known() -> list[tuple[str, ...]]:
        rows = await databases.rows(
            followed.database.dsn,
            """SELECT name, o.area, o.state, parent::text, a.area AS held FROM organisation o
            LEFT JOIN appointment a ON a.org = o.id WHERE o.id::text = ANY($1) ORDER BY state""",
            [moving, closing],
        )
        return [tuple(row) for row in rows]

    there = f"{place.code}101"
    async with asyncio.timeout(10):
        found = await known()
        while [row[2] for row in found] != ["active", "closed"] or found[0][1] != there:
            await asyncio.sleep(0.05)
            found = await known()
    assert found[0] == ("桃花源村工会", there, "active", other, there)
    assert found[1][0] not in ("错名", "桃花源村工会")
