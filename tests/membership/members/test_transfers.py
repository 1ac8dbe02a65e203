"""Moving members: directly inside a township, by request and acceptance between townships (rule 6)."""

import asyncio
from datetime import date

import asyncpg
import pytest

from tests.membership.people import County

DAY = "2026-04-01"
ASKED = {"occurred_on": DAY}


class Two:
    """Two townships with a union each, and a member of the first."""

    def __init__(self, place: County, unions: tuple[str, str, str], member: str) -> None:
        self.place = place
        self.first, self.second, self.other = unions
        self.member = member
        self.path = f"/members/{member}"

    async def request(self) -> None:
        """The first township asks the other."""
        body = {**ASKED, "to_union": self.other}
        await self.place.clerk("100").done(f"{self.path}/request-transfer", body, revision=1)


@pytest.fixture
async def two(place: County) -> Two:
    """Unions first and second in township 100, other in 101; a member of first since 2026-03-02."""
    federation = await place.federation()
    town = await place.township_union(federation, "100")
    unions = (
        await place.union(town, "100"),
        await place.union(town, "100"),
        await place.union(await place.township_union(federation, "101"), "101"),
    )
    return Two(place, unions, await place.member(unions[0]))


async def test_transfer_inside_a_township_leaves_one_union_and_joins_the_other(two: Two) -> None:
    """Rule 6: on the same day, in one event."""
    body = {**ASKED, "to_union": two.second}
    answer = await two.place.clerk().post(f"{two.path}/transfer", body, revision=1)
    assert (answer.status_code, answer.headers["etag"]) == (200, '"2"')
    event = (await two.place.events(two.member))[-1]
    area = two.place.code + "100"
    assert event["data"] == {
        "member": two.member,
        "origin": {"org": two.first, "area": area},
        "to": {"org": two.second, "area": area},
        "employment": "regular",
    }
    periods = await two.place.rows(
        "SELECT union_id::text, lower(valid) AS a, upper(valid) AS z FROM memberships WHERE member = $1 ORDER BY valid",
        two.member,
    )
    assert [tuple(row) for row in periods] == [
        (two.first, date(2026, 3, 2), date(2026, 4, 1)),
        (two.second, date(2026, 4, 1), None),
    ]


async def test_requested_transfer_is_accepted_by_the_receiving_township(two: Two) -> None:
    """The membership stays until then; the work item is due fifteen days after the request."""
    await two.request()
    asked = (await two.place.events(two.member))[-1]
    assert asked["data"]["due_on"] == "2026-04-16"
    waiting = (await two.place.clerk("101").get("/members/transfers")).json()["items"]
    assert [(row["id"], row["revision"], row["state"]) for row in waiting] == [(two.member, 2, "waiting")]
    assert (await two.place.clerk("100").get("/members/transfers")).json()["items"] == []
    assert (await two.place.clerk("101").get("/members/transfers", q="无此姓名")).json()["items"] == []
    named = (await two.place.clerk("101").get("/members/transfers", q=waiting[0]["label"][-4:])).json()["items"]
    assert [row["id"] for row in named] == [two.member]
    outgoing = await two.place.clerk("100").get("/members/transfers", direction="out")
    assert [row["id"] for row in outgoing.json()["items"]] == [two.member]
    seen = (await two.place.clerk("101").get(two.path)).json()
    assert seen["words"]["zh"] == "转会待接收"
    await two.place.clerk("101").done(f"{two.path}/accept-transfer", {"occurred_on": "2026-04-03"}, revision=2)
    event = (await two.place.events(two.member))[-1]
    assert event["type"].endswith("member.transferred.v1")
    assert event["township"] == two.place.code + "101"
    assert event["data"]["to"] == {"org": two.other, "area": two.place.code + "101"}
    assert (await two.place.clerk("100").get(two.path)).status_code == 404
    assert (await two.place.clerk("101").get(two.path)).json()["union"] == two.other


async def test_requested_transfer_is_refused_or_withdrawn(two: Two) -> None:
    """The membership stays as it was, and another request may follow."""
    await two.request()
    body = {**ASKED, "reason": "not-working-here"}
    await two.place.clerk("101").done(f"{two.path}/refuse-transfer", body, revision=2)
    await two.place.clerk("100").done(f"{two.path}/request-transfer", {**ASKED, "to_union": two.other}, revision=3)
    await two.place.clerk("100").done(f"{two.path}/withdraw-transfer", ASKED, revision=4)
    reasons = [event["data"].get("reason") for event in await two.place.events(two.member)]
    assert reasons == [None, None, "not-working-here", None, "withdrawn"]
    assert (await two.place.clerk("100").get(two.path)).json()["union"] == two.first


