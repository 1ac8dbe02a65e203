"""Terms: their length and end (rule 3), their extension, and chairs removed (rule 5)."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from contracts.membership.organisations import UnionKind
from contracts.offices import Office
from services.membership.organisations.domain import Union
from services.membership.terms import domain
from tests.membership.people import County
from tests.membership.terms.records import APPROVED, WHY, body_of, refusal, registered
from tests.support import databases


def union(kind: UnionKind = "village-community", state: str = "active") -> Union:
    fields: dict[str, Any] = dict.fromkeys(Union.__dataclass_fields__)
    since = date(2020, 3, 2)
    fields.update(id=uuid4(), county="990001", area="990001100", name="工会", kind=kind, state=state, revision=2)
    return Union(**{**fields, "founded_on": since, "approved_on": since})


def term(**fields: Any) -> domain.Term:
    began = date(2021, 3, 2)
    made = domain.begin(uuid4(), union(), 1, began, 5, "committee", None)[0]
    return replace(made, **fields)


@pytest.mark.parametrize(("kind", "years"), [("single", 3), ("joint", 5), ("township", 3), ("county-federation", 5)])
def test_rule_3_terms_of_three_or_five_years_and_the_countys_of_five(kind: UnionKind, years: int) -> None:
    domain.length(union(kind), years)


@pytest.mark.parametrize(
    ("kind", "years"),
    [("single", 2), ("single", 4), ("single", 6), ("county-federation", 3), ("county-federation", 4)],
)
def test_rule_3_no_other_length(kind: UnionKind, years: int) -> None:
    with pytest.raises(domain.WrongLength):
        domain.length(union(kind), years)


@pytest.mark.parametrize(
    ("began", "months", "last"),
    [
        (date(2021, 3, 2), 60, date(2026, 3, 2)),
        (date(2024, 2, 29), 36, date(2027, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2025, 8, 31), 6, date(2026, 2, 28)),
        (date(2025, 12, 31), 1, date(2026, 1, 31)),
    ],
)
def test_a_term_ends_on_the_day_of_the_same_number_or_the_months_last(began: date, months: int, last: date) -> None:
    assert domain.last_day(began, months) == last


def test_rule_3_the_queue_warns_ninety_days_before_the_end() -> None:
    event = domain.began(term(), union())
    assert (event.appears_on, event.due_on) == (date(2025, 12, 2), date(2026, 3, 2))
    assert event.due_on - event.appears_on == timedelta(90)
    assert domain.began(term(), union("county-federation")).TYPE == "federation-term.began.v1"


def test_rule_3_an_extension_is_of_six_months_at_most() -> None:
    on = date(2026, 2, 1)
    new, event = domain.ask(term(), union(), date(2026, 9, 2), on, 6)
    assert (new.asked_until, event.answer_due_on) == (date(2026, 9, 2), date(2026, 2, 24))
    for until in (date(2026, 9, 3), date(2026, 3, 2)):
        with pytest.raises(domain.TooFar):
            domain.ask(term(), union(), until, on, 6)
    domain.ask(term(), union(), date(2026, 3, 3), on, 6)
    with pytest.raises(domain.TooFar):  # in all, not each time
        domain.ask(term(extended_to=date(2026, 9, 1)), union(), date(2026, 9, 3), on, 6)
    domain.ask(term(extended_to=date(2026, 9, 1)), union(), date(2026, 9, 2), on, 6)
    with pytest.raises(domain.ExtensionWaiting):
        domain.ask(new, union(), date(2026, 9, 2), on, 6)
    with pytest.raises(domain.BeforeTerm):
        domain.ask(term(), union(), date(2026, 9, 2), date(2021, 3, 1), 6)
    asked = replace(new, extended_to=date(2026, 4, 1))
    with pytest.raises(domain.ExtensionWaiting):
        domain.shortened(asked, None)


def seat(post: Any = "chair", **fields: Any) -> domain.Seat:
    return domain.Seat(**{"id": uuid4(), "term": uuid4(), "member": uuid4(), "post": post,
                          "since": date(2021, 3, 2), "vacated_on": None, **fields})  # fmt: skip


@pytest.mark.parametrize(("entitled", "in_favour"), [(45, 23), (46, 24), (1, 1), (2, 2), (100, 51)])
def test_rule_5_more_than_half_of_all_removes_a_chair(entitled: int, in_favour: int) -> None:
    old = term()
    own = replace(seat(), term=old.id)
    place = replace(union(), id=old.union)
    assert domain.remove(old, place, own, entitled, in_favour) == "removed"


@pytest.mark.parametrize(("entitled", "in_favour", "needed"), [(45, 22, 23), (46, 23, 24), (2, 1, 2), (100, 50, 51)])
def test_rule_5_half_of_all_does_not(entitled: int, in_favour: int, needed: int) -> None:
    old = term()
    place = replace(union(), id=old.union)
    with pytest.raises(domain.NotCarried) as refused:
        domain.remove(old, place, seat("vice-chair"), entitled, in_favour)
    assert refused.value.values["needed"] == needed


def test_rule_5_is_for_chairs_and_vice_chairs_and_no_more_votes_than_voters() -> None:
    old = term()
    place = replace(union(), id=old.union)
    with pytest.raises(domain.NotOfficer):
        domain.remove(old, place, seat("committee-member"), 10, 10)
    with pytest.raises(domain.NotOfficer):
        domain.remove(old, place, None, 10, 10)
    with pytest.raises(domain.MoreThanAll):
        domain.remove(old, place, seat(), 10, 11)


@pytest.mark.parametrize(
    ("kind", "members", "fits"), [("single", 24, True), ("single", 25, False), ("township", 0, False)]
)
def test_rule_2_an_organiser_alone_is_for_base_unions_below_25_members(
    kind: UnionKind, members: int, fits: bool
) -> None:
    domain.body(union(kind), "committee", members)
    if fits:
        domain.body(union(kind), "organiser", members)
    else:
        with pytest.raises(domain.MustHaveCommittee):
            domain.body(union(kind), "organiser", members)


def test_a_term_closes_with_its_union_alone() -> None:
    with pytest.raises(domain.UnionStands):
        domain.over(term(), union(), "union-ended", date(2026, 1, 1))
    new, event = domain.over(term(), union(state="closed"), "union-ended", date(2026, 1, 1))
    assert (new.state, event.because) == ("over", "union-ended")
    with pytest.raises(domain.TermEnded):
        domain.over(new, union(state="closed"), "union-ended", date(2026, 1, 1))
    with pytest.raises(domain.BeforeTerm):
        domain.over(term(), union(), "next-term", date(2021, 3, 2))
    domain.closed(new, "union-ended")
    with pytest.raises(domain.TermInUse):
        domain.closed(new, "next-term")


async def test_a_term_is_registered_as_found_corrected_and_voided(place: County) -> None:
    """Once a union, by its own township's clerk; an audit committee is due with it."""
    clerk, found = place.clerk(), await place.base_union()
    term = (await clerk.done("/terms", registered(found)))["id"]
    event = (await place.events(term))[0]
    assert event["data"]["due_on"] == "2029-03-02"
    assert event["data"]["appears_on"] == "2028-12-02"
    assert event["org"] == found
    assert await refusal(clerk, "/terms", registered(found, number=3)) == (409, "term-running")
    assert await refusal(place.organiser, "/terms", registered(found)) == (403, "entered-by-another-office")
    path = f"/terms/{term}/correct"
    assert await refusal(clerk, path, {"years": 4, **WHY}, 1) == (422, "wrong-term-length")
    await clerk.done(path, {"years": 3, "occurred_on": "2024-04-01", **WHY}, revision=1)
    corrected = (await place.events(term))[-1]
    assert (corrected["occurredon"], corrected["data"]["after"]["due_on"]) == ("2024-03-02", "2027-04-01")
    shown = (await clerk.get(f"/terms/{term}")).json()
    assert (shown["due_on"], shown["revision"], shown["words"]["zh"]) == ("2027-04-01", 2, "现届")
    assert shown["label"].endswith("第 2 届")
    due = (await clerk.get("/committees", union=found)).json()["items"]
    assert [(each["committee"], each["state"]) for each in due] == [("audit", "due")]
    await clerk.done(f"/terms/{term}/void", WHY, revision=2)
    assert (await clerk.get("/terms", union=found)).json()["items"] == []
    assert (await clerk.get("/terms", state="void")).json()["items"][0]["id"] == term
    assert await refusal(clerk, f"/terms/{term}/void", WHY, 3) == (409, "term-not-running")
    again = await clerk.done("/terms", registered(found))
    assert again["revision"] == 1
    assert len((await clerk.get("/committees", union=found)).json()["items"]) == 1


