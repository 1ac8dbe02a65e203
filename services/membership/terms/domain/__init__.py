"""Terms' rules, pure: how long a union's term is, how far it may be extended, and how a chair is removed."""

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.parameters import Parameter
from chassis.working_days import PUBLISHED
from contracts.membership.terms import (
    Body,
    ChairVacated,
    FederationChairVacated,
    FederationTermBegan,
    FederationTermExtended,
    FederationTermExtensionRequested,
    OverBecause,
    Post,
    SeatVacated,
    TermBegan,
    TermExtended,
    TermExtensionRefused,
    TermExtensionRequested,
    TermOver,
    TownshipTermExtensionRequested,
    VacatedBecause,
)
from services.membership.committees.domain import COMMITTEE_FROM
from services.membership.organisations.domain import Union, is_base, open_on
from services.membership.terms.domain.refusals import (
    BeforeAsking as BeforeAsking,
)
from services.membership.terms.domain.refusals import (
    BeforeTerm as BeforeTerm,
)
from services.membership.terms.domain.refusals import (
    ExtensionWaiting as ExtensionWaiting,
)
from services.membership.terms.domain.refusals import (
    MoreThanAll as MoreThanAll,
)
from services.membership.terms.domain.refusals import (
    MustHaveCommittee as MustHaveCommittee,
)
from services.membership.terms.domain.refusals import (
    NoExtensionWaiting as NoExtensionWaiting,
)
from services.membership.terms.domain.refusals import (
    NotCarried as NotCarried,
)
from services.membership.terms.domain.refusals import (
    NotExtended as NotExtended,
)
from services.membership.terms.domain.refusals import (
    NotOfficer as NotOfficer,
)
from services.membership.terms.domain.refusals import (
    NoVacancy as NoVacancy,
)
from services.membership.terms.domain.refusals import (
    NumberTaken as NumberTaken,
)
from services.membership.terms.domain.refusals import (
    SeatGone as SeatGone,
)
from services.membership.terms.domain.refusals import (
    TermEnded as TermEnded,
)
from services.membership.terms.domain.refusals import (
    TermInUse as TermInUse,
)
from services.membership.terms.domain.refusals import (
    TermRuns as TermRuns,
)
from services.membership.terms.domain.refusals import (
    TooFar as TooFar,
)
from services.membership.terms.domain.refusals import (
    UnionStands as UnionStands,
)
from services.membership.terms.domain.refusals import (
    WrongLength as WrongLength,
)

YEARS = (3, 5)
COUNTY_YEARS = (5,)
WARNING = timedelta(days=90)  # rule 3: the queue warns so long before the end
ANSWER_DAYS = 15  # 工会基层组织选举工作条例: the superior answers within 15 days
EXTENSION_MONTHS = Parameter(
    "term-extension-months",
    6,
    "延期换届最长月数",
    "Months by which an election may be put off, in all",
    "中国工会章程：经上级工会批准可提前或延期换届，延期一般不超过半年",
    "months",
)
VACANCY_DAYS = Parameter(
    "chair-vacancy-days",
    90,
    "主席空缺补选期限（天）",
    "Days in which a vacant chair is to be filled",
    "企业工会主席产生办法（试行）：空缺应及时补选；期限由地方规定",
)


@dataclass(frozen=True)
class Term:
    """A union's term: state is running, over or void. `ends_on` is its last day by length, `asked_until` waits."""

    id: UUID
    union: UUID
    number: int
    began_on: date
    years: int
    ends_on: date
    extended_to: date | None
    asked_until: date | None
    asked_on: date | None
    body: Body
    state: str
    over_on: date | None
    election: UUID | None
    revision: int

    @property
    def last(self) -> date:
        """The day by which the next election is due."""
        return self.extended_to or self.ends_on


@dataclass(frozen=True)
class Seat:
    """Who holds which post of a term."""

    id: UUID
    term: UUID
    member: UUID
    post: Post
    since: date
    vacated_on: date | None


