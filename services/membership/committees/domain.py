"""Committees' rules, pure: which a union must have, in which form, and who keeps a union's records."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED, Calendar
from contracts.membership.committees import (
    CommitteeEnded,
    CommitteeFormed,
    CommitteeKind,
    CommitteeMissing,
    CommitteeNotNeeded,
    EndedBecause,
    FederationCommitteeMissing,
    Form,
    WomenCounted,
)
from contracts.offices import Office
from services.membership.organisations.domain import NotYourEntry, Union, open_on

COMMITTEE_FROM = 25  # rule 2 (工会法 11): from so many members a union must have a committee
WOMENS_COMMITTEE_FROM = Parameter(
    "womens-committee-from",
    10,
    "应建女职工委员会的女会员人数",
    "Women members from which a women's committee must be formed",
    "工会女职工委员会工作条例第十一条；有的地方为 25 人",
)
COMMITTEE_DAYS = Parameter(
    "committee-forming-days",
    90,
    "建立专门委员会的期限（天）",
    "Days to form a committee that a union must have",
    "专门委员会与工会委员会同时建立；补建期限由地方规定",
)
SMALLEST = 3  # a committee decides by majority


class CommitteeExists(Refusal):
    """One record per union and kind of committee."""

    code = "committee-registered"
    zh = "该工会的这类委员会已有记录，请在原记录上办理"
    en = "This union has a record of this committee already: act on that one"


class NotWomens(Refusal):
    """Women are counted for the women's committee."""

    code = "not-a-womens-committee"
    zh = "女会员人数只在女职工委员会的记录上填报"
    en = "Women members are stated at the record of the women's committee"


class FullCommitteeNeeded(Refusal):
    """An officer alone will not do."""

    status = 422
    code = "full-committee-needed"
    zh = "达到 {least} 人，应建立委员会，不能只设委员一人"
    en = "From {least} on a committee is needed, one officer will not do"


class TooSmall(Refusal):
    """A committee of one or two."""

    status = 422
    code = "committee-too-small"
    zh = "委员会至少 {least} 人"
    en = "A committee has at least {least} members"


class OneOfficer(Refusal):
    """An officer is one person."""

    status = 422
    code = "one-officer"
    zh = "设委员的人数为 1"
    en = "An officer is one person"


class AlreadyFormed(Refusal):
    """It stands."""

    code = "committee-formed"
    zh = "该委员会已经建立"
    en = "This committee has been formed already"


class NotFormed(Refusal):
    """There is nothing to end, correct or void."""

    code = "committee-not-formed"
    zh = "该委员会尚未建立"
    en = "This committee has not been formed"


class StillNeeded(Refusal):
    """The union must have it."""

    code = "committee-still-needed"
    zh = "该工会必须设立这类委员会，不能撤销"
    en = "The union must have this committee: it cannot be ended"


class NeverCounted(Refusal):
    """No number to take back."""

    code = "women-never-counted"
    zh = "没有女会员人数的填报记录"
    en = "The number of women members was never stated"


class CountedLater(Refusal):
    """A number for an earlier day than the one that holds."""

    status = 422
    code = "counted-later"
    zh = "已有 {since} 的女会员人数，请填报该日或之后的人数"
    en = "The number of {since} is known: state one of that day or later"


class BeforeForming(Refusal):
    """Ended before it was formed."""

    status = 422
    code = "before-forming"
    zh = "日期早于建立日期 {since}"
    en = "The day lies before the forming on {since}"


@dataclass(frozen=True)
class Committee:
    """A union's committee of one kind: state is not-needed, due, formed or ended."""

    id: UUID
    union: UUID
    committee: CommitteeKind
    state: str
    form: Form | None
    size: int | None
    formed_on: date | None
    due_on: date | None
    women: int | None
    counted_on: date | None
    revision: int


def keeper(union: Union, office: Office) -> None:
    """A union's own records are kept by its chair or its township's clerk, the federation's by the county."""
    keepers: tuple[Office, ...] = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR)
    if union.kind == "county-federation":
        keepers = (Office.COUNTY_ORGANISER,)
    if office not in keepers:
        raise NotYourEntry(office=keepers[0].words.zh, office_en=keepers[0].words.en)


def known(record: UUID, union: Union, committee: CommitteeKind) -> Committee:
    """A record of a committee that the union has not yet."""
    return Committee(record, union.id, committee, "not-needed", None, None, None, None, None, None, 0)


def needed(old: Committee, members: int, women_from: int) -> int | None:
    """From which number on this union must have a full committee, where it must: None when an officer will do.

    Audit committees belong to every level (中国工会章程); where rule 2 asks for no committee, an officer will do.
    """
    if old.committee == "audit":
        return COMMITTEE_FROM if members >= COMMITTEE_FROM else None
    return women_from if old.women is not None and old.women >= women_from else None


