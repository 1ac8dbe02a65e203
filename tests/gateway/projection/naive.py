"""The projection's oracle: figures drawn from every event again, one by one, as slowly and plainly as can be."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from contracts.catalogue import METRICS, Distinct, Ratio, Reported
from services.gateway.projection import standings, tree
from services.gateway.projection.decode import Decoded
from services.gateway.projection.tree import OrgEvent


@dataclass
class Asked:
    """A day, a first day of flows, and what is known."""

    known: Sequence[Decoded]
    as_of: date | None
    since: date

    def counts(self, day: date, *, flow: bool) -> bool:
        return (self.as_of is None or day <= self.as_of) and (not flow or day >= self.since)


def figures(asked: Asked, areas: Iterable[str]) -> dict[str, dict[str, int | None]]:
    """Area → metric → value, of metrics that are no ratios; None: nothing was ever known there."""
    located = _areas(asked)
    found: dict[str, dict[str, int | None]] = {}
    for area in areas:
        here = {place for place, at in located.items() if str(at).startswith(area)}
        found[area] = {name: None for name, metric in METRICS.items() if not isinstance(metric, Ratio)}
        _add(asked, here, found[area])
    return found


def _places(decoded: Decoded) -> list[tuple[UUID | None, int]]:
    return [
        (dated.fact.place.org, int(dated.fact.place.area)) if dated.fact.place else (decoded.envelope.org, decoded.area)
        for dated in decoded.facts
    ]


def _areas(asked: Asked) -> dict[tuple[UUID | None, int], int]:
    """Where each place is counted: where the tree has its organisation on the day, else where the event says."""
    events: dict[UUID, OrgEvent] = {}
    for change in standings.changes_of(asked.known):
        before = events.pop(change.event_id, None)
        if change.said:
            position = before.position if before else change.said.position
            events[change.event_id] = OrgEvent(
                **{name: getattr(change.said, name) for name in OrgEvent.__slots__ if name != "position"},
                position=position,
            )
    found: dict[tuple[UUID | None, int], int] = {}
    for org, area in {place for decoded in asked.known for place in _places(decoded)}:
        stood = tree.standings(event for event in events.values() if event.org == org)
        then = [s.area for s in stood if s.valid_from <= (asked.as_of or date.max)]
        found[org, area] = then[-1] if then else area
    return found


def _add(  # noqa: C901, PLR0912 - every kind of figure, drawn the plain way in one place
    asked: Asked, here: set[tuple[UUID | None, int]], values: dict[str, int | None]
) -> None:
    reports: dict[tuple[str, str], list[tuple[date, int, int, UUID, tuple[UUID | None, int], int]]] = defaultdict(list)
    keys: dict[tuple[str, str], int] = defaultdict(int)
    for decoded in asked.known:
        for n, (dated, place) in enumerate(zip(decoded.facts, _places(decoded), strict=True)):
            fact, metric = dated.fact, METRICS[dated.fact.metric]
            key = fact.metric, f"{decoded.entry.log}/{fact.key}"
            if place in here and not (isinstance(metric, Reported) and fact.retracts):
                values[fact.metric] = values[fact.metric] or 0
            if isinstance(metric, Reported):
                if fact.retracts:
                    mine = [r for r in reports[key] if r[3] == decoded.original and r[0] == dated.occurred_on]
                    for report in mine[:1]:
                        reports[key].remove(report)
                else:
                    reports[key].append(
                        (dated.occurred_on, decoded.entry.position, n, decoded.original, place, fact.delta)
                    )
            elif place in here and asked.counts(dated.occurred_on, flow=getattr(metric, "flow", False)):
                if isinstance(metric, Distinct):
                    keys[fact.metric, str(fact.key)] += fact.delta
                else:
                    values[fact.metric] = (values[fact.metric] or 0) + fact.delta
    for (name, _), net in keys.items():
        values[name] = (values[name] or 0) + (net > 0)
    for (name, _), said in reports.items():
        held = [report for report in sorted(said, key=lambda r: r[:3]) if asked.counts(report[0], flow=False)]
        if held and held[-1][4] in here:
            values[name] = (values[name] or 0) + held[-1][5]
