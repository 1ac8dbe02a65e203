"""Who may read what: every office on every root field, in its own area and in others'."""

from typing import Any

import pytest

from chassis.access.principal import Principal
from chassis.refusal import Refusal
from contracts.offices import Office
from services.gateway.graph.authority import TABLE, allow
from services.gateway.graph.schema import CORE
from tests.gateway.asker import Asker
from tests.gateway.told import Told
from tests.support import databases
from tests.support.running import Running

COUNTY, OWN, OTHER, FOREIGN = "340828", "340828207", "340828100", "340829"
PEOPLE = set(Office) - {Office.SERVICE}
STAFF = PEOPLE - {Office.MEMBER, Office.ENTERPRISE_CHAIR}
COUNTY_WIDE = STAFF - {Office.TOWNSHIP_CHAIR, Office.TOWNSHIP_CLERK, Office.MEDIATOR}
READS_TRAIL = STAFF - {Office.MEDIATOR}
# root field → offices that may, argument naming the area, areas that somebody of township OWN may name
EXPECTED: dict[str, tuple[set[Office], str | None, set[str]]] = {
    "viewer": (PEOPLE, None, set()),
    "metricCatalogue": (PEOPLE, None, set()),
    "areaName": (PEOPLE, None, set()),
    "county": (PEOPLE, "code", {COUNTY}),
    "township": (STAFF, "code", {OWN}),
    "auditTrail": (READS_TRAIL, "filter", {OWN}),
    "event": (READS_TRAIL, None, set()),
    "proof": (READS_TRAIL, "log", {COUNTY}),
    "checkpoints": (PEOPLE, "county", {COUNTY}),
    "applied": (PEOPLE, None, set()),
    "workQueue": (STAFF, "area", {OWN}),
    "parked": (COUNTY_WIDE, "county", {COUNTY}),
    "positions": (PEOPLE, "county", {COUNTY}),
}


def _arguments(argument: str | None, area: str) -> dict[str, Any]:
    if argument == "filter":
        return {"filter": {"area": area}}
    if argument == "log":
        return {"log": f"membership/{area}"}
    return {argument: area} if argument else {}


def _answer(field: str, principal: Principal, arguments: dict[str, Any]) -> str:
    try:
        return allow(field, principal, arguments)
    except Refusal as refusal:
        return refusal.code


def test_every_root_field_has_its_row() -> None:
    assert CORE.query_type
    assert CORE.subscription_type
    fields = {*CORE.query_type.fields, *CORE.subscription_type.fields}
    assert fields == set(TABLE) == set(EXPECTED)


@pytest.mark.parametrize("office", list(Office))
@pytest.mark.parametrize("field", EXPECTED)
def test_office_reads_what_the_table_says(field: str, office: Office) -> None:
    offices, argument, within = EXPECTED[field]
    someone = Principal("somebody", office, OWN)
    if office not in offices:
        assert _answer(field, someone, _arguments(argument, OWN)) == "office-may-not"
        return
    if argument is None:
        assert _answer(field, someone, {}) in {COUNTY, OWN}
        return
    for area in (COUNTY, OWN, OTHER, FOREIGN, "3408282", "34", ""):
        expected = area if area in within else "out-of-scope"
        assert _answer(field, someone, _arguments(argument, area)) == expected, area


@pytest.mark.parametrize("field", [name for name, row in EXPECTED.items() if row[1]])
def test_county_office_reads_its_county_and_no_other(field: str) -> None:
    _, argument, _ = EXPECTED[field]
    leader = Principal("leader", Office.COUNTY_LEADER, COUNTY)
    assert _answer(field, leader, _arguments(argument, FOREIGN)) == "out-of-scope"
    assert _answer(field, leader, _arguments(argument, "3408280")) in {"out-of-scope", "wrong-argument"}
    own = COUNTY if field != "township" else OWN
    assert _answer(field, leader, _arguments(argument, own)) == own


