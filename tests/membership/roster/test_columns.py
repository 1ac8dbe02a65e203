"""Columns that cannot be guessed are asked once, and known the next time."""

from tests.membership.people import County
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import text_table
from tests.support.numbers import id_number

GIVEN = {"employment": "regular", "occurred_on": "2026-03-02"}


def strange(rows: int = 2) -> bytes:
    """A file whose names nobody could find."""
    return text_table(
        [["工友", "证件", "手机", "手机号"], *(["王小明", id_number(), "", "13812345678"] for _ in range(rows))]
    )


async def test_missing_and_ambiguous_columns_are_asked_and_kept_for_the_township(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(strange(), union=union, **GIVEN)
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["ambiguous"], seen["missing"]) == (
        "mapping",
        {"phone": [3, 4]},
        ["name", "id_number"],
    )
    assert [(each["letter"], each["heading"], each["field"]) for each in seen["columns"]] == [
        ("A", "工友", None),
        ("B", "证件", None),
        ("C", "手机", None),
        ("D", "手机号", None),
    ]
    known = {each["field"]: (each["required"], each["given"]) for each in seen["fields"]}
    assert known["union"] == (True, True)
    assert known["phone"] == (False, False)
    columns = [{"column": 1, "field": "name"}, {"column": 2, "field": "id_number"}, {"column": 4, "field": "phone"}]
    await bringing.do(batch, "map", {"columns": columns})
    await bringing.background()
    assert (await bringing.seen(batch))["good"] == 2
    again = await bringing.checked(strange(3), union=union, **GIVEN)
    seen = await bringing.seen(again)
    assert (seen["state"], seen["good"]) == ("checked", 3)
    assert [each["field"] for each in seen["columns"]] == ["name", "id_number", None, "phone"]
    saved = await place.rows("SELECT import_mapping::text AS t FROM import_mapping WHERE area = $1", f"{place.code}100")
    assert len(saved) == 4
    assert "工友" not in str([row["t"] for row in saved])


async def test_another_township_is_asked_itself(place: County) -> None:
    federation = await place.federation()
    unions = [await place.union(await place.township_union(federation, each), each) for each in ("100", "101")]
    one, other = Bringing.of(place), Bringing.of(place, "101")
    batch = await one.checked(strange(), union=unions[0], **GIVEN)
    columns = [{"column": 1, "field": "name"}, {"column": 2, "field": "id_number"}]
    await one.do(batch, "map", {"columns": columns})
    await one.background()
    theirs = await other.checked(strange(), union=unions[1], **GIVEN)
    assert (await other.seen(theirs))["state"] == "mapping"
    assert (await other.clerk.get(f"/roster/{batch}")).status_code == 404
    assert (await one.seen(batch))["state"] == "checked"


async def test_what_the_form_gives_for_the_whole_file_can_follow_later(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    file = text_table([["花名册", ""], ["姓名", "身份证号"], ["王小明", id_number()]])
    batch = await bringing.checked(file)
    assert (await bringing.seen(batch))["missing"] == ["employment", "occurred_on", "union"]
    await bringing.do(batch, "map", {"union": union, **GIVEN})
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["state"], seen["good"], seen["given"]["union"]) == ("checked", 1, union)
    assert seen["due_on"] is not None
    assert seen["days_left"] == 7


async def test_the_row_of_the_headings_can_be_said(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    file = text_table([["姓名", "身份证号"], ["名", "号"], ["王小明", id_number()]])
    batch = await bringing.checked(file, union=union, **GIVEN)
    assert (await bringing.seen(batch))["wrong"] == 1
    columns = [{"column": 1, "field": "name"}, {"column": 2, "field": "id_number"}]
    await bringing.do(batch, "map", {"header_row": 2, "columns": columns})
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["header_row"], seen["good"], seen["wrong"]) == (2, 1, 0)
    await bringing.do(batch, "map", {"header_row": 1})
    await bringing.background()
    seen = await bringing.seen(batch)
    assert (seen["header_row"], seen["good"], seen["wrong"]) == (1, 1, 1)
    await bringing.do(batch, "map", {"header_row": 9})
    await bringing.background()
    assert (await bringing.seen(batch))["reason"] == "no-rows"


async def test_an_import_is_asked_things_at_their_time(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.upload(strange(), union=union)
    for what, body in (("map", {}), ("check", {}), ("confirm", {"good_only": True}), ("undo", {})):
        answer = await bringing.clerk.post(f"/roster/{batch}/{what}", body, revision=1)
        assert (answer.status_code, answer.json()["code"]) == (409, "import-not-in-this-state"), what
    assert (await bringing.clerk.post(f"/roster/{batch}/cancel", {}, revision=9)).status_code == 412
    assert (await bringing.clerk.post(f"/headcounts/{batch}/cancel", {}, revision=1)).status_code == 404
    assert (await bringing.clerk.get(f"/headcounts/{batch}")).status_code == 404
    await bringing.do(batch, "cancel")
    await bringing.background()
    assert (await bringing.seen(batch))["state"] == "cancelled"
    answer = await bringing.clerk.post(f"/roster/{batch}/undo", {}, revision=2)
    assert answer.json()["code"] == "import-made-nothing"
    listed = (await bringing.clerk.get("/roster", state="cancelled")).json()["items"]
    assert [each["id"] for each in listed] == [batch]
    assert listed[0]["label"].endswith(" · 0")
    assert (await bringing.clerk.get("/roster", state="done")).json()["items"] == []


async def test_checking_again_sees_what_has_changed(place: County) -> None:
    town = await place.township_union(await place.federation())
    bringing = Bringing.of(place)
    file = text_table([["姓名", "身份证号", "工会"], ["王小明", id_number(), "新厂工会"]])
    batch = await bringing.checked(file, **GIVEN)
    assert await bringing.problems(batch) == [(2, "union", "unknown-union")]
    await place.union(town, name="新厂工会")
    await bringing.do(batch, "check")
    await bringing.background()
    assert await bringing.problems(batch) == []
    assert (await bringing.seen(batch))["good"] == 1
