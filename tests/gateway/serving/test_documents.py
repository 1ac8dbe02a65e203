"""Trusted documents for everybody; open queries and the schema for explorers only."""

from pathlib import Path

import orjson
import pytest
from graphql import get_introspection_query

from cli.dashboard import QUERY
from contracts.offices import Office
from services.gateway.serving.documents import (
    Documents,
    Invalid,
    console_documents,
    document_id,
    own_documents,
    read,
)
from tests.gateway.asker import Asker
from tests.gateway.told import Told
from tests.support.running import Running

CODE = '{ county(code: "110101") { code } }'


@pytest.fixture
def ordinary(gateway: Running, county: str) -> Asker:
    """Somebody who may send trusted documents only."""
    return Asker(gateway, Office.COUNTY_LEADER, county, explorer=False)


async def test_trusted_document_by_its_id(told: Told, ordinary: Asker) -> None:
    await told.admit(f"{told.county}100", 2)
    dashboard = next(text for text in own_documents() if "Dashboard" in text)
    body = {"documentId": document_id(dashboard), "variables": {"metrics": ["members"]}}
    answer = await ordinary.send(body)
    assert answer.status_code == 200
    assert answer.json()["data"]["county"]["metrics"][0]["value"] == "2"
    extension = {"documentId": body["documentId"]}
    by_extension = await ordinary.send({"variables": body["variables"], "extensions": extension})
    assert by_extension.content == answer.content


async def test_trusted_document_by_its_text(told: Told, ordinary: Asker) -> None:
    await told.admit(f"{told.county}100")
    assert (await ordinary.data(QUERY, metrics=["members"]))["county"]["metrics"][0]["value"] == "1"


async def test_unknown_document(ordinary: Asker) -> None:
    answer = await ordinary.send({"documentId": "0" * 64})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["extensions"]["code"] == "document-unknown"


async def test_open_query_needs_the_permission(ordinary: Asker, leader: Asker) -> None:
    answer = await ordinary.send({"query": "{ viewer { area } }"})
    assert answer.status_code == 403
    assert answer.json()["errors"][0]["extensions"]["code"] == "documents-only"
    assert (await leader.data("{ viewer { area } }"))["viewer"]["area"]


@pytest.mark.parametrize("query", ["{ __schema { types { name } } }", '{ __type(name: "County") { name } }'])
async def test_schema_is_shown_to_explorers_only(query: str, ordinary: Asker, leader: Asker) -> None:
    assert (await ordinary.send({"query": query})).status_code == 403
    assert await leader.data(query)


async def test_wrong_variables_give_no_suggestions(
    gateway: Running, ordinary: Asker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gateway.app.state.gateway, "documents", Documents(console_texts()))
    audit = document_id(next(text for text in console_texts() if "auditTrail" in text))
    answer = await ordinary.send({"documentId": audit, "variables": {"filter": {"actr": "x"}}})
    assert answer.status_code == 400
    assert "actr" in answer.text
    assert "Did you mean" not in answer.text


async def test_explorer_gets_suggestions(leader: Asker) -> None:
    assert "Did you mean" in (await leader.send({"query": "{ countyy { code } }"})).text


async def test_an_open_query_is_validated_once(leader: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    read_texts: list[str] = []

    def watched(text: str, *, trusted: bool, suggest: bool = False) -> object:
        read_texts.append(text)
        return read(text, trusted=trusted, suggest=suggest)

    monkeypatch.setattr("services.gateway.serving.documents.read", watched)
    for _ in range(3):
        await leader.data("query Once { viewer { office { id } } }")
    assert len(read_texts) == 1


def test_an_invalid_trusted_document_keeps_the_gateway_from_starting() -> None:
    with pytest.raises(Invalid):
        Documents(["{ county { nonsense } }"])


def test_a_console_whose_ids_do_not_fit_its_texts_is_refused(tmp_path: Path) -> None:
    (tmp_path / "documents.json").write_bytes(orjson.dumps({"0" * 64: CODE}))
    with pytest.raises(ValueError, match="is not the id of its text"):
        console_documents(tmp_path)


def console_texts() -> list[str]:
    """The console's documents as they stand in its sources."""
    folder = Path(__file__).parents[3] / "services" / "gateway" / "console" / "src" / "documents"
    return [path.read_text() for path in sorted(folder.glob("*.graphql"))]


@pytest.mark.parametrize("text", console_texts(), ids=lambda text: text.split("(")[0].split("{")[0].strip())
def test_console_document_is_valid_and_within_the_limits(text: str) -> None:
    for operation in read(text, trusted=True).operations.values():
        operation.check_cost({})


async def test_tools_may_ask_the_whole_schema(leader: Asker) -> None:
    shown = await leader.data(get_introspection_query(descriptions=True, input_value_deprecation=True))
    assert {"County", "AuditConnection"} <= {each["name"] for each in shown["__schema"]["types"]}
