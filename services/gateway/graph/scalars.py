"""Scalars: 64-bit integers as strings, days, moments with six decimals."""

from datetime import UTC, date, datetime
from typing import NewType

import strawberry
from strawberry.types.scalar import ScalarDefinition

Long = NewType("Long", int)

_BOUND = 2**63
FIRST_YEAR, LAST_YEAR = 1900, 2999


def _long(value: object) -> int:
    """Accepts a decimal string or an integer. ValueError outside 64 bits."""
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise ValueError("Long is an integer or a decimal string")  # noqa: TRY004 - graphql-core reports ValueError and TypeError alike
    number = int(value)
    if not -_BOUND <= number < _BOUND:
        raise ValueError("Long has 64 bits")
    return number


def _date(value: object) -> date:
    if not isinstance(value, str):
        raise ValueError("Date is a string YYYY-MM-DD")  # noqa: TRY004
    day = date.fromisoformat(value)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"Date lies between {FIRST_YEAR} and {LAST_YEAR}")
    return day


def _moment(value: object) -> datetime:
    """RFC 3339 with an offset; a moment without one would mean different things to different people."""
    if not isinstance(value, str):
        raise ValueError("DateTime is a string")  # noqa: TRY004
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError("DateTime needs an offset, as in 2026-11-23T09:00:00+08:00")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise ValueError(f"DateTime lies between {FIRST_YEAR} and {LAST_YEAR}")
    return moment.astimezone(UTC)


def rfc3339(moment: datetime) -> str:
    """UTC with exactly six decimals and Z, as leaves of the log hash it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


SCALARS: dict[object, ScalarDefinition] = {
    Long: strawberry.scalar(
        name="Long", description="64-bit integer, written as a decimal string.", serialize=str, parse_value=_long
    ),
    date: strawberry.scalar(
        name="Date", description="A business day, YYYY-MM-DD.", serialize=date.isoformat, parse_value=_date
    ),
    datetime: strawberry.scalar(
        name="DateTime", description="A moment, RFC 3339, UTC.", serialize=rfc3339, parse_value=_moment
    ),
}
