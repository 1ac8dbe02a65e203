"""Rule 8: six months without dues or activity is a flag for a person to judge, never an automatic exit."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from asyncpg.pool import PoolConnectionProxy

from chassis.access.principal import Principal
from chassis.daily import Daily, Due, Ran, round_of
from chassis.postgres import Request, Tx
from contracts.declare import event_class
from contracts.membership.members import FLAG
from contracts.offices import Office
from services.membership.members import store
from services.membership.members.domain import flags
from services.membership.members.work import FLAGS, Silence, move
from tests.membership.members.test_life import periods
from tests.membership.people import County
from tests.support.numbers import id_number

STAYS = {"verdict": "stays", "found": "dues-promised", "occurred_on": "2026-10-01"}


async def on(place: County, day: str) -> Ran:
    """The work of that day's noon, for this test's county alone."""
    silence = Silence()

    async def find(connection: PoolConnectionProxy, today: date, after: UUID | None, limit: int) -> list[Due]:
        del after, limit
        return [each for each in await silence.find(connection, today, None, 100_000) if each.county == place.code]

    noon = datetime.combine(date.fromisoformat(day), datetime.min.time(), UTC).replace(hour=4)
    ran = await round_of(place.service.app.state.database, "membership", Daily(FLAGS.name, find, move), noon)
    assert ran is not None
    return ran


@asynccontextmanager
async def transaction(place: County, now: datetime) -> AsyncIterator[Tx]:
    """A transaction of the township's clerk."""
    principal = Principal("clerk", Office.TOWNSHIP_CLERK, place.code + "100")
    async with place.service.app.state.database.tx(Request("membership", principal, now)) as tx:
        yield tx


async def heard_of(place: County, member: str, day: str, kind: store.Contact = "dues") -> None:
    """As the capability that learns of it tells."""
    async with transaction(place, datetime.now(UTC)) as tx:
        await store.in_contact(tx, [UUID(member)], date.fromisoformat(day), kind)


@pytest.mark.parametrize(
    ("last", "due"), [("2026-03-02", "2026-09-02"), ("2025-08-31", "2026-02-28"), ("2024-02-29", "2024-08-29")]
)
def test_rule_8_six_months_are_counted_by_the_calendar(last: str, due: str) -> None:
    assert flags.due_on(date.fromisoformat(last), flags.MONTHS.default) == date.fromisoformat(due)


async def test_rule_8_a_silent_member_is_flagged_when_six_months_are_over_and_stays_a_member(place: County) -> None:
    """Not the day before; once, on that day, also when the work was late; a work item for the township's clerk."""
    union = await place.base_union()
    member = await place.member(union)
    assert (await on(place, "2026-09-01")).moved == 0
    assert (await on(place, "2026-09-05")).moved == 1
    assert (await on(place, "2026-09-06")).moved == 0
    event = (await place.events(member))[-1]
    assert (event["occurredon"], event["actor"]) == ("2026-09-02", "system:membership.flags")
    assert event["township"] == place.code + "100"
    assert (event["data"]["last_on"], event["data"]["due_on"]) == ("2026-03-02", "2026-10-08")
    (opens,) = event_class(event["type"]).OPENS
    assert (opens.waiting, opens.due) == (FLAG, "due_on")
    row = (await place.clerk().get(f"/members/{member}")).json()
    assert (row["state"], row["flagged_on"], row["rights"]["vote"]) == ("active", "2026-09-02", True)
    assert [each["id"] for each in (await place.clerk().get("/members", flagged="true")).json()["items"]] == [member]
    assert await periods(place, member) == [(union, "2026-03-02", None)]


async def test_rule_8_dues_and_activities_are_being_heard_of(place: County) -> None:
    """The latest counts, whatever was told last."""
    member = await place.member(await place.base_union())
    await heard_of(place, member, "2026-05-10")
    await heard_of(place, member, "2026-04-10", "activity")
    assert (await place.clerk().get(f"/members/{member}")).json()["last_heard_of"] == "2026-05-10"
    assert (await on(place, "2026-11-09")).moved == 0
    assert (await on(place, "2026-11-10")).moved == 1


async def test_rule_8_who_is_retained_left_or_waits_for_an_answer_is_not_flagged(place: County) -> None:
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    other = await place.union(await place.township_union(federation, "101"), "101")
    clerk = place.clerk()
    retained, left, waiting, proposed = [await place.member(union) for _ in range(4)]
    retired = {"retained_for": "retirement", "occurred_on": "2026-03-05"}
    await clerk.done(f"/members/{retained}/retain", retired, revision=1)
    gone = {"left_for": "own-request", "occurred_on": "2026-03-05"}
    await clerk.done(f"/members/{left}/leave", gone, revision=1)
    asked = {"to_union": other, "occurred_on": "2026-03-05"}
    await clerk.done(f"/members/{waiting}/request-transfer", asked, revision=1)
    decided = {"decided_by": "committee", "document": "石工2026-3号", "occurred_on": "2026-03-05"}
    await clerk.done(f"/members/{proposed}/propose-expulsion", decided, revision=1)
    assert (await on(place, "2026-11-20")).moved == 0