async def test_origin_cannot_accept_and_receiver_cannot_withdraw(two: Two) -> None:
    """Each side finds only its own part."""
    await two.request()
    accept = await two.place.clerk("100").post(f"{two.path}/accept-transfer", ASKED, revision=2)
    refuse = await two.place.clerk("100").post(f"{two.path}/refuse-transfer", {**ASKED, "reason": "other"}, revision=2)
    withdraw = await two.place.clerk("101").post(f"{two.path}/withdraw-transfer", ASKED, revision=2)
    assert [answer.status_code for answer in (accept, refuse, withdraw)] == [404, 404, 404]


@pytest.mark.parametrize(
    ("verb", "to", "day", "status", "code"),
    [
        ("transfer", "first", DAY, 422, "same-union"),
        ("transfer", "other", DAY, 422, "other-township"),
        ("transfer", "second", "2026-03-02", 422, "before-joining"),
        ("transfer", "second", "2099-01-01", 422, "day-in-the-future"),
        ("request-transfer", "second", DAY, 422, "same-township"),
        ("request-transfer", "first", DAY, 422, "same-union"),
        ("request-transfer", "other", "2026-03-01", 422, "before-joining"),
    ],
)
async def test_impossible_transfer_is_refused(two: Two, verb: str, to: str, day: str, status: int, code: str) -> None:
    """Same union, wrong way, wrong day."""
    body = {"to_union": getattr(two, to), "occurred_on": day}
    answer = await two.place.clerk().post(f"{two.path}/{verb}", body, revision=1)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert len(await two.place.events(two.member)) == 1


async def test_transfer_to_a_union_not_yet_there_is_refused(two: Two) -> None:
    """Not approved, approved later, or of another county."""
    parent = (await two.place.rows("SELECT parent::text FROM unions WHERE id = $1", two.first))[0]["parent"]
    founding = await two.place.founded(parent)
    later = await two.place.union(parent, approved_on="2026-05-01")
    clerk = two.place.clerk()
    answers = [
        await clerk.post(f"{two.path}/transfer", {**ASKED, "to_union": union}, revision=1)
        for union in (founding, later)
    ]
    assert [answer.json()["code"] for answer in answers] == ["union-not-active", "before-union-existed"]


async def test_transfer_to_another_county_is_refused(two: Two) -> None:
    """Each county has its own log, and another county's unions are not there for this one."""
    elsewhere = County(str(int(two.place.code) + 500), two.place.service)
    union = await elsewhere.base_union()
    answer = await two.place.clerk().post(f"{two.path}/request-transfer", {**ASKED, "to_union": union}, revision=1)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")


async def test_answer_without_a_request_and_second_request_are_refused(two: Two) -> None:
    """409: nothing waits, or something does."""
    clerk = two.place.clerk()
    accept = await clerk.post(f"{two.path}/accept-transfer", ASKED, revision=1)
    withdraw = await clerk.post(f"{two.path}/withdraw-transfer", ASKED, revision=1)
    assert [answer.json()["code"] for answer in (accept, withdraw)] == ["no-transfer-waiting"] * 2
    await two.request()
    again = await clerk.post(f"{two.path}/request-transfer", {**ASKED, "to_union": two.other}, revision=2)
    move = await clerk.post(f"{two.path}/transfer", {**ASKED, "to_union": two.second}, revision=2)
    assert [(a.status_code, a.json()["code"]) for a in (again, move)] == [(409, "transfer-waiting")] * 2


async def test_transfer_is_not_answered_before_it_was_asked(two: Two) -> None:
    """The answer's day lies before the request's."""
    await two.request()
    early = {"occurred_on": "2026-03-31"}
    accept = await two.place.clerk("101").post(f"{two.path}/accept-transfer", early, revision=2)
    refuse = await two.place.clerk("101").post(f"{two.path}/refuse-transfer", {**early, "reason": "other"}, revision=2)
    assert [answer.json()["code"] for answer in (accept, refuse)] == ["before-request"] * 2


async def test_transfer_needs_the_revision_that_was_seen(two: Two) -> None:
    """428 without If-Match, 412 with another."""
    body = {**ASKED, "to_union": two.second}
    missing = await two.place.clerk().post(f"{two.path}/transfer", body)
    stale = await two.place.clerk().post(f"{two.path}/transfer", body, revision=7)
    assert [(a.status_code, a.json()["code"]) for a in (missing, stale)] == [
        (428, "revision-required"),
        (412, "revision-changed"),
    ]


async def test_of_two_transfers_at_once_one_wins(two: Two) -> None:
    """The row's lock makes the second see the first's revision."""
    body = {**ASKED, "to_union": two.second}
    answers = await asyncio.gather(
        *(two.place.clerk().post(f"{two.path}/transfer", body, revision=1) for _ in range(4))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]
    assert len(await two.place.events(two.member)) == 2


async def test_rule_6_is_held_by_the_database_itself(two: Two) -> None:
    """A temporal key: no statement whatever can make two memberships overlap."""
    with pytest.raises(asyncpg.ExclusionViolationError):
        await two.place.rows(
            "INSERT INTO memberships (member, union_id, valid) VALUES ($1, $2, '[2026-06-01,)')", two.member, two.second
        )
