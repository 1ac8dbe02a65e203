"""Checklists and assessments as lists and pages show them."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.access.reach import Reach
from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.postgres import Tx
from chassis.refusal import NotFound
from chassis.web.paging import Page
from contracts.membership.standardisation import LEVEL_WORDS, RETURNED_WORDS, Level, ReturnedBecause
from contracts.offices import STAFF, Office
from services.membership.standardisation.commands import assessments, checklists
from services.membership.standardisation.domain.checklist import Answer, Checklist, Item
from services.membership.standardisation.domain.shipped import SHIPPED
from services.membership.standardisation.fields import ANSWER_WORDS

State = Literal["open", "submitted", "returned", "judged", "superseded", "void"]
STATE_WORDS = {
    "open": {"zh": "自评中", "en": "Being answered"},
    "submitted": {"zh": "待评定", "en": "Waiting for the verdict"},
    "returned": {"zh": "已退回", "en": "Returned"},
    "judged": {"zh": "已评定", "en": "Judged"},
    "superseded": {"zh": "已由新评定取代", "en": "Superseded"},
    "void": {"zh": "已作废", "en": "Void"},
}
LIST_STATE_WORDS = {"active": {"zh": "有效", "en": "Active"}, "void": {"zh": "已作废", "en": "Void"}}
SEES = (*sorted(STAFF), Office.ENTERPRISE_CHAIR)


class ItemRow(BaseModel):
    """One item; `section`, `text`: {"zh", "en"}. In an assessment with its answer and note."""

    code: str
    section: dict[str, str]
    text: dict[str, str]
    points: int
    source: str
    answer: Answer | None = None
    answer_words: dict[str, str] = Field(default_factory=dict)
    note: str = ""

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        if self.answer:
            self.answer_words.update(zip(("zh", "en"), ANSWER_WORDS[self.answer], strict=True))


class ChecklistRow(BaseModel):
    """One version; the shipped one is version 1 and not a county's."""

    id: UUID
    revision: int
    label: str
    state: Literal["active", "void"]
    words: dict[str, str] = Field(default_factory=dict)
    shipped: bool
    version: int
    title: str
    title_en: str
    document: str
    effective_on: str

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(LIST_STATE_WORDS[self.state])
        self.label = f"{self.title}（第 {self.version} 版）"


class ChecklistDetail(ChecklistRow):
    """One version with its items."""

    items: list[ItemRow] = Field(default_factory=list)


class AssessmentRow(BaseModel):
    """One assessment; `points` are the union's own, `score` the county's; `days_left` counts to `due_on`."""

    id: UUID
    revision: int
    label: str
    state: State
    words: dict[str, str] = Field(default_factory=dict)
    area: str
    union: UUID
    union_name: str
    checklist: UUID
    version: int
    opened_on: str
    due_on: str
    days_left: int | None
    submitted_on: str | None
    points: int
    because: ReturnedBecause | None
    because_words: dict[str, str] = Field(default_factory=dict)
    remark: str | None
    level: Level | None
    level_words: dict[str, str] = Field(default_factory=dict)
    score: int | None
    judged_on: str | None

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(STATE_WORDS[self.state])
        self.because_words.update(RETURNED_WORDS[self.because]._asdict() if self.because else {})
        self.level_words.update(LEVEL_WORDS[self.level]._asdict() if self.level else {})
        self.label = f"{self.union_name} {self.opened_on}"


class AssessmentDetail(AssessmentRow):
    """One assessment with every item of its version and what was answered; `most` points can be had."""

    items: list[ItemRow] = Field(default_factory=list)
    most: int = 0


class _Answered(BaseModel):
    code: str
    answer: Answer
    note: str


@checklists.query("", words=("检查表列表", "Checklists"), offices=SEES, reach=Reach.COUNTY)
async def checklists_listed(
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="名称")] = None,
    state: Annotated[Literal["active", "void"] | None, Query(title="状态")] = None,
) -> Page[ChecklistRow]:
    """The county's own versions, the latest first. GET /checklists/in-force answers the one that holds."""
    (below,) = asked.key(int)
    rows = await tx.many(
        ChecklistRow,
        """SELECT id, revision, '' AS label, state, false AS shipped, version, title, title_en, document,
            effective_on::text
        FROM checklists WHERE county = $1 AND ($2::int IS NULL OR version < $2)
            AND ($3::text IS NULL OR strpos(title, $3) > 0) AND ($4::text IS NULL OR state = $4)
        ORDER BY version DESC LIMIT $5""",
        tx.principal.county,
        below,
        q,
        state,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.version])


@checklists.query("/in-force", words=("现行检查表", "Checklist in force"), offices=SEES, reach=Reach.COUNTY)
async def in_force(tx: ReadTx) -> ChecklistDetail:
    """The version by which an assessment begins today."""
    found: UUID | None = await tx.value(
        """SELECT id FROM checklists WHERE county = $1 AND effective_on <= $2 AND state = 'active'
        ORDER BY version DESC LIMIT 1""",
        tx.principal.county,
        tx.today,
    )
    return await _version(tx, found or SHIPPED.id)


