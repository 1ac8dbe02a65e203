"""Headcounts by day: late reports, corrections and a union's approval change exactly what counts."""

from datetime import date
from typing import Any

from contracts.declare import facts_of
from tests.membership.people import County

WHY = {"reason": "wrong-entry"}


async def counted(place: County, employer: str, metric: str, day: str) -> int | None:
    """What a reader of the log alone sees on a day: of the last day's reports the one recorded last holds."""
    held: dict[tuple[date, str], tuple[int, int]] = {}
    for position, event in enumerate(await place.events(employer)):
        first = event["data"].get("corrects") or event["data"].get("voids") or event["id"]
        for each in facts_of(event["type"], event["data"], date.fromisoformat(event["occurredon"])):
            if each.fact.metric != metric:
                continue
            if each.fact.retracts:
                del held[each.occurred_on, first]
            else:
                held[each.occurred_on, first] = (position, each.fact.delta)
    known = [(when, *value) for (when, _), value in held.items() if when <= date.fromisoformat(day)]
    return max(known)[2] if known else None


async def report(place: County, employer: str, day: str, headcount: int, verb: str = "headcount", **more: Any) -> None:
    """Report, correct or void as the clerk does, on the present revision."""
    clerk = place.clerk()
    revision = (await clerk.get(f"/employers/{employer}")).json()["revision"]
    body = {"occurred_on": day, **({} if verb.startswith("void") else {"headcount": headcount}), **more}
    await clerk.done(f"/employers/{employer}/{verb}", body, revision=revision)


async def both(place: County, employer: str, day: str) -> tuple[int | None, int | None]:
    """(employees, covered employees) on a day."""
    return (
        await counted(place, employer, "employees", day),
        await counted(place, employer, "covered-employees", day),
    )


async def test_approval_begins_the_covered_headcount_on_its_day(place: County) -> None:
    """Before it nothing is covered, from it on everything, also what was reported later for later days."""
    town = await place.township_union(await place.federation())
    employer = await place.employer(headcount=40)
    await report(place, employer, "2020-06-01", 50)
    await place.union(town, kind="single", employers=[employer], approved_on="2020-03-10")
    assert await both(place, employer, "2020-01-14") == (None, None)
    assert await both(place, employer, "2020-03-09") == (40, 0)
    assert await both(place, employer, "2020-03-10") == (40, 40)
    assert await both(place, employer, "2020-06-01") == (50, 50)


async def test_late_report_moves_the_covered_headcount_too(place: County) -> None:
    """A report for a day before the approval, recorded after it, is what the approval's day begins with."""
    town = await place.township_union(await place.federation())
    employer = await place.employer(headcount=40)
    await place.union(town, kind="single", employers=[employer], approved_on="2020-03-10")
    await report(place, employer, "2020-03-01", 44)
    assert await both(place, employer, "2020-02-28") == (40, 0)
    assert await both(place, employer, "2020-03-09") == (44, 0)
    assert await both(place, employer, "2020-03-10") == (44, 44)


async def test_correction_and_voiding_reach_the_days_that_followed_from_them(place: County) -> None:
    """The approval's day takes the right figure, and the older one once the report is voided."""
    town = await place.township_union(await place.federation())
    employer = await place.employer(headcount=40)
    await place.union(town, kind="single", employers=[employer], approved_on="2020-03-10")
    await report(place, employer, "2020-03-01", 44)
    await report(place, employer, "2020-03-01", 45, "correct-headcount", **WHY)
    assert await both(place, employer, "2020-03-09") == (45, 0)
    assert await both(place, employer, "2020-03-10") == (45, 45)
    await report(place, employer, "2020-03-01", 0, "void-headcount", **WHY)
    assert await both(place, employer, "2020-03-09") == (40, 0)
    assert await both(place, employer, "2020-03-10") == (40, 40)
    await report(place, employer, "2020-01-15", 0, "void-headcount", **WHY)
    assert await both(place, employer, "2020-12-31") == (None, None)


async def test_report_on_the_approvals_own_day_is_voided_back_to_the_older_figure(place: County) -> None:
    """Equal or not, a line stays where the cover begins."""
    town = await place.township_union(await place.federation())
    for own_day in (40, 41):
        employer = await place.employer(headcount=40)
        await place.union(town, kind="single", employers=[employer], approved_on="2020-03-10")
        await report(place, employer, "2020-03-10", own_day)
        assert await both(place, employer, "2020-03-10") == (own_day, own_day)
        await report(place, employer, "2020-03-10", 0, "void-headcount", **WHY)
        assert await both(place, employer, "2020-03-09") == (40, 0)
        assert await both(place, employer, "2020-03-10") == (40, 40)


