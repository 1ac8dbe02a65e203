"""A made-up county: unions in a database, and requests about workers. Nobody real."""

import itertools
from collections.abc import Iterator
from datetime import date, timedelta
from uuid import NAMESPACE_OID, UUID, uuid5

import asyncpg
import orjson
from stdnum.cn import ric

from bench import http
from chassis.ids import uuid7
from contracts.offices import Office

COUNTY = "340828"
TOWNSHIP = "340828207"
UNIONS = 200
Requests = Iterator[bytes]
FIRST_BIRTHDAY = date(1965, 1, 1)

_UNION = """
    INSERT INTO unions (id, county, area, name, kind, state, founded_on, approved_on, revision)
    VALUES ($1, $2, $3, $4, 'village-community', 'active', '2020-01-02', '2020-01-02', 2)"""
_APPOINTMENT = """
    INSERT INTO appointment (id, county, area, account, office, since) VALUES ($1, $2, $3, $4, $5, '2020-01-01')
    ON CONFLICT DO NOTHING"""


async def appoint(office: Office, area: str, *dsns: str) -> str:
    """An account that holds an office over an area, in each of these databases; answers it."""
    account = f"{office.value}-{area}"
    for dsn in dsns:
        connection = await asyncpg.connect(dsn)
        await connection.execute(_APPOINTMENT, uuid5(NAMESPACE_OID, account), area[:6], area, account, office.value)
        await connection.close()
    return account


async def add_unions(dsn: str) -> list[UUID]:
    """Approved unions of one township, among which the workers divide."""
    unions = [uuid7() for _ in range(UNIONS)]
    connection = await asyncpg.connect(dsn)
    rows = [(union, COUNTY, TOWNSHIP, f"基层工会{number}") for number, union in enumerate(unions)]
    await connection.executemany(_UNION, rows)
    await connection.close()
    return unions


def id_numbers() -> Iterator[str]:
    """ID numbers with right check digits, none twice."""
    for day, order in itertools.product(range(14_000), range(1000)):
        body = f"{COUNTY}{FIRST_BIRTHDAY + timedelta(day):%Y%m%d}{order:03d}"
        yield body + str(ric.calc_check_digit(body + "0"))


def admissions(unions: list[UUID], token: str) -> Requests:
    """Requests that admit one worker each, over all unions in turn."""
    authorization = f"Bearer {token}"
    for number, (union, id_number) in enumerate(zip(itertools.cycle(unions), id_numbers(), strict=False)):
        body = {
            "union": str(union),
            "name": "王小明",
            "id_number": id_number,
            "employment": "regular",
            "occurred_on": "2026-03-02",
        }
        headers = {"Authorization": authorization, "Idempotency-Key": f"bench-{number}-{id_number}"}
        yield http.post("/members", headers, orjson.dumps(body))
