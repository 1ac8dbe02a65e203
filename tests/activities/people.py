"""Activities under test: a county, and short ways to the activities a test needs first."""

from typing import Any
from uuid import uuid4

from tests.support.county import Place

PLANNED, OPENED, HELD = "2026-03-02", "2026-03-05", "2026-03-20"


def members(count: int) -> list[str]:
    """Ids as the membership service gives them."""
    return [str(uuid4()) for _ in range(count)]


class County(Place):
    """A county in the activities service."""

    async def planned(self, **fields: Any) -> str:
        """An activity on the plan."""
        body = {"title": "三八活动", "kind": "culture", "planned_on": HELD, "occurred_on": PLANNED, **fields}
        return str((await self.clerk().done("/activities", body))["id"])

    async def opened(self, places: int = 10, **fields: Any) -> str:
        """An activity open for registration."""
        activity = await self.planned(**fields)
        body = {"places": places, "occurred_on": OPENED}
        await self.clerk().done(f"/activities/{activity}/open", body, revision=1)
        return activity

    async def registered(self, activity: str, member: str) -> str:
        """A registration."""
        body = {"activity": activity, "member": member, "occurred_on": OPENED}
        return str((await self.clerk().done("/registrations", body))["id"])

    async def held(self, attended: list[str], **fields: Any) -> str:
        """An activity that took place."""
        activity = await self.opened(**{name: fields.pop(name) for name in ("kind",) if name in fields})
        body = {"occurred_on": HELD, "attended": attended, **fields}
        await self.clerk().done(f"/activities/{activity}/hold", body, revision=2)
        return activity
