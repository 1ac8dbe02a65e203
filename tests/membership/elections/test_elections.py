"""Elections: who may stand, how many must be there, who is elected, and what the superior's approval does."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chassis.refusal import Refusal
from contracts.offices import Office
from services.membership.elections import domain
from services.membership.elections.domain import Membership, Stands
from services.membership.terms import domain as terming
from tests.membership.people import County
from tests.membership.terms.records import APPROVED, HELD, WHY, Body, body_of, refusal, registered
from tests.membership.terms.test_terms import union
from tests.support import databases


def stands(*votes: int, post: Any = "committee-member") -> list[Stands]:
    return [Stands(uuid4(), post, each) for each in votes]


def held(**fields: Any) -> domain.Election:
    made = domain.Election(
        uuid4(), uuid4(), "general-election", "members-meeting", "committee", date(2026, 4, 10), 45, 30, 3, 3, None,
        "entered", None, date(2026, 4, 25), 1,
    )  # fmt: skip
    return replace(made, **fields)


CHOICE = [*stands(30, post="chair"), *stands(29, 28, 10)]


@pytest.mark.parametrize(("entitled", "present"), [(45, 30), (46, 31), (3, 2), (9, 6)])
def test_two_thirds_present_may_elect(entitled: int, present: int) -> None:
    """选举工作条例: 三分之二以上, two thirds itself included."""
    stood = [*stands(present, post="chair"), *stands(present, present, 0)]
    domain.enter(held(entitled=entitled, present=present), union(), stood, 5)


@pytest.mark.parametrize(("entitled", "present", "needed"), [(45, 29, 30), (46, 30, 31), (3, 1, 2), (9, 5, 6)])
def test_fewer_than_two_thirds_may_not(entitled: int, present: int, needed: int) -> None:
    with pytest.raises(domain.TooFewPresent) as refused:
        domain.enter(held(entitled=entitled, present=present), union(), CHOICE, 5)
    assert refused.value.values["needed"] == needed


@pytest.mark.parametrize(
    ("entitled", "votes", "wins"), [(45, 23, True), (45, 22, False), (46, 24, True), (46, 23, False)]
)
def test_more_than_half_of_all_entitled_elects_and_half_does_not(entitled: int, votes: int, wins: bool) -> None:
    """应到会人数的过半数, whoever came."""
    assert domain.elected(stands(votes), entitled, 3)[0].elected is wins


def test_of_those_with_more_than_half_the_most_votes_win() -> None:
    judged = domain.elected([*stands(40, post="chair"), *stands(24, 30, 27, 22)], 45, 3)
    assert [each.elected for each in judged] == [True, False, True, True, False]
    two_chairs = domain.elected([*stands(24, 30, post="chair"), *stands(25)], 45, 3)
    assert [each.elected for each in two_chairs] == [False, True, True]


def test_equal_votes_for_the_last_seat_are_voted_on_again() -> None:
    with pytest.raises(domain.TiedVotes):
        domain.elected([*stands(40, post="chair"), *stands(30, 27, 27)], 45, 3)
    domain.elected([*stands(40, post="chair"), *stands(30, 30)], 45, 3)  # there is a seat for both


@given(
    st.lists(st.integers(0, 100), max_size=12, unique=True),
    st.lists(st.integers(0, 100), max_size=4, unique=True),
    st.integers(1, 100),
    st.integers(1, 12),
)
def test_no_more_are_elected_than_there_are_seats(
    others: list[int], chairs: list[int], entitled: int, seats: int
) -> None:
    judged = domain.elected([*stands(*chairs, post="chair"), *stands(*others)], entitled, seats)
    won = [each for each in judged if each.elected]
    assert len(won) <= seats
    assert sum(each.post == "chair" for each in won) <= 1
    assert all(2 * each.votes > entitled for each in won)
    lost = [each.votes for each in judged if not each.elected and each.post == "committee-member"]
    kept = [each.votes for each in won if each.post == "committee-member"]
    assert not kept or not lost or min(kept) > max(lost)


@pytest.mark.parametrize(("seats", "candidates"), [(3, 4), (20, 21), (21, 23), (40, 42)])
def test_a_committee_is_elected_among_five_percent_more_candidates(seats: int, candidates: int) -> None:
    """差额率不低于 5%."""
    votes = [79 - number for number in range(candidates - 1)]
    stood = [*stands(80, post="chair"), *stands(*votes)]
    domain.enter(held(entitled=100, present=80, seats=seats), union(), stood, 5)
    with pytest.raises(domain.NotEnoughChoice) as refused:
        domain.enter(held(entitled=100, present=80, seats=seats), union(), stood[:-1], 5)
    assert refused.value.values["needed"] == candidates


@pytest.mark.parametrize(
    ("fields", "stood", "why"),
    [
        ({"present": 46}, CHOICE, domain.MorePresent),
        ({}, [*CHOICE, *stands(31)], domain.TooManyVotes),
        ({"seats": 2}, CHOICE, domain.CommitteeTooSmall),
        ({"body": "organiser", "seats": 2}, stands(30, post="sole-organiser"), domain.CommitteeTooSmall),
        ({"body": "organiser", "seats": 1}, CHOICE, domain.WrongPosts),
        ({}, [*CHOICE, *stands(30, post="sole-organiser")], domain.WrongPosts),
        ({"years": None}, CHOICE, domain.LengthNeeded),
        ({}, [*stands(22, post="chair"), *stands(29, 28, 27)], domain.NoChair),
        ({}, [*stands(30, post="chair"), *stands(29, 22, 10)], domain.TooFewElected),
        ({"ballot": "by-election", "seats": 1}, stands(22), domain.TooFewElected),
    ],
)
def test_a_result_that_cannot_be_is_refused(fields: dict[str, Any], stood: list[Stands], why: type[Refusal]) -> None:
    with pytest.raises(why):
        domain.enter(held(**fields), union(), stood, 5)


def test_an_organiser_is_elected_alone_and_a_by_election_needs_no_spare_candidate() -> None:
    alone = stands(23, post="sole-organiser")
    judged, event = domain.enter(held(body="organiser", seats=1), union(), alone, 5)
    assert event.chair == judged[0].member
    _, event = domain.enter(held(ballot="by-election", seats=1, years=None), union(), stands(23, post="vice-chair"), 5)
    assert (event.chair, len(event.vice_chairs)) == (None, 1)


def test_rule_5a_a_close_relative_of_the_principal_cannot_stand() -> None:
    one, two = uuid4(), uuid4()
    known = [Membership(each, "active", True) for each in (one, two)]
    domain.may_stand([one, two], known, [False, False])
    with pytest.raises(domain.Relative):
        domain.may_stand([one, two], known, [False, True])
    with pytest.raises(domain.TwiceACandidate):
        domain.may_stand([one, one], known, [False, False])


@pytest.mark.parametrize(
    ("state", "within", "why"),
    [
        ("retained", True, domain.RetainedCannotStand),
        ("left", True, domain.NotOurMember),
        ("active", False, domain.NotOurMember),
    ],
)
def test_rule_7_retained_members_cannot_be_elected(state: str, within: bool, why: type[Refusal]) -> None:
    member = uuid4()
    with pytest.raises(why):
        domain.may_stand([member], [Membership(member, state, within)], [False])
    with pytest.raises(domain.NotOurMember):
        domain.may_stand([member], [], [False])


def test_a_by_election_fills_a_running_term_and_nobody_sits_twice() -> None:
    term = terming.begin(uuid4(), union(), 1, date(2026, 1, 2), 3, "committee", None)[0]
    chair = terming.Seat(uuid4(), term.id, uuid4(), "chair", date(2026, 1, 2), None)
    on = date(2026, 4, 10)
    with pytest.raises(domain.NothingToFill):
        domain.fills(None, [], [], on)
    with pytest.raises(terming.BeforeTerm):
        domain.fills(term, [], [], date(2026, 1, 1))
    with pytest.raises(domain.ChairStands):
        domain.fills(term, [chair], stands(9, post="chair"), on)
    with pytest.raises(domain.SitsAlready):
        domain.fills(term, [chair], [Stands(chair.member, "vice-chair", 9)], on)
    gone = replace(chair, vacated_on=on)
    assert domain.fills(term, [gone], stands(9, post="chair"), on) == term


def test_an_approval_upon_which_something_was_built_is_not_taken_back() -> None:
    term = terming.begin(uuid4(), union(), 1, date(2026, 4, 10), 3, "committee", None)[0]
    done = held(state="approved", term=term.id)
    own = replace(term, election=done.id)
    assert domain.unapprove(done, own, [], last=True).state == "entered"
    with pytest.raises(domain.NotApproved):
        domain.unapprove(held(), own, [], last=True)
    left = terming.Seat(uuid4(), term.id, uuid4(), "vice-chair", date(2026, 4, 10), date(2026, 5, 1))
    for changed, seats, last in (
        (term, [], True),
        (replace(own, state="over"), [], True),
        (replace(own, extended_to=date(2029, 5, 1)), [], True),
        (replace(own, asked_until=date(2029, 5, 1)), [], True),
        (own, [left], True),
        (own, [], False),
    ):
        with pytest.raises(domain.BuiltUpon):
            domain.unapprove(done, changed, seats, last=last)


async def test_an_approved_general_election_begins_the_next_term_and_ends_the_last(place: County) -> None:
    """On the election's own day; voiding the approval puts both back."""
    body = await body_of(place)
    old = (await body.clerk.done("/terms", registered(body.union, years=3, occurred_on="2023-03-10")))["id"]
    assert await refusal(body.clerk, "/elections", body.election(occurred_on="2023-03-10")) == (422, "before-term")
    election = await body.entered()
    entered = (await place.events(election))[0]
    assert entered["data"]["chair"] == body.members[0]
    assert (entered["data"]["due_on"], entered["data"]["candidates"]) == ("2026-04-27", 4)
    assert await refusal(body.clerk, "/elections", body.election()) == (409, "election-waiting")
    path = f"/elections/{election}"
    assert await refusal(body.chair, f"{path}/approve", {"occurred_on": "2026-04-09"}, 1) == (422, "before-election")
    assert await refusal(place.organiser, f"{path}/approve", APPROVED, 1) == (403, "not-the-superior")
    both = place.office(Office.TOWNSHIP_CHAIR, f"{place.code}100", entered["actor"])
    assert await refusal(both, f"{path}/approve", APPROVED, 1) == (403, "maker-is-approver")
    await body.chair.done(f"{path}/approve", APPROVED, revision=1)
    over, term = (await place.events(old))[-1], await body.term()
    assert (over["occurredon"], over["data"]["because"]) == (HELD, "next-term")
    assert (term["number"], term["began_on"], term["due_on"]) == (3, HELD, "2029-04-10")
    assert [each["post"] for each in term["seats"]] == ["chair", "vice-chair", "committee-member"]
    assert term["seats"][0]["member_label"].startswith("王")
    assert await refusal(body.chair, f"{path}/approve", APPROVED, 2) == (409, "election-decided")
    assert await refusal(body.clerk, f"/terms/{term['id']}/void", WHY, 1) == (409, "term-in-use")
    assert await refusal(body.clerk, f"/terms/{old}/void-closing", WHY, 2) == (409, "term-in-use")
    await body.chair.done(f"{path}/void-approval", WHY, revision=2)
    assert (await body.term())["id"] == old
    assert [each["type"].rpartition(".")[0].rpartition(".")[2] for each in await place.events(term["id"])] == [
        "began",
        "voided",
    ]
    assert await refusal(body.chair, f"{path}/void-approval", WHY, 3) == (409, "election-not-approved")
    await body.chair.done(f"{path}/approve", APPROVED, revision=3)
    assert (await body.term())["number"] == 3


