"""Household files: one open file per person (rule 17), decided by the county, put right within limits."""

import asyncio
from datetime import date
from uuid import uuid4

import pytest

from contracts.declare import facts_of
from contracts.offices import Office
from tests.assistance.people import ASKED, CARD, DECIDED, LINE, OPENED, County, household
from tests.support.appointing import know_union
from tests.support.numbers import id_number

APPROVE = {"occurred_on": DECIDED}
WHY = {"reason": "wrong-entry"}


async def test_opened_file_stands_in_the_journal_without_personal_data(place: County) -> None:
    """Codes and a size; incomes, names and numbers stay in the row."""
    body = household(phone="13812345678", income_fen=7_654_321)
    file = (await place.clerk().done("/households", body))["id"]
    (event,) = await place.events(file)
    assert event["data"] == {
        "household": file,
        "place": {"org": None, "area": place.code + "100"},
        "cause": "own-illness",
        "size": 3,
        "due_on": "2026-03-04",
    }
    assert not any(str(body[name]) in str(event) for name in ("name", "id_number", "phone", "bank_card", "income_fen"))


async def test_approved_file_gets_its_category_from_its_figures(place: County) -> None:
    """Rule 16 by the county's line."""
    file = await place.file(size=1, income_fen=12 * LINE)
    event = (await place.events(file))[-1]
    assert (event["data"]["category"], event["data"]["cause"]) == ("relative", "own-illness")
    row = (await place.approver.get(f"/households/{file}")).json()
    assert (row["state"], row["category_words"]["zh"]) == ("approved", "相对困难")
    assert str(12 * LINE) not in str(row)


async def test_rule_16_uses_the_countys_own_line_from_its_day_on(place: County) -> None:
    """A higher line, set on a document, makes the same figures deep."""
    setting = {"parameter": "poverty-line", "value": LINE + 1, "document": "民字1号", "occurred_on": OPENED}
    await place.approver.done("/parameters", {**setting, "valid_from": DECIDED})
    before = await place.applied(size=1, income_fen=12 * LINE)
    await place.approver.done(f"/households/{before}/approve", {"occurred_on": "2026-02-19"}, revision=1)
    after = await place.file(size=1, income_fen=12 * LINE)
    categories = [(await place.events(file))[-1]["data"]["category"] for file in (before, after)]
    assert categories == ["relative", "deep"]


async def test_rule_16_household_above_every_line_is_not_approved_but_refused(place: County) -> None:
    """The county says so with a code, and the persons are free for another file."""
    body = household(size=1, income_fen=24 * LINE)
    file = (await place.clerk().done("/households", body))["id"]
    answer = await place.approver.post(f"/households/{file}/approve", APPROVE, revision=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "above-line")
    refusal = {**APPROVE, "reason": "above-line"}
    await place.approver.done(f"/households/{file}/refuse", refusal, revision=1)
    assert (await place.events(file))[-1]["data"]["reason"] == "above-line"
    await place.clerk().done("/households", body)


async def test_rule_21_file_without_consent_is_not_approved_until_it_is_there(place: County) -> None:
    """The township completes it."""
    file = await place.applied(consent=False)
    answer = await place.approver.post(f"/households/{file}/approve", APPROVE, revision=1)
    assert (answer.status_code, answer.json()["code"]) == (409, "consent-missing")
    await place.clerk().done(f"/households/{file}/correct", {"consent": True, "reason": "other"}, revision=1)
    await place.approver.done(f"/households/{file}/approve", APPROVE, revision=2)


async def test_rule_17_any_person_of_an_open_file_blocks_a_second_one(place: County) -> None:
    """Head or relative, in any township of the county; told is the area, not the person."""
    head, child = id_number(), id_number()
    await place.clerk().done("/households", household(id_number=head, family_id_numbers=[child]))
    for fields in (
        {"id_number": head},
        {"id_number": child},
        {"family_id_numbers": [child]},
        {"family_id_numbers": [id_number(), head]},
    ):
        answer = await place.clerk("101").post("/households", household(name="李四", **fields))
        assert (answer.status_code, answer.json()["code"]) == (409, "person-in-open-file")
        assert place.code + "100" in answer.json()["detail"]
        assert not any(secret in answer.text for secret in (head, child, "王"))
    rows = await place.rows("SELECT count(*) AS n FROM households WHERE county = $1", place.code)
    assert rows[0]["n"] == 1


async def test_rule_17_of_two_files_at_once_one_wins(place: County) -> None:
    """Held by the index, in whatever order the persons are named."""
    one, two = id_number(), id_number()
    bodies = [household(id_number=one, family_id_numbers=[two]), household(id_number=two, family_id_numbers=[one])] * 3
    answers = await asyncio.gather(*(place.clerk().post("/households", body) for body in bodies))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409, 409]


