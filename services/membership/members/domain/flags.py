"""Rule 8, pure: six months without dues or activity is a flag for a person to judge, never an automatic exit."""

from dataclasses import replace
from datetime import date

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED, months_after
from contracts.declare import Event
from contracts.membership.members import (
    FlagReason,
    MemberFlagged,
    MemberFlagJudged,
    RetainedFor,
    Verdict,
)
from services.membership.members.domain import Member, not_before, settled
from services.membership.members.domain.life import leave, retain

MONTHS = Parameter(
    "flag-months",
    6,
    "多久未交会费、未参加活动须核实",
    "Months without dues or activity before a member is to be judged",
    source="中国工会章程第一章：无正当理由连续六个月不交纳会费、不参加工会组织生活",
    unit="months",
)
JUDGE_DAYS = 30  # L: how long the clerk takes to find out
RETAINED_FOR: dict[FlagReason, RetainedFor] = {"retired": "retirement", "unemployed": "unemployment"}


class NotFlagged(Refusal):
    """Nothing to judge."""

    code = "member-not-flagged"
    zh = "该会员没有待核实的事项"
    en = "Nothing about this member is to be judged"


class BeforeFlag(Refusal):
    """Judged before it was flagged."""

    status = 422
    code = "before-flag"
    zh = "日期早于提示核实的日期 {since}"
    en = "The day lies before the flag on {since}"


class NotForThat(Refusal):
    """保留会籍 is for who retired or lost work."""

    status = 422
    code = "not-retained-for-that"
    zh = "保留会籍的核实情况须为“已退休”或“已失业”"
    en = "Membership is retained for who retired or is unemployed"


def due_on(last_on: date, months: int) -> date:
    """Rule 8: the day on which `months` have passed since the member was last heard of."""
    return months_after(last_on, months)


def flag(old: Member, last_on: date, months: int, today: date) -> tuple[Member, MemberFlagged, date] | None:
    """Rule 8: raised on the day the months are over, about who is in work; the membership stays as it is.

    None while there is nothing to raise.
    """
    on = due_on(last_on, months)
    waits = old.flagged_on or old.to_union or old.expulsion_on
    if old.state != "active" or waits or on > today:
        return None
    new = replace(old, flagged_on=on, revision=old.revision + 1)
    event = MemberFlagged(
        member=old.id, place=old.place, last_on=last_on, due_on=PUBLISHED.after(today, JUDGE_DAYS).day
    )
    return new, event, on


def judge(old: Member, verdict: Verdict, found: FlagReason, on: date) -> tuple[Member, list[Event]]:
    """Rule 8: a person finds out and decides: stays, retained (rule 7), or left. The judgement is the first event."""
    settled(old)
    if old.flagged_on is None:
        raise NotFlagged
    if on < old.flagged_on:
        raise BeforeFlag("occurred_on", since=old.flagged_on)
    not_before(old, on)
    judged = MemberFlagJudged(member=old.id, place=old.place, verdict=verdict, found=found)
    quiet = replace(old, flagged_on=None)
    if verdict == "stays":
        return replace(quiet, revision=old.revision + 1), [judged]
    if verdict == "left":
        gone, left = leave(quiet, "deemed", on)
        return gone, [judged, left]
    if found not in RETAINED_FOR:
        raise NotForThat("found")
    kept, retained = retain(quiet, RETAINED_FOR[found], on)
    return kept, [judged, retained]