async def test_a_first_election_needs_no_term_before_and_its_approval_is_voided(place: County) -> None:
    body = await body_of(place)
    election = await body.elected(number=4)
    assert (await body.term())["number"] == 4
    await body.chair.done(f"/elections/{election}/void-approval", WHY, revision=2)
    assert (await body.clerk.get("/terms", union=body.union)).json()["items"] == []


async def test_a_reported_result_is_corrected_as_a_whole_voided_or_refused(place: County) -> None:
    body = await body_of(place)
    election = await body.entered()
    path = f"/elections/{election}"
    right = {"candidates": body.candidates(9, 8, 4, 7), "occurred_on": "2026-04-11", "present": 9, **WHY}
    wrong = {**right, "present": 5}
    assert await refusal(body.clerk, f"{path}/correct", wrong, 1) == (422, "too-few-present")
    await body.clerk.done(f"{path}/correct", right, revision=1)
    corrected = (await place.events(election))[-1]["data"]
    assert corrected["after"]["others"] == [body.members[3]]
    assert corrected["after"]["due_on"] == "2026-04-27"
    shown = (await body.clerk.get(path)).json()
    assert [each["votes"] for each in shown["candidates"]] == [9, 8, 7, 4]
    assert [each["elected"] for each in shown["candidates"]] == [True, True, True, False]
    early = {"reason": "procedure", "occurred_on": "2026-04-10"}
    assert await refusal(body.chair, f"{path}/refuse", early, 2) == (422, "before-election")
    await body.chair.done(f"{path}/refuse", {**early, "occurred_on": "2026-04-12"}, revision=2)
    assert (await place.events(election))[-1]["data"]["reason"] == "procedure"
    for verb, sent in (("correct", right), ("void", WHY)):
        assert await refusal(body.clerk, f"{path}/{verb}", sent, 3) == (409, "election-decided")
    again = await body.entered()
    await body.clerk.done(f"/elections/{again}/void", WHY, revision=1)
    assert (await body.clerk.get("/elections", state="refused")).json()["items"][0]["id"] == election
    listed = (await body.clerk.get("/elections", union=body.union)).json()["items"]
    assert [each["id"] for each in listed] == [election]
    assert (await place.clerk("101").get(path)).status_code == 404
    assert (await body.clerk.get(f"{path}/history")).json()["items"][0]["words"]["zh"] == "不批准选举结果"


