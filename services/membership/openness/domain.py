"""Openness, pure: what is made public, and suggestions that are answered by their day."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from chassis.working_days import PUBLISHED, Calendar
from contracts.declare import Place
from contracts.membership.openness import (
    DisclosureCategory,
    MatterDisclosed,
    Medium,
    Period,
    SuggestionAnswered,
    SuggestionRated,
    SuggestionRating,
    SuggestionReceived,
)

ANSWER_DAYS = Parameter(
    "openness-answer-days",
    30,
    "公开意见建议答复期限",
    "Days to answer a suggestion on what was made public",
    "各地厂务公开办法，无全国统一规定",
    unit="days",
)
GOVERNMENT = frozenset({"government-budget", "government-service", "government-personnel", "government-procurement"})


class EmployerNotCovered(Refusal):
    """The union does not cover this unit."""

    status = 422
    code = "employer-not-covered"
    zh = "所选单位不在该工会覆盖范围内"
    en = "The union does not cover this unit"


class NotAnOffice(Refusal):
    """政务公开 is a government office's or a public institution's."""

    status = 422
    code = "not-a-government-office"
    zh = "政务公开类别仅适用于机关和事业单位"
    en = "This category is for government offices and public institutions"


class DisclosureVoid(Refusal):
    """It was voided."""

    code = "disclosure-void"
    zh = "该公开事项已作废"
    en = "This entry was voided"


class DisclosureInUse(Refusal):
    """Suggestions were made about it."""

    code = "disclosure-in-use"
    zh = "该公开事项已有意见建议，不能作废"
    en = "Suggestions were made about this: it cannot be voided"


class WrongState(Refusal):
    """Another step is due."""

    code = "suggestion-other-step"
    zh = "该意见建议目前的状态不能办理此步骤"
    en = "Another step of this suggestion is due"


class BeforeStep(Refusal):
    """A day before the step it follows."""

    status = 422
    code = "before-earlier-step"
    zh = "日期早于上一步的日期 {since}"
    en = "The day lies before the step it follows, on {since}"


@dataclass(frozen=True)
class Disclosure:
    """A matter that a unit made public: published or void. `title` and `where` are the service's alone."""

    id: UUID
    county: str
    area: str
    union_id: UUID
    employer: UUID
    category: DisclosureCategory
    medium: Medium
    period: Period
    title: str
    where: str | None
    state: str
    published_on: date
    revision: int

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.union_id, area=self.area)


@dataclass(frozen=True)
class Suggestion:
    """A suggestion: received, answered, rated or void."""

    id: UUID
    disclosure: UUID
    county: str
    area: str
    union_id: UUID
    body: str
    state: str
    received_on: date
    due_on: date
    answered_on: date | None
    answer: str | None
    rating: SuggestionRating | None
    rated_on: date | None
    revision: int

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.union_id, area=self.area)


def due(received_on: date, answer_days: int, calendar: Calendar = PUBLISHED) -> date:
    """The last day to answer: so many calendar days, the day of receipt not counted; a holiday rolls."""
    return calendar.after(received_on, answer_days).day


def disclose(new: Disclosure, unit_type: str) -> MatterDisclosed:
    """公开. NotAnOffice."""
    if new.category in GOVERNMENT and unit_type not in {"agency", "institution"}:
        raise NotAnOffice("category")
    return MatterDisclosed(
        disclosure=new.id,
        place=new.place,
        employer=new.employer,
        disclosure_category=new.category,
        medium=new.medium,
        period=new.period,
    )


def receive(new: Suggestion, about: Disclosure) -> SuggestionReceived:
    """Not before the matter was made public. DisclosureVoid, BeforeStep."""
    published(about)
    if new.received_on < about.published_on:
        raise BeforeStep("occurred_on", since=about.published_on)
    return SuggestionReceived(suggestion=new.id, disclosure=about.id, place=new.place, due_on=new.due_on)


def answer(old: Suggestion, text: str, on: date) -> tuple[Suggestion, SuggestionAnswered]:
    """In time on the last day itself. WrongState, BeforeStep."""
    if old.state != "received":
        raise WrongState
    if on < old.received_on:
        raise BeforeStep("occurred_on", since=old.received_on)
    new = replace(old, state="answered", answered_on=on, answer=text, revision=old.revision + 1)
    return new, SuggestionAnswered(
        suggestion=old.id, place=old.place, due_on=old.due_on, in_time=1 if on <= old.due_on else 0
    )


def rate(old: Suggestion, rating: SuggestionRating, on: date) -> tuple[Suggestion, SuggestionRated]:
    """Satisfied or not. WrongState, BeforeStep."""
    if old.state != "answered":
        raise WrongState
    if old.answered_on is not None and on < old.answered_on:
        raise BeforeStep("occurred_on", since=old.answered_on)
    new = replace(old, state="rated", rating=rating, rated_on=on, revision=old.revision + 1)
    return new, SuggestionRated(suggestion=old.id, place=old.place, rating=rating)


def step_back(old: Suggestion) -> Suggestion:
    """The suggestion before its last step; WrongState when it is void."""
    new = replace(old, revision=old.revision + 1)
    if old.state == "rated":
        return replace(new, state="answered", rating=None, rated_on=None)
    if old.state == "answered":
        return replace(new, state="received", answered_on=None, answer=None)
    if old.state == "received":
        return replace(new, state="void")
    raise WrongState


def published(disclosure: Disclosure) -> None:
    """Refuse a voided one."""
    if disclosure.state != "published":
        raise DisclosureVoid
