"""Requests that are not as they should be, and a database that cannot: each has its own clear answer."""

import pytest

from contracts.offices import Office
from tests.support.person import Person
from tests.support.running import Running


@pytest.fixture
def clerk(notes_service: Running, township: str) -> Person:
    return notes_service.person(Office.TOWNSHIP_CLERK, township)


@pytest.mark.parametrize("sqlstate", ["53100", "53200", "53300"])
async def test_a_database_without_resources_is_away_not_broken(
    notes_service: Running, clerk: Person, township: str, sqlstate: str
) -> None:
    """A full disk, no memory, no connection: to be tried again."""
    pool = notes_service.app.state.database.pool
    await pool.execute(
        f"""CREATE OR REPLACE FUNCTION lacking() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'lacking' USING ERRCODE = '{sqlstate}'; END $$;
        CREATE OR REPLACE TRIGGER lacking BEFORE INSERT ON note FOR EACH ROW
        WHEN (NEW.area = '{township}') EXECUTE FUNCTION lacking()"""
    )
    try:
        answer = await clerk.post("/notes", {"area": township, "text": sqlstate})
    finally:
        await pool.execute("DROP TRIGGER lacking ON note")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"]
