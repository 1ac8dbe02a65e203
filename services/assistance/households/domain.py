"""Household files' rules, pure: the category by income (rule 16), one open file per person (rule 17)."""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.refusal import KeptByLaw, Refusal
from contracts.assistance.households import Category, Cause, FileApproved, FileOpened, FileRefusal, FileRefused
from contracts.declare import Place

DECISION_DAYS = 30  # L: how long the county takes to decide a file
KEPT_YEARS = 10  # L: rule 20, how long a file is kept once it is closed
MONTHS = 12
ACCIDENTAL_CAUSES = frozenset({"own-illness", "family-illness", "disaster"})


class PersonInOpenFile(Refusal):
    """Rule 17. Says which office to ask, never whose data it holds."""

    telling = True
    code = "person-in-open-file"
    zh = "家庭成员已在区划 {area} 的困难职工档案中，请与该工会联系"
    en = "Somebody of this household stands in an open file of area {area}: please ask there"


class PersonListedMeanwhile(Refusal):
    """Rule 17, held by the database: somebody else's file was quicker."""

    code = "person-in-open-file"
    zh = "家庭成员已在本县另一份困难职工档案中"
    en = "Somebody of this household stands in another open file of the county"


class TooManyPersons(Refusal):
    """More ID numbers than persons."""

    status = 422
    code = "more-numbers-than-persons"
    zh = "身份证号的个数超过家庭人口"
    en = "There are more ID numbers than persons in the household"


class NotWaiting(Refusal):
    """Only a file applied for can be decided, corrected or voided."""

    code = "file-not-waiting"
    zh = "该档案不在待审批状态"
    en = "This file is not waiting for a decision"


class NotApproved(Refusal):
    """Rule 21: first the file, then help."""

    code = "file-not-approved"
    zh = "该家庭没有已批准的困难职工档案"
    en = "This household has no approved file"


class ConsentMissing(Refusal):
    """No file, and so no aid, without consent (rule 21)."""

    code = "consent-missing"
    zh = "尚未登记授权书，不能批准建档"
    en = "No consent is recorded: the file cannot be approved"


class AboveLine(Refusal):
    """Rule 16 finds no category."""

    code = "above-line"
    zh = "人均月收入高于困难标准，应不予认定"
    en = "The income lies above the line: the file should be refused"


class BeforeOpening(Refusal):
    """Decided before it was applied for."""

    status = 422
    code = "before-opening"
    zh = "日期早于申请建档的日期 {since}"
    en = "The day lies before the application on {since}"


class FileClosed(Refusal):
    """The file was voided or refused."""

    code = "file-closed"
    zh = "该档案已作废或不予认定"
    en = "This file was voided or refused"


class FiguresDecided(Refusal):
    """What a decision rests on is not changed beneath it."""

    code = "figures-decided"
    zh = "已作决定，收入、支出、人口和原因不能更正，请县级先作废决定"
    en = "The decision rests on these figures: the county has to void it first"


class AidAsked(Refusal):
    """An approval that aid rests on stays."""

    code = "aid-asked"
    zh = "已申请帮扶，不能作废档案审批"
    en = "Aid was asked for this household: the approval stays"


@dataclass(frozen=True)
class Figures:
    """What rule 16 looks at: persons, and fen a year. `loss` is what an accident or illness left uncompensated."""

    size: int
    income: int = field(repr=False)
    spending: int = field(repr=False)
    loss: int = field(repr=False)
    cause: Cause


@dataclass(frozen=True)
class Household:
    """One household's file (一户一档). Who they are and what they have lies in the vault."""

    id: UUID
    county: str
    area: str
    union_id: UUID | None
    size: int
    cause: Cause
    consent: bool
    state: str
    opened_on: date
    decided_on: date | None
    category: Category | None
    line: int | None
    nationally_filed: bool
    revision: int

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.union_id, area=self.area)


def per_head(figures: Figures) -> int:
    """N of rule 16: disposable income less rigid spending, fen a head and month, rounded down."""
    return (figures.income - figures.spending) // (MONTHS * figures.size)


