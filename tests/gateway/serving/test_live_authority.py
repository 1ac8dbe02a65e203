"""A socket lives as long as what it was opened by: the token and the appointment."""

import asyncio
import time
from datetime import UTC, datetime
from uuid import UUID

from contracts.offices import Office
from services.gateway.serving import live
from tests.gateway.serving.test_live import Client, opened
from tests.support import databases
from tests.support.running import Running

SECOND = 1.0
SLACK = 0.5
"""What a busy machine adds."""


async def _open(client: Client, gateway: Running, subject: str, appointment: UUID, **claims: object) -> None:
    token = gateway.issuer.token(subject, **claims)
    payload = {"authorization": f"Bearer {token}", "Gonghui-Appointment": str(appointment)}
    await client.say(type="connection_init", payload=payload)
    assert await client.hear() == {"type": "connection_ack"}
    await client.subscribe()


async def _end(gateway: Running, appointment: UUID) -> float:
    """End an appointment as the fold would; answers when."""
    sql = "UPDATE appointment SET ended_at = now() WHERE id = $1"
    await databases.execute(gateway.settings.database_url, sql, appointment)
    return time.monotonic()


async def test_socket_closes_within_a_second_of_its_appointments_end(gateway: Running, county: str) -> None:
    """And no other: not of the same person in another office, not of the next person."""
    area, subject = f"{county}100", f"both-{county}"
    clerk = gateway.appointed(Office.TOWNSHIP_CLERK, area, subject)
    chair = gateway.appointed(Office.TOWNSHIP_CHAIR, area, subject)
    other = gateway.appointed(Office.TOWNSHIP_CLERK, area, f"other-{county}")
    async with opened(gateway) as first, opened(gateway) as second, opened(gateway) as third:
        for client, who, held in ((first, subject, clerk), (second, subject, chair), (third, f"other-{county}", other)):
            await _open(client, gateway, who, held)
        ended = await _end(gateway, clerk)
        assert await first.closed() == live.FORBIDDEN
        assert time.monotonic() - ended < SECOND + SLACK
        for client in (second, third):
            await client.say(id="2", type="complete")
            await client.say(type="ping")
            while (await client.hear())["type"] != "pong":
                pass
    async with opened(gateway) as again:
        token = gateway.issuer.token(subject)
        payload = {"authorization": f"Bearer {token}", "Gonghui-Appointment": str(clerk)}
        await again.say(type="connection_init", payload=payload)
        assert await again.closed() == live.FORBIDDEN


async def test_socket_of_a_lent_office_closes_with_the_lenders(gateway: Running, county: str) -> None:
    giver = gateway.appointed(Office.TOWNSHIP_CHAIR, f"{county}100", f"giver-{county}")
    lent = gateway.appointed(Office.TOWNSHIP_CHAIR, f"{county}100", f"deputy-{county}")
    sql = "UPDATE appointment SET delegated_by = $2, on_behalf_of = $3 WHERE id = $1"
    await databases.execute(gateway.settings.database_url, sql, lent, giver, f"giver-{county}")
    async with opened(gateway) as client:
        await _open(client, gateway, f"deputy-{county}", lent)
        ended = await _end(gateway, giver)
        assert await client.closed() == live.FORBIDDEN
        assert time.monotonic() - ended < SECOND + SLACK


async def test_socket_closes_when_the_token_expires_and_not_before(gateway: Running, county: str) -> None:
    held = gateway.appointed(Office.COUNTY_LEADER, county, f"soon-{county}")
    expires = int(time.time()) + 3
    async with opened(gateway) as client:
        await _open(client, gateway, f"soon-{county}", held, exp=expires)
        assert await client.closed() == live.FORBIDDEN
        late = datetime.now(UTC).timestamp() - expires
        assert 0 <= late < SECOND + SLACK


async def test_many_sockets_close_together(gateway: Running, county: str) -> None:
    held = [gateway.appointed(Office.TOWNSHIP_CLERK, f"{county}1{n:02}", f"one-{n}-{county}") for n in range(20)]
    async with asyncio.timeout(30):
        clients = [opened(gateway) for _ in held]
        entered = [await each.__aenter__() for each in clients]
        try:
            for number, (client, appointment) in enumerate(zip(entered, held, strict=True)):
                await _open(client, gateway, f"one-{number}-{county}", appointment)
            sql = "UPDATE appointment SET ended_at = now() WHERE id = ANY($1)"
            await databases.execute(gateway.settings.database_url, sql, held)
            ended = time.monotonic()
            assert {await client.closed() for client in entered} == {live.FORBIDDEN}
            assert time.monotonic() - ended < SECOND + SLACK
        finally:
            for each in clients:
                await each.__aexit__(None, None, None)
