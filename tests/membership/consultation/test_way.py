"""From the offer to the term's end: each step, its clock, its events and its refusals."""

from typing import Any

import pytest

from contracts.offices import Office
from tests.membership.congress import meeting
from tests.membership.consultation.talks import WAY, Talks
from tests.support.person import Person


def type_of(event: dict[str, Any]) -> str:
    return str(event["type"]).removeprefix("cn.gonghui.membership.")


async def test_contract_in_force_on_day_15_over_a_spring_festival(talks: Talks) -> None:
    """Received on 10 February 2026; the nine days off from the 15th to the 23rd count as calendar days."""
    agreement = await talks.until("receive")
    received = await talks.last(agreement)
    assert (received["data"]["due_on"], received["data"]["provisional"]) == ("2026-02-25", False)
    await talks.day(2026, 2, 24)
    assert (await talks.row(agreement))["state"] == "received"
    await talks.day(2026, 2, 25)
    row = await talks.row(agreement)
    assert (row["state"], row["in_force_on"]) == ("in-force", "2026-02-25")
    event = await talks.last(agreement)
    assert type_of(event) == "agreement.came-into-force.v1"
    assert (event["occurredon"], event["actor"], event["office"]) == ("2026-02-25", "system:consultation", "service")
    assert event["data"] == {
        "consultation": agreement,
        "place": {"org": talks.union, "area": f"{talks.place.code}100"},
        "kind": "wage",
        "level": "single",
        "employers": [talks.employer],
        "units": 1,
        "workers": 120,
        "term_to": "2027-01-14",
        "renew_from": "2026-10-14",
        "due_on": "2026-03-04",
        "provisional": False,
    }
    await talks.day(2026, 2, 26)
    assert await talks.last(agreement) == event


async def test_a_15th_day_within_the_festival_waits_for_the_first_working_day(talks: Talks) -> None:
    """Received on 2 February: the 15th day is New Year's, the authority may object until the 24th."""
    agreement = await talks.until("report")
    await talks.step(agreement, "receive", occurred_on="2026-02-02")
    await talks.day(2026, 2, 23)
    assert (await talks.row(agreement))["state"] == "received"
    await talks.day(2026, 2, 24)
    assert (await talks.last(agreement))["occurredon"] == "2026-02-24"


async def test_each_step_follows_the_one_before(talks: Talks) -> None:
    assert talks.revisions == {}
    agreement = await talks.until("receive")
    assert talks.revisions[agreement] == len(WAY) + 1
    kinds = [type_of(event) for event in await talks.place.events(agreement)]
    assert kinds == [
        "consultation.offered.v1",
        "consultation.answered.v1",
        "consultation.delegations-named.v1",
        "agreement.drafted.v1",
        "agreement.passed.v1",
        "agreement.signed.v1",
        "agreement.reported.v1",
        "agreement.received.v1",
    ]
    for step, _ in WAY:
        assert await talks.refused(agreement, step) == (409, "consultation-elsewhere"), step


async def test_no_step_lies_before_the_last_one(talks: Talks) -> None:
    offered = await talks.offer()
    assert await talks.refused(offered, "accept", occurred_on="2025-11-19") == (422, "before-last-step")
    await talks.step(offered, "accept", occurred_on="2025-11-20")


async def test_article_32_an_answer_is_in_time_on_the_20th_day_and_late_after(talks: Talks) -> None:
    """The 20th day after 20 November 2025 is 10 December."""
    for day, in_time in (("2025-12-10", 1), ("2025-12-11", 0)):
        offered = await talks.offer()
        assert (await talks.last(offered))["data"]["due_on"] == "2025-12-10"
        await talks.step(offered, "accept", occurred_on=day)
        assert (await talks.last(offered))["data"]["in_time"] == in_time


async def test_a_refusal_in_time_is_an_answer_and_the_township_coordinates(talks: Talks) -> None:
    offered = await talks.offer()
    await talks.step(offered, "refuse", reason="unfounded", note="称订单不足", occurred_on="2025-12-10")
    refused = await talks.last(offered)
    assert (refused["data"]["in_time"], refused["data"]["reason"]) == (1, "unfounded")
    assert await talks.refused(offered, "accept") == (409, "consultation-elsewhere")
    done: dict[str, Any] = {"coordination": "talks", "occurred_on": "2025-12-20"}
    await talks.step(offered, "coordinate", talks.place.chair(), **done)
    row = await talks.row(offered)
    assert (row["state"], row["texts"][-1]["text"]) == ("negotiating", "称订单不足")


