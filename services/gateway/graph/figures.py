"""Metrics and their values: rows, so that a new metric changes no schema."""

import strawberry

from contracts.catalogue import METRICS, Distinct, Ratio, Reported, Sum, types_counting
from contracts.declare import Metric as Declared
from services.gateway.graph.scalars import Long
from services.gateway.graph.words import Words, words


@strawberry.type(description="A figure of the dashboards, as the events declare it.")
class Metric:
    """A declared metric."""

    id: str
    words: Words
    unit: str = strawberry.field(description='"count", "fen" or "percent".')
    kind: str = strawberry.field(description='"stock", "flow", "reported", "distinct" or "ratio".')
    dimensions: list[str]
    event_types: list[str] = strawberry.field(description="Types of the events behind the figure.")
    definition: Words | None
    numerator: str | None
    denominator: str | None


@strawberry.type(description="A part of a figure, by one dimension.")
class MetricPart:
    """A part of a figure."""

    dimension: str
    code: str
    words: Words
    value: Long


@strawberry.type(description="A figure's value at a place and a time.")
class MetricValue:
    """A figure's value; None is "no data", which is not 0."""

    metric: Metric
    value: Long | None = strawberry.field(description="null: no data, distinct from 0. A ratio: parts per million.")
    numerator: Long | None
    denominator: Long | None
    parts: list[MetricPart]


@strawberry.type(description="A figure's value at the end of a month (stock) or within it (flow).")
class SeriesPoint:
    """One month of a series."""

    month: str = strawberry.field(description="YYYY-MM")
    value: Long | None


def _kind(metric: Declared) -> str:
    match metric:
        case Sum():
            return "flow" if metric.flow else "stock"
        case Reported():
            return "reported"
        case Distinct():
            return "distinct"
        case Ratio():
            return "ratio"
    raise TypeError(metric)


def _metric(metric: Declared) -> Metric:
    ratio = metric if isinstance(metric, Ratio) else None
    return Metric(
        id=metric.id,
        words=words(metric.words),
        unit=metric.unit,
        kind=_kind(metric),
        dimensions=list(metric.by),
        event_types=types_counting(metric.id),
        definition=words(metric.definition) if metric.definition else None,
        numerator=ratio.numerator.id if ratio and ratio.numerator else None,
        denominator=ratio.denominator.id if ratio and ratio.denominator else None,
    )


CATALOGUE: dict[str, Metric] = {name: _metric(metric) for name, metric in METRICS.items()}