async def test_terms_that_end_are_listed_first_first(place: County) -> None:
    town = await place.township_union(await place.federation())
    later, sooner = [await place.union(town) for _ in range(2)]
    clerk = place.clerk()
    await clerk.done("/terms", registered(later))
    term = await clerk.done("/terms", registered(sooner, years=3))
    page = (await clerk.get("/terms", limit=1)).json()
    assert [each["union"] for each in page["items"]] == [sooner]
    rest = (await clerk.get("/terms", limit=1, after=page["next"])).json()
    assert [each["union"] for each in rest["items"]] == [later]
    left = page["items"][0]["days_left"]
    for within, found in ((left, [term["id"]]), (left - 1, [])):
        answer = (await clerk.get("/terms", within=within)).json()["items"]
        assert [each["id"] for each in answer] == found
    assert (await clerk.get("/terms", q="没有这个")).json()["items"] == []
    assert len((await place.organiser.get("/terms")).json()["items"]) == 2
    assert (await place.clerk("101").get("/terms")).json()["items"] == []
    assert (await place.clerk("101").get(f"/terms/{term['id']}")).status_code == 404


async def test_an_extension_is_asked_by_one_and_approved_by_another(place: County) -> None:
    """The deadline moves; each step can be taken back by its own office."""
    found = await place.base_union()
    clerk, chair = place.clerk(), place.chair()
    term = (await clerk.done("/terms", registered(found, years=3, occurred_on="2023-06-01")))["id"]
    path = f"/terms/{term}"
    until = {"until": "2026-12-01", "occurred_on": "2026-05-01"}
    assert await refusal(chair, f"{path}/approve-extension", APPROVED, 1) == (409, "no-extension-waiting")
    assert await refusal(clerk, f"{path}/void-extension-request", WHY, 1) == (409, "no-extension-waiting")
    await clerk.done(f"{path}/request-extension", until, revision=1)
    assert (await place.events(term))[-1]["data"]["answer_due_on"] == "2026-05-18"
    await clerk.done(f"{path}/void-extension-request", WHY, revision=2)
    await clerk.done(f"{path}/request-extension", until, revision=3)
    assert await refusal(chair, f"{path}/approve-extension", APPROVED, 4) == (422, "before-asking")
    day = {"occurred_on": "2026-05-02"}
    assert await refusal(place.organiser, f"{path}/approve-extension", day, 4) == (403, "not-the-superior")
    asker = (await place.events(term))[-1]["actor"]
    both = place.office(Office.TOWNSHIP_CHAIR, f"{place.code}100", asker)
    assert await refusal(both, f"{path}/approve-extension", day, 4) == (403, "maker-is-approver")
    await chair.done(f"{path}/refuse-extension", day, revision=4)
    await clerk.done(f"{path}/request-extension", until, revision=5)
    await chair.done(f"{path}/approve-extension", day, revision=6)
    extended = (await place.events(term))[-1]
    assert (extended["data"]["due_on"], extended["data"]["appears_on"]) == ("2026-12-01", "2026-09-02")
    assert (await clerk.get(f"/terms/{term}")).json()["due_on"] == "2026-12-01"
    assert await refusal(clerk, f"{path}/void", WHY, 7) == (409, "term-in-use")
    assert await refusal(clerk, f"{path}/void-extension", WHY, 7) == (403, "office-may-not")
    await chair.done(f"{path}/void-extension", WHY, revision=7)
    shown = (await clerk.get(f"/terms/{term}")).json()
    assert (shown["due_on"], shown["asked_until"]) == ("2026-06-01", "2026-12-01")
    assert await refusal(chair, f"{path}/void-extension", WHY, 8) == (409, "term-not-extended")


