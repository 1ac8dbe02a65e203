"""Employers: registered by their social credit code once in a county, corrected, voided, listed."""

import pytest

from contracts.offices import Office
from tests.membership.people import County
from tests.support.numbers import credit_code

WHY = {"reason": "wrong-entry"}
DAY = {"occurred_on": "2020-01-15"}


def unit(**fields: object) -> dict[str, object]:
    """A registration's body."""
    return {"name": "石关茶厂", "credit_code": credit_code(), "unit_type": "private", **DAY, **fields}


async def test_registered_employer_stands_in_the_journal(place: County) -> None:
    """Without a headcount one event, with one two."""
    clerk = place.clerk()
    bare = (await clerk.done("/employers", unit()))["id"]
    assert [event["type"].split(".")[-2] for event in await place.events(bare)] == ["registered"]
    done = await clerk.done("/employers", unit(headcount=30))
    registered, reported = await place.events(done["id"])
    assert registered["data"] == {
        "employer": done["id"],
        "place": {"org": done["id"], "area": place.code + "100"},
        "name": "石关茶厂",
        "unit_type": "private",
    }
    assert (reported["data"]["headcount"], reported["data"]["covered"]) == (30, 0)
    assert reported["id"] == done["eventId"]
    assert reported["org"] == registered["org"] == done["id"]


async def test_second_registration_of_a_code_names_the_office(place: County) -> None:
    """The other township learns where to ask."""
    await place.township_union(await place.federation())
    body = unit()
    await place.clerk().done("/employers", body)
    answer = await place.clerk("101").post("/employers", body)
    assert (answer.status_code, answer.json()["code"]) == (409, "credit-code-registered")
    assert "乡工会100" in answer.json()["detail"]


@pytest.mark.parametrize(
    "code",
    ["91340828MA2RL0TX7A", "91340828000000001I", "913408280000000019", "9134082800000001", "九1340828000000001X"],
)
async def test_wrong_credit_code_is_pointed_at(place: County, code: str) -> None:
    """Length, alphabet, check digit."""
    answer = await place.clerk().post("/employers", unit(credit_code=code))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/credit_code"


async def test_rural_collective_with_a_letter_in_front_is_registered(place: County) -> None:
    """N2…: codes of the agriculture authority begin with a letter."""
    await place.clerk().done("/employers", unit(credit_code=credit_code("N2")))


async def test_employer_is_registered_by_its_township_alone(place: County) -> None:
    """404 for another area, 403 for another office, 422 for tomorrow."""
    clerk = place.clerk()
    assert (await clerk.post("/employers", unit(area=place.code + "101"))).status_code == 404
    assert (await place.chair().post("/employers", unit())).status_code == 403
    future = await clerk.post("/employers", unit(occurred_on="2099-01-01"))
    assert future.json()["code"] == "day-in-the-future"


async def test_correction_says_what_it_should_have_been(place: County) -> None:
    """Name, type and code from the first day; a code that another has is refused."""
    taken = credit_code()
    await place.employer(credit_code=taken)
    employer = await place.employer()
    clerk, path = place.clerk(), f"/employers/{employer}/correct"
    used = await clerk.post(path, {**WHY, "credit_code": taken}, revision=1)
    assert (used.status_code, used.json()["code"]) == (409, "credit-code-taken")
    await clerk.done(path, {**WHY, "unit_type": "state"}, revision=1)
    await clerk.done(path, {**WHY, "name": "石关茶业", "credit_code": credit_code()}, revision=2)
    events = await place.events(employer)
    assert [event["occurredon"] for event in events] == ["2020-01-15"] * 3
    assert events[2]["data"]["before"]["unit_type"] == "state"
    assert events[2]["data"]["after"]["name"] == "石关茶业"
    row = (await clerk.get(f"/employers/{employer}")).json()
    assert (row["label"], row["unit_type_words"]["zh"], row["revision"]) == ("石关茶业", "国有企业", 3)


async def test_employer_is_voided_while_nothing_depends_on_it(place: County) -> None:
    """A headcount or a union keeps it; a voided one changes no more, and frees its code."""
    town = await place.township_union(await place.federation())
    body = unit()
    clerk = place.clerk()
    employer = (await clerk.done("/employers", body))["id"]
    union = await place.founded(town, kind="single", employers=[employer])
    listed = await clerk.post(f"/employers/{employer}/void", WHY, revision=1)
    assert (listed.status_code, listed.json()["code"]) == (409, "employer-in-use")
    await clerk.done(f"/unions/{union}/void", WHY, revision=1)
    await clerk.done(f"/employers/{employer}/void", WHY, revision=1)
    again = await clerk.post(f"/employers/{employer}/void", WHY, revision=2)
    assert (again.status_code, again.json()["code"]) == (409, "employer-void")
    assert (await clerk.done("/employers", body))["id"] != employer
    with_people = await place.employer(headcount=3)
    kept = await clerk.post(f"/employers/{with_people}/void", WHY, revision=1)
    assert kept.json()["code"] == "employer-in-use"


async def test_employers_are_listed_with_their_last_headcount(place: County) -> None:
    """By name, code, state and cover; only of the own area."""
    town = await place.township_union(await place.federation())
    code = credit_code()
    covered = await place.employer(name="茶厂", credit_code=code, headcount=12)
    bare = await place.employer(name="砖厂")
    await place.union(town, kind="single", employers=[covered])
    clerk = place.clerk()

    async def found(**filters: object) -> list[str]:
        return [row["id"] for row in (await clerk.get("/employers", **filters)).json()["items"]]

    assert await found() == [covered, bare]
    assert await found(q="茶") == [covered]
    assert await found(q=code.lower()) == [covered]
    assert await found(covered=True) == [covered]
    assert await found(covered=False) == [bare]
    assert await found(state="void") == []
    row = (await clerk.get(f"/employers/{covered}")).json()
    assert (row["headcount"], row["headcount_on"], row["covered_since"]) == (12, "2020-01-15", "2020-03-02")
    assert (await clerk.get(f"/employers/{bare}")).json()["headcount"] is None
    stranger = place.office(Office.TOWNSHIP_CLERK, place.code + "101")
    assert (await stranger.get(f"/employers/{bare}")).status_code == 404
