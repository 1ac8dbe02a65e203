"""As of any day, as known at any moment: the same figures as drawing every event again, whatever happened."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.ids import uuid7
from contracts.activities.activities import ActivityHeld
from contracts.declare import Corrected, Event, Place, Voided
from contracts.membership.members import MemberAdmitted, MemberTransferred
from contracts.membership.organisations import EmployerRegistered, HeadcountReported, UnionApproved, UnionFounded
from contracts.membership.restructuring import UnionClosed, UnionMoved
from services.gateway.projection.decode import decode
from services.gateway.queries import metrics, moment, series
from tests.gateway.conftest import Folding
from tests.gateway.projection.naive import Asked, figures
from tests.support.logs import Log

counties = count(980001)
FIRST = date(2025, 11, 20)
DAYS = 80
days = st.integers(0, DAYS).map(lambda number: FIRST + timedelta(days=number))
SOMETHING = 9


@dataclass
class World:
    """A county in which chance appends events."""

    county: str
    logs: dict[str, Log] = field(default_factory=dict)
    said: list[tuple[str, UUID, Event, date]] = field(default_factory=list)
    orgs: list[UUID] = field(default_factory=lambda: [uuid7() for _ in range(3)])
    people: list[UUID] = field(default_factory=lambda: [uuid7() for _ in range(4)])

    def __post_init__(self) -> None:
        start = datetime(2026, 1, 25, tzinfo=UTC)
        self.logs = {name: Log(name, self.county, start) for name in ("membership", "activities")}

    def place(self, draw: Callable[..., Any]) -> Place:
        org = draw(st.sampled_from([None, *self.orgs]))
        return Place(org=org, area=draw(st.sampled_from([self.county, f"{self.county}100", f"{self.county}101"])))

    def event(self, draw: Callable[..., Any]) -> Event:  # noqa: PLR0911 - one way per type of event
        place = self.place(draw)
        kind = draw(st.integers(0, 8))
        employment = draw(st.sampled_from(["regular", "migrant"]))
        union = draw(st.sampled_from(self.orgs))
        if kind == 0:
            return MemberAdmitted(member=uuid7(), place=place, employment=employment)
        if kind == 1:
            return MemberTransferred(member=uuid7(), origin=place, to=self.place(draw), employment=employment)
        if kind == 2:
            return HeadcountReported(
                employer=draw(st.sampled_from(self.orgs)), place=place, headcount=draw(st.integers(0, 9)), covered=0
            )
        if kind == 3:
            return UnionFounded(
                union=union, place=place, name="工会", kind="single", parent=draw(st.sampled_from([None, *self.orgs])),
                employers=[], due_on=FIRST,
            )  # fmt: skip
        if kind == 4:
            return UnionApproved(
                union=union, place=place, name="工会", kind="single", parent=draw(st.sampled_from([None, *self.orgs]))
            )
        if kind == 5:
            return EmployerRegistered(employer=union, place=place, name="厂", unit_type="private")
        if kind == 7:
            parent = draw(st.sampled_from([None, *self.orgs]))
            return UnionMoved(
                union=union, origin=place, place=self.place(draw), former=None, parent=parent, restructuring=uuid7()
            )
        if kind == 8:
            return UnionClosed(union=union, place=place, kind="single", successor=None, restructuring=uuid7())
        attended = draw(st.lists(st.sampled_from(self.people), unique=True))
        return ActivityHeld(
            activity=uuid7(), place=place, kind="sport", attendance=len(attended), attended=attended, cost_fen=7
        )

    def happen(self, draw: Callable[..., Any]) -> None:
        """A new event, or an earlier one corrected or voided; some days go by before it is sequenced."""
        changes = list(self.said) if draw(st.integers(0, 2)) == 0 else []
        if not changes:
            event, on = self.event(draw), draw(days)
            log = self.logs[event.SERVICE]
            log.now += timedelta(days=draw(st.integers(0, 6)))
            self.said.append((event.SERVICE, log.add(event, on), event, on))
            return
        chosen = draw(st.sampled_from(changes))
        service, event_id, before, on = chosen
        self.said.remove(chosen)
        log = self.logs[service]
        log.now += timedelta(days=draw(st.integers(0, 6)))
        after = self.event(draw)
        if type(after) is type(before):
            after_on = draw(days)
            log.add(Corrected.of(event_id, before, on, after, after_on, "wrong-entry"), on)
            self.said.append((service, event_id, after, after_on))
        else:
            log.add(Voided.of(event_id, before, on, "not-true"), on)


@st.composite
def worlds(draw: Callable[..., Any]) -> World:
    world = World(str(next(counties)))
    for _ in range(draw(st.integers(1, 14))):
        world.happen(draw)
    return world


@given(
    world=worlds(),
    batch=st.integers(1, 6),
    order=st.permutations(["membership", "activities"]),
    as_of=st.none() | days,
    since=days,
    back=st.none() | st.integers(-1, 60),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_every_figure_is_what_drawing_all_events_again_gives(
    folding: Folding, world: World, batch: int, order: list[str], as_of: date | None, since: date, back: int | None
) -> None:
    await folding.fold(*(world.logs[name] for name in order), batch=batch)
    last = max(log.now for log in world.logs.values())
    known_at = None if back is None else last - timedelta(days=back)
    asked = Asked(known(world, known_at), as_of, since)
    areas = [world.county, f"{world.county}100", f"{world.county}101"]
    async with folding.pool.acquire() as connection:
        when = await moment.at(connection, world.county, since, as_of)
        if known_at:
            await all_is_known(folding, world, last)
            when = await moment.at(connection, world.county, since, as_of, known_at)
        found = await metrics.county_metrics(connection, world.county, when)
    nothing = metrics.no_data()
    expected = figures(asked, areas)
    for area in areas:
        values = {value.metric: value.value for value in found.get(area, nothing)}
        assert {name: values[name] for name in expected[area]} == expected[area]


@given(world=worlds(), as_of=days, back=st.none() | st.integers(0, 40))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_series_shows_what_each_month_would_have(
    folding: Folding, world: World, as_of: date, back: int | None
) -> None:
    await folding.fold(*world.logs.values())
    last = max(log.now for log in world.logs.values())
    known_at = None if back is None else last - timedelta(days=back)
    await all_is_known(folding, world, last)
    asked = ["members", "admissions", "employees", "people-reached"]
    async with folding.pool.acquire() as connection:
        when = await moment.at(connection, world.county, FIRST, as_of, known_at)
        found = await series.county_series(connection, world.county, asked, when, 3)
    assert [point.month for point in found[world.county, "members"]][-1] == f"{as_of:%Y-%m}"
    for number, point in enumerate(found[world.county, "members"]):
        first = date.fromisoformat(f"{point.month}-01")
        end = min((first + timedelta(days=31)).replace(day=1) - timedelta(days=1), as_of)
        expected = figures(Asked(known(world, known_at), end, first), [world.county])[world.county]
        for metric in asked:
            value = found[world.county, metric][number].value
            assert (value or 0) == (expected[metric] or 0), (metric, point.month)


def known(world: World, known_at: datetime | None) -> list[Any]:
    return [
        decoded
        for log in world.logs.values()
        for decoded in map(decode, log.entries)
        if known_at is None or decoded.sequenced_at <= known_at
    ]


async def all_is_known(folding: Folding, world: World, until: datetime) -> None:
    """Say that each log has been seen to have no more until a moment, so that no question is lowered."""
    await folding.pool.execute(
        """INSERT INTO head (log, generation, size, sequenced_at, root, complete_until)
        SELECT log, 1, position, sequenced_at, '', $2::timestamptz FROM projection.log_cursor WHERE county = $1
        ON CONFLICT (log) DO UPDATE SET complete_until = excluded.complete_until""",
        int(world.county),
        until + timedelta(days=100),
    )
