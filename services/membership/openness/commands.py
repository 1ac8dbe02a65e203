"""Entering what a unit made public; receiving, answering and rating suggestions about it."""

from uuid import UUID

from chassis import parameters
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.membership.openness import MatterDisclosed, SuggestionAnswered, SuggestionRated, SuggestionReceived
from contracts.offices import Office
from services.membership.fields import UnionId
from services.membership.openness import domain, store
from services.membership.openness.domain import Disclosure, Suggestion
from services.membership.openness.fields import (
    Answer,
    AnsweredSuggestion,
    Body,
    Category,
    DisclosureId,
    EmployerId,
    Medium,
    Period,
    Rating,
    ReceivedSuggestion,
    Title,
    Where,
)
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import open_on

ACTS = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR)

openness = Capability("openness", "/openness", words=("厂务（政务）公开", "Openness"))
suggestions = Capability("openness_suggestions", "/openness-suggestions", words=("公开意见建议", "Suggestions"))


class DiscloseMatter(Creation):
    """Enter what a unit made public."""

    union: UnionId
    employer: EmployerId
    category: Category
    medium: Medium
    period: Period = "once"
    title: Title
    where: Where | None = None
    occurred_on: BusinessDay


class ReceiveSuggestion(Creation):
    """Enter a suggestion about a matter that was made public."""

    disclosure: DisclosureId
    body: Body
    occurred_on: BusinessDay


class AnswerSuggestion(Command):
    """Answer it."""

    answer: Answer
    occurred_on: BusinessDay


class RateAnswer(Command):
    """Whether who suggested it is satisfied."""

    rating: Rating
    occurred_on: BusinessDay


@openness.command("", words=("登记公开事项", "Enter a matter made public"), offices=ACTS, emits=MatterDisclosed)
async def disclose(tx: Tx, command: DiscloseMatter) -> Done:
    """By the union that covers the unit."""
    day = command.occurred_on
    union = await organisations.read(tx, command.union)
    tx.allow(union.area, union.id)
    open_on(union, day)
    unit_type = await store.unit_type(tx, union.id, command.employer, day)
    if unit_type is None:
        raise domain.EmployerNotCovered("employer")
    new = Disclosure(
        id=tx.new_id(command),
        county=union.county,
        area=union.area,
        union_id=union.id,
        employer=command.employer,
        category=command.category,
        medium=command.medium,
        period=command.period,
        title=command.title,
        where=command.where,
        state="published",
        published_on=day,
        revision=1,
    )
    event = domain.disclose(new, unit_type)
    await store.insert(tx, new)
    return await tx.record(new.id, event, on=day, revision=1)


@suggestions.command("", words=("登记意见建议", "Enter a suggestion"), offices=ACTS, emits=SuggestionReceived)
async def receive(tx: Tx, command: ReceiveSuggestion) -> Done:
    """Whoever made it is not recorded; the days to answer begin."""
    day = command.occurred_on
    about = await store.lock(tx, command.disclosure)
    tx.allow(about.area, about.union_id)
    (days,) = await parameters.values(tx, about.county, day, domain.ANSWER_DAYS)
    new = Suggestion(
        id=tx.new_id(command),
        disclosure=about.id,
        county=about.county,
        area=about.area,
        union_id=about.union_id,
        body=command.body,
        state="received",
        received_on=day,
        due_on=domain.due(day, days),
        answered_on=None,
        answer=None,
        rating=None,
        rated_on=None,
        revision=1,
    )
    event = domain.receive(new, about)
    await store.insert_suggestion(tx, new)
    return await tx.record(new.id, event, on=day, revision=1)


@suggestions.command(
    "/{suggestion}/answer", words=("答复意见建议", "Answer a suggestion"), offices=ACTS, emits=SuggestionAnswered
)
async def answer(tx: Tx, suggestion: ReceivedSuggestion, command: AnswerSuggestion) -> Done:
    """In time on its last day."""
    old = await locked_suggestion(tx, suggestion)
    new, event = domain.answer(old, command.answer, command.occurred_on)
    await store.save_suggestion(tx, new)
    return await tx.record(suggestion, event, on=command.occurred_on, revision=new.revision)


@suggestions.command(
    "/{suggestion}/rate",
    words=("登记是否满意", "Enter whether they are satisfied"),
    offices=ACTS,
    emits=SuggestionRated,
)
async def rate(tx: Tx, suggestion: AnsweredSuggestion, command: RateAnswer) -> Done:
    """Once, after the answer."""
    old = await locked_suggestion(tx, suggestion)
    new, event = domain.rate(old, command.rating, command.occurred_on)
    await store.save_suggestion(tx, new)
    return await tx.record(suggestion, event, on=command.occurred_on, revision=new.revision)


async def locked(tx: Tx, disclosure: UUID) -> Disclosure:
    """The entry, in the asker's scope and the revision that the asker has seen."""
    old = await store.lock(tx, disclosure)
    tx.allow(old.area, old.union_id)
    tx.expect(old.revision)
    return old


async def locked_suggestion(tx: Tx, suggestion: UUID) -> Suggestion:
    """The suggestion, likewise."""
    old = await store.lock_suggestion(tx, suggestion)
    tx.allow(old.area, old.union_id)
    tx.expect(old.revision)
    return old
