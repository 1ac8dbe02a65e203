"""What a clerk does with an import: upload, say what the columns hold, check, confirm, undo, cancel."""

import base64
import binascii
from typing import Any
from uuid import UUID

from chassis.imports import content, store
from chassis.imports.asked import (
    MOST_BYTES,
    ChooseColumns,
    Confirm,
    FileTooLarge,
    NoGoodRows,
    NothingMade,
    NotInThisState,
    RowsWithProblems,
    Upload,
    WrongFile,
)
from chassis.imports.content import Chosen
from chassis.imports.kind import Batch, Kind
from chassis.imports.problem import REASONS, Unreadable
from chassis.imports.read import sniff
from chassis.imports.store import Stored
from chassis.postgres import Done, Tx
from chassis.refusal import NotFound

STATE_WORDS = {
    "checking": {"zh": "核对中", "en": "Being checked"},
    "mapping": {"zh": "待指定列", "en": "Columns to choose"},
    "checked": {"zh": "待确认", "en": "To confirm"},
    "unreadable": {"zh": "无法导入", "en": "Cannot be imported"},
    "running": {"zh": "导入中", "en": "Running"},
    "done": {"zh": "已导入", "en": "Done"},
    "stopped": {"zh": "已停止", "en": "Stopped"},
    "undoing": {"zh": "撤销中", "en": "Being undone"},
    "undone": {"zh": "已撤销", "en": "Undone"},
    "cancelled": {"zh": "已取消", "en": "Cancelled"},
}
LOOKED_AT = frozenset({"mapping", "checked", "unreadable"})
CONFIRMABLE = frozenset({"checked", "stopped"})
UNDOABLE = frozenset({"done", "stopped", "cancelled"})
CANCELLABLE = frozenset({"checking", "mapping", "checked", "unreadable", "running", "stopped"})


async def upload(tx: Tx, kind: Kind, command: Upload, given: dict[str, Any], area: str | None = None) -> Done:
    """Keep the file sealed, and let the background check it. WrongFile, FileTooLarge, PersonalDataAway."""
    area = area or tx.principal.area
    tx.allow(area)
    data = _bytes(command.content)
    batch = Batch(tx.new_id(command), kind.name, area[:6], area, _plain(given))
    await store.insert(tx, batch)
    held = await content.create(tx, batch.id, area)
    await held.keep_upload(tx, data)
    if command.sheet:
        await held.keep_chosen(tx, Chosen(sheet=command.sheet))
    return await tx.record(batch.id, kind.announce.uploaded(batch), on=tx.today, revision=1)


async def choose(tx: Tx, kind: Kind, batch: UUID, command: ChooseColumns, given: dict[str, Any]) -> Done:
    """Check again with other columns, another sheet, other values for the whole file."""
    old = await _locked(tx, kind, batch, LOOKED_AT)
    held = await content.opened(tx, old.id, old.area)
    columns = None
    if command.columns is not None:
        known = {column.field for column in kind.columns}
        columns = {each.column - 1: each.field for each in command.columns if each.field in known or not each.field}
    await held.keep_chosen(tx, Chosen(command.sheet, command.header_row, columns))
    if (command.sheet, command.header_row, columns) != (None, None, None):
        await store.looks_elsewhere(tx, batch)
    await store.choose(tx, batch, {**old.batch.given, **_plain(given)})
    return await _queued(tx, kind, old, "checking")


async def check(tx: Tx, kind: Kind, batch: UUID) -> Done:
    """Check the file once more."""
    old = await _locked(tx, kind, batch, LOOKED_AT)
    await content.opened(tx, old.id, old.area)
    return await _queued(tx, kind, old, "checking")


async def confirm(tx: Tx, kind: Kind, batch: UUID, command: Confirm) -> Done:
    """Let it run; one that stopped goes on where it stopped. RowsWithProblems, NoGoodRows."""
    old = await _locked(tx, kind, batch, CONFIRMABLE)
    await content.opened(tx, old.id, old.area)
    if not old.good:
        raise NoGoodRows
    if old.wrong and not command.good_only:
        raise RowsWithProblems(wrong=old.wrong)
    await store.leave_out_wrong(tx, batch, good_only=command.good_only)
    await store.queue(tx, batch, "running", go_on=old.state == "stopped")
    return await tx.record(
        batch, kind.announce.confirmed(old.batch, old.counts), on=tx.today, revision=old.revision + 1
    )


async def undo(tx: Tx, kind: Kind, batch: UUID) -> Done:
    """Take back what it made. NothingMade."""
    old = await _locked(tx, kind, batch, UNDOABLE)
    if old.made - old.undone - old.kept <= 0:
        raise NothingMade
    await store.queue(tx, batch, "undoing")
    return await tx.record(
        batch, kind.announce.undo_asked(old.batch, old.counts), on=tx.today, revision=old.revision + 1
    )


async def cancel(tx: Tx, kind: Kind, batch: UUID) -> Done:
    """Stop it for good; a running one stops behind the piece that is being written."""
    old = await _locked(tx, kind, batch, CANCELLABLE)
    await store.end(tx, batch, "cancelled")
    return await tx.record(
        batch, kind.announce.cancelled(old.batch, old.counts), on=tx.today, revision=old.revision + 1
    )


async def _locked(tx: Tx, kind: Kind, batch: UUID, states: frozenset[str]) -> Stored:
    old = await store.lock(tx, batch)
    if old.kind != kind.name:
        raise NotFound
    tx.allow(old.area)
    tx.expect(old.revision)
    if old.state not in states:
        words = STATE_WORDS[old.state]
        raise NotInThisState(zh=words["zh"], en=words["en"])
    return old


async def _queued(tx: Tx, kind: Kind, old: Stored, state: str) -> Done:
    await store.queue(tx, old.id, state)
    return await tx.record(old.id, kind.announce.mapped(old.batch), on=tx.today, revision=old.revision + 1)


def _bytes(text: str) -> bytes:
    try:
        data = base64.b64decode(text, validate=True)
        if len(data) > MOST_BYTES:
            raise FileTooLarge("content", megabytes=MOST_BYTES // 1024 // 1024)
        sniff(data)
    except (binascii.Error, Unreadable) as error:
        zh, en = REASONS["not-a-sheet"]
        raise WrongFile("content", why_zh=zh, why_en=en) from error
    return data


def _plain(given: dict[str, Any]) -> dict[str, Any]:
    """As JSON holds it."""
    return {name: value if isinstance(value, str | int) else str(value) for name, value in given.items() if value}
