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
        progress = await filling.counted(on, events)
        connection = await asyncpg.connect(on.dsn("gateway"))
        facts = await connection.fetchval("SELECT count(*) FROM projection.fact")
        await connection.close()
    say(f"{events} events, {facts} facts: {progress.rate:.0f} events a second")
    facts_per_second = round(progress.rate * facts / events)
    return {**progress.figures, "facts_per_second": facts_per_second}, {"events": events, "facts": facts}
