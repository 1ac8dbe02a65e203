"""What imports publish: rosters of members and lists of headcounts, from the upload to the last row. Counts alone."""

from typing import Literal
from uuid import UUID

from contracts.codes import code_words
from contracts.days import Day
from contracts.declare import Event, Place, Sum, Waiting
from contracts.offices import Office

ImportOf = Literal["roster", "headcounts"]
StoppedBecause = Literal["too-many-elsewhere", "authority-ended", "content-gone", "failed", "row-refused"]

IMPORT_OF_WORDS = code_words(
    "import_of",
    ImportOf,
    {
        "roster": ("会员名册", "Roster of members"),
        "headcounts": ("单位职工人数", "Employers' headcounts"),
    },
)
STOPPED_WORDS = code_words(
    "stopped_because",
    StoppedBecause,
    {
        "too-many-elsewhere": ("太多人员已在其他单位登记", "Too many are registered elsewhere"),
        "authority-ended": ("确认人的任职已终止", "The appointment of whoever confirmed it ended"),
        "content-gone": ("文件已按期限删除", "The file was deleted when its time was over"),
        "failed": ("系统错误", "An error of the system"),
        "row-refused": ("有数据行未能办理", "A row was refused"),
    },
)

IMPORTED_ROWS = Sum("imported-rows", "导入行数", "Rows imported", by=("import_of",), flow=True)
CONFIRM_IMPORT = Waiting(
    "confirm-import",
    "待确认导入",
    "Import to confirm",
    Office.TOWNSHIP_CLERK,
    "membership:/roster/{batch}/confirm",
)
CONFIRM_HEADCOUNTS = Waiting(
    "confirm-headcounts",
    "待确认职工人数导入",
    "Headcounts to confirm",
    Office.TOWNSHIP_CLERK,
    "membership:/headcounts/{batch}/confirm",
)


class ImportUploaded(Event):
    """A clerk brought a file. What it holds is known to the service alone."""

    TYPE = "import.uploaded.v1"
    WORDS = ("上传导入文件", "File uploaded for import")

    batch: UUID
    import_of: ImportOf
    place: Place


class ImportMapped(Event):
    """A clerk said what the columns hold, or asked for another check."""

    TYPE = "import.check-asked.v1"
    WORDS = ("重新核对导入文件", "Import to be checked again")
    ENDS = (CONFIRM_IMPORT, CONFIRM_HEADCOUNTS)

    batch: UUID
    import_of: ImportOf
    place: Place


class ImportChecked(Event):
    """The dry run is over. `elsewhere`: rows that told of a record of another office."""

    TYPE = "import.checked.v1"
    WORDS = ("导入文件核对完毕", "Import checked")
    OPENS = (CONFIRM_IMPORT.due("due_on", at="place"),)

    batch: UUID
    import_of: ImportOf
    place: Place
    rows: int
    good: int
    wrong: int
    elsewhere: int
    due_on: Day


class HeadcountsChecked(ImportChecked):
    """The same of a list of headcounts, which is confirmed elsewhere."""

    TYPE = "import.headcounts-checked.v1"
    WORDS = ("职工人数表核对完毕", "List of headcounts checked")
    OPENS = (CONFIRM_HEADCOUNTS.due("due_on", at="place"),)


class ImportConfirmed(Event):
    """A clerk let it run."""

    TYPE = "import.confirmed.v1"
    WORDS = ("确认导入", "Import confirmed")
    ENDS = (CONFIRM_IMPORT, CONFIRM_HEADCOUNTS)

    batch: UUID
    import_of: ImportOf
    place: Place
    good: int
    wrong: int


class ImportFinished(Event):
    """Every good row was gone through. `refused`: rows that could not be entered any more."""

    TYPE = "import.finished.v1"
    WORDS = ("导入完成", "Import finished")
    COUNTS = (IMPORTED_ROWS.plus(at="place", amount="made"),)

    batch: UUID
    import_of: ImportOf
    place: Place
    made: int
    refused: int


class ImportStopped(Event):
    """It could not go on. What was made stays."""

    TYPE = "import.stopped.v1"
    WORDS = ("导入停止", "Import stopped")

    batch: UUID
    import_of: ImportOf
    place: Place
    made: int
    elsewhere: int
    stopped_because: StoppedBecause


class ImportCancelled(Event):
    """A clerk gave it up, or its time was over. What was made stays."""

    TYPE = "import.cancelled.v1"
    WORDS = ("取消导入", "Import cancelled")
    ENDS = (CONFIRM_IMPORT, CONFIRM_HEADCOUNTS)

    batch: UUID
    import_of: ImportOf
    place: Place
    made: int


class ImportUndoAsked(Event):
    """A clerk asked for what it made to be taken back."""

    TYPE = "import.undo-asked.v1"
    WORDS = ("撤销导入", "Undo of an import asked for")

    batch: UUID
    import_of: ImportOf
    place: Place
    made: int


class ImportUndone(Event):
    """What it made was taken back, row by row; `kept`: rows that something was built upon."""

    TYPE = "import.undone.v1"
    WORDS = ("导入已撤销", "Import undone")

    batch: UUID
    import_of: ImportOf
    place: Place
    undone: int
    kept: int