def categorise(figures: Figures, line: int, relative_percent: int) -> Category | None:
    """Rule 16. `line` is the minimum living standard in fen a head and month. None: above every line.

    Compared without dividing, so that no fen is lost. At the line itself a household is relative, at twice the line
    none (L).
    """
    left = figures.income - figures.spending
    deep = line * MONTHS * figures.size
    relative = deep * relative_percent  # in hundredths
    if left < deep:
        return "deep"
    if left * 100 < relative:
        return "relative"
    if figures.cause in ACCIDENTAL_CAUSES and figures.loss and (left - figures.loss) * 100 < relative:
        return "accidental"
    return None


def open_file(household: Household) -> FileOpened:
    """A township applies for a file."""
    return FileOpened(
        household=household.id,
        place=household.place,
        cause=household.cause,
        size=household.size,
        due_on=household.opened_on + timedelta(DECISION_DAYS),
    )


def approve(  # noqa: PLR0913 - what a decision rests on
    old: Household, figures: Figures, on: date, line: int, relative_percent: int, *, nationally_filed: bool
) -> tuple[Household, FileApproved]:
    """The county approves with the category that rule 16 gives on that day."""
    _may_decide(old, on)
    if not old.consent:
        raise ConsentMissing
    category = categorise(figures, line, relative_percent)
    if category is None:
        raise AboveLine
    new = replace(
        old,
        state="approved",
        decided_on=on,
        category=category,
        line=line,
        nationally_filed=nationally_filed,
        revision=old.revision + 1,
    )
    event = FileApproved(household=old.id, place=old.place, category=category, cause=old.cause)
    return new, event


def refuse(old: Household, on: date, reason: FileRefusal) -> tuple[Household, FileRefused]:
    """不予认定."""
    _may_decide(old, on)
    new = replace(old, state="refused", decided_on=on, revision=old.revision + 1)
    return new, FileRefused(household=old.id, place=old.place, reason=reason)


def correct(old: Household, before: Figures, figures: Figures, *, consent: bool) -> Household:
    """Figures until the decision; consent and who they are at any time."""
    if old.state in {"void", "refused"}:
        raise FileClosed
    if figures != before and old.state != "applied":
        raise FiguresDecided
    return replace(old, size=figures.size, cause=figures.cause, consent=consent, revision=old.revision + 1)


def may_erase(household: Household, today: date) -> None:
    """Rule 20: a file that was decided is kept for ten years after it closed; one taken back may go at once."""
    if household.state == "void":
        return
    closed = household.decided_on if household.state == "refused" else None
    if closed is None:
        raise KeptByLaw(why_zh="档案尚未关闭", why_en="The file is not closed")
    until = closed + timedelta(KEPT_YEARS * 365 + KEPT_YEARS // 4 + 1)
    if today < until:
        raise KeptByLaw(
            why_zh=f"档案关闭后须保存 {KEPT_YEARS} 年，至 {until}",
            why_en=f"A file is kept {KEPT_YEARS} years after it closed, until {until}",
        )


def void(old: Household) -> Household:
    """Only an application that waits can be taken back by its township."""
    if old.state != "applied":
        raise NotWaiting
    return replace(old, state="void", revision=old.revision + 1)


def undecide(old: Household) -> Household:
    """The county takes its decision back; the application waits again."""
    if old.state != "approved":
        raise NotApproved
    return replace(
        old,
        state="applied",
        decided_on=None,
        category=None,
        line=None,
        nationally_filed=False,
        revision=old.revision + 1,
    )


def approved_on(household: Household, day: date) -> None:
    """Rule 21: help from the day of the approval on."""
    if household.state != "approved" or household.decided_on is None:
        raise NotApproved
    if day < household.decided_on:
        raise NotYetApproved("occurred_on", since=household.decided_on)


def numbers_fit(size: int, numbers: int) -> None:
    """Every ID number belongs to a person of the household."""
    if numbers > size:
        raise TooManyPersons("family_id_numbers")


def _may_decide(old: Household, on: date) -> None:
    if old.state != "applied":
        raise NotWaiting
    if on < old.opened_on:
        raise BeforeOpening("occurred_on", since=old.opened_on)


class NotYetApproved(Refusal):
    """Rule 21: a day before the file's approval."""

    status = 422
    code = "before-approval"
    zh = "日期早于建档批准的日期 {since}"
    en = "The day lies before the file's approval on {since}"