async def test_coordination_that_fails_closes_the_talks(talks: Talks) -> None:
    talking = await talks.until("accept")
    await talks.step(talking, "break-off", note="分歧过大", occurred_on="2025-12-15")
    assert (await talks.row(talking))["state"] == "stalled"
    await talks.step(talking, "coordinate", coordination="closed", occurred_on="2025-12-20")
    assert (await talks.row(talking))["state"] == "closed"


async def test_an_offer_without_answer_is_noted_once_on_the_day_after(talks: Talks) -> None:
    offered = await talks.offer()
    await talks.day(2025, 12, 10)
    assert len(await talks.place.events(offered)) == 1
    for day in (11, 12, 13):
        await talks.day(2025, 12, day)
    left = await talks.last(offered)
    assert (type_of(left), left["occurredon"]) == ("consultation.left-unanswered.v1", "2025-12-11")
    assert len(await talks.place.events(offered)) == 2
    row = await talks.row(offered)
    assert (row["state"], row["unanswered"]) == ("offered", True)
    await talks.step(offered, "accept", occurred_on="2025-12-12")
    assert not (await talks.row(offered))["unanswered"]


async def test_article_35_talks_are_suspended_until_an_agreed_day(talks: Talks) -> None:
    talking = await talks.until("name-delegations")
    stop: dict[str, Any] = {"occurred_on": "2025-12-10"}
    assert await talks.refused(talking, "suspend", until="2025-12-10", **stop) == (422, "not-later")
    await talks.step(talking, "suspend", until="2026-03-10", **stop)
    row = await talks.row(talking)
    assert (row["state"], row["clock"]["due_on"]) == ("suspended", "2026-03-10")
    await talks.step(talking, "resume", occurred_on="2025-12-20")
    assert (await talks.row(talking))["clock"] is None


async def test_an_offer_is_withdrawn_until_the_draft_is_passed(talks: Talks) -> None:
    drafted, passed = await talks.until("draft"), await talks.until("vote")
    await talks.step(drafted, "withdraw", note="改为综合合同", occurred_on="2026-01-06")
    assert (await talks.row(drafted))["state"] == "closed"
    assert await talks.refused(passed, "withdraw", occurred_on="2026-01-11") == (409, "consultation-elsewhere")


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"employer_side": 2}, "too-few-representatives"),
        ({"employer_side": 4}, "unequal-sides"),
        ({"outside_employer": 2}, "too-many-outsiders"),
        ({"outside_workers": 3, "employer_side": 6}, "too-many-outsiders"),
    ],
)
async def test_article_19_delegations_are_refused_at_the_table(talks: Talks, fields: dict[str, int], code: str) -> None:
    talking = await talks.until("accept")
    assert await talks.refused(talking, "name-delegations", **fields) == (422, code)


async def test_article_20_the_chief_is_one_of_the_members_named(talks: Talks) -> None:
    talking = await talks.until("accept")
    other = talks.members[3]
    assert await talks.refused(talking, "name-delegations", chief=other) == (422, "chief-not-among-them")
    twice = [talks.members[0], talks.members[0], talks.members[1]]
    assert await talks.refused(talking, "name-delegations", members=twice) == (422, "too-few-representatives")
    named: dict[str, Any] = {"members": talks.members, "chief": other, "chief_as": "delegated", "employer_side": 4}
    await talks.step(talking, "name-delegations", **named)
    row = await talks.row(talking)
    assert row["chief"] == other
    assert row["chief_as_words"]["zh"] == "受主席书面委托"
    assert {each["id"] for each in row["members"]} == set(talks.members)
    assert all("*" in each["label"] for each in row["members"])


async def test_representatives_are_members_where_the_union_is(talks: Talks) -> None:
    talking = await talks.until("accept")
    members = [*talks.members[:2], talks.employer]
    assert await talks.refused(talking, "name-delegations", members=members) == (422, "representative-elsewhere")


