"""Leg `freshness`: from a command's answer to the moment GraphQL says that the dashboards have counted its event."""

import asyncio

import orjson

from bench import county, http
from bench.report import Measured, milliseconds, say, size
from bench.stand import Stand, stand
from contracts.offices import Office
from services.gateway.serving.documents import OWN_DOCUMENTS, document_id

WARM_SECONDS = 2
POLL_SECONDS = 0.005
GIVE_UP_SECONDS = 10.0
POLLING = 4


async def measure() -> Measured:
    """Everything runs: service, relay, Kafka, projector, gateway. A few events a second are followed to the end."""
    rate, seconds, followed = size("rate", 500), size("seconds", 15), size("followed", 10)
    async with stand(kafka=True) as on:
        for service in ("gateway", "membership"):
            await on.start(service, "serve")
            await on.start(service, "work")
        for name in ("gateway", "membership", "gateway-work", "membership-work"):
            await on.ready(name)
        databases = on.dsn("membership"), on.dsn("gateway")
        token = on.issuer.token(await county.appoint(Office.TOWNSHIP_CLERK, county.TOWNSHIP, *databases))
        requests = county.admissions(await county.add_unions(on.dsn("membership")), token)
        await _Following(on, token, rate).run(requests, rate, WARM_SECONDS)
        following = _Following(on, token, max(rate // followed, 1))
        names = (*on.children, "postgres", "kafka")
        before = {name: on.cpu(name) for name in names}
        reached = await following.run(requests, rate, seconds)
        cores = {name: round((on.cpu(name) - before[name]) / seconds, 2) for name in names}
    say(f"{len(following.took)} events followed at {reached:.0f} commands a second")
    return {
        "commands_per_second": round(reached),
        "followed": len(following.took),
        "never_seen": following.lost,
        **milliseconds(following.took),
        "cores": cores,
    }, {"rate": rate, "seconds": seconds, "followed_per_second": followed}


class _Following:
    """Every n-th event, asked for until it is applied. Asking less often than every 5 ms would show in the figures."""

    def __init__(self, on: Stand, token: str, every: int) -> None:
        self.took: list[float] = []
        self.lost = 0
        self._on = on
        self._every = every
        self._headers = {"Authorization": f"Bearer {token}", "Accept": "application/graphql-response+json"}
        self._document = document_id((OWN_DOCUMENTS / "applied.graphql").read_text())
        self._tasks: list[asyncio.Task[None]] = []
        self._connections: asyncio.Queue[http.Connection] = asyncio.Queue()

    async def run(self, requests: county.Requests, rate: int, seconds: int) -> float:
        """Send commands at that rate; answers the rate reached."""
        opened = [await http.Connection.to(self._on.url("gateway")) for _ in range(POLLING)]
        for connection in opened:
            self._connections.put_nowait(connection)
        reached = await http.paced(self._on.url("membership"), requests, 20, rate, seconds, self._answered)
        await asyncio.gather(*self._tasks)
        for connection in opened:
            connection.close()
        return reached

    def _answered(self, number: int, answer: http.Answer) -> None:
        status, body = answer
        if status != 201:
            raise http.BadAnswer(status, body[:500])
        if number % self._every == 0:
            self._tasks.append(asyncio.create_task(self._follow(orjson.loads(body)["eventId"])))

    async def _follow(self, event: str) -> None:
        loop = asyncio.get_running_loop()
        began = loop.time()
        body = orjson.dumps({"documentId": self._document, "variables": {"eventId": event}})
        request = http.post("/graphql", self._headers, body)
        connection = await self._connections.get()
        while not await _applied(connection, request):
            if loop.time() - began > GIVE_UP_SECONDS:
                self.lost += 1
                break
            await asyncio.sleep(POLL_SECONDS)
        else:
            self.took.append(loop.time() - began)
        self._connections.put_nowait(connection)


async def _applied(connection: http.Connection, request: bytes) -> bool:
    status, body = await connection.ask(request)
    if status != 200:
        raise http.BadAnswer(status, body[:500])
    return bool(orjson.loads(body)["data"]["applied"]["applied"])
