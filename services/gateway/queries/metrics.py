"""Metric values of a county and of all its townships, at any moment, in a constant number of statements."""

from collections.abc import Sequence
from dataclasses import dataclass

from chassis.log.tiles import Connection
from services.gateway.queries.moment import Moment


@dataclass(frozen=True, slots=True)
class Part:
    """Share of one code of one dimension, in the metric's unit. Sums and reported metrics only."""

    dimension: str
    code: str
    value: int


@dataclass(frozen=True, slots=True)
class MetricValue:
    """A metric's value in its unit; a ratio in parts per million, with both its parts.

    `value` None means no data: no fact of it was ever known there (or a ratio without denominator); 0 is a figure.
    """

    metric: str
    value: int | None
    numerator: int | None = None
    denominator: int | None = None
    parts: tuple[Part, ...] = ()


async def county_metrics(
    connection: Connection, county: str, moment: Moment, ids: Sequence[str] | None = None
) -> dict[str, tuple[MetricValue, ...]]:
    """Values by area code: the county's own six digits (its total), and each township that has any data.

    In the order of `ids`, or of the catalogue. A township without an entry has no data at all: use `no_data(ids)`.
    KeyError for an id that is not in the catalogue.
    """
    raise NotImplementedError


def no_data(ids: Sequence[str] | None = None) -> tuple[MetricValue, ...]:
    """The values of an area of which nothing is known."""
    raise NotImplementedError
