"""Ballots: papers, tellers' totals that fit, what passes; and each step put right."""

from uuid import UUID

import pytest

from chassis.access.principal import Principal
from chassis.postgres import Request, utc_now
from contracts.offices import Office
from services.membership.congress.store import ballots as store
from tests.membership.congress.meeting import MET, called, delegates_of, established, listed, sitting, unit
from tests.membership.congress.test_congresses import WRONG, refused
from tests.membership.consultation.talks import Talks
from tests.membership.people import County


@pytest.mark.parametrize(("yes", "outcome"), [(23, "passed"), (22, "failed")])
async def test_rule_12_twenty_three_of_forty_five_pass_whoever_attends(place: County, yes: int, outcome: str) -> None:
    at = await sitting(await unit(place))
    ballot = await at.counted(yes)
    shown = (await at.of.clerk.get(f"/congress-ballots/{ballot}")).json()
    assert (shown["outcome"], shown["yes"], shown["delegates"], shown["present"]) == (outcome, yes, 45, 30)
    event = (await place.events(ballot))[-1]["data"]
    assert (event["outcome"], event["passed"]) == (outcome, int(outcome == "passed"))


@pytest.mark.parametrize(("yes", "outcome"), [(22, "passed"), (21, "failed")])
async def test_rule_15_twenty_two_of_forty_four_pass_a_draft(place: County, yes: int, outcome: str) -> None:
    at = await sitting(await unit(place), 44, 30, "agreement-draft")
    ballot = await at.counted(yes)
    rows = (await at.of.clerk.get("/congress-ballots", kind="agreement-draft", outcome=outcome)).json()["items"]
    assert [(row["id"], row["employer"]) for row in rows] == [(ballot, at.of.employer)]


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"returned": 31, "yes": 31}, "more-returned-than-issued"),
        ({"returned": 30, "yes": 29}, "sums-differ"),
        ({"returned": 29, "yes": 23, "no": 7}, "sums-differ"),
    ],
)
async def test_totals_that_do_not_fit_are_refused(place: County, fields: dict[str, int], code: str) -> None:
    at = await sitting(await unit(place))
    ballot = await at.closed()
    path = f"/congress-ballots/{ballot}/count"
    assert await refused(at.of.clerk, path, {**at.totals(0), **fields}, 3) == code


async def test_papers_need_not_all_come_back(place: County) -> None:
    at = await sitting(await unit(place))
    ballot = await at.closed()
    totals = at.totals(23, 2, 1, 1)
    await at.of.clerk.done(f"/congress-ballots/{ballot}/count", totals, revision=3)
    shown = (await at.of.clerk.get(f"/congress-ballots/{ballot}")).json()
    assert (shown["issued"], shown["returned"], shown["invalid"], shown["unanimous"]) == (30, 27, 1, False)


async def test_two_different_tellers_who_were_there_count(place: County) -> None:
    at = await sitting(await unit(place))
    ballot = await at.closed()
    path = f"/congress-ballots/{ballot}/count"
    alone = at.totals(30, teller_two=at.present[0])
    assert await refused(at.of.clerk, path, alone, 3) == "two-tellers"
    absent = at.totals(30, teller_two=at.delegates[44])
    assert await refused(at.of.clerk, path, absent, 3) == "two-tellers"


async def test_only_whoever_is_there_takes_a_paper_and_takes_one(place: County) -> None:
    at = await sitting(await unit(place))
    ballot = await at.opened()
    path = f"/congress-ballots/{ballot}"
    wrong: list[tuple[dict[str, object], str]] = [
        ({"voters": at.delegates[29:31]}, "voter-not-there"),
        ({}, "nobody-took-a-paper"),
        ({"others": 1}, "more-papers-than-present"),
    ]
    for body, code in wrong:
        assert await refused(at.of.clerk, f"{path}/take-papers", {**body, "occurred_on": MET}, 1) == code
    taking = {"voters": at.present[:20], "occurred_on": MET}
    await at.of.clerk.done(f"{path}/take-papers", taking, revision=1)
    again = {"voters": at.present[19:21], "occurred_on": MET}
    assert await refused(at.of.clerk, f"{path}/take-papers", again, 2) == "paper-twice"
    more = {"voters": at.present[20:], "occurred_on": MET}
    await at.of.clerk.done(f"{path}/take-papers", more, revision=2)
    assert await refused(at.of.clerk, f"{path}/take-papers", taking, 3) == "more-papers-than-present"
    took = (await at.of.clerk.get("/congress-delegates", ballot=ballot, limit=100)).json()["items"]
    assert sorted(row["id"] for row in took) == sorted(at.present)