async def test_rule_5a_and_rule_7_hold_where_a_result_is_reported(place: County) -> None:
    """And whoever belongs to another union does not stand."""
    body = await body_of(place)
    relative = body.candidates(9, 8, 7, 4)
    relative[2]["relative"] = True
    sent = body.election(candidates=relative)
    assert await refusal(body.clerk, "/elections", sent) == (422, "relative-of-principal")
    dsn = place.service.settings.database_url
    left = "UPDATE members SET state = 'void' WHERE id = $1"
    await databases.execute(dsn, left, UUID(body.members[3]))
    assert await refusal(body.clerk, "/elections", body.election()) == (422, "not-a-member-here")


async def test_a_township_union_elects_from_the_unions_below_it(place: County) -> None:
    """And the federation from all; each is approved by its own superior."""
    federation = await place.federation()
    town = await place.township_union(federation)
    base = await place.union(town)
    people = [await place.member(base) for _ in range(4)]
    of_town, of_county = Body(place, town, people), Body(place, federation, people)
    election = await of_town.entered(body="committee")
    assert (await place.events(election))[0]["type"].endswith("township-election.entered.v1")
    assert await refusal(place.chair(), f"/elections/{election}/approve", APPROVED, 1) == (403, "not-the-superior")
    await place.organiser.done(f"/elections/{election}/approve", APPROVED, revision=1)
    own = (await place.organiser.done("/elections", of_county.election(years=5)))["id"]
    short = of_county.election(years=3)
    assert await refusal(place.organiser, "/elections", short) == (422, "wrong-term-length")
    await place.approver.done(f"/elections/{own}/approve", APPROVED, revision=1)
    kinds = [each["type"] for each in await place.events(await of_county_term(place, federation))]
    assert kinds == ["cn.gonghui.membership.federation-term.began.v1"]