async def test_township_clerk_sees_the_countys_total_and_only_the_own_township(
    told: Told, clerk: Asker, county: str
) -> None:
    await told.admit(f"{county}100", 2)
    await told.admit(f"{county}101", 3)
    found = await clerk.data('{ county { metrics(ids: ["members"]) { value } townships { code } } }')
    assert found["county"] == {"metrics": [{"value": "5"}], "townships": [{"code": f"{county}100"}]}
    township = "query ($code: String!) { township(code: $code) { code } }"
    assert await clerk.data(township, code=f"{county}100") == {"township": {"code": f"{county}100"}}
    assert await clerk.refused(township, code=f"{county}101") == "out-of-scope"


@pytest.mark.parametrize("office", [Office.COUNTY_LEADER, Office.TOWNSHIP_CLERK])
async def test_asker_is_told_what_the_own_office_may_ask_for(gateway: Running, office: Office, county: str) -> None:
    asker = Asker(gateway, office, county if office is Office.COUNTY_LEADER else f"{county}100")
    found = await asker.data("{ viewer { reads } }")
    assert set(found["viewer"]["reads"]) == {name for name, (offices, _, _) in EXPECTED.items() if office in offices}


async def test_another_township_has_a_name_and_no_figures(told: Told, clerk: Asker, county: str) -> None:
    await told.admit(f"{county}101")
    query = "query ($code: String!) { areaName(code: $code) { zh } }"
    assert await clerk.data(query, code=f"{county}101") == {"areaName": {"zh": f"{county}101"}}
    for unknown in ("110101001", f"{county}1", f"{county}199"):
        assert await clerk.data(query, code=unknown) == {"areaName": None}


async def test_records_of_another_township_are_not_there(told: Told, clerk: Asker, leader: Asker, county: str) -> None:
    (own,) = await told.admit(f"{county}100")
    (other,) = await told.admit(f"{county}101")
    event = "query ($id: UUID!) { event(id: $id) { id } }"
    assert await clerk.data(event, id=str(own)) == {"event": {"id": str(own)}}
    assert await clerk.data(event, id=str(other)) == {"event": None}
    assert await leader.data(event, id=str(other)) == {"event": {"id": str(other)}}
    trail = "{ auditTrail { edges { node { id } } } }"
    assert [edge["node"]["id"] for edge in (await clerk.data(trail))["auditTrail"]["edges"]] == [str(own)]
    proof = "query ($log: String!, $position: Long!) { proof(log: $log, position: $position) { position } }"
    log = f"membership/{county}"
    assert await clerk.data(proof, log=log, position=1) == {"proof": {"position": "1"}}
    assert await clerk.data(proof, log=log, position="2") == {"proof": None}
    assert await leader.data(proof, log=log, position=2) == {"proof": {"position": "2"}}


async def test_an_alias_or_fragment_does_not_hide_a_foreign_county(leader: Asker) -> None:
    fragment = 'fragment F on Query { x: county(code: "110101") @include(if: $s) { code } }'
    hidden = "query ($s: Boolean!) { ok: viewer { area } ...F } " + fragment
    for shown in (True, False):
        assert await leader.refused(hidden, s=shown) == "out-of-scope"
    default = 'query ($code: String = "110101") { county(code: $code) { code } }'
    assert await leader.refused(default) == "out-of-scope"


async def test_refusal_is_recorded_once_a_minute(told: Told, clerk: Asker, county: str) -> None:
    for _ in range(3):
        assert await clerk.refused('{ county(code: "110101") { code } }') == "out-of-scope"
    dsn = told.gateway.settings.database_url
    rows = await databases.rows(dsn, "SELECT type, event FROM journal WHERE county = $1", county)
    assert 1 <= len(rows) <= 2  # two when the minute turned in between
    assert rows[0]["type"] == "cn.gonghui.gateway.access.refused.v1"
    assert '"action":"graphql:county","code":"out-of-scope","area":"110101"' in rows[0]["event"]