async def test_township_and_county_terms_have_their_own_superiors(place: County) -> None:
    federation = await place.federation()
    town = await place.township_union(federation)
    clerk, organiser, approver = place.clerk(), place.organiser, place.approver
    of_town = (await clerk.done("/terms", registered(town)))["id"]
    assert await refusal(clerk, "/terms", registered(federation)) == (404, "not-found")
    assert await refusal(organiser, "/terms", registered(federation, years=3)) == (422, "wrong-term-length")
    own = (await organiser.done("/terms", registered(federation)))["id"]
    assert (await place.events(own))[0]["type"].endswith("federation-term.began.v1")
    ask, day = {"until": "2029-09-02", "occurred_on": "2026-05-01"}, {"occurred_on": "2026-05-02"}
    await clerk.done(f"/terms/{of_town}/request-extension", ask, revision=1)
    assert await refusal(place.chair(), f"/terms/{of_town}/approve-extension", day, 2) == (403, "not-the-superior")
    await organiser.done(f"/terms/{of_town}/approve-extension", day, revision=2)
    await organiser.done(f"/terms/{own}/request-extension", ask, revision=1)
    await approver.done(f"/terms/{own}/approve-extension", day, revision=2)
    kinds = [each["type"].rpartition("membership.")[2] for each in await place.events(own)]
    assert kinds[1:] == ["federation-term.extension-requested.v1", "federation-term.extended.v1"]


