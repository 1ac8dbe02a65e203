"""A county under test: its offices, and what a service's database holds of it."""

from dataclasses import dataclass
from typing import Any

import orjson

from contracts.offices import Office
from tests.support.person import Person
from tests.support.running import Running


@dataclass
class Place:
    """A county and the service that a test calls."""

    code: str
    service: Running

    def office(self, office: Office, area: str | None = None, subject: str | None = None) -> Person:
        """Somebody in an office over the county, or over `area`."""
        return self.service.person(office, area or self.code, subject)

    def clerk(self, township: str = "100") -> Person:
        """A township's clerk."""
        return self.office(Office.TOWNSHIP_CLERK, self.code + township)

    def chair(self, township: str = "100") -> Person:
        """A township's chair."""
        return self.office(Office.TOWNSHIP_CHAIR, self.code + township)

    async def events(self, subject: str) -> list[dict[str, Any]]:
        """The subject's events, oldest first, as the journal holds them."""
        rows = await self.rows("SELECT event FROM journal WHERE subject = $1 ORDER BY id", subject)
        return [orjson.loads(row["event"]) for row in rows]

    async def rows(self, sql: str, *values: object) -> list[Any]:
        """What the service's database holds."""
        async with self.service.app.state.database.system() as connection:
            found: list[Any] = await connection.fetch(sql, *values)
        return found
