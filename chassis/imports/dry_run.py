"""The dry run: the file read, its columns found, every row held against the command and the domain. Nothing is made."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from chassis import parameters
from chassis.imports import content, store
from chassis.imports.content import Chosen, Found
from chassis.imports.drafting import Once, drafts, from_given, validated
from chassis.imports.guess import Guessed, guess, heading, settle
from chassis.imports.kind import Draft, Kind, Row
from chassis.imports.problem import Problem, Unreadable
from chassis.imports.read import Cells, Table, blank, read
from chassis.imports.store import Stored
from chassis.imports.values import plain_text
from chassis.imports.workshop import Workshop
from chassis.personal import vault
from chassis.postgres import Tx


@dataclass(frozen=True)
class _Read:
    table: Table
    mapping: Guessed


class Superseded(Exception):
    """The clerk cancelled it or asked for something else meanwhile."""


async def check(shop: Workshop, stored: Stored) -> None:
    """Check one import from its first row, whatever was checked before; ends as checked, mapping or unreadable."""
    kind = shop.kind(stored)
    try:
        found = await _look(shop, stored, kind)
        if found is None:
            return
        await _check_rows(shop, stored, kind, found)
    except Superseded:
        return
    except Unreadable as unreadable:
        async with shop.tx(stored) as tx:
            await _still(tx, stored)
            await store.end(tx, stored.id, "unreadable", unreadable.code)


async def _look(shop: Workshop, stored: Stored, kind: Kind) -> _Read | None:
    """Read the file and find its columns; None when the clerk has to be asked."""
    async with shop.tx(stored) as tx:
        await _still(tx, stored)
        await store.clear(tx, stored.id)
        held = await content.opened(tx, stored.id, stored.area)
        data, chosen = await held.upload(tx), await held.chosen(tx)
        digests = await store.said(tx, stored.area, stored.kind)
    table = await asyncio.to_thread(read, data, chosen.sheet)
    keys = shop.keyring

    def said(text: str) -> str | None:
        return digests.get(keys.digest(stored.county, "heading", text))

    mapping = _mapped(kind, table, chosen, stored.batch.given, said if digests else lambda _: None)
    async with shop.tx(stored) as tx:
        await _still(tx, stored)
        held = await content.opened(tx, stored.id, stored.area)
        await held.keep_found(tx, _found(table, mapping))
        if chosen.columns is not None:
            await _remember(tx, stored, table.rows[mapping.header], mapping)
        if not mapping.settled:
            await store.end(tx, stored.id, "mapping")
            return None
        await store.found_rows(tx, stored.id, len(table.rows) - mapping.header - 1)
    if len(table.rows) == mapping.header + 1:
        raise Unreadable("no-rows")
    return _Read(table, mapping)


def _mapped(kind: Kind, table: Table, chosen: Chosen, given: dict[str, Any], said: Any) -> Guessed:
    header = None if chosen.header_row is None else chosen.header_row - 1
    if header is not None and header >= len(table.rows):
        raise Unreadable("no-rows")
    if chosen.columns is not None:
        by_field: dict[str, list[int]] = {}
        for index, name in chosen.columns.items():
            if name:
                by_field.setdefault(name, []).append(index)
        at = header if header is not None else guess(kind, table.rows, given, said).header
        return settle(kind, by_field, given, at)
    if header is not None:
        only = guess(kind, [table.rows[header]], given, said)
        return Guessed(header, only.fields, only.ambiguous, only.missing)
    return guess(kind, table.rows, given, said)


def _found(table: Table, mapping: Guessed) -> Found:
    headings = ["" if blank(cell) else plain_text(cell) for cell in table.rows[mapping.header]]
    return Found(
        table.sheet,
        list(table.sheets),
        mapping.header + 1,
        headings,
        mapping.fields,
        mapping.ambiguous,
        mapping.missing,
    )


async def _remember(tx: Tx, stored: Stored, headings: Cells, mapping: Guessed) -> None:
    """What the clerk chose holds for the township's next file of the kind."""
    keys = vault.ring(tx)
    named = {
        keys.digest(stored.county, "heading", heading(plain_text(cell))): mapping.fields.get(index, "")
        for index, cell in enumerate(headings)
        if not blank(cell)
    }
    await store.remember(tx, stored.area, stored.kind, named)


