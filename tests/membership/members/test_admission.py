"""Admitting members: who may, which values, once per person (rule 6)."""

import asyncio
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from chassis.ids import uuid7
from chassis.postgres import Tx
from contracts.offices import Office
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import Union
from tests.membership.people import DAY, County, worker
from tests.support import databases
from tests.support.numbers import id_number


async def test_admitted_member_is_in_the_journal_without_personal_data(place: County) -> None:
    """The event carries ids and codes; name and number stay in the row."""
    union = await place.base_union()
    body = worker(union, phone="13812345678")
    answer = await place.clerk().post("/members", body)
    assert answer.status_code == 201
    assert answer.headers["etag"] == '"1"'
    member = answer.json()["id"]
    (event,) = await place.events(member)
    assert answer.json()["eventId"] == event["id"]
    assert event["type"] == "cn.gonghui.membership.member.admitted.v1"
    assert event["occurredon"] == DAY
    assert event["township"] == f"{place.code}100"
    assert event["data"] == {
        "member": member,
        "place": {"org": union, "area": place.code + "100"},
        "employment": "regular",
        "employer": None,
    }
    assert not any(body[name] in str(event) for name in ("id_number", "name", "phone"))


async def test_rule_6_second_admission_of_an_id_number_names_the_office_not_the_person(place: County) -> None:
    """The other township learns where to ask, and nothing about whom."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation, "100"), "100")
    other = await place.union(await place.township_union(federation, "101"), "101")
    body = worker(union)
    await place.clerk("100").done("/members", body)
    answer = await place.clerk("101").post("/members", {**body, "union": other, "name": "李四"})
    assert answer.status_code == 409
    problem = answer.json()
    assert problem["code"] == "already-a-member"
    assert problem["errors"][0]["pointer"] == "/id_number"
    assert "乡工会100" in problem["detail"]
    assert "乡工会100" in problem["detail_en"]
    assert "基层工会" not in answer.text
    assert "王" not in answer.text
    assert body["id_number"] not in answer.text


async def test_rule_6_inside_the_own_township_the_union_is_named_and_the_way_is_a_transfer(place: County) -> None:
    """Being sent to one's own office helps nobody."""
    township = await place.township_union(await place.federation())
    union, other = await place.union(township, name="茶叶企业联合工会"), await place.union(township)
    body = worker(union)
    await place.clerk().done("/members", body)
    answer = await place.clerk().post("/members", {**body, "union": other})
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (409, "already-a-member")
    assert problem["errors"][0]["pointer"] == "/id_number"
    assert "“茶叶企业联合工会”" in problem["detail"]
    assert "转会" in problem["detail"]
    assert "乡工会100" not in problem["detail"]
    assert "茶叶企业联合工会" in problem["detail_en"]


async def test_nothing_of_an_admission_is_stored_while_its_county_waits_for_a_fork(place: County) -> None:
    """Its one statement is committed by itself, so it has to fail as a whole."""
    union = await place.base_union()
    await place.rows("INSERT INTO log_head (county, root, restored) VALUES ($1, sha256(''), true)", place.code)
    body = {**worker(union), "id": str(uuid7())}
    answer = await place.clerk().post("/members", body)
    assert (answer.status_code, answer.json()["code"]) == (503, "restored")
    assert await place.rows("SELECT FROM members WHERE union_id = $1", union) == []
    assert await place.rows("SELECT FROM creation WHERE id = $1", UUID(body["id"])) == []
    await place.rows("UPDATE log_head SET restored = false WHERE county = $1", place.code)
    await place.clerk().done("/members", body)


