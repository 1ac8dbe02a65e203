"""Limits on documents: each one bites, in time that grows with the document and not with what it spreads to."""

from contextlib import suppress

import pytest
from graphql import parse

from chassis.refusal import Refusal
from services.gateway.graph.refusals import TooComplex
from services.gateway.serving import limits
from services.gateway.serving.documents import Invalid, console_documents, own_documents, read
from services.gateway.settings import GatewaySettings
from tests.gateway.asker import Asker


def _limit(text: str, **variables: object) -> str:
    """Which limit refuses a document."""
    with pytest.raises(TooComplex) as refused:
        read(text, trusted=False).operation(None).check_cost(variables)
    return str(refused.value.values["limit"])


def _doubled(levels: int) -> str:
    """Fragments that each spread the next one twice: 2^levels fields when written out."""
    spread = "".join(
        f"fragment F{level} on Query {{ ...F{level + 1} county {{ ...N }} ...F{level + 1} }} "
        for level in range(levels)
    )
    return f"{{ ...F0 }} {spread} fragment F{levels} on Query {{ viewer {{ area }} }} fragment N on County {{ code }}"


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("#" + "x" * limits.MAX_LENGTH, "length"),
        ("{ " + "viewer { area } " * 400 + "}", "tokens"),
        ("{ " + "viewer { area } " * 160 + "}", "fields"),
        ("{ " + "".join(f"a{n}: viewer {{ area }} " for n in range(41)) + "}", "aliases"),
        ("{ viewer { area " + "@include(if: true) " * 31 + "} }", "directives"),
        ("{ __schema { types " + "{ ofType " * 16 + "{ name }" + " }" * 16 + " } }", "depth"),
        (_doubled(10), "fields"),
    ],
    ids=["length", "tokens", "fields", "aliases", "directives", "depth", "doubled fragments"],
)
def test_document_over_a_limit_is_refused(text: str, limit: str) -> None:
    assert _limit(text) == limit


def test_cost_follows_the_variables() -> None:
    document = read("query ($first: Int) { auditTrail(first: $first) { edges { node { id } } } }", trusted=False)
    node = document.operation(None).node
    costs = [limits.cost_of(node, document.fragments, variables) for variables in ({"first": 10}, {}, {"first": 100})]
    assert costs == [31, 61, 301]
    deep = "organisations(first: $first) { edges { node { metrics { value parts { code } } } } }"
    query = f"query ($first: Int) {{ county {{ townships {{ {deep} }} }} }}"
    read(query, trusted=False).operation(None).check_cost({"first": 1})
    assert _limit(query, first=100) == "cost"


@pytest.mark.timeout(30)
def test_doubled_fragments_are_measured_once_each() -> None:
    """Sixty doublings followed one by one would be 2**60 fields: the test would never end."""
    document = parse(_doubled(60))
    assert limits.shape_of(document).fields > 2**60
    operation = next(each for each in document.definitions if each.kind == "operation_definition")
    assert limits.cost_of(operation, limits.fragments_of(document), {}) > 2**60  # type: ignore[arg-type]


@pytest.mark.timeout(30)
def test_the_worst_documents_within_the_limits_come_to_an_end() -> None:
    """Validation compares equal fields pairwise; what the limits let through takes about a second."""
    equal = "{ " + "viewer { area } " * 149 + "}"
    spread = "{ " + "...A " * 149 + "} fragment A on Query { viewer { area } }"
    for text in (equal, spread):
        with suppress(Refusal, Invalid):
            read(text, trusted=False)


def test_a_fragment_that_spreads_itself_is_refused_and_not_followed() -> None:
    with pytest.raises(Invalid, match="Cannot spread fragment"):
        read("{ ...A } fragment A on Query { viewer { area } ...B } fragment B on Query { ...A }", trusted=False)


def test_every_shipped_document_keeps_the_limits() -> None:
    texts = [*own_documents(), *console_documents(GatewaySettings().console_dist)]
    assert texts
    for text in texts:
        for operation in read(text, trusted=True).operations.values():
            operation.check_cost({})


async def test_too_complex_is_a_graphql_error_in_both_languages(leader: Asker) -> None:
    answer = await leader.send({"query": "{ " + "viewer { area } " * 160 + "}"}, Accept_Language="en")
    assert answer.status_code == 400
    error = answer.json()["errors"][0]
    assert error["extensions"]["code"] == "too-complex"
    assert error["message"] == error["extensions"]["en"] != error["extensions"]["zh"]
