"""Setting a version of the checklist; opening, answering and submitting an assessment; the county's answer to it."""

from uuid import UUID

from chassis import parameters
from chassis.access.two_persons import entered_by_another
from chassis.command import Capability, Command, Creation, Done
from chassis.fields import BusinessDay
from chassis.postgres import Tx
from contracts.declare import Place
from contracts.membership.standardisation import (
    AssessmentAnswered,
    AssessmentJudged,
    AssessmentOpened,
    AssessmentReturned,
    AssessmentSubmitted,
    AssessmentSuperseded,
    ChecklistSet,
    Level,
)
from contracts.offices import Office
from services.membership.committees.domain import keeper
from services.membership.fields import UnionId
from services.membership.organisations import store as organisations
from services.membership.organisations.domain import Union
from services.membership.standardisation import domain, fields, store
from services.membership.standardisation.domain import (
    JUDGING_DAYS,
    NEARLY_PERCENT,
    REDOING_DAYS,
    STANDARD_PERCENT,
    Assessment,
)
from services.membership.standardisation.domain import checklist as listing
from services.membership.standardisation.domain.checklist import Checklist, Item
from services.membership.standardisation.fields import OpenAssessment, SubmittedAssessment

COUNTY = (Office.COUNTY_ORGANISER,)
KEEPERS = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR)

checklists = Capability("checklists", "/checklists", words=("规范化检查表", "Checklists"))
assessments = Capability(
    "assessments",
    "/assessments",
    words=("规范化建设", "Standardisation"),
    constraints={"one_open_assessment_per_union": domain.AssessmentOpen},
)


class SetChecklist(Creation):
    """A county's next version."""

    title: fields.Title
    title_en: fields.TitleEnglish = ""
    document: fields.Document
    effective_on: fields.Effective
    items: fields.Items
    occurred_on: BusinessDay


class OpenAssessmentOf(Creation):
    """Ask a union to assess itself."""

    union: UnionId
    due_on: fields.DueOn
    occurred_on: BusinessDay


class AnswerItems(Command):
    """Some items, or all."""

    answers: fields.Answers
    occurred_on: BusinessDay


class SubmitAssessment(Command):
    """To the county."""

    occurred_on: BusinessDay


class ReturnAssessment(Command):
    """Back to the union's own office."""

    because: fields.Because
    remark: fields.Remark | None = None
    occurred_on: BusinessDay


class JudgeAssessment(Command):
    """The verdict."""

    level: fields.Level
    score: fields.Score
    occurred_on: BusinessDay


@checklists.command("", words=("设定检查表", "Set a checklist"), offices=COUNTY, emits=ChecklistSet)
async def set_checklist(tx: Tx, command: SetChecklist) -> Done:
    """From its day on assessments begin by it; those begun before keep theirs."""
    county = tx.principal.county
    new_id = tx.new_id(command)
    tx.allow(county)
    version, since = await store.latest(tx, county)
    new = Checklist(
        id=new_id,
        county=county,
        version=version + 1,
        title=command.title,
        title_en=command.title_en,
        document=command.document,
        effective_on=command.effective_on,
        state="active",
        revision=1,
        items=tuple(Item(**item.model_dump()) for item in command.items),
    )
    event = listing.set_version(new, since, Place(area=county))
    await store.insert_checklist(tx, new)
    return await tx.record(new.id, event, on=command.occurred_on, revision=1)


@assessments.command(
    "", words=("发起规范化自评", "Open a self-assessment"), offices=(*KEEPERS, *COUNTY), emits=AssessmentOpened
)
async def begin(tx: Tx, command: OpenAssessmentOf) -> Done:
    """By the version that holds on that day."""
    union = await organisations.read(tx, command.union)
    tx.allow(union.area, union.id)
    on = command.occurred_on
    checklist = await store.in_force(tx, union.county, on)
    new, event = domain.begin(tx.new_id(command), union, checklist, on, command.due_on)
    await store.insert(tx, new)
    return await tx.record(new.id, event, on=on, revision=1)


