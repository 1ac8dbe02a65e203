"""People and numbers for membership tests: offices of a county, valid ID numbers and credit codes."""

import itertools
from dataclasses import dataclass
from typing import Any

import orjson
from stdnum.cn import ric, uscc

from contracts.offices import Office
from tests.support.person import Person
from tests.support.running import Running

_orders = itertools.count(1)
DAY = "2026-03-02"


def id_number(*, area: str = "340828", birthday: str = "19900101") -> str:
    """A fresh ID number with the right check digit."""
    body = f"{area}{birthday}{next(_orders) % 1000:03d}"
    return body + ric.calc_check_digit(body + "0")


def credit_code(prefix: str = "91") -> str:
    """A fresh social credit code with the right check digit."""
    body = f"{prefix}340828{next(_orders):09d}"
    return body + str(uscc.calc_check_digit(body))


@dataclass
class County:
    """A county under test, its offices, and short ways to what a test needs first."""

    code: str
    service: Running

    def office(self, office: Office, area: str | None = None, subject: str | None = None) -> Person:
        """Somebody in an office."""
        return self.service.person(office, area or self.code, subject)

    def clerk(self, township: str = "100") -> Person:
        """A township's clerk."""
        return self.office(Office.TOWNSHIP_CLERK, self.code + township)

    def chair(self, township: str = "100") -> Person:
        """A township's chair."""
        return self.office(Office.TOWNSHIP_CHAIR, self.code + township)

    @property
    def organiser(self) -> Person:
        """The county's organiser."""
        return self.office(Office.COUNTY_ORGANISER)

    async def federation(self) -> str:
        """The county federation, approved on 2020-01-02."""
        body = {"name": "县总工会", "occurred_on": "2020-01-02"}
        done = await self.organiser.done("/unions/federation", body)
        approval = {"occurred_on": "2020-01-02", "document": "市工2020-1号"}
        await self.organiser.done(f"/unions/{done['id']}/approve", approval, revision=1)
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
            "name": f"基层工会{next(_orders)}",
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

    async def events(self, subject: str) -> list[dict[str, Any]]:
        """The subject's events, oldest first, as the journal holds them."""
        rows = await self.rows("SELECT event FROM journal WHERE subject = $1 ORDER BY id", subject)
        return [orjson.loads(row["event"]) for row in rows]

    async def rows(self, sql: str, *values: object) -> list[Any]:
        """What the service's database holds."""
        found: list[Any] = await self.service.app.state.database.pool.fetch(sql, *values)
        return found

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
