"""What clerks ask of imports: the fields of their commands, and why they are refused."""

from typing import Annotated

from chassis.command import Command, Creation
from chassis.fields import Line, words
from chassis.refusal import Refusal

MOST_BYTES = 20 * 1024 * 1024
BODY_LIMIT = 28 * 1024 * 1024
"""A file in base64, and what is said with it. The gateway passes 32 MiB."""


class WrongFile(Refusal):
    """By what it holds the file is neither a workbook nor a text table."""

    status = 422
    code = "not-a-sheet"
    zh = "{why_zh}"
    en = "{why_en}"


class FileTooLarge(Refusal):
    """More than 20 MiB."""

    status = 413
    code = "file-too-large"
    zh = "文件超过 {megabytes} MB，请分成几个文件"
    en = "The file is larger than {megabytes} MB: divide it"


class NotInThisState(Refusal):
    """An import is mapped, checked, confirmed, undone and cancelled at its time."""

    code = "import-not-in-this-state"
    zh = "该批次目前为“{zh}”，不能这样办理"
    en = "This import is “{en}” at present: this cannot be done"


class RowsWithProblems(Refusal):
    """All or nothing was asked, and rows have problems."""

    code = "import-has-problems"
    zh = "有 {wrong} 行存在问题：请改好后重新上传，或选择只导入无问题的行"
    en = "{wrong} rows have problems: mend them and upload again, or import the good rows alone"


class NoGoodRows(Refusal):
    """There is nothing to import."""

    code = "import-without-good-rows"
    zh = "没有可以导入的行"
    en = "There is no row to import"


class NothingMade(Refusal):
    """There is nothing to take back."""

    code = "import-made-nothing"
    zh = "该批次没有已导入的行可撤销"
    en = "This import made nothing that could be taken back"


FileContent = Annotated[
    str,
    words(
        "文件",
        "File",
        hint=(
            "Excel 工作簿（.xlsx）或 CSV，最大 20 MB、20 万行；以 Base64 传送",
            "An Excel workbook (.xlsx) or CSV, 20 MB and 200,000 rows at most; sent as Base64",
        ),
        picker="file",
        source="",
        personal=True,
        min_length=4,
        pattern=r"^[A-Za-z0-9+/]+={0,2}$",
    ),
]
Sheet = Annotated[Line, words("工作表", "Sheet", min_length=1, max_length=31)]
HeaderRow = Annotated[
    int, words("表头所在行", "Row of the headings", hint=("从 1 数起", "Counted from 1"), ge=1, le=1000)
]
ColumnNumber = Annotated[int, words("列", "Column", hint=("从 1 数起", "Counted from 1"), ge=1, le=100)]
FieldName = Annotated[
    str, words("字段", "Field", hint=("留空表示不导入该列", "Empty: not imported"), max_length=40, pattern=r"^[a-z_]*$")
]
GoodOnly = Annotated[
    bool,
    words(
        "只导入无问题的行",
        "Import the good rows alone",
        hint=("否则须全部无问题才导入", "Otherwise all rows have to be good"),
    ),
]


class ColumnChoice(Command):
    """Which field a column holds."""

    column: ColumnNumber
    field: FieldName


Columns = Annotated[list[ColumnChoice], words("列的含义", "What the columns hold", max_length=100)]


class Upload(Creation):
    """A file as the clerk has it."""

    content: FileContent
    sheet: Sheet | None = None


class ChooseColumns(Command):
    """What the file's columns hold, where it could not be guessed or was guessed wrongly; checked again with it."""

    sheet: Sheet | None = None
    header_row: HeaderRow | None = None
    columns: Columns | None = None


class CheckAgain(Command):
    """Check the same file once more, as things are now."""


class Confirm(Command):
    """Let it run."""

    good_only: GoodOnly


class Undo(Command):
    """Take back every row of it that nothing was built upon."""


class Cancel(Command):
    """Do not go on with it. What was made stays."""
