"""The subscription's socket: graphql-transport-ws, by Origin and token, for as long as the token lives."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Origin, Subprotocol

from contracts.offices import Office
from services.gateway.serving import live
from services.gateway.serving.documents import document_id, own_documents
from services.gateway.serving.versions import PUSH_APART
from tests.gateway.told import Told
from tests.support import databases
from tests.support.running import Running

POSITIONS = next(text for text in own_documents() if "subscription" in text)
PROTOCOL = Subprotocol(live.PROTOCOL)


class Client:
    """One socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket

    async def say(self, **message: Any) -> None:
        """Send a message."""
        await self.socket.send(json.dumps(message))

    async def hear(self, seconds: float = 5) -> dict[str, Any]:
        """The next message that is no ping."""
        async with asyncio.timeout(seconds):
            while True:
                message: dict[str, Any] = json.loads(await self.socket.recv())
                if message["type"] != "ping":
                    return message

    async def init(self, token: str) -> None:
        """Open with a token."""
        await self.say(type="connection_init", payload={"authorization": f"Bearer {token}"})
        assert await self.hear() == {"type": "connection_ack"}

    async def subscribe(self, name: str = "1", **variables: Any) -> None:
        """Subscribe to positions by the trusted document."""
        payload = {"documentId": document_id(POSITIONS), "query": "", "variables": variables}
        await self.say(id=name, type="subscribe", payload=payload)

    async def closed(self, seconds: float = 5) -> int:
        """The code with which the gateway closes."""
        with pytest.raises(ConnectionClosed) as gone:
            await asyncio.wait_for(self._drained(), seconds)
        assert gone.value.rcvd is not None
        return gone.value.rcvd.code

    async def _drained(self) -> None:
        while True:
            await self.socket.recv()


@asynccontextmanager
async def opened(gateway: Running, **options: Any) -> AsyncIterator[Client]:
    """Open a socket."""
    options.setdefault("subprotocols", [PROTOCOL])
    async with connect(gateway.url.replace("http", "ws") + "/graphql", **options) as socket:
        yield Client(socket)


def _token(gateway: Running, county: str, **claims: Any) -> str:
    return gateway.token(Office.TOWNSHIP_CLERK, f"{county}100", **claims)


def _positions(message: dict[str, Any]) -> dict[str, str]:
    return {log["log"]: log["position"] for log in message["payload"]["data"]["positions"]["logs"]}


async def test_positions_now_and_whenever_they_move(told: Told, gateway: Running, county: str) -> None:
    await told.admit(f"{county}100")
    async with opened(gateway) as client:
        await client.init(_token(gateway, county))
        await client.subscribe(county=county)
        assert _positions(await client.hear()) == {f"membership/{county}": "1"}
        await asyncio.sleep(PUSH_APART + 0.1)  # until it waits for news and not for its next push
        await told.admit(f"{county}100")
        assert _positions(await client.hear()) == {f"membership/{county}": "2"}
        await client.say(id="1", type="complete")
        await client.say(type="ping")
        assert await client.hear() == {"type": "pong"}
        await told.admit(f"{county}100")
        with pytest.raises(TimeoutError):
            await client.hear(0.6)


async def test_a_burst_is_pushed_a_few_times_a_second(told: Told, gateway: Running, county: str) -> None:
    await told.admit(f"{county}100")
    async with opened(gateway) as client:
        await client.init(_token(gateway, county))
        await client.subscribe(county=county)
        started, pushed = time.monotonic(), 0
        for _ in range(10):
            await told.admit(f"{county}100")
        while _positions(await client.hear()) != {f"membership/{county}": "11"}:
            pushed += 1
        assert pushed <= (time.monotonic() - started) / PUSH_APART + 2


async def test_a_foreign_county_is_refused_and_recorded(gateway: Running, county: str) -> None:
    async with opened(gateway) as client:
        await client.init(_token(gateway, county))
        await client.subscribe(county="110101")
        refused = await client.hear()
        assert (refused["type"], refused["payload"][0]["extensions"]["code"]) == ("error", "out-of-scope")
    dsn = gateway.settings.database_url
    rows = await databases.rows(dsn, "SELECT event FROM journal WHERE county = $1", county)
    assert "graphql:positions" in rows[0]["event"]


async def test_open_and_wrong_documents_are_errors_of_the_subscription(gateway: Running, county: str) -> None:
    async with opened(gateway) as client:
        await client.init(_token(gateway, county))
        for name, query, code in (
            ("a", "subscription { positions { at } }", "documents-only"),
            ("b", "", "malformed"),
        ):
            await client.say(id=name, type="subscribe", payload={"query": query})
            refused = await client.hear()
            assert (refused["id"], refused["payload"][0]["extensions"]["code"]) == (name, code)
    async with opened(gateway) as client:
        await client.init(_token(gateway, county, explorer=True))
        for name, query, code in (
            ("c", "{ viewer { area } }", "wrong-transport"),
            ("d", "subscription { nothing }", "invalid-document"),
        ):
            await client.say(id=name, type="subscribe", payload={"query": query})
            refused = await client.hear()
            assert (refused["id"], refused["payload"][0]["extensions"]["code"]) == (name, code)


async def test_socket_closes_when_the_token_ends(gateway: Running, county: str) -> None:
    async with opened(gateway) as client:
        await client.init(_token(gateway, county, exp=int(time.time()) + 2))
        await client.subscribe(county=county)
        assert (await client.hear())["type"] == "next"
        assert await client.closed() == live.FORBIDDEN


