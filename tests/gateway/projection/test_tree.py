"""The organisation tree with dates: the day decides, then the position; nothing needs to come in order."""

from datetime import date
from itertools import permutations
from uuid import UUID

import pytest

from chassis.ids import uuid7
from services.gateway.projection.tree import FOREVER, Ancestry, OrgEvent, Standing, ancestry, standings

UNION, MIDDLE, TOP = uuid7(), uuid7(), uuid7()
JANUARY, MARCH, MAY = date(2026, 1, 1), date(2026, 3, 1), date(2026, 5, 1)


def said(change: str, position: int, on: date, **what: object) -> OrgEvent:
    named = {"area": None, "name": None, "kind": None, "parent": None, **what}
    return OrgEvent(uuid7(), UNION, position, change, on, **named, parented="parent" in what)  # type: ignore[arg-type]


def found(parent: UUID | None = None) -> OrgEvent:
    return said("found", 1, JANUARY, area=1, name="a", kind="single", parent=parent)


def stands(first: date, last: date, parent: UUID | None) -> Standing:
    return Standing(first, last, 1, parent, "a", "single", "active", JANUARY)


def test_standings_do_not_depend_on_the_order_in_which_events_come() -> None:
    events = [found(), said("approve", 2, MARCH, area=1), said("move", 3, MAY, area=2, parent=TOP)]
    expected = standings(events)
    assert [(s.valid_from, s.valid_to, s.area, s.stage, s.since) for s in expected] == [
        (JANUARY, MARCH, 1, "founding", None),
        (MARCH, MAY, 1, "active", MARCH),
        (MAY, FOREVER, 2, "active", MARCH),
    ]
    assert all(standings(order) == expected for order in permutations(events))


def test_the_later_of_two_events_of_one_day_decides() -> None:
    (standing,) = standings([found(), said("approve", 2, JANUARY), said("rename", 3, JANUARY, name="b")])
    assert (standing.stage, standing.name, standing.since) == ("active", "b", JANUARY)


def test_an_event_that_changes_nothing_leaves_one_standing() -> None:
    assert len(standings([found(), said("rename", 2, MARCH, name="a")])) == 1


def test_nothing_stands_before_it_is_known_where() -> None:
    assert standings([said("rename", 1, JANUARY, name="b")]) == []


def test_somebody_without_a_parent_may_get_one_and_lose_it() -> None:
    got = standings([found(), said("move", 2, MARCH, parent=TOP), said("move", 3, MAY, parent=None)])
    assert [standing.parent for standing in got] == [None, TOP, None]


def test_ancestors_are_dated_by_every_step_of_the_way() -> None:
    tree = {
        UNION: [stands(JANUARY, FOREVER, MIDDLE)],
        MIDDLE: [stands(JANUARY, MARCH, None), stands(MARCH, MAY, TOP), stands(MAY, FOREVER, None)],
        TOP: [stands(JANUARY, FOREVER, None)],
    }
    assert ancestry(UNION, tree) == {
        Ancestry(UNION, JANUARY, FOREVER),
        Ancestry(MIDDLE, JANUARY, FOREVER),
        Ancestry(TOP, MARCH, MAY),
    }


@pytest.mark.parametrize("length", [1, 2, 3])
def test_a_ring_of_parents_ends_where_it_closes(length: int) -> None:
    ring = [uuid7() for _ in range(length)]
    tree = {org: [stands(JANUARY, FOREVER, ring[(at + 1) % length])] for at, org in enumerate(ring)}
    assert {row.ancestor for row in ancestry(ring[0], tree)} == set(ring)