@checklists.query("/{checklist}", words=("检查表", "Checklist"), offices=SEES, reach=Reach.COUNTY)
async def checklist_one(tx: ReadTx, checklist: UUID) -> ChecklistDetail:
    """One version with its items, the shipped one too."""
    return await _version(tx, checklist)


@assessments.query("", words=("规范化自评列表", "Assessments"), offices=SEES)
async def listed(  # noqa: PLR0913 - a list's filters
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="工会名称")] = None,
    union: Annotated[UUID | None, Query(title="工会")] = None,
    state: Annotated[State | None, Query(title="状态")] = None,
    level: Annotated[Level | None, Query(title="评定等级")] = None,
    lies: Annotated[Literal["union", "county"] | None, Query(title="由谁办理")] = None,
) -> Page[AssessmentRow]:
    """The assessments of the asker's area, or union; `lies`: with whom the next step lies."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        AssessmentRow,
        """SELECT a.id, a.revision, '' AS label, a.state, u.area, a.union_id AS union, u.name AS union_name,
            a.checklist, a.version, a.opened_on::text, a.due_on::text,
            CASE WHEN a.state = 'open' THEN a.due_on - $3::date END AS days_left, a.submitted_on::text, a.points,
            a.because, a.remark, a.level, a.score, a.judged_on::text
        FROM assessments a JOIN unions u ON u.id = a.union_id
        WHERE u.area >= $1 AND u.area < $2 AND ($4::uuid IS NULL OR a.id > $4)
            AND ($5::uuid IS NULL OR a.union_id = $5) AND ($6::text IS NULL OR strpos(u.name, $6) > 0)
            AND ($7::uuid IS NULL OR a.union_id = $7)
            AND (a.state = $8 OR ($8::text IS NULL AND a.state <> 'void'))
            AND ($9::text IS NULL OR a.level = $9)
            AND ($10::text IS NULL OR (a.state IN ('open', 'returned')) = ($10 = 'union')
                AND a.state IN ('open', 'returned', 'submitted'))
        ORDER BY a.id LIMIT $11""",
        *tx.scope,
        tx.today,
        after,
        tx.org,
        q,
        union,
        state,
        level,
        lies,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@assessments.query("/{assessment}", words=("规范化自评", "Assessment"), offices=SEES)
async def one(tx: ReadTx, assessment: UUID) -> AssessmentDetail:
    """One assessment of the asker's area, or union, with every item of its version."""
    row = await tx.one(
        AssessmentDetail,
        """SELECT a.id, a.revision, '' AS label, a.state, u.area, a.union_id AS union, u.name AS union_name,
            a.checklist, a.version, a.opened_on::text, a.due_on::text,
            CASE WHEN a.state = 'open' THEN a.due_on - $2::date END AS days_left, a.submitted_on::text, a.points,
            a.because, a.remark, a.level, a.score, a.judged_on::text
        FROM assessments a JOIN unions u ON u.id = a.union_id
        WHERE a.id = $1 AND u.area >= $3 AND u.area < $4 AND ($5::uuid IS NULL OR a.union_id = $5)""",
        assessment,
        tx.today,
        *tx.scope,
        tx.org,
    )
    answers = await tx.many(
        _Answered, "SELECT code, answer, note FROM assessment_answers WHERE assessment = $1", assessment
    )
    given = {each.code: each for each in answers}
    for item in (await _version(tx, row.checklist)).items:
        said = given.get(item.code)
        known = {"answer": said.answer, "note": said.note} if said else {}
        row.items.append(ItemRow(**{**item.model_dump(), **known}))
    return row.model_copy(update={"most": sum(item.points for item in row.items)})


history(
    checklists,
    "/{checklist}",
    checklist_one,
    words=("检查表变更记录", "Checklist's history"),
    offices=SEES,
    reach=Reach.COUNTY,
)
history(assessments, "/{assessment}", one, words=("规范化自评变更记录", "Assessment's history"), offices=SEES)


async def _version(tx: Tx, checklist: UUID) -> ChecklistDetail:
    if checklist == SHIPPED.id:
        return _shipped(SHIPPED)
    row = await tx.maybe(
        ChecklistDetail,
        """SELECT id, revision, '' AS label, state, false AS shipped, version, title, title_en, document,
            effective_on::text
        FROM checklists WHERE id = $1 AND county = $2""",
        checklist,
        tx.principal.county,
    )
    if row is None:
        raise NotFound
    items = await tx.many(
        Item,
        """SELECT code, section, section_en, text, text_en, points, source
        FROM checklist_items WHERE checklist = $1 ORDER BY position""",
        checklist,
    )
    row.items.extend(_row(item) for item in items)
    return row


def _shipped(shipped: Checklist) -> ChecklistDetail:
    return ChecklistDetail(
        id=shipped.id,
        revision=shipped.revision,
        label="",
        state="active",
        shipped=True,
        version=shipped.version,
        title=shipped.title,
        title_en=shipped.title_en,
        document=shipped.document,
        effective_on=shipped.effective_on.isoformat(),
        items=[_row(item) for item in shipped.items],
    )


def _row(item: Item) -> ItemRow:
    return ItemRow(
        code=item.code,
        section={"zh": item.section, "en": item.section_en or item.section},
        text={"zh": item.text, "en": item.text_en or item.text},
        points=item.points,
        source=item.source,
    )
