"""Who took part is known, how is not: nothing kept tells one voter's choice from another's."""

from typing import Any

import pytest

from tests.membership.congress.meeting import MET, Sitting, sitting, unit
from tests.membership.people import County

# Every column there may be beside a voter. Another one has to be thought about, and decision 0074 with it.
BESIDE_A_VOTER = {"ballot", "delegate"}


async def everything(place: County) -> list[tuple[str, str]]:
    """Every row of every table of membership that holds the county's, as text: (table, row)."""
    tables = await place.rows(
        """SELECT c.relname AS name, array_agg(a.attname::text) AS columns FROM pg_class c
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' GROUP BY 1"""
    )
    found: list[tuple[str, str]] = []
    for table in tables:
        rows = await place.rows(f"SELECT t::text AS text FROM {table['name']} AS t")  # noqa: S608 - the catalogue's names
        found += [(table["name"], row["text"]) for row in rows]
    return found


async def of_voter(place: County, at: Sitting, voter: str) -> list[tuple[str, str]]:
    """All rows that name one voter, without what is the voter's own: id and seat. Events stay as they are."""
    rows = await place.rows(
        "SELECT seat FROM congress_delegates WHERE id = $1::uuid AND congress = $2::uuid", voter, at.congress
    )
    seat = rows[0]["seat"]
    kept = []
    for table, row in await everything(place):
        if voter not in row:
            continue
        text = row if table == "journal" else row.replace(voter, "VOTER")
        if table == "congress_delegates":
            text = text.replace(f",{seat},", ",SEAT,")
        kept.append((table, text))
    return sorted(kept)


@pytest.mark.parametrize(("yes", "no"), [(29, 1), (1, 29), (23, 7)])
async def test_all_that_is_kept_of_one_voter_is_kept_of_every_other(place: County, yes: int, no: int) -> None:
    at = await sitting(await unit(place))
    ballot = await at.closed()
    await at.of.clerk.done(f"/congress-ballots/{ballot}/count", at.totals(yes, no), revision=3)
    plain = at.present[2:]  # the first two are the tellers, which is public
    first = await of_voter(place, at, plain[0])
    assert {table for table, _ in first} >= {"congress_delegates", "congress_attendance", "congress_voters", "journal"}
    for voter in plain[1:6]:
        assert await of_voter(place, at, voter) == first  # the very same events, and rows that differ by the id alone


async def test_the_journal_names_voters_in_sorted_lists_and_totals_without_voters(place: County) -> None:
    at = await sitting(await unit(place))
    ballot = await at.counted(23)
    events = await place.events(ballot)
    taken = [event["data"] for event in events if event["type"].endswith("papers-taken.v1")]
    assert [data["voters"] for data in taken] == [sorted(at.present)]
    assert set(taken[0]) == {"ballot", "place", "voters", "issued"}
    counted = events[-1]["data"]
    named = [voter for voter in at.present if voter in str(counted)]
    assert sorted(named) == sorted(at.present[:2])  # the tellers


async def test_a_voters_row_holds_nothing_but_that_a_paper_was_taken(place: County) -> None:
    columns = await place.rows(
        """SELECT attname::text AS name FROM pg_attribute
        WHERE attrelid = 'congress_voters'::regclass AND attnum > 0 AND NOT attisdropped"""
    )
    assert {row["name"] for row in columns} == BESIDE_A_VOTER


async def test_voters_of_one_entry_share_transaction_and_order(place: County) -> None:
    """Neither the transaction nor the place in the table tells them apart: they are written sorted, at once."""
    at = await sitting(await unit(place))
    ballot = await at.counted(23)
    rows: list[Any] = await place.rows(
        "SELECT xmin::text AS xmin, delegate FROM congress_voters WHERE ballot = $1::uuid ORDER BY ctid", ballot
    )
    assert len({row["xmin"] for row in rows}) == 1
    assert [row["delegate"] for row in rows] == sorted(row["delegate"] for row in rows)


async def test_no_total_is_there_while_papers_are_out(place: County) -> None:
    at = await sitting(await unit(place))
    ballot = await at.opened()
    path = f"/congress-ballots/{ballot}"
    await at.of.clerk.done(f"{path}/take-papers", {"voters": at.present[:10], "occurred_on": MET}, revision=1)
    shown = (await at.of.clerk.get(path)).json()
    assert [shown[name] for name in ("returned", "yes", "no", "abstain", "invalid")] == [None] * 5
    row = (await place.rows("SELECT yes, no, abstain, invalid FROM congress_ballots WHERE id = $1::uuid", ballot))[0]
    assert set(row.values()) == {None}


async def test_a_unanimous_result_reveals_and_says_so(place: County) -> None:
    """What everybody voted follows from the totals alone; the page tells it, so that nobody is surprised."""
    at = await sitting(await unit(place))
    ballot = await at.counted(30)
    assert (await at.of.clerk.get(f"/congress-ballots/{ballot}")).json()["unanimous"] is True
