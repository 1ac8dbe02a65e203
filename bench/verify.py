"""Leg `verify`: `gonghui verify` over a county's log: journal, audit trail and checkpoints held against each other."""

import json
import sys

from bench import filling
from bench.report import Measured, say, size
from bench.stand import stand


async def measure() -> Measured:
    """The command from its start to its end, process start included; exit code 0, so everything was equal."""
    events = size("events", 40_000)
    async with stand(kafka=True) as on:
        await filling.published(on, events)
        await filling.counted(on, events)
        demo = on.folder / "demo.json"
        demo.write_text(json.dumps(on.demo()))
        before = on.cpu("postgres")
        ran = await on.tool("verify", [sys.executable, "-m", "cli.main", "verify", "--demo", str(demo), "--json"])
        postgres = on.cpu("postgres") - before
    say(f"verified {events} events in {ran.seconds:.1f} s")
    return {
        "events_per_second": round(events / ran.seconds),
        "events_per_core_second": round(events / ran.processor),
        "seconds": round(ran.seconds, 1),
        "verify_us": round(ran.processor / events * 1e6, 1),
        "postgres_us": round(postgres / events * 1e6, 1),
    }, {"events": events}