async def test_an_admission_made_while_its_union_is_renamed_is_decided_anew(place: County) -> None:
    """The union was read before somebody changed it: the statement notices, and the second look finds it active."""
    union = await place.base_union()
    async with databases.connected(place.service.settings.database_url) as renaming:
        transaction = renaming.transaction()
        await transaction.start()
        await renaming.execute("UPDATE unions SET revision = revision + 1, name = 'x' WHERE id = $1", UUID(union))
        await renaming.execute("SELECT FROM unions WHERE id = $1 FOR UPDATE", UUID(union))
        admission = asyncio.create_task(place.clerk().post("/members", worker(union)))
        while not await renaming.fetch("SELECT FROM pg_locks WHERE NOT granted AND pid <> pg_backend_pid()"):
            assert not admission.done()
            await asyncio.sleep(0.01)
        await transaction.commit()
    assert (await admission).status_code == 201
    assert len(await place.rows("SELECT FROM members WHERE union_id = $1", UUID(union))) == 1


async def test_what_was_seen_of_a_union_is_looked_at_again(place: County) -> None:
    """Neither a refusal nor an admission rests on what the union was when somebody else was admitted."""
    union = await place.founded(await place.township_union(await place.federation()))
    early = await place.clerk().post("/members", worker(union))
    assert early.json()["code"] == "union-not-active"
    await place.chair().done(f"/unions/{union}/approve", {"occurred_on": "2020-03-02"}, revision=1)
    await place.member(union)
    await place.member(union)
    # as after a database was put back: the same revision says something else
    await place.rows("UPDATE unions SET approved_on = '2026-03-03' WHERE id = $1", UUID(union))
    late = await place.clerk().post("/members", worker(union, occurred_on="2026-03-02"))
    assert (late.status_code, late.json()["code"]) == (422, "before-union-existed")
    assert len(await place.rows("SELECT FROM members WHERE union_id = $1", UUID(union))) == 2


async def test_a_draft_of_an_admission_sent_twice_gets_its_first_answer(place: County) -> None:
    """By its key while that is remembered, by its id for ever."""
    body = {**worker(await place.base_union()), "id": str(uuid7())}
    first = await place.clerk().post("/members", body, key="draft")
    by_key = await place.clerk().post("/members", body, key="draft")
    by_id = await place.clerk().post("/members", body, key="another")
    assert first.status_code == 201
    assert first.content == by_key.content == by_id.content
    assert len(await place.events(body["id"])) == 1