def last_day(began_on: date, months: int) -> date:
    """The day of the same number so many months later, the month's last where there is none (民法典 201–202)."""
    year, month = divmod(began_on.month - 1 + months, 12)
    year += began_on.year
    return date(year, month + 1, min(began_on.day, calendar.monthrange(year, month + 1)[1]))


def length(union: Union, years: int) -> None:
    """Rule 3: base terms are of 3 or 5 years, nothing else; the county's of 5."""
    allowed = COUNTY_YEARS if union.kind == "county-federation" else YEARS
    if years not in allowed:
        raise WrongLength("years", years="/".join(map(str, allowed)))


def body(union: Union, as_body: Body, members: int) -> None:
    """Rule 2: from 25 members on a committee; one organiser only below, and only in a base union."""
    if as_body == "organiser" and (members >= COMMITTEE_FROM or not is_base(union)):
        raise MustHaveCommittee("body", members=members, least=COMMITTEE_FROM)


def begin(  # noqa: PLR0913 - a term's parts
    term: UUID, union: Union, number: int, on: date, years: int, as_body: Body, election: UUID | None
) -> tuple[Term, TermBegan]:
    """A term begins on the day of its election (工会基层组织选举工作条例: 任期自选举之日起计算)."""
    open_on(union, on)
    length(union, years)
    ends_on = last_day(on, 12 * years)
    new = Term(term, union.id, number, on, years, ends_on, None, None, None, as_body, "running", None, election, 1)
    return new, began(new, union)


def began(term: Term, union: Union) -> TermBegan:
    """What is published of a term's beginning."""
    kind = FederationTermBegan if union.kind == "county-federation" else TermBegan
    return kind(
        term=term.id,
        place=union.place,
        number=term.number,
        years=term.years,
        body=term.body,
        election=term.election,
        appears_on=term.ends_on - WARNING,
        due_on=term.ends_on,
    )


def over(old: Term, union: Union, because: OverBecause, on: date) -> tuple[Term, TermOver]:
    """It gives way to the next, or goes with its union."""
    running(old)
    if on < old.began_on or (because == "next-term" and on == old.began_on):
        raise BeforeTerm("occurred_on", since=old.began_on)
    if because == "union-ended" and union.state == "active":
        raise UnionStands
    new = replace(old, state="over", over_on=on, asked_until=None, asked_on=None, revision=old.revision + 1)
    return new, TermOver(term=old.id, place=union.place, body=old.body, because=because)


def closed(old: Term, because: OverBecause) -> None:
    """Only a term that was closed with its union is opened by hand; any other at the election that ended it."""
    if old.state != "over" or because != "union-ended":
        raise TermInUse


def reopened(old: Term) -> Term:
    """As if the next term had not begun."""
    return replace(old, state="running", over_on=None, revision=old.revision + 1)


def running(old: Term) -> None:
    """Refuse a term that is over or void."""
    if old.state != "running":
        raise TermEnded


def untouched(old: Term, *, vacated: bool) -> None:
    """Only a running term upon which nothing was built is corrected or voided."""
    running(old)
    if vacated or old.extended_to is not None or old.asked_until is not None:
        raise TermInUse


def entered_as_found(old: Term) -> None:
    """A term that an election began is put right at that election."""
    if old.election is not None:
        raise TermInUse


def ask(old: Term, union: Union, until: date, on: date, months: int) -> tuple[Term, TermExtensionRequested]:
    """Rule 3: put the election off, by six months in all at most."""
    running(old)
    if old.asked_until is not None:
        raise ExtensionWaiting
    if on < old.began_on:
        raise BeforeTerm("occurred_on", since=old.began_on)
    latest = last_day(old.ends_on, months)
    if not old.last < until <= latest:
        raise TooFar("until", since=old.last, latest=latest)
    new = replace(old, asked_until=until, asked_on=on, revision=old.revision + 1)
    event = asking_type(union)(
        term=old.id, place=union.place, until=until, answer_due_on=PUBLISHED.after(on, ANSWER_DAYS).day
    )
    return new, event


