"""Kinds of fields that only the forms about employers' funds have."""

from typing import Annotated
from uuid import UUID

from chassis.fields import words
from contracts.days import Day

PayrollFen = Annotated[
    int,
    words(
        "当月职工工资总额",
        "Payroll of the month",
        hint=("全部职工工资总额，不是个人工资", "Of all employees together"),
        unit="fen",
        gt=0,
        le=10**13,
    ),
]
FundMonth = Annotated[Day, words("月份", "Month", hint=("选该月任意一天", "Any day of that month"))]
FundAmount = Annotated[int, words("缴款金额", "Amount paid", unit="fen", gt=0, le=10**12)]
FundEmployer = Annotated[UUID, words("单位", "Employer", picker="employer", source="/employers")]
StatementId = Annotated[
    UUID, words("经费填报", "Statements of the fund", picker="statement", source="/funds?state=standing")
]
UnpaidStatement = Annotated[
    UUID, words("尚欠经费的月份", "Months owed", picker="statement", source="/funds?state=standing&owing=true")
]
