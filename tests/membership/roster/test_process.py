"""The background as it runs in the work process: what waits is done, trouble is told, stopping is prompt."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest

from chassis.imports import run, work
from chassis.imports.work import importing
from chassis.web.health import Health
from services.membership.roster.running import ROSTER
from tests.membership.people import County
from tests.membership.roster.bringing import Bringing
from tests.membership.roster.files import people, text_table


@asynccontextmanager
async def working(place: County) -> AsyncIterator[Health]:
    """The part of a work process, beside the running service."""
    stop, health = asyncio.Event(), Health()
    part = importing(ROSTER, owns_appointments=True)(place.service.settings, health, stop)
    task = asyncio.create_task(part)
    while "imports" not in health.notes:
        await asyncio.sleep(0.01)
    try:
        yield health
    finally:
        stop.set()
        await asyncio.wait_for(task, 10)


async def until(bringing: Bringing, batch: str, state: str) -> None:
    """Poll as the page does."""
    async with asyncio.timeout(20):
        while (await bringing.seen(batch))["state"] != state:
            await asyncio.sleep(0.05)


async def test_a_roster_is_checked_and_run_while_its_clerk_looks_on(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    async with working(place) as health:
        batch = await bringing.upload(text_table(people(3)), union=union)
        await until(bringing, batch, "checked")
        await bringing.do(batch, "confirm", {"good_only": False})
        await until(bringing, batch, "done")
        assert await health.notes["imports"]() is None
    assert (await bringing.seen(batch))["made"] == 3


async def test_what_passes_by_itself_is_told_and_tried_again(place: County) -> None:
    union = await place.base_union()
    bringing = Bringing.of(place)
    batch = await bringing.checked(text_table(people(2)), union=union)
    await bringing.do(batch, "confirm", {"good_only": False})
    failing = asyncio.Event()
    failing.set()

    async def busy(*args: object) -> None:
        if failing.is_set():
            raise asyncpg.LockNotAvailableError
        await run.write_piece(*args)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patched:
        patched.setitem(work.STEPS, "running", busy)
        async with working(place) as health:
            async with asyncio.timeout(10):
                while not await health.notes["imports"]():
                    await asyncio.sleep(0.05)
            assert "LockNotAvailable" in str(await health.notes["imports"]())
            failing.clear()
            await until(bringing, batch, "done")