async def test_rule_17_another_county_has_files_of_its_own(place: County) -> None:
    """The rule is the county's."""
    head = id_number()
    await place.clerk().done("/households", household(id_number=head))
    elsewhere = County(str(int(place.code) + 500), place.service)
    await elsewhere.clerk().done("/households", household(id_number=head))


async def test_file_is_decided_once_by_the_countys_approver_not_before_its_opening(place: County) -> None:
    """403, 404, 409, 422, 428, 412."""
    file = await place.applied()
    path = f"/households/{file}/approve"
    assert (await place.clerk().post(path, APPROVE, revision=1)).status_code == 403
    stranger = place.office(Office.COUNTY_APPROVER, "110101")
    assert (await stranger.post(path, APPROVE, revision=1)).status_code == 404
    assert (await place.approver.post(path, APPROVE)).status_code == 428
    assert (await place.approver.post(path, APPROVE, revision=5)).status_code == 412
    early = await place.approver.post(path, {"occurred_on": "2026-02-01"}, revision=1)
    assert (early.status_code, early.json()["code"]) == (422, "before-opening")
    future = await place.approver.post(path, {"occurred_on": "2099-02-01"}, revision=1)
    assert future.json()["code"] == "day-in-the-future"
    await place.approver.done(path, APPROVE, revision=1)
    for verb, body in (("approve", APPROVE), ("refuse", {**APPROVE, "reason": "other"})):
        again = await place.approver.post(f"/households/{file}/{verb}", body, revision=2)
        assert (again.status_code, again.json()["code"]) == (409, "file-not-waiting")


async def test_of_two_decisions_at_once_one_wins(place: County) -> None:
    """Approved or refused, never both."""
    file = await place.applied()
    approve = place.approver.post(f"/households/{file}/approve", APPROVE, revision=1)
    refuse = place.approver.post(f"/households/{file}/refuse", {**APPROVE, "reason": "other"}, revision=1)
    answers = await asyncio.gather(approve, refuse)
    assert sorted(answer.status_code for answer in answers) == [200, 412]
    assert len(await place.events(file)) == 2


async def test_correction_puts_figures_right_until_the_decision(place: County) -> None:
    """One event on the application's day, cause and size in it."""
    file = await place.applied()
    body = {**WHY, "cause": "schooling", "size": 4, "income_fen": 0, "spending_fen": 5, "loss_fen": 6}
    await place.clerk().done(f"/households/{file}/correct", body, revision=1)
    corrected = (await place.events(file))[-1]
    assert corrected["occurredon"] == OPENED
    assert (corrected["data"]["before"]["size"], corrected["data"]["after"]["size"]) == (3, 4)
    assert corrected["data"]["after"]["cause"] == "schooling"
    seen = {"fields": ["income_fen", "spending_fen", "loss_fen"], "purpose": "approve"}
    shown = await place.approver.done(f"/households/{file}/reveal", seen)
    assert shown["values"] == {"income_fen": "0", "spending_fen": "5", "loss_fen": "6"}
    assert (await place.rows("SELECT size FROM households WHERE id = $1", file))[0]["size"] == 4
    await place.approver.done(f"/households/{file}/approve", APPROVE, revision=2)
    late = await place.clerk().post(f"/households/{file}/correct", {**WHY, "size": 5}, revision=3)
    assert (late.status_code, late.json()["code"]) == (409, "figures-decided")
    await place.clerk().done(f"/households/{file}/correct", {**WHY, "phone": "13900000000"}, revision=3)


async def test_corrected_persons_obey_rule_17_too(place: County) -> None:
    """A new number must be free, an old one becomes free."""
    taken, wrong, right, child = id_number(), id_number(), id_number(), id_number()
    await place.applied(id_number=taken)
    file = await place.applied(id_number=wrong, family_id_numbers=[child])
    clerk, path = place.clerk(), f"/households/{file}/correct"
    used = await clerk.post(path, {**WHY, "id_number": taken}, revision=1)
    assert (used.status_code, used.json()["code"]) == (409, "person-in-open-file")
    await clerk.done(path, {**WHY, "id_number": right}, revision=1)
    await place.applied(id_number=wrong)
    still = await clerk.post("/households", household(id_number=child))
    assert still.status_code == 409
    await clerk.done(path, {**WHY, "family_id_numbers": []}, revision=2)
    await place.applied(id_number=child)
    many = await clerk.post(path, {**WHY, "family_id_numbers": [id_number() for _ in range(3)]}, revision=3)
    assert (many.status_code, many.json()["code"]) == (422, "more-numbers-than-persons")


