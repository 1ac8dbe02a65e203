"""New hires: entered while they are no members, then admitted in one step, not joining, or gone."""

import asyncio
from datetime import date
from typing import Any

import pytest

from contracts.declare import event_class
from contracts.membership.hires import ADMIT_HIRE
from contracts.offices import Office
from tests.membership.members.test_life import counted, periods
from tests.membership.members.ways import chair_of
from tests.membership.people import County
from tests.membership.restructuring.ways import done
from tests.support.numbers import id_number

DAY = "2026-05-08"
ON = {"occurred_on": DAY}
WHY = {"reason": "wrong-entry"}


class Firm:
    """A union, its employer, and new hires of it."""

    def __init__(self, place: County, union: str, employer: str) -> None:
        self.place, self.union, self.employer = place, union, employer

    def hire(self, **fields: Any) -> dict[str, Any]:
        """An entry's body."""
        return {
            "union": self.union,
            "employer": self.employer,
            "name": "王小明",
            "id_number": id_number(),
            "employment": "migrant",
            "occurred_on": "2026-05-01",
            **fields,
        }

    async def entered(self, **fields: Any) -> str:
        """A new hire that waits."""
        return str((await self.place.clerk().done("/hires", self.hire(**fields)))["id"])


@pytest.fixture
async def firm(place: County) -> Firm:
    return Firm(place, await place.base_union(), await place.employer())


async def test_a_new_hire_waits_and_becomes_a_member_in_one_step(firm: Firm) -> None:
    """The work item is due thirty days after the entry; the vault's person becomes the member's."""
    place, number = firm.place, id_number()
    hire = await firm.entered(name="欧阳小明", id_number=number, phone="13812345678")
    (event,) = await place.events(hire)
    today = date.fromisoformat(event["time"][:10])
    assert abs((date.fromisoformat(event["data"]["due_on"]) - today).days - 30) <= 1
    assert counted(event) == {("new-hires", "migrant", 1)}
    assert [each.waiting for each in event_class(event["type"]).OPENS] == [ADMIT_HIRE]
    assert not any(secret in str(event) for secret in ("欧阳", number, "13812345678"))
    (row,) = (await place.clerk().get("/hires", state="open", employer=firm.employer, q="欧阳")).json()["items"]
    assert (row["id"], row["label"][:2], row["words"]["zh"], row["hired_on"]) == (hire, "欧*", "待入会", "2026-05-01")
    assert row["days_left"] in (29, 30, 31)
    await place.clerk().done(f"/hires/{hire}/admit", ON, revision=1)
    admitted, done = (await place.events(hire))[-2:]
    assert (admitted["type"].rpartition("membership.")[2], admitted["data"]["employer"]) == (
        "member.admitted.v1",
        firm.employer,
    )
    assert counted(done) == {("new-hires-admitted", "migrant", 1)}
    assert ADMIT_HIRE in event_class(done["type"]).ENDS
    member = (await place.clerk().get(f"/members/{hire}")).json()
    assert (member["label"][:2], member["employment"], member["employer"]) == ("欧*", "migrant", firm.employer)
    assert await periods(place, hire) == [(firm.union, DAY, None)]
    again = await place.clerk().post("/hires", firm.hire(id_number=number))
    assert (again.status_code, again.json()["code"]) == (409, "already-a-member")
    row = (await place.clerk().get(f"/hires/{hire}")).json()
    assert (row["state"], row["member"], row["days_left"]) == ("admitted", hire, None)


async def test_members_of_here_and_elsewhere_and_former_ones_are_no_new_hires(firm: Firm) -> None:
    """Which office to ask, never whose data; the chair of one union is told no other union's name."""
    place = firm.place
    parent = (await place.rows("SELECT parent::text FROM unions WHERE id = $1", firm.union))[0]["parent"]
    beside = await place.union(parent)
    federation = (await place.rows("SELECT parent::text FROM unions WHERE id = $1", parent))[0]["parent"]
    other = await place.union(await place.township_union(federation, "101"), "101")
    near, far, gone = id_number(), id_number(), id_number()
    await place.member(beside, id_number=near)
    await place.member(other, "101", id_number=far)
    former = await place.member(firm.union, id_number=gone)
    left = {"left_for": "own-request", "occurred_on": "2026-04-01"}
    await place.clerk().done(f"/members/{former}/leave", left, revision=1)
    told = [(await place.clerk().post("/hires", firm.hire(id_number=each))) for each in (near, far, gone)]
    assert [each.json()["code"] for each in told] == ["already-a-member", "already-a-member", "former-member"]
    assert ["基层工会" in each.text for each in told] == [True, False, False]
    assert "乡工会101" in told[1].text
    chair = await chair_of(place, firm.union).post("/hires", firm.hire(id_number=near))
    assert ("基层工会" in chair.text, "乡工会100" in chair.text) == (False, True)


