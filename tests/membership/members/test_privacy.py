"""Members' data in full: to who may, recorded before it is shown; erased when nothing keeps them; consent."""

import asyncio
from datetime import timedelta
from uuid import UUID

import pytest

from chassis.postgres import utc_now
from contracts.offices import Office
from tests.membership.people import DAY, County, worker
from tests.support.numbers import id_number

NAME, PHONE = "隗金丝雀", "13987654321"
ASKED = {"fields": ["name", "id_number", "phone"], "purpose": "verify"}
ERASE = {"reason": "own-request", "occurred_on": DAY}


async def test_revealed_data_come_with_the_event_that_recorded_it(place: County) -> None:
    """The event names fields and purpose, never a value; nothing keeps the answer."""
    number = id_number()
    member = await place.member(await place.base_union(), name=NAME, phone=PHONE, id_number=number)
    answer = await place.clerk().post(f"/members/{member}/reveal", ASKED)
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    body = answer.json()
    assert body["values"] == {"name": NAME, "id_number": number, "phone": PHONE}
    event = (await place.events(member))[-1]
    assert (event["id"], event["type"]) == (body["eventId"], "cn.gonghui.membership.personal-data-revealed.v1")
    assert event["data"] == {"person": member, "fields": ASKED["fields"], "purpose": "verify"}
    for table in ("journal", "idempotency", "creation", "person", "members"):
        held = str(await place.rows(f"SELECT t::text FROM {table} t"))  # noqa: S608
        assert not any(secret in held for secret in (NAME, number, PHONE)), table


async def test_only_the_fields_asked_for_and_known_are_revealed(place: County) -> None:
    member = await place.member(await place.base_union(), name=NAME)
    clerk, path = place.clerk(), f"/members/{member}/reveal"
    assert (await clerk.post(path, {**ASKED, "fields": ["name", "name"]})).json()["values"] == {"name": NAME}
    unknown = await clerk.post(path, {**ASKED, "fields": ["phone"]})
    assert (unknown.status_code, unknown.json()["code"]) == (404, "nothing-to-reveal")
    for field, value in (("fields", []), ("fields", ["bank_card"]), ("purpose", "curiosity")):
        assert (await clerk.post(path, {**ASKED, field: value})).status_code == 422
    assert len(await place.events(member)) == 2


@pytest.mark.parametrize("office", [Office.COUNTY_LEADER, Office.AUDITOR, Office.COUNTY_APPROVER, Office.MEMBER])
async def test_offices_that_have_no_business_with_people_reveal_nobody(place: County, office: Office) -> None:
    member = await place.member(await place.base_union(), name=NAME)
    answer = await place.office(office).post(f"/members/{member}/reveal", ASKED)
    assert (answer.status_code, NAME in answer.text) == (403, False)


async def test_nobody_is_revealed_to_another_township_nor_to_the_one_asked_to_take_them(place: County) -> None:
    """Who is offered shows a label alone until they are accepted."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation, "100"), "100")
    other = await place.union(await place.township_union(federation, "101"), "101")
    member = await place.member(union, name=NAME)
    path = f"/members/{member}"
    assert (await place.clerk("101").post(f"{path}/reveal", ASKED)).status_code == 404
    asked = {"to_union": other, "occurred_on": "2026-04-01"}
    await place.clerk("100").done(f"{path}/request-transfer", asked, revision=1)
    assert (await place.clerk("101").get(path)).json()["label"].startswith("隗*")
    offered = await place.clerk("101").post(f"{path}/reveal", ASKED)
    assert (offered.status_code, offered.json()["code"]) == (404, "not-found")
    await place.clerk("101").done(f"{path}/accept-transfer", {"occurred_on": "2026-04-02"}, revision=2)
    assert (await place.clerk("101").post(f"{path}/reveal", ASKED)).json()["values"]["name"] == NAME
    assert (await place.clerk("100").post(f"{path}/reveal", ASKED)).status_code == 404


async def test_the_same_request_shows_the_same_for_five_minutes_without_another_event(
    place: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Later it has to be asked, and recorded, anew; another body under the key is refused."""
    member = await place.member(await place.base_union(), name=NAME)
    clerk, path = place.clerk(), f"/members/{member}/reveal"
    first = await clerk.post(path, ASKED, key="one")
    again = await asyncio.gather(*(clerk.post(path, ASKED, key="one") for _ in range(4)))
    assert {answer.content for answer in again} == {first.content}
    assert {answer.headers["cache-control"] for answer in again} == {"no-store"}
    other = await clerk.post(path, {**ASKED, "purpose": "contact"}, key="one")
    assert other.json()["code"] == "idempotency-key-reused"
    now = utc_now() + timedelta(minutes=5, seconds=1)
    monkeypatch.setitem(place.service.app.state._state, "clock", lambda: now)
    late = await clerk.post(path, ASKED, key="one")
    assert (late.status_code, late.json()["code"], NAME in late.text) == (409, "revealed-before", False)
    assert len(await place.events(member)) == 2