def due(
    old: Committee, union: Union, since: date, days: int, calendar: Calendar = PUBLISHED
) -> tuple[Committee, CommitteeMissing]:
    """The union must have it and has none, or an officer where a committee is needed."""
    due_on = calendar.after(since, days).day
    kind = FederationCommitteeMissing if union.kind == "county-federation" else CommitteeMissing
    state = old.state if old.state == "formed" else "due"
    return replace(old, state=state, due_on=due_on), kind(
        record=old.id, place=union.place, committee=old.committee, due_on=due_on
    )


def not_needed(old: Committee, union: Union) -> tuple[Committee, CommitteeNotNeeded]:
    """The union need not have it; one that stands goes on."""
    state = "not-needed" if old.state == "due" else old.state
    event = CommitteeNotNeeded(record=old.id, place=union.place, committee=old.committee)
    return replace(old, state=state, due_on=None), event


def form(  # noqa: PLR0913 - a committee's parts
    old: Committee, union: Union, as_form: Form, size: int, on: date, full_from: int | None
) -> tuple[Committee, CommitteeFormed]:
    """建立: in full, or as one officer where the number allows. `full_from` as `needed` answers."""
    open_on(union, on)
    if old.state == "formed" and not (old.form == "officer" and as_form == "full"):
        raise AlreadyFormed
    _fits(as_form, size, full_from)
    new = replace(old, state="formed", form=as_form, size=size, formed_on=on, due_on=None, revision=old.revision + 1)
    return new, _formed(new, union)


def correct(  # noqa: PLR0913 - as form
    old: Committee, union: Union, as_form: Form, size: int, on: date, full_from: int | None
) -> tuple[Committee, CommitteeFormed]:
    """What was formed was written down wrong."""
    standing(old)
    open_on(union, on)
    _fits(as_form, size, full_from)
    new = replace(old, form=as_form, size=size, formed_on=on, revision=old.revision + 1)
    return new, _formed(new, union)


def standing(old: Committee) -> tuple[Form, date]:
    """Its form, and since when. NotFormed."""
    if old.form is None or old.formed_on is None:
        raise NotFormed
    return old.form, old.formed_on


def unform(old: Committee) -> Committee:
    """As if it had never been formed."""
    standing(old)
    return replace(old, state="not-needed", form=None, size=None, formed_on=None, revision=old.revision + 1)


def end(
    old: Committee, union: Union, because: EndedBecause, on: date, full_from: int | None
) -> tuple[Committee, CommitteeEnded]:
    """撤销: when the union is no more, or need not have it. Audit goes with the union alone."""
    event = ended(old, union, because)
    since = standing(old)[1]
    if on < since:
        raise BeforeForming("occurred_on", since=since)
    needs = old.committee == "audit" or full_from is not None
    if union.state == "active" and (because == "union-closed" or needs):
        raise StillNeeded
    return replace(unform(old), state="ended"), event


def ended(old: Committee, union: Union, because: EndedBecause) -> CommitteeEnded:
    """The event that takes its counts away."""
    return CommitteeEnded(
        record=old.id,
        place=union.place,
        committee=old.committee,
        form=standing(old)[0],
        audit=int(old.committee == "audit"),
        women=int(old.committee == "women"),
        because=because,
    )


def count(old: Committee, union: Union, women: int, on: date) -> tuple[Committee, WomenCounted]:
    """The union states its number of women members of a day."""
    if old.committee != "women":
        raise NotWomens
    open_on(union, on)
    if old.counted_on is not None and on < old.counted_on:
        raise CountedLater("occurred_on", since=old.counted_on)
    new = replace(old, women=women, counted_on=on, revision=old.revision + 1)
    return new, WomenCounted(record=old.id, place=union.place, union=union.id, women=women)


def counted_before(old: Committee, before: tuple[int, date] | None) -> Committee:
    """The number that held before holds again; None: none was stated."""
    if old.women is None:
        raise NeverCounted
    women, on = before or (None, None)
    return replace(old, women=women, counted_on=on, revision=old.revision + 1)


def _fits(as_form: Form, size: int, full_from: int | None) -> None:
    if as_form == "officer":
        if full_from is not None:
            raise FullCommitteeNeeded("form", least=full_from)
        if size != 1:
            raise OneOfficer("size")
    elif size < SMALLEST:
        raise TooSmall("size", least=SMALLEST)


def _formed(new: Committee, union: Union) -> CommitteeFormed:
    return CommitteeFormed(
        record=new.id,
        place=union.place,
        committee=new.committee,
        form=standing(new)[0],
        size=new.size or 0,
        audit=int(new.committee == "audit"),
        women=int(new.committee == "women"),
    )