async def test_ten_at_once_with_one_key_admit_one_member(place: County) -> None:
    """Whoever finds the ID number taken by the same request gets that request's answer."""
    body = worker(await place.base_union())
    answers = await asyncio.gather(*(place.clerk().post("/members", body, key="once") for _ in range(10)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    assert len(await place.events(answers[0].json()["id"])) == 1


async def test_rule_6_of_two_admissions_at_once_one_wins(place: County) -> None:
    """The database decides, not a look-up before."""
    union = await place.base_union()
    body = worker(union)
    answers = await asyncio.gather(*(place.clerk().post("/members", body) for _ in range(5)))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]
    rows = await place.rows("SELECT count(*) AS n FROM members WHERE county = $1", place.code)
    assert rows[0]["n"] == 1


async def test_same_key_and_body_gets_the_first_answer(place: County) -> None:
    """A repeated request admits nobody twice; another body under the key is refused."""
    body = worker(await place.base_union())
    clerk, key = place.clerk(), str(uuid4())
    first = await clerk.post("/members", body, key=key)
    again = await clerk.post("/members", body, key=key)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    other = await clerk.post("/members", {**body, "employment": "migrant"}, key=key)
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")


async def test_draft_sent_twice_under_its_own_id_makes_one_member(place: County) -> None:
    """Even when its key has been forgotten."""
    body = {**worker(await place.base_union()), "id": str(uuid7())}
    first = await place.clerk().post("/members", body)
    again = await place.clerk().post("/members", body)
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert first.json()["id"] == body["id"]


async def test_rule_1_union_in_founding_admits_nobody(place: County) -> None:
    """Only its superior's approval makes it active."""
    town = await place.township_union(await place.federation())
    union = await place.founded(town)
    answer = await place.clerk().post("/members", worker(union))
    assert (answer.status_code, answer.json()["code"]) == (409, "union-not-active")
    assert await place.rows("SELECT FROM members WHERE union_id = $1", union) == []


async def test_member_is_not_admitted_before_the_union_existed(place: County) -> None:
    """The day lies before the approval."""
    answer = await place.clerk().post("/members", worker(await place.base_union(), occurred_on="2020-03-01"))
    assert (answer.status_code, answer.json()["code"]) == (422, "before-union-existed")
    assert answer.json()["errors"][0]["pointer"] == "/occurred_on"


async def test_member_is_not_admitted_in_the_future(place: County) -> None:
    """The business day is today at the latest."""
    answer = await place.clerk().post("/members", worker(await place.base_union(), occurred_on="2099-01-01"))
    assert (answer.status_code, answer.json()["code"]) == (422, "day-in-the-future")


async def test_foreign_township_is_not_found(place: County) -> None:
    """Another township's union looks as if it were not there, and nothing is stored."""
    union = await place.base_union()
    answer = await place.clerk("101").post("/members", worker(union))
    assert answer.status_code == 404
    assert await place.rows("SELECT FROM members WHERE union_id = $1", union) == []


async def test_unknown_union_is_not_found(place: County) -> None:
    """An id nobody gave out."""
    assert (await place.clerk().post("/members", worker(str(uuid7())))).status_code == 404


@pytest.mark.parametrize("office", [office for office in Office if office is not Office.TOWNSHIP_CLERK])
async def test_only_the_township_clerk_admits(place: County, office: Office) -> None:
    """Every other office is told which one does."""
    answer = await place.office(office).post("/members", worker(str(uuid7())))
    assert (answer.status_code, answer.json()["code"]) == (403, "office-may-not")
    assert "乡镇工会经办" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("field", "value", "zh"),
    [
        ("id_number", "110105194912310021", "校验位"),
        ("id_number", "11010519491331002X", "出生日期"),
        ("id_number", "11010519491231002", "格式"),
        ("id_number", "１1010519491231002X", "格式"),  # noqa: RUF001 - a full-width digit is no digit
        ("phone", "12812345678", "格式"),
        ("employment", "volunteer", "选项"),
        ("name", "", "至少"),
        ("occurred_on", "2026-02-30", "日期"),
        ("union", "x", "UUID"),
        ("surname", "王", "不认识"),
    ],
)
async def test_wrong_value_is_pointed_at_in_both_languages_and_never_echoed(
    place: County, field: str, value: str, zh: str
) -> None:
    """422 with a pointer."""
    answer = await place.clerk().post("/members", {**worker(str(uuid7())), field: value})
    assert answer.status_code == 422
    (error,) = answer.json()["errors"]
    assert error["pointer"] == f"/{field}"
    assert zh in error["detail"]
    assert error["detail_en"]
    assert len(value) < 2 or value not in answer.text


async def test_malformed_unauthenticated_and_keyless_requests_are_refused(place: County) -> None:
    """400, 401, 400, 415."""
    clerk = place.clerk()
    sent = {"Authorization": f"Bearer {clerk.token}", "Idempotency-Key": "k", "Content-Type": "application/json"}
    broken = await clerk.http.post("/members", content="{", headers=sent)
    assert (broken.status_code, broken.json()["code"]) == (400, "malformed")
    anonymous = await clerk.http.post("/members", json={}, headers={"Idempotency-Key": "k"})
    assert anonymous.status_code == 401
    keyless = await clerk.http.post("/members", json={}, headers={"Authorization": sent["Authorization"]})
    assert (keyless.status_code, keyless.json()["code"]) == (400, "idempotency-key-required")
    text = await clerk.http.post("/members", content="x", headers={**sent, "Content-Type": "text/plain"})
    assert text.status_code == 415


@pytest.mark.parametrize("number", ["11010519491231002X", "11010519491231002x"])
async def test_valid_examples_are_admitted(place: County, number: str) -> None:
    """Numbers that published examples call valid, whatever their area code; a small x is an X."""
    union = await place.base_union()
    answer = await place.clerk().post("/members", worker(union, id_number=number))
    assert answer.status_code == 201


