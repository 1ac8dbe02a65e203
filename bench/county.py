"""A made-up county: unions in a database, and requests and events about workers. Nobody real."""

import itertools
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import get_args
from uuid import UUID

import asyncpg
import orjson
from stdnum.cn import ric

from bench import http
from chassis.ids import uuid7
from chassis.log.entry import timestamp
from chassis.log.journal import envelope
from contracts.declare import Place
from contracts.membership.members import Employment, MemberAdmitted

COUNTY = "340828"
TOWNSHIP = "340828207"
TOWNSHIPS = [f"{COUNTY}{100 + number}" for number in range(24)]
UNIONS = 200
FIRST_BIRTHDAY = date(1965, 1, 1)
SEED = 340828

_UNION = """
    INSERT INTO unions (id, county, area, name, kind, state, founded_on, approved_on, revision)
    VALUES ($1, $2, $3, $4, 'village-community', 'active', '2020-01-02', '2020-01-02', 2)"""


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


def admissions(unions: list[UUID], token: str) -> Iterator[bytes]:
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


def admitted(count: int, counties: list[str] | None = None) -> Iterator[tuple[object, ...]]:
    """Journal rows of admitted workers: county, event_id, type, subject, occurred_on, recorded_at, event."""
    chance = random.Random(SEED)  # noqa: S311 - sizes and days, nothing secret
    counties = counties or [COUNTY]
    places = [Place(area=county + township[6:]) for county in counties for township in TOWNSHIPS]
    orgs = {place.area: [uuid7() for _ in range(UNIONS // len(TOWNSHIPS))] for place in places}
    now = datetime.now(UTC)
    for _ in range(count):
        place = chance.choice(places)
        member, event_id, org = uuid7(), uuid7(), chance.choice(orgs[place.area])
        day = date(2026, 10, 1) - timedelta(days=chance.randrange(1000))
        employment = chance.choice(get_args(Employment))
        event = MemberAdmitted(member=member, place=Place(area=place.area, org=org), employment=employment)
        kind = event.full_type("membership")
        text = envelope(
            "membership",
            {
                "id": str(event_id),
                "type": kind,
                "subject": str(member),
                "time": timestamp(now),
                "dataschema": f"urn:gonghui:schema:{kind}",
                "county": place.area[:6],
                "township": place.area,
                "org": str(org),
                "actor": f"township-clerk-{place.area}",
                "office": "township-clerk",
                "occurredon": day.isoformat(),
                "correlationid": str(uuid7()),
                "data": event.model_dump(mode="json"),
            },
        )
        yield place.area[:6], event_id, kind, str(member), day, now, text