async def test_there_is_no_draft_without_representatives(talks: Talks) -> None:
    talking = await talks.until("accept")
    assert await talks.refused(talking, "draft") == (409, "no-delegations")


async def test_rule_15_a_draft_voted_down_is_negotiated_again(talks: Talks) -> None:
    drafted = await talks.until("draft")
    assert await talks.refused(drafted, "vote", present=29) == (422, "no-quorum")
    await talks.step(drafted, "vote", yes=22)
    assert type_of(await talks.last(drafted)) == "agreement.voted-down.v1"
    assert (await talks.row(drafted))["state"] == "negotiating"
    await talks.step(drafted, "draft", occurred_on="2026-01-11")
    await talks.step(drafted, "vote", delegates=44, yes=22, occurred_on="2026-01-11")
    row = await talks.row(drafted)
    assert (row["state"], row["delegates"], row["present"], row["yes"]) == ("passed", 44, 30, 22)


@pytest.mark.parametrize("missing", ["delegates", "present", "yes"])
async def test_a_vote_is_a_ballot_or_three_numbers(talks: Talks, missing: str) -> None:
    drafted = await talks.until("draft")
    assert await talks.refused(drafted, "vote", **{missing: None}) == (422, "vote-needed")


async def test_a_term_is_signed_and_a_wage_agreement_over_a_year_is_warned_of(talks: Talks) -> None:
    passed = await talks.until("vote")
    assert await talks.refused(passed, "sign", term_from=None) == (422, "term-needed")
    assert await talks.refused(passed, "sign", term_to=None) == (422, "term-needed")
    assert await talks.refused(passed, "sign", term_to="2029-01-15") == (422, "wrong-term")
    done = await talks.step(passed, "sign", term_to="2029-01-14")
    assert [each["code"] for each in done["warnings"]] == ["wage-term-over-a-year"]
    signed = await talks.last(passed)
    assert signed["data"]["due_on"] == "2026-01-22"


@pytest.mark.parametrize(("day", "in_time"), [("2026-01-22", 1), ("2026-01-23", 0)])
async def test_rule_15_a_late_report_is_told_and_taken(talks: Talks, day: str, in_time: int) -> None:
    """Signed on 12 January 2026: the tenth day is the 22nd."""
    signed = await talks.until("sign")
    done = await talks.step(signed, "report", occurred_on=day)
    assert ("warnings" in done) == (not in_time)
    assert (await talks.last(signed))["data"]["in_time"] == in_time


async def test_what_would_be_in_force_after_its_term_is_not_received(talks: Talks) -> None:
    passed = await talks.until("vote")
    await talks.step(passed, "sign", term_from="2025-03-01", term_to="2026-02-28")
    await talks.step(passed, "report")
    assert await talks.refused(passed, "receive", occurred_on="2026-02-14") == (422, "term-over")
    await talks.step(passed, "receive", occurred_on="2026-02-13")
    assert (await talks.last(passed))["data"]["due_on"] == "2026-02-28"


async def test_rule_15_an_objection_on_the_15th_day_returns_the_agreement(talks: Talks) -> None:
    agreement = await talks.until("receive")
    late = {"reason": "content", "occurred_on": "2026-02-26"}
    assert await talks.refused(agreement, "object", **late) == (422, "too-late-to-object")
    await talks.step(agreement, "object", reason="content", note="第三条低于最低工资", occurred_on="2026-02-25")
    await talks.day(2026, 3, 1)
    row = await talks.row(agreement)
    assert (row["state"], row["signed_on"], row["term_to"]) == ("negotiating", None, None)
    for step, day in (("draft", "03-02"), ("vote", "03-03"), ("sign", "03-04"), ("report", "03-05")):
        await talks.step(agreement, step, occurred_on=f"2026-{day}")
    await talks.step(agreement, "receive", occurred_on="2026-03-06")
    await talks.day(2026, 3, 23)
    assert (await talks.row(agreement))["in_force_on"] == "2026-03-23"  # 21 March is a Saturday


