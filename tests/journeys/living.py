"""A county that lives: commands through REST, relayed and counted, its dashboards asked now and as of past days."""

import asyncio
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from chassis.log.relay import Relay
from chassis.log.stored import StoredLog
from contracts.offices import Office
from services.gateway.projection.projection import ReadModel
from tests.gateway.asker import Asker
from tests.membership.people import County
from tests.support.running import Running

SEEN_SECONDS = 20.0
BATCH = 1000
FIGURES = """query ($day: Date) {
    county(asOf: $day) { metrics { metric { id } value } townships { code metrics { metric { id } value } } }
}"""
QUEUE = "{ workQueue(first: 100) { edges { node { kind subject office dueOn } } } }"
Values = dict[str, int]


@dataclass
class Living:
    """One county at membership and the gateway. `past` keeps what dashboards said of a day when it was the last."""

    place: County
    gateway: Running
    past: dict[date, dict[str, Values]] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The county's code."""
        return self.place.code

    async def settle(self) -> None:
        """Everything committed is relayed and counted, and the gateway has heard of it."""
        service = self.place.service
        relay = Relay(service.settings.database_url, service.name)
        while await relay.step():
            pass
        await relay.close()
        log = StoredLog(service.name, service.app.state.database)
        position = await self._counted()
        while entries := (await log.county_after(self.code, position, BATCH)).entries:
            async with self.gateway.app.state.database.system() as connection:
                await ReadModel().apply(connection, service.name, self.code, entries)
                await connection.execute("NOTIFY positions")
            position = entries[-1].position
        async with asyncio.timeout(SEEN_SECONDS):
            while self.gateway.app.state.gateway.versions.positions(self.code).get(self._log, 0) != position:
                await asyncio.sleep(0.01)

    async def figures(self, day: date | None = None) -> dict[str, Values]:
        """Area code → metric → value, on a day or now; no data and none are left out alike."""
        leader = Asker(self.gateway, Office.COUNTY_LEADER, self.code)
        found = (await leader.data(FIGURES, day=day.isoformat() if day else None))["county"]
        areas = [{"code": self.code, **found}, *found["townships"]]
        return {area["code"]: _values(area["metrics"]) for area in areas}

    async def day_ends(self, day: date, **expected: int) -> dict[str, Values]:
        """Settle, look at the county's figures of that day, keep them for later; answers all areas' figures."""
        await self.settle()
        self.past[day] = await self.figures(day)
        county = self.past[day][self.code]
        wanted = {name.replace("_", "-"): value for name, value in expected.items()}
        found = {name: county.get(name, 0) for name in wanted}
        assert found == wanted, f"{day}: {found}, expected {wanted}"
        return self.past[day]

    async def past_stands(self) -> None:
        """Every day that was looked at still says what it said then."""
        for day, said in self.past.items():
            now = await self.figures(day)
            changed = {area: (said.get(area), now.get(area)) for area in said | now if said.get(area) != now.get(area)}
            assert changed == {}, (day, changed)

    async def waiting(self, kind: str) -> list[dict[str, Any]]:
        """What waits of one kind in the county, as the organiser's queue shows it: subject, office, dueOn."""
        organiser = Asker(self.gateway, Office.COUNTY_ORGANISER, self.code)
        found = (await organiser.data(QUEUE))["workQueue"]["edges"]
        return [each["node"] for each in found if each["node"]["kind"] == kind]

    @property
    def _log(self) -> str:
        return f"{self.place.service.name}/{self.code}"

    async def _counted(self) -> int:
        async with self.gateway.app.state.database.system() as connection:
            return (await ReadModel().cursor(connection, self.place.service.name)).get(self.code, 0)


def _values(metrics: list[dict[str, Any]]) -> Values:
    return {each["metric"]["id"]: int(each["value"]) for each in metrics if int(each["value"] or 0)}
