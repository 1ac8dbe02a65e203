"""Ledgers of dues, their months, who is in arrears (masked, without amounts), and what was paid or waived."""

from dataclasses import dataclass
from typing import Annotated, Literal
from uuid import UUID

from fastapi import Query
from pydantic import BaseModel, Field

from chassis.command import Paging, ReadTx
from chassis.history import history
from chassis.parameters import values
from chassis.personal.reading import PersonsTx
from chassis.postgres import Tx
from chassis.refusal import NotFound
from chassis.web.paging import Page
from contracts.days import Day
from contracts.membership.dues import PAYMENT_METHOD_WORDS, WAIVER_REASON_WORDS
from contracts.offices import STAFF, Office
from services.membership.dues.commands import dues
from services.membership.dues.domain import ACCRUAL_DAY, first_of

LedgerState = Literal["open", "void"]
LEDGER_WORDS = {"open": {"zh": "在用", "en": "Open"}, "void": {"zh": "已作废", "en": "Void"}}
SettlementState = Literal["standing", "void"]
SETTLEMENT_WORDS = {"standing": {"zh": "有效", "en": "Stands"}, "void": {"zh": "已作废", "en": "Void"}}
Kind = Literal["paid", "waived"]
KIND_WORDS = {"paid": {"zh": "缴纳", "en": "Payment"}, "waived": {"zh": "减免", "en": "Waiver"}}
WAY_WORDS = {code: each._asdict() for code, each in {**PAYMENT_METHOD_WORDS, **WAIVER_REASON_WORDS}.items()}
SEES_SUMS = (*sorted(STAFF - {Office.MEDIATOR}), Office.ENTERPRISE_CHAIR)
SEES_MEMBERS = (
    Office.TOWNSHIP_CLERK,
    Office.TOWNSHIP_CHAIR,
    Office.COUNTY_ORGANISER,
    Office.COUNTY_APPROVER,
    Office.ENTERPRISE_CHAIR,
)


class LedgerRow(BaseModel):
    """A union's ledger: sums in fen, the month that is accrued next, by when, and days left until then."""

    id: UUID
    revision: int
    label: str
    state: LedgerState
    words: dict[str, str] = Field(default_factory=dict)
    union: UUID
    area: str
    begun: str
    next_month: str
    due_on: str
    days_left: int
    accrued_fen: int
    paid_fen: int
    waived_fen: int
    arrears_fen: int


class MonthRow(BaseModel):
    """One month of a ledger: what was accrued in fen, and of how many members; how many have paid, or need not."""

    month: str
    accrued_fen: int
    members: int
    paid: int
    waived: int
    owing: int


class ArrearsRow(BaseModel):
    """A member who owes, masked; how many months, the first and the last. What they owe would tell what they earn."""

    id: UUID
    label: str
    months: int
    first_month: str
    last_month: str


class MemberRow(BaseModel):
    """A member, masked."""

    id: UUID
    label: str


class SettlementRow(BaseModel):
    """A payment or waiver, fen; `label` names months and members."""

    id: UUID
    revision: int
    label: str = ""
    state: SettlementState
    words: dict[str, str] = Field(default_factory=dict)
    kind: Kind
    kind_words: dict[str, str] = Field(default_factory=dict)
    ledger: UUID
    union: UUID
    union_name: str
    area: str
    from_month: str
    to_month: str
    members: int
    amount_fen: int
    way: str
    way_words: dict[str, str] = Field(default_factory=dict)
    settled_on: str

    def model_post_init(self, _: object) -> None:
        """Add the words of the codes."""
        self.words.update(SETTLEMENT_WORDS[self.state])
        self.kind_words.update(KIND_WORDS[self.kind])
        self.way_words.update(WAY_WORDS[self.way])
        span = (
            self.from_month[:7] if self.from_month == self.to_month else f"{self.from_month[:7]}至{self.to_month[:7]}"
        )
        self.label = f"{self.union_name} {span} {self.members}人"


@dataclass(frozen=True)
class _Ledger:
    id: UUID
    revision: int
    label: str
    state: LedgerState
    union: UUID
    county: str
    area: str
    begun: Day
    next_month: Day
    accrued_fen: int
    paid_fen: int
    waived_fen: int


