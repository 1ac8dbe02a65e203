"""Rules of a union's units and what keeps it from ending, pure (rule 4)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.refusal import Refusal
from contracts.membership.organisations import UnionKind
from services.membership.restructuring.domain import JoinedLater, OneUnit

SEVERAL = 2  # 联合基层工会: of at least two units


class NotCovered(Refusal):
    """A unit that the union does not cover, or does already."""

    status = 422
    code = "units-do-not-fit"
    zh = "所选单位须为该工会{which_zh}覆盖的单位"
    en = "The chosen units must be ones that the union {which_en}"


class NotItsMembers(Refusal):
    """A chosen member is no member of that union."""

    status = 422
    code = "not-its-members"
    zh = "所选会员须为原工会的现有会员"
    en = "The chosen members must be present members of the union"


class EmployerGoesOn(Refusal):
    """Rule 4: a union is dissolved only when its employer ends."""

    code = "employer-goes-on"
    zh = "所覆盖的单位尚未全部终止或退出，不得撤销工会（工会法第十三条）"
    en = "Units that it covers have neither ended nor left: the union is not dissolved (Trade Union Law 13)"


class StillUsed(Refusal):
    """Rule 4: members and subordinate unions come first."""

    code = "members-or-unions-left"
    zh = "该工会还有 {members} 名会员、{below} 个下级工会，请先办理转会、离会或变更隶属"
    en = "{members} members and {below} subordinate unions are left: move them, or end their membership, first"


@dataclass(frozen=True)
class Unit:
    """An employer under a union: covered from a day until before a day, ended on a day."""

    employer: UUID
    since: date | None
    until: date | None
    ended_on: date | None

    @property
    def open(self) -> bool:
        """Whether it is covered still."""
        return self.until is None


def may_dissolve(units: Sequence[Unit], members: int, below: int, on: date) -> None:
    """Rule 4: only when the employer ends; of a joint union all units have ended or left. EmployerGoesOn, StillUsed."""
    if members or below:
        raise StillUsed(members=members, below=below)
    employers_ended(units, on)


def employers_ended(units: Sequence[Unit], on: date) -> None:
    """Rule 4: the employer has ended; of several, all have ended or left. EmployerGoesOn."""
    if not units or any(unit.open and (unit.ended_on is None or unit.ended_on > on) for unit in units):
        raise EmployerGoesOn


def ending(units: Sequence[Unit], chosen: Sequence[UUID], on: date) -> list[UUID]:
    """The chosen units leave: all of them covered, from before that day. NotCovered, JoinedLater."""
    open_units = covered(units, chosen)
    if late := [each for each in chosen if (open_units[each].since or on) >= on]:
        raise JoinedLater("occurred_on", count=len(late))
    return sorted(chosen)


def covered(units: Sequence[Unit], chosen: Sequence[UUID]) -> dict[UUID, Unit]:
    """The units that the union covers, all the chosen ones among them. NotCovered."""
    found = {unit.employer: unit for unit in units if unit.open}
    if not set(chosen) <= found.keys():
        raise NotCovered("employers", which_zh="现已", which_en="covers")
    return found


def beginning(units: Sequence[Unit], chosen: Sequence[UUID]) -> list[UUID]:
    """The chosen units join: none of them is covered yet. NotCovered."""
    if {unit.employer for unit in units if unit.open} & set(chosen):
        raise NotCovered("employers", which_zh="尚未", which_en="does not cover yet")
    return sorted(chosen)


def all_there(chosen: Sequence[UUID], found: Sequence[UUID]) -> None:
    """Refuse a chosen member who is none of the union. NotItsMembers."""
    if not set(chosen) <= set(found):
        raise NotItsMembers("members")


def taken_over(kind: UnionKind, units: Sequence[Unit], there: Sequence[Unit]) -> list[UUID]:
    """Units that another union takes over: those that go on and that it does not cover itself. OneUnit."""
    own = {unit.employer for unit in there if unit.open}
    found = sorted({unit.employer for unit in units if unit.open and unit.ended_on is None} - own)
    if kind == "single" and len(own) + len(found) > 1:
        raise OneUnit("into")
    return found
