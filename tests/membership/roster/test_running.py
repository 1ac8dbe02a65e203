"""A roster from the upload to the last member: admitted once each, through kills, by whoever may, undone untouched."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from chassis.imports import run, work
from chassis.imports.workshop import Workshop
from contracts.offices import Office
from services.membership.roster import store
from services.membership.roster.running import ROSTER
from tests.membership.people import County
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import HEADINGS, base64_of, people, text_table, workbook
from tests.support import databases
from tests.support.numbers import id_number

COUNT = "SELECT count(*)::int AS n FROM members WHERE county = $1 AND state = 'active'"
EVENTS = "SELECT count(*)::int AS n FROM journal WHERE county = $1 AND type = $2"
ADMITTED = "cn.gonghui.membership.member.admitted.v1"


async def admitted(place: County) -> tuple[int, int]:
    """Members, and events that admitted one."""
    members = await place.rows(COUNT, place.code)
    return members[0]["n"], (await place.rows(EVENTS, place.code, ADMITTED))[0]["n"]


@pytest.fixture
def pieces() -> Iterator[None]:
    """Three rows a piece."""
    before = ROSTER.chunk
    object.__setattr__(ROSTER, "chunk", 3)
    yield
    object.__setattr__(ROSTER, "chunk", before)


async def test_every_good_row_is_admitted_with_an_event_of_its_own(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(workbook(people(5), title="某某厂会员花名册"), union=union)
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["rows"], seen["good"], seen["wrong"]) == ("checked", 5, 5, 0), seen
    await bringing.do(batch, "confirm", {"good_only": False})
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["made"], seen["refused"]) == ("done", 5, 0), seen
    members = await place.rows("SELECT id FROM members WHERE union_id = $1", union)
    assert len(members) == 5
    for row in members:
        (event,) = await place.events(str(row["id"]))
        assert event["type"] == ADMITTED
        assert event["actor"] == f"township-clerk-{place.code}100"
        assert event["data"]["place"] == {"org": union, "area": f"{place.code}100"}
    listed = (await bringing.clerk.get("/members", q="王小明")).json()["items"]
    assert len(listed) == 5


async def test_the_trail_tells_counts_and_no_names(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    rows = people(4)
    rows[2][2] = "1"
    batch = await bringing.run(workbook(rows), union=union, good_only=True)
    said = await place.events(batch)
    assert [event["type"].removeprefix("cn.gonghui.membership.") for event in said] == [
        "import.uploaded.v1",
        "import.checked.v1",
        "import.confirmed.v1",
        "import.finished.v1",
    ]
    checked, finished = said[1]["data"], said[3]["data"]
    assert (checked["rows"], checked["good"], checked["wrong"], checked["elsewhere"]) == (4, 3, 1, 0)
    assert (finished["made"], finished["refused"], finished["import_of"]) == (3, 0, "roster")
    assert "王" not in str(said)
    history = (await bringing.clerk.get(f"/roster/{batch}/history")).json()["items"]
    assert len(history) == 4


async def test_all_or_nothing_refuses_a_file_with_problems(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    rows = people(2)
    rows[1][2] = "1"
    batch = await bringing.checked(workbook(rows), union=union)
    answer = await bringing.clerk.post(f"/roster/{batch}/confirm", {"good_only": False}, revision=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "import-has-problems")
    rows[2][2] = "2"
    batch = await bringing.checked(workbook(rows), union=union)
    answer = await bringing.clerk.post(f"/roster/{batch}/confirm", {"good_only": True}, revision=2)
    assert (answer.status_code, answer.json()["code"]) == (409, "import-without-good-rows")
    assert await admitted(place) == (0, 0)


async def test_somebody_admitted_meanwhile_is_left_out_and_told(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    rows = people(3)
    batch = await bringing.checked(workbook(rows), union=union)
    await place.member(union, id_number=rows[2][2])
    await bringing.do(batch, "confirm", {"good_only": True})
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["made"], seen["refused"]) == ("done", 2, 1)
    assert await bringing.problems(batch) == [(3, "id_number", "already-a-member")]
    assert await admitted(place) == (3, 3)


@pytest.mark.usefixtures("pieces")
async def test_with_all_or_nothing_a_row_refused_meanwhile_undoes_the_rest(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    rows = people(8)
    batch = await bringing.checked(workbook(rows), union=union)
    await place.member(union, id_number=rows[8][2])
    await bringing.do(batch, "confirm", {"good_only": False})
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["reason"], seen["made"], seen["undone"]) == ("undone", "row-refused", 7, 7)
    assert (await admitted(place))[0] == 1


@pytest.mark.usefixtures("pieces")
async def test_killed_between_pieces_it_goes_on_and_admits_nobody_twice(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(workbook(people(10)), union=union)
    await bringing.do(batch, "confirm", {"good_only": False})
    wrote = store.admit_all
    written = 0

    async def killed(*args: Any) -> None:
        nonlocal written
        written += 1
        await wrote(*args)
        if written == 2:
            raise asyncio.CancelledError  # behind the rows, before their transaction's end

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "admit_all", killed)
        with pytest.raises(asyncio.CancelledError):
            await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["made"], seen["reached"], seen["of"]) == ("running", 3, 3, 10)
    assert await admitted(place) == (3, 3)
    await bringing.background()
    assert (await bringing.seen(batch))["state"] == "done"
    assert await admitted(place) == (10, 10)


@pytest.mark.usefixtures("pieces")
async def test_a_connection_cut_in_the_middle_loses_and_doubles_nothing(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(workbook(people(10)), union=union)
    await bringing.do(batch, "confirm", {"good_only": False})
    wrote = store.admit_all
    cut = 0

    async def cut_off(tx: Any, *args: Any) -> None:
        nonlocal cut
        await wrote(tx, *args)
        cut += 1
        if cut in (1, 3):
            await databases.execute(
                place.service.settings.database_url, "SELECT pg_terminate_backend($1)", tx.connection.get_server_pid()
            )

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "admit_all", cut_off)
        for _ in range(3):
            try:
                await bringing.background()
            except work.PASSING:
                continue
    assert cut > 4
    assert (await bringing.seen(batch))["state"] == "done"
    assert await admitted(place) == (10, 10)


@pytest.mark.usefixtures("pieces")
async def test_two_processes_at_once_admit_everybody_once(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    one, two = [await bringing.checked(workbook(people(9)), union=union) for _ in range(2)]
    for batch in (one, two):
        await bringing.do(batch, "confirm", {"good_only": False})
    await asyncio.gather(*(bringing.background() for _ in range(4)))
    assert [(await bringing.seen(batch))["state"] for batch in (one, two)] == ["done", "done"]
    assert await admitted(place) == (18, 18)


async def test_the_same_piece_given_to_two_is_written_by_one(place: County) -> None:
    """Even when both take it for theirs: the row of the import is locked, and its piece has moved on."""
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(workbook(people(4)), union=union)
    await bringing.do(batch, "confirm", {"good_only": False})
    stored = await work._stored(bringing.shop, batch)  # type: ignore[arg-type]
    assert stored
    await asyncio.gather(run.write_piece(bringing.shop, stored), run.write_piece(bringing.shop, stored))
    assert await admitted(place) == (4, 4)


@pytest.mark.usefixtures("pieces")
async def test_an_appointment_that_ends_stops_the_run_and_another_clerk_goes_on(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(workbook(people(10)), union=union)
    await bringing.do(batch, "confirm", {"good_only": False})
    wrote = run.write_piece
    account = f"township-clerk-{place.code}100"

    async def dismissed(shop: Workshop, stored: Any) -> None:
        await wrote(shop, stored)
        await databases.execute(
            place.service.settings.database_url, "UPDATE appointment SET ended_at = now() WHERE account = $1", account
        )

    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(work.STEPS, "running", dismissed)
        await bringing.background()
    assert await admitted(place) == (3, 3)
    stopped = (await place.events(batch))[-1]
    assert stopped["data"]["stopped_because"] == "authority-ended"
    bringing.clerk = place.office(Office.TOWNSHIP_CLERK, f"{place.code}100", "the-other-clerk")
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["reason"], seen["made"]) == ("stopped", "authority-ended", 3)
    await bringing.do(batch, "confirm", {"good_only": False})
    await bringing.background()
    assert (await bringing.seen(batch))["state"] == "done"
    assert await admitted(place) == (10, 10)
    assert (await place.events(batch))[-1]["actor"] == "the-other-clerk"


async def test_an_error_of_the_system_stops_one_import_and_not_the_next(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    one, two = [await bringing.checked(workbook(people(2)), union=union) for _ in range(2)]
    for batch in (one, two):
        await bringing.do(batch, "confirm", {"good_only": False})
    failed: list[bool] = []
    wrote = store.admit_all

    async def failing(*args: Any) -> None:
        if not failed:
            failed.append(True)
            raise ZeroDivisionError
        await wrote(*args)

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "admit_all", failing)
        await bringing.background()
    assert [(await bringing.seen(batch))["state"] for batch in (one, two)] == ["stopped", "done"]
    assert (await bringing.seen(one))["reason"] == "failed"
    await bringing.do(one, "confirm", {"good_only": False})
    await bringing.background()
    assert await admitted(place) == (4, 4)


@pytest.mark.usefixtures("pieces")
async def test_a_cancelled_run_stops_behind_its_piece_and_is_undone(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(workbook(people(7)), union=union)
    await bringing.do(batch, "confirm", {"good_only": False})
    wrote = run.write_piece

    async def cancelled(shop: Workshop, stored: Any) -> None:
        await wrote(shop, stored)
        await bringing.do(batch, "cancel")

    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(work.STEPS, "running", cancelled)
        await bringing.background()
    assert await admitted(place) == (3, 3)
    await bringing.do(batch, "undo")
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["undone"], seen["kept"]) == ("undone", 3, 0)
    assert (await admitted(place))[0] == 0


@pytest.mark.usefixtures("pieces")
async def test_undo_voids_who_is_untouched_and_leaves_the_others(place: County) -> None:
    town = await place.township_union(await place.federation())
    union, other = [await place.union(town) for _ in range(2)]
    bringing = Bringing.of(place)
    rows = people(8)
    batch = await bringing.run(workbook(rows), union=union)
    made = await place.rows("SELECT row, record FROM import_row WHERE batch = $1 ORDER BY row", batch)
    moved = made[4]
    body = {"to_union": other, "occurred_on": "2026-04-01"}
    await bringing.clerk.done(f"/members/{moved['record']}/transfer", body, revision=1)
    await bringing.do(batch, "undo")
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["undone"], seen["kept"]) == ("undone", 7, 1)
    assert await bringing.problems(batch) == [(moved["row"], None, "built-upon")]
    assert (await admitted(place))[0] == 1
    (admission, voided) = await place.events(str(made[0]["record"]))
    assert voided["type"] == "cn.gonghui.membership.record.voided.v1"
    assert voided["occurredon"] == admission["occurredon"]
    assert voided["data"]["voids"] == admission["id"]
    assert voided["data"]["before"] == admission["data"]
    again = await bringing.run(workbook([HEADINGS, rows[1]]), union=union)  # the number is free
    assert (await bringing.seen(again))["made"] == 1
    answer = await bringing.clerk.post(f"/roster/{batch}/undo", {}, revision=seen["revision"])
    assert answer.json()["code"] == "import-not-in-this-state"


async def test_the_same_upload_twice_is_one_import(place: County) -> None:
    await place.base_union()
    bringing = Bringing.of(place)
    body = {"content": base64_of(text_table([HEADINGS]))}
    answers = [await bringing.clerk.post("/roster", body, key="one-file") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()


async def test_nothing_of_a_file_lies_in_the_clear(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    number = id_number()
    batch = await bringing.checked(
        text_table([HEADINGS, [1, "司马相如", number, "x", "2026-03-02", "", "", ""]]), union=union
    )
    pieces = await place.rows("SELECT sealed FROM import_piece WHERE batch = $1", batch)
    told = await place.rows("SELECT import_problem::text AS t FROM import_problem WHERE batch = $1", batch)
    everything = b"".join(row["sealed"] for row in pieces) + str([row["t"] for row in told]).encode()
    assert len(pieces) == 3
    assert number.encode() not in everything
    assert "司马相如".encode() not in everything
    assert "姓名".encode() not in b"".join(row["sealed"] for row in pieces)
