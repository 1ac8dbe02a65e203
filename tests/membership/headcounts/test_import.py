"""Headcounts by one file, through the same engine as rosters."""

from typing import Any

from services.membership.headcounts.running import HEADCOUNTS
from tests.membership.people import County
from tests.membership.roster.bringing import Bringing, workshop
from tests.membership.roster.files import cells, text_table, workbook
from tests.support.numbers import credit_code

HEADINGS = ["单位名称", "统一社会信用代码", "职工总数", "统计日期"]


def bringing(place: County, township: str = "100") -> Bringing:
    """The clerk with a list."""
    return Bringing(place, place.clerk(township), workshop(place, HEADCOUNTS), "/headcounts")


async def test_every_row_is_reported_as_by_the_single_command(place: County) -> None:
    codes = [credit_code() for _ in range(3)]
    employers = [await place.employer(credit_code=code) for code in codes]
    town = await place.township_union(await place.federation())
    await place.union(town, kind="single", employers=[employers[0]])
    rows: list[list[Any]] = [HEADINGS, *(["厂", code, 10.0 + n, "2026年3月2日"] for n, code in enumerate(codes))]
    rows += [["厂", codes[0].lower(), "1，015人", "2026-04-01"]]
    of = bringing(place)
    batch = await of.run(workbook(rows, title="职工人数统计表"))
    seen = await of.seen(batch)
    assert (seen["state"], seen["made"], seen["refused"]) == ("done", 4, 0), seen
    said = [
        (event["occurredon"], event["data"]["headcount"], event["data"]["covered"])
        for event in await place.events(employers[0])
        if event["type"].endswith("headcount-reported.v1")
    ]
    assert said == [("2026-03-02", 10, 10), ("2026-04-01", 1015, 1015)]
    stated = await place.rows("SELECT count(*)::int AS n FROM headcounts WHERE employer = ANY($1)", employers)
    assert stated[0]["n"] == 4
    assert (await place.events(batch))[-1]["data"]["import_of"] == "headcounts"


async def test_rows_that_the_single_command_would_refuse_are_told(place: County) -> None:
    code, elsewhere = credit_code(), credit_code()
    employer = await place.employer(credit_code=code)
    await place.employer("101", credit_code=elsewhere)
    clerk = place.clerk()
    await clerk.done(f"/employers/{employer}/headcount", {"headcount": 5, "occurred_on": "2026-01-01"}, revision=1)
    rows = [
        HEADINGS,
        ["", code, "7", "2026-02-01"],
        ["", code, "8", "2026-02-01"],
        ["", code, "9", "2026-01-01"],
        ["", code, "9", "2019-01-01"],
        ["", code, "9", "2099-01-01"],
        ["", elsewhere, "9", "2026-02-01"],
        ["", "91340828", "9", "2026-02-01"],
        ["", code, "-1", "2026-02-02"],
        ["", code, "九人", "2026-02-02"],
        ["", "", "9", "2026-02-02"],
    ]
    of = bringing(place)
    batch = await of.checked(text_table(rows))
    assert await of.problems(batch) == [
        (3, "employer", "twice-in-file"),
        (4, "occurred_on", "day-already-reported"),
        (5, "occurred_on", "before-registration"),
        (6, "occurred_on", "day-in-the-future"),
        (7, "employer", "unknown-employer"),
        (8, "employer", "unknown-employer"),
        (9, "headcount", "greater-than-equal"),
        (10, "headcount", "not-a-number"),
        (11, "employer", "missing"),
    ]
    answer = await clerk.get(f"/headcounts/{batch}/workbook")
    assert cells(answer.content)[:2] == rows[:2]
    await clerk.done(f"/employers/{employer}/headcount", {"headcount": 6, "occurred_on": "2026-02-01"}, revision=2)
    await of.do(batch, "confirm", {"good_only": True})
    await of.background()
    seen = await of.seen(batch)
    assert (seen["state"], seen["made"], seen["refused"]) == ("done", 0, 1)


async def test_columns_of_a_list_are_asked_and_a_list_is_given_up(place: County) -> None:
    code = credit_code()
    await place.employer(credit_code=code)
    of = bringing(place)
    batch = await of.checked(text_table([["甲", "乙"], [code, "12"]]))
    assert (await of.seen(batch))["missing"] == ["employer", "headcount", "occurred_on"]
    columns = [{"column": 1, "field": "employer"}, {"column": 2, "field": "headcount"}]
    await of.do(batch, "map", {"columns": columns, "occurred_on": "2026-02-01"})
    await of.background()
    assert (await of.seen(batch))["good"] == 1
    await of.do(batch, "check")
    await of.background()
    await of.do(batch, "cancel")
    listed = (await of.clerk.get("/headcounts", state="cancelled")).json()["items"]
    assert [each["id"] for each in listed] == [batch]
    assert len((await of.clerk.get(f"/headcounts/{batch}/history")).json()["items"]) == 6
