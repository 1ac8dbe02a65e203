"""Households' data in full: to who may, recorded before it is shown; a file is forgotten when the law lets it go."""

from datetime import datetime
from uuid import UUID

import pytest

from contracts.offices import Office
from tests.assistance.people import ASKED, CARD, DECIDED, OPENED, County, household
from tests.support.numbers import id_number

NAME, PHONE = "隗金丝雀", "13987654321"
ALL = ["name", "id_number", "phone", "bank_card", "income_fen", "spending_fen", "loss_fen"]
REVEAL = {"fields": ALL, "purpose": "approve"}
ERASE = {"reason": "period-over", "occurred_on": ASKED}
HELD = ("person_key", "person_field", "blind_index")


async def test_head_and_money_are_revealed_with_the_event_that_recorded_it(place: County) -> None:
    number = id_number()
    file = await place.applied(name=NAME, phone=PHONE, bank_card=CARD, id_number=number, income_fen=7_654_321)
    answer = await place.approver.post(f"/households/{file}/reveal", REVEAL)
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["values"] == {
        "name": NAME,
        "id_number": number,
        "phone": PHONE,
        "bank_card": CARD,
        "income_fen": "7654321",
        "spending_fen": "0",
        "loss_fen": "0",
    }
    event = (await place.events(file))[-1]
    assert event["data"] == {"person": file, "fields": ALL, "purpose": "approve"}
    assert answer.json()["eventId"] == event["id"]


async def test_family_is_listed_masked_and_revealed_one_by_one(place: County) -> None:
    """Each under an id of their own; nobody of another household's by this one's path."""
    child = id_number()
    file = await place.applied(family_id_numbers=[child])
    other = await place.applied(family_id_numbers=[id_number()])
    (row,) = (await place.clerk().get(f"/households/{file}/family")).json()
    assert row["label"] == f"{child[:6]}********{child[-4:]}"
    asked = {"fields": ["id_number"], "purpose": "verify"}
    path = f"/households/{file}/family/{row['id']}/reveal"
    assert (await place.clerk().done(path, asked))["values"] == {"id_number": child}
    assert (await place.events(row["id"]))[-1]["data"]["person"] == row["id"]
    wrong = await place.clerk().post(f"/households/{other}/family/{row['id']}/reveal", asked)
    assert wrong.status_code == 404
    assert (await place.clerk("101").get(f"/households/{file}/family")).status_code == 404


@pytest.mark.parametrize("office", [Office.COUNTY_LEADER, Office.AUDITOR, Office.COUNTY_ORGANISER])
async def test_offices_that_have_no_business_with_households_reveal_none(place: County, office: Office) -> None:
    file = await place.applied(name=NAME)
    answer = await place.office(office).post(f"/households/{file}/reveal", REVEAL)
    assert (answer.status_code, NAME in answer.text) == (403, False)


async def test_household_of_another_township_is_not_there_to_reveal(place: County) -> None:
    file = await place.applied(name=NAME)
    answer = await place.clerk("101").post(f"/households/{file}/reveal", REVEAL)
    assert (answer.status_code, NAME in answer.text) == (404, False)


async def test_lists_are_searched_by_surname_whole_name_and_last_four(place: County) -> None:
    file = await place.applied(name="曾小明", id_number="11010519491231002X")
    other = await place.applied(name="李四", phone="13900004321")
    clerk = place.clerk()

    async def found(text: str) -> set[str]:
        return {row["id"] for row in (await clerk.get("/households", q=text)).json()["items"]}

    assert [await found(text) for text in ("曾", "zeng", "曾小明", "002x", "小明")] == [{file}] * 4 + [set()]
    assert await found("4321") == {other}
    items = (await clerk.get("/households")).json()["items"]
    assert [row["id"] for row in items] == [other, file]  # li before zeng
    assert [row["bank_card"] for row in items] == ["****1111", "****1111"]