async def test_an_enterprise_chair_enters_the_own_unions_hires_and_the_clerk_admits(firm: Firm) -> None:
    place = firm.place
    chair = chair_of(place, firm.union)
    hire = (await chair.done("/hires", firm.hire()))["id"]
    twice = await chair.post("/hires", firm.hire(id_number=(number := id_number())))
    assert twice.status_code == 201
    again = await chair.post("/hires", firm.hire(id_number=number))
    assert (again.status_code, again.json()["code"]) == (409, "hire-entered-already")
    assert len((await chair.get("/hires")).json()["items"]) == 2
    assert (await chair.post(f"/hires/{hire}/admit", ON, revision=1)).status_code == 403
    parent = (await place.rows("SELECT parent::text FROM unions WHERE id = $1", firm.union))[0]["parent"]
    foreign = await place.union(parent)
    assert (await chair.post("/hires", firm.hire(union=foreign))).status_code == 404
    assert (await chair_of(place, foreign).get(f"/hires/{hire}")).status_code == 404
    await chair.done(f"/hires/{hire}/correct", {**WHY, "employment": "dispatched"}, revision=1)
    await chair.done(f"/hires/{hire}/gone", ON, revision=2)


async def test_a_waiting_hire_keeps_nobody_from_being_admitted_and_is_found_a_member_then(firm: Firm) -> None:
    """Through the roster or the counter; of another union is told."""
    place, number = firm.place, id_number()
    hire = await firm.entered(id_number=number)
    member = await place.member(firm.union, id_number=number)
    await place.clerk().done(f"/hires/{hire}/admit", ON, revision=1)
    assert (await place.clerk().get(f"/hires/{hire}")).json()["member"] == member
    assert len(await place.events(hire)) == 2
    moved = await firm.entered(id_number=(other := id_number()))
    parent = (await place.rows("SELECT parent::text FROM unions WHERE id = $1", firm.union))[0]["parent"]
    await place.member(await place.union(parent), id_number=other)
    told = await place.clerk().post(f"/hires/{moved}/admit", ON, revision=1)
    assert (told.status_code, told.json()["code"]) == (409, "already-a-member")
    left = {"left_for": "own-request", "occurred_on": "2026-05-01"}
    gone = await firm.entered(id_number=(former := id_number()))
    was = await place.member(firm.union, id_number=former)
    await place.clerk().done(f"/members/{was}/leave", left, revision=1)
    told = await place.clerk().post(f"/hires/{gone}/admit", ON, revision=1)
    assert told.json()["code"] == "former-member"


async def test_of_an_admission_and_a_hires_admission_at_once_one_member_comes(firm: Firm) -> None:
    """Rule 6, by the index on open numbers."""
    number = id_number()
    hires = [await firm.entered(id_number=number), ""]
    employer = await firm.place.employer()
    parent = (await firm.place.rows("SELECT parent::text FROM unions WHERE id = $1", firm.union))[0]["parent"]
    beside = Firm(firm.place, await firm.place.union(parent), employer)
    hires[1] = await beside.entered(id_number=number)
    clerk = firm.place.clerk()
    answers = await asyncio.gather(*(clerk.post(f"/hires/{hire}/admit", ON, revision=1) for hire in hires))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    rows = await firm.place.rows("SELECT count(*) AS n FROM members WHERE id = ANY($1::uuid[])", hires)
    assert rows[0]["n"] == 1


async def test_a_hire_does_not_join_or_is_gone_and_the_answer_can_be_taken_back(firm: Firm) -> None:
    clerk, hire = firm.place.clerk(), await firm.entered()
    path = f"/hires/{hire}"
    early = await clerk.post(f"{path}/gone", {"occurred_on": "2026-04-30"}, revision=1)
    assert (early.status_code, early.json()["code"]) == (422, "before-hired")
    none = await clerk.post(f"{path}/reopen", WHY, revision=1)
    assert none.json()["code"] == "hire-not-answered"
    await clerk.done(f"{path}/decline", {**ON, "declined_for": "unwilling"}, revision=1)
    row = (await clerk.get(path)).json()
    assert (row["state"], row["declined_for_words"]["en"]) == ("declined", "Does not want to join")
    assert (await clerk.post(f"{path}/admit", ON, revision=2)).json()["code"] == "hire-not-open"
    assert [each["id"] for each in (await clerk.get("/hires", state="answered")).json()["items"]] == [hire]
    await clerk.done(f"{path}/reopen", WHY, revision=2)
    await clerk.done(f"{path}/gone", ON, revision=3)
    await clerk.done(f"{path}/reopen", WHY, revision=4)
    await clerk.done(f"{path}/admit", ON, revision=5)
    kinds = [each["type"].rpartition("membership.")[2] for each in (await clerk.get(f"{path}/history")).json()["items"]]
    assert kinds[::-1] == [
        "hire.entered.v1",
        "hire.declined.v1",
        "record.voided.v1",
        "hire.gone.v1",
        "record.voided.v1",
        "member.admitted.v1",
        "hire.admitted.v1",
    ]


