"""The organisation tree with dates. Pure: standings follow from events, ancestry from standings."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

FOREVER = date.max
"""Valid without an end; PostgreSQL's date 'infinity'."""
STILL = 2**63 - 1
"""Known without an end."""


@dataclass(frozen=True, slots=True)
class OrgEvent:
    """What an event said of an organisation, as corrected until now. None: it says nothing of that.

    `parented` tells whether it says who the parent is, which may be nobody.
    """

    event_id: UUID
    org: UUID
    position: int
    change: str
    occurred_on: date
    area: int | None
    name: str | None
    kind: str | None
    parent: UUID | None
    parented: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an organisation stands from a day until before a day. `since`: approved, or registered as an employer."""

    valid_from: date
    valid_to: date
    area: int
    parent: UUID | None
    name: str
    kind: str
    stage: str
    since: date | None


@dataclass(frozen=True, slots=True)
class Ancestry:
    """An ancestor (or the organisation itself) from a day until before a day."""

    ancestor: UUID
    valid_from: date
    valid_to: date


STAGES = {"found": "founding", "approve": "active", "employer": "employer", "close": "closed"}


def standings(events: Iterable[OrgEvent]) -> list[Standing]:
    """An organisation's standings, oldest first, from its events in any order: the day decides, then the position."""
    found: list[Standing] = []
    now: Standing | None = None
    for event in sorted(events, key=lambda event: (event.occurred_on, event.position)):
        now = _after(now, event)
        if now is None:
            continue
        if found and found[-1].valid_from == now.valid_from:
            found.pop()
        elif found:
            found[-1] = replace(found[-1], valid_to=now.valid_from)
        if found and _same(found[-1], now):
            now = found.pop()
            now = replace(now, valid_to=FOREVER)
        found.append(now)
    return found


def _after(now: Standing | None, event: OrgEvent) -> Standing | None:
    area = now.area if event.area is None and now else event.area
    if area is None:
        return None
    parent = now.parent if now and not event.parented else event.parent
    stage = STAGES.get(event.change) or (now.stage if now else "founding")
    since = now.since if now else None
    if since is None and event.change in {"approve", "employer"}:
        since = event.occurred_on
    return Standing(
        valid_from=event.occurred_on,
        valid_to=FOREVER,
        area=area,
        parent=parent,
        name=event.name or (now.name if now else ""),
        kind=event.kind or (now.kind if now else ""),
        stage=stage,
        since=since,
    )


def _same(one: Standing, other: Standing) -> bool:
    return replace(one, valid_from=other.valid_from, valid_to=other.valid_to) == other


def ancestry(org: UUID, tree: Mapping[UUID, Sequence[Standing]]) -> frozenset[Ancestry]:
    """Everybody above an organisation, and itself, with dates. A ring of parents ends where it closes."""
    own = tree.get(org)
    if not own:
        return frozenset()
    spans: dict[UUID, list[tuple[date, date]]] = {org: [(own[0].valid_from, FOREVER)]}
    _climb(org, (own[0].valid_from, FOREVER), tree, spans, frozenset((org,)))
    return frozenset(
        Ancestry(ancestor, first, last) for ancestor, ranges in spans.items() for first, last in _merged(ranges)
    )


def _climb(
    org: UUID,
    span: tuple[date, date],
    tree: Mapping[UUID, Sequence[Standing]],
    spans: dict[UUID, list[tuple[date, date]]],
    seen: frozenset[UUID],
) -> None:
    for standing in tree.get(org, ()):
        first, last = max(span[0], standing.valid_from), min(span[1], standing.valid_to)
        if standing.parent is None or standing.parent in seen or first >= last:
            continue
        spans.setdefault(standing.parent, []).append((first, last))
        _climb(standing.parent, (first, last), tree, spans, seen | {standing.parent})


def _merged(ranges: list[tuple[date, date]]) -> list[tuple[date, date]]:
    merged: list[tuple[date, date]] = []
    for first, last in sorted(ranges):
        if merged and first <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(last, merged[-1][1])
        else:
            merged.append((first, last))
    return merged
