"""Positions in memory: what keeps them fresh when pings are lost, connections die and projections are swapped."""

import pytest

from services.gateway.projection import target
from services.gateway.serving import versions
from tests.gateway.told import Told
from tests.support import databases
from tests.support.running import Running


async def test_a_lost_ping_is_made_good_by_reading_again(told: Told) -> None:
    told.pinging = False
    await told.admit(f"{told.county}100")  # waits until it is seen, at most ten seconds


async def test_a_ping_is_heard_where_no_reading_would_come(told: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(versions, "AGAIN_AFTER", 3600.0)
        await told.admit(f"{told.county}100")  # from now on only a ping wakes
        await told.admit(f"{told.county}100")
        told.pinging = False
        with pytest.raises(TimeoutError):
            await told.admit(f"{told.county}100", within=0.5)
    told.pinging = True
    await told.admit(f"{told.county}100")


async def test_a_lost_connection_is_made_anew(told: Told, gateway: Running) -> None:
    (killed,) = await databases.rows(
        gateway.settings.database_url,
        "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
        "WHERE datname = current_database() AND application_name = 'gonghui positions'",
    )
    assert killed["count"]
    await told.admit(f"{told.county}100")
    assert gateway.app.state.gateway.versions.version(told.county)


async def test_a_swapped_projection_is_another_version_at_the_same_positions(told: Told, gateway: Running) -> None:
    await told.admit(f"{told.county}100")
    kept = gateway.app.state.gateway.versions
    before = kept.version(told.county)
    async with databases.connected(gateway.settings.database_url) as connection, connection.transaction():
        await connection.execute("ALTER SCHEMA projection RENAME TO old; CREATE SCHEMA projection")
        other = await target.incarnation(connection)
        await connection.execute("DROP SCHEMA projection; ALTER SCHEMA old RENAME TO projection")
        same = await target.incarnation(connection)
    assert before is not None
    assert before[0][0] == same != other


async def test_parked_events_are_told_by_readiness(told: Told, gateway: Running, county: str) -> None:
    await told.admit(f"{county}100")
    assert county not in (await gateway.http.get("/readyz")).text
    await told.park()
    ready = await gateway.http.get("/readyz")
    assert ready.status_code == 200
    assert f"membership/{county} ≥ 2" in ready.json()["reasons"]["parked"]
