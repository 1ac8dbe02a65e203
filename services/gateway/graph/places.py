"""Counties, townships and organisations with their figures. Nested fields share one reading, so SQL stays constant."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry

from contracts.codes import CODES
from contracts.offices import Words as Phrase
from services.gateway.graph.asking import Asked, Asking
from services.gateway.graph.authority import sees
from services.gateway.graph.figures import CATALOGUE, MetricPart, MetricValue, SeriesPoint
from services.gateway.graph.pages import PageInfo, page_info, page_size
from services.gateway.graph.refusals import WrongArgument
from services.gateway.graph.scalars import Long
from services.gateway.graph.words import Words, words
from services.gateway.queries import areas, freshness, metrics, organisations, series
from services.gateway.queries.moment import Moment

MONTHS = 36
MOST_MONTHS = 120
Ids = Annotated[list[str] | None, strawberry.argument(description="Only these metrics, in this order.")]


@dataclass(frozen=True)
class Reading:
    """What all fields of one county's answer share: the asking, the county, the moment asked about."""

    asking: Asking
    county: str
    moment: Moment
    asked: tuple[date, date | None, datetime | None]

    async def metrics(self, area: str, ids: list[str] | None) -> list[MetricValue]:
        """Figures of one area out of one statement for the county and all its townships."""
        wanted = known_metrics(ids)
        by_area = await self.asking.once(
            ("metrics", self.county, self.asked, wanted),
            lambda connection: metrics.county_metrics(connection, self.county, self.moment, wanted),
        )
        return [value_of(value) for value in by_area.get(area) or metrics.no_data(wanted)]

    async def series(self, area: str, metric: str, asked: int | None) -> list[SeriesPoint]:
        """Months of one area out of one statement for the county and all its townships."""
        known_metrics([metric])
        months = MONTHS if asked is None else asked
        if not 1 <= months <= MOST_MONTHS:
            raise WrongArgument(
                argument="months", why_zh=f"应为 1 至 {MOST_MONTHS}", why_en=f"must be 1 to {MOST_MONTHS}"
            )
        by_area = await self.asking.once(
            ("series", self.county, self.asked, metric, months),
            lambda connection: series.county_series(connection, self.county, [metric], self.moment, months),
        )
        points = by_area.get((area, metric))
        if points is None:  # an area without data still shows its months
            points = by_area.get((self.county, metric), ())
            return [SeriesPoint(month=point.month, value=None) for point in points]
        return [SeriesPoint(month=point.month, value=_long(point.value)) for point in points]

    async def freshness(self) -> tuple[freshness.LogFreshness, ...]:
        """How far each log of the county has been counted."""
        return await self.asking.once(
            ("freshness", self.county), lambda connection: freshness.freshness(connection, self.county)
        )

    async def townships(self) -> tuple[areas.Area, ...]:
        """The county's townships."""
        return await self.asking.once(
            ("townships", self.county), lambda connection: areas.townships(connection, self.county)
        )


@strawberry.type(description="How far one log has been counted into the figures.")
class LogFreshness:
    """How far one log has been counted."""

    log: str
    service: str
    position: Long
    sequenced_at: datetime | None
    head: Long = strawberry.field(description="The log's own length, as last heard.")
    complete: bool
    incomplete_since: Long | None = strawberry.field(
        description="First position that could not be counted, or where the log contradicts what was counted."
    )


@strawberry.type(description="A union or an employer, where the tree had it at the asked moment.")
class Organisation:
    """A union or an employer."""

    id: UUID
    name: str
    kind: str
    kind_words: Words
    area: str
    parent: UUID | None
    since: date | None
    reading: strawberry.Private[Reading]
    beside: strawberry.Private[tuple[UUID, ...]]

    @strawberry.field(description="Figures of its whole subtree.")
    async def metrics(self, ids: Ids = None) -> list[MetricValue]:
        """Figures of all organisations beside it come by one statement."""
        wanted = known_metrics(ids)
        by_id = await self.reading.asking.once(
            ("organisation", self.beside, self.reading.asked, wanted),
            lambda connection: organisations.organisation_metrics(connection, self.beside, self.reading.moment, wanted),
        )
        return [value_of(value) for value in by_id[self.id]]


@strawberry.type
class OrganisationEdge:
    """One row of a page."""

    cursor: str
    node: Organisation


@strawberry.type
class OrganisationConnection:
    """A page of organisations, unions first."""

    edges: list[OrganisationEdge]
    page_info: PageInfo


