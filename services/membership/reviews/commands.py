"""Calling for cadres' yearly reviews, and grading them: by a superior, never by oneself."""

from uuid import UUID

from chassis import parameters, standing
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.ids import uuid7
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.reviews import CadreReviewCalled, CadreReviewed, TownshipCadreReviewCalled
from contracts.offices import Office
from services.membership.fields import Why
from services.membership.reviews import domain, store
from services.membership.reviews.domain import DUE_DAY, EXCELLENT_PERCENT, Review
from services.membership.reviews.fields import DueReview, GradeCode, GradedReview, ReviewDocument, ReviewYear

COUNTY = (Office.COUNTY_ORGANISER,)
SUPERIORS = (Office.COUNTY_ORGANISER, Office.TOWNSHIP_CHAIR)

reviews = Capability(
    "reviews",
    "/cadre-reviews",
    words=("干部年度考核", "Cadres' reviews"),
    constraints={"one_review_per_year": domain.ReviewedOnce},
)


class CallReviews(Creation):
    """Have a year of all cadres reviewed."""

    year: ReviewYear
    occurred_on: BusinessDay


class GradeCadre(Command):
    """Grade a cadre's year."""

    grade: GradeCode
    document: ReviewDocument | None = None
    occurred_on: BusinessDay


class CorrectGrade(Command):
    """What was wrong; what is left out stays."""

    grade: GradeCode | None = None
    document: ReviewDocument | None = None
    reason: Why


class VoidReview(Command):
    """A grade, or a review, that should never have been."""

    reason: Why


@reviews.command(
    "",
    words=("发起年度考核", "Call for a year's reviews"),
    offices=COUNTY,
    emits=(CadreReviewCalled, TownshipCadreReviewCalled),
)
async def call(tx: Tx, command: CallReviews) -> Done:
    """Of each cadre one, until the county's day; called again, of those who have come since."""
    domain.may_call(command.year, command.occurred_on)
    county = tx.principal.county
    tx.allow(county)
    (day,) = await parameters.values(tx, county, command.occurred_on, DUE_DAY)
    due = domain.due_on(command.year, day)
    cadres = await store.unreviewed(tx, command.year, tx.today)
    if not cadres:
        raise domain.NobodyToReview("year")
    ids = [tx.new_id(command), *(uuid7() for _ in cadres[1:])]
    made = [
        Review(review, cadre, command.year, command.occurred_on, due, "due", None, None, None, 1)
        for review, cadre in zip(ids, cadres, strict=True)
    ]
    await store.insert_all(tx, made)
    for each in made[1:]:
        tx.also(each.id, domain.called(each), on=command.occurred_on, at=each.cadre.area, org=each.cadre.org)
    return await tx.record(made[0].id, domain.called(made[0]), on=command.occurred_on, revision=1)


@reviews.command(
    "/{review}/grade", words=("考核定等次", "Grade a cadre"), offices=SUPERIORS, emits=CadreReviewed, sensitive=True
)
async def grade(tx: Tx, review: DueReview, command: GradeCadre) -> Done:
    """By the superior; more excellent ones than the share allows are warned of."""
    old = await _locked(tx, review)
    new, event = domain.grade(old, command.grade, command.document, command.occurred_on)
    await store.save(tx, new)
    await _warn(tx, new)
    return await tx.record(review, event, on=command.occurred_on, revision=new.revision)


@reviews.command(
    "/{review}/correct", words=("更正考核等次", "Correct a grade"), offices=SUPERIORS, emits=Corrected, sensitive=True
)
async def correct(tx: Tx, review: GradedReview, command: CorrectGrade) -> Done:
    """By the superior too."""
    old = await _locked(tx, review)
    new, right = domain.regrade(old, command.grade, command.document)
    event_id, said, on = await standing.last(tx, review, CadreReviewed)
    await store.save(tx, new)
    await _warn(tx, new)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(review, corrected, on=on, revision=new.revision)


@reviews.command("/{review}/void-grade", words=("作废考核等次", "Void a grade"), offices=SUPERIORS, emits=Voided)
async def void_grade(tx: Tx, review: GradedReview, command: VoidReview) -> Done:
    """The review is due again."""
    old = await _locked(tx, review)
    new = domain.ungrade(old)
    event_id, said, on = await standing.last(tx, review, CadreReviewed)
    await store.save(tx, new)
    return await tx.record(review, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@reviews.command("/{review}/void", words=("作废年度考核", "Void a review"), offices=COUNTY, emits=Voided)
async def void(tx: Tx, review: DueReview, command: VoidReview) -> Done:
    """Of somebody who is not to be reviewed, while there is no grade."""
    old = await store.lock(tx, review)
    tx.allow(old.cadre.area, old.cadre.org)
    tx.expect(old.revision)
    new = domain.withdraw(old)
    event_id, said, on = await standing.last(tx, review, CadreReviewCalled)
    await store.save(tx, new)
    return await tx.record(review, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _locked(tx: Tx, review: UUID) -> Review:
    old = await store.lock(tx, review)
    tx.allow(old.cadre.area, old.cadre.org)
    tx.expect(old.revision)
    domain.superior(old.cadre, tx.principal.office, tx.principal.accounts)
    return old


async def _warn(tx: Tx, new: Review) -> None:
    """Where too many of the asker's cadres are excellent."""
    if new.grade != "excellent":
        return
    (percent,) = await parameters.values(tx, tx.principal.county, new.due_on, EXCELLENT_PERCENT)
    found = await store.tally(tx, new.year)
    if domain.too_many_excellent(found.excellent, found.reviewed, percent):
        tx.warn(
            "too-many-excellent",
            f"优秀等次已有 {found.excellent} 人，超过已考核 {found.reviewed} 人的 {percent}%",
            f"{found.excellent} of {found.reviewed} reviewed are excellent: more than {percent} %",
            "/grade",
        )