async def test_an_entry_is_corrected_or_voided_while_it_waits(firm: Firm) -> None:
    place, clerk = firm.place, firm.place.clerk()
    number = id_number()
    hire = await firm.entered(name="王小明")
    await firm.entered(id_number=number)
    path = f"/hires/{hire}"
    employer = await place.employer()
    await clerk.done(f"{path}/correct", {**WHY, "employer": employer, "occurred_on": "2026-05-02"}, revision=1)
    assert counted((await place.events(hire))[-1]) == {("new-hires", "migrant", -1), ("new-hires", "migrant", 1)}
    future = await clerk.post(f"{path}/correct", {**WHY, "occurred_on": "2099-01-01"}, revision=2)
    assert future.json()["code"] == "day-in-the-future"
    taken = await clerk.post(f"{path}/correct-particulars", {**WHY, "id_number": number}, revision=2)
    assert taken.json()["code"] == "hire-entered-already"
    await clerk.done(f"{path}/correct-particulars", {**WHY, "id_number": "11010519491231002X"}, revision=2)
    await clerk.done(f"{path}/correct-particulars", {**WHY, "name": "李小明"}, revision=3)
    row = (await clerk.get(path)).json()
    assert (row["label"], row["employer"], row["hired_on"]) == ("李** 110105********002X", employer, "2026-05-02")
    await clerk.done(f"{path}/void", WHY, revision=4)
    assert (await clerk.post(f"{path}/correct", WHY, revision=5)).json()["code"] == "hire-not-open"
    assert hire not in {row["id"] for row in (await clerk.get("/hires")).json()["items"]}
    assert [row["id"] for row in (await clerk.get("/hires", state="void")).json()["items"]] == [hire]


async def test_hires_are_counted_by_employer(firm: Firm) -> None:
    place, clerk = firm.place, firm.place.clerk()
    beside = Firm(place, firm.union, await place.employer())
    first = await firm.entered()
    await firm.entered()
    await beside.entered()
    await clerk.done(f"/hires/{first}/admit", ON, revision=1)
    page = (await clerk.get("/hires/by-employer", limit=1)).json()
    rest = (await clerk.get("/hires/by-employer", limit=1, after=page["next"])).json()
    counts = {row["employer"]: (row["hires"], row["open"], row["admitted"]) for row in page["items"] + rest["items"]}
    assert counts == {firm.employer: (2, 1, 1), beside.employer: (1, 1, 0)}


async def test_a_hire_is_seen_in_full_by_the_clerk_alone_and_erased_when_answered(firm: Firm) -> None:
    place = firm.place
    hire = await firm.entered(name="王小明")
    path = f"/hires/{hire}"
    asked = {"fields": ["name"], "purpose": "contact"}
    shown = await place.clerk().post(f"{path}/reveal", asked)
    assert shown.json()["values"] == {"name": "王小明"}
    assert (await chair_of(place, firm.union).post(f"{path}/reveal", asked)).status_code == 403
    erase = {"reason": "own-request", "occurred_on": DAY}
    kept = await place.organiser.post(f"{path}/erase", erase, revision=1)
    assert kept.json()["code"] == "kept-by-law"
    await place.clerk().done(f"{path}/gone", ON, revision=1)
    await place.organiser.done(f"{path}/erase", erase, revision=2)
    assert (await place.clerk().get(path)).json()["label"] == "（已删除）"


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"id_number": id_number(birthday="20200101")}, "under-age"),
        ({"occurred_on": "2099-01-01"}, "day-in-the-future"),
        ({"employer": "01990000-0000-7000-8000-000000000000"}, "employer-not-there"),
    ],
)
async def test_an_impossible_hire_is_refused(firm: Firm, fields: dict[str, str], code: str) -> None:
    answer = await firm.place.clerk().post("/hires", firm.hire(**fields))
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_offices_that_do_not_organise_see_no_hires(firm: Firm) -> None:
    for office in (Office.AUDITOR, Office.MEMBER, Office.COUNTY_LEADER):
        assert (await firm.place.office(office).get("/hires")).status_code == 403


async def test_a_hire_and_an_applicant_move_with_their_union_to_another_township(place: County) -> None:
    """What the vault holds of them too, so that the township that has the union now admits them."""
    federation = await place.federation()
    union = await place.union(await place.township_union(federation))
    firm = Firm(place, union, await place.employer())
    hire = await firm.entered(occurred_on="2026-03-10")
    body = {name: value for name, value in firm.hire(occurred_on="2026-03-10").items() if name != "employer"}
    application = (await place.clerk().done("/applications", body))["id"]
    await done(place, "move", county=True, union=union, parent=await place.township_union(federation, "101"))
    assert (await place.clerk().get("/hires")).json()["items"] == []
    (row,) = (await place.clerk("101").get("/hires")).json()["items"]
    assert (row["id"], row["area"]) == (hire, place.code + "101")
    await place.clerk("101").done(f"/hires/{hire}/admit", ON, revision=row["revision"])
    seen = (await place.clerk("101").get(f"/applications/{application}")).json()
    await place.chair("101").done(f"/applications/{application}/approve", ON, revision=seen["revision"])
    assert (await place.clerk("101").get(f"/members/{application}")).json()["state"] == "active"
