"""Transfers end at the county's border: each county has a log of its own."""

from dataclasses import replace
from datetime import date

import pytest

from chassis.ids import uuid7
from services.membership.members.domain import Member, transfers
from services.membership.organisations.domain import Union
from tests.membership.people import County


async def test_a_union_of_another_county_takes_nobody_even_where_it_is_seen(place: County) -> None:
    """Row-level security hides it; the rule holds by itself."""
    union = await place.base_union()
    (row,) = await place.rows("SELECT * FROM unions WHERE id = $1", union)
    known = {name: value for name, value in dict(row).items() if name in Union.__dataclass_fields__}
    to = replace(Union(**known), id=uuid7(), county="110101", area="110101100")
    day = date(2026, 3, 2)
    old = Member(
        id=uuid7(),
        county=place.code,
        area=place.code + "100",
        union=row["id"],
        employment="regular",
        state="active",
        admitted_on=day,
        since=day,
        to_union=None,
        to_area=None,
        requested_on=None,
        due_on=None,
        revision=1,
    )
    for ask in (transfers.transfer, transfers.request):
        with pytest.raises(transfers.OtherCounty):
            ask(old, to, date(2026, 4, 1))
