"""Requests that are not as they should be, and a database that cannot: each has its own clear answer."""

import asyncio
import json
import logging

import pytest

from chassis.web import body
from contracts.offices import Office
from tests.support import databases
from tests.support.half_sent import answer_to_half, half_sent
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
    dsn = notes_service.settings.database_url
    await databases.execute(
        dsn,
        f"""CREATE OR REPLACE FUNCTION lacking() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'lacking' USING ERRCODE = '{sqlstate}'; END $$;
        CREATE OR REPLACE TRIGGER lacking BEFORE INSERT ON note FOR EACH ROW
        WHEN (NEW.area = '{township}') EXECUTE FUNCTION lacking()""",
    )
    try:
        answer = await clerk.post("/notes", {"area": township, "text": sqlstate})
    finally:
        await databases.execute(dsn, "DROP TRIGGER lacking ON note")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["retry-after"]


async def test_an_answer_is_no_mirror_of_what_was_sent(clerk: Person) -> None:
    """Twenty errors at most, and of a name that nobody knows its beginning alone."""
    many = await clerk.post("/notes", {f"shoe{number}": 1 for number in range(5_000)})
    assert (many.status_code, len(many.json()["errors"])) == (422, 20)
    long = await clerk.post("/notes", {"area": "990001100", "text": "x", "a/~" + "b" * 60_000: 1})
    assert [error["pointer"] for error in long.json()["errors"]] == ["/a~1~0" + "b" * 61]


@pytest.mark.parametrize("path", ["/notes/", "/openapi.json/", "/readyz/"])
async def test_no_redirect_names_the_inner_address(notes_service: Running, clerk: Person, path: str) -> None:
    answer = await clerk.get(path)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert "location" not in answer.headers
    assert notes_service.url not in answer.text


async def test_a_client_that_leaves_is_no_error(
    notes_service: Running, clerk: Person, caplog: pytest.LogCaptureFixture
) -> None:
    """Half a command, and the line is cut."""
    with caplog.at_level(logging.INFO):
        async with half_sent(notes_service.url, "/notes", clerk.token) as (_, writer):
            async with asyncio.timeout(5):
                while not notes_service.app.state.in_flight:
                    await asyncio.sleep(0.01)
                writer.close()
                while notes_service.app.state.in_flight:
                    await asyncio.sleep(0.01)
            await asyncio.sleep(0.05)
    assert [record for record in caplog.records if record.levelno >= logging.WARNING] == []
    assert 'status="499"' in (await notes_service.http.get("/metrics")).text


async def test_the_document_lists_no_form_of_error_that_is_never_answered(notes_service: Running) -> None:
    spec = await notes_service.http.get("/openapi.json")
    assert "ValidationError" not in json.dumps(spec.json())


async def test_a_body_that_does_not_come_is_awaited_for_a_while_only(
    notes_service: Running, clerk: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(body, "BODY_SECONDS", 0.2)
    head, said = await answer_to_half(notes_service.url, "/notes", clerk.token)
    assert head.startswith("HTTP/1.1 408 ")
    assert json.loads(said)["code"] == "body-late"
    assert notes_service.app.state.in_flight == 0
