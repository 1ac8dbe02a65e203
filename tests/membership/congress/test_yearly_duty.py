"""Rule 13 in the queue: a session every calendar year, by what the events alone say."""

from contracts.declare import facts_of
from contracts.envelope import Envelope
from services.gateway.projection import work_items
from tests.membership.congress.meeting import Unit, called, delegates_of, established, unit
from tests.membership.congress.test_congresses import WRONG
from tests.membership.people import County

KIND = "yearly-congress-session"


async def duty(place: County, congress: str) -> tuple[str, str] | None:
    """The open duty as the gateway folds it: (appears on, due on)."""
    items: dict[tuple[str, str], work_items.Item | None] = {}
    envelopes = [Envelope.model_validate(event) for event in await place.events(congress)]
    for said in work_items.history(envelopes):
        work_items.fold(items, said)
    item = items.get((KIND, congress))
    return (item.appears_on.isoformat(), str(item.due_on)) if item else None


async def held(of: Unit, congress: str, on: str, seats: list[str]) -> str:
    """A session on a day, closed, so that the next may be held."""
    session = await called(of, congress, planned_on=on, occurred_on=on)
    path = f"/congress-sessions/{session}"
    await of.clerk.done(f"{path}/hold", {"attended": seats, "occurred_on": on}, revision=1)
    return session


async def since_2024(of: Unit) -> tuple[str, list[str]]:
    """A congress established in June 2024."""
    body = {"union": of.union, "employer": of.employer, "employees": 200, "occurred_on": "2024-06-01"}
    congress = str((await of.clerk.done("/congresses", body))["id"])
    path = f"/congresses/{congress}"
    await of.clerk.done(f"{path}/elect", {"non_members": 30, "occurred_on": "2024-06-01"}, revision=1)
    await of.clerk.done(f"{path}/confirm", {"occurred_on": "2024-06-10"}, revision=2)
    return congress, await delegates_of(of, congress)


async def test_rule_13_the_calendar_year_ends_on_its_last_day(place: County) -> None:
    of = await unit(place)
    congress, seats = await since_2024(of)
    assert await duty(place, congress) == ("2024-06-10", "2024-12-31")
    await held(of, congress, "2024-12-31", seats)
    assert await duty(place, congress) == ("2025-01-01", "2025-12-31")
    await held(of, congress, "2026-01-01", seats)
    assert await duty(place, congress) == ("2027-01-01", "2027-12-31")


async def test_rule_13_a_year_without_a_session_is_overdue_until_one_is_held(place: County) -> None:
    of = await unit(place)
    congress, seats = await since_2024(of)
    row = (await of.clerk.get("/congresses", overdue=True)).json()["items"][0]
    assert (row["id"], row["due_on"]) == (congress, "2024-12-31")
    assert row["days_left"] < 0
    await held(of, congress, "2025-05-05", seats)
    assert await duty(place, congress) == ("2026-01-01", "2026-12-31")


async def test_rule_13_a_session_entered_late_does_not_move_the_clock_back(place: County) -> None:
    of = await unit(place)
    congress, seats = await since_2024(of)
    await held(of, congress, "2026-05-05", seats)
    await held(of, congress, "2025-05-05", seats)
    assert await duty(place, congress) == ("2027-01-01", "2027-12-31")
    row = (await of.clerk.get(f"/congresses/{congress}")).json()
    assert (row["due_on"], row["last_met_on"]) == ("2027-12-31", "2026-05-05")


async def test_rule_13_a_session_without_a_quorum_is_none(place: County) -> None:
    of = await unit(place)
    congress, seats = await since_2024(of)
    await held(of, congress, "2024-12-31", seats[:19])
    assert await duty(place, congress) == ("2024-06-10", "2024-12-31")


async def test_rule_13_a_session_taken_back_opens_its_year_again(place: County) -> None:
    of = await unit(place)
    congress, seats = await since_2024(of)
    later = await held(of, congress, "2026-05-05", seats)
    await held(of, congress, "2025-05-05", seats)
    await of.clerk.done(f"/congress-sessions/{later}/void-holding", WRONG, revision=2)
    assert await duty(place, congress) == ("2026-01-01", "2026-12-31")
    met = [
        fact.fact.delta
        for event in await place.events(congress)
        for fact in facts_of(event["type"], event["data"], Envelope.model_validate(event).occurredon)
        if fact.fact.metric == "employers-met"
    ]
    assert met == [1, 1, -1]


async def test_rule_13_the_next_term_goes_on_where_the_last_one_was(place: County) -> None:
    of = await unit(place)
    congress, seats = await since_2024(of)
    session = await held(of, congress, "2026-05-05", seats)
    await of.clerk.done(f"/congress-sessions/{session}/close", {"occurred_on": "2026-05-05"}, revision=2)
    ending = {"congress_end": "term-over", "occurred_on": "2026-06-01"}
    await of.clerk.done(f"/congresses/{congress}/end", ending, revision=3)
    assert await duty(place, congress) is None
    body = {"union": of.union, "employer": of.employer, "employees": 200, "occurred_on": "2026-06-02"}
    following = str((await of.clerk.done("/congresses", body))["id"])
    path = f"/congresses/{following}"
    await of.clerk.done(f"{path}/elect", {"non_members": 30, "occurred_on": "2026-06-02"}, revision=1)
    await of.clerk.done(f"{path}/confirm", {"occurred_on": "2026-06-03"}, revision=2)
    assert await duty(place, following) == ("2027-01-01", "2027-12-31")


async def test_one_congress_counts_once_however_often_it_is_taken_back(place: County) -> None:
    of = await unit(place)
    congress = await established(of)
    await of.clerk.done(f"/congresses/{congress}/void-confirmation", WRONG, revision=3)
    totals: dict[str, int] = {}
    for event in await place.events(congress):
        for fact in facts_of(event["type"], event["data"], Envelope.model_validate(event).occurredon):
            totals[fact.fact.metric] = totals.get(fact.fact.metric, 0) + fact.fact.delta
    assert totals == {"congresses": 0, "congress-delegates": 45}
    assert await duty(place, congress) is None
