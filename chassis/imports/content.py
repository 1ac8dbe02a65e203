"""What a file holds, sealed at rest under a key of the import's own: the upload, its headings, the checked rows."""

from dataclasses import asdict, dataclass, field
from typing import Any, LiteralString
from uuid import UUID

import orjson

from chassis.imports.kind import Kind, Row
from chassis.personal import vault
from chassis.personal.keys import DataKey
from chassis.postgres import Tx
from chassis.refusal import Refusal

PIECE = 2 * 1024 * 1024
REVISION = 1

_KEY: LiteralString = "INSERT INTO import_key (batch, area, version, wrapped) VALUES ($1, $2, $3, $4)"
_HELD: LiteralString = "SELECT version, wrapped FROM import_key WHERE batch = $1"
_PUT: LiteralString = """
    INSERT INTO import_piece (batch, part, number, area, sealed) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (batch, part, number) DO UPDATE SET sealed = excluded.sealed"""
_GET: LiteralString = "SELECT sealed FROM import_piece WHERE batch = $1 AND part = $2 AND number = $3"
_NUMBERS: LiteralString = "SELECT number FROM import_piece WHERE batch = $1 AND part = $2 ORDER BY number"


class ContentGone(Refusal):
    """The file was deleted: its time is over, or somebody of it was erased."""

    code = "import-content-gone"
    zh = "该批次的文件已按期限删除，请重新上传"
    en = "This import's file was deleted when its time was over: upload it again"


@dataclass(frozen=True)
class Chosen:
    """What the clerk said of the file: sheet, row of the headings (from 1), field by column index ("" for none)."""

    sheet: str | None = None
    header_row: int | None = None
    columns: dict[int, str] | None = None


@dataclass(frozen=True)
class Found:
    """What the file's first look showed: sheets, headings, guessed columns, and what has to be asked."""

    sheet: str = ""
    sheets: list[str] = field(default_factory=list)
    header_row: int = 1
    headings: list[str] = field(default_factory=list)
    fields: dict[int, str] = field(default_factory=dict)
    ambiguous: dict[str, list[int]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Content:
    """One import's content in a transaction, its key unwrapped."""

    batch: UUID
    area: str
    key: DataKey

    async def keep_upload(self, tx: Tx, data: bytes) -> None:
        """In pieces, so that no statement is large."""
        for number, first in enumerate(range(0, len(data), PIECE)):
            await self._put(tx, "upload", number, data[first : first + PIECE])

    async def upload(self, tx: Tx) -> bytes:
        """The file. ContentGone."""
        numbers = [row["number"] for row in await tx.connection.fetch(_NUMBERS, self.batch, "upload")]
        return b"".join([await self._get(tx, "upload", number) or b"" for number in numbers])

    async def keep_found(self, tx: Tx, found: Found) -> None:
        """Headings as the clerk wrote them."""
        await self._put(tx, "headings", 0, _json(asdict(found)))

    async def found(self, tx: Tx) -> Found | None:
        """None before the first look."""
        held = await self._get(tx, "headings", 0)
        return held and _found(orjson.loads(held))  # type: ignore[return-value]

    async def keep_chosen(self, tx: Tx, chosen: Chosen) -> None:
        """What the clerk said."""
        await self._put(tx, "headings", 1, _json(asdict(chosen)))

    async def chosen(self, tx: Tx) -> Chosen:
        """What the clerk said, if anything."""
        held = await self._get(tx, "headings", 1)
        if held is None:
            return Chosen()
        said = orjson.loads(held)
        return Chosen(said["sheet"], said["header_row"], _by_number(said["columns"]))

    async def keep_rows(self, tx: Tx, number: int, kind: Kind, rows: list[Row[Any]]) -> None:
        """A piece of checked rows."""
        numbers = orjson.dumps([row.number for row in rows])
        commands = kind.adapter.dump_json([row.command for row in rows])
        await self._put(tx, "rows", number, numbers + b"\n" + commands)

    async def rows(self, tx: Tx, number: int, kind: Kind) -> list[Row[Any]]:
        """A piece of checked rows. ContentGone."""
        held = await self._get(tx, "rows", number)
        if held is None:
            raise ContentGone
        numbers, _, commands = held.partition(b"\n")
        return [Row(*each) for each in zip(orjson.loads(numbers), kind.adapter.validate_json(commands), strict=True)]

    async def _put(self, tx: Tx, part: str, number: int, plain: bytes) -> None:
        sealed = self.key.seal_bytes(f"{part}-{number}", REVISION, plain)
        await tx.run(_PUT, self.batch, part, number, self.area, sealed)

    async def _get(self, tx: Tx, part: str, number: int) -> bytes | None:
        sealed = await tx.value(_GET, self.batch, part, number)
        return None if sealed is None else self.key.open_bytes(f"{part}-{number}", REVISION, sealed)


async def create(tx: Tx, batch: UUID, area: str) -> Content:
    """With a fresh key. PersonalDataAway."""
    key, version, wrapped = vault.ring(tx).fresh(batch)
    await tx.run(_KEY, batch, area, version, wrapped)
    return Content(batch, area, key)


async def opened(tx: Tx, batch: UUID, area: str) -> Content:
    """ContentGone, PersonalDataAway."""
    held = await tx.connection.fetchrow(_HELD, batch)
    if held is None:
        raise ContentGone
    return Content(batch, area, vault.ring(tx).unwrapped(batch, *held))


def _json(value: object) -> bytes:
    return orjson.dumps(value, option=orjson.OPT_NON_STR_KEYS)


def _found(said: dict[str, Any]) -> Found:
    return Found(**{**said, "fields": _by_number(said["fields"])})


def _by_number(said: dict[str, str] | None) -> Any:
    return None if said is None else {int(number): name for number, name in said.items()}
