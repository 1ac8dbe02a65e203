"""Rules of the employer fund, pure: two percent of the payroll (rule 9), its shares, its due day, what is paid."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from chassis.parameters import Parameter
from chassis.refusal import Refusal
from contracts.declare import Place
from contracts.membership.dues import PaymentMethod
from contracts.membership.funds import FundAccrued, FundPaid, FundPartlyPaid

WHOLE = 10_000  # a hundred percent, in hundredths of a percent

RATE = Parameter(
    "fund-rate", 200, "工会经费计提比例（万分之）", "Employer fund in hundredths of a percent of the payroll",
    "rule 9: 2 % (工会法 43)", most=1_000,
)  # fmt: skip
DUE_DAY = Parameter(
    "fund-due-day", 15, "工会经费拨缴截止日（次月几日）", "Day of the next month by which the fund is paid",
    "工会法 43: by the 15th of each month in most places", most=28,
)  # fmt: skip
BASE_SHARE = Parameter(
    "fund-base-share", 60, "工会经费基层留成比例", "Share of the fund that the base union keeps",
    "工会经费分成: 60 % at the least", "percent", most=100,
)  # fmt: skip
TOWNSHIP_SHARE = Parameter(
    "fund-township-share", 0, "工会经费乡镇分成比例", "Share of the fund of the township's union",
    "local; what neither the base nor the township has goes up", "percent", least=0, most=100,
)  # fmt: skip


class MonthStated(Refusal):
    """One statement per employer and month."""

    code = "month-already-stated"
    zh = "该单位该月的工资总额已填报，如有错误请更正"
    en = "This employer's payroll of that month was stated: correct it if it is wrong"


class MonthNotCome(Refusal):
    """A payroll is stated of a month that has begun."""

    status = 422
    code = "month-not-come"
    zh = "该月尚未开始"
    en = "That month has not begun"


class BeforeEmployer(Refusal):
    """A month before the employer was registered."""

    status = 422
    code = "before-registration"
    zh = "该月早于该单位的登记日期 {since}"
    en = "That month lies before the employer's registration on {since}"


class NothingDue(Refusal):
    """So small a payroll makes no fen."""

    status = 422
    code = "nothing-due"
    zh = "按该工资总额计提的经费不足一分"
    en = "This payroll makes less than one fen"


class SharesOverWhole(Refusal):
    """The county's parameters give away more than there is."""

    code = "shares-over-whole"
    zh = "基层留成与乡镇分成比例之和超过 100%，请先改正参数"
    en = "The base's and the township's share make more than 100 %: put the parameters right first"


class Overpaid(Refusal):
    """Never more than is owed: what is over belongs to another month, or back to the employer."""

    status = 422
    code = "more-than-owed"
    zh = "缴款超过该月尚欠金额 {left} 元，多缴部分请记入其他月份或退回"
    en = "More than is left of this month, {left} yuan: record the rest for another month, or return it"


class Paid(Refusal):
    """What was paid on stands: payments are taken back first."""

    code = "statement-paid-on"
    zh = "该月已有缴款，请先作废缴款"
    en = "Something was paid for this month: void that first"


class NothingPaid(Refusal):
    """No payment to take back."""

    code = "nothing-paid"
    zh = "该月没有缴款记录"
    en = "Nothing was paid for this month"


class StatementVoid(Refusal):
    """The statement was voided."""

    code = "statement-void"
    zh = "该月填报已作废"
    en = "This statement was voided"


class BeforeStated(Refusal):
    """Paid before it was stated."""

    status = 422
    code = "before-stated"
    zh = "日期早于填报日期 {since}"
    en = "The day lies before the statement on {since}"


@dataclass(frozen=True)
class Shares:
    """A fund in fen, divided: nothing is left over."""

    base_fen: int
    township_fen: int
    superior_fen: int