async def test_nothing_is_shown_when_it_cannot_be_recorded(place: County) -> None:
    """The county's database was put back and waits; or its journal cannot be written."""
    member = await place.member(await place.base_union(), name=NAME)
    clerk, path = place.clerk(), f"/members/{member}/reveal"
    await place.rows("INSERT INTO log_head (county, root, restored) VALUES ($1, sha256(''), true)", place.code)
    answer = await clerk.post(path, ASKED)
    assert (answer.status_code, answer.json()["code"], NAME in answer.text) == (503, "restored", False)
    await place.rows("UPDATE log_head SET restored = false WHERE county = $1", place.code)
    async with place.service.app.state.database.system() as connection:
        await connection.execute(
            "LOCK TABLE idempotency IN EXCLUSIVE MODE"
        )  # nobody can write its memory, nor so the event
        waiting = await clerk.post(path, ASKED, key="locked")
    assert (waiting.status_code, NAME in waiting.text) == (409, False)
    assert len(await place.events(member)) == 1
    assert (await clerk.post(path, ASKED, key="locked")).json()["values"]["name"] == NAME
    assert len(await place.events(member)) == 2


async def test_an_active_member_is_not_erased_and_one_taken_back_is(place: County) -> None:
    """Key, fields, index and label go; the events and what they count stay."""
    number = id_number()
    union = await place.base_union()
    member = await place.member(union, name=NAME, phone=PHONE, id_number=number)
    path = f"/members/{member}"
    kept = await place.organiser.post(f"{path}/erase", ERASE, revision=1)
    assert (kept.status_code, kept.json()["code"]) == (409, "kept-by-law")
    await place.clerk().done(f"{path}/void", {"reason": "duplicate"}, revision=1)
    assert (await place.clerk().post(f"{path}/erase", ERASE, revision=2)).status_code == 403
    done = await place.organiser.done(f"{path}/erase", ERASE, revision=2)
    assert done["revision"] == 3
    event = (await place.events(member))[-1]
    assert event["type"] == "cn.gonghui.membership.person-erased.v1"
    assert event["data"] == {"person": member, "reason": "own-request"}
    for table in ("person_key", "person_field", "blind_index"):
        assert await place.rows(f"SELECT FROM {table} WHERE person = $1", UUID(member)) == [], table
    (row,) = (await place.organiser.get("/members", state="void")).json()["items"]
    assert (row["id"], row["label"]) == (member, "（已删除）")
    reveal = await place.organiser.post(f"{path}/reveal", ASKED)
    assert (reveal.status_code, reveal.json()["code"]) == (404, "nothing-to-reveal")
    again = await place.organiser.post(f"{path}/erase", ERASE, revision=3)
    assert (again.status_code, again.json()["code"]) == (409, "already-erased")
    await place.member(union, id_number=number)


async def test_after_an_erasure_no_memory_of_a_body_confirms_what_it_said(place: County) -> None:
    """The HMAC of the admission's body went, of its key and of its id; the same draft again is nobody's answer."""
    body = {**worker(await place.base_union(), name=NAME), "id": "01990000-0000-7000-8000-" + place.code.rjust(12, "0")}
    await place.clerk().done("/members", body)
    await place.clerk().done(f"/members/{body['id']}/void", {"reason": "duplicate"}, revision=1)
    await place.organiser.done(f"/members/{body['id']}/erase", ERASE, revision=2)
    member = UUID(body["id"])
    digests = [row[0] for row in await place.rows("SELECT body_hmac FROM creation WHERE id = $1", member)]
    kept = "SELECT body_hmac FROM idempotency WHERE answer ->> 'id' = $1 AND route NOT LIKE '%/erase'"
    digests += [row[0] for row in await place.rows(kept, body["id"])]
    assert digests == [b"", b"", b""]
    assert (await place.clerk().post("/members", body)).status_code == 409


