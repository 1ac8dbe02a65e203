"""What waits through the graph: the work queue of an office, organisations, and what could not be counted."""

from datetime import date, timedelta
from uuid import UUID

from chassis.ids import uuid7
from contracts.assistance.households import FileApproved, FileOpened
from contracts.declare import Place
from contracts.membership.organisations import UnionApproved, UnionFounded
from contracts.offices import Office
from tests.gateway.asker import Asker
from tests.gateway.told import Told
from tests.support.running import Running

QUEUE = """query ($area: String, $office: String) { workQueue(area: $area, office: $office) {
    edges { node { kind words { zh } office area subject service command dueOn daysLeft } } } }"""


async def _opened(told: Told, household: UUID, area: str, due: date) -> None:
    file = FileOpened(household=household, place=Place(area=area), cause="disaster", size=2, due_on=due)
    await told.tell(file, area=area, subject=household)


async def test_what_waits_the_most_urgent_first_until_it_is_done(told: Told, leader: Asker, county: str) -> None:
    today = told.gateway.app.state.clock().date()
    later, sooner = uuid7(), uuid7()
    await _opened(told, later, f"{county}100", today + timedelta(days=9))
    await _opened(told, sooner, f"{county}101", today - timedelta(days=2))
    edges = (await leader.data(QUEUE))["workQueue"]["edges"]
    assert [edge["node"]["subject"] for edge in edges] == [str(sooner), str(later)]
    node = edges[0]["node"]
    assert (node["kind"], node["words"]["zh"]) == ("approve-file", "待审批困难职工档案")
    assert (node["service"], node["command"]) == ("assistance", "assistance:/households/{household}/approve")
    assert node["daysLeft"] in {-2, -3}  # the business day turns at midnight in Shanghai
    approved = FileApproved(household=sooner, place=Place(area=f"{county}101"), category="deep", cause="disaster")
    await told.tell(approved, area=f"{county}101", subject=sooner)
    edges = (await leader.data(QUEUE))["workQueue"]["edges"]
    assert [edge["node"]["subject"] for edge in edges] == [str(later)]


async def test_the_queue_of_an_area_and_an_office(told: Told, leader: Asker, clerk: Asker, county: str) -> None:
    due = date(2026, 12, 31)
    here, there = uuid7(), uuid7()
    await _opened(told, here, f"{county}100", due)
    await _opened(told, there, f"{county}101", due)
    subjects = [edge["node"]["subject"] for edge in (await clerk.data(QUEUE))["workQueue"]["edges"]]
    assert subjects == [str(here)]
    assert await clerk.refused(QUEUE, area=f"{county}101") == "out-of-scope"
    approver = (await leader.data(QUEUE, office="county-approver"))["workQueue"]["edges"]
    assert len(approver) == 2
    assert (await leader.data(QUEUE, office="township-clerk"))["workQueue"]["edges"] == []


async def test_organisations_of_a_township_with_their_figures(told: Told, leader: Asker, county: str) -> None:
    union = uuid7()
    place = Place(org=union, area=f"{county}100")
    name = "石关乡工会"
    founded = UnionFounded(
        union=union, place=place, name=name, kind="single", parent=None, employers=[], due_on=date(2026, 3, 20)
    )
    approved = UnionApproved(union=union, place=place, name=name, kind="single", parent=None)
    await told.tell(founded, approved, area=place.area, subject=union)
    query = """query ($code: String!) { township(code: $code) { organisations {
        edges { node { id name kind kindWords { zh } area metrics(ids: ["unions"]) { value } } }
        pageInfo { hasNextPage } } } }"""
    page = (await leader.data(query, code=f"{county}100"))["township"]["organisations"]
    assert page == {
        "edges": [
            {
                "node": {
                    "id": str(union),
                    "name": "石关乡工会",
                    "kind": "single",
                    "kindWords": {"zh": "单独基层工会"},
                    "area": f"{county}100",
                    "metrics": [{"value": "1"}],
                }
            }
        ],
        "pageInfo": {"hasNextPage": False},
    }


async def test_what_could_not_be_counted_is_shown_and_its_figures_say_so(
    told: Told, leader: Asker, gateway: Running, county: str
) -> None:
    await told.admit(f"{county}100")
    await told.park()
    found = (await leader.data("{ parked { log position eventId type error } }"))["parked"]
    assert [(each["log"], each["position"]) for each in found] == [(f"membership/{county}", "2")]
    assert "not an event" in found[0]["error"]
    shown = (await leader.data("{ county { complete freshness { complete incompleteSince } } }"))["county"]
    assert shown == {"complete": False, "freshness": [{"complete": False, "incompleteSince": "2"}]}
    clerk = Asker(gateway, Office.TOWNSHIP_CLERK, f"{county}100")
    assert await clerk.refused("{ parked { log } }") == "office-may-not"
