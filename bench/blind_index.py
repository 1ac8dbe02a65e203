"""Leg `blind_index`: finding somebody by ID number among a million persons, as the second admission of one does."""

import os
import time
from collections.abc import Iterable, Iterator
from random import Random
from typing import LiteralString

import asyncpg

from bench.report import Figures, Measured, milliseconds, say, size
from bench.stand import Stand, stand
from chassis.access.principal import Principal
from chassis.ids import uuid7
from chassis.personal import vault
from chassis.personal.keys import Keyring
from chassis.postgres import Database, Request, utc_now
from contracts.offices import Office

COUNTY, TOWNSHIPS = "340828", 24
CHUNK = 50_000
# Ten thousand different last fours, and as many names as a county has.
_OTHERS: LiteralString = """
    INSERT INTO blind_index (county, kind, digest, person, area)
    SELECT county, other.kind, substr(sha256(digest_of), 1, 16), person, area FROM blind_index, LATERAL (VALUES
        ('id-last4', substr(digest, 1, 1) || substr(digest, 2, 1)), ('name', substr(digest, 1, 2) || 'n'::bytea)
    ) AS other (kind, digest_of)"""
Row = tuple[object, ...]


async def measure() -> Measured:
    """Look-ups of numbers that are there and that are not, one after the other, behind the wall of rows."""
    persons, lookups = size("persons", 1_000_000), size("lookups", 5_000)
    keyring = Keyring()
    keyring.hold({1: os.urandom(32)}, os.urandom(32))
    keyring.erasures_known = True
    async with stand(kafka=False) as on:
        filled = time.perf_counter()
        megabytes = await _fill(on, keyring, persons)
        say(f"{persons:,} persons in {time.perf_counter() - filled:.0f} s")
        database = Database(on.application("membership"), 1)
        await database.open()
        clerk = Principal("clerk", Office.TOWNSHIP_CLERK, _area(0))
        try:
            request = Request("membership", clerk, utc_now(), keys=keyring)
            there = await _looked_up(database, request, lookups, persons, there=True)
            absent = await _looked_up(database, request, lookups, persons, there=False)
        finally:
            await database.close()
    return {"there": there, "absent": absent, "index_mb": megabytes}, {"persons": persons, "lookups": lookups}


async def _fill(on: Stand, keyring: Keyring, persons: int) -> int:
    """A county's digests, foreign keys unchecked; answers the blind index's size in megabytes."""
    admin = await asyncpg.connect(on.dsn("membership"))
    await admin.execute("SET session_replication_role = replica")
    columns = ["county", "kind", "digest", "person", "area"]
    for first in range(0, persons, CHUNK):
        numbers = range(first, min(first + CHUNK, persons))
        await admin.copy_records_to_table("blind_index", columns=columns, records=_indexed(keyring, numbers))
    await admin.execute(_OTHERS)
    await admin.execute("VACUUM ANALYZE blind_index")
    megabytes: int = await admin.fetchval("SELECT pg_total_relation_size('blind_index') / 1000000")
    await admin.close()
    return megabytes


def _indexed(keyring: Keyring, numbers: Iterable[int]) -> Iterator[Row]:
    for number in numbers:
        yield COUNTY, "id-number", keyring.digest(COUNTY, "id-number", _number(number)), uuid7(), _area(number)


def _number(number: int) -> str:
    return f"{COUNTY}{number:012d}"


def _area(number: int) -> str:
    return f"{COUNTY}{100 + number % TOWNSHIPS}"


async def _looked_up(database: Database, request: Request, count: int, persons: int, *, there: bool) -> Figures:
    random, took = Random(persons), list[float]()  # noqa: S311 - which persons are asked for is no secret
    for _ in range(count):
        number = _number(random.randrange(persons) + (0 if there else persons))
        async with database.tx(request, read_only=True) as tx:
            began = time.perf_counter()
            found = await vault.find(tx, COUNTY, [number])
            took.append(time.perf_counter() - began)
        if bool(found) is not there:
            raise LookupError(number)
    microseconds = sorted(took)
    return {**milliseconds(took), "p50_us": round(microseconds[count // 2] * 1e6),
            "p99_us": round(microseconds[count * 99 // 100] * 1e6)}  # fmt: skip
