"""A small county entered through the services' own commands: what the journeys look at."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from deploy.local.tokens import bearer
from tests.support.numbers import credit_code, id_number

SHIGUAN = "340828207"
DIANQIAN = "340828101"
LONG_AGO = "2024-02-20"


@dataclass
class Desk:
    """Commands as the demo's accounts send them, through the gateway."""

    gateway: str
    run: Path
    http: httpx.Client = field(init=False)

    def __post_init__(self) -> None:
        self.http = httpx.Client(base_url=self.gateway, timeout=30)

    def send(self, account: str, path: str, body: Mapping[str, Any], revision: int | None = None) -> dict[str, Any]:
        """One command that must succeed; answers {id, revision, eventId}."""
        answer = self.post(account, path, body, {"If-Match": f'"{revision}"'} if revision is not None else {})
        assert answer.is_success, f"{path}: {answer.text}"
        done: dict[str, Any] = answer.json()
        return done

    def post(self, account: str, path: str, body: Mapping[str, Any], more: Mapping[str, str]) -> httpx.Response:
        """One command with further headers, however it is answered."""
        headers = {
            "Authorization": f"Bearer {bearer(account, self.run).token}",
            "Idempotency-Key": str(uuid4()),
            **more,
        }
        return self.http.post(f"/api{path}", json=dict(body), headers=headers)

    def held(self, account: str) -> list[str]:
        """The appointments that an account holds at this moment."""
        headers = {"Authorization": f"Bearer {bearer('organiser-340828', self.run).token}"}
        asked = {"account": account, "state": "current"}
        answer = self.http.get("/api/membership/appointments", params=asked, headers=headers)
        return [str(each["id"]) for each in answer.raise_for_status().json()["items"]]

    def union(self, area: str, name: str, kind: str, parent: str, **more: Any) -> str:
        """A union, founded by its township's clerk and approved by its superior."""
        asked = {"name": name, "kind": kind, "parent": parent, "occurred_on": LONG_AGO, **more}
        founded = self.send(f"clerk-{area}", "/membership/unions", asked)
        approver = "organiser-340828" if kind == "township" else f"chair-{area}"
        path = f"/membership/unions/{founded['id']}/approve"
        self.send(approver, path, {"occurred_on": LONG_AGO}, founded["revision"])
        return str(founded["id"])


@dataclass(frozen=True)
class SmallCounty:
    """Ids that journeys need."""

    federation: str
    township_union: str
    union: str
    other_union: str


def enter(desk: Desk) -> SmallCounty:
    """Federation, two townships' unions, one base union with three members, a file and an aid that wait."""
    federation = _federation(desk)
    own = desk.union(SHIGUAN, "石关乡工会", "township", federation)
    other = desk.union(DIANQIAN, "店前镇工会", "township", federation)
    employer = desk.send(
        f"clerk-{SHIGUAN}",
        "/membership/employers",
        {
            "name": "石关茶业有限公司",
            "credit_code": credit_code(),
            "unit_type": "private",
            "headcount": 40,
            "occurred_on": LONG_AGO,
        },
    )
    base = desk.union(SHIGUAN, "石关茶业有限公司工会", "single", own, employers=[employer["id"]])
    for name, day in (("张一", "2024-03-11"), ("李二", "2025-05-20"), ("王三", "2026-04-02")):
        admit(desk, base, name, day)
    household(desk, "2026-11-02")
    _paid(desk)
    return SmallCounty(federation, own, base, other)


def admit(desk: Desk, union: str, name: str, day: str) -> dict[str, Any]:
    """One more member."""
    asked = {"union": union, "name": name, "id_number": id_number(), "employment": "regular", "occurred_on": day}
    return desk.send(f"clerk-{SHIGUAN}", "/membership/members", asked)


def _federation(desk: Desk) -> str:
    path = "/membership/unions/federation"
    founded = desk.send("organiser-340828", path, {"name": "岳西县总工会", "occurred_on": "2023-01-09"})
    approval = {"occurred_on": "2023-01-16", "document": "工组 2023 年 1 号"}
    desk.send("approver-340828", f"/membership/unions/{founded['id']}/approve", approval, founded["revision"])
    return str(founded["id"])


def household(desk: Desk, day: str) -> dict[str, Any]:
    """A household's file that waits for the county's approver."""
    asked = {
        "name": "赵四",
        "id_number": id_number(),
        "size": 3,
        "income_fen": 1_200_000,
        "cause": "own-illness",
        "consent": True,
        "bank_card": "6222021234567890128",
        "occurred_on": day,
    }
    return desk.send(f"clerk-{SHIGUAN}", "/assistance/households", asked)


def _paid(desk: Desk) -> None:
    """Another household that has been helped with 1,234.56 yuan, and asks for 200 yuan more."""
    opened = household(desk, "2026-02-02")
    path = f"/assistance/households/{opened['id']}/approve"
    desk.send("approver-340828", path, {"occurred_on": "2026-02-09"}, opened["revision"])
    budget = {"year": 2026, "fund_source": "county", "amount_fen": 5_000_000, "document": "县工发 1 号"}
    desk.send("assistance-340828", "/assistance/budgets", {**budget, "occurred_on": "2026-01-05"})
    wanted = {"household": opened["id"], "programme": "living", "amount_fen": 123_456, "occurred_on": "2026-05-02"}
    aid = desk.send(f"clerk-{SHIGUAN}", "/assistance/aid", wanted)
    path = f"/assistance/aid/{aid['id']}"
    approval = {"fund_source": "county", "occurred_on": "2026-05-12"}
    approved = desk.send("approver-340828", f"{path}/approve", approval, aid["revision"])
    desk.send("assistance-340828", f"{path}/pay", {"occurred_on": "2026-06-01"}, approved["revision"])
    further = {**wanted, "amount_fen": 20_000, "occurred_on": "2026-11-09"}
    desk.send(f"clerk-{SHIGUAN}", "/assistance/aid", further)
