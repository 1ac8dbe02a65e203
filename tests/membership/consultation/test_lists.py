"""Boards, lists and the record: where talks stand, which clock runs, how long yet."""

from datetime import date
from typing import Any

from contracts.offices import Office
from tests.membership.consultation.talks import Talks
from tests.membership.consultation.test_way import today_of


async def ids(talks: Talks, **params: Any) -> list[str]:
    answer = await talks.by.get("/consultations", **params)
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


async def test_the_list_finds_by_state_step_kind_and_name(talks: Talks) -> None:
    offered, talking = await talks.offer(), await talks.until("accept", kind="safety")
    agreement = await talks.in_force(kind="women")
    gone = await talks.offer()
    await talks.step(gone, "void", reason="duplicate")
    assert set(await ids(talks)) == {offered, talking, agreement}
    assert await ids(talks, state="void") == [gone]
    assert await ids(talks, state="in-force") == [agreement]
    assert await ids(talks, can="accept") == [offered]
    assert set(await ids(talks, can="withdraw")) == {offered, talking}
    assert await ids(talks, kind="safety") == [talking]
    assert await ids(talks, level="regional") == []
    assert len(await ids(talks, union=talks.union)) == 3
    assert len(await ids(talks, q="石关茶厂")) == 3
    assert len(await ids(talks, q="基层工会")) == 3
    assert await ids(talks, q="无此单位") == []
    assert set(await ids(talks, overdue="true")) == {offered, agreement}
    assert await ids(talks, overdue="false") == [talking]


async def test_pages_go_on_by_the_nearest_clock(talks: Talks) -> None:
    late, soon = await talks.offer(occurred_on="2025-11-21"), await talks.offer()
    none = await talks.until("accept")
    found, after = [], None
    while True:
        params: dict[str, Any] = {"after": after} if after else {}
        page = (await talks.by.get("/consultations", limit=1, **params)).json()
        found += [row["id"] for row in page["items"]]
        if not (after := page["next"]):
            break
    assert found == [soon, late, none]


async def test_a_row_shows_its_clock_in_calendar_and_working_days(talks: Talks) -> None:
    offered = await talks.offer()
    today = await today_of(talks)
    clock = (await talks.row(offered))["clock"]
    assert (clock["words"]["zh"], clock["due_on"]) == ("回应期限", "2025-12-10")
    assert clock["days_left"] == (date(2025, 12, 10) - today).days
    assert clock["days_left"] < clock["working_days_left"] < 0
    assert not clock["provisional"]


async def test_the_record_names_both_sides_and_all_days(talks: Talks) -> None:
    agreement = await talks.in_force(demand="工资增长")
    row = await talks.row(agreement)
    assert row["label"].endswith("· 工资专项集体合同")
    assert [each["label"] for each in row["employers"]] == ["石关茶厂"]
    assert len(row["members"]) == 3
    assert (row["employer_side"], row["chief_as_words"]["zh"]) == (3, "工会主席")
    assert row["forum_words"]["zh"] == "职工代表大会"
    days = [
        row[f"{step}_on"] for step in ("offered", "answered", "drafted", "passed", "signed", "reported", "received")
    ]
    assert days == [
        "2025-11-20", "2025-12-01", "2026-01-05", "2026-01-10", "2026-01-12", "2026-01-20", "2026-02-10"
    ]  # fmt: skip
    assert [(text["step"], text["text"]) for text in row["texts"]] == [
        ("report", "石工2026-1号"),
        ("draft", "工资增长百分之五"),
        ("offer", "工资增长"),
    ]
    offered = await talks.row(await talks.offer())
    assert (offered["chief_as_words"], offered["forum_words"]) == (None, None)


async def test_free_words_stand_in_no_event(talks: Talks) -> None:
    agreement = await talks.in_force(demand="王小明提出")
    told = str(await talks.place.events(agreement))
    assert "王小明" not in told
    assert "百分之五" not in told


async def test_the_board_counts_states_in_their_order(talks: Talks) -> None:
    await talks.offer()
    await talks.offer()
    await talks.in_force()
    other = await talks.place.clerk("101").get("/consultations/board")
    assert other.json() == []
    columns = (await talks.by.get("/consultations/board")).json()
    assert [(each["state"], each["number"], each["overdue"]) for each in columns] == [
        ("offered", 2, 2),
        ("in-force", 1, 1),
    ]
    assert columns[0]["next_due_on"] == "2025-12-10"
    assert columns[0]["words"]["zh"] == "已要约，待回应"
    chosen = await talks.by.get("/consultations/board", union=talks.employer)
    assert chosen.json() == []


async def test_the_county_sees_all_its_townships_talks(talks: Talks) -> None:
    agreement = await talks.in_force()
    organiser = talks.place.office(Office.COUNTY_ORGANISER)
    rows = (await organiser.get("/consultations")).json()["items"]
    assert [row["id"] for row in rows] == [agreement]
    happened = (await organiser.get(f"/consultations/{agreement}/history")).json()["items"]
    assert happened[0]["words"]["zh"] == "集体合同生效"
    assert len(happened) == 9


async def test_leaders_and_auditors_see_how_talks_stand_and_nobody_by_name(talks: Talks) -> None:
    agreement = await talks.in_force(demand="王小明提出")
    for office in (Office.COUNTY_LEADER, Office.AUDITOR):
        row = (await talks.place.office(office).get(f"/consultations/{agreement}")).json()
        assert (row["state"], row["employer_side"]) == ("in-force", 3)
        assert (row["members"], row["texts"]) == ([], [])