async def test_rule_5_a_chair_is_removed_and_another_elected(place: County) -> None:
    """By the clerk, with the numbers; the vacancy waits in the queue until a by-election is approved."""
    body = await body_of(place, 5)
    await body.elected()
    term = await body.term()
    path, (chair, vice, member) = f"/terms/{term['id']}", term["seats"]
    assert [each["post"] for each in term["seats"]] == ["chair", "vice-chair", "committee-member"]
    vote = {"seat": chair["id"], "entitled": 9, "in_favour": 4, "occurred_on": "2026-05-02"}
    assert await refusal(body.own_chair, f"{path}/remove", vote, 1) == (403, "office-may-not")
    assert await refusal(body.clerk, f"{path}/remove", vote, 1) == (422, "removal-not-carried")
    await body.clerk.done(f"{path}/remove", {**vote, "in_favour": 5}, revision=1)
    event = (await place.events(term["id"]))[-1]
    assert event["type"].endswith("term.chair-vacated.v1")
    assert (event["data"]["reason"], event["data"]["due_on"]) == ("removed", "2026-07-31")
    gone = {"seat": chair["id"], "reason": "resigned", "occurred_on": "2026-05-03"}
    assert await refusal(body.clerk, f"{path}/vacate", gone, 2) == (422, "seat-not-held")
    await body.clerk.done(f"{path}/void-vacancy", WHY, revision=2)
    assert (await body.term())["seats"][0]["vacated_on"] is None
    assert await refusal(body.clerk, f"{path}/void-vacancy", WHY, 3) == (409, "no-vacancy")
    early = {**gone, "occurred_on": "2026-04-09"}
    assert await refusal(body.clerk, f"{path}/vacate", early, 3) == (422, "before-term")
    await body.own_chair.done(f"{path}/vacate", {**gone, "seat": member["id"]}, revision=3)
    assert (await place.events(term["id"]))[-1]["type"].endswith("term.seat-vacated.v1")
    await body.clerk.done(f"{path}/vacate", gone, revision=4)
    chosen = [{"member": body.members[4], "post": "chair", "votes": 5, "relative": False}]
    by = {"ballot": "by-election", "candidates": chosen, "seats": 1, "occurred_on": "2026-05-04"}
    election = await body.entered(**by)
    await body.chair.done(f"/elections/{election}/approve", {"occurred_on": "2026-05-05"}, revision=1)
    assert (await place.events(term["id"]))[-1]["type"].endswith("term.chair-filled.v1")
    held = (await body.clerk.get("/terms/seats", union=body.union)).json()["items"]
    assert {(each["member"], each["post"]) for each in held} == {
        (body.members[4], "chair"),
        (vice["member"], "vice-chair"),
    }
    assert held[0]["member_label"].startswith("王")
    assert await refusal(body.clerk, f"{path}/void-vacancy", WHY, 6) == (409, "no-vacancy")
    void = await body.chair.done(f"/elections/{election}/void-approval", WHY, revision=2)
    assert void["revision"] == 3
    assert [each["post"] for each in (await body.clerk.get("/terms/seats")).json()["items"]] == ["vice-chair"]


async def test_a_term_is_closed_when_its_union_is_no_more(place: County) -> None:
    found = await place.base_union()
    clerk = place.clerk()
    term = (await clerk.done("/terms", registered(found)))["id"]
    day = {"occurred_on": "2026-05-02"}
    assert await refusal(clerk, f"/terms/{term}/close", day, 1) == (409, "union-stands")
    assert (await clerk.post(f"/terms/{term}/void-closing", WHY, revision=1)).status_code == 404
    await databases.execute(
        place.service.settings.database_url,
        "UPDATE unions SET state = 'void', approved_on = NULL WHERE id = $1",
        UUID(found),
    )
    await clerk.done(f"/terms/{term}/close", day, revision=1)
    assert (await place.events(term))[-1]["data"]["because"] == "union-ended"
    await clerk.done(f"/terms/{term}/void-closing", WHY, revision=2)
    assert (await clerk.get(f"/terms/{term}")).json()["state"] == "running"


async def test_a_terms_history_is_newest_first(place: County) -> None:
    body = await body_of(place)
    await body.elected()
    term = await body.term()
    items = (await body.clerk.get(f"/terms/{term['id']}/history")).json()["items"]
    assert items[0]["words"]["zh"] == "届期开始"
    assert items[0]["codes"]["committee"]["zh"] == "工会委员会"
