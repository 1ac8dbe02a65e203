"""Membership under test: a county, and short ways to the unions, employers and members a test needs first."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

from contracts.offices import Office
from tests.support.county import Place
from tests.support.numbers import credit_code, id_number
from tests.support.person import Person

_names = itertools.count(1)
DAY = "2026-03-02"


class County(Place):
    """A county in the membership service."""

    @property
    def organiser(self) -> Person:
        """The county's organiser."""
        return self.office(Office.COUNTY_ORGANISER)

    @property
    def approver(self) -> Person:
        """The county's approver."""
        return self.office(Office.COUNTY_APPROVER)

    async def federation(self) -> str:
        """The county federation, approved on 2020-01-02."""
        body = {"name": "县总工会", "occurred_on": "2020-01-02"}
        done = await self.organiser.done("/unions/federation", body)
        approval = {"occurred_on": "2020-01-02", "document": "市工2020-1号"}
        await self.approver.done(f"/unions/{done['id']}/approve", approval, revision=1)
        return str(done["id"])

    async def township_union(self, federation: str, township: str = "100") -> str:
        """A township's union, approved on 2020-02-02."""
        body = {"name": f"乡工会{township}", "kind": "township", "parent": federation, "occurred_on": "2020-02-01"}
        done = await self.clerk(township).done("/unions", body)
        await self.organiser.done(f"/unions/{done['id']}/approve", {"occurred_on": "2020-02-02"}, revision=1)
        return str(done["id"])

    async def employer(self, township: str = "100", **fields: Any) -> str:
        """A registered employer."""
        body = {
            "name": "石关茶厂",
            "credit_code": credit_code(),
            "unit_type": "private",
            "occurred_on": "2020-01-15",
            **fields,
        }
        return str((await self.clerk(township).done("/employers", body))["id"])

    async def founded(self, parent: str, township: str = "100", **fields: Any) -> str:
        """A base union in founding."""
        body = {
            "name": f"基层工会{next(_names)}",
            "kind": "village-community",
            "parent": parent,
            "occurred_on": "2020-03-01",
            **fields,
        }
        return str((await self.clerk(township).done("/unions", body))["id"])

    async def union(self, parent: str, township: str = "100", approved_on: str = "2020-03-02", **fields: Any) -> str:
        """An approved base union."""
        union = await self.founded(parent, township, **fields)
        await self.chair(township).done(f"/unions/{union}/approve", {"occurred_on": approved_on}, revision=1)
        return union

    async def member(self, union: str, township: str = "100", **fields: Any) -> str:
        """An admitted member."""
        return str((await self.clerk(township).done("/members", worker(union, **fields)))["id"])

    async def lent(self, office: Office, appointment: str, account: str) -> str:
        """An appointment of the county's, lent to another account for a week."""
        until = (datetime.now(UTC).date() + timedelta(7)).isoformat()
        body = {"appointment": appointment, "account": account, "until": until, "occurred_on": DAY}
        return str((await self.office(office).done("/appointments/delegations", body))["id"])

    async def base_union(self) -> str:
        """An approved base union of township 100 under an approved township union."""
        return await self.union(await self.township_union(await self.federation()))


def worker(union: str, **fields: Any) -> dict[str, Any]:
    """An admission's body."""
    return {
        "union": union,
        "name": "王小明",
        "id_number": id_number(),
        "employment": "regular",
        "occurred_on": DAY,
        **fields,
    }
