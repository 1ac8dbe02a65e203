"""The gateway's `work` part on a running service: what is commanded there is counted here, proven, and told."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import asyncpg
import orjson

from chassis.context import EVERYTHING
from chassis.log.checkpoint import Signer
from chassis.log.relay import Relay
from chassis.settings import Settings
from chassis.web.health import Health
from services.gateway.projection.ping import CHANNEL
from services.gateway.projection.work import project
from services.gateway.queries import areas, freshness, proofs
from tests.membership.people import County
from tests.support.running import Running

T = TypeVar("T")


async def until(what: Callable[[], Awaitable[T | None]]) -> T:
    async with asyncio.timeout(20):
        while True:
            if found := await what():
                return found
            await asyncio.sleep(0.02)


async def test_what_a_service_records_is_counted_proven_and_told(
    membership: Running, settings_of: Callable[..., Awaitable[Settings]], county: str, tmp_path: Path
) -> None:
    key = membership.settings.signing_key
    assert key is not None
    signer, keys = Signer.load("membership", key), tmp_path / "keys.json"
    keys.write_bytes(orjson.dumps({"membership": signer.verifier.vkey}))
    settings = await settings_of("gateway", service_urls={"membership": membership.url}, checkpoint_keys=keys)
    relay = Relay(membership.settings.database_url, "membership", None, signer)
    stop, health, told = asyncio.Event(), Health(), asyncio.Queue[str]()
    gateway = await asyncpg.connect(settings.database_url, server_settings=EVERYTHING.settings)
    await gateway.add_listener(CHANNEL, lambda *news: told.put_nowait(str(news[-1])))
    work = asyncio.create_task(project(settings, health, stop))
    try:
        log = f"membership/{county}"
        await County(county, membership).employer()
        await relay.step()

        async def cosigned() -> proofs.Checkpoint | None:
            return next((each for each in await proofs.checkpoints(gateway, county) if each.cosigned), None)

        seen = await until(cosigned)
        assert (seen.log, seen.agrees) == (log, True)
        (fresh,) = await freshness.freshness(gateway, county)
        assert (fresh.position, fresh.head, fresh.complete) == (seen.size, seen.size, True)
        while (news := orjson.loads(await asyncio.wait_for(told.get(), 5)))["county"] != county:
            continue
        assert news["logs"] == {log: seen.size}
        assert await health.report() == (True, {})
        named = await areas.area(gateway, "340828207")
        assert named == areas.Area("340828207", "石关乡", "Shiguan Township")
    finally:
        stop.set()
        await asyncio.wait_for(work, 10)
        await relay.close()
        await gateway.close()