async def test_rule_15_an_objection_in_time_that_is_entered_late_takes_the_effect_back(talks: Talks) -> None:
    agreement = await talks.until("receive")
    await talks.day(2026, 2, 25)
    await talks.row(agreement)
    late = {"reason": "parties", "occurred_on": "2026-02-26"}
    assert await talks.refused(agreement, "object", **late) == (422, "too-late-to-object")
    await talks.step(agreement, "object", reason="parties", occurred_on="2026-02-25")
    *_, effect, voided, objected = await talks.place.events(agreement)
    assert (type_of(effect), type_of(voided)) == ("agreement.came-into-force.v1", "record.voided.v1")
    assert (voided["data"]["voids"], voided["occurredon"]) == (effect["id"], "2026-02-25")
    assert type_of(objected) == "agreement.objected.v1"
    assert (await talks.row(agreement))["state"] == "negotiating"


async def test_once_published_the_publication_is_taken_back_before_an_objection_is_entered(talks: Talks) -> None:
    agreement = await talks.in_force()
    await talks.step(agreement, "publish", means="meeting", occurred_on="2026-02-26")
    objection = {"reason": "parties", "occurred_on": "2026-02-25"}
    assert await talks.refused(agreement, "object", **objection) == (409, "built-upon")


async def test_the_clerk_confirms_what_is_in_force_and_the_day_does_not_again(talks: Talks) -> None:
    agreement = await talks.in_force()
    effect = await talks.last(agreement)
    assert (effect["occurredon"], effect["office"]) == ("2026-02-25", "township-clerk")
    await talks.day(2026, 2, 25)
    assert await talks.last(agreement) == effect
    assert await talks.refused(agreement, "take-effect") == (409, "consultation-elsewhere")


async def test_nobody_puts_an_agreement_into_force_before_its_day(talks: Talks) -> None:
    reported = await talks.until("report")
    today = (await today_of(talks)).isoformat()
    passed = await talks.row(reported)
    assert passed["term_to"] >= today
    await talks.step(reported, "receive", occurred_on=today)
    assert await talks.refused(reported, "take-effect") == (409, "not-yet-in-force")


async def today_of(talks: Talks) -> Any:
    """The service's business day."""
    (row,) = await talks.place.rows("SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date AS today")
    return row["today"]


async def test_article_48_the_county_says_how_soon(talks: Talks) -> None:
    """The parameter as it stands on the day in force."""
    body = {
        "parameter": "agreement-publication-days",
        "value": 10,
        "valid_from": "2026-02-25",
        "document": "县工2026-3号",
    }
    await talks.place.approver.done("/parameters", {**body, "occurred_on": "2026-02-20"})
    agreement = await talks.in_force()
    assert (await talks.last(agreement))["data"]["due_on"] == "2026-03-09"  # the tenth day is a Saturday


async def test_article_48_published_once(talks: Talks) -> None:
    agreement = await talks.in_force()
    before = await talks.refused(agreement, "publish", means="notice", occurred_on="2026-02-24")
    assert before == (422, "before-last-step")
    assert (await talks.row(agreement))["clock"]["due_on"] == "2026-03-04"
    await talks.step(agreement, "publish", means="notice", occurred_on="2026-02-25")
    row = await talks.row(agreement)
    assert (row["published_on"], row["clock"]["due_on"]) == ("2026-02-25", "2027-01-14")
    again = await talks.refused(agreement, "publish", means="notice", occurred_on="2026-02-26")
    assert again == (409, "consultation-elsewhere")


async def test_an_agreement_expires_on_the_day_after_its_last_also_after_downtime(talks: Talks) -> None:
    passed = await talks.until("vote")
    await talks.step(passed, "sign", term_from="2025-03-02", term_to="2026-03-01")
    await talks.step(passed, "report")
    await talks.step(passed, "receive")
    await talks.step(passed, "take-effect")
    await talks.day(2026, 3, 1)
    assert (await talks.row(passed))["state"] == "in-force"
    for _ in range(2):
        await talks.day(2026, 5, 20)
    expired = await talks.last(passed)
    assert (type_of(expired), expired["occurredon"]) == ("agreement.expired.v1", "2026-03-02")
    assert (expired["data"]["units"], expired["data"]["workers"]) == (1, 120)
    kinds = [type_of(event) for event in await talks.place.events(passed)]
    assert kinds.count("agreement.expired.v1") == 1
    await talks.row(passed)
    assert await talks.refused(passed, "void", reason="wrong-entry") == (409, "consultation-elsewhere")


