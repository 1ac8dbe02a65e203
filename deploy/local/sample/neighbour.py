"""The neighbouring county, barely begun: a federation, one township, one union. It shows what a county cannot see."""

import json
from datetime import date, timedelta
from uuid import UUID

from deploy.local.accounts import FILE
from deploy.local.sample import people
from deploy.local.sample.appointments import within_unions
from deploy.local.sample.steps import Body, Chain, Record, Stage, identifier

FOUNDED = date(2024, 3, 1)
SERVICE, UNIONS = "membership", "/unions"


def stages() -> list[Stage]:
    """Each stage needs the one before it."""
    kept = json.loads(FILE.read_text())["neighbour"]
    county, (area, township) = kept["code"], next(iter(kept["townships"].items()))
    organiser, clerk, chair = f"organiser-{county}", f"clerk-{area}", f"chair-{area}"
    federation, own, first = (identifier(county, each, FOUNDED) for each in ("federation", "township", "union/0"))
    top = Record(SERVICE, UNIONS, federation).create(
        organiser, {"name": f"{kept['zh']}总工会", "credit_code": people.credit_code("81", 1), **_on(0)}, "/federation"
    )
    top.then(f"approver-{county}", "approve", {"document": "示例工发2024年2号", **_on(10)})
    middle = _union(own, clerk, f"{township}工会委员会", "township", federation, 11).then(organiser, "approve", _on(20))
    base = _union(first, clerk, f"{township}龙山社区工会", "village-community", own, 21).then(chair, "approve", _on(30))
    chains: list[Chain] = [top.steps, middle.steps, base.steps]
    return [*([chain] for chain in chains), within_unions({area: first})]


def _on(days: int) -> Body:
    return {"occurred_on": FOUNDED + timedelta(days)}


def _union(made: UUID, clerk: str, name: str, kind: str, parent: UUID, days: int) -> Record:  # noqa: PLR0913
    body = {"name": name, "kind": kind, "parent": str(parent), **_on(days)}
    return Record(SERVICE, UNIONS, made).create(clerk, body)