def asking_type(union: Union) -> type[TermExtensionRequested]:
    """The event by which this kind of union asks."""
    if union.kind == "county-federation":
        return FederationTermExtensionRequested
    return TermExtensionRequested if is_base(union) else TownshipTermExtensionRequested


def extend(old: Term, union: Union, on: date) -> tuple[Term, TermExtended]:
    """Rule 3: with the superior's approval."""
    until = _asked(old, on)
    kind = FederationTermExtended if union.kind == "county-federation" else TermExtended
    new = replace(_answered(old), extended_to=until)
    return new, kind(term=old.id, place=union.place, appears_on=until - WARNING, due_on=until)


def refuse(old: Term, union: Union, on: date) -> tuple[Term, TermExtensionRefused]:
    """The election stays due."""
    until = _asked(old, on)
    return _answered(old), TermExtensionRefused(term=old.id, place=union.place, until=until)


def withdraw(old: Term) -> Term:
    """As if it had not been asked."""
    if old.asked_until is None:
        raise NoExtensionWaiting
    return _answered(old)


def shortened(old: Term, before: date | None) -> Term:
    """As if the last extension had not been approved; `before` is the one before it."""
    running(old)
    if old.extended_to is None:
        raise NotExtended
    if old.asked_until is not None:
        raise ExtensionWaiting
    return replace(old, extended_to=before, revision=old.revision + 1)


def remove(old: Term, union: Union, seat: Seat | None, entitled: int, in_favour: int) -> VacatedBecause:
    """Rule 5 (工会法 18): chairs and vice chairs are removed by more than half of all members or delegates."""
    running(old)
    if union.id != old.union or seat is None or seat.post not in {"chair", "vice-chair"}:
        raise NotOfficer("seat")
    if in_favour > entitled:
        raise MoreThanAll("in_favour", entitled=entitled)
    if 2 * in_favour <= entitled:
        raise NotCarried("in_favour", entitled=entitled, needed=entitled // 2 + 1)
    return "removed"


def vacate(  # noqa: PLR0913 - a vacancy's parts
    old: Term,
    union: Union,
    seat: Seat | None,
    reason: VacatedBecause,
    on: date,
    days: int,
    votes: tuple[int, int] | None = None,
) -> tuple[Term, Seat, SeatVacated]:
    """出缺: the seat is nobody's; a vacant chair is to be filled. `votes`: entitled and in favour, of a removal."""
    running(old)
    if seat is None or seat.term != old.id or seat.vacated_on is not None:
        raise SeatGone("seat")
    if on < seat.since:
        raise BeforeTerm("occurred_on", since=seat.since)
    entitled, in_favour = votes or (None, None)
    new = replace(old, revision=old.revision + 1)
    vacant = SeatVacated(
        term=old.id,
        place=union.place,
        seat=seat.id,
        member=seat.member,
        post=seat.post,
        reason=reason,
        entitled=entitled,
        in_favour=in_favour,
    )
    if seat.post in {"chair", "sole-organiser"}:
        kind = FederationChairVacated if union.kind == "county-federation" else ChairVacated
        vacant = kind(**dict(vacant), due_on=PUBLISHED.after(on, days).day)
    return new, replace(seat, vacated_on=on), vacant


def sit_again(old: Term, vacant: Seat, seats: list[Seat]) -> tuple[Term, Seat]:
    """As if the seat had not fallen vacant: nobody else was elected to it meanwhile."""
    running(old)
    held = [seat for seat in seats if seat.vacated_on is None]
    again = any(seat.member == vacant.member for seat in held)
    if vacant.vacated_on is None or again or (vacant.post == "chair" and any(seat.post == "chair" for seat in held)):
        raise NoVacancy
    return replace(old, revision=old.revision + 1), replace(vacant, vacated_on=None)


def _asked(old: Term, on: date) -> date:
    running(old)
    if old.asked_until is None or old.asked_on is None:
        raise NoExtensionWaiting
    if on < old.asked_on:
        raise BeforeAsking("occurred_on", since=old.asked_on)
    return old.asked_until


def _answered(old: Term) -> Term:
    return replace(old, asked_until=None, asked_on=None, revision=old.revision + 1)