@dataclass(frozen=True)
class Statement:
    """An employer's fund of a month, fen. `month`: its first day."""

    id: UUID
    area: str
    employer: UUID
    month: date
    payroll_fen: int
    accrued_fen: int
    paid_fen: int
    base_fen: int
    township_fen: int
    superior_fen: int
    stated_on: date
    due_on: date
    state: str
    revision: int

    @property
    def place(self) -> Place:
        """Where it counts: as the employer's employees do."""
        return Place(org=self.employer, area=self.area)

    @property
    def left_fen(self) -> int:
        """What is owed still."""
        return self.accrued_fen - self.paid_fen


@dataclass(frozen=True)
class Payment:
    """A payment on a statement, fen."""

    id: UUID
    statement: UUID
    amount_fen: int
    method: str
    paid_on: date


def fund(payroll_fen: int, rate: int) -> int:
    """Rule 9: the employer's fund in fen, of a month's payroll in fen; `rate` in hundredths of a percent (工会法 43).

    What does not make a fen is left out.
    """
    return payroll_fen * rate // WHOLE


def shares(amount_fen: int, base: int, township: int) -> Shares:
    """The fund among the levels, shares in percent; the superiors have what is left, odd fen too. SharesOverWhole."""
    if base + township > 100:  # noqa: PLR2004 - percent
        raise SharesOverWhole
    base_fen, township_fen = amount_fen * base // 100, amount_fen * township // 100
    return Shares(base_fen, township_fen, amount_fen - base_fen - township_fen)


def due_day(month: date, day: int) -> date:
    """By when the month's fund is paid: that day of the next month."""
    return date(month.year + month.month // 12, month.month % 12 + 1, day)


def stated(statement: Statement, registered_on: date) -> FundAccrued:
    """The month's fund is owed. MonthNotCome, BeforeEmployer, NothingDue."""
    if statement.stated_on < statement.month:
        raise MonthNotCome("month")
    if (statement.month.year, statement.month.month) < (registered_on.year, registered_on.month):
        raise BeforeEmployer("month", since=registered_on)
    if not statement.accrued_fen:
        raise NothingDue("payroll_fen")
    return FundAccrued(
        statement=statement.id,
        employer=statement.employer,
        place=statement.place,
        month=statement.month,
        payroll_fen=statement.payroll_fen,
        amount_fen=statement.accrued_fen,
        base_fen=statement.base_fen,
        township_fen=statement.township_fen,
        superior_fen=statement.superior_fen,
        due_on=statement.due_on,
    )


def pay(old: Statement, payment: Payment, method: PaymentMethod) -> tuple[Statement, FundPartlyPaid]:
    """Some of it, or the rest; never more. Overpaid, BeforeStated."""
    living(old)
    if payment.paid_on < old.stated_on:
        raise BeforeStated("occurred_on", since=old.stated_on)
    if payment.amount_fen > old.left_fen:
        raise Overpaid("amount_fen", left=f"{old.left_fen // 100}.{old.left_fen % 100:02}")
    new = replace(old, paid_fen=old.paid_fen + payment.amount_fen, revision=old.revision + 1)
    kind = FundPartlyPaid if new.left_fen else FundPaid
    return new, kind(
        statement=old.id,
        payment=payment.id,
        employer=old.employer,
        place=old.place,
        month=old.month,
        amount_fen=payment.amount_fen,
        method=method,
    )


def unpay(old: Statement, last: Payment | None) -> Statement:
    """The last payment never was. NothingPaid."""
    living(old)
    if last is None:
        raise NothingPaid
    return replace(old, paid_fen=old.paid_fen - last.amount_fen, revision=old.revision + 1)


def living(statement: Statement) -> None:
    """Refuse a voided statement. StatementVoid."""
    if statement.state == "void":
        raise StatementVoid


def unpaid(statement: Statement) -> None:
    """A statement is put right or voided while nothing was paid on it. Paid, StatementVoid."""
    living(statement)
    if statement.paid_fen:
        raise Paid