async def test_unknown_area_code_warns_and_admits(place: County) -> None:
    """岳西 340828 was not in the table before 1988: real people have such numbers."""
    union = await place.base_union()
    number = id_number(area="340828", birthday="19700101")
    done = await place.clerk().done("/members", worker(union, id_number=number))
    (warning,) = done["warnings"]
    assert (warning["code"], warning["pointer"]) == ("area-code-unknown", "/id_number")


async def test_nobody_is_admitted_before_birth(place: County) -> None:
    """The number's birth date lies after the day."""
    answer = await place.clerk().post(
        "/members", worker(await place.base_union(), id_number=id_number(birthday="20260601"))
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "born-later")


@pytest.mark.parametrize(
    ("birthday", "code"),
    [
        ("20100303", "under-age"),
        ("20100302", None),
        ("19050303", None),
        ("19050302", "over-age"),
        ("18860101", "over-age"),
        ("17000101", "over-age"),
    ],
)
async def test_only_people_from_16_to_120_are_admitted(place: County, birthday: str, code: str | None) -> None:
    """By the ID number, on the day of the admission, 2026-03-02; sixteen is complete on the birthday."""
    union = await place.base_union()
    answer = await place.clerk().post("/members", worker(union, id_number=id_number(birthday=birthday)))
    if code is None:
        assert answer.status_code == 201, answer.text
        return
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    assert answer.json()["errors"][0]["pointer"] == "/id_number"
    assert await place.rows("SELECT FROM members WHERE union_id = $1", union) == []


async def test_a_correction_makes_nobody_a_working_child(place: County) -> None:
    """The corrected ID number, or the corrected day, has to fit as well."""
    member = await place.member(await place.base_union(), id_number=id_number(birthday="20050101"))
    clerk = place.clerk()
    for body in ({"id_number": id_number(birthday="20120101")}, {"occurred_on": "2020-12-31"}):
        answer = await clerk.post(f"/members/{member}/correct", {**body, "reason": "wrong-entry"}, revision=1)
        assert (answer.status_code, answer.json()["code"]) == (422, "under-age")


async def test_member_works_at_a_registered_employer_which_is_then_not_voided(place: County) -> None:
    """The employer is the county's; one that is not there, or was voided, is refused."""
    union = await place.base_union()
    employer, voided = await place.employer(), await place.employer()
    await place.clerk().done(f"/employers/{voided}/void", {"reason": "duplicate"}, revision=1)
    member = await place.member(union, employer=employer)
    assert (await place.events(member))[0]["data"]["employer"] == employer
    rows = await place.rows("SELECT employer::text, state, changed_on FROM members WHERE id = $1", member)
    assert [tuple(row) for row in rows] == [(employer, "active", None)]
    for wrong in (voided, str(uuid4())):
        answer = await place.clerk().post("/members", worker(union, employer=wrong))
        assert (answer.status_code, answer.json()["code"]) == (422, "employer-not-there")
    used = await place.clerk().post(f"/employers/{employer}/void", {"reason": "duplicate"}, revision=1)
    assert (used.status_code, used.json()["code"]) == (409, "employer-in-use")


async def test_a_union_that_changes_each_time_it_is_looked_at_is_left_for_later(
    place: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three attempts, each of which finds another revision than it has read; then the clerk tries again."""
    union = await place.base_union()
    found = organisations.find

    async def outdated(tx: Tx, asked: UUID) -> Union:
        return replace(await found(tx, asked), revision=999)

    monkeypatch.setattr(organisations, "find", outdated)
    monkeypatch.setattr(organisations, "seen", lambda _: None)
    answer = await place.clerk().post("/members", worker(union))
    assert (answer.status_code, answer.json()["code"]) == (409, "in-flight")
    assert await place.rows("SELECT FROM members WHERE union_id = $1", UUID(union)) == []
