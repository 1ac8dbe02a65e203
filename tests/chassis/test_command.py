"""The way of a command: one transaction, one answer, whatever is sent and however often."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.ids import uuid7
from contracts.envelope import Envelope
from contracts.offices import Office
from tests.support import databases
from tests.support.person import Person
from tests.support.running import Running


@pytest.fixture
def clerk(notes_service: Running, township: str) -> Person:
    return notes_service.person(Office.TOWNSHIP_CLERK, township)


async def counts(notes: Running, county: str) -> dict[str, int]:
    """Rows of one county in every table a command writes."""
    (row,) = await databases.rows(
        notes.settings.database_url,
        """SELECT (SELECT count(*) FROM note WHERE area LIKE $1) AS note,
        (SELECT count(*) FROM journal WHERE county = $2) AS journal,
        (SELECT count(*) FROM idempotency WHERE principal LIKE '%' || $2 || '%') AS idempotency""",
        f"{county}%",
        county,
    )
    return dict(row)


async def test_a_command_commits_state_event_and_memory_together(
    notes_service: Running, clerk: Person, county: str, township: str
) -> None:
    done = await clerk.done("/notes", {"area": township, "text": f"a {county}"})
    assert await counts(notes_service, county) == {"note": 1, "journal": 1, "idempotency": 1}
    (row,) = await databases.rows(
        notes_service.settings.database_url,
        "SELECT event::text FROM journal WHERE event_id = $1",
        UUID(done["eventId"]),
    )
    event = Envelope.model_validate_json(row["event"])
    assert (event.county, event.township, event.subject) == (county, township, done["id"])
    assert (event.actor, event.office) == (f"township-clerk-{township}", "township-clerk")


async def test_the_same_key_and_body_get_the_same_answer_once(
    notes_service: Running, clerk: Person, county: str, township: str
) -> None:
    body = {"area": township, "text": f"b {county}"}
    first = await clerk.post("/notes", body, key="k-1")
    again = await clerk.post("/notes", body, key="k-1")
    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert first.headers["etag"] == again.headers["etag"] == '"1"'
    assert (await counts(notes_service, county))["note"] == 1


async def test_twenty_at_once_with_one_key_make_one_record(
    notes_service: Running, clerk: Person, county: str, township: str
) -> None:
    body = {"area": township, "text": f"c {county}"}
    answers = await asyncio.gather(*(clerk.post("/notes", body, key="race") for _ in range(20)))
    assert {answer.status_code for answer in answers} <= {201, 409}
    assert len({answer.content for answer in answers if answer.status_code == 201}) == 1
    assert await counts(notes_service, county) == {"note": 1, "journal": 1, "idempotency": 1}


async def test_the_same_key_with_another_body_is_refused(
    notes_service: Running, clerk: Person, county: str, township: str
) -> None:
    await clerk.post("/notes", {"area": township, "text": f"d {county}"}, key="k-2")
    other = await clerk.post("/notes", {"area": township, "text": f"e {county}"}, key="k-2")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency-key-reused")
    assert (await counts(notes_service, county))["note"] == 1


async def test_a_draft_sent_again_after_its_key_was_forgotten_gets_its_first_answer(
    notes_service: Running, clerk: Person, county: str, township: str
) -> None:
    body = {"id": str(uuid7()), "area": township, "text": f"f {county}"}
    first = await clerk.post("/notes", body, key="k-3")
    again = await clerk.post("/notes", body, key="another")
    assert (first.status_code, first.content) == (201, again.content)
    changed = await clerk.post("/notes", {**body, "text": "x"}, key="third")
    assert (changed.status_code, changed.json()["code"]) == (409, "already-exists")
    assert (await counts(notes_service, county))["note"] == 1


async def test_two_changes_of_one_revision_succeed_once(clerk: Person, county: str, township: str) -> None:
    note = (await clerk.done("/notes", {"area": township, "text": f"g {county}"}))["id"]
    answers = await asyncio.gather(
        *(clerk.post(f"/notes/{note}/change", {"text": f"{n} {county}"}, revision=1) for n in range(8))
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 7
    stale = await clerk.post(f"/notes/{note}/change", {"text": "z"}, revision=1)
    assert "2" in stale.json()["detail"]
    missing = await clerk.post(f"/notes/{note}/change", {"text": "z"})
    assert (missing.status_code, missing.json()["code"]) == (428, "revision-required")


async def test_a_database_constraint_becomes_the_declared_refusal(clerk: Person, county: str, township: str) -> None:
    await clerk.done("/notes", {"area": township, "text": f"h {county}"})
    twin = await clerk.post("/notes", {"area": township, "text": f"h {county}"})
    assert (twin.status_code, twin.json()["code"]) == (409, "text-taken")


async def test_a_restored_county_refuses_commands_and_stores_nothing(
    notes_service: Running, clerk: Person, county: str, township: str
) -> None:
    restored = "INSERT INTO log_head (county, root, restored) VALUES ($1, '', true)"
    await databases.execute(notes_service.settings.database_url, restored, county)
    answer = await clerk.post("/notes", {"area": township, "text": f"i {county}"})
    assert (answer.status_code, answer.json()["code"]) == (503, "restored")
    assert answer.headers["retry-after"]
    assert await counts(notes_service, county) == {"note": 0, "journal": 0, "idempotency": 0}


BAD: list[tuple[dict[str, Any], int, str]] = [
    ({"content": b"{not json"}, 400, "malformed"),
    ({"content": b"[]"}, 422, "invalid-values"),
    ({"content": b'{"area": "1", "text": ""}'}, 422, "invalid-values"),
    ({"content": b'{"area": "990001100", "text": "x", "shoe": 1}'}, 422, "invalid-values"),
    ({"content": b"\xff\xfe"}, 400, "malformed"),
    ({"content": b'{"text":"' + b"x" * 70000 + b'"}'}, 413, "too-large"),
    ({"headers": {"Content-Type": "text/plain"}, "content": b"{}"}, 415, "unsupported-media-type"),
    ({"headers": {"Idempotency-Key": ""}, "content": b"{}"}, 400, "idempotency-key-required"),
    ({"headers": {"Authorization": ""}, "content": b"{}"}, 401, "unauthenticated"),
    ({"headers": {"Authorization": "Bearer a.b.c"}, "content": b"{}"}, 401, "unauthenticated"),
]


@pytest.mark.parametrize(("sent", "status", "code"), BAD)
async def test_bad_input_is_a_bilingual_problem_and_nothing_is_stored(
    notes_service: Running, clerk: Person, county: str, sent: dict[str, Any], status: int, code: str
) -> None:
    headers = {
        "Authorization": f"Bearer {clerk.token}",
        "Idempotency-Key": str(uuid4()),
        "Content-Type": "application/json",
        **sent.get("headers", {}),
    }
    answer = await notes_service.http.post("/notes", content=sent["content"], headers=headers)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"urn:gonghui:problem:{code}"
    assert problem["detail"]
    assert problem["detail_en"]
    assert await counts(notes_service, county) == {"note": 0, "journal": 0, "idempotency": 0}


async def test_an_invalid_value_is_pointed_at_and_not_echoed(clerk: Person) -> None:
    answer = await clerk.post("/notes", {"area": "secret-area", "text": "x"})
    assert answer.json()["errors"] == [{"pointer": "/area", "detail": "格式不正确", "detail_en": "Has the wrong form"}]
    assert "secret-area" not in answer.text


async def test_another_township_is_not_found_and_another_office_refused(
    notes_service: Running, county: str, township: str
) -> None:
    neighbour = notes_service.person(Office.TOWNSHIP_CLERK, f"{county}101")
    foreign = await neighbour.post("/notes", {"area": township, "text": f"j {county}"})
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not-found")
    leader = notes_service.person(Office.COUNTY_LEADER, county)
    refused = await leader.post("/notes", {"area": township, "text": f"j {county}"})
    assert (refused.status_code, refused.json()["code"]) == (403, "office-may-not")
    assert "乡镇工会经办" in refused.json()["detail"]
    # each refusal is an event of its own; its minute is its key
    assert await counts(notes_service, county) == {"note": 0, "journal": 2, "idempotency": 2}


async def test_lists_are_paged_and_show_only_the_own_scope(
    notes_service: Running, clerk: Person, county: str, township: str
) -> None:
    for number in range(5):
        await clerk.done("/notes", {"area": township, "text": f"{number} {county}"})
    seen: list[str] = []
    after = None
    while True:
        page = (await clerk.get("/notes", limit=2, **({"after": after} if after else {}))).json()
        assert len(page["items"]) <= 2
        seen += [item["text"] for item in page["items"]]
        after = page["next"]
        if after is None:
            break
    assert seen == [f"{number} {county}" for number in range(5)]
    other = notes_service.person(Office.TOWNSHIP_CLERK, f"{county}101")
    assert (await other.get("/notes")).json()["items"] == []
    assert (await clerk.get("/notes", limit=101)).status_code == 422
    assert (await clerk.get("/notes", after="!!")).json()["code"] == "wrong-cursor"
    assert (await clerk.get("/notes/leaders")).status_code == 403
    leader = notes_service.person(Office.COUNTY_LEADER, county)
    assert (await leader.get("/notes/leaders")).status_code == 200


async def test_the_openapi_document_carries_what_a_form_needs(notes_service: Running) -> None:
    spec = (await notes_service.http.get("/openapi.json")).json()
    posted = spec["paths"]["/notes"]["post"]
    assert posted["x-words"] == {"zh": "写便签", "en": "Write"}
    assert posted["x-offices"] == ["township-clerk"]
    assert posted["x-emits"] == ["activity.planned.v1"]
    area = spec["components"]["schemas"]["WriteNote"]["properties"]["area"]
    assert (area["title"], area["x-title-en"]) == ("区划", "Area")
    assert json.dumps(spec).count("#/components/schemas/Problem") > 10


async def test_health_says_why(notes_service: Running) -> None:
    assert (await notes_service.http.get("/livez")).json() == {"status": "alive"}
    assert (await notes_service.http.get("/readyz")).status_code == 200
    assert "gonghui_http_requests_total" in (await notes_service.http.get("/metrics")).text
