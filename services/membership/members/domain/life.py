"""A membership's changes after admission, pure: retained, restored, left, begun again, and how each is undone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.refusal import Refusal
from contracts.declare import Event
from contracts.membership.members import (
    Employment,
    LeftFor,
    MemberAdmitted,
    MemberEmploymentChanged,
    MemberFlagged,
    MemberFlagJudged,
    MemberLeft,
    MemberRejoined,
    MemberRestored,
    MemberTransferred,
    RetainedFor,
    RetainedMemberLeft,
)
from contracts.membership.members import MemberRetained as Retained
from contracts.offices import Office
from services.membership.members.domain import (
    LIVING,
    Member,
    Moved,
    TooEarly,
    in_work,
    not_before,
    settled,
)
from services.membership.organisations.domain import NotYourEntry, Union, open_on

JOINING = (MemberAdmitted, MemberTransferred)
"""Events with commands of their own to take them back."""
CHANGES = (Retained, MemberRestored, MemberLeft, RetainedMemberLeft, MemberRejoined, MemberEmploymentChanged)
"""What `undo` takes back."""
LIFE = (*JOINING, *CHANGES)
Dated = tuple[Event, date]
Left = MemberLeft | RetainedMemberLeft
Change = Retained | MemberRestored | Left | MemberRejoined | MemberEmploymentChanged


class NotRetained(Refusal):
    """Only what is retained is restored."""

    code = "member-not-retained"
    zh = "该会员没有处于保留会籍状态"
    en = "This membership is not retained"


class StillMember(Refusal):
    """Rule 6: only who left joins again."""

    code = "still-a-member"
    zh = "该会员仍在会，无需重新入会"
    en = "This person is a member still"


class RecordedDead(Refusal):
    """A death that was recorded wrongly is voided, not lived on."""

    code = "recorded-dead"
    zh = "该会员登记为已故，如有错误请由原登记工会作废该变动"
    en = "This member is recorded as dead: if that is wrong, the union that recorded it voids it"


class BeforeLeaving(Refusal):
    """Rule 6: the new membership begins no earlier than the last one ended."""

    status = 422
    code = "before-leaving"
    zh = "日期早于上次离会的日期 {since}"
    en = "The day lies before the member left on {since}"


class NothingChanged(Refusal):
    """Neither the form of employment nor the employer is another one."""

    status = 422
    code = "nothing-changed"
    zh = "用工形式和工作单位都没有变化"
    en = "Neither the form of employment nor the employer is changed"


class NothingToVoid(Refusal):
    """The admission and a transfer have commands of their own."""

    code = "no-change-to-void"
    zh = "该会员最近一次变动是入会或转会，请办理“作废入会”或“作废转会”"
    en = "The last change is the admission or a transfer: void that"


class NotItsReason(Refusal):
    """A correction names what the corrected change does not have."""

    status = 422
    code = "not-its-reason"
    zh = "最近一次变动不是这一类，不能更正此项"
    en = "The last change is of another kind and has no such value"


@dataclass(frozen=True)
class Rights:
    """Rule 7: what a member may and must."""

    dues: bool
    vote: bool
    candidacy: bool


def rights(state: str) -> Rights:
    """Rule 7: retained membership is without dues, vote and candidacy; who is no member has nothing of it."""
    return Rights(*[state == "active"] * 3)


def retain(old: Member, why: RetainedFor, on: date) -> tuple[Member, Retained]:
    """Rule 7: retirement and unemployment keep the membership, without dues, vote and candidacy."""
    in_work(old)
    not_before(old, on)
    new = replace(old, state="retained", retained_for=why, changed_on=on, flagged_on=None, revision=old.revision + 1)
    return new, Retained(member=old.id, place=old.place, employment=old.employment, retained_for=why)


def restore(old: Member, on: date) -> tuple[Member, MemberRestored]:
    """Works again. NotRetained."""
    settled(old)
    if old.retained_for is None:
        raise NotRetained
    not_before(old, on)
    new = replace(old, state="active", retained_for=None, changed_on=on, revision=old.revision + 1)
    event = MemberRestored(member=old.id, place=old.place, employment=old.employment, retained_for=old.retained_for)
    return new, event


def leave(old: Member, why: LeftFor, on: date) -> tuple[Member, Left]:
    """The day is the first on which they are no member any more; the union they leave had them a day at least."""
    settled(old)
    if on <= old.since:
        raise TooEarly("occurred_on", since=old.since)
    not_before(old, on)
    new = replace(
        old,
        state="left",
        retained_for=None,
        ended_on=on,
        end_reason=why,
        changed_on=on,
        flagged_on=None,
        revision=old.revision + 1,
    )
    if old.retained_for is None:
        return new, MemberLeft(member=old.id, place=old.place, employment=old.employment, left_for=why)
    return new, RetainedMemberLeft(
        member=old.id, place=old.place, employment=old.employment, left_for=why, retained_for=old.retained_for
    )


def rejoin(
    old: Member, union: Union, employment: Employment, employer: UUID | None, on: date
) -> tuple[Member, MemberRejoined]:
    """Rule 6: the same person's next membership begins when the last one ended or later, in any union."""
    if old.ended_on is None:
        raise StillMember
    if old.end_reason == "death":
        raise RecordedDead
    if on < old.ended_on:
        raise BeforeLeaving("occurred_on", since=old.ended_on)
    open_on(union, on)
    new = replace(
        old,
        area=union.area,
        union=union.id,
        employment=employment,
        employer=employer,
        state="active",
        since=on,
        ended_on=None,
        end_reason=None,
        changed_on=on,
        revision=old.revision + 1,
    )
    return new, MemberRejoined(member=old.id, place=new.place, employment=employment, employer=employer)


