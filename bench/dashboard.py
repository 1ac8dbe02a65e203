"""Leg `dashboard`: the county's dashboard with all townships, from the version-keyed cache and computed."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import orjson

from bench import county, filling, http
from bench.report import Figures, Measured, milliseconds, say, size
from bench.stand import Stand, stand
from contracts.offices import Office
from services.gateway.serving.documents import OWN_DOCUMENTS, document_id

WARM_SECONDS = 1.0


async def measure() -> Measured:
    """One gateway process; first the same question again and again, then each time another first day."""
    events, seconds, connections = size("events", 20_000), size("seconds", 5), size("connections", 20)
    async with stand(kafka=True) as on:
        await filling.published(on, events)
        await filling.counted(on, events)
        for name in ("gateway-work", "membership-work", "membership"):
            on.children[name].stop()
        token = on.issuer.token(await county.appoint(Office.COUNTY_LEADER, county.COUNTY, on.dsn("gateway")))
        cached = await _flood(on, itertools.repeat(question(token)), connections, seconds)
        days = (str(date(2026, 11, 1) - timedelta(days=back)) for back in itertools.count())
        computed = await _flood(on, (question(token, since=day) for day in days), 4, seconds)
        bytes_each = len((await http.ask(on.url("gateway"), question(token)))[1])
    figures = {"cached": cached, "computed": computed, "answer_bytes": bytes_each}
    return figures, {"events": events, "seconds": seconds, "connections": connections}


async def _flood(on: Stand, requests: Iterator[bytes], connections: int, seconds: float) -> Figures:
    await http.flood(on.url("gateway"), requests, connections, WARM_SECONDS, 200)
    before = on.cpu("gateway")
    took = await http.flood(on.url("gateway"), requests, connections, seconds, 200)
    used = on.cpu("gateway") - before
    say(f"{len(took) / seconds:.0f} dashboards a second")
    return {
        "per_second": round(len(took) / seconds),
        "per_core_second": round(len(took) / used),
        **milliseconds(took),
    }


def question(token: str, **variables: Any) -> bytes:
    """The request that asks for the county's dashboard."""
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/graphql-response+json"}
    document = document_id((OWN_DOCUMENTS / "dashboard.graphql").read_text())
    body = {"documentId": document, "variables": {"code": county.COUNTY, **variables}}
    return http.post("/graphql", headers, orjson.dumps(body))
