"""The fund's rules, pure: first the file, then help (21), caps (22), whose money (25), two people for money (27)."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from uuid import UUID

from chassis.refusal import Refusal
from contracts.assistance.fund import (
    AidApproved,
    AidAsked,
    AidEndorsed,
    AidPaid,
    AidRefusal,
    AidRefused,
    BudgetAllotted,
    Programme,
    Source,
)
from contracts.declare import Place

APPROVAL_DAYS = 15  # L: how long the county takes to decide on aid
PAYMENT_DAYS = 10  # L: how long a payment takes after the approval
NATIONAL_SOURCES = frozenset({"central", "provincial"})


class OverCap(Refusal):
    """Rule 22. Values in yuan."""

    code = "over-living-aid-cap"
    zh = "超过生活救助年度上限：上限 {cap} 元，本年度已申请 {sum} 元，本次最多 {left} 元"
    en = "Over the year's cap of living aid: {cap} yuan, {sum} yuan asked this year, {left} yuan left"


class OverBudget(Refusal):
    """Rule 26. Values in yuan."""

    code = "over-budget"
    zh = "该资金来源本年度余额不足：可用 {left} 元"
    en = "The year's budget of this source does not reach: {left} yuan available"


class BudgetCommitted(Refusal):
    """Rule 26: an allotment on which aid rests stays."""

    code = "budget-committed"
    zh = "该预算已用于帮扶审批，不能作废"
    en = "Aid was approved from this budget: the allotment stays"


class AllotmentVoid(Refusal):
    """It was voided before."""

    code = "allotment-void"
    zh = "该预算下达已作废"
    en = "This allotment was voided"


class NotNationallyFiled(Refusal):
    """Rule 25."""

    code = "not-nationally-filed"
    zh = "中央、省级资金只用于已录入全国系统的家庭"
    en = "Central and provincial money is for nationally filed households alone"


class SameApprover(Refusal):
    """Rule 27: the second approver is another person."""

    status = 403
    code = "second-approver-needed"
    zh = "超过限额须由另一名审批人二级审批"
    en = "Above the limit another approver has to agree"


class NotWaiting(Refusal):
    """Decided, paid or voided already."""

    code = "aid-not-waiting"
    zh = "该帮扶不在待审批状态"
    en = "This aid is not waiting for approval"


class NotApproved(Refusal):
    """Nothing to pay, or to take back."""

    code = "aid-not-approved"
    zh = "该帮扶不在待发放状态"
    en = "This aid is not waiting for payment"


class NotPaid(Refusal):
    """No payment to take back."""

    code = "aid-not-paid"
    zh = "该帮扶尚未发放"
    en = "This aid was not paid"


class NoBankCard(Refusal):
    """Rule 21: to a bank card, never cash."""

    code = "no-bank-card"
    zh = "该家庭没有登记银行卡，帮扶资金只发放到银行卡"
    en = "No bank card is recorded, and aid is paid to a bank card only"


class ConsentMissing(Refusal):
    """Rule 21: no payment without consent."""

    code = "consent-missing"
    zh = "该家庭没有登记授权书，不能发放"
    en = "No consent is recorded: nothing can be paid"


class TooEarly(Refusal):
    """A day before the step it follows."""

    status = 422
    code = "before-earlier-step"
    zh = "日期早于上一步的日期 {since}"
    en = "The day lies before the step it follows, on {since}"


@dataclass(frozen=True)
class Aid:
    """Help asked for a household, fen. `asked_by`, `endorsed_by`, `approved_by` are accounts."""

    id: UUID
    county: str
    area: str
    union_id: UUID | None
    household: UUID
    programme: Programme
    amount_fen: int
    state: str
    asked_on: date
    asked_by: str
    endorsed_by: str | None
    approved_on: date | None
    approved_by: str | None
    source: Source | None
    paid_on: date | None
    revision: int

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.union_id, area=self.area)


@dataclass(frozen=True)
class Allotment:
    """An amount by which a county's budget of a source grew, fen."""

    id: UUID
    county: str
    year: int
    source: Source
    amount_fen: int
    document: str
    allotted_on: date
    state: str
    revision: int


def yuan(fen: int) -> str:
    """As people read it: 12,345.60."""
    return f"{fen / 100:,.2f}"


def allot(allotment: Allotment) -> BudgetAllotted:
    """The county's budget grows."""
    return BudgetAllotted(
        budget=allotment.id,
        place=Place(area=allotment.county),
        year=allotment.year,
        fund_source=allotment.source,
        amount_fen=allotment.amount_fen,
    )


