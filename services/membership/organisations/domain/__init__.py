"""Unions' rules, pure: who founds what under whom, and who approves it."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED
from contracts.declare import Place
from contracts.membership.industries import Industry
from contracts.membership.organisations import (
    FederationFounded,
    FederationResubmitted,
    ReturnReason,
    TownshipUnionFounded,
    TownshipUnionResubmitted,
    UnionApproved,
    UnionFounded,
    UnionKind,
    UnionResubmitted,
    UnitType,
)
from contracts.offices import Office

APPROVAL_DAYS = 15  # L: how long a superior takes to approve a new union
JOINT_UNITS = 2  # 联合基层工会: of at least two units
TOWNSHIP_LEVEL = frozenset({"township", "street"})
"""A street's union is a township's in law: the same level, approved by the county."""


class NotActive(Refusal):
    """Rule 1: not approved by its superior, so it can do nothing yet."""

    code = "union-not-active"
    zh = "该工会尚未批准成立"
    en = "This union has not been approved"


class Closed(Refusal):
    """Dissolved, or merged into another: it does nothing more."""

    code = "union-closed"
    zh = "该工会已于 {day} 撤销或合并"
    en = "This union was dissolved or merged on {day}"


class BeforeApproval(Refusal):
    """A day before the union existed."""

    status = 422
    code = "before-union-existed"
    zh = "日期早于该工会的成立日期 {since}"
    en = "The day lies before the union's approval on {since}"


class NotAwaiting(Refusal):
    """Only a union in founding can be approved, corrected or withdrawn."""

    code = "union-not-awaiting"
    zh = "该工会不在待批状态"
    en = "This union is not awaiting approval"


class BeforeFounding(Refusal):
    """Approved before it was founded."""

    status = 422
    code = "before-founding"
    zh = "批准日期早于筹建日期 {since}"
    en = "The approval lies before the founding on {since}"


class WrongSuperior(Refusal):
    """The parent is not of the kind that approves this kind of union, or lies elsewhere."""

    status = 422
    code = "wrong-superior"
    zh = "上级工会应为{needed_zh}"
    en = "The superior must be {needed_en}"


class WrongEmployers(Refusal):
    """Too few or too many employers for this kind of union."""

    status = 422
    code = "wrong-employers"
    zh = "单独基层工会须选择一个单位，联合基层工会至少两个单位"
    en = "A union of one unit names one employer, a joint union at least two"


class EmployerElsewhere(Refusal):
    """An employer that is not there, was voided, or lies in another township."""

    status = 422
    code = "employer-elsewhere"
    zh = "所选单位不存在或不在本乡镇"
    en = "A chosen employer does not exist or lies in another township"


class FederationExists(Refusal):
    """One federation per county."""

    code = "federation-exists"
    zh = "本县总工会已经登记"
    en = "The county's federation is registered already"


class TownshipUnionExists(Refusal):
    """One union per township."""

    code = "township-union-exists"
    zh = "该乡镇工会已经登记"
    en = "This township's union is registered already"


class NameTaken(Refusal):
    """Two unions of one area do not share a name."""

    code = "union-name-taken"
    zh = "本辖区已有同名工会"
    en = "A union of this name exists in the area"


class WrongArea(Refusal):
    """A township's union lies in a township."""

    status = 422
    code = "wrong-area"
    zh = "请选择乡镇"
    en = "Choose a township"


class DocumentRequired(Refusal):
    """The county federation's superior is not on the platform: its approval is a document."""

    status = 422
    code = "document-required"
    zh = "批准县总工会须填写上级批文号"
    en = "Approving the county federation needs the superior's document number"


class NotYourApproval(Refusal):
    """Rule 1: the superior approves, nobody else."""

    status = 403
    code = "not-the-superior"
    zh = "该类工会由{office}批准"
    en = "The approval of this kind of union belongs to: {office_en}"


class NotYourEntry(Refusal):
    """A record is corrected or voided by the office that entered it."""

    status = 403
    code = "entered-by-another-office"
    zh = "该记录由{office}录入，应由其更正或作废"
    en = "This was entered by: {office_en}, who may correct or void it"


class UnionInUse(Refusal):
    """A union with members or subordinate unions cannot be voided."""

    code = "union-in-use"
    zh = "该工会已有会员或下级工会，不能作废"
    en = "This union has members or subordinate unions: it cannot be voided"


@dataclass(frozen=True)
class Union:
    """A trade union organisation (工会). `state`: founding, returned, active, closed or void.

    `returned_for`: why the superior returned the founding. `closed_on`: the first day on which it is no more.
    """

    id: UUID
    county: str
    area: str
    name: str
    kind: UnionKind
    parent: UUID | None
    state: str
    founded_on: date
    approved_on: date | None
    revision: int
    industry: Industry | None = None
    unit_type: UnitType | None = None
    returned_for: ReturnReason | None = None
    closed_on: date | None = None

    @property
    def township_level(self) -> bool:
        """Whether it is a township's or a street's own union."""
        return self.kind in TOWNSHIP_LEVEL

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.id, area=self.area)


