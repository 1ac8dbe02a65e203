"""What is wrong with a cell or a row, and how to mend it; and why a whole file cannot be read."""

from dataclasses import dataclass
from typing import Self

from chassis.refusal import Refusal

MEND = ("请按左侧说明更正该单元格后重新上传", "Put the cell right as said on the left and upload again")


@dataclass(frozen=True)
class Problem:
    """One problem of a row (the sheet's own number, from 1). Never repeats what the cell holds.

    `field`: of the command; None for the row as a whole. `telling`: tells of a record of another office.
    """

    row: int
    field: str | None
    code: str
    zh: str
    en: str
    mend_zh: str = MEND[0]
    mend_en: str = MEND[1]
    telling: bool = False

    @classmethod
    def refused(cls, row: int, refusal: Refusal, mend: tuple[str, str] = MEND) -> Self:
        """What the single command would have answered for this row."""
        zh, en = refusal.detail
        return cls(row, refusal.field, refusal.code, zh, en, *mend, telling=refusal.telling)


REASONS: dict[str, tuple[str, str]] = {
    "not-a-sheet": (
        "文件不是 Excel 工作簿（.xlsx）或文本表格（.csv）：旧版 .xls 请先另存为 .xlsx",
        "The file is neither an Excel workbook (.xlsx) nor a text table (.csv): save an old .xls as .xlsx first",
    ),
    "damaged": ("文件已损坏，无法读取", "The file is damaged and cannot be read"),
    "bomb": (
        "文件解压后过大，或结构异常，已拒绝读取",
        "Unpacked, the file would be too large, or it is built strangely",
    ),
    "encoding": ("文字编码无法识别：请存为 UTF-8 或 GB18030", "Unknown text encoding: save as UTF-8 or GB18030"),
    "too-many-rows": ("行数超过上限，请分成几个文件", "More rows than are taken: divide the file"),
    "too-many-columns": ("列数超过上限，请删除无关的列", "More columns than are taken: remove those not needed"),
    "no-rows": ("文件中没有数据行", "The file has no rows of data"),
    "no-such-sheet": ("没有这个工作表", "There is no such sheet"),
    "too-many-elsewhere": (
        "太多人员已在其他单位登记，已停止核对：请与县总工会组织部门核实名册",
        "Too many of these people are registered elsewhere, so the check stopped: ask the county's organiser",
    ),
    "authority-ended": ("确认人的任职已终止，已停止", "The appointment of whoever confirmed it has ended"),
    "content-gone": ("文件已按期限删除", "The file was deleted when its time was over"),
    "row-refused": (
        "有数据行未能办理，按“全部通过才导入”已撤销",
        "A row was refused; as all or nothing was asked, the import is undone",
    ),
    "failed": ("处理中出现系统错误，已停止，可以继续", "An error of the system stopped it; it can be continued"),
}
"""Codes of `reason`, with their words."""


class Unreadable(Exception):
    """The file cannot be taken: `code` is one of REASONS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
