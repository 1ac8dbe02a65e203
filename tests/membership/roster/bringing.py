"""Bringing a roster: uploaded, checked and run as a clerk and the background would."""

from dataclasses import dataclass
from typing import Any

from chassis.access.authority import Authority
from chassis.imports import work
from chassis.imports.workshop import Workshop
from chassis.postgres import utc_now
from services.membership.roster.running import ROSTER
from tests.membership.people import County
from tests.membership.roster.files import base64_of
from tests.support.person import Person


def workshop(place: County, *kinds: Any) -> Workshop:
    """The background's part, on the running service's database and keys."""
    state = place.service.app.state
    authority = Authority(state.database, utc_now, own=True)
    named = {kind.name: kind for kind in kinds or (ROSTER,)}
    return Workshop("membership", state.database, state.keyring, authority, named)


@dataclass
class Bringing:
    """A clerk at work."""

    place: County
    clerk: Person
    shop: Workshop
    path: str = "/roster"

    @classmethod
    def of(cls, place: County, township: str = "100") -> "Bringing":
        """The township's clerk."""
        return cls(place, place.clerk(township), workshop(place))

    async def upload(self, data: bytes, **given: Any) -> str:
        """Bring a file; it waits to be checked."""
        body = {"content": base64_of(data), **given}
        return str((await self.clerk.done(self.path, body))["id"])

    async def background(self) -> None:
        """Let the background do all that waits."""
        while await work.work_on_next(self.shop):
            pass

    async def checked(self, data: bytes, **given: Any) -> str:
        """Bring a file and have it checked."""
        batch = await self.upload(data, **given)
        await self.background()
        return batch

    async def seen(self, batch: str) -> dict[str, Any]:
        """The import's page."""
        answer = await self.clerk.get(f"{self.path}/{batch}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def do(self, batch: str, what: str, body: Any = None) -> dict[str, Any]:
        """A command on it, at its present revision."""
        revision = (await self.seen(batch))["revision"]
        return await self.clerk.done(f"{self.path}/{batch}/{what}", body, revision=revision)

    async def problems(self, batch: str) -> list[tuple[int, str | None, str]]:
        """Row, field and code of each problem."""
        answer = await self.clerk.get(f"{self.path}/{batch}/problems", limit=100)
        return [(each["row"], each["field"], each["code"]) for each in answer.json()["items"]]

    async def run(self, data: bytes, *, good_only: bool = False, **given: Any) -> str:
        """Bring a file, confirm it, and let it run."""
        batch = await self.checked(data, **given)
        await self.do(batch, "confirm", {"good_only": good_only})
        await self.background()
        return batch