async def test_everybody_there_takes_a_paper_at_once(place: County) -> None:
    at = await sitting(await unit(place))
    ballot = await at.opened()
    path = f"/congress-ballots/{ballot}/take-papers"
    await at.of.clerk.done(path, {"voters": at.present[:3], "occurred_on": MET}, revision=1)
    await at.of.clerk.done(path, {"everybody": True, "occurred_on": MET}, revision=2)
    assert (await place.events(ballot))[-1]["data"]["voters"] == sorted(at.present[3:])
    assert await refused(at.of.clerk, path, {"everybody": True, "occurred_on": MET}, 3) == "nobody-took-a-paper"


async def test_totals_are_entered_after_the_voting_and_once(place: County) -> None:
    at = await sitting(await unit(place))
    ballot = await at.opened()
    path = f"/congress-ballots/{ballot}"
    assert await refused(at.of.clerk, f"{path}/count", at.totals(0), 1) == "ballot-not-closed"
    assert await refused(at.of.clerk, f"{path}/close", {"occurred_on": MET}, 1) == "nobody-took-a-paper"
    taking = {"voters": at.present, "occurred_on": MET}
    await at.of.clerk.done(f"{path}/take-papers", taking, revision=1)
    assert await refused(at.of.clerk, f"{path}/close", {"occurred_on": "2026-03-01"}, 2) == "before-earlier-step"
    await at.of.clerk.done(f"{path}/close", {"occurred_on": MET}, revision=2)
    assert await refused(at.of.clerk, f"{path}/take-papers", taking, 3) == "ballot-not-open"
    early = at.totals(30, occurred_on="2026-03-01")
    assert await refused(at.of.clerk, f"{path}/count", early, 3) == "before-earlier-step"
    await at.of.clerk.done(f"{path}/count", at.totals(30), revision=3)
    assert await refused(at.of.clerk, f"{path}/count", at.totals(30), 4) == "ballot-not-closed"
    assert (await at.of.clerk.get(path)).json()["unanimous"] is True


@pytest.mark.parametrize("kind", ["election", "agreement-draft", "wage-draft", "cadre-evaluation"])
async def test_what_must_be_secret_is_not_voted_on_by_hands(place: County, kind: str) -> None:
    at = await sitting(await unit(place), kind=kind)
    body = {"item": at.item, "method": "hands", "occurred_on": MET}
    assert await refused(at.of.clerk, "/congress-ballots", body) == "secret-ballot-needed"


async def test_a_show_of_hands_has_no_papers_and_is_counted_of_those_present(place: County) -> None:
    at = await sitting(await unit(place))
    ballot = await at.opened("hands")
    path = f"/congress-ballots/{ballot}"
    taking = {"voters": at.present, "occurred_on": MET}
    assert await refused(at.of.clerk, f"{path}/take-papers", taking, 1) == "no-papers"
    await at.of.clerk.done(f"{path}/close", {"occurred_on": MET}, revision=1)
    assert await refused(at.of.clerk, f"{path}/count", at.totals(31), 2) == "more-returned-than-issued"
    await at.of.clerk.done(f"{path}/count", at.totals(23), revision=2)
    assert (await at.of.clerk.get(path)).json()["outcome"] == "passed"


async def test_a_report_is_heard_and_one_ballot_on_a_matter_at_a_time(place: County) -> None:
    of = await unit(place)
    congress = await established(of)
    session = await called(of, congress)
    report = await listed(of, session, 1, "report")
    matter = await listed(of, session, 2)
    dropped = await listed(of, session, 3)
    path = f"/congress-sessions/{session}"
    await of.clerk.done(f"{path}/drop-item", {"item": dropped, "occurred_on": MET}, revision=4)
    seats = await delegates_of(of, congress)
    await of.clerk.done(f"{path}/hold", {"attended": seats, "occurred_on": MET}, revision=5)
    votable = (await of.clerk.get("/congress-agenda", votable=True)).json()["items"]
    assert [row["id"] for row in votable] == [matter]
    body = {"item": report, "method": "secret", "occurred_on": MET}
    assert await refused(of.clerk, "/congress-ballots", body) == "nothing-to-vote"
    assert await refused(of.clerk, "/congress-ballots", {**body, "item": dropped}) == "item-elsewhere"
    early = {**body, "item": matter, "occurred_on": "2026-03-01"}
    assert await refused(of.clerk, "/congress-ballots", early) == "before-earlier-step"
    await of.clerk.done("/congress-ballots", {**body, "item": matter})
    assert await refused(of.clerk, "/congress-ballots", {**body, "item": matter}) == "ballot-under-way"


