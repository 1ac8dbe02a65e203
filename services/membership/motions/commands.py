"""What becomes of a motion: accepted or not, handed over, replied to, rated, filed away."""

from uuid import UUID

from chassis import parameters
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.motions import (
    MotionArchived,
    MotionAssigned,
    MotionCollected,
    MotionFiled,
    MotionRated,
    MotionRefused,
    MotionReplied,
    MotionSentBack,
)
from contracts.offices import Office
from services.membership.congress.domain import congresses as terms
from services.membership.congress.store import congresses
from services.membership.motions import domain, store
from services.membership.motions.domain import Motion, Round
from services.membership.motions.fields import (
    AssignedMotion,
    Body,
    Category,
    CollectedMotion,
    CongressId,
    Department,
    FiledMotion,
    Proposers,
    RatedMotion,
    Refusal,
    RepliedMotion,
    Reply,
    Satisfaction,
    Title,
)

ACTS = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR)

motions = Capability("motions", "/motions", words=("提案", "Motions"))


class CollectMotion(Creation):
    """征集: enter a motion that delegates put."""

    congress: CongressId
    category: Category
    title: Title
    body: Body
    proposers: Proposers
    occurred_on: BusinessDay


class FileMotion(Command):
    """立案."""

    occurred_on: BusinessDay


class RefuseMotion(Command):
    """不予立案."""

    motion_refusal: Refusal
    occurred_on: BusinessDay


class AssignMotion(Command):
    """交办."""

    department: Department
    occurred_on: BusinessDay


class ReplyToMotion(Command):
    """答复."""

    reply: Reply
    occurred_on: BusinessDay


class RateMotion(Command):
    """满意度."""

    satisfaction: Satisfaction
    occurred_on: BusinessDay


class ArchiveMotion(Command):
    """归档."""

    occurred_on: BusinessDay


@motions.command("", words=("征集提案", "Enter a motion"), offices=ACTS, emits=MotionCollected)
async def collect(tx: Tx, command: CollectMotion) -> Done:
    """By delegates of an established congress, at any time of its term."""
    day = command.occurred_on
    congress = await congresses.read(tx, command.congress)
    tx.allow(congress.area, congress.union_id)
    since = terms.active(congress)
    if day < since:
        raise domain.BeforeStep("occurred_on", since=since)
    new = Motion(
        id=tx.new_id(command),
        congress=congress.id,
        county=congress.county,
        area=congress.area,
        union_id=congress.union_id,
        category=command.category,
        title=command.title,
        body=command.body,
        state="collected",
        collected_on=day,
        decided_on=None,
        refusal=None,
        round=0,
        archived_on=None,
        revision=1,
    )
    proposers = sorted(set(command.proposers))
    event = domain.collect(new, proposers, await congresses.sitting(tx, congress.id, day))
    await store.insert(tx, new, proposers)
    return await tx.record(new.id, event, on=day, revision=1)


@motions.command("/{motion}/file", words=("提案立案", "Accept a motion"), offices=ACTS, emits=MotionFiled)
async def file(tx: Tx, motion: CollectedMotion, command: FileMotion) -> Done:
    """It will be handed over."""
    old = await locked(tx, motion)
    new, event = domain.file(old, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(motion, event, on=command.occurred_on, revision=new.revision)


@motions.command("/{motion}/refuse", words=("不予立案", "Do not accept a motion"), offices=ACTS, emits=MotionRefused)
async def refuse(tx: Tx, motion: CollectedMotion, command: RefuseMotion) -> Done:
    """With a reason, which its proposers are told."""
    old = await locked(tx, motion)
    new, event = domain.refuse(old, command.motion_refusal, command.occurred_on)
    await store.save(tx, new)
    return await tx.record(motion, event, on=command.occurred_on, revision=new.revision)


@motions.command("/{motion}/assign", words=("提案交办", "Hand a motion over"), offices=ACTS, emits=MotionAssigned)
async def assign(tx: Tx, motion: FiledMotion, command: AssignMotion) -> Done:
    """The department's days begin."""
    old = await locked(tx, motion)
    new, given, event = domain.assign(old, command.department, command.occurred_on, await _days(tx, old, command))
    await store.save(tx, new)
    await store.hand_over(tx, motion, given)
    return await tx.record(motion, event, on=command.occurred_on, revision=new.revision)


@motions.command("/{motion}/reply", words=("提案答复", "Reply to a motion"), offices=ACTS, emits=MotionReplied)
async def reply(tx: Tx, motion: AssignedMotion, command: ReplyToMotion) -> Done:
    """What the department says, entered by whoever handed it over."""
    old = await locked(tx, motion)
    new, said, event = domain.reply(old, await _round(tx, old, "assigned"), command.reply, command.occurred_on)
    await store.save(tx, new)
    await store.save_round(tx, motion, said)
    return await tx.record(motion, event, on=command.occurred_on, revision=new.revision)


@motions.command(
    "/{motion}/rate",
    words=("登记满意度", "Enter the proposers' satisfaction"),
    offices=ACTS,
    emits=(MotionRated, MotionSentBack),
)
async def rate(tx: Tx, motion: RepliedMotion, command: RateMotion) -> Done:
    """Not satisfied: it goes back to the department once, with days of its own."""
    old = await locked(tx, motion)
    day = command.occurred_on
    given = await _round(tx, old, "replied")
    new, said, again, event = domain.rate(old, given, command.satisfaction, day, await _days(tx, old, command))
    await store.save(tx, new)
    await store.save_round(tx, motion, said)
    if again:
        await store.hand_over(tx, motion, again)
    return await tx.record(motion, event, on=day, revision=new.revision)


@motions.command("/{motion}/archive", words=("提案归档", "File a motion away"), offices=ACTS, emits=MotionArchived)
async def archive(tx: Tx, motion: RatedMotion, command: ArchiveMotion) -> Done:
    """Nothing more is to be done."""
    old = await locked(tx, motion)
    new, event = domain.archive(old, await _round(tx, old, "rated"), command.occurred_on)
    await store.save(tx, new)
    return await tx.record(motion, event, on=command.occurred_on, revision=new.revision)


async def locked(tx: Tx, motion: UUID) -> Motion:
    """The motion, in the asker's scope and the revision that the asker has seen."""
    old = await store.lock(tx, motion)
    tx.allow(old.area, old.union_id)
    tx.expect(old.revision)
    return old


async def _days(tx: Tx, motion: Motion, command: AssignMotion | RateMotion) -> int:
    (days,) = await parameters.values(tx, motion.county, command.occurred_on, domain.REPLY_DAYS)
    return days


async def _round(tx: Tx, motion: Motion, state: str) -> Round:
    if motion.state != state:
        raise domain.WrongState
    return await store.last_round(tx, motion.id)