@dues.query("", words=("会费台账列表", "Ledgers of dues"), offices=SEES_SUMS)
async def listed(
    tx: ReadTx,
    asked: Paging,
    q: Annotated[str | None, Query(max_length=100, title="工会名称")] = None,
    state: Annotated[LedgerState, Query(title="状态")] = "open",
    due: Annotated[bool | None, Query(title="只看待计提的")] = None,
) -> Page[LedgerRow]:
    """Those of the asker's area, or union; `due`: those whose next month has begun."""
    (after,) = asked.key(UUID)
    rows = await tx.many(
        _Ledger,
        """SELECT l.id, l.revision, u.name AS label, l.state, l.union_id AS union, u.county, u.area, l.begun,
            l.next_month, a.fen AS accrued_fen, s.paid AS paid_fen, s.waived AS waived_fen
        FROM dues_ledgers l JOIN unions u ON u.id = l.union_id
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount_fen), 0)::bigint AS fen FROM dues_accruals WHERE ledger = l.id) a
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount_fen) FILTER (WHERE kind = 'paid'), 0)::bigint AS paid,
                coalesce(sum(amount_fen) FILTER (WHERE kind = 'waived'), 0)::bigint AS waived
            FROM dues_settlements WHERE ledger = l.id AND state = 'standing') s
        WHERE u.area >= $1 AND u.area < $2 AND ($3::uuid IS NULL OR u.id = $3) AND ($4::uuid IS NULL OR l.id > $4)
            AND l.state = $5 AND ($6::text IS NULL OR strpos(u.name, $6) > 0)
            AND ($7::boolean IS NULL OR (l.next_month <= $8) = $7)
        ORDER BY l.id LIMIT $9""",
        *tx.scope,
        tx.org,
        after,
        state,
        q,
        due,
        tx.today,
        asked.fetch,
    )
    page = asked.page(rows, lambda row: [row.id])
    return Page(items=[await _shown(tx, row) for row in page.items], next=page.next)


