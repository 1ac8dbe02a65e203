"""A guard before workbooks: what unpacks to too much, or is built strangely, is not given to the reader."""

import re
import zipfile
import zlib
from io import BytesIO

from chassis.imports.problem import Unreadable

MOST_ENTRIES = 500
MOST_UNPACKED = 400 * 1024 * 1024
MOST_RATIO = 200
"""Of one entry. Sheets of numbers reach 20 to 30, one value in every cell about 100."""
RATIO_FROM = 1024 * 1024
"""Small entries may be as dense as they like."""
MOST_ROWS = 200_000
MOST_COLUMNS = 100
SPARE_ROWS = 5_000
"""Title rows above, remarks below."""
CHUNK = 1024 * 1024
OVERLAP = 64

_REFERENCE = re.compile(rb"""\br\s*=\s*["']\s*([A-Za-z]{1,3})([0-9]{1,7})["']""")
_DTD = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)


def looked_through(data: bytes) -> None:
    """Unpack every entry piece by piece, keeping nothing. Unreadable `bomb` or `damaged`.

    The sizes a zip announces are held against what comes out; the farthest cell of each sheet bounds what the reader
    lays out, since it makes room for the whole rectangle.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as packed:
            entries = packed.infolist()
            _judge_entries(entries)
            for entry in entries:
                _unpack(packed, entry)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
        raise Unreadable("damaged") from error


def _judge_entries(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.lower() for entry in entries]
    if len(entries) > MOST_ENTRIES or len(set(names)) != len(names):
        raise Unreadable("bomb")
    if sum(entry.file_size for entry in entries) > MOST_UNPACKED:
        raise Unreadable("bomb")
    for entry in entries:
        if entry.flag_bits & 0x1:  # a password
            raise Unreadable("damaged")
        if entry.file_size > RATIO_FROM and entry.file_size > MOST_RATIO * max(entry.compress_size, 1):
            raise Unreadable("bomb")
    if "[content_types].xml" not in names or not any(name.startswith("xl/") for name in names):
        raise Unreadable("not-a-sheet")


def _unpack(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """The checksum at its end shows an entry that is longer than it says: only what it says is read."""
    before = b""
    with packed.open(entry) as stream:
        while piece := stream.read(CHUNK):
            _judge_cells(before + piece)  # of every entry: a workbook may call its sheets as it likes
            if _DTD.search(before + piece):
                raise Unreadable("bomb")
            before = piece[-OVERLAP:]


def _judge_cells(text: bytes) -> None:
    farthest_row, widest = 0, b""
    for column, row in _REFERENCE.findall(text):
        farthest_row = max(farthest_row, int(row))
        if (len(column), column) > (len(widest), widest):
            widest = column
    if farthest_row > MOST_ROWS + SPARE_ROWS:
        raise Unreadable("too-many-rows")
    if _number(widest) > MOST_COLUMNS:
        raise Unreadable("too-many-columns")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number