async def test_rule_20_an_open_or_lately_refused_file_is_not_erased(place: County) -> None:
    """Until ten years after it closed; the reason is told."""
    payer = place.payer
    waiting = await payer.post(f"/households/{await place.applied()}/erase", ERASE, revision=1)
    approved = await payer.post(f"/households/{await place.file()}/erase", ERASE, revision=2)
    refused = await place.applied()
    body = {"occurred_on": DECIDED, "reason": "above-line"}
    await place.approver.done(f"/households/{refused}/refuse", body, revision=1)
    lately = await payer.post(f"/households/{refused}/erase", ERASE, revision=2)
    for answer in (waiting, approved, lately):
        assert (answer.status_code, answer.json()["code"]) == (409, "kept-by-law")
    assert "2036-02-21" in lately.json()["detail"]


async def test_rule_20_a_refused_file_is_erased_after_ten_years(place: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """Head and family, an event each; the numbers are anybody's again."""
    number, child = id_number(), id_number()
    file = await place.applied(name=NAME, id_number=number, family_id_numbers=[child])
    ids = [UUID(file), UUID((await place.clerk().get(f"/households/{file}/family")).json()[0]["id"])]
    body = {"occurred_on": DECIDED, "reason": "above-line"}
    await place.approver.done(f"/households/{file}/refuse", body, revision=1)
    payer = place.payer
    now = datetime.fromisoformat("2036-02-21T03:00:00+00:00")
    monkeypatch.setitem(place.service.app.state._state, "clock", lambda: now)
    await payer.done(f"/households/{file}/erase", ERASE, revision=2)
    for person in ids:
        assert (await place.events(str(person)))[-1]["data"] == {"person": str(person), "reason": "period-over"}
    for table in HELD:
        assert await place.rows(f"SELECT FROM {table} WHERE person = ANY($1)", ids) == [], table
    labels = await place.rows("SELECT label FROM person WHERE id = ANY($1)", ids)
    assert [row["label"] for row in labels] == ["（已删除）"] * 2


async def test_a_file_taken_back_is_erased_at_once(place: County) -> None:
    """It should never have been; no HMAC of what was entered stays to try it by."""
    file = await place.applied(name=NAME)
    await place.clerk().done(f"/households/{file}/void", {"reason": "wrong-entry"}, revision=1)
    await place.payer.done(f"/households/{file}/erase", {**ERASE, "reason": "unlawful"}, revision=2)
    kept = "SELECT body_hmac FROM idempotency WHERE answer ->> 'id' = $1 AND route NOT LIKE '%/erase'"
    assert {row["body_hmac"] for row in await place.rows(kept, file)} == {b""}


async def test_who_is_no_longer_of_the_family_is_gone_and_free(place: County) -> None:
    """A corrected list drops rows, keys and all."""
    child = id_number()
    file = await place.applied(family_id_numbers=[child])
    (person,) = [UUID(row["id"]) for row in (await place.clerk().get(f"/households/{file}/family")).json()]
    body = {"reason": "wrong-person", "family_id_numbers": []}
    await place.clerk().done(f"/households/{file}/correct", body, revision=1)
    assert await place.rows("SELECT FROM person WHERE id = $1", person) == []
    for table in HELD:
        assert await place.rows(f"SELECT FROM {table} WHERE person = $1", person) == []
    await place.applied(id_number=child)


async def test_a_number_moves_from_the_family_to_the_head(place: County) -> None:
    """Who was listed as a child turns out to be the head."""
    head, child = id_number(), id_number()
    file = await place.applied(id_number=head, family_id_numbers=[child])
    body = {"reason": "wrong-person", "id_number": child}
    await place.clerk().done(f"/households/{file}/correct", body, revision=1)
    assert (await place.clerk().get(f"/households/{file}/family")).json() == []
    await place.applied(id_number=head)
    again = await place.clerk().post("/households", household(id_number=child))
    assert (again.status_code, again.json()["code"]) == (409, "person-in-open-file")


async def test_consent_of_a_household_is_recorded_by_purpose(place: County) -> None:
    file = await place.applied()
    given = {"purpose": "public-notice", "by_guardian": False, "occurred_on": OPENED}
    await place.clerk().done(f"/households/{file}/give-consent", given, revision=1)
    ended = {"purpose": "public-notice", "occurred_on": DECIDED}
    await place.clerk().done(f"/households/{file}/withdraw-consent", ended, revision=2)
    types = [event["type"].rpartition("assistance.")[2] for event in await place.events(file)]
    assert types == ["household.file-opened.v1", "consent-given.v1", "consent-withdrawn.v1"]