@dues.query("/settlements", words=("会费缴纳和减免", "Payments and waivers of dues"), offices=SEES_SUMS)
async def settlements(
    tx: ReadTx,
    asked: Paging,
    ledger: Annotated[UUID | None, Query(title="会费台账")] = None,
    kind: Annotated[Kind | None, Query(title="缴纳或减免")] = None,
    state: Annotated[SettlementState | None, Query(title="状态")] = None,
) -> Page[SettlementRow]:
    """Newest first."""
    (before,) = asked.key(UUID)
    rows = await tx.many(
        SettlementRow,
        """SELECT s.id, s.revision, s.state, s.kind, s.ledger, l.union_id AS union, u.name AS union_name, u.area,
            s.from_month::text, s.to_month::text, s.members, s.amount_fen, s.way, s.settled_on::text
        FROM dues_settlements s JOIN dues_ledgers l ON l.id = s.ledger JOIN unions u ON u.id = l.union_id
        WHERE u.area >= $1 AND u.area < $2 AND ($3::uuid IS NULL OR u.id = $3) AND ($4::uuid IS NULL OR s.id < $4)
            AND ($5::uuid IS NULL OR s.ledger = $5) AND ($6::text IS NULL OR s.kind = $6)
            AND ($7::text IS NULL OR s.state = $7)
        ORDER BY s.id DESC LIMIT $8""",
        *tx.scope,
        tx.org,
        before,
        ledger,
        kind,
        state,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@dues.query("/settlements/{settlement}", words=("会费缴纳或减免", "Payment or waiver of dues"), offices=SEES_SUMS)
async def one_settlement(tx: ReadTx, settlement: UUID) -> SettlementRow:
    """One payment or waiver."""
    return await tx.one(
        SettlementRow,
        """SELECT s.id, s.revision, s.state, s.kind, s.ledger, l.union_id AS union, u.name AS union_name, u.area,
            s.from_month::text, s.to_month::text, s.members, s.amount_fen, s.way, s.settled_on::text
        FROM dues_settlements s JOIN dues_ledgers l ON l.id = s.ledger JOIN unions u ON u.id = l.union_id
        WHERE s.id = $1 AND u.area >= $2 AND u.area < $3 AND ($4::uuid IS NULL OR u.id = $4)""",
        settlement,
        *tx.scope,
        tx.org,
    )


@dues.query("/{ledger}", words=("会费台账", "Ledger of dues"), offices=SEES_SUMS)
async def one(tx: ReadTx, ledger: UUID) -> LedgerRow:
    """One union's ledger."""
    return await _shown(tx, await _read(tx, ledger))


@dues.query("/{ledger}/months", words=("会费月份表", "Months of a ledger"), offices=SEES_SUMS)
async def months(
    tx: ReadTx, ledger: UUID, year: Annotated[int | None, Query(ge=1949, le=2099, title="年度")] = None
) -> list[MonthRow]:
    """The months of a year, this year's unless another is asked for."""
    await _read(tx, ledger)
    return await tx.many(
        MonthRow,
        """SELECT a.month::text, a.accrued_fen, coalesce(l.members, 0) AS members, coalesce(l.paid, 0) AS paid,
            coalesce(l.waived, 0) AS waived, coalesce(l.owing, 0) AS owing
        FROM (SELECT month, sum(amount_fen)::bigint AS accrued_fen FROM dues_accruals WHERE ledger = $1
            AND extract(year FROM month) = $2 GROUP BY month) a
        LEFT JOIN (SELECT d.month, count(*) AS members, count(*) FILTER (WHERE s.kind = 'paid') AS paid,
                count(*) FILTER (WHERE s.kind = 'waived') AS waived,
                count(*) FILTER (WHERE d.settlement IS NULL) AS owing
            FROM dues_lines d LEFT JOIN dues_settlements s ON s.id = d.settlement
            WHERE d.ledger = $1 GROUP BY d.month) l USING (month) ORDER BY a.month""",
        ledger,
        year or tx.today.year,
    )


@dues.query("/{ledger}/arrears", words=("欠缴会员", "Members in arrears"), offices=SEES_MEMBERS)
async def arrears(
    tx: PersonsTx,
    ledger: UUID,
    asked: Paging,
    since: Annotated[Day | None, Query(title="此月份及以前")] = None,
) -> Page[ArrearsRow]:
    """Who owes months up to one, the last accrued unless another is asked for; whoever has moved away by sign alone."""
    await _read(tx, ledger)
    (after,) = asked.key(UUID)
    rows = await tx.many(
        ArrearsRow,
        """SELECT l.member AS id, coalesce(p.label, '（已转出）') AS label, count(*)::int AS months,
            min(l.month)::text AS first_month, max(l.month)::text AS last_month
        FROM dues_lines l LEFT JOIN person p ON p.id = l.member
        WHERE l.ledger = $1 AND l.settlement IS NULL AND ($2::date IS NULL OR l.month <= $2)
            AND ($3::uuid IS NULL OR l.member > $3)
        GROUP BY l.member, p.label ORDER BY l.member LIMIT $4""",
        ledger,
        first_of(since) if since else None,
        after,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


@dues.query("/{ledger}/without-basis", words=("未登记会费基数的会员", "Members without a basis"), offices=SEES_MEMBERS)
async def without_basis(tx: PersonsTx, ledger: UUID, asked: Paging) -> Page[MemberRow]:
    """Members of today of whom no wage was ever stated: no month of theirs can be accrued."""
    found = await _read(tx, ledger)
    (after,) = asked.key(UUID)
    rows = await tx.many(
        MemberRow,
        """SELECT m.id, p.label FROM members m JOIN person p ON p.id = m.id
        WHERE m.union_id = $1 AND m.state = 'active' AND ($2::uuid IS NULL OR m.id > $2)
            AND NOT EXISTS (SELECT FROM dues_wages w WHERE w.member = m.id)
        ORDER BY m.id LIMIT $3""",
        found.union,
        after,
        asked.fetch,
    )
    return asked.page(rows, lambda row: [row.id])


history(dues, "/{ledger}", one, words=("会费台账变更记录", "Ledger's history"), offices=SEES_SUMS)
history(
    dues,
    "/settlements/{settlement}",
    one_settlement,
    words=("会费缴纳变更记录", "Payment's history"),
    offices=SEES_SUMS,
)


async def _read(tx: Tx, ledger: UUID) -> _Ledger:
    row = await tx.one(
        _Ledger,
        """SELECT l.id, l.revision, u.name AS label, l.state, l.union_id AS union, u.county, u.area, l.begun,
            l.next_month, a.fen AS accrued_fen, s.paid AS paid_fen, s.waived AS waived_fen
        FROM dues_ledgers l JOIN unions u ON u.id = l.union_id
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount_fen), 0)::bigint AS fen FROM dues_accruals WHERE ledger = l.id) a
        CROSS JOIN LATERAL (
            SELECT coalesce(sum(amount_fen) FILTER (WHERE kind = 'paid'), 0)::bigint AS paid,
                coalesce(sum(amount_fen) FILTER (WHERE kind = 'waived'), 0)::bigint AS waived
            FROM dues_settlements WHERE ledger = l.id AND state = 'standing') s
        WHERE l.id = $1""",
        ledger,
    )
    if not tx.reaches(row.area, row.union):
        raise NotFound
    return row


async def _shown(tx: Tx, row: _Ledger) -> LedgerRow:
    (day,) = await values(tx, row.county, row.next_month, ACCRUAL_DAY)
    due_on = row.next_month.replace(day=day)
    return LedgerRow(
        id=row.id,
        revision=row.revision,
        label=row.label,
        state=row.state,
        words=LEDGER_WORDS[row.state],
        union=row.union,
        area=row.area,
        begun=row.begun.isoformat(),
        next_month=row.next_month.isoformat(),
        due_on=due_on.isoformat(),
        days_left=(due_on - tx.today).days,
        accrued_fen=row.accrued_fen,
        paid_fen=row.paid_fen,
        waived_fen=row.waived_fen,
        arrears_fen=row.accrued_fen - row.paid_fen - row.waived_fen,
    )