@assessments.command(
    "/{assessment}/answer", words=("填报自评", "Answer items"), offices=KEEPERS, emits=AssessmentAnswered
)
async def answer(tx: Tx, assessment: OpenAssessment, command: AnswerItems) -> Done:
    """By the union's own office alone; what is not answered again stays."""
    old, union = await locked(tx, assessment)
    keeper(union, tx.principal.office)
    checklist = await store.checklist(tx, old.checklist)
    given = {each.code: (each.answer, each.note) for each in command.answers}
    known = await store.answers(tx, assessment)
    known.update({code: each[0] for code, each in given.items()})
    new, event = domain.answer(old, union, checklist, known)
    await store.put_answers(tx, assessment, given)
    await store.save(tx, new)
    return await tx.record(assessment, event, on=command.occurred_on, revision=new.revision)


@assessments.command(
    "/{assessment}/submit", words=("提交自评", "Submit an assessment"), offices=KEEPERS, emits=AssessmentSubmitted
)
async def submit(tx: Tx, assessment: OpenAssessment, command: SubmitAssessment) -> Done:
    """To the county, with every item answered."""
    old, union = await locked(tx, assessment)
    keeper(union, tx.principal.office)
    on = command.occurred_on
    tx.happened(on)
    (days,) = await parameters.values(tx, union.county, on, JUDGING_DAYS)
    checklist = await store.checklist(tx, old.checklist)
    new, event = domain.submit(old, union, checklist, await store.answers(tx, assessment), on, days)
    await store.save(tx, new)
    return await tx.record(assessment, event, on=on, revision=new.revision)


@assessments.command(
    "/{assessment}/return", words=("退回自评", "Return an assessment"), offices=COUNTY, emits=AssessmentReturned
)
async def give_back(tx: Tx, assessment: SubmittedAssessment, command: ReturnAssessment) -> Done:
    """The county returns, it never edits a township's figure (统计法)."""
    old, union = await locked(tx, assessment)
    on = command.occurred_on
    tx.happened(on)
    (days,) = await parameters.values(tx, union.county, on, REDOING_DAYS)
    new, event = domain.give_back(old, union, command.because, command.remark, on, days)
    await store.save(tx, new)
    return await tx.record(assessment, event, on=on, revision=new.revision)


@assessments.command(
    "/{assessment}/judge",
    words=("评定规范化等级", "Judge an assessment"),
    offices=COUNTY,
    emits=(AssessmentJudged, AssessmentSuperseded),
    sensitive=True,
)
async def judge(tx: Tx, assessment: SubmittedAssessment, command: JudgeAssessment) -> Done:
    """The county's own level and score; the verdict before it holds no more."""
    old, union = await locked(tx, assessment)
    on = command.occurred_on
    tx.happened(on)
    await entered_by_another(tx, assessment, AssessmentAnswered, AssessmentSubmitted, corrected=False)
    checklist = await store.checklist(tx, old.checklist)
    domain.complete(checklist, await store.answers(tx, assessment))
    least = await levels(tx, union)
    new, event = domain.judge(old, union, checklist.points, command.level, command.score, on, least)
    if held := await store.holding(tx, union.id):
        past, superseded = domain.supersede(held, union, assessment)
        await store.save(tx, past)
        tx.also(held.id, superseded, on=on)
    await store.save(tx, new)
    return await tx.record(assessment, event, on=on, revision=new.revision)


async def locked(tx: Tx, assessment: UUID) -> tuple[Assessment, Union]:
    """An assessment about to change, and its union."""
    old = await store.lock(tx, assessment)
    union = await organisations.read(tx, old.union)
    tx.allow(union.area, union.id)
    tx.expect(old.revision)
    return old, union


async def levels(tx: Tx, union: Union) -> dict[Level, int]:
    """Which share of the points each level needs, in percent."""
    standard, nearly = await parameters.values(tx, union.county, tx.today, STANDARD_PERCENT, NEARLY_PERCENT)
    return {"standard": standard, "nearly-standard": nearly}
