"""A county's logs, counted by the gateway that is running: its pages and its cache hear of every event."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from chassis.ids import uuid7
from contracts.declare import Event, Place
from contracts.membership.members import MemberAdmitted
from services.gateway.projection.projection import ReadModel
from tests.support.logs import Log
from tests.support.running import Running

SPRING = date(2026, 3, 1)
SEEN_SECONDS = 10.0


@dataclass
class Told:
    """One county. Events are folded into the running gateway's read model, without services or a broker."""

    county: str
    gateway: Running
    logs: dict[str, Log] = field(default_factory=dict)
    pinging: bool = True

    def log(self, service: str) -> Log:
        """The county's log of a service."""
        return self.logs.setdefault(service, Log(service, self.county))

    async def tell(
        self,
        *events: Event,
        area: str | None = None,
        on: date = SPRING,
        within: float = SEEN_SECONDS,
        **named: Any,
    ) -> list[UUID]:
        """Count events of one service, in one batch; answers their ids."""
        log = self.log(events[0].SERVICE)
        counted = len(log.entries)
        ids = [log.add(event, on, area=area, **named) for event in events]
        async with self.gateway.app.state.database.system() as connection:
            await ReadModel().apply(connection, log.service, self.county, log.entries[counted:])
            if self.pinging:
                await connection.execute("NOTIFY positions")
        await self.seen(within)
        return ids

    async def park(self, service: str = "membership") -> None:
        """One more entry, that nobody can read, is put aside."""
        entry = self.log(service).add_text("{ not an event")
        async with self.gateway.app.state.database.system() as connection:
            await ReadModel().park(connection, service, self.county, entry, ValueError("not an event"))
            await connection.execute("NOTIFY positions")
        await self.seen()

    async def admit(self, area: str, count: int = 1, on: date = SPRING, within: float = SEEN_SECONDS) -> list[UUID]:
        """Members admitted in an area; TimeoutError when the gateway has not heard of them within so many seconds."""
        place = Place(area=area)
        members = [MemberAdmitted(member=uuid7(), place=place, employment="regular") for _ in range(count)]
        return await self.tell(*members, area=area, on=on, within=within)

    async def seen(self, within: float = SEEN_SECONDS) -> None:
        """Wait until the gateway's process has heard of every position."""
        wanted = {f"{log.service}/{self.county}": len(log.entries) for log in self.logs.values()}
        async with asyncio.timeout(within):
            while self.gateway.app.state.gateway.versions.positions(self.county) != wanted:
                await asyncio.sleep(0.01)
