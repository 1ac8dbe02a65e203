"""Records in every place of the matrix, and bodies of commands that name them."""

import types
import typing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Literal
from uuid import UUID, uuid4

from pydantic import BaseModel

from chassis.command import Command, Creation
from chassis.ids import uuid7
from contracts.offices import Office
from tests.contract.authority.places import Spot, Standing
from tests.support.numbers import credit_code, id_number
from tests.support.running import Running

DAY = "2026-05-08"
PLACING = (
    "household",
    "activity",
    "union",
    "congress",
    "item",
    "disclosure",
    "ledger",
    "employer",
    "appointment",
    "area",
)
"""A creation's fields that say where its record lies."""
GIVEN: dict[str, Any] = {
    "account": lambda: f"new-{uuid4()}",
    "code": "1.1",  # of an item
    "content": "5aeT5ZCNLOi6q+S7veivgeWPtwo=",  # a text table
    "credit_code": credit_code,
    "id_number": id_number,
    "holds": "township-clerk",
    "until": (datetime.now(UTC).date() + timedelta(7)).isoformat(),
    "name": lambda: f"新名{uuid4().hex[:6]}",
    "amount_fen": 1000,
    "year": 2026,
    "member": lambda: str(uuid7()),
    "to_union": lambda: str(uuid7()),
    "parent": lambda: str(uuid7()),
}


@dataclass
class Part:
    """What one capability adds to the ground; the fields are those of Ground."""

    records: dict[str, dict[Spot, str]] = field(default_factory=dict)
    rows: dict[str, dict[Spot, str]] = field(default_factory=dict)
    asked: dict[str, dict[str, Any]] = field(default_factory=dict)
    mine: dict[str, dict[Office, str]] = field(default_factory=dict)
    stands_for: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass
class Ground:
    """`records`: name in a path or a body → spot → id. `rows`: list → spot → what its answer holds of that place.

    `mine`: name → office → the record of that office's own. `stands_for`: route → name in it → name in `records`.
    """

    service: Running
    standing: Standing
    records: dict[str, dict[Spot, str]]
    rows: dict[str, dict[Spot, str]]
    asked: dict[str, dict[str, Any]] = field(default_factory=dict)
    mine: dict[str, dict[Office, str]] = field(default_factory=dict)
    stands_for: dict[str, dict[str, str]] = field(default_factory=dict)

    def add(self, part: Part) -> None:
        """Put a capability's part beside the others."""
        for name in ("records", "rows", "asked", "mine", "stands_for"):
            getattr(self, name).update(getattr(part, name))

    def spots(self, route: str, name: str) -> list[Spot]:
        """Where there are records of that name for a route to act on; KeyError when there are none."""
        known = self.stands_for.get(route, {}).get(name, name)
        mine = [Spot.MINE] if known in self.mine else []
        return [*mine, *self.records[known]]

    def record(self, route: str, name: str, spot: Spot, office: Office) -> str:
        """The record at a spot, for an office; one that is nowhere when the office has none of its own."""
        known = self.stands_for.get(route, {}).get(name, name)
        if spot is Spot.MINE:
            return self.mine[known].get(office) or str(uuid7())
        return self.records[known][spot]

    def placed_by(self, model: type[Command]) -> str | None:
        """The field of a creation that says where its record lies; None when the record is the county's own."""
        if not issubclass(model, Creation):
            return None
        named = [name for name in PLACING if name in model.model_fields]
        required = [name for name in named if model.model_fields[name].is_required()]
        return next(iter([*required, *(["area"] if "area" in named else [])]), None)

    def body(self, route: str, model: type[Command], spot: Spot, office: Office) -> dict[str, Any]:
        """What a command needs, about the spot where it is about one."""
        made = {}
        placed = self.placed_by(model)
        for name, info in model.model_fields.items():
            names_a_record = name in self.records and typing.get_origin(info.annotation) is not Literal
            if name == placed or (names_a_record and spot in self.records[name] and info.is_required()):
                made[name] = self.record(route, name, spot, office)
            elif info.is_required():
                made[name] = _value(name, info.annotation)
        return made


def _value(name: str, kind: Any) -> Any:
    """Something that fits a field."""
    if name in GIVEN:
        return GIVEN[name]() if callable(GIVEN[name]) else GIVEN[name]
    options = typing.get_args(kind)
    if typing.get_origin(kind) is Literal:
        return options[0]
    if typing.get_origin(kind) is list:
        return [_value(name, options[0])]
    if isinstance(kind, types.UnionType):
        return _value(name, options[0])
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return {name: _value(name, info.annotation) for name, info in kind.model_fields.items() if info.is_required()}
    return {bool: True, int: 1, str: "事由一二三", date: DAY, UUID: str(uuid7())}[kind]
