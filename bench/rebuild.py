"""Leg `rebuild`: the gateway's read model folded anew beside the shown one from the log feed, compared, swapped."""

import sys

from bench import filling
from bench.report import Measured, say, size
from bench.stand import stand


async def measure() -> Measured:
    """`python -m services.gateway rebuild`, from its start to its end, process start included."""
    events = size("events", 100_000)
    async with stand(kafka=True) as on:
        await filling.published(on, events)
        await filling.counted(on, events)
        before = on.cpu("postgres"), on.cpu("membership")
        ran = await on.tool("rebuild", [sys.executable, "-m", "services.gateway", "rebuild"])
        postgres, feed = on.cpu("postgres") - before[0], on.cpu("membership") - before[1]
    say(f"rebuilt {events} events in {ran.seconds:.1f} s")
    return {
        "events_per_second": round(events / ran.seconds),
        "events_per_core_second": round(events / ran.processor),
        "seconds": round(ran.seconds, 1),
        "rebuild_us": round(ran.processor / events * 1e6, 1),
        "postgres_us": round(postgres / events * 1e6, 1),
        "feed_us": round(feed / events * 1e6, 1),
    }, {"events": events}