async def test_an_agreement_ends_early_where_the_employer_does(talks: Talks) -> None:
    agreement = await talks.in_force()
    await talks.step(agreement, "end", reason="employer-ended", note="破产", occurred_on="2026-03-20")
    ended = await talks.last(agreement)
    assert (ended["data"]["reason"], ended["data"]["by"]) == ("employer-ended", None)
    await talks.day(2027, 1, 20)
    assert await talks.last(agreement) == ended


async def test_the_chair_of_the_union_leads_the_own_unions_talks_and_sees_no_others(talks: Talks) -> None:
    area = f"{talks.place.code}100"
    running = talks.place.service
    appointment = running.appointed(Office.ENTERPRISE_CHAIR, area, f"chair-{talks.union}", talks.union)  # type: ignore[arg-type]
    chair = Person(running.http, running.issuer.token(f"chair-{talks.union}"), appointment)
    other = await talks.place.union(await parent_of(talks))
    foreign = await talks.offer(union=other)
    talks.by = chair
    agreement = await talks.in_force()
    assert (await talks.row(agreement))["state"] == "in-force"
    listed = (await chair.get("/consultations")).json()["items"]
    assert [row["id"] for row in listed] == [agreement]
    assert (await chair.get(f"/consultations/{foreign}")).status_code == 404
    assert (await talks.asked(foreign, "accept")).status_code == 404


async def parent_of(talks: Talks) -> str:
    (row,) = await talks.place.rows("SELECT parent FROM unions WHERE id = $1", talks.union)
    return str(row["parent"])


async def test_units_fit_the_level_and_lie_in_the_township(talks: Talks) -> None:
    elsewhere = await talks.place.employer("101")
    base = {"union": talks.union, "kind": "wage", "offered_by": "workers", "workers": 5, "occurred_on": "2025-11-20"}
    for level, employers, code in (
        ("regional", [talks.employer], "wrong-units"),
        ("single", [elsewhere], "unit-elsewhere"),
        ("single", [talks.union], "unit-elsewhere"),
    ):
        answer = await talks.by.post("/consultations", {**base, "level": level, "employers": employers})
        assert (answer.status_code, answer.json()["code"]) == (422, code)
    second = await talks.place.employer()
    regional = await talks.offer(level="regional", employers=[talks.employer, second])
    assert (await talks.row(regional))["units"] == 2


async def test_rule_15_the_congress_ballot_decides_where_there_is_one(talks: Talks) -> None:
    unit = meeting.Unit(talks.place, talks.union, talks.employer)
    ballot = await meeting.passed_draft(unit, kind="wage-draft")
    drafted, second = await talks.until("draft"), await talks.until("draft", kind="comprehensive")
    counted: dict[str, Any] = {**NO_NUMBERS, "ballot": ballot, "occurred_on": meeting.MET}
    assert await talks.refused(drafted, "vote", ballot=ballot) == (422, "vote-needed")
    assert await talks.refused(drafted, "vote", **{**counted, "ballot": talks.union}) == (422, "other-ballot")
    await talks.step(drafted, "vote", **counted)
    row = await talks.row(drafted)
    assert (row["state"], row["ballot"]) == ("passed", ballot)
    assert (row["delegates"], row["present"], row["yes"]) == (45, 30, 23)
    assert await talks.refused(second, "vote", **counted) == (409, "ballot-used")


async def test_rule_15_another_matters_ballot_or_another_unions_decides_nothing(talks: Talks) -> None:
    own = meeting.Unit(talks.place, talks.union, talks.employer)
    other = await meeting.another_unit(talks.place, await parent_of(talks))
    drafted = await talks.until("draft")
    for ballot in (
        await meeting.passed_draft(own, kind="resolution"),
        await meeting.passed_draft(other),
    ):
        counted: dict[str, Any] = {**NO_NUMBERS, "ballot": ballot, "occurred_on": meeting.MET}
        assert await talks.refused(drafted, "vote", **counted) == (422, "other-ballot")


NO_NUMBERS = {"delegates": None, "present": None, "yes": None}