async def _check_rows(shop: Workshop, stored: Stored, kind: Kind, found: _Read) -> None:
    once, table, header = Once(kind), found.table, found.mapping.header
    given = from_given(stored.batch.given, kind)
    async with shop.tx(stored) as tx:
        today = tx.today
        told_most, confirm_days = await parameters.values(tx, stored.county, today, kind.told_most, kind.confirm_days)
        told = await store.told_today(tx, stored.account)
    for first in range(header + 1, len(table.rows), kind.chunk):
        some = table.rows[first : first + kind.chunk]
        drafted = await asyncio.to_thread(drafts, kind, found.mapping.fields, given, some, first + 1)
        async with shop.tx(stored) as tx:
            await _still(tx, stored)
            told += await _check_piece(tx, stored, kind, once, drafted, first + len(some) - header - 1)
        if told > told_most:
            await _stop_telling(shop, stored)
            return
    async with shop.tx(stored) as tx:
        now = await _still(tx, stored)
        if not now.good + now.wrong:
            raise Unreadable("no-rows")
        due = today + timedelta(confirm_days)
        await store.found_rows(tx, stored.id, now.good + now.wrong)
        await store.end(tx, stored.id, "checked", due_on=due)
        now = await store.read(tx, stored.id)
        event = kind.announce.checked(now.batch, now.counts, due)
        await tx.record(stored.id, event, on=tx.today, revision=now.revision)


async def _check_piece(  # noqa: PLR0913
    tx: Tx, stored: Stored, kind: Kind, once: Once, drafted: Sequence[Draft], reached: int
) -> int:
    """Check some rows, keep the good ones sealed and the problems in words; answers how many told of another office."""
    batch = stored.batch
    await kind.named(tx, batch, drafted)
    rows, problems = await asyncio.to_thread(validated, kind, drafted)
    rows, twice = once.sift(rows)
    problems += twice + await kind.check(tx, batch, rows)
    good, wrong = _divided(rows, problems)
    told = sum(problem.telling for problem in problems)
    held = await content.opened(tx, stored.id, stored.area)
    now = await store.read(tx, stored.id)
    await held.keep_rows(tx, now.piece, kind, good)
    await store.add_problems(tx, batch, sorted(problems, key=lambda each: each.row))
    await store.checked(tx, stored.id, reached, len(good), wrong, told)
    return told


def _divided(rows: Sequence[Row[Any]], problems: Sequence[Problem]) -> tuple[list[Row[Any]], int]:
    wrong = {problem.row for problem in problems}
    return [row for row in rows if row.number not in wrong], len(wrong)


async def _stop_telling(shop: Workshop, stored: Stored) -> None:
    """Who is registered elsewhere is told in bounds: a file is no way to ask after a county's people."""
    async with shop.tx(stored) as tx:
        await _still(tx, stored)
        counts = (await store.read(tx, stored.id)).counts
        await tx.run("DELETE FROM import_problem WHERE batch = $1", stored.id)
        await store.end(tx, stored.id, "unreadable", "too-many-elsewhere")
        now = await store.read(tx, stored.id)
        event = shop.kind(stored).announce.stopped(now.batch, counts, "too-many-elsewhere")
        await tx.record(stored.id, event, on=tx.today, revision=now.revision)


async def _still(tx: Tx, stored: Stored) -> Stored:
    """The import, locked, still as the work was begun for. Superseded."""
    now = await store.lock(tx, stored.id)
    if (now.state, now.revision) != (stored.state, stored.revision):
        raise Superseded
    return now