async def of_county_term(place: County, federation: str) -> str:
    items = (await place.organiser.get("/terms", union=federation)).json()["items"]
    return str(items[0]["id"])


@pytest.mark.parametrize(("members", "fits"), [(24, True), (25, False)])
async def test_rule_2_from_25_members_on_no_organiser_is_elected(place: County, members: int, fits: bool) -> None:
    """Members count, not employees."""
    body = await body_of(place, members)
    organiser = [{"member": body.members[0], "post": "sole-organiser", "votes": members, "relative": False}]
    sent = body.election(body="organiser", seats=1, entitled=members, present=members, candidates=organiser)
    answer = await body.clerk.post("/elections", sent)
    if fits:
        assert answer.status_code == 201
    else:
        assert (answer.status_code, answer.json()["code"]) == (422, "committee-needed")


async def test_the_unions_own_chair_reports_its_election(place: County) -> None:
    body = await body_of(place)
    done = await body.own_chair.done("/elections", body.election())
    assert (await body.own_chair.get(f"/elections/{done['id']}")).json()["union"] == body.union
    other = Body(place, await place.union((await place.events(body.union))[0]["data"]["parent"]), body.members)
    assert await refusal(body.own_chair, "/elections", other.election()) == (404, "not-found")


async def test_a_by_election_of_others_than_the_chair_leaves_the_chair_alone(place: County) -> None:
    """Voiding its approval empties its seat and no other's."""
    body = await body_of(place, 6)
    await body.elected()
    term = await body.term()
    chair, vice, _ = term["seats"]
    for revision, seat in enumerate((chair, vice), start=1):
        gone = {"seat": seat["id"], "reason": "retired", "occurred_on": "2026-05-02"}
        await body.clerk.done(f"/terms/{term['id']}/vacate", gone, revision=revision)
    election = ""
    for member, post, on in ((4, "chair", "2026-05-03"), (5, "vice-chair", "2026-05-04")):
        chosen = [{"member": body.members[member], "post": post, "votes": 5, "relative": False}]
        by = {"ballot": "by-election", "candidates": chosen, "seats": 1, "occurred_on": on}
        election = await body.entered(**by)
        await body.chair.done(f"/elections/{election}/approve", {"occurred_on": "2026-05-05"}, revision=1)
    await body.chair.done(f"/elections/{election}/void-approval", WHY, revision=2)
    held = (await body.clerk.get("/terms/seats", term=term["id"])).json()["items"]
    assert {each["post"] for each in held} == {"chair", "committee-member"}
    kinds = [each["type"].rpartition("membership.")[2] for each in await place.events(term["id"])]
    assert kinds[1:] == ["term.chair-vacated.v1", "term.seat-vacated.v1", "term.chair-filled.v1"]
