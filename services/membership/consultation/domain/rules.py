"""The law's numbers, pure: clocks, sides of the table, rule 15's vote, terms. Articles are 集体合同规定's."""

from datetime import date, timedelta

from chassis.parameters import Parameter
from chassis.working_days import PUBLISHED, Calendar, Deadline, months_after, years_after
from contracts.membership.consultation import AgreementKind, Level, Purpose
from services.membership.congress.domain.ballots import draft_passes
from services.membership.congress.domain.sessions import quorum
from services.membership.consultation.domain import refusals

ANSWER_DAYS = 20  # C, art. 32
REPORT_DAYS = 10  # C, art. 42
OBJECTION_DAYS = 15  # C, art. 47
LEAST_OF_A_SIDE = 3  # C, art. 19
OUTSIDERS = 3  # C, art. 23: at most one in three
RENEWAL_MONTHS = 3  # C, art. 38
LEAST_YEARS, MOST_YEARS = 1, 3  # C, art. 38
PUBLICATION = Parameter(
    "agreement-publication-days",
    7,
    "集体合同生效后公布的期限",
    "Days to publish a collective agreement once in force",
    source="L：第四十八条只要求“及时”公布",
    unit="days",
    most=365,
)


def answer_by(offered_on: date, calendar: Calendar = PUBLISHED) -> Deadline:
    """Art. 32: the other side answers within 20 days of the offer."""
    return calendar.after(offered_on, ANSWER_DAYS)


def report_by(signed_on: date, calendar: Calendar = PUBLISHED) -> Deadline:
    """Rule 15, art. 42: reported within 10 days of both chiefs' signatures."""
    return calendar.after(signed_on, REPORT_DAYS)


def in_force_on(received_on: date, calendar: Calendar = PUBLISHED) -> Deadline:
    """Rule 15, art. 47: the 15th day after receipt, when no objection has come within those 15 days.

    They are the authority's days to object, calendar days. Where the 15th is a holiday the authority has until the next
    working day, and before its time is over nothing is in force (decision 0076).
    """
    return calendar.after(received_on, OBJECTION_DAYS)


def publish_by(in_force: date, days: int, calendar: Calendar = PUBLISHED) -> Deadline:
    """Art. 48: both sides tell their own without delay; how soon is local (L, days)."""
    return calendar.after(in_force, days)


def renew_from(term_to: date) -> date:
    """Art. 38: the first day of the last three months, in which either side may ask for renewal."""
    return months_after(term_to, -RENEWAL_MONTHS)


def units(level: Level, employers: int) -> None:
    """How many employers a level names. WrongUnits."""
    if (employers == 1) != (level == "single") or employers < 1:
        raise refusals.WrongUnits("employers")


def delegations(workers: int, outside_workers: int, employer: int, outside_employer: int) -> None:
    """Arts. 19 and 23: three or more on each side, as many on both, outsiders at most a third of their side.

    `workers` and `employer` are whole sides, outsiders included. TooFewRepresentatives, UnequalSides, TooManyOutsiders.
    """
    if min(workers, employer) < LEAST_OF_A_SIDE:
        raise refusals.TooFewRepresentatives("members" if workers < LEAST_OF_A_SIDE else "employer_side")
    if workers != employer:
        raise refusals.UnequalSides("employer_side", workers=workers, employer=employer)
    for field, outside, side in (
        ("outside_workers", outside_workers, workers),
        ("outside_employer", outside_employer, employer),
    ):
        if outside * OUTSIDERS > side:
            raise refusals.TooManyOutsiders(field)


def vote(delegates: int, present: int, yes: int) -> bool:
    """Rule 15, art. 36: whether a draft is passed: two thirds of all present, and half of all, present or not, agree.

    Half itself passes: 45 delegates need 30 present and 23 votes, 44 need 30 and 22. WrongVote; NoQuorum.
    """
    if not yes <= present <= delegates:
        raise refusals.WrongVote("yes" if yes > present else "present")
    if present < quorum(delegates):
        raise refusals.NoQuorum("present", quorum=quorum(delegates))
    return draft_passes(delegates, present, yes)


def term(purpose: Purpose, term_from: date, term_to: date) -> None:
    """Art. 38: one to three years, the last day included; a change may end with the agreement it changes. WrongTerm."""
    shortest = 0 if purpose == "change" else LEAST_YEARS
    first = max(term_from, years_after(term_from, shortest) - timedelta(1))
    last = years_after(term_from, MOST_YEARS) - timedelta(1)
    if not first <= term_to <= last:
        raise refusals.WrongTerm("term_to", first=first, last=last)


def unusually_long(kind: AgreementKind, term_from: date, term_to: date) -> bool:
    """Art. 38 and practice: a wage agreement normally holds for a year. A warning, no refusal."""
    return kind == "wage" and term_to > years_after(term_from, 1) - timedelta(1)
