"""The audit trail through the graph: pages, filters, one entry, its proof, whether it is counted."""

from datetime import date
from typing import Any

import pytest

from chassis.ids import uuid7
from chassis.log import merkle
from contracts.assistance.households import FileOpened
from contracts.declare import Place, Voided
from contracts.membership.cadres import Appointed
from contracts.membership.members import MemberAdmitted, MemberTransferred
from contracts.membership.organisations import UnionApproved
from contracts.offices import Office
from contracts.personal import PersonalDataRevealed
from tests.gateway.asker import Asker
from tests.gateway.told import SPRING, Told

PAGE = """query ($first: Int, $after: String, $filter: AuditFilter) {
    auditTrail(first: $first, after: $after, filter: $filter) {
        edges { cursor node {
            id log position type words { zh en } officeWords { zh } area occurredOn sequencedAt event } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    } }"""


async def test_pages_hold_every_event_once_newest_first(told: Told, leader: Asker, county: str) -> None:
    ids = await told.admit(f"{county}100", 7)
    seen: list[str] = []
    after = None
    while True:
        page = (await leader.data(PAGE, first=3, after=after))["auditTrail"]
        seen += [edge["node"]["id"] for edge in page["edges"]]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        assert page["pageInfo"]["endCursor"] == page["edges"][-1]["cursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert seen == [str(event_id) for event_id in reversed(ids)]


async def test_an_entry_says_what_happened_in_words(told: Told, leader: Asker, county: str) -> None:
    (event_id,) = await told.admit(f"{county}100")
    (edge,) = (await leader.data(PAGE))["auditTrail"]["edges"]
    node = edge["node"]
    assert node["id"] == str(event_id)
    assert node["words"] == {"zh": "会员入会", "en": "Member admitted"}
    assert node["officeWords"] == {"zh": "乡镇工会经办"}
    assert (node["log"], node["position"]) == (f"membership/{county}", "1")
    assert (node["area"], node["occurredOn"]) == (f"{county}100", "2026-03-01")
    entry = told.log("membership").entries[0]
    assert (node["event"], node["sequencedAt"]) == (entry.event, entry.sequenced_at)


async def test_an_entry_about_access_says_its_codes_in_words(told: Told, leader: Asker, county: str) -> None:
    place, person = Place(area=f"{county}100"), uuid7()
    made = Appointed(appointment=person, account="a", holds=Office.MEDIATOR, place=place, since=SPRING, until=None)
    shown = PersonalDataRevealed(person=person, fields=["name", "phone"], purpose="verify")
    await told.tell(made, shown, area=place.area, subject=person)
    query = "{ auditTrail { edges { node { codes { name words { zh } } } } } }"
    edges = (await leader.data(query))["auditTrail"]["edges"]
    said = [[(code["name"], code["words"]["zh"]) for code in edge["node"]["codes"]] for edge in edges]
    assert said == [
        [("fields", "姓名"), ("fields", "手机号"), ("purpose", "核对身份")],
        [("holds", "调解员")],
    ]


async def test_filters_narrow(told: Told, leader: Asker, county: str) -> None:
    place = Place(area=f"{county}100")
    (member,) = await told.admit(f"{county}101", on=date(2026, 5, 1))
    file = FileOpened(household=uuid7(), place=place, cause="disaster", size=3, due_on=date(2026, 4, 1))
    subject = uuid7()
    (opened,) = await told.tell(file, area=place.area, subject=subject, actor="somebody")
    for wanted, expected in (
        ({"metric": "members"}, [member]),
        ({"service": "assistance"}, [opened]),
        ({"actor": "somebody"}, [opened]),
        ({"subject": str(subject)}, [opened]),
        ({"area": f"{county}101"}, [member]),
        ({"types": ["cn.gonghui.assistance.household.file-opened.v1"]}, [opened]),
        ({"occurredFrom": "2026-04-01"}, [member]),
        ({"occurredTo": "2026-04-01"}, [opened]),
        ({"recordedTo": "2020-01-01T00:00:00Z"}, []),
    ):
        edges = (await leader.data(PAGE, filter=wanted))["auditTrail"]["edges"]
        assert [edge["node"]["id"] for edge in edges] == [str(each) for each in expected], wanted


@pytest.mark.parametrize(("first", "code"), [(0, "wrong-argument"), (101, "wrong-argument"), (-1, "wrong-argument")])
async def test_pages_hold_one_to_a_hundred_rows(leader: Asker, first: int, code: str) -> None:
    assert await leader.refused(PAGE, first=first) == code


async def test_a_cursor_of_somebodys_making_is_refused(leader: Asker) -> None:
    assert await leader.refused(PAGE, after="nonsense") == "wrong-cursor"
    assert await leader.refused(PAGE, filter={"metric": "happiness"}) == "wrong-argument"


async def test_a_proof_leads_from_the_event_to_the_root(told: Told, leader: Asker, county: str) -> None:
    await told.admit(f"{county}100", 5)
    query = """query ($log: String!) { proof(log: $log, position: 3, size: 5) {
        size leaf path root checkpoint sequencedAt event } }"""
    found = (await leader.data(query, log=f"membership/{county}"))["proof"]
    leaf = merkle.leaf(found["sequencedAt"], found["event"])
    assert leaf.hex() == found["leaf"]
    path = [bytes.fromhex(node) for node in found["path"]]
    merkle.verify_inclusion(leaf, 2, 5, path, bytes.fromhex(found["root"]))
    assert found["checkpoint"] is None


async def test_whether_an_event_is_counted(told: Told, leader: Asker, county: str) -> None:
    (event_id,) = await told.admit(f"{county}100")
    query = "query ($id: UUID!) { applied(eventId: $id) { applied log position } }"
    assert await leader.data(query, id=str(event_id)) == {
        "applied": {"applied": True, "log": f"membership/{county}", "position": "1"}
    }
    unknown = {"applied": {"applied": False, "log": None, "position": None}}
    assert await leader.data(query, id=str(uuid7())) == unknown
    other = Told(str(int(county) + 5000), told.gateway)
    (foreign,) = await other.admit(f"{other.county}100")
    assert await leader.data(query, id=str(foreign)) == unknown


EXPLAINED = """query ($filter: AuditFilter) { auditTrail(filter: $filter) { edges { node {
    id words { zh en } organisationName effects { metric { id } area delta } codes { name words { zh } } } } } }"""


async def explained(leader: Asker, **wanted: str) -> list[dict[str, Any]]:
    edges = (await leader.data(EXPLAINED, filter=wanted))["auditTrail"]["edges"]
    return [edge["node"] for edge in edges]


async def test_entries_say_what_they_changed_and_what_was_taken_back(told: Told, leader: Asker, county: str) -> None:
    """The effects behind a number add up to it."""
    here, there = f"{county}100", f"{county}101"
    union = uuid7()
    place = Place(org=union, area=here)
    approved = UnionApproved(union=union, place=place, name="茶厂工会", kind="single", parent=None)
    await told.tell(approved, area=here, org=union)
    stays, moves, wrong = (MemberAdmitted(member=uuid7(), place=place, employment="regular") for _ in range(3))
    ids = await told.tell(stays, moves, wrong, area=here, org=union)
    moved = MemberTransferred(member=moves.member, origin=place, to=Place(area=there), employment="regular")
    void = Voided.of(ids[2], wrong, SPRING, "duplicate")
    await told.tell(moved, void, area=here, org=union)
    voided, transferred, *_ = found = await explained(leader, metric="members", area=here)
    assert voided["words"] == {"zh": "作废：会员入会", "en": "Voided: Member admitted"}
    assert voided["codes"] == [
        {"name": "reason", "words": {"zh": "重复录入"}},
        {"name": "employment", "words": {"zh": "正式职工"}},
    ]
    assert voided["organisationName"] == "茶厂工会"
    assert {(each["area"], each["delta"]) for each in transferred["effects"]} == {(here, "-1"), (there, "1")}
    counted = [each for node in found for each in node["effects"] if each["metric"]["id"] == "members"]
    assert sum(int(each["delta"]) for each in counted if each["area"] == here) == 1
    query = 'query ($code: String!) { township(code: $code) { metrics(ids: ["members"]) { value } } }'
    assert (await leader.data(query, code=here))["township"]["metrics"] == [{"value": "1"}]


async def test_entry_that_cannot_be_read_explains_nothing(told: Told, leader: Asker) -> None:
    await told.park()
    (node,) = await explained(leader)
    assert (node["effects"], node["codes"], node["organisationName"]) == ([], [], None)
