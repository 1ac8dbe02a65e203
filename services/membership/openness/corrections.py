"""Putting right, and taking back, what was made public and what was suggested about it."""

from dataclasses import replace

from chassis import parameters, standing
from chassis.command import Command, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.declare import Corrected, Event, Voided
from contracts.membership.openness import MatterDisclosed, SuggestionAnswered, SuggestionRated, SuggestionReceived
from services.membership.fields import Why
from services.membership.openness import domain, store
from services.membership.openness.commands import ACTS, locked, locked_suggestion, openness, suggestions
from services.membership.openness.fields import (
    AnySuggestion,
    Body,
    Category,
    Medium,
    Period,
    PublishedDisclosure,
    ReceivedSuggestion,
    Title,
    Where,
)

LAST: dict[str, type[Event]] = {
    "received": SuggestionReceived,
    "answered": SuggestionAnswered,
    "rated": SuggestionRated,
}


class CorrectDisclosure(Command):
    """What was wrong; what is left out stays."""

    category: Category | None = None
    medium: Medium | None = None
    period: Period | None = None
    title: Title | None = None
    where: Where | None = None
    reason: Why


class CorrectSuggestion(Command):
    """What was wrong; what is left out stays."""

    body: Body | None = None
    occurred_on: BusinessDay | None = None
    reason: Why


class VoidOpenness(Command):
    """It should never have been."""

    reason: Why


@openness.command("/{disclosure}/correct", words=("更正公开事项", "Correct an entry"), offices=ACTS, emits=Corrected)
async def correct(tx: Tx, disclosure: PublishedDisclosure, command: CorrectDisclosure) -> Done:
    """One event takes the wrong category back on its day."""
    old = await locked(tx, disclosure)
    domain.published(old)
    event_id, said, on = await standing.last(tx, disclosure, MatterDisclosed)
    new = replace(
        old,
        category=command.category or old.category,
        medium=command.medium or old.medium,
        period=command.period or old.period,
        title=command.title or old.title,
        where=command.where or old.where,
        revision=old.revision + 1,
    )
    right = domain.disclose(new, await store.type_of(tx, old.employer))
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(disclosure, corrected, on=on, revision=new.revision)


@openness.command("/{disclosure}/void", words=("作废公开事项", "Void an entry"), offices=ACTS, emits=Voided)
async def void(tx: Tx, disclosure: PublishedDisclosure, command: VoidOpenness) -> Done:
    """As long as no suggestion rests on it."""
    old = await locked(tx, disclosure)
    domain.published(old)
    if await store.in_use(tx, disclosure):
        raise domain.DisclosureInUse
    event_id, said, on = await standing.last(tx, disclosure, MatterDisclosed)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(disclosure, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@suggestions.command(
    "/{suggestion}/correct", words=("更正意见建议", "Correct a suggestion"), offices=ACTS, emits=Corrected
)
async def correct_suggestion(tx: Tx, suggestion: ReceivedSuggestion, command: CorrectSuggestion) -> Done:
    """Before it is answered; another day of receipt moves its last day."""
    old = await locked_suggestion(tx, suggestion)
    if old.state != "received":
        raise domain.WrongState
    event_id, said, before_on = await standing.last(tx, suggestion, SuggestionReceived)
    on = command.occurred_on or before_on
    tx.happened(on)
    (days,) = await parameters.values(tx, old.county, on, domain.ANSWER_DAYS)
    new = replace(
        old,
        body=command.body or old.body,
        received_on=on,
        due_on=domain.due(on, days),
        revision=old.revision + 1,
    )
    right = domain.receive(new, await store.lock(tx, old.disclosure))
    await store.save_suggestion(tx, new)
    corrected = Corrected.of(event_id, said, before_on, right, on, command.reason)
    return await tx.record(suggestion, corrected, on=before_on, revision=new.revision)


@suggestions.command(
    "/{suggestion}/void-step",
    words=("作废最后一步", "Void a suggestion's last step"),
    offices=ACTS,
    emits=Voided,
)
async def void_step(tx: Tx, suggestion: AnySuggestion, command: VoidOpenness) -> Done:
    """The rating, the answer, then the suggestion itself: the last first (docs/decisions/0021)."""
    old = await locked_suggestion(tx, suggestion)
    new = domain.step_back(old)
    event_id, said, on = await standing.last(tx, suggestion, LAST[old.state])
    await store.save_suggestion(tx, new)
    return await tx.record(suggestion, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)
