"""Rows and files at the edge: nobody left to admit, unions beyond reach, cells of every kind, superseded work."""

import base64
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from chassis.imports import actions, dry_run, run, work
from chassis.imports.asked import NothingMade
from chassis.imports.content import Found
from chassis.imports.problem import Problem
from chassis.imports.store import Stored
from chassis.imports.workbook import annotated
from chassis.refusal import Restored
from services.membership.roster import store
from tests.membership.people import County
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import HEADINGS, base64_of, cells, people, text_table, workbook


async def stored(bringing: Bringing, batch: str) -> Stored:
    """The import as the background sees it."""
    found = await work._stored(bringing.shop, batch)  # type: ignore[arg-type]
    assert found
    return found


async def test_a_run_in_which_everybody_was_admitted_meanwhile_ends(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    rows = people(2)
    batch = await bringing.checked(text_table(rows), union=union)
    for row in rows[1:]:
        await place.member(union, id_number=row[2])
    await bringing.do(batch, "confirm", {"good_only": True})
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["made"], seen["refused"]) == ("done", 0, 2)


async def test_a_union_beyond_the_clerks_reach_admits_nobody(place: County) -> None:
    """Whether it is another township's, another county's or nobody's: as if it were not there."""
    federation = await place.federation()
    await place.township_union(federation)
    theirs = await place.union(await place.township_union(federation, "101"), "101", name="外乡工会")
    bringing = Bringing.of(place)
    for union in (theirs, "01a209fa-6690-7697-a815-eb09bbf83024"):
        batch = await bringing.checked(text_table(people(1)), union=union)
        assert await bringing.problems(batch) == [(2, "union", "not-found")]
    batch = await bringing.checked(text_table(people(1, union="外乡工会")))
    assert await bringing.problems(batch) == [(2, "union", "unknown-union")]


async def test_rule_1_a_union_in_founding_admits_nobody_by_roster(place: County) -> None:
    town = await place.township_union(await place.federation())
    union = await place.founded(town)
    bringing = Bringing.of(place)
    batch = await bringing.checked(text_table(people(1)), union=union)
    assert await bringing.problems(batch) == [(2, None, "union-not-active")]


async def test_a_file_larger_than_twenty_megabytes_is_refused(place: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_BYTES", 100)
    answer = await place.clerk().post("/roster", {"content": base64_of(b"x," * 60)})
    assert (answer.status_code, answer.json()["code"]) == (413, "file-too-large")
    large = base64.b64encode(b"x," * 11_500_000).decode()
    answer = await place.clerk().post("/roster", {"content": large})
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


async def test_large_uploads_are_taken_in_few_at_a_time(place: County, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(place.service.app.state, "files_in_flight", 3, raising=False)
    large = base64_of(text_table([["x"] * 50] * 10_000))
    answer = await place.clerk().post("/roster", {"content": large})
    assert (answer.status_code, answer.json()["code"]) == (503, "busy")
    assert (await place.clerk().post("/roster", {"content": base64_of(b"a,b")})).status_code == 201


async def test_a_sheet_can_be_named_with_the_upload(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    data = workbook(people(1), sheets={"另一张": people(2)})
    batch = await bringing.checked(data, union=union, sheet="另一张")
    assert (await bringing.seen(batch))["good"] == 2


def test_cells_of_every_kind_come_back_as_they_were() -> None:
    moment, minutes = datetime(2024, 3, 5, 13, 30), timedelta(hours=26)  # noqa: DTZ001 - a spreadsheet knows no zone
    rows: list[list[Any]] = [
        ["布尔", "日期", "时刻", "时间", "时长", "小数", "整数", "空"],
        [True, date(2024, 3, 5), moment, time(8, 30), minutes, 1.5, 13812345678.0, ""],
        [False, date(2024, 3, 6), moment, time(8, 30), minutes, 2.5, 2.0, ""],
    ]
    wrong = [Problem(2, "name", "x", "错", "wrong"), Problem(2, None, "y", "整行错", "wrong row")]
    data = annotated(Found("", [""], 1, [], {7: "name"}), rows, wrong, {"name": "姓名"})
    back = cells(data, "数据")
    assert back[0] == rows[0]
    assert back[1][:3] == [True, date(2024, 3, 5), moment]
    assert back[1][5:] == [1.5, 13812345678.0, ""]
    assert cells(data, "问题清单")[1][:2] == [2.0, "H 姓名"]
    assert cells(data, "问题清单")[2][:2] == [2.0, "整行"]


async def test_work_that_was_superseded_changes_nothing(place: County) -> None:
    """The clerk cancelled, or asked for something else, between two pieces."""
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.upload(text_table(people(2)), union=union)
    checking = await stored(bringing, batch)
    await bringing.do(batch, "cancel")
    await dry_run.check(bringing.shop, checking)
    await run.stop(bringing.shop, checking, "failed")
    done = await bringing.run(text_table(people(2)), union=union)
    await bringing.do(done, "undo")
    undoing = await stored(bringing, done)
    await bringing.background()
    await run.undo_piece(bringing.shop, undoing)
    await run.write_piece(bringing.shop, replace(undoing, state="running"))
    assert [(await bringing.seen(each))["state"] for each in (batch, done)] == ["cancelled", "undone"]


async def test_a_cancelled_check_stops_between_pieces(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.upload(text_table(people(2)), union=union)

    async def cancelled(tx: Any, *_: Any) -> int:
        await tx.run("UPDATE import_batch SET state = 'cancelled', revision = revision + 1 WHERE id = $1", batch)
        return 0

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(dry_run, "_check_piece", cancelled)
        await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["good"]) == ("cancelled", 0)


async def test_a_county_that_waits_for_a_fork_lets_imports_wait(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(text_table(people(1)), union=union)
    await bringing.do(batch, "confirm", {"good_only": False})

    async def restored(*_: Any) -> None:
        raise Restored

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "admit_all", restored)
        with pytest.raises(Restored):
            await bringing.background()
    assert (await bringing.seen(batch))["state"] == "running"
    await bringing.background()
    assert (await bringing.seen(batch))["state"] == "done"


async def test_a_refusal_nobody_foresaw_stops_the_import(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(text_table(people(1)), union=union)
    await bringing.do(batch, "confirm", {"good_only": False})

    async def refusing(*_: Any) -> None:
        raise NothingMade

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "admit_all", refusing)
        await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["reason"]) == ("stopped", "failed")
    await bringing.do(batch, "cancel")


async def test_an_undo_that_cannot_go_on_can_be_asked_for_again(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.run(text_table(people(2)), union=union)
    await bringing.do(batch, "undo")

    async def failing(*_: Any) -> None:
        raise ZeroDivisionError

    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(store, "void_all", failing)
        await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["reason"], seen["undone"]) == ("cancelled", "failed", 0)
    await bringing.do(batch, "undo")
    await bringing.background()
    assert (await bringing.seen(batch))["undone"] == 2
    await bringing.run(text_table([HEADINGS, *people(1)[1:]]), union=union)


async def test_another_process_at_work_on_an_import_is_left_to_it(place: County) -> None:
    await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.upload(text_table(people(1)))
    async with bringing.shop.database.connection() as alone:
        assert await alone.fetchval("SELECT pg_try_advisory_lock(hashtextextended($1::text, 9))", batch)
        assert not await work.work_on_next(bringing.shop)
        await alone.execute("SELECT pg_advisory_unlock(hashtextextended($1::text, 9))", batch)
    assert await work.work_on_next(bringing.shop)