async def test_consent_is_given_and_withdrawn_a_purpose_at_a_time(place: County) -> None:
    member = await place.member(await place.base_union())
    clerk, path = place.clerk(), f"/members/{member}"
    given = {"purpose": "public-notice", "by_guardian": False, "occurred_on": "2026-04-01"}
    await clerk.done(f"{path}/give-consent", given, revision=1)
    twice = await clerk.post(f"{path}/give-consent", given, revision=2)
    assert (twice.status_code, twice.json()["code"]) == (409, "consent-stands")
    await clerk.done(f"{path}/give-consent", {**given, "purpose": "sensitive-data"}, revision=2)
    ended = {"purpose": "public-notice", "occurred_on": "2026-03-31"}
    early = await clerk.post(f"{path}/withdraw-consent", ended, revision=3)
    assert (early.status_code, early.json()["code"]) == (422, "before-consent")
    await clerk.done(f"{path}/withdraw-consent", {**ended, "occurred_on": "2026-04-02"}, revision=3)
    none = await clerk.post(f"{path}/withdraw-consent", {**ended, "occurred_on": "2026-04-02"}, revision=4)
    assert (none.status_code, none.json()["code"]) == (409, "no-consent")
    await clerk.done(f"{path}/give-consent", {**given, "occurred_on": "2026-04-03"}, revision=4)
    rows = await place.rows("SELECT purpose, withdrawn_on FROM consent WHERE person = $1 ORDER BY 1", UUID(member))
    assert [tuple(row) for row in rows] == [("public-notice", None), ("sensitive-data", None)]
    types = [event["type"].rpartition("membership.")[2] for event in await place.events(member)][1:]
    assert types == ["consent-given.v1", "consent-given.v1", "consent-withdrawn.v1", "consent-given.v1"]


async def test_nobody_under_sixteen_is_a_member_so_only_the_day_of_the_consent_makes_a_guardian_needed(
    place: County,
) -> None:
    """Fourteen on 2024-03-02: the day before, the guardian agrees."""
    number = id_number(birthday="20100302")
    member = await place.member(await place.base_union(), id_number=number)
    path = f"/members/{member}/give-consent"
    given = {"purpose": "membership", "by_guardian": False, "occurred_on": "2024-03-01"}
    young = await place.clerk().post(path, given, revision=1)
    assert (young.status_code, young.json()["code"]) == (422, "guardian-needed")
    await place.clerk().done(path, {**given, "by_guardian": True}, revision=1)
    await place.clerk().done(path, {**given, "purpose": "sensitive-data", "occurred_on": "2024-03-02"}, revision=2)


async def test_a_repeated_request_shows_nothing_that_was_not_recorded(place: County) -> None:
    """The record has changed since: what would be shown now is another thing than the event names."""
    member = await place.member(await place.base_union(), name=NAME, phone=PHONE)
    path = f"/members/{member}"
    await place.clerk().post(f"{path}/reveal", ASKED, key="before")
    changed = "13712345678"
    await place.clerk().done(f"{path}/correct", {"phone": changed, "reason": "wrong-entry"}, revision=1)
    again = await place.clerk().post(f"{path}/reveal", ASKED, key="before")
    assert (again.status_code, again.json()["code"], changed in again.text) == (409, "revealed-before", False)
    assert (await place.clerk().post(f"{path}/reveal", ASKED)).json()["values"]["phone"] == changed


async def test_being_told_of_anothers_member_is_recorded(place: County) -> None:
    """Who tries numbers to learn where people are members stands in the log."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation, "100"), "100")
    other = await place.union(await place.township_union(federation, "101"), "101")
    number = id_number()
    await place.member(union, id_number=number)
    told = await place.clerk("101").post("/members", worker(other, id_number=number))
    assert (told.status_code, told.json()["code"]) == (409, "already-a-member")
    rows = await place.rows(
        "SELECT event FROM journal WHERE county = $1 AND type LIKE '%.access.refused.v1'", place.code
    )
    assert len(rows) == 1
    assert '"code":"already-a-member"' in rows[0]["event"]
    assert number not in rows[0]["event"]
