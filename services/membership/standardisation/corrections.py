"""Putting right and taking back: versions nobody was assessed by, and each step of an assessment by who took it."""

from dataclasses import replace
from uuid import UUID

from chassis import standing
from chassis.command import Command, Done
from chassis.postgres import Tx
from contracts.declare import Corrected, Place, Voided
from contracts.membership.standardisation import (
    AssessmentJudged,
    AssessmentOpened,
    AssessmentReturned,
    AssessmentSubmitted,
    AssessmentSuperseded,
    ChecklistSet,
)
from services.membership.committees.domain import keeper
from services.membership.fields import Why
from services.membership.standardisation import domain, fields, store
from services.membership.standardisation.commands import (
    COUNTY,
    KEEPERS,
    assessments,
    checklists,
    levels,
    locked,
)
from services.membership.standardisation.domain import checklist as listing
from services.membership.standardisation.domain.checklist import Checklist, Item
from services.membership.standardisation.fields import (
    JudgedAssessment,
    OpenAssessment,
    OwnChecklist,
    ReturnedAssessment,
    SubmittedAssessment,
)


class CorrectChecklist(Command):
    """What was wrong; what is left out stays."""

    title: fields.Title | None = None
    title_en: fields.TitleEnglish | None = None
    document: fields.Document | None = None
    effective_on: fields.Effective | None = None
    items: fields.Items | None = None
    reason: Why


class PostponeAssessment(Command):
    """Due on another day."""

    due_on: fields.DueOn
    reason: Why


class CorrectVerdict(Command):
    """What was wrong; what is left out stays."""

    level: fields.Level | None = None
    score: fields.Score | None = None
    reason: Why


class VoidStep(Command):
    """It should never have been."""

    reason: Why


@checklists.command(
    "/{checklist}/correct", words=("更正检查表", "Correct a checklist"), offices=COUNTY, emits=Corrected
)
async def correct_checklist(tx: Tx, checklist: OwnChecklist, command: CorrectChecklist) -> Done:
    """While no assessment began by it."""
    old = await _checklist(tx, checklist)
    event_id, said, on = await standing.last(tx, checklist, ChecklistSet)
    changed = command.model_dump(exclude={"items", "reason"}, exclude_none=True)
    items = tuple(Item(**item.model_dump()) for item in command.items) if command.items else old.items
    new = replace(old, **changed, items=items, revision=old.revision + 1)
    right = listing.set_version(new, await store.before(tx, old), Place(area=tx.principal.county))
    await store.save_checklist(tx, new)
    await store.put_items(tx, new)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(checklist, corrected, on=on, revision=new.revision)


@checklists.command("/{checklist}/void", words=("作废检查表", "Void a checklist"), offices=COUNTY, emits=Voided)
async def void_checklist(tx: Tx, checklist: OwnChecklist, command: VoidStep) -> Done:
    """While no assessment began by it; the version before it holds again."""
    old = await _checklist(tx, checklist)
    event_id, said, on = await standing.last(tx, checklist, ChecklistSet)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save_checklist(tx, new)
    return await tx.record(checklist, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@assessments.command(
    "/{assessment}/correct",
    words=("更正自评期限", "Correct an assessment's due day"),
    offices=(*KEEPERS, *COUNTY),
    emits=Corrected,
)
async def correct(tx: Tx, assessment: OpenAssessment, command: PostponeAssessment) -> Done:
    """While it is open. What was answered is answered again, never corrected from outside."""
    old, union = await locked(tx, assessment)
    new, right = domain.postpone(old, union, command.due_on)
    event_id, said, on = await standing.last(tx, assessment, AssessmentOpened)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(assessment, corrected, on=on, revision=new.revision)


@assessments.command(
    "/{assessment}/void", words=("作废自评", "Void an assessment"), offices=(*KEEPERS, *COUNTY), emits=Voided
)
async def void(tx: Tx, assessment: OpenAssessment, command: VoidStep) -> Done:
    """While it lies with the union."""
    old, _ = await locked(tx, assessment)
    domain.with_union(old)
    for event_id, said, on in await standing.of_kind(tx, assessment, AssessmentReturned):
        tx.also(assessment, Voided.of(event_id, said, on, command.reason), on=on)
    event_id, opened, on = await standing.last(tx, assessment, AssessmentOpened)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(assessment, Voided.of(event_id, opened, on, command.reason), on=on, revision=new.revision)


@assessments.command(
    "/{assessment}/void-submission", words=("撤回自评", "Withdraw an assessment"), offices=KEEPERS, emits=Voided
)
async def void_submission(tx: Tx, assessment: SubmittedAssessment, command: VoidStep) -> Done:
    """The union's own office takes it back before the verdict."""
    old, union = await locked(tx, assessment)
    keeper(union, tx.principal.office)
    submitted = await standing.of_kind(tx, assessment, AssessmentSubmitted)
    returned = await standing.of_kind(tx, assessment, AssessmentReturned)
    before = submitted[-2][2] if len(submitted) > 1 and returned else None
    new = domain.unsubmit(old, before, returned[-1][1].because if before else None)
    event_id, said, on = submitted[-1]
    await store.save(tx, new)
    return await tx.record(assessment, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@assessments.command("/{assessment}/void-return", words=("作废退回", "Void a return"), offices=COUNTY, emits=Voided)
async def void_return(tx: Tx, assessment: ReturnedAssessment, command: VoidStep) -> Done:
    """It waits for the verdict again."""
    old, _ = await locked(tx, assessment)
    new = domain.unreturn(old)
    event_id, said, on = await standing.last(tx, assessment, AssessmentReturned)
    await store.save(tx, new)
    return await tx.record(assessment, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@assessments.command(
    "/{assessment}/correct-verdict", words=("更正评定", "Correct a verdict"), offices=COUNTY, emits=Corrected
)
async def correct_verdict(tx: Tx, assessment: JudgedAssessment, command: CorrectVerdict) -> Done:
    """The one that holds."""
    old, union = await locked(tx, assessment)
    level, score = domain.verdict(old)
    checklist, least = await store.checklist(tx, old.checklist), await levels(tx, union)
    given = command.score if command.score is not None else score
    new, right = domain.rejudge(old, union, checklist.points, command.level or level, given, least)
    event_id, said, on = await standing.last(tx, assessment, AssessmentJudged)
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(assessment, corrected, on=on, revision=new.revision)


@assessments.command("/{assessment}/void-verdict", words=("作废评定", "Void a verdict"), offices=COUNTY, emits=Voided)
async def void_verdict(tx: Tx, assessment: JudgedAssessment, command: VoidStep) -> Done:
    """It waits for a verdict again, and the one before holds again."""
    old, union = await locked(tx, assessment)
    new = domain.unjudge(old)
    await store.save(tx, new)
    if before := await store.superseded(tx, union.id):
        event_id, superseded, on = await standing.last(tx, before.id, AssessmentSuperseded)
        await store.save(tx, domain.restored(before))
        tx.also(before.id, Voided.of(event_id, superseded, on, command.reason), on=on)
    event_id, said, on = await standing.last(tx, assessment, AssessmentJudged)
    return await tx.record(assessment, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _checklist(tx: Tx, checklist: UUID) -> Checklist:
    old = await store.checklist(tx, checklist)
    tx.allow(old.county or "")
    tx.expect(old.revision)
    listing.untouched(old, used=await store.used(tx, checklist))
    return old