async def test_of_an_assembly_others_take_papers_by_number(place: County) -> None:
    of = await unit(place, employees=60)
    congress = await established(of, 2, form="assembly")
    session = await called(of, congress)
    item = await listed(of, session, 1)
    seats = await delegates_of(of, congress)
    holding = {"attended": seats, "others": 38, "occurred_on": MET}
    await of.clerk.done(f"/congress-sessions/{session}/hold", holding, revision=2)
    opening = {"item": item, "method": "secret", "occurred_on": MET}
    ballot = (await of.clerk.done("/congress-ballots", opening))["id"]
    path = f"/congress-ballots/{ballot}"
    many = {"others": 39, "occurred_on": MET}
    assert await refused(of.clerk, f"{path}/take-papers", many, 1) == "more-papers-than-present"
    await of.clerk.done(f"{path}/take-papers", {"voters": seats, "others": 38, "occurred_on": MET}, revision=1)
    await of.clerk.done(f"{path}/close", {"occurred_on": MET}, revision=2)
    totals = {"returned": 40, "yes": 31, "no": 9, "abstain": 0, "teller_one": seats[0], "teller_two": seats[1]}
    await of.clerk.done(f"{path}/count", {**totals, "occurred_on": MET}, revision=3)
    assert (await of.clerk.get(path)).json()["outcome"] == "passed"


async def test_a_count_is_put_right_and_its_outcome_follows(place: County) -> None:
    at = await sitting(await unit(place))
    ballot = await at.counted(23)
    path = f"/congress-ballots/{ballot}"
    totals = {name: value for name, value in at.totals(22, 8).items() if name != "occurred_on"}
    await at.of.clerk.done(f"{path}/correct-count", {**totals, **WRONG}, revision=4)
    assert (await at.of.clerk.get(path)).json()["outcome"] == "failed"
    change = (await place.events(ballot))[-1]["data"]
    assert (change["before"]["passed"], change["after"]["passed"]) == (1, 0)


async def test_a_count_and_then_the_ballot_are_taken_back(place: County) -> None:
    at = await sitting(await unit(place))
    ballot = await at.counted(23)
    path = f"/congress-ballots/{ballot}"
    assert await refused(at.of.clerk, f"{path}/void", WRONG, 4) == "ballot-over"
    await at.of.clerk.done(f"{path}/void-count", WRONG, revision=4)
    assert await refused(at.of.clerk, f"{path}/void-count", WRONG, 5) == "ballot-not-counted"
    totals = {name: value for name, value in at.totals(22, 8).items() if name != "occurred_on"}
    assert await refused(at.of.clerk, f"{path}/correct-count", {**totals, **WRONG}, 5) == "ballot-not-counted"
    await at.of.clerk.done(f"{path}/void", WRONG, revision=5)
    assert (await at.of.clerk.get("/congress-ballots")).json()["items"] == []
    again = await at.counted(24)
    for filters in ({"waiting": False}, {"q": "年度"}, {"session": at.session}, {"state": "counted"}):
        rows = (await at.of.clerk.get("/congress-ballots", **filters)).json()["items"]
        assert [row["id"] for row in rows] == [again], filters
    history = (await at.of.clerk.get(f"/congress-ballots/{again}/history")).json()["items"]
    assert [each["words"]["zh"] for each in history] == ["登记计票结果", "投票结束", "领取选票", "付表决"]


async def test_other_capabilities_read_what_a_counted_ballot_decided(place: County) -> None:
    at = await sitting(await unit(place), kind="wage-draft")
    ballot = await at.counted(23)
    waiting = await at.closed()
    principal = Principal("somebody", Office.TOWNSHIP_CLERK, f"{place.code}100")
    async with place.service.app.state.database.tx(Request("membership", principal, utc_now())) as tx:
        found = await store.decided(tx, UUID(ballot))
        assert found is not None
        assert (found.passed, found.kind, str(found.employer)) == (True, "wage-draft", at.of.employer)
        assert (found.delegates, found.present, found.yes) == (45, 30, 23)
        assert await store.decided(tx, UUID(waiting)) is None


async def test_a_count_that_an_agreement_rests_on_stays(place: County) -> None:
    at = await sitting(await unit(place), kind="wage-draft")
    ballot = await at.counted(23)
    members = [await place.member(at.of.union) for _ in range(3)]
    talks = Talks(place, at.of.union, at.of.employer, members, at.of.clerk)
    drafted = await talks.until("draft")
    await talks.step(drafted, "vote", ballot=ballot, delegates=None, present=None, yes=None, occurred_on=MET)
    path = f"/congress-ballots/{ballot}"
    totals = {name: value for name, value in at.totals(22, 8).items() if name != "occurred_on"}
    assert await refused(at.of.clerk, f"{path}/correct-count", {**totals, **WRONG}, 4) == "ballot-in-use"
    assert await refused(at.of.clerk, f"{path}/void-count", WRONG, 4) == "ballot-in-use"
