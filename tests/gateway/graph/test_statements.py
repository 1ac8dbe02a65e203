"""However many townships a county has, an answer takes the same number of SQL statements."""

from datetime import date

from chassis.access.principal import Principal
from chassis.ids import uuid7
from chassis.postgres import Database
from contracts.declare import Place
from contracts.membership.members import MemberAdmitted
from contracts.offices import Office
from services.gateway.graph.asking import Asking
from services.gateway.serving.documents import read
from services.gateway.serving.execution import executed
from tests.gateway.told import Told

DEEP = """{ county {
    code name { zh } complete freshness { log }
    metrics { value parts { code } }
    series(metric: "members", months: 3) { month value }
    townships {
        code metrics { value }
        series(metric: "members", months: 3) { value }
        organisations(first: 5) { edges { node { id metrics(ids: ["members"]) { value } } } }
    }
} }"""


async def _statements(told: Told, county: str) -> int:
    asked: list[str] = []

    database = Database(told.gateway.settings.database_url, size=1)
    await database.open()
    async with database.connection() as connection:
        connection.add_query_logger(lambda record: asked.append(record.query))
    asking = Asking(Principal("leader", Office.COUNTY_LEADER, county), date(2026, 6, 1), database)
    operation = read(DEEP, trusted=True).operation(None)
    answer = await executed(operation, {}, asking, "en", suggest=False)
    assert answer.whole, answer.body
    await database.close()
    return len([sql for sql in asked if not sql.startswith(("BEGIN", "COMMIT", "ROLLBACK"))])


async def _admit_in(told: Told, townships: range) -> None:
    places = [Place(area=f"{told.county}{number}") for number in townships]
    await told.tell(*[MemberAdmitted(member=uuid7(), place=place, employment="regular") for place in places])


async def test_statements_do_not_grow_with_townships(told: Told, county: str) -> None:
    await _admit_in(told, range(100, 101))
    one = await _statements(told, county)
    await _admit_in(told, range(101, 110))
    assert await _statements(told, county) == one
    await _admit_in(told, range(110, 200))
    assert await _statements(told, county) == one
    assert one <= 20
