"""What happens to a union besides its founding, pure: returned and handed in again, renamed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from uuid import UUID

from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED
from contracts.declare import Event
from contracts.membership.organisations import (
    FederationReturned,
    ReturnReason,
    UnionRenamed,
    UnionResubmitted,
    UnionReturned,
)
from contracts.offices import Office
from services.membership.organisations.domain import (
    APPROVAL_DAYS,
    BeforeFounding,
    Union,
    awaiting,
    entered_by,
    open_on,
    resubmitted_type,
    superior,
)

RESUBMISSION_DAYS = 15  # L: how long the founder takes to put a returned founding right


class NotReturned(Refusal):
    """Only a returned founding is handed in again."""

    code = "union-not-returned"
    zh = "该工会的筹建没有被退回"
    en = "This founding was not returned"


class SameName(Refusal):
    """更名 gives another name."""

    status = 422
    code = "same-name"
    zh = "新名称与现名称相同"
    en = "The new name is the present one"


class ChangedLater(Refusal):
    """Something of that union is dated later: the tree is changed forward, the later change is voided first."""

    status = 422
    code = "changed-later"
    zh = "该工会在 {day} 已有变更，日期不得早于该日"
    en = "This union changed on {day}: the day is no earlier"


class NeverRenamed(Refusal):
    """No rename, or something later builds upon it."""

    code = "not-renamed-last"
    zh = "该工会最近一次变更不是更名，不能作废更名"
    en = "This union's last change was no rename: there is none to void"


def send_back(old: Union, on: date, reason: ReturnReason, office: Office) -> tuple[Union, UnionReturned]:
    """退回: by the superior, with a reason; the founder puts it right and hands it in again (rule 1)."""
    awaiting(old)
    superior(old, office)
    if on < old.founded_on:
        raise BeforeFounding("occurred_on", since=old.founded_on)
    new = replace(old, state="returned", returned_for=reason, revision=old.revision + 1)
    said = FederationReturned if old.kind == "county-federation" else UnionReturned
    due = PUBLISHED.after(on, RESUBMISSION_DAYS).day
    return new, said(union=old.id, place=old.place, returned_for=reason, due_on=due)


def resubmit(old: Union, on: date, office: Office) -> tuple[Union, UnionResubmitted]:
    """再报: by the office that founded it; it awaits approval as at first."""
    if old.state != "returned":
        raise NotReturned
    entered_by(old, office)
    new = replace(old, state="founding", returned_for=None, revision=old.revision + 1)
    said = resubmitted_type(old)
    return new, said(union=old.id, place=old.place, due_on=PUBLISHED.after(on, APPROVAL_DAYS).day)


def rename(old: Union, name: str, on: date, last: date, office: Office) -> tuple[Union, UnionRenamed]:
    """更名: approved by the superior, dated; `last` is the day of the union's last change. SameName, ChangedLater."""
    open_on(old, on)
    superior(old, office)
    if name == old.name:
        raise SameName("name")
    not_before(on, last)
    new = replace(old, name=name, revision=old.revision + 1)
    return new, UnionRenamed(union=old.id, place=old.place, former=old.name, name=name)


def renamed_last(dated: Sequence[tuple[UUID, Event, date]]) -> tuple[UUID, UnionRenamed, date]:
    """The rename, when it is the last of the dated changes, of one day the one recorded last. NeverRenamed."""
    event_id, event, on = max(reversed(dated), key=lambda each: each[2])
    if not isinstance(event, UnionRenamed):
        raise NeverRenamed
    return event_id, event, on


def not_before(on: date, last: date) -> None:
    """The tree is changed forward, day by day. ChangedLater."""
    if on < last:
        raise ChangedLater("occurred_on", day=last)
