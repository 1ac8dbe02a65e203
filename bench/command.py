"""Leg `command`: a worker admitted over HTTP, against a bare Starlette + asyncpg that does two INSERTs.

Both are served by the same server with the same settings, from one PostgreSQL on disk (fsync on), each from a database
of its own with the same tables; the load comes from this process over loopback. They take turns, round after round.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

import asyncpg

from bench import bare, county, http
from bench.report import Measured, milliseconds, say, size, spread
from bench.stand import Stand, stand
from chassis.settings import Settings
from contracts.offices import Office

WARM_SECONDS = 1.0


@dataclass
class Side:
    """One of the two: its requests, and what was measured."""

    name: str
    requests: Iterator[bytes]
    rates: list[float] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    processor: float = 0.0
    postgres: float = 0.0

    async def round(self, on: Stand, connections: int, seconds: float) -> None:
        """Flood it once."""
        before = on.cpu(self.name), on.cpu("postgres")
        took = await http.flood(on.url(self.name), self.requests, connections, seconds, 201)
        self.processor += on.cpu(self.name) - before[0]
        self.postgres += on.cpu("postgres") - before[1]
        self.rates.append(len(took) / seconds)
        self.took += took

    def forget(self) -> None:
        """Warming up does not count."""
        self.rates, self.took, self.processor, self.postgres = [], [], 0.0, 0.0

    @property
    def figures(self) -> dict[str, object]:
        """What this side did."""
        return {
            "per_second": spread(self.rates),
            "server_us": round(self.processor / len(self.took) * 1e6),
            "postgres_us": round(self.postgres / len(self.took) * 1e6),
            **milliseconds(self.took),
        }


async def measure() -> Measured:
    """Take turns; `ratio` is of neighbouring rounds, `processor_ratio` of what a request costs server and database."""
    rounds, seconds, connections = size("rounds", 6), size("seconds", 3), size("connections", 20)
    pool = Settings.model_fields["database_pool_size"].default
    async with stand() as on:
        sides = await _both(on, pool)
        for side in sides:
            await side.round(on, connections, WARM_SECONDS)
            side.forget()
        ours, bare = sides
        for number in range(rounds):
            for side in sides if number % 2 else sides[::-1]:
                await side.round(on, connections, seconds)
            say(f"round {number + 1}: {ours.rates[-1]:.0f} against {bare.rates[-1]:.0f} a second")
        ratios = [a / b for a, b in zip(ours.rates, bare.rates, strict=True)]
    costs = [(side.processor + side.postgres) / len(side.took) for side in sides]
    figures = {
        "ratio": spread(ratios, 2),
        "processor_ratio": round(costs[1] / costs[0], 2),
        "command": ours.figures,
        "bare": bare.figures,
    }
    return figures, {"rounds": rounds, "seconds": seconds, "connections": connections, "pool": pool}


async def _both(on: Stand, pool: int) -> tuple[Side, Side]:
    await on.database("bare")
    connection = await asyncpg.connect(on.dsn("bare"))
    await connection.execute(bare.SCHEMA)
    await connection.close()
    token = on.issuer.token(await county.appoint(Office.TOWNSHIP_CLERK, county.TOWNSHIP, on.dsn("membership")))
    unions = await county.add_unions(on.dsn("membership"))
    own, other = county.admissions(unions, token), county.admissions(unions, token)
    await on.witness()  # without its word on who was erased, no person is entered
    await on.start("membership", "serve")
    await on.ready("membership")
    variables = {
        "DATABASE_URL_BARE": on.dsn("bare"),
        "DATABASE_POOL_SIZE": str(pool),
        "PORT_BARE": str(on.port("bare")),
    }
    await on.run("bare", [sys.executable, "-m", "bench.bare"], variables)
    return Side("membership", own), Side("bare", other)
