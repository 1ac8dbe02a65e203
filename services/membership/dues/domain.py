"""Rules of members' dues, pure: how much a wage makes (rule 10), who owes a month (rule 7), what settles it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.dues import DuesAccrued, DuesBegun, DuesPaid, DuesWaived, PaymentMethod, WaiverReason

WHOLE = 10_000  # a hundred percent, in hundredths of a percent
MOST_MONTHS = 24  # settled by one command

WAGE_STEP = Parameter(
    "dues-wage-step", 1_000, "会费计算尾数（工资不足此数的部分不计）", "Step of wages that dues are calculated by",
    "rule 10: ten yuan", "fen", most=100_000,
)  # fmt: skip
RATE = Parameter(
    "dues-rate", 50, "会费比例（万分之）", "Dues in hundredths of a percent of the wage",
    "rule 10: 0.5 % (中国工会章程; 工会会员缴纳会费的办法)", most=1_000,
)  # fmt: skip
ACCRUAL_DAY = Parameter(
    "dues-accrual-day", 15, "会费计提截止日（每月几日）", "Day of the month by which dues are accrued",
    "local practice", most=28,
)  # fmt: skip
REFERENCE_DAY = Parameter(
    "dues-reference-day", 1, "会费归属日（当月几日在会的，由所在工会收缴）",
    "Day of the month that decides which union a member's dues go to",
    "local practice: who joins later owes from the next month on, who moves or leaves later pays where they were",
    most=28,
)  # fmt: skip


class LedgerExists(Refusal):
    """One ledger of dues per union."""

    code = "dues-ledger-exists"
    zh = "该工会已建立会费台账"
    en = "This union has a ledger of dues already"


class NotBegun(Refusal):
    """A month before the ledger begins."""

    status = 422
    code = "before-ledger"
    zh = "会费台账自 {since} 起，请选择此后的月份"
    en = "The ledger of dues begins with {since}: choose that month or a later one"


class MonthNotCome(Refusal):
    """Dues of a month are accrued once the day has come that decides who owes them."""

    status = 422
    code = "month-not-come"
    zh = "该月会费自 {day} 起可以计提"
    en = "This month's dues can be accrued from {day} on"


class EarlierMonthFirst(Refusal):
    """Months are accrued in their order, so that none is left out."""

    status = 422
    code = "earlier-month-first"
    zh = "请先计提 {month} 的会费"
    en = "Accrue the dues of {month} first"


class NothingToAccrue(Refusal):
    """Every member whose wage is known has been accrued for this month, or nobody's is known of those who owe."""

    code = "nothing-to-accrue"
    zh = "该月没有可计提的会费：会员均已计提，或尚未登记会费基数（{unknown} 人）"
    en = "Nothing to accrue for this month: it is done, or the basis is not known (of {unknown} members)"


class NothingOwed(Refusal):
    """None of these members owes any of these months."""

    code = "nothing-owed"
    zh = "所选会员在所选月份没有欠缴会费"
    en = "None of these members owes dues of these months"


class WrongMonths(Refusal):
    """From a month to the same or a later one, not too many."""

    status = 422
    code = "wrong-months"
    zh = "截止月份应不早于起始月份，且最多 {most} 个月"
    en = "The last month is no earlier than the first, and at most {most} months"


class MembersElsewhere(Refusal):
    """Somebody who is no member of this union on that day."""

    status = 422
    code = "members-elsewhere"
    zh = "所选会员不全在该工会"
    en = "Not all of the chosen members belong to this union"


class AccrualSettled(Refusal):
    """What was paid or waived stands on the accrual."""

    code = "accrual-settled"
    zh = "该次计提的会费已有缴纳或减免，请先作废"
    en = "Dues of this accrual were paid or waived: void that first"


class NothingAccrued(Refusal):
    """No accrual to take back."""

    code = "nothing-accrued"
    zh = "该台账没有计提记录"
    en = "Nothing was accrued in this ledger"


class LedgerInUse(Refusal):
    """A ledger is put right or voided before its first accrual."""

    code = "dues-ledger-in-use"
    zh = "该台账已有计提，请先作废计提"
    en = "Dues were accrued in this ledger: void that first"


class LedgerVoid(Refusal):
    """The ledger was voided."""

    code = "dues-ledger-void"
    zh = "该会费台账已作废"
    en = "This ledger of dues was voided"


class SettlementVoid(Refusal):
    """The payment or waiver was voided before."""

    code = "settlement-void"
    zh = "该笔缴纳或减免已作废"
    en = "This payment or waiver was voided"


class NotAPayment(Refusal):
    """A waiver has no way of payment."""

    code = "not-a-payment"
    zh = "该笔是减免，不是缴纳"
    en = "This is a waiver, not a payment"


class BeforeMonth(Refusal):
    """A day before the month it is about."""

    status = 422
    code = "before-month"
    zh = "日期早于计提日期 {since}"
    en = "The day lies before the accrual on {since}"


@dataclass(frozen=True)
class Ledger:
    """A union's account of dues. `begun`, `next_month`: first days of months; all before `next_month` are accrued."""

    id: UUID
    county: str
    area: str
    union: UUID
    begun: date
    next_month: date
    state: str
    revision: int

    @property
    def place(self) -> Place:
        """Where it counts."""
        return Place(org=self.union, area=self.area)


@dataclass(frozen=True)
class Accrual:
    """Dues of one month, of all members or of those left out before. `members` of them, fen."""

    id: UUID
    ledger: UUID
    month: date
    members: int
    amount_fen: int
    accrued_on: date
    advanced: bool


