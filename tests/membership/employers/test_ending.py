"""An employer ends: from that day on it has no employees, and only what is true before it remains."""

from datetime import date

from services.membership.employers.domain import Reports, joined
from tests.membership.employers.test_headcounts import both
from tests.membership.people import County

END = {"end_reason": "bankrupt", "document": "（2021）皖破1号", "occurred_on": "2021-06-01"}
WHY = {"reason": "wrong-entry"}
ONE, TWO, THREE, FOUR = (date(2026, 1, day) for day in (1, 2, 3, 4))


def test_cover_that_ends_has_a_line_on_its_last_day() -> None:
    """And cover by two unions in turn, or at once, is one cover."""
    assert Reports({ONE: 7}, ((TWO, THREE),)).series() == {ONE: (7, 0), TWO: (7, 7), THREE: (7, 0)}
    assert Reports({ONE: 7}, ((TWO, THREE), (THREE, None))).series() == {ONE: (7, 0), TWO: (7, 7)}
    assert joined(((TWO, FOUR), (ONE, THREE))) == [(ONE, FOUR)]
    assert joined(((ONE, None), (TWO, THREE))) == [(ONE, None)]
    assert joined(((ONE, TWO), (THREE, None))) == [(ONE, TWO), (THREE, None)]


def test_employer_that_ended_has_nobody_from_that_day() -> None:
    """Also where cover was to end with it; nothing is said of one that never stated anything."""
    assert Reports({ONE: 7}, ((TWO, FOUR),), THREE).series() == {ONE: (7, 0), TWO: (7, 7), THREE: (0, 0)}
    assert Reports({}, (), THREE).series() == {}


async def test_employer_ends_and_its_headcount_with_it(place: County) -> None:
    """On a day after all that was stated; taken back, it is as if it had never ended."""
    town = await place.township_union(await place.federation())
    employer = await place.employer(headcount=40)
    await place.union(town, kind="single", employers=[employer])
    clerk, path = place.clerk(), f"/employers/{employer}"
    for day in ("2020-01-15", "2020-03-02"):
        early = await clerk.post(f"{path}/end", {**END, "occurred_on": day}, revision=1)
        assert early.json()["code"] == "active-later"
    before = await clerk.post(f"{path}/end", {**END, "occurred_on": "2020-01-14"}, revision=1)
    assert before.json()["code"] == "before-registration"
    alive = await clerk.post(f"{path}/void-end", WHY, revision=1)
    assert alive.json()["code"] == "employer-not-ended"
    await clerk.done(f"{path}/end", END, revision=1)
    assert await both(place, employer, "2021-05-31") == (40, 40)
    assert await both(place, employer, "2021-06-01") == (0, 0)
    row = (await clerk.get(path)).json()
    assert (row["state"], row["ended_on"], row["unit_type_number"]) == ("ended", "2021-06-01", 170)
    late = {"headcount": 3, "occurred_on": "2021-07-01"}
    assert (await clerk.post(f"{path}/headcount", late, revision=2)).json()["code"] == "employer-ended"
    await clerk.done(f"{path}/void-end", WHY, revision=2)
    assert await both(place, employer, "2021-06-01") == (40, 40)
    assert (await clerk.get(path)).json()["state"] == "active"
