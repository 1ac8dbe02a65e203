"""Cadres' yearly reviews: called for, graded by a superior, never by oneself; too many excellent ones are warned of."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.declare import event_class, facts_of
from contracts.offices import Office
from services.membership.reviews.domain import too_many_excellent
from tests.membership.people import County
from tests.support.person import Person

CALL = {"year": 2025, "occurred_on": "2025-12-20"}
WHY = {"reason": "wrong-entry"}


def graded(grade: str = "competent", **fields: Any) -> dict[str, Any]:
    """A grade's body."""
    return {"grade": grade, "document": "工组1号", "occurred_on": "2026-01-10", **fields}


async def reviews(person: Person, **filters: Any) -> dict[str, dict[str, Any]]:
    """Account → review."""
    rows = (await person.get("/cadre-reviews", limit=100, **filters)).json()["items"]
    return {row["account"]: row for row in rows}


async def cadres(place: County, number: int = 0) -> dict[str, str]:
    """A chair, a clerk and so many mediators of township 100, besides the organiser: account → review."""
    for office in (Office.TOWNSHIP_CHAIR, Office.TOWNSHIP_CLERK):
        place.service.appointed(office, f"{place.code}100", f"{office.value}-{place.code}")
    for each in range(number):
        place.service.appointed(Office.MEDIATOR, f"{place.code}100", f"mediator-{each}-{place.code}")
    organiser = place.organiser
    await organiser.done("/cadre-reviews", CALL)
    return {account: row["id"] for account, row in (await reviews(organiser)).items()}


async def test_every_cadre_is_called_for_once_a_year(place: County) -> None:
    """The queue names the superior: the chair for who serves under them, the county for all others."""
    place.service.appointed(Office.MEMBER, f"{place.code}100", f"member-{place.code}", UUID(int=5))
    found = await cadres(place)
    assert {account.removesuffix(f"-{place.code}") for account in found} == {
        "county-organiser", "township-chair", "township-clerk",
    }  # fmt: skip
    again = await place.organiser.post("/cadre-reviews", CALL)
    assert (again.status_code, again.json()["code"]) == (409, "nobody-to-review")
    waits = {}
    for account, review in found.items():
        (event,) = await place.events(review)
        assert (event["data"]["year"], event["data"]["due_on"]) == (2025, "2026-01-31")
        waits[account.removesuffix(f"-{place.code}")] = event_class(event["type"]).OPENS[0].waiting.office.value
    assert waits == {
        "county-organiser": "county-organiser",
        "township-chair": "county-organiser",
        "township-clerk": "township-chair",
    }
    early = await place.organiser.post("/cadre-reviews", {**CALL, "occurred_on": "2025-11-30"})
    assert (early.status_code, early.json()["code"]) == (422, "year-not-over")


async def test_a_superior_grades_and_nobody_themselves(place: County) -> None:
    """The chair grades the clerk and not the chair; the organiser grades the chair, not the organiser."""
    found = await cadres(place)
    chair = place.office(Office.TOWNSHIP_CHAIR, f"{place.code}100", f"township-chair-{place.code}")
    code = place.code
    own = await chair.post(f"/cadre-reviews/{found[f'township-chair-{code}']}/grade", graded(), revision=1)
    assert (own.status_code, own.json()["code"]) == (403, "own-review")
    other = place.office(Office.TOWNSHIP_CHAIR, f"{code}100", f"second-chair-{code}")
    wrong = await other.post(f"/cadre-reviews/{found[f'township-chair-{code}']}/grade", graded(), revision=1)
    assert (wrong.status_code, wrong.json()["code"]) == (403, "not-the-superior")
    path = f"/cadre-reviews/{found[f'township-clerk-{code}']}"
    early = await chair.post(f"{path}/grade", graded(occurred_on="2025-12-19"), revision=1)
    assert early.json()["code"] == "before-called"
    await chair.done(f"{path}/grade", graded(), revision=1)
    twice = await chair.post(f"{path}/grade", graded(), revision=2)
    assert twice.json()["code"] == "review-not-due"
    row = (await chair.get(path)).json()
    assert (row["grade_words"]["zh"], row["state"], row["days_left"]) == ("称职", "graded", None)
    mine = await place.organiser.post(f"/cadre-reviews/{found[f'county-organiser-{code}']}/grade", graded(), revision=1)
    assert mine.json()["code"] == "own-review"
    await place.organiser.done(f"/cadre-reviews/{found[f'township-chair-{code}']}/grade", graded(), revision=1)


async def test_a_grade_is_put_right_or_taken_back(place: County) -> None:
    """Counted by grade, on its day; void, it is due again; a review of somebody who is not to be reviewed goes."""
    found = await cadres(place)
    review, organiser = found[f"township-clerk-{place.code}"], place.organiser
    path = f"/cadre-reviews/{review}"
    none = await organiser.post(f"{path}/correct", {"grade": "competent", **WHY}, revision=1)
    assert none.json()["code"] == "review-not-graded"
    assert (await organiser.post(f"{path}/void-grade", WHY, revision=1)).json()["code"] == "review-not-graded"
    await organiser.done(f"{path}/grade", graded(), revision=1)
    await organiser.done(f"{path}/correct", {"grade": "basically-competent", **WHY}, revision=2)
    counted: dict[str, int] = {}
    for event in await place.events(review):
        for dated in facts_of(event["type"], event["data"], event["occurredon"]):
            (dim,) = dated.fact.dims
            counted[dim[1]] = counted.get(dim[1], 0) + dated.fact.delta
    assert counted == {"competent": 0, "basically-competent": 1}
    await organiser.done(f"{path}/void-grade", WHY, revision=3)
    assert (await organiser.get(path)).json()["state"] == "due"
    await organiser.done(f"{path}/void", WHY, revision=4)
    assert (await organiser.post(f"{path}/void", WHY, revision=5)).json()["code"] == "review-not-due"
    assert len((await organiser.get(f"{path}/history")).json()["items"]) == 5
    await organiser.done("/cadre-reviews", CALL)
    assert (await reviews(organiser, office="township-clerk"))[f"township-clerk-{place.code}"]["id"] != review


async def test_more_than_a_fifth_excellent_is_warned_of(place: County) -> None:
    """One of five may be; the second of five is too many, and stands all the same."""
    found = await cadres(place, 5)
    mediators = [found[f"mediator-{each}-{place.code}"] for each in range(5)]
    for review in mediators[:4]:
        await place.organiser.done(f"/cadre-reviews/{review}/grade", graded(), revision=1)
    fifth = f"/cadre-reviews/{mediators[4]}"
    assert "warnings" not in await place.organiser.done(f"{fifth}/grade", graded("excellent"), revision=1)
    second = await place.organiser.done(
        f"/cadre-reviews/{mediators[0]}/correct", {"grade": "excellent", **WHY}, revision=2
    )
    assert [each["code"] for each in second["warnings"]] == ["too-many-excellent"]


@given(st.integers(0, 1_000), st.integers(1, 1_000))
def test_the_share_itself_is_allowed(excellent: int, reviewed: int) -> None:
    """20 % of the reviewed, and not one more."""
    assert too_many_excellent(excellent, reviewed, 20) == (excellent * 5 > reviewed)


@pytest.mark.parametrize("office", [Office.AUDITOR, Office.COUNTY_LEADER])
async def test_the_county_reads_the_grades(place: County, office: Office) -> None:
    """Leaders and auditors see reviews; a township's clerk does not."""
    found = await cadres(place)
    assert set(await reviews(place.office(office))) == set(found)
    assert (await place.clerk().get("/cadre-reviews")).status_code == 403