async def test_report_that_was_counted_twice_is_voided_wholly(place: County) -> None:
    """First without cover, then anew with it: voiding leaves neither."""
    town = await place.township_union(await place.federation())
    employer = await place.employer(headcount=40)
    await report(place, employer, "2020-06-01", 50)
    await place.union(town, kind="single", employers=[employer], approved_on="2020-03-10")
    await report(place, employer, "2020-06-01", 0, "void-headcount", **WHY)
    assert await both(place, employer, "2020-06-01") == (40, 40)


async def test_voided_approval_uncovers_unless_another_union_covers(place: County) -> None:
    """The earliest cover counts."""
    town = await place.township_union(await place.federation())
    employer = await place.employer(headcount=40)
    single = await place.union(town, kind="single", employers=[employer], approved_on="2020-03-10")
    village = await place.union(town, employers=[employer], approved_on="2020-05-10")
    assert await both(place, employer, "2020-05-10") == (40, 40)
    await place.chair().done(f"/unions/{single}/void-approval", WHY, revision=2)
    assert await both(place, employer, "2020-05-09") == (40, 0)
    assert await both(place, employer, "2020-05-10") == (40, 40)
    await place.chair().done(f"/unions/{village}/void-approval", WHY, revision=2)
    assert await both(place, employer, "2020-12-31") == (40, 0)


async def test_day_is_reported_once_and_changed_only_when_reported(place: County) -> None:
    """409 and 422, a day before the registration too."""
    employer = await place.employer(headcount=40)
    clerk, path = place.clerk(), f"/employers/{employer}"
    again = await clerk.post(f"{path}/headcount", {"occurred_on": "2020-01-15", "headcount": 1}, revision=1)
    assert (again.status_code, again.json()["code"]) == (409, "day-already-reported")
    early = await clerk.post(f"{path}/headcount", {"occurred_on": "2020-01-14", "headcount": 1}, revision=1)
    assert (early.status_code, early.json()["code"]) == (422, "before-registration")
    for verb, more in (("correct-headcount", {"headcount": 1}), ("void-headcount", {})):
        none = await clerk.post(f"{path}/{verb}", {"occurred_on": "2020-01-16", **WHY, **more}, revision=1)
        assert (none.status_code, none.json()["code"]) == (422, "day-not-reported")
    negative = await clerk.post(f"{path}/headcount", {"occurred_on": "2020-02-01", "headcount": -1}, revision=1)
    assert negative.status_code == 422


async def test_restated_line_is_no_report_by_whoever_approved_and_says_what_it_follows_from(place: County) -> None:
    """Reporting is the clerk's act alone; an approval restates, and so does a late report of the days after it."""
    town = await place.township_union(await place.federation())
    employer = await place.employer(headcount=40)
    union = await place.union(town, kind="single", employers=[employer], approved_on="2020-03-10")
    await report(place, employer, "2020-03-01", 44)
    await report(place, employer, "2020-03-01", 45, "correct-headcount", **WHY)
    await place.chair().done(f"/unions/{union}/void-approval", WHY, revision=2)
    said = [
        (event["type"].split(".")[-2], event["office"], event["data"].get("because_of"))
        for event in await place.events(employer)
    ]
    assert {office for kind, office, _ in said if kind == "headcount-reported"} == {"township-clerk"}
    restated = {(office, because) for kind, office, because in said if kind == "headcount-restated"}
    assert restated == {("township-clerk", "headcount-changed"), ("township-chair", "approval")}


async def test_report_whose_line_was_restated_is_corrected_as_what_stands_last(place: County) -> None:
    """The approval restated a later day: its correction keeps saying why that line is there."""
    town = await place.township_union(await place.federation())
    employer = await place.employer(headcount=40)
    await report(place, employer, "2020-06-01", 50)
    await place.union(town, kind="single", employers=[employer], approved_on="2020-03-10")
    await report(place, employer, "2020-06-01", 51, "correct-headcount", **WHY)
    assert await both(place, employer, "2020-06-01") == (51, 51)
    corrected = (await place.events(employer))[-1]["data"]
    assert corrected["type"].endswith("headcount-restated.v1")
    assert corrected["after"]["because_of"] == "approval"
