"""Checklists and assessments in the database: one function, one statement or two."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from chassis.postgres import Tx
from services.membership.standardisation.domain import Assessment
from services.membership.standardisation.domain.checklist import Answer, Checklist, Item
from services.membership.standardisation.domain.shipped import SHIPPED


@dataclass(frozen=True)
class _Head:
    id: UUID
    county: str
    version: int
    title: str
    title_en: str
    document: str
    effective_on: date
    state: str
    revision: int


@dataclass(frozen=True)
class _Answered:
    code: str
    answer: Answer


async def checklist(tx: Tx, checklist: UUID) -> Checklist:
    """One version with its items, the shipped one too; a county's own is locked."""
    if checklist == SHIPPED.id:
        return SHIPPED
    head = await tx.one(
        _Head,
        """SELECT id, county, version, title, title_en, document, effective_on, state, revision
        FROM checklists WHERE id = $1 FOR UPDATE""",
        checklist,
    )
    return Checklist(**vars(head), items=tuple(await _items(tx, checklist)))


async def in_force(tx: Tx, county: str, on: date) -> Checklist:
    """The version by which an assessment begins on a day: the county's latest, else the shipped one."""
    found: UUID | None = await tx.value(
        """SELECT id FROM checklists WHERE county = $1 AND effective_on <= $2 AND state = 'active'
        ORDER BY version DESC LIMIT 1""",
        county,
        on,
    )
    return await checklist(tx, found or SHIPPED.id)


async def latest(tx: Tx, county: str) -> tuple[int, date]:
    """The last version's number in a county, voided ones counted, and from which day the last active one holds."""
    number: int | None = await tx.value("SELECT max(version) FROM checklists WHERE county = $1", county)
    since: date | None = await tx.value(
        "SELECT max(effective_on) FROM checklists WHERE county = $1 AND state = 'active'", county
    )
    return number or SHIPPED.version, since or SHIPPED.effective_on


async def before(tx: Tx, old: Checklist) -> date:
    """From which day the version before one holds."""
    since: date | None = await tx.value(
        "SELECT max(effective_on) FROM checklists WHERE county = $1 AND state = 'active' AND version < $2",
        old.county,
        old.version,
    )
    return since or SHIPPED.effective_on


async def insert_checklist(tx: Tx, new: Checklist) -> None:
    """A county's next version with its items."""
    await tx.run(
        """INSERT INTO checklists (id, county, version, title, title_en, document, effective_on, state, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        new.id,
        new.county,
        new.version,
        new.title,
        new.title_en,
        new.document,
        new.effective_on,
        new.state,
        new.revision,
    )
    await put_items(tx, new)


async def put_items(tx: Tx, new: Checklist) -> None:
    """The items of a version, in place of those before."""
    await tx.run("DELETE FROM checklist_items WHERE checklist = $1", new.id)
    await tx.run(
        """INSERT INTO checklist_items
            (checklist, position, code, section, section_en, text, text_en, points, source)
        SELECT $1, given.position, code, section, section_en, text, text_en, points, source
        FROM unnest($2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::text[])
            WITH ORDINALITY AS given (code, section, section_en, text, text_en, points, source, position)""",
        new.id,
        *([getattr(item, field.name) for item in new.items] for field in fields(Item)),
    )


async def save_checklist(tx: Tx, new: Checklist) -> None:
    """Everything of a version that can change, its items aside."""
    await tx.run(
        """UPDATE checklists SET title = $2, title_en = $3, document = $4, effective_on = $5, state = $6, revision = $7
        WHERE id = $1""",
        new.id,
        new.title,
        new.title_en,
        new.document,
        new.effective_on,
        new.state,
        new.revision,
    )


async def used(tx: Tx, checklist: UUID) -> bool:
    """Whether an assessment began by this version."""
    found: bool = await tx.value("SELECT EXISTS (SELECT FROM assessments WHERE checklist = $1)", checklist)
    return found


async def lock(tx: Tx, assessment: UUID) -> Assessment:
    """An assessment about to change."""
    return await tx.one(
        Assessment,
        """SELECT id, union_id AS union, checklist, version, opened_on, due_on, state, submitted_on, points, because,
            remark, level, score, judged_on, revision
        FROM assessments WHERE id = $1 FOR UPDATE""",
        assessment,
    )


async def holding(tx: Tx, union: UUID) -> Assessment | None:
    """The assessment whose verdict holds for a union, locked."""
    return await tx.maybe(
        Assessment,
        """SELECT id, union_id AS union, checklist, version, opened_on, due_on, state, submitted_on, points, because,
            remark, level, score, judged_on, revision
        FROM assessments WHERE union_id = $1 AND state = 'judged' FOR UPDATE""",
        union,
    )


async def superseded(tx: Tx, union: UUID) -> Assessment | None:
    """The assessment whose verdict held last before the present one, locked."""
    return await tx.maybe(
        Assessment,
        """SELECT id, union_id AS union, checklist, version, opened_on, due_on, state, submitted_on, points, because,
            remark, level, score, judged_on, revision
        FROM assessments WHERE union_id = $1 AND state = 'superseded' ORDER BY id DESC LIMIT 1 FOR UPDATE""",
        union,
    )


async def insert(tx: Tx, new: Assessment) -> None:
    """An assessment that begins."""
    await tx.run(
        """INSERT INTO assessments (id, union_id, checklist, version, opened_on, due_on, state, points, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        new.id,
        new.union,
        new.checklist,
        new.version,
        new.opened_on,
        new.due_on,
        new.state,
        new.points,
        new.revision,
    )


async def save(tx: Tx, new: Assessment) -> None:
    """Everything of an assessment that can change."""
    await tx.run(
        """UPDATE assessments SET due_on = $2, state = $3, submitted_on = $4, points = $5, because = $6, remark = $7,
            level = $8, score = $9, judged_on = $10, revision = $11 WHERE id = $1""",
        new.id,
        new.due_on,
        new.state,
        new.submitted_on,
        new.points,
        new.because,
        new.remark,
        new.level,
        new.score,
        new.judged_on,
        new.revision,
    )


async def answers(tx: Tx, assessment: UUID) -> dict[str, Answer]:
    """What was answered by now, by item. The caller holds the assessment's lock."""
    rows = await tx.many(_Answered, "SELECT code, answer FROM assessment_answers WHERE assessment = $1", assessment)
    return {row.code: row.answer for row in rows}


async def put_answers(tx: Tx, assessment: UUID, given: Mapping[str, tuple[Answer, str]]) -> None:
    """Answers and notes of some items, in place of what stood there."""
    await tx.run(
        """INSERT INTO assessment_answers (assessment, code, answer, note)
        SELECT $1, * FROM unnest($2::text[], $3::text[], $4::text[])
        ON CONFLICT (assessment, code) DO UPDATE SET answer = excluded.answer, note = excluded.note""",
        assessment,
        list(given),
        [answer for answer, _ in given.values()],
        [note for _, note in given.values()],
    )


async def _items(tx: Tx, checklist: UUID) -> list[Item]:
    return await tx.many(
        Item,
        """SELECT code, section, section_en, text, text_en, points, source
        FROM checklist_items WHERE checklist = $1 ORDER BY position""",
        checklist,
    )
