"""Leg `projector`: events that lie in Kafka become facts, sums, organisations and audit entries in the gateway."""

import asyncpg

from bench import filling
from bench.report import Measured, say, size
from bench.stand import stand


async def measure() -> Measured:
    """The gateway's `work` process starts and catches up by its live way: Kafka, decode, one transaction a batch."""
    events = size("events", 40_000)
    async with stand(kafka=True) as on:
        await filling.published(on, events)
        before = on.cpu("postgres")
        progress = await filling.counted(on, events)
        used = {"projector": on.cpu("gateway-work"), "postgres": on.cpu("postgres") - before}
        connection = await asyncpg.connect(on.dsn("gateway"))
        facts = await connection.fetchval("SELECT count(*) FROM projection.fact")
        await connection.close()
    say(f"{events} events, {facts} facts: {progress.rate:.0f} events a second")
    return {
        "events_per_second": round(progress.rate),
        "facts_per_second": round(progress.rate * facts / events),
        "events_per_core_second": round(events / used["projector"]),
        "projector_us": round(used["projector"] / events * 1e6, 1),
        "postgres_us": round(used["postgres"] / events * 1e6, 1),
    }, {"events": events, "facts": facts}
