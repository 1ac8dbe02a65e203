"""What the county sees of congresses: figures of a day, the ratio with its parts, and the year's duty in the queue."""

from datetime import date

from tests.journeys.living import Living
from tests.membership.congress.meeting import MET, another_unit, called, delegates_of, established, listed, unit
from tests.membership.congress.test_congresses import WRONG
from tests.membership.people import County
from tests.support.running import Running

WHOLE = 1_000_000


async def test_the_meeting_rate_is_of_units_with_a_congress(membership: Running, gateway: Running, county: str) -> None:
    living = Living(County(county, membership), gateway)
    of = await unit(living.place)
    town = (await living.place.organiser.get("/unions", kind="township")).json()["items"][0]["id"]
    other = await another_unit(living.place, town)
    congress, _ = await established(of), await established(other, 30)
    await living.day_ends(date(2026, 2, 28), congresses=2, congress_delegates=75, employers_met=0)
    assert {(each["subject"], each["dueOn"]) for each in await living.waiting("yearly-congress-session")} >= {
        (congress, "2026-12-31")
    }
    session = await called(of, congress)
    item = await listed(of, session, 1)
    seats = await delegates_of(of, congress)
    path = f"/congress-sessions/{session}"
    await of.clerk.done(f"{path}/hold", {"attended": seats, "occurred_on": MET}, revision=2)
    opening = {"item": item, "method": "hands", "occurred_on": MET}
    ballot = (await of.clerk.done("/congress-ballots", opening))["id"]
    await of.clerk.done(f"/congress-ballots/{ballot}/close", {"occurred_on": MET}, revision=1)
    totals = {"returned": 45, "yes": 23, "no": 22, "abstain": 0, "teller_one": seats[0], "teller_two": seats[1]}
    await of.clerk.done(f"/congress-ballots/{ballot}/count", {**totals, "occurred_on": MET}, revision=2)
    await living.day_ends(
        date(2026, 3, 2),
        congresses=2,
        employers_met=1,
        congress_sessions=1,
        congress_resolutions=1,
        congress_meeting_rate=WHOLE // 2,
    )
    waits = {each["subject"] for each in await living.waiting("yearly-congress-session")}
    assert congress not in waits  # the next year's appears on its first day
    assert {each["subject"] for each in await living.waiting("close-congress-session")} == {session}
    await of.clerk.done(f"/congress-ballots/{ballot}/void-count", WRONG, revision=3)
    await of.clerk.done(f"/congress-ballots/{ballot}/void", WRONG, revision=4)
    await of.clerk.done(f"{path}/void-holding", WRONG, revision=3)
    await living.day_ends(
        date(2026, 3, 2), employers_met=0, congress_sessions=0, congress_resolutions=0, congress_meeting_rate=0
    )
    waits = {each["subject"] for each in await living.waiting("yearly-congress-session")}
    assert congress in waits
