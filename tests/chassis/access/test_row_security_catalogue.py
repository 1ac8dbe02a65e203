"""Every table that says something of an organisation holds back rows; the application's role cannot get around that."""

from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest
import pytest_asyncio

from services.gateway.projection.rebuild import rebuild
from tests.chassis.access.walls import doors, gaps
from tests.support import databases

NewDatabase = Callable[..., Awaitable[str]]
SERVICES = ("membership", "assistance", "activities", "gateway")
Connection = asyncpg.Connection


@pytest_asyncio.fixture(params=SERVICES)
async def admin(request: pytest.FixtureRequest, new_database: NewDatabase) -> "AsyncIterator[Connection]":
    """A service's migrated database, by the superuser."""
    async with databases.connected(await new_database(request.param)) as connection:
        yield connection


async def test_every_table_holds_back_rows(admin: "Connection[asyncpg.Record]") -> None:
    assert await gaps(admin) == []


async def test_the_application_owns_nothing_and_passes_no_wall(admin: "Connection[asyncpg.Record]") -> None:
    assert await doors(admin) == []


async def test_a_rebuilt_read_model_stands_behind_the_same_walls(new_database: NewDatabase) -> None:
    dsn = await new_database("gateway")
    policies = "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies ORDER BY 1, 2"
    before = await databases.rows(dsn, policies)
    await rebuild(databases.owner(dsn), {})
    assert await databases.rows(dsn, policies) == before
    async with databases.connected(dsn) as connection:
        assert await gaps(connection) == []
        assert await doors(connection) == []


@pytest.mark.parametrize(
    ("made", "gap"),
    [
        ("CREATE TABLE forgotten (id uuid, area text)", "forgotten"),
        ("CREATE TABLE forgotten (id uuid)", "forgotten"),
        ("CREATE TABLE forgotten (member uuid REFERENCES members)", "forgotten"),
        ("ALTER TABLE members NO FORCE ROW LEVEL SECURITY", "members"),
        ("ALTER TABLE members DISABLE ROW LEVEL SECURITY", "members"),
        ("DROP POLICY wall ON memberships", "memberships"),
        ("ALTER TABLE relay_state ADD COLUMN county text", "relay_state"),
    ],
)
async def test_a_table_without_the_wall_is_noticed(new_database: NewDatabase, made: str, gap: str) -> None:
    async with databases.connected(await new_database("membership")) as connection:
        await connection.execute(made)
        assert await gaps(connection) == [gap]


@pytest.mark.parametrize(
    "made",
    [
        "CREATE VIEW door AS SELECT * FROM members",
        "CREATE FUNCTION door() RETURNS bigint LANGUAGE sql SECURITY DEFINER RETURN (SELECT count(*) FROM members)",
        f"GRANT TRUNCATE ON members TO {databases.APPLICATION}",
        f"GRANT CREATE ON SCHEMA public TO {databases.APPLICATION}",
        f"ALTER TABLE members OWNER TO {databases.APPLICATION}",
    ],
)
async def test_a_way_around_the_wall_is_noticed(new_database: NewDatabase, made: str) -> None:
    async with databases.connected(await new_database("membership")) as connection:
        await connection.execute(made)
        assert await doors(connection)


@pytest.mark.parametrize(
    "given",
    [
        f"GRANT {databases.OWNER} TO {databases.APPLICATION}",
        f"ALTER ROLE {databases.APPLICATION} BYPASSRLS",
        f"ALTER ROLE {databases.APPLICATION} SUPERUSER",
    ],
)
async def test_a_right_too_much_is_noticed(new_database: NewDatabase, given: str) -> None:
    async with databases.connected(await new_database("membership")) as connection:
        transaction = connection.transaction()
        await transaction.start()
        await connection.execute(given)
        found = await doors(connection)
        await transaction.rollback()  # the role is all tests'
    assert databases.APPLICATION in found
