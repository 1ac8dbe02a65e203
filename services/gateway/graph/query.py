"""The root fields. Each judges the asker's scope, fetches dataclasses and hands out plain types."""

from datetime import date, datetime
from uuid import UUID

import strawberry

from services.gateway.graph import places, trail, waiting
from services.gateway.graph.asking import Asked, Asking
from services.gateway.graph.authority import AREA, allow, readable, sees
from services.gateway.graph.figures import CATALOGUE, Metric
from services.gateway.graph.pages import page_size
from services.gateway.graph.places import County, Reading, Township
from services.gateway.graph.refusals import WrongArgument
from services.gateway.graph.scalars import Long
from services.gateway.graph.words import Viewer, Words, viewer
from services.gateway.queries import areas, audit, freshness, moment, proofs, work

COUNTY_DIGITS = 6


async def _reading(
    asking: Asking, county: str, as_of: date | None, known_at: datetime | None, since: date | None
) -> tuple[Reading, date, date]:
    """The moment that is asked about, with its day and the first day of flows."""
    day = min(as_of or asking.today, asking.today)
    first = since or date(day.year, 1, 1)
    if first > day:
        raise WrongArgument(argument="since", why_zh="不能晚于 asOf", why_en="must not be after asOf")
    until = day if day < asking.today else None  # nothing occurs in the future: today is everything known
    asked = (first, until, known_at)
    at = await asking.once(
        ("moment", county, asked), lambda connection: moment.at(connection, county, first, until, known_at)
    )
    if known_at is not None and at.known_at != known_at:
        asking.lasting = False  # lowered to what is known in full by now; soon more is
    return Reading(asking, county, at, asked), day, first


def _filter(wanted: trail.AuditFilter | None, area: str) -> audit.AuditFilter:
    asked = wanted or trail.AuditFilter()
    if asked.metric is not None:
        places.known_metrics([asked.metric])
    return audit.AuditFilter(
        area=area,
        actor=asked.actor,
        organisation=asked.organisation,
        subject=asked.subject,
        types=None if asked.types is None else tuple(asked.types),
        service=asked.service,
        metric=asked.metric,
        occurred_from=asked.occurred_from,
        occurred_to=asked.occurred_to,
        recorded_from=asked.recorded_from,
        recorded_to=asked.recorded_to,
    )