@dataclass(frozen=True)
class Settlement:
    """Members' months that were paid or waived, together. `way`: the method of payment, or what it was waived for."""

    id: UUID
    ledger: UUID
    kind: str
    from_month: date
    to_month: date
    members: int
    amount_fen: int
    way: str
    settled_on: date
    state: str
    revision: int


def dues(wage_fen: int, step_fen: int, rate: int) -> int:
    """Rule 10: a month's dues in fen, of a month's wage in fen; `rate` in hundredths of a percent (中国工会章程 4).

    What of the wage does not fill a step is left out: 4,567.00 yuan make 22.80 yuan.
    """
    return wage_fen // step_fen * step_fen * rate // WHOLE


def owes(retentions: Sequence[tuple[date, bool]], day: date) -> bool:
    """Rule 7: a retained member owes nothing.

    `retentions`: the days on which the membership was retained (True) or restored (False), as recorded. The membership
    itself holds on the day that decides.
    """
    until_then = sorted((each for each in retentions if each[0] <= day), key=lambda each: each[0])
    return not (until_then and until_then[-1][1])


def first_of(day: date) -> date:
    """A month, as its first day."""
    return day.replace(day=1)


def after(month: date) -> date:
    """The month that follows."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def months_between(first: date, last: date) -> int:
    """How many months from the one to the other, both included."""
    return (last.year - first.year) * 12 + last.month - first.month + 1


def begin(ledger: Ledger, accrual_day: int) -> DuesBegun:
    """The first month waits to be accrued."""
    month = ledger.next_month
    return DuesBegun(
        ledger=ledger.id, place=ledger.place, month=month, appears_on=month, due_on=month.replace(day=accrual_day)
    )


def may_accrue(ledger: Ledger, month: date, reference_day: int, on: date) -> date:
    """The day that decides who owes the month. NotBegun, EarlierMonthFirst, MonthNotCome."""
    if month < ledger.begun:
        raise NotBegun("month", since=ledger.begun)
    if month > ledger.next_month:
        raise EarlierMonthFirst("month", month=f"{ledger.next_month:%Y-%m}")
    day = month.replace(day=reference_day)
    if on < day:
        raise MonthNotCome("occurred_on", day=day)
    return day


def something(ledger: Ledger, month: date, owing: int, unknown: int) -> None:
    """A month in which nobody owes passes, once, so that the next can come. NothingToAccrue."""
    if not owing and (unknown or month < ledger.next_month):
        raise NothingToAccrue(unknown=unknown)


def accrue(ledger: Ledger, new: Accrual, accrual_day: int) -> tuple[Ledger, DuesAccrued]:
    """A month's dues stand; the next one waits."""
    following = after(new.month) if new.advanced else ledger.next_month
    changed = replace(ledger, next_month=following, revision=ledger.revision + 1)
    return changed, DuesAccrued(
        ledger=ledger.id,
        accrual=new.id,
        place=ledger.place,
        month=new.month,
        members=new.members,
        amount_fen=new.amount_fen,
        appears_on=following,
        due_on=following.replace(day=accrual_day),
    )


def unaccrue(ledger: Ledger, last: Accrual | None, *, settled: bool) -> Ledger:
    """The last accrual is taken back, while nothing of it is settled; its month waits again. AccrualSettled."""
    if last is None:
        raise NothingAccrued
    if settled:
        raise AccrualSettled
    waits = last.month if last.advanced else ledger.next_month
    return replace(ledger, next_month=waits, revision=ledger.revision + 1)


def living(ledger: Ledger) -> None:
    """Refuse a voided ledger. LedgerVoid."""
    if ledger.state == "void":
        raise LedgerVoid


def unused(accruals: int) -> None:
    """Only a ledger without accruals changes its beginning, or goes. LedgerInUse."""
    if accruals:
        raise LedgerInUse


def settling(ledger: Ledger, first: date, last: date) -> None:
    """Months that one command may settle. WrongMonths, NotBegun."""
    if not 1 <= months_between(first, last) <= MOST_MONTHS:
        raise WrongMonths("to_month", most=MOST_MONTHS)
    if first < ledger.begun:
        raise NotBegun("from_month", since=ledger.begun)


def total(amounts: Sequence[int]) -> int:
    """What was owed by the settled months, in fen. NothingOwed when there are none."""
    if not amounts:
        raise NothingOwed
    return sum(amounts)


def settled_after(accrued_on: date, on: date) -> None:
    """Nothing is paid or waived before it was accrued. BeforeMonth."""
    if on < accrued_on:
        raise BeforeMonth("occurred_on", since=accrued_on)


def paid(ledger: Ledger, new: Settlement, method: PaymentMethod) -> DuesPaid:
    """Whole months, so nothing is ever paid twice or over."""
    return DuesPaid(
        ledger=ledger.id,
        settlement=new.id,
        place=ledger.place,
        from_month=new.from_month,
        to_month=new.to_month,
        members=new.members,
        amount_fen=new.amount_fen,
        method=method,
    )


def waived(ledger: Ledger, new: Settlement, waived_for: WaiverReason) -> DuesWaived:
    """They need not be paid."""
    return DuesWaived(
        ledger=ledger.id,
        settlement=new.id,
        place=ledger.place,
        from_month=new.from_month,
        to_month=new.to_month,
        members=new.members,
        amount_fen=new.amount_fen,
        waived_for=waived_for,
    )


def standing_settlement(old: Settlement) -> None:
    """Refuse one that was voided. SettlementVoid."""
    if old.state == "void":
        raise SettlementVoid
