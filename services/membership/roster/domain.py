"""What holds for imports of this service: how long they wait and are kept, how much they may tell, what words mean."""

from chassis.parameters import Parameter

CONFIRM_DAYS = Parameter(
    "import-confirm-days", 7, "导入核对后确认期限（天）", "Days to confirm a checked import", "L：无全国规定", "days"
)
KEPT_DAYS = Parameter(
    "import-kept-days", 30, "导入文件保存期限（天）", "Days an imported file is kept", "L：个人信息最短必要期限", "days"
)
TOLD_MOST = Parameter(
    "import-told-most",
    300,
    "导入核对一天内可提示的外单位会员数",
    "Members of other offices that imports may tell an account of in a day",
    "L：与一天内查看完整信息的次数相同",
)

EMPLOYMENT_WORDS = {
    "正式工": "regular",
    "正式": "regular",
    "在编": "regular",
    "合同工": "regular",
    "合同制": "regular",
    "固定工": "regular",
    "农民工会员": "migrant",
    "进城务工人员": "migrant",
    "新业态": "platform",
    "新就业形态": "platform",
    "灵活就业": "platform",
    "外卖骑手": "platform",
    "网约车司机": "platform",
    "快递员": "platform",
    "派遣": "dispatched",
    "派遣工": "dispatched",
    "劳务派遣": "dispatched",
    "劳务工": "dispatched",
}
"""What clerks write for a form of employment, besides its own word."""
