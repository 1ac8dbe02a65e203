"""Short ways of these tests: asking and approving, and what stands afterwards."""

from typing import Any

from tests.membership.people import County

DAY = "2026-04-01"
WHY = {"reason": "wrong-entry"}


async def asked(place: County, change: str, township: str = "100", **fields: Any) -> str:
    """A request of the township's clerk."""
    body = {"occurred_on": "2026-03-20", **fields}
    return str((await place.clerk(township).done(f"/restructurings/{change}", body))["id"])


async def refused(place: County, change: str, township: str = "100", **fields: Any) -> str:
    """Why a request is refused."""
    body = {"occurred_on": "2026-03-20", **fields}
    answer = await place.clerk(township).post(f"/restructurings/{change}", body)
    assert answer.status_code >= 400, answer.text
    return str(answer.json()["code"])


def approval(**fields: Any) -> dict[str, Any]:
    """An approval's body."""
    return {"document": "石工2026-7号", "occurred_on": DAY, **fields}


async def approved(
    place: County, restructuring: str, *, county: bool = False, revision: int = 1, **fields: Any
) -> dict[str, Any]:
    """Approved by the township's chair, or the county's organiser."""
    approver = place.organiser if county else place.chair()
    return await approver.done(f"/restructurings/{restructuring}/approve", approval(**fields), revision=revision)


async def not_approved(place: County, restructuring: str, *, county: bool = False, **fields: Any) -> str:
    """Why it is not approved."""
    approver = place.organiser if county else place.chair()
    answer = await approver.post(f"/restructurings/{restructuring}/approve", approval(**fields), revision=1)
    assert answer.status_code >= 400, answer.text
    return str(answer.json()["code"])


async def done(place: County, change: str, *, county: bool = False, **fields: Any) -> str:
    """Asked and approved."""
    restructuring = await asked(place, change, **fields)
    await approved(place, restructuring, county=county)
    return restructuring


async def union_of(place: County, member: str) -> tuple[str, str]:
    """Union and area of a member, as the service has them."""
    (row,) = await place.rows("SELECT union_id, area FROM members WHERE id = $1", member)
    (kept,) = await place.rows("SELECT org, area FROM person WHERE id = $1", member)
    assert (row["union_id"], row["area"]) == (kept["org"], kept["area"])
    return str(row["union_id"]), row["area"].removeprefix(place.code)


async def covers(place: County, union: str) -> set[str]:
    """The units a union covers now."""
    record = (await place.organiser.get(f"/unions/{union}")).json()
    return {unit["id"] for unit in record["units"]}


def kinds(events: list[dict[str, Any]]) -> list[str]:
    """Types of events, without the service's name."""
    return [event["type"].removeprefix("cn.gonghui.membership.") for event in events]