@pytest.mark.parametrize("payload", [None, {}, {"authorization": "Bearer nonsense"}, {"authorization": 7}, []])
async def test_socket_without_a_valid_token_is_closed(gateway: Running, payload: object) -> None:
    async with opened(gateway) as client:
        await client.say(type="connection_init", payload=payload)
        assert await client.closed() == live.FORBIDDEN


async def test_subscribing_before_being_known_is_unauthorized(gateway: Running, county: str) -> None:
    async with opened(gateway) as client:
        await client.subscribe(county=county)
        assert await client.closed() == live.UNAUTHORIZED


async def test_a_silent_opening_times_out(gateway: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "INIT_SECONDS", 0.1)
    async with opened(gateway) as client:
        assert await client.closed() == live.INIT_TIMEOUT


@pytest.mark.parametrize(
    ("messages", "code"),
    [
        (["not json"], live.BAD),
        (['{"type": "shout"}'], live.BAD),
        (['{"id": "1", "type": "subscribe"}' + " " * live.MESSAGE_MOST], live.BAD),
        (['{"type": "subscribe", "payload": {}}'], live.BAD),
        (['{"type": "connection_init"}'], live.TOO_MANY_INITS),
        ([b"\x00\x01"], live.BAD),
    ],
    ids=["not json", "unknown", "large", "no id", "init twice", "binary"],
)
async def test_a_client_that_breaks_the_protocol_is_closed(
    gateway: Running, county: str, messages: list[str | bytes], code: int
) -> None:
    async with opened(gateway) as client:
        await client.init(_token(gateway, county))
        for message in messages:
            await client.socket.send(message)
        assert await client.closed() == code


async def test_an_id_names_one_subscription(gateway: Running, county: str) -> None:
    async with opened(gateway) as client:
        await client.init(_token(gateway, county))
        await client.subscribe("1", county=county)
        await client.hear()
        await client.subscribe("1", county=county)
        assert await client.closed() == live.TAKEN


async def test_subscriptions_of_a_socket_are_bounded(gateway: Running, county: str) -> None:
    async with opened(gateway) as client:
        await client.init(_token(gateway, county))
        for name in range(live.SUBSCRIPTIONS_MOST + 1):
            await client.subscribe(str(name), county=county)
        assert await client.closed() == live.BAD


async def _turned_away(client: Client, token: str) -> int:
    await client.say(type="connection_init", payload={"authorization": f"Bearer {token}"})
    return await client.closed()


async def test_sockets_of_a_process_are_bounded(gateway: Running, county: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gateway.app.state.live, "_most", 1)
    async with opened(gateway) as first, opened(gateway) as second:
        await first.init(_token(gateway, county))
        assert await _turned_away(second, gateway.token(Office.COUNTY_LEADER, county)) == live.TRY_LATER


async def test_one_account_keeps_nobody_else_out(
    gateway: Running, county: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "OF_ONE_ACCOUNT", 2)
    async with opened(gateway) as one, opened(gateway) as two, opened(gateway) as three, opened(gateway) as other:
        for client in (one, two):
            await client.init(_token(gateway, county))
        assert await _turned_away(three, _token(gateway, county)) == live.TRY_LATER
        await other.init(gateway.token(Office.COUNTY_LEADER, county))


async def test_sockets_that_say_nothing_keep_nobody_out(
    gateway: Running, county: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The longest silent one makes room; whoever signs in at once is served."""
    monkeypatch.setattr(live, "UNKNOWN_OF_ONE_ADDRESS", 2)
    async with opened(gateway) as silent, opened(gateway) as another:
        async with opened(gateway) as clerk:
            assert await silent.closed() == live.TRY_LATER
            await clerk.init(_token(gateway, county))
            async with opened(gateway) as third:
                await third.init(_token(gateway, county))
        await another.init(_token(gateway, county))


async def test_other_protocols_are_not_spoken(gateway: Running) -> None:
    for offered in ([Subprotocol("graphql-ws")], None):
        async with opened(gateway, subprotocols=offered) as client:
            assert await client.closed() == live.NOT_ACCEPTABLE


async def test_a_page_of_another_origin_is_turned_away(gateway: Running, county: str) -> None:
    with pytest.raises(InvalidStatus) as refused:
        async with opened(gateway, origin=Origin("https://elsewhere.example")):
            pass
    assert refused.value.response.status_code == 403
    async with opened(gateway, origin=Origin(gateway.url)) as client:
        await client.init(_token(gateway, county))


async def test_silent_clients_are_left(gateway: Running, county: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "PING_SECONDS", 0.05)
    monkeypatch.setattr(live, "SILENT_SECONDS", 0.2)
    async with opened(gateway) as client:
        await client.init(_token(gateway, county))
        assert json.loads(await client.socket.recv()) == {"type": "ping"}
        assert await client.closed() == live.INIT_TIMEOUT


async def test_nothing_is_left_behind_when_clients_go(gateway: Running, county: str) -> None:
    async with opened(gateway) as client:
        await client.init(_token(gateway, county))
        await client.subscribe(county=county)
        await client.hear()
    async with asyncio.timeout(5):
        while gateway.app.state.live._open:
            await asyncio.sleep(0.01)
    names = [task.get_coro().__qualname__ for task in asyncio.all_tasks()]  # type: ignore[union-attr]
    assert not [name for name in names if name.startswith("_Socket.")]
