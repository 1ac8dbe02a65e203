"""The parameters of assistance, each with the default that holds where no county has set its own."""

from chassis.parameters import Parameter

POVERTY_LINE = Parameter(
    "poverty-line",
    75_000,
    "低保标准",
    "Minimum living standard a head and month",
    "set by each county and year (社会救助暂行办法 10); the default only lets a county begin",
    "fen",
)
RELATIVE_PERCENT = Parameter(
    "relative-multiple-percent",
    200,
    "相对困难线占低保标准的百分比",
    "Relative line in percent of the standard",
    "rule 16: below twice the standard",
    "percent",
    most=1_000,
)
LIVING_AID_MONTHS = Parameter(
    "living-aid-months",
    12,
    "生活救助上限月数",
    "Months of the standard that cap living aid",
    "rule 22",
    "months",
    most=120,
)
SECOND_APPROVER_ABOVE = Parameter(
    "second-approver-above",
    500_000,
    "须二级审批的金额",
    "Amount above which a second approver is needed",
    "rule 27: 5,000 yuan",
    "fen",
)