async def test_rule_8_a_person_judges_and_who_stays_is_quiet_for_six_months_again(place: County) -> None:
    member, clerk = await place.member(await place.base_union()), place.clerk()
    path = f"/members/{member}/judge-flag"
    assert (await clerk.post(path, STAYS, revision=1)).json()["code"] == "member-not-flagged"
    await on(place, "2026-09-02")
    early = await clerk.post(path, {**STAYS, "occurred_on": "2026-09-01"}, revision=2)
    assert (early.status_code, early.json()["code"]) == (422, "before-flag")
    await clerk.done(path, STAYS, revision=2)
    judged = (await place.events(member))[-1]
    assert (judged["data"]["verdict"], judged["data"]["found"]) == ("stays", "dues-promised")
    assert FLAG in event_class(judged["type"]).ENDS
    row = (await clerk.get(f"/members/{member}")).json()
    assert (row["flagged_on"], row["state"], row["last_heard_of"]) == (None, "active", "2026-10-01")
    assert (await on(place, "2027-03-31")).moved == 0


async def test_rule_8_who_is_found_retired_is_retained_and_who_is_gone_leaves_by_a_persons_word(place: County) -> None:
    """Two events each: the judgement, and what follows from it; voided, neither the flag nor its item comes back."""
    union = await place.base_union()
    retired, gone, clerk = await place.member(union), await place.member(union), place.clerk()
    await on(place, "2026-09-02")
    wrong = await clerk.post(f"/members/{retired}/judge-flag", {**STAYS, "verdict": "retained"}, revision=2)
    assert (wrong.status_code, wrong.json()["code"]) == (422, "not-retained-for-that")
    kept = {**STAYS, "verdict": "retained", "found": "retired"}
    await clerk.done(f"/members/{retired}/judge-flag", kept, revision=2)
    out = {**STAYS, "verdict": "left", "found": "unreachable"}
    await clerk.done(f"/members/{gone}/judge-flag", out, revision=2)
    kinds = [event["type"].rpartition("member.")[2] for event in await place.events(retired)]
    assert kinds[-2:] == ["flag-judged.v1", "retained.v1"]
    row = (await clerk.get(f"/members/{gone}")).json()
    assert (row["state"], row["left_for"], row["ended_on"]) == ("left", "deemed", "2026-10-01")
    await clerk.done(f"/members/{gone}/void-change", {"reason": "not-true"}, revision=3)
    row = (await clerk.get(f"/members/{gone}")).json()
    assert (row["state"], row["flagged_on"]) == ("active", None)


async def test_rule_8_a_flag_ends_with_what_makes_it_moot_and_is_back_when_that_is_voided(place: County) -> None:
    """A transfer is contact; the voided admission takes its flag with it."""
    town = await place.township_union(await place.federation())
    union, other = await place.union(town), await place.union(town)
    moved, clerk = await place.member(union), place.clerk()
    voided = await place.member(union, id_number=id_number())
    await on(place, "2026-09-02")
    await clerk.done(f"/members/{moved}/transfer", {"to_union": other, "occurred_on": "2026-10-01"}, revision=2)
    assert (await clerk.get(f"/members/{moved}")).json()["flagged_on"] is None
    await clerk.done(f"/members/{moved}/void-transfer", {"reason": "wrong-entry"}, revision=3)
    assert (await clerk.get(f"/members/{moved}")).json()["flagged_on"] == "2026-09-02"
    await clerk.done(f"/members/{voided}/void", {"reason": "duplicate"}, revision=2)
    first, second = (await place.events(voided))[-2:]
    assert [event["data"]["type"].rpartition("member.")[2] for event in (first, second)] == [
        "flagged.v1",
        "admitted.v1",
    ]


async def test_rule_8_how_many_months_is_the_countys_to_say(place: County) -> None:
    """A local value; where nothing is said, six."""
    member = await place.member(await place.base_union())
    await place.rows(
        """INSERT INTO parameters (id, name, region, valid_from, value, document, state, revision)
        VALUES (gen_random_uuid(), 'flag-months', $1, $2, 7, '县工1号', 'set', 1)""",
        place.code,
        date(2026, 1, 1),
    )
    assert (await on(place, "2026-10-01")).moved == 0
    assert (await on(place, "2026-10-02")).moved == 1
    assert (await place.events(member))[-1]["data"]["last_on"] == "2026-03-02"


async def test_who_was_flagged_by_another_round_is_left_alone(place: County) -> None:
    """Looked at again under the row's lock."""
    member = await place.member(await place.base_union())
    for _ in range(2):
        async with transaction(place, datetime(2026, 9, 2, 4, tzinfo=UTC)) as tx:
            await move(tx, UUID(member))
    assert [event["type"].rpartition("member.")[2] for event in await place.events(member)] == [
        "admitted.v1",
        "flagged.v1",
    ]


async def test_a_round_that_finds_nobody_rests_before_it_looks_again(place: County) -> None:
    """However long the list of members is, it is not gone through every minute; late entries are found the same day."""
    resting, awake, today = Silence(), Silence(rest=0), date(2020, 12, 1)
    async with place.service.app.state.database.system() as connection:
        early = date(1990, 6, 1)
        assert await resting.find(connection, early, None, 5) == []
        assert await awake.find(connection, early, None, 5) == []
        await place.member(await place.base_union(), occurred_on="2020-03-02", id_number=id_number(birthday="19800101"))
        assert await resting.find(connection, today, None, 5) != []
        resting._again = today, time.monotonic() + 60
        assert await resting.find(connection, today, None, 5) == []
        awake._again = today, time.monotonic()
        assert await awake.find(connection, today, None, 5) != []


def test_the_clerk_is_the_one_who_judges() -> None:
    assert FLAG.office is Office.TOWNSHIP_CLERK
