"""`gonghui bootstrap`: a county's first organiser, once; nothing for a county that is none."""

import json

import pytest_asyncio

from tests.cli.conftest import Platform
from tests.support import databases

ACCOUNT = "first-organiser"


@pytest_asyncio.fixture
async def empty(platform: Platform, postgres: str) -> Platform:
    """Membership's database without an appointment; the tools may write to it."""
    source = await databases.template(postgres, databases.packages("membership"))
    dsn = await databases.clone(postgres, source, f"bootstrap_{id(platform)}")
    platform.databases["membership"] = dsn
    platform.write()
    path = platform.folder / "environment.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "DATABASE_URL_MEMBERSHIP": dsn}))
    return platform


async def appointed(platform: Platform) -> list[tuple[str, str, str]]:
    rows = await databases.rows(platform.databases["membership"], "SELECT county, account, office FROM appointment")
    return [tuple(row) for row in rows]


async def test_a_county_begins_with_its_organiser_and_once(empty: Platform) -> None:
    begun = await empty.gonghui("bootstrap", "--county", "341125", "--account", ACCOUNT)
    assert begun.code == 0, begun.errors
    assert await appointed(empty) == [("341125", ACCOUNT, "county-organiser")]
    (event,) = await databases.rows(empty.databases["membership"], "SELECT event::text FROM journal")
    assert '"actor":"system:setup"' in event[0]
    again = await empty.gonghui("bootstrap", "--county", "341125", "--account", "another")
    assert (again.code, "341125" in again.errors) == (2, True)
    assert len(await appointed(empty)) == 1


async def test_a_code_of_no_county_is_asked_about_first(empty: Platform) -> None:
    for county in ("34112", "county", "999999"):
        answered = await empty.gonghui("bootstrap", "--county", county, "--account", ACCOUNT)
        assert answered.code != 0
        assert "Traceback" not in answered.errors
    assert await appointed(empty) == []


async def test_what_no_service_holds_is_said_in_words(empty: Platform) -> None:
    for service in ("activities", "foo"):
        answered = await empty.gonghui("keys", "status", service)
        assert (answered.code, "membership" in answered.errors) == (2, True)