def change_employment(
    old: Member, employment: Employment, employer: UUID | None, on: date
) -> tuple[Member, MemberEmploymentChanged]:
    """Another form of employment or another employer, of somebody who works and stays in the union."""
    in_work(old)
    not_before(old, on)
    if (employment, employer) == (old.employment, old.employer):
        raise NothingChanged
    new = replace(old, employment=employment, employer=employer, changed_on=on, revision=old.revision + 1)
    event = MemberEmploymentChanged(
        member=old.id,
        place=old.place,
        employment=employment,
        former=old.employment,
        employer=employer,
        former_employer=old.employer,
    )
    return new, event


def may_change_particulars(old: Member) -> None:
    """A member's, retained or not, whatever waits."""
    if old.state not in LIVING:
        settled(old)


def may_undo(old: Member) -> None:
    """A settled membership's last change, or its end."""
    if old.state != "left":
        settled(old)


def last_change(old: Member, life: Sequence[Dated]) -> Change:
    """What a membership's last change is, when it can be undone by itself. NothingToVoid, Moved."""
    said = life[-1][0]
    if not isinstance(said, CHANGES):
        raise NothingToVoid
    if said.place != old.place:
        raise Moved
    return said


def recorded_by(said: Change, office: Office) -> None:
    """By those who record its kind: the superior an expulsion, the township and the union the rest. NotYourEntry."""
    expelled = isinstance(said, Left) and said.left_for == "expelled"
    if expelled != (office is Office.TOWNSHIP_CHAIR):
        recorder = Office.TOWNSHIP_CHAIR if expelled else Office.TOWNSHIP_CLERK
        raise NotYourEntry(office=recorder.words.zh, office_en=recorder.words.en)


def undo(old: Member, said: Change, earlier: Sequence[Dated]) -> Member:
    """The membership as if its last change had never been. `earlier`: what stands before it, oldest first.

    Of a joining again, the store has yet to say since when the former membership lasted.
    """
    back = replace(
        old,
        state="active",
        retained_for=None,
        ended_on=None,
        end_reason=None,
        changed_on=changed_on(earlier),
        flagged_on=flagged_on(earlier),
        revision=old.revision + 1,
    )
    if isinstance(said, MemberRestored | RetainedMemberLeft):
        return replace(back, state="retained", retained_for=said.retained_for)
    if isinstance(said, MemberEmploymentChanged):
        return replace(back, employment=said.former, employer=said.former_employer)
    if isinstance(said, MemberRejoined):
        left, day = next((event, on) for event, on in reversed(earlier) if isinstance(event, Left))
        return replace(
            back,
            state="left",
            ended_on=day,
            end_reason=left.left_for,
            area=left.place.area,
            union=left.place.org or old.union,
            employment=left.employment,
            employer=None,
        )
    return back


def changed_on(life: Sequence[Dated]) -> date | None:
    """The day of the last change since the present membership began; None when there is none."""
    changes = [dated for dated in life if isinstance(dated[0], LIFE)]
    return changes[-1][1] if changes and not isinstance(changes[-1][0], JOINING) else None


def flagged_on(life: Sequence[Dated]) -> date | None:
    """Rule 8: the day of the flag that still waits for a person's judgement. A transfer or any end makes it moot."""
    moot = MemberFlagJudged | MemberTransferred | Retained | Left
    told = [dated for dated in life if isinstance(dated[0], MemberFlagged | moot)]
    return told[-1][1] if told and isinstance(told[-1][0], MemberFlagged) else None
