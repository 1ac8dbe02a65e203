"""Motions' rules, pure: one step after the other, a reply by its day, and back once when it does not satisfy."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED, Calendar
from contracts.declare import Place
from contracts.membership.motions import (
    MotionArchived,
    MotionAssigned,
    MotionCategory,
    MotionCollected,
    MotionFiled,
    MotionRated,
    MotionRefusal,
    MotionRefused,
    MotionReplied,
    MotionSentBack,
    Satisfaction,
)

ROUNDS = 2
REPLY_DAYS = Parameter(
    "motion-reply-days",
    30,
    "提案答复期限（交办后）",
    "Days to reply to a motion after it was handed over",
    "各地职代会提案工作办法，无全国统一规定",
    unit="days",
)


class WrongState(Refusal):
    """Another step is due."""

    code = "motion-other-step"
    zh = "该提案目前的状态不能办理此步骤"
    en = "Another step of this motion is due"


class BeforeStep(Refusal):
    """A day before the step it follows."""

    status = 422
    code = "before-earlier-step"
    zh = "日期早于上一步的日期 {since}"
    en = "The day lies before the step it follows, on {since}"


class ProposerElsewhere(Refusal):
    """Delegates of this congress put motions."""

    status = 422
    code = "proposer-not-a-delegate"
    zh = "提案人须是本届职工代表"
    en = "A motion is put by delegates of this congress"


@dataclass(frozen=True)
class Round:
    """One time it was handed over. `satisfaction` once the proposers have said."""

    round: int
    department: str
    assigned_on: date
    due_on: date
    replied_on: date | None = None
    reply: str | None = None
    satisfaction: Satisfaction | None = None
    rated_on: date | None = None


@dataclass(frozen=True)
class Motion:
    """A motion: collected, filed, refused, assigned, replied, rated, archived or void."""

    id: UUID
    congress: UUID
    county: str
    area: str
    union_id: UUID
    category: MotionCategory
    title: str
    body: str
    state: str
    collected_on: date
    decided_on: date | None
    refusal: MotionRefusal | None
    round: int
    archived_on: date | None
    revision: int

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.union_id, area=self.area)


def collect(new: Motion, proposers: Sequence[UUID], sitting: Sequence[UUID]) -> MotionCollected:
    """征集: by one delegate or several. ProposerElsewhere."""
    if not proposers or not set(proposers) <= set(sitting):
        raise ProposerElsewhere("proposers")
    return MotionCollected(
        motion=new.id,
        congress=new.congress,
        place=new.place,
        motion_category=new.category,
        proposers=list(proposers),
    )


def file(old: Motion, on: date) -> tuple[Motion, MotionFiled]:
    """立案."""
    _follows(old, "collected", on, old.collected_on)
    new = replace(old, state="filed", decided_on=on, revision=old.revision + 1)
    return new, MotionFiled(motion=old.id, place=old.place, motion_category=old.category)


def refuse(old: Motion, refusal: MotionRefusal, on: date) -> tuple[Motion, MotionRefused]:
    """不予立案."""
    _follows(old, "collected", on, old.collected_on)
    new = replace(old, state="refused", decided_on=on, refusal=refusal, revision=old.revision + 1)
    return new, MotionRefused(motion=old.id, place=old.place, motion_refusal=refusal)


def assign(
    old: Motion, department: str, on: date, reply_days: int, calendar: Calendar = PUBLISHED
) -> tuple[Motion, Round, MotionAssigned]:
    """交办: the department has so many days, the day of the hand-over not counted."""
    _follows(old, "filed", on, old.decided_on)
    given = Round(1, department, on, calendar.after(on, reply_days).day)
    new = replace(old, state="assigned", round=1, revision=old.revision + 1)
    return new, given, MotionAssigned(motion=old.id, place=old.place, round=1, due_on=given.due_on)


def reply(old: Motion, given: Round, text: str, on: date) -> tuple[Motion, Round, MotionReplied]:
    """答复: in time on the last day itself."""
    _follows(old, "assigned", on, given.assigned_on)
    new = replace(old, state="replied", revision=old.revision + 1)
    event = MotionReplied(
        motion=old.id,
        place=old.place,
        round=given.round,
        due_on=given.due_on,
        in_time=1 if on <= given.due_on else 0,
    )
    return new, replace(given, replied_on=on, reply=text), event


def rate(
    old: Motion, given: Round, satisfaction: Satisfaction, on: date, reply_days: int
) -> tuple[Motion, Round, Round | None, MotionRated | MotionSentBack]:
    """满意度: not satisfied goes back to the same department, once; answers the next round where there is one."""
    _follows(old, "replied", on, given.replied_on)
    said = replace(given, satisfaction=satisfaction, rated_on=on)
    if satisfaction == "unsatisfied" and given.round < ROUNDS:
        again = Round(given.round + 1, given.department, on, PUBLISHED.after(on, reply_days).day)
        new = replace(old, state="assigned", round=again.round, revision=old.revision + 1)
        return new, said, again, MotionSentBack(motion=old.id, place=old.place, round=again.round, due_on=again.due_on)
    new = replace(old, state="rated", revision=old.revision + 1)
    event = MotionRated(
        motion=old.id,
        place=old.place,
        satisfaction=satisfaction,
        content=0 if satisfaction == "unsatisfied" else 1,
    )
    return new, said, None, event


def archive(old: Motion, given: Round, on: date) -> tuple[Motion, MotionArchived]:
    """归档."""
    _follows(old, "rated", on, given.rated_on)
    new = replace(old, state="archived", archived_on=on, revision=old.revision + 1)
    return new, MotionArchived(motion=old.id, place=old.place)


def collected(motion: Motion) -> None:
    """Refuse one that was decided upon: that step is voided first."""
    if motion.state != "collected":
        raise WrongState


def step_back(old: Motion) -> tuple[Motion, str]:
    """The motion before its last step, and that step's name. WrongState when there is none but its collection."""
    new = replace(old, revision=old.revision + 1)
    if old.state in {"filed", "refused"}:
        return replace(new, state="collected", decided_on=None, refusal=None), old.state
    if old.state == "assigned" and old.round == 1:
        return replace(new, state="filed", round=0), "assigned"
    if old.state == "assigned":
        return replace(new, state="replied", round=old.round - 1), "sent-back"
    if old.state == "replied":
        return replace(new, state="assigned"), "replied"
    if old.state == "rated":
        return replace(new, state="replied"), "rated"
    if old.state == "archived":
        return replace(new, state="rated", archived_on=None), "archived"
    raise WrongState


def _follows(old: Motion, state: str, on: date, since: date | None) -> None:
    if old.state != state:
        raise WrongState
    if since is not None and on < since:
        raise BeforeStep("occurred_on", since=since)