def open_on(union: Union, day: date) -> None:
    """Rule 1: a union acts only once approved, not before that day, and no more once it is closed."""
    if union.closed_on is not None:
        raise Closed(day=union.closed_on)
    if union.approved_on is None:
        raise NotActive
    if day < union.approved_on:
        raise BeforeApproval("occurred_on", since=union.approved_on)


def found(union: Union, parent: Union, employers: list[UUID]) -> UnionFounded | TownshipUnionFounded:
    """筹建: the superior is active and lies where it should; employers fit the kind."""
    _superior(union, parent)
    open_on(parent, union.founded_on)
    fits = {"single": len(employers) == 1, "joint": len(employers) >= JOINT_UNITS}
    if not fits.get(union.kind, True):
        raise WrongEmployers("employers")
    if union.township_level:
        return _township_founded(union)
    return UnionFounded(
        union=union.id,
        place=union.place,
        name=union.name,
        kind=union.kind,
        parent=union.parent,
        employers=employers,
        due_on=PUBLISHED.after(union.founded_on, APPROVAL_DAYS).day,
        industry=union.industry,
        unit_type=union.unit_type,
    )


def found_federation(union: Union) -> FederationFounded:
    """The county federation has no superior on the platform."""
    return FederationFounded(
        union=union.id,
        place=union.place,
        name=union.name,
        kind=union.kind,
        parent=union.parent,
        due_on=PUBLISHED.after(union.founded_on, APPROVAL_DAYS).day,
        industry=union.industry,
        unit_type=union.unit_type,
    )


def approve(old: Union, on: date, document: str | None, office: Office) -> tuple[Union, UnionApproved]:
    """Rule 1: approved by the superior, or on its document where the superior is not on the platform."""
    awaiting(old)
    superior(old, office)
    if on < old.founded_on:
        raise BeforeFounding("occurred_on", since=old.founded_on)
    if old.kind == "county-federation" and not document:
        raise DocumentRequired("document")
    new = replace(old, state="active", approved_on=on, revision=old.revision + 1)
    return new, UnionApproved(union=old.id, place=old.place, name=old.name, kind=old.kind, parent=old.parent)


def superior(union: Union, office: Office) -> None:
    """Rule 1: the township approves base unions, the county the townships'; its own are entered and approved by two."""
    approver = Office.TOWNSHIP_CHAIR if is_base(union) else Office.COUNTY_ORGANISER
    if union.kind == "county-federation":
        approver = Office.COUNTY_APPROVER
    if office is not approver:
        raise NotYourApproval(office=approver.words.zh, office_en=approver.words.en)


def approved_by(union: Union, office: Office) -> None:
    """An approval is taken back by the office that gave it, and only one that was given."""
    if union.approved_on is None:
        raise NotActive
    superior(union, office)


def entered_by(union: Union, office: Office) -> None:
    """A founding is corrected or voided by the office that entered it: the county its own, townships the rest."""
    founder = Office.COUNTY_ORGANISER if union.kind == "county-federation" else Office.TOWNSHIP_CLERK
    if office is not founder:
        raise NotYourEntry(office=founder.words.zh, office_en=founder.words.en)


def founding_type(union: Union) -> type[UnionFounded] | type[TownshipUnionFounded] | type[FederationFounded]:
    """The event by which this kind of union was founded."""
    if union.kind == "county-federation":
        return FederationFounded
    return UnionFounded if is_base(union) else TownshipUnionFounded


def resubmitted_type(union: Union) -> type[UnionResubmitted]:
    """The event by which this kind of union is handed in again."""
    if union.kind == "county-federation":
        return FederationResubmitted
    return UnionResubmitted if is_base(union) else TownshipUnionResubmitted


def unapproved(union: Union) -> None:
    """Refuse whatever is neither awaiting approval nor returned."""
    if union.state not in {"founding", "returned"}:
        raise NotAwaiting


def awaiting(union: Union) -> None:
    """Refuse whatever is not in founding."""
    if union.state != "founding":
        raise NotAwaiting


def is_base(union: Union) -> bool:
    """Whether the township approves it."""
    return union.kind != "county-federation" and not union.township_level


def _township_founded(union: Union) -> TownshipUnionFounded:
    return TownshipUnionFounded(
        union=union.id,
        place=union.place,
        name=union.name,
        kind=union.kind,
        parent=union.parent,
        due_on=PUBLISHED.after(union.founded_on, APPROVAL_DAYS).day,
        industry=union.industry,
        unit_type=union.unit_type,
    )


def _superior(union: Union, parent: Union) -> None:
    if union.township_level:
        if len(union.area) != len("340828207"):
            raise WrongArea("area")
        if parent.kind != "county-federation" or parent.county != union.county:
            raise WrongSuperior("parent", needed_zh="本县总工会", needed_en="the county's federation")
    elif parent.kind == "county-federation" or parent.area != union.area:
        raise WrongSuperior("parent", needed_zh="本乡镇的工会", needed_en="a union of the same township")