@strawberry.type
class Query:
    """What can be read."""

    @strawberry.field(description="Who is asking.")
    async def viewer(self, info: Asked) -> Viewer:
        """The asker."""
        asking = info.context
        area = asking.principal.area
        named = await asking.once(("area", area), lambda connection: areas.area(connection, area))
        name = Words(zh=named.zh, en=named.en) if named else Words(zh=area, en=area)
        return viewer(asking.principal, name, readable(asking.principal.office))

    @strawberry.field(
        description="A county's figures; default: the viewer's county, today, all that is known, flows since 1 January."
    )
    async def county(
        self,
        info: Asked,
        code: str | None = None,
        as_of: date | None = None,
        known_at: datetime | None = None,
        since: date | None = None,
    ) -> County | None:
        """A county's figures."""
        asking = info.context
        area = allow("county", asking.principal, {"code": code})
        found = await asking.once(("county", area), lambda connection: areas.county(connection, area))
        if found is None:
            return None
        reading, day, first = await _reading(asking, area, as_of, known_at, since)
        return County(
            code=area,
            name=Words(zh=found.zh, en=found.en),
            as_of=day,
            since=first,
            known_at=reading.moment.known_at,
            reading=reading,
        )

    @strawberry.field(description="A township's figures; township offices see their own.")
    async def township(
        self,
        info: Asked,
        code: str,
        as_of: date | None = None,
        known_at: datetime | None = None,
        since: date | None = None,
    ) -> Township | None:
        """A township's figures."""
        asking = info.context
        area = allow("township", asking.principal, {"code": code})
        if len(area) <= COUNTY_DIGITS:
            return None
        found = await asking.once(("area", area), lambda connection: areas.area(connection, area))
        if found is None:
            return None
        reading, _, _ = await _reading(asking, area[:COUNTY_DIGITS], as_of, known_at, since)
        return places.townships(reading, [found])[0]

    @strawberry.field(description="What a county or township is called, in the viewer's scope or not; null: unknown.")
    async def area_name(self, info: Asked, code: str) -> Words | None:
        """Names of places are public; their figures are not."""
        asking = info.context
        allow("areaName", asking.principal, {})
        if not code.startswith(asking.principal.county) or not AREA.fullmatch(code):
            return None
        found = await asking.once(("area", code), lambda connection: areas.area(connection, code))
        return Words(zh=found.zh, en=found.en) if found else None

    @strawberry.field(description="Every metric that the events declare.")
    def metric_catalogue(self) -> list[Metric]:
        """All metrics."""
        return list(CATALOGUE.values())

    @strawberry.field(description="Every event in the viewer's scope, newest first.")
    async def audit_trail(
        self,
        info: Asked,
        first: int | None = 20,
        after: str | None = None,
        filter: trail.AuditFilter | None = None,  # noqa: A002
    ) -> trail.AuditConnection:
        """A page of the audit trail."""
        asking = info.context
        area = allow("auditTrail", asking.principal, {"filter": {"area": filter.area} if filter else None})
        wanted, size = _filter(filter, area), page_size(first)
        page = await asking.read(lambda connection: audit.audit_trail(connection, wanted, size, after))
        return trail.connection(page, after)

    @strawberry.field
    async def event(self, info: Asked, id: UUID) -> trail.AuditEntry | None:  # noqa: A002 - the schema's name
        """One event by its id; null when there is none in the viewer's scope."""
        asking = info.context
        area = allow("event", asking.principal, {})
        found = await asking.read(lambda connection: audit.event(connection, area, id))
        return trail.entry(found, (found,)) if found else None

    @strawberry.field(description="Proof that an event stands at its position in its log; log: membership/340828.")
    async def proof(
        self, info: Asked, log: str, position: Long, size: Long | None = None
    ) -> trail.InclusionProof | None:
        """An inclusion proof; null when there is no such position in the viewer's scope."""
        asking = info.context
        allow("proof", asking.principal, {"log": log})
        found = await asking.read(lambda connection: proofs.inclusion_proof(connection, log, position, size))
        return trail.inclusion(found) if found and sees(asking.principal, found.area) else None

    @strawberry.field(description="The last checkpoint of each log of a county, and whether our tree agrees.")
    async def checkpoints(self, info: Asked, county: str | None = None) -> list[trail.Checkpoint]:
        """Last checkpoints."""
        asking = info.context
        area = allow("checkpoints", asking.principal, {"county": county})
        return [
            trail.checkpoint(found)
            for found in await asking.read(lambda connection: proofs.checkpoints(connection, area))
        ]

    @strawberry.field(description="Whether the dashboards have counted an event.")
    async def applied(self, info: Asked, event_id: UUID) -> trail.Applied:
        """Whether an event is counted."""
        asking = info.context
        area = allow("applied", asking.principal, {})
        found = await asking.read(lambda connection: audit.applied(connection, area, event_id, asking.principal.org))
        return trail.Applied(
            applied=found.applied, log=found.log, position=None if found.position is None else Long(found.position)
        )

    @strawberry.field(description="What waits, the most urgent first; office null: for every office.")
    async def work_queue(
        self,
        info: Asked,
        area: str | None = None,
        office: str | None = None,
        first: int | None = 20,
        after: str | None = None,
    ) -> waiting.WorkConnection:
        """A page of the work queue."""
        asking = info.context
        within, size = allow("workQueue", asking.principal, {"area": area}), page_size(first)
        page = await asking.read(
            lambda connection: work.work_queue(connection, within, office, asking.today, size, after)
        )
        return waiting.connection(page, after)

    @strawberry.field(description="Events that could not be counted.")
    async def parked(self, info: Asked, county: str | None = None) -> list[waiting.ParkedEvent]:
        """Parked events."""
        asking = info.context
        area = allow("parked", asking.principal, {"county": county})
        return [
            waiting.parked_event(found)
            for found in await asking.read(lambda connection: freshness.parked(connection, area))
        ]
