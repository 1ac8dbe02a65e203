"""What the funds capability publishes: the fund that employers owe their union's work (rule 9), and what they pay."""

from uuid import UUID

from contracts.days import Day
from contracts.declare import Event, Place, Ratio, Sum, Waiting
from contracts.membership.dues import PaymentMethod
from contracts.offices import Office, Words

FUND_ACCRUED = Sum("fund-accrued", "应拨工会经费", "Employer fund accrued", unit="fen", flow=True)
FUND_PAID = Sum("fund-paid", "已拨工会经费", "Employer fund paid", unit="fen", by=("method",), flow=True)
FUND_ARREARS = Sum("fund-arrears", "欠拨工会经费", "Employer fund in arrears", unit="fen")
FUND_BASE = Sum("fund-base-share", "基层留成经费（应拨）", "Base unions' share accrued", unit="fen", flow=True)
FUND_TOWNSHIP = Sum("fund-township-share", "乡镇分成经费（应拨）", "Townships' share accrued", unit="fen", flow=True)
FUND_SUPERIOR = Sum("fund-superior-share", "上缴经费（应拨）", "Superiors' share accrued", unit="fen", flow=True)
FUND_RATE = Ratio(
    "fund-collection-rate",
    "工会经费收缴率",
    "Employer fund collected",
    definition=Words("已拨工会经费 ÷ 应拨工会经费", "Employer fund paid ÷ accrued"),
    numerator=FUND_PAID,
    denominator=FUND_ACCRUED,
)
COLLECT_FUND = Waiting(
    "collect-fund",
    "待收工会经费",
    "Employer fund to collect",
    Office.TOWNSHIP_CLERK,
    "membership:/funds/{statement}/pay",
)


class FundAccrued(Event):
    """Rule 9: what an employer owes for a month's payroll, and whose shares it is made of. Fen."""

    TYPE = "fund.accrued.v1"
    WORDS = ("计提工会经费", "Employer fund accrued")
    COUNTS = (
        FUND_ACCRUED.plus(at="place", amount="amount_fen"),
        FUND_ARREARS.plus(at="place", amount="amount_fen"),
        FUND_BASE.plus(at="place", amount="base_fen"),
        FUND_TOWNSHIP.plus(at="place", amount="township_fen"),
        FUND_SUPERIOR.plus(at="place", amount="superior_fen"),
    )
    OPENS = (COLLECT_FUND.due("due_on", at="place"),)

    statement: UUID
    employer: UUID
    place: Place
    month: Day
    payroll_fen: int
    amount_fen: int
    base_fen: int
    township_fen: int
    superior_fen: int
    due_on: Day


class FundPartlyPaid(Event):
    """An employer paid some of a month's fund."""

    TYPE = "fund.partly-paid.v1"
    WORDS = ("部分拨缴工会经费", "Employer fund partly paid")
    COUNTS = (FUND_PAID.plus(at="place", amount="amount_fen"), FUND_ARREARS.minus(at="place", amount="amount_fen"))

    statement: UUID
    payment: UUID
    employer: UUID
    place: Place
    month: Day
    amount_fen: int
    method: PaymentMethod


class FundPaid(FundPartlyPaid):
    """An employer paid what was left of a month's fund."""

    TYPE = "fund.paid.v1"
    WORDS = ("拨缴工会经费", "Employer fund paid")
    ENDS = (COLLECT_FUND,)