@strawberry.type(description="A township, or a zone beside the townships.")
class Township:
    """A township and its figures."""

    code: str
    name: Words
    reading: strawberry.Private[Reading]
    beside: strawberry.Private[tuple[str, ...]]

    @strawberry.field
    async def metrics(self, ids: Ids = None) -> list[MetricValue]:
        """Its figures."""
        return await self.reading.metrics(self.code, ids)

    @strawberry.field
    async def series(self, metric: str, months: int | None = 36) -> list[SeriesPoint]:
        """One figure month by month."""
        return await self.reading.series(self.code, metric, months)

    @strawberry.field
    async def organisations(self, first: int | None = 20, after: str | None = None) -> OrganisationConnection:
        """Its organisations; pages of townships asked together come by one statement."""
        size = page_size(first)
        pages = await self.reading.asking.once(
            ("organisations", self.beside, self.reading.asked, size, after),
            lambda connection: organisations.organisations(connection, self.beside, self.reading.moment, size, after),
        )
        page = pages[self.code]
        everyone = tuple(row.id for township in self.beside for row in pages[township].rows)
        return OrganisationConnection(
            edges=[
                OrganisationEdge(cursor=row.cursor, node=_organisation(row, self.reading, everyone))
                for row in page.rows
            ],
            page_info=page_info([row.cursor for row in page.rows], after=after, more=page.more),
        )


@strawberry.type(description="A county and its figures, as of a day and as known at a moment.")
class County:
    """A county and its figures."""

    code: str
    name: Words
    as_of: date
    since: date
    known_at: datetime | None = strawberry.field(
        description="As asked, lowered to the oldest moment up to which every log is known. null: all counted so far."
    )
    reading: strawberry.Private[Reading]

    @strawberry.field
    async def metrics(self, ids: Ids = None) -> list[MetricValue]:
        """The county's totals."""
        return await self.reading.metrics(self.code, ids)

    @strawberry.field(description="The townships in the viewer's scope.")
    async def townships(self) -> list[Township]:
        """Township offices see their own."""
        principal = self.reading.asking.principal
        seen = [area for area in await self.reading.townships() if sees(principal, area.code)]
        return townships(self.reading, seen)

    @strawberry.field
    async def series(self, metric: str, months: int | None = 36) -> list[SeriesPoint]:
        """One figure month by month."""
        return await self.reading.series(self.code, metric, months)

    @strawberry.field
    async def freshness(self) -> list[LogFreshness]:
        """How far each log has been counted."""
        return [
            LogFreshness(
                log=log.log,
                service=log.service,
                position=Long(log.position),
                sequenced_at=log.sequenced_at,
                head=Long(log.head),
                complete=log.complete,
                incomplete_since=_long(log.incomplete_since),
            )
            for log in await self.reading.freshness()
        ]

    @strawberry.field(description="Whether every event up to the freshness has been counted.")
    async def complete(self) -> bool:
        """Nothing is parked."""
        return all(log.complete for log in await self.reading.freshness())


def townships(reading: Reading, seen: list[areas.Area]) -> list[Township]:
    """Townships of one reading; what they are asked for is read for all of them together."""
    codes = tuple(area.code for area in seen)
    return [
        Township(code=area.code, name=Words(zh=area.zh, en=area.en), reading=reading, beside=codes) for area in seen
    ]


def known_metrics(ids: list[str] | None) -> tuple[str, ...] | None:
    """The asked metrics, each once; None for all. WrongArgument for one that is not declared."""
    if ids is None:
        return None
    for name in ids:
        if name not in CATALOGUE:
            raise WrongArgument(
                argument="metric", why_zh=f"没有指标 {name[:40]}", why_en=f"there is no metric {name[:40]}"
            )
    return tuple(dict.fromkeys(ids))


def code_words(dimension: str, code: str) -> Words:
    """Words of a code; one that this version does not know is shown as it is."""
    return words(CODES.get(dimension, {}).get(code, Phrase(code, code)))


def value_of(value: metrics.MetricValue) -> MetricValue:
    """A figure as GraphQL shows it."""
    return MetricValue(
        metric=CATALOGUE[value.metric],
        value=_long(value.value),
        numerator=_long(value.numerator),
        denominator=_long(value.denominator),
        parts=[
            MetricPart(
                dimension=part.dimension,
                code=part.code,
                words=code_words(part.dimension, part.code),
                value=Long(part.value),
            )
            for part in value.parts
        ],
    )


def _organisation(row: organisations.Organisation, reading: Reading, beside: tuple[UUID, ...]) -> Organisation:
    return Organisation(
        id=row.id,
        name=row.name,
        kind=row.kind,
        kind_words=code_words("unit_type" if row.employer else "kind", row.kind),
        area=row.area,
        parent=row.parent,
        since=row.since,
        reading=reading,
        beside=beside,
    )


def _long(value: int | None) -> Long | None:
    return None if value is None else Long(value)


__all__ = ["Asked", "County", "Organisation", "Reading", "Township", "known_metrics", "townships"]
