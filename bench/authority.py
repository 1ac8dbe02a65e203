"""Leg `authority`: from the answer that ended an appointment to the first refusal at the gateway, Kafka up and down.

Membership and the gateway run as in production; the gateway hears of it by the feed. It is asked every 5 ms, so that
much of the figures is the asking.
"""

import asyncio
import time
from datetime import UTC, datetime
from itertools import count

import orjson

from bench import county, http
from bench.report import Figures, Measured, milliseconds, say, size
from bench.stand import Stand, stand
from chassis.postgres import Database
from services.membership.cadres.bootstrap import bootstrap

ORGANISER = "organiser"
ASK_SECONDS = 0.005
LONGEST = 10.0
DECIDED = {"occurred_on": "2026-03-02"}
_keys = count()


async def measure() -> Measured:
    """One account after another is appointed, let in, and dismissed."""
    ends = size("ends", 40)
    async with stand(kafka=True) as on:
        for service in ("gateway", "membership"):
            await on.start(service, "serve")
            await on.start(service, "work")
        for name in ("gateway", "membership", "gateway-work", "membership-work"):
            await on.ready(name)
        database = Database(on.application("membership"), size=1)
        await database.open()
        await bootstrap(database, county.COUNTY, ORGANISER, datetime.now(UTC))
        await database.close()
        figures = {"kafka_up": await _ended(on, "up", ends)}
        if on.kafka:
            await asyncio.to_thread(on.kafka.stop)
        figures["kafka_down"] = await _ended(on, "down", ends)
    return figures, {"ends": ends}


async def _ended(on: Stand, name: str, ends: int) -> Figures:
    took = []
    for number in range(ends):
        account = f"{name}-{number}"
        asked = {"account": account, "holds": "county-leader", "area": county.COUNTY, **DECIDED}
        made = await _command(on, "/appointments", asked, 201)
        await _until(on, account, 200)
        await _command(on, f"/appointments/{made}/end", {"reason": "transferred", **DECIDED}, 200, 'If-Match: "1"')
        took.append(await _until(on, account, 403))
    say(f"Kafka {name}: {ends} appointments ended")
    return milliseconds(took)


async def _command(on: Stand, path: str, body: dict[str, str], status: int, *more: str) -> str:
    headers = {"Authorization": f"Bearer {on.issuer.token(ORGANISER)}", "Idempotency-Key": f"authority-{next(_keys)}"}
    headers |= dict(line.split(": ", 1) for line in more)
    answered, said = await http.ask(on.url("membership"), http.post(path, headers, orjson.dumps(body)))
    if answered != status:
        raise http.BadAnswer(answered, said[:500])
    return str(orjson.loads(said)["id"])


async def _until(on: Stand, account: str, status: int) -> float:
    """Seconds until the gateway answers so. BadAnswer after ten."""
    headers = {"Authorization": f"Bearer {on.issuer.token(account)}", "Accept": "application/graphql-response+json"}
    question = http.post("/graphql", headers, orjson.dumps({"query": "{ viewer { office } }"}))
    began = time.perf_counter()
    connection = await http.Connection.to(on.url("gateway"))
    try:
        while True:
            answered, said = await connection.ask(question)
            took = time.perf_counter() - began
            # a question that is no trusted document is refused too, by another code
            refused = b'"no-appointment"' in said
            if refused == (status == 403):
                return took
            if took > LONGEST:
                raise http.BadAnswer(answered, said[:500])
            await asyncio.sleep(ASK_SECONDS)
    finally:
        connection.close()