async def test_voided_application_frees_its_persons_and_is_closed(place: County) -> None:
    """Counts are taken back on the day; a decided or voided file is not voided."""
    body = household()
    file = (await place.clerk().done("/households", body))["id"]
    path = f"/households/{file}"
    await place.clerk().done(f"{path}/void", WHY, revision=1)
    voided = (await place.events(file))[-1]
    facts = facts_of(voided["type"], voided["data"], date.fromisoformat(voided["occurredon"]))
    assert [(f.fact.metric, f.fact.delta) for f in facts] == [("file-applications", -1)]
    await place.clerk().done("/households", body)
    for verb, code in (("correct", "file-closed"), ("void", "file-not-waiting")):
        again = await place.clerk().post(f"{path}/{verb}", WHY, revision=2)
        assert (again.status_code, again.json()["code"]) == (409, code)


async def test_approval_is_voided_by_the_county_until_aid_was_asked(place: County) -> None:
    """The file waits again, its count is taken back."""
    file = await place.file()
    path = f"/households/{file}/void-approval"
    assert (await place.clerk().post(path, WHY, revision=2)).status_code == 403
    await place.approver.done(path, WHY, revision=2)
    voided = (await place.events(file))[-1]
    assert (voided["occurredon"], voided["data"]["before"]["category"]) == (DECIDED, "deep")
    twice = await place.approver.post(path, WHY, revision=3)
    assert twice.json()["code"] == "file-not-approved"
    await place.approver.done(f"/households/{file}/approve", APPROVE, revision=3)
    await place.asked(file)
    kept = await place.approver.post(path, WHY, revision=4)
    assert (kept.status_code, kept.json()["code"]) == (409, "aid-asked")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("id_number", "110105194912310021"),
        ("family_id_numbers", ["110105194912310021"]),
        ("size", 0),
        ("income_fen", -1),
        ("cause", "gambling"),
        ("consent", "perhaps"),
        ("bank_card", "6222-0200"),
        ("occurred_on", "yesterday"),
        ("union", "x"),
    ],
)
async def test_wrong_value_is_pointed_at_and_never_echoed(place: County, field: str, value: object) -> None:
    """422 with a pointer in both languages."""
    answer = await place.clerk().post("/households", household(**{field: value}))
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"].startswith(f"/{field}")
    assert error["detail"]
    assert error["detail_en"]
    assert "110105194912310021" not in answer.text


async def test_doubtful_numbers_warn_and_are_kept(place: County) -> None:
    """A bank card that fails Luhn, an ID number whose area code is in no table."""
    body = household(bank_card=CARD, id_number=id_number(area="999999"))
    done = await place.clerk().done("/households", body)
    assert [warning["pointer"] for warning in done["warnings"]] == ["/id_number", "/bank_card"]


async def test_files_are_listed_masked_in_the_own_area_for_who_works_with_them(place: County) -> None:
    """Found by name, last four digits, state, category."""
    number = id_number()
    file = await place.file(name="欧阳明", id_number=number)
    clerk = place.clerk()

    async def found(**filters: str) -> list[str]:
        return [row["id"] for row in (await clerk.get("/households", **filters)).json()["items"]]

    for filters in ({}, {"q": "欧阳"}, {"q": number[-4:]}, {"state": "approved"}, {"category": "deep"}):
        assert await found(**filters) == [file]
    for filters in ({"q": "王"}, {"state": "applied"}, {"category": "relative"}):
        assert await found(**filters) == []
    answer = await clerk.get("/households")
    assert answer.json()["items"][0]["label"] == f"欧** {number[:6]}********{number[-4:]}"
    assert answer.json()["items"][0]["bank_card"] == "****1111"
    assert number not in answer.text
    assert (await place.clerk("101").get("/households")).json()["items"] == []
    assert (await place.clerk("101").get(f"/households/{file}")).status_code == 404
    assert (await place.office(Office.COUNTY_LEADER).get("/households")).status_code == 403
    assert (await clerk.http.get("/households")).status_code == 401


async def test_file_is_opened_in_the_own_area_alone(place: County) -> None:
    """Another township is not found; the day has come."""
    assert (await place.clerk().post("/households", household(area=place.code + "101"))).status_code == 404
    future = await place.clerk().post("/households", household(occurred_on="2099-01-01"))
    assert future.json()["code"] == "day-in-the-future"
    assert (await place.approver.post("/households", household())).status_code == 403
    assert ASKED > DECIDED


async def test_a_union_that_is_not_there_knows_no_household(place: County) -> None:
    """Unknown or in another township: the same to whoever asks."""
    foreign = uuid4()
    know_union(place.service.settings.database_url, foreign, f"{place.code}101")
    for union in (uuid4(), foreign):
        answer = await place.clerk().post("/households", household(union=str(union)))
        assert (answer.status_code, answer.json()["code"]) == (422, "unknown-union")
    known = uuid4()
    know_union(place.service.settings.database_url, known, f"{place.code}100")
    opened = await place.clerk().done("/households", household(union=str(known)))
    assert (await place.events(opened["id"]))[0]["org"] == str(known)
