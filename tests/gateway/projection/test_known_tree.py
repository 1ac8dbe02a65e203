"""What is written of the tree: at every position, what was known then, whatever was said, corrected and taken back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chassis.ids import uuid7
from services.gateway.projection import standings, target, tree
from services.gateway.projection.ids import log_id
from services.gateway.projection.standings import Change
from services.gateway.projection.tree import Ancestry, OrgEvent, Standing
from tests.gateway.conftest import Folding

counties = count(970001)
DAYS = st.integers(0, 6).map(lambda number: date(2026, 1, 1) + timedelta(days=number))


@st.composite
def histories(draw: Callable[..., Any]) -> list[Change]:
    orgs = [uuid7() for _ in range(4)]
    changes: list[Change] = []
    for position in range(1, draw(st.integers(1, 12)) + 1):
        earlier = [change.event_id for change in changes]
        event_id = draw(st.sampled_from([uuid7(), *earlier]))
        if event_id in earlier and draw(st.booleans()):
            changes.append(Change(position, event_id, None))
            continue
        said = OrgEvent(
            event_id=event_id,
            org=draw(st.sampled_from(orgs)),
            position=position,
            change=draw(st.sampled_from(["found", "approve", "move", "close"])),
            occurred_on=draw(DAYS),
            area=draw(st.sampled_from([None, 1, 2])),
            name=draw(st.sampled_from([None, "a", "b"])),
            kind=None,
            parent=draw(st.sampled_from([None, *orgs])),
            parented=draw(st.booleans()),
        )
        changes.append(Change(position, event_id, said))
    return changes


def naive(changes: list[Change]) -> tuple[set[tuple[UUID, Standing]], set[tuple[UUID, Ancestry]]]:
    """The tree that these changes say, drawn from all of them at once."""
    events: dict[UUID, OrgEvent] = {}
    for change in changes:
        before = events.pop(change.event_id, None)
        if change.said:
            events[change.event_id] = replace(change.said, position=before.position) if before else change.said
    orgs = {event.org for event in events.values()}
    stood = {org: tree.standings(event for event in events.values() if event.org == org) for org in orgs}
    return (
        {(org, standing) for org, rows in stood.items() for standing in rows},
        {(org, row) for org in orgs for row in tree.ancestry(org, stood)},
    )


@given(changes=histories(), batch=st.integers(1, 12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_at_every_position_the_tree_is_what_was_said_until_then(
    folding: Folding, changes: list[Change], batch: int
) -> None:
    log = log_id("membership", str(next(counties)))
    async with folding.pool.acquire() as connection:
        for first in range(0, len(changes), batch):
            async with connection.transaction():
                await target.look_at(connection, target.SHOWN)
                await standings.write(connection, log, changes[first : first + batch])
        for known in range(1, len(changes) + 1):
            stood, above = naive(changes[:known])
            rows = await connection.fetch(
                """SELECT org, valid_from, valid_to, area, parent, name, kind, stage, since
                FROM projection.org_standing WHERE log = $1 AND known_from <= $2 AND $2 < known_to""",
                log,
                known,
            )
            assert {(row["org"], Standing(*list(row)[1:])) for row in rows} == stood
            rows = await connection.fetch(
                """SELECT descendant, ancestor, valid_from, valid_to
                FROM projection.org_closure WHERE log = $1 AND known_from <= $2 AND $2 < known_to""",
                log,
                known,
            )
            assert {(row["descendant"], Ancestry(*list(row)[1:])) for row in rows} == above
