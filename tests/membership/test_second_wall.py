"""Rules and queries aside: what PostgreSQL lets a careless statement of one office read and write in membership."""

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from uuid import UUID

import asyncpg
import orjson
import pytest

from chassis.access.principal import Principal
from chassis.ids import uuid7
from chassis.postgres import Request, Tx, utc_now
from contracts.offices import Office
from tests.membership.people import County
from tests.support import databases

Opened = Callable[..., AbstractAsyncContextManager[Tx]]
ROWS = 10_000


@pytest.fixture
def opened(place: County) -> Opened:
    """A transaction of somebody in a township of the test's county, or in one of its unions."""

    def open_as(township: str = "100", union: UUID | None = None) -> AbstractAsyncContextManager[Tx]:
        principal = Principal("somebody", Office.TOWNSHIP_CLERK, place.code + township, org=union)
        return place.service.app.state.database.tx(Request("membership", principal, utc_now()))  # type: ignore[no-any-return]

    return open_as


async def test_without_a_context_nothing_is_seen(place: County) -> None:
    await place.member(await place.base_union())
    async with place.service.app.state.database.connection() as connection:
        for table in ("unions", "employers", "members", "memberships", "person", "journal", "appointment"):
            assert await connection.fetchval(f"SELECT count(*) FROM {table}") == 0, table  # noqa: S608 - known names


async def test_unions_are_read_by_the_county_and_written_by_their_own_township(place: County, opened: Opened) -> None:
    union = UUID(await place.base_union())
    async with opened("101") as tx:
        assert await tx.value("SELECT true FROM unions WHERE id = $1 FOR KEY SHARE", union)
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="row-level security"):
            await tx.run("UPDATE unions SET name = 'x' WHERE id = $1", union)
        await tx.run("ROLLBACK")
    async with opened("101") as tx:
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="stays where it is"):
            await tx.run("UPDATE unions SET area = $2 WHERE id = $1", union, f"{place.code}101")
        await tx.run("ROLLBACK")
    async with opened("101") as tx:
        assert await tx.run("DELETE FROM unions WHERE id = $1", union) == "DELETE 0"
    elsewhere = County(str(int(place.code) + 300), place.service)
    async with elsewhere_opened(elsewhere) as tx:
        assert await tx.value("SELECT true FROM unions WHERE id = $1", union) is None


def elsewhere_opened(elsewhere: County) -> AbstractAsyncContextManager[Tx]:
    """A transaction of another county's leader."""
    principal = Principal("leader", Office.COUNTY_LEADER, elsewhere.code)
    return elsewhere.service.app.state.database.tx(Request("membership", principal, utc_now()))  # type: ignore[no-any-return]


async def test_members_are_their_townships_and_their_unions(place: County, opened: Opened) -> None:
    base = UUID(await place.base_union())
    member = UUID(await place.member(str(base)))
    async with opened() as tx:
        assert await tx.value("SELECT count(*) FROM members") == 1
    async with opened(union=base) as tx:
        assert await tx.value("SELECT count(*) FROM members") == await tx.value("SELECT count(*) FROM memberships") == 1
    for township, union in (("101", None), ("100", uuid7())):
        async with opened(township, union) as tx:
            assert await tx.value("SELECT count(*) FROM members") == 0
            assert await tx.run("UPDATE members SET revision = 9 WHERE id = $1", member) == "UPDATE 0"


async def test_who_is_offered_to_a_township_is_seen_there_and_nowhere_else(place: County, opened: Opened) -> None:
    member = UUID(await place.member(await place.base_union()))
    offered = "UPDATE members SET to_union = union_id, to_area = $2, requested_on = '2026-03-02', due_on = '2026-03-17'"
    await place.rows(f"{offered} WHERE id = $1", member, f"{place.code}101")
    for township, seen in (("101", 1), ("102", 0)):
        async with opened(township) as tx:
            assert await tx.value("SELECT count(*) FROM members") == seen
            assert await tx.value("SELECT count(*) FROM memberships") == seen


async def test_a_careless_list_asks_the_index_of_its_scope(place: County, opened: Opened) -> None:
    """The policy alone finds a township's members by the index; so does a list that names its scope."""
    union = UUID(await place.base_union())
    async with databases.connected(place.service.settings.database_url) as admin:
        await admin.execute(
            """INSERT INTO members (id, county, area, union_id, employment, state, admitted_on, since, revision)
            SELECT gen_random_uuid(), $1, $1 || (200 + (n - 1) * 100 / $3)::text, $2, 'regular', 'active', '2026-01-01',
                '2026-01-01', 1 FROM generate_series(1, $3) AS n""",
            place.code,
            union,
            ROWS,
        )
        await admin.execute("ANALYZE members")
        pages = await admin.fetchval("SELECT relpages FROM pg_class WHERE relname = 'members'")
    named = f"WHERE area >= '{place.code}207' AND area < '{place.code}207~' ORDER BY id LIMIT 50"
    async with opened("207") as tx:
        for where in ("", named):
            told = await tx.value(f"EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) SELECT id FROM members {where}")  # noqa: S608
            (plan,) = orjson.loads(told)
            assert "Seq Scan" not in str(plan), plan
            assert plan["Plan"]["Shared Hit Blocks"] + plan["Plan"]["Shared Read Blocks"] < pages / 2
        assert await tx.value("SELECT count(*) FROM members") == ROWS // 100
    await place.rows("DELETE FROM members WHERE union_id = $1", union)
