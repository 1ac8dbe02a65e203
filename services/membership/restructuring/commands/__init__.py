"""Asking to rearrange unions. Approving and returning is in `deciding`."""

from uuid import UUID

from pydantic import Field

from chassis.command import Capability, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from chassis.refusal import Refusal
from contracts.membership.organisations import EmployerEnd
from contracts.membership.restructuring import CountyRestructuringAsked, Restructure, RestructuringAsked
from contracts.offices import Office
from services.membership.fields import ActiveUnion
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import NameTaken
from services.membership.restructuring import domain, store
from services.membership.restructuring.domain import Restructuring
from services.membership.restructuring.domain import units as rules
from services.membership.restructuring.fields import (
    AbsorbingUnion,
    CoveredUnits,
    EndReason,
    GoingMembers,
    NewParent,
    NewUnion,
    Units,
)


class OneWaits(Refusal):
    """One request at a time for a union."""

    code = "restructuring-waits"
    zh = "该工会已有待批的组织变更申请"
    en = "A change of this union is waiting already"


restructurings = Capability(
    "restructurings",
    "/restructurings",
    words=("组织变更", "Changes of unions"),
    constraints={"one_restructuring_waits": OneWaits, "one_union_per_name": NameTaken},
)
CLERK = (Office.TOWNSHIP_CLERK,)
ASKED = (RestructuringAsked, CountyRestructuringAsked)


class JoinUnits(Creation):
    """Units come under a union of several."""

    union: ActiveUnion
    employers: Units
    occurred_on: BusinessDay


class LeaveUnits(Creation):
    """Units leave a union of several."""

    union: ActiveUnion
    employers: CoveredUnits
    occurred_on: BusinessDay


class MergeUnion(Creation):
    """A union is absorbed by another."""

    union: ActiveUnion
    into: AbsorbingUnion
    occurred_on: BusinessDay


class SplitUnion(Creation):
    """A union gives units and members to another, which is founded and approved already."""

    union: ActiveUnion
    into: NewUnion
    employers: CoveredUnits = Field(default_factory=list)
    members: GoingMembers = Field(default_factory=list)
    occurred_on: BusinessDay


class MoveUnion(Creation):
    """A union gets another superior, perhaps in another township."""

    union: ActiveUnion
    parent: NewParent
    occurred_on: BusinessDay


class DissolveUnion(Creation):
    """A union ends with its employer."""

    union: ActiveUnion
    end_reason: EndReason
    occurred_on: BusinessDay


@restructurings.command("/join", words=("申请单位加入", "Ask that units join a union"), offices=CLERK, emits=ASKED)
async def join(tx: Tx, command: JoinUnits) -> Done:
    """The union covers them from the day of the approval on."""
    return await _ask(tx, command, "join", command.union, employers=command.employers)


@restructurings.command("/leave", words=("申请单位退出", "Ask that units leave a union"), offices=CLERK, emits=ASKED)
async def leave(tx: Tx, command: LeaveUnits) -> Done:
    """The union covers them no longer from that day on; their members stay until they are transferred."""
    return await _ask(tx, command, "leave", command.union, employers=command.employers)


@restructurings.command("/merge", words=("申请工会合并", "Ask that a union be absorbed"), offices=CLERK, emits=ASKED)
async def merge(tx: Tx, command: MergeUnion) -> Done:
    """By the township of the union that is absorbed."""
    return await _ask(tx, command, "merge", command.union, command.into)


@restructurings.command("/split", words=("申请工会分立", "Ask that a union be split"), offices=CLERK, emits=ASKED)
async def split(tx: Tx, command: SplitUnion) -> Done:
    """Who works for the units that go, goes with them."""
    return await _ask(
        tx, command, "split", command.union, command.into, employers=command.employers, members=command.members
    )


@restructurings.command(
    "/move", words=("申请变更隶属", "Ask that a union get another superior"), offices=CLERK, emits=ASKED
)
async def move(tx: Tx, command: MoveUnion) -> Done:
    """By the township that the union leaves; between townships the county approves."""
    return await _ask(tx, command, "move", command.union, command.parent)


@restructurings.command(
    "/dissolve", words=("申请撤销工会", "Ask that a union be dissolved"), offices=CLERK, emits=RestructuringAsked
)
async def dissolve(tx: Tx, command: DissolveUnion) -> Done:
    """Rule 4: only when its employer has ended."""
    return await _ask(tx, command, "dissolve", command.union, end_reason=command.end_reason)


async def _ask(  # noqa: PLR0913 - what a request says
    tx: Tx,
    command: JoinUnits | LeaveUnits | MergeUnion | SplitUnion | MoveUnion | DissolveUnion,
    change: Restructure,
    union: UUID,
    other: UUID | None = None,
    *,
    employers: list[UUID] | None = None,
    members: list[UUID] | None = None,
    end_reason: EmployerEnd | None = None,
) -> Done:
    concerned = await organisations.read(tx, union)
    tx.allow(concerned.area, concerned.id)
    new = Restructuring(
        id=tx.new_id(command),
        county=concerned.county,
        area=concerned.area,
        by_county=False,
        change=change,
        union=union,
        other=other,
        employers=sorted(set(employers or [])),
        members=sorted(set(members or [])),
        state="asked",
        asked_on=command.occurred_on,
        due_on=command.occurred_on,
        revision=1,
        end_reason=end_reason,
    )
    chosen = await organisations.read(tx, other) if other else None
    asked, event = domain.ask(new, concerned, chosen)
    await fit(tx, asked)
    await store.insert(tx, asked)
    return await tx.record(asked.id, event, on=asked.asked_on, revision=1)


async def fit(tx: Tx, asked: Restructuring) -> None:
    """Refuse early what the approval would refuse: units that do not fit, an employer that goes on (rule 4)."""
    covered = await store.units(tx, asked.union)
    if asked.change in {"leave", "split"}:
        rules.covered(covered, asked.employers)
    elif asked.change == "join":
        rules.beginning(covered, asked.employers)
    elif asked.change == "dissolve":
        rules.employers_ended(covered, asked.asked_on)