def ask(aid: Aid) -> AidAsked:
    """A township asks."""
    return AidAsked(
        aid=aid.id,
        household=aid.household,
        place=aid.place,
        programme=aid.programme,
        amount_fen=aid.amount_fen,
        due_on=aid.asked_on + timedelta(APPROVAL_DAYS),
    )


def within_cap(programme: Programme, amount: int, in_year: int, line: int, months: int) -> None:
    """Rule 22: with living aid, all aid of a household in a year stays within so many months of the standard.

    `in_year` is what was asked for the household in that year besides, of every programme; all in fen.
    """
    cap = line * months
    if programme == "living" and in_year + amount > cap:
        raise OverCap("amount_fen", cap=yuan(cap), sum=yuan(in_year), left=yuan(max(0, cap - in_year)))


def approve(  # noqa: PLR0913 - what rules 25 and 27 look at
    old: Aid, on: date, approver: str, source: Source, limit: int, *, nationally_filed: bool
) -> tuple[Aid, AidEndorsed | AidApproved]:
    """Rules 25 and 27: by another than the maker; above `limit` fen by two, the first of whom endorses."""
    _waiting(old)
    if on < old.asked_on:
        raise TooEarly("occurred_on", since=old.asked_on)
    if source in NATIONAL_SOURCES and not nationally_filed:
        raise NotNationallyFiled("fund_source")
    first = old.amount_fen > limit and old.endorsed_by is None
    if first:
        return replace(old, state="endorsed", endorsed_by=approver, revision=old.revision + 1), AidEndorsed(
            aid=old.id,
            household=old.household,
            place=old.place,
            programme=old.programme,
            fund_source=source,
            amount_fen=old.amount_fen,
        )
    new = replace(old, state="approved", approved_on=on, approved_by=approver, source=source, revision=old.revision + 1)
    return new, AidApproved(
        aid=old.id,
        household=old.household,
        place=old.place,
        programme=old.programme,
        fund_source=source,
        amount_fen=old.amount_fen,
        due_on=on + timedelta(PAYMENT_DAYS),
    )


def refuse(old: Aid, on: date, reason: AidRefusal) -> tuple[Aid, AidRefused]:
    """不予帮扶."""
    _waiting(old)
    if on < old.asked_on:
        raise TooEarly("occurred_on", since=old.asked_on)
    new = replace(old, state="refused", revision=old.revision + 1)
    return new, AidRefused(aid=old.id, household=old.household, place=old.place, reason=reason)


def pay(old: Aid, on: date, *, consent: bool, bank_card: bool) -> tuple[Aid, AidPaid]:
    """Rule 21: with consent, to a bank card."""
    approved_on, source = approved(old)
    if on < approved_on:
        raise TooEarly("occurred_on", since=approved_on)
    if not consent:
        raise ConsentMissing
    if not bank_card:
        raise NoBankCard
    new = replace(old, state="paid", paid_on=on, revision=old.revision + 1)
    return new, AidPaid(
        aid=old.id,
        household=old.household,
        place=old.place,
        programme=old.programme,
        fund_source=source,
        amount_fen=old.amount_fen,
    )


def correct(old: Aid, programme: Programme, amount: int) -> Aid:
    """What was asked is put right until somebody has agreed to it."""
    if old.state != "asked":
        raise NotWaiting
    return replace(old, programme=programme, amount_fen=amount, revision=old.revision + 1)


def void(old: Aid) -> Aid:
    """What was asked is taken back until somebody has agreed to it."""
    if old.state != "asked":
        raise NotWaiting
    return replace(old, state="void", revision=old.revision + 1)


def unapprove(old: Aid) -> Aid:
    """The approval never was, an endorsement before it neither: the aid waits again."""
    approved(old)
    return replace(
        old,
        state="asked",
        endorsed_by=None,
        approved_on=None,
        approved_by=None,
        source=None,
        revision=old.revision + 1,
    )


def unpay(old: Aid) -> Aid:
    """The bank returned it, or it was never paid: the aid waits for payment again."""
    if old.state != "paid":
        raise NotPaid
    return replace(old, state="approved", paid_on=None, revision=old.revision + 1)


def approved(aid: Aid) -> tuple[date, Source]:
    """When and from which source it was approved; NotApproved when it does not wait for payment."""
    if aid.state != "approved" or aid.approved_on is None or aid.source is None:
        raise NotApproved
    return aid.approved_on, aid.source


def _waiting(old: Aid) -> None:
    if old.state not in {"asked", "endorsed"}:
        raise NotWaiting
