"""Headers of a command: each once, each in its form."""

from typing import Any

import pytest

from contracts.offices import Office
from tests.support.county import Place
from tests.support.person import Person
from tests.support.running import Running


@pytest.fixture
def clerk(notes_service: Running, township: str) -> Person:
    return notes_service.person(Office.TOWNSHIP_CLERK, township)


@pytest.mark.parametrize("key", ["", "two words", "k\u00e9", "k\t1", "\x80", "k" * 129])
async def test_a_key_is_of_visible_ascii_characters(clerk: Person, township: str, key: str) -> None:
    headers = [
        (b"Authorization", f"Bearer {clerk.token}".encode()),
        (b"Idempotency-Key", key.encode("latin-1")),
    ]
    answer = await clerk.http.post("/notes", json={"area": township, "text": "x"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (400, "idempotency-key-required")


@pytest.mark.parametrize(
    ("name", "second"),
    [
        ("Authorization", "Bearer a.b.c"),
        ("Idempotency-Key", "another"),
        ("If-Match", '"2"'),
        ("Content-Type", "text/plain"),
    ],
)
async def test_no_header_that_decides_comes_twice(clerk: Person, township: str, name: str, second: str) -> None:
    """Whichever stands first."""
    sent = {
        "Authorization": f"Bearer {clerk.token}",
        "Idempotency-Key": "first",
        "If-Match": '"1"',
        "Content-Type": "application/json",
    }
    for headers in ([*sent.items(), (name, second)], [(name, second), *sent.items()]):
        body = f'{{"area": "{township}", "text": "{name}"}}'.encode()
        answer = await clerk.http.post("/notes", content=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
        assert name.lower() in answer.json()["detail"]
        assert name.lower() in answer.json()["detail_en"]


async def test_a_query_has_one_authorization(clerk: Person) -> None:
    header = ("Authorization", f"Bearer {clerk.token}")
    answer = await clerk.http.get("/notes", headers=[header, ("Authorization", "Bearer a.b.c")])
    assert answer.status_code == 400


@pytest.mark.parametrize("match", ["1", "*", "garbage", '"x"', '"1", "2"', '"1', '"-1"', '"\u0661"', "", 'w/"1"'])
async def test_if_match_names_one_revision_in_quotes(clerk: Person, county: str, township: str, match: str) -> None:
    note = (await clerk.done("/notes", {"area": township, "text": county}))["id"]
    sent = {
        b"Authorization": f"Bearer {clerk.token}".encode(),
        b"Idempotency-Key": b"k",
        b"If-Match": match.encode(),
    }
    answer = await clerk.http.post(f"/notes/{note}/change", json={"text": "y"}, headers=sent)
    assert (answer.status_code, answer.json()["code"]) == (400, "malformed")
    assert "If-Match" in answer.json()["detail"]
    again = await clerk.post(f"/notes/{note}/change", {"text": f"y{county}"}, headers={"If-Match": 'W/"1"'})
    assert again.status_code == 200


async def test_a_record_is_answered_with_the_etag_its_commands_take(activities: Running, county: str) -> None:
    """What was read is what If-Match names; a list has none."""
    clerk = Place(county, activities).clerk()
    body = {"title": "读书会", "kind": "study", "planned_on": "2026-05-08", "occurred_on": "2026-03-02"}
    path = f"/activities/{(await clerk.done('/activities', body))['id']}"
    read = await clerk.get(path)
    assert read.headers["etag"] == '"1"'
    opened = {"places": 3, "occurred_on": "2026-03-02"}
    done = await clerk.post(f"{path}/open", opened, headers={"If-Match": read.headers["etag"]})
    assert (done.status_code, done.headers["etag"]) == (200, '"2"')
    assert (await clerk.get(path)).headers["etag"] == '"2"'
    assert "etag" not in (await clerk.get("/activities")).headers


@pytest.mark.parametrize("name", ["membership", "assistance", "activities"])
def test_every_record_that_commands_change_is_documented_with_its_etag(
    name: str, request: pytest.FixtureRequest
) -> None:
    spec: dict[str, Any] = request.getfixturevalue(name).app.openapi()
    single = [item["get"] for path, item in spec["paths"].items() if "get" in item and _changed(path, spec["paths"])]
    assert single
    for operation in single:
        assert "ETag" in operation["responses"]["200"]["headers"], operation["operationId"]


def _changed(path: str, paths: dict[str, Any]) -> bool:
    """Whether it is one record's own path, and commands on that record are below it."""
    return path.endswith("}") and any(other.startswith(f"{path}/") and "post" in paths[other] for other in paths)
