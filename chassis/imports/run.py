"""The real run and its undo: one piece a transaction, written once, as whoever confirmed it and while they may."""

from chassis.imports import content, store
from chassis.imports.kind import Kind
from chassis.imports.problem import Problem
from chassis.imports.store import Stored
from chassis.imports.workshop import Workshop
from chassis.postgres import Tx

BUILT_UPON = (
    "built-upon",
    "该行办理后已有变更，未撤销",
    "Something was done with this record since: it was left as it is",
    "如需撤销，请先逐条撤销其后的变更",
    "To take it back, first take back what came after it",
)


STOPPED = {"checking": "unreadable", "running": "stopped", "undoing": "cancelled"}
"""What an import is when its work could not go on: a run is continued or undone, an undo asked for again."""


async def write_piece(shop: Workshop, stored: Stored) -> None:
    """Write the next piece of an import that runs; with the last one it is done.

    The piece's number moves in the same transaction: killed anywhere, every row is written once.
    """
    kind = shop.kind(stored)
    async with shop.tx(stored) as tx:
        now = await store.lock(tx, stored.id)
        if (now.state, now.revision, now.piece) != ("running", stored.revision, stored.piece):
            return
        if now.reached >= now.good:
            await _finish(tx, now, kind)
            return
        held = await content.opened(tx, now.id, now.area)
        rows = await held.rows(tx, now.piece, kind)
        written = await kind.write(tx, now.batch, rows)
        await store.add_rows(tx, now.batch, written.made)
        await store.add_problems(tx, now.batch, written.problems)
        refused = {problem.row for problem in written.problems}
        await store.wrote(tx, now.id, now.reached + len(rows), len(written.made), len(refused))
        if now.reached + len(rows) >= now.good:
            await _finish(tx, await store.read(tx, now.id), kind)


async def _finish(tx: Tx, now: Stored, kind: Kind) -> None:
    """Done; or, when all or nothing was asked and a row was refused, undone again."""
    if now.refused and not now.good_only and kind.undo:
        await tx.run(
            """UPDATE import_batch SET state = 'undoing', reason = 'row-refused', reached = 0,
                revision = revision + 1 WHERE id = $1""",
            now.id,
        )
        return
    await store.end(tx, now.id, "done")
    event = kind.announce.finished(now.batch, now.counts)
    await tx.record(now.id, event, on=tx.today, revision=now.revision + 1)


async def undo_piece(shop: Workshop, stored: Stored) -> None:
    """Take the next rows back, those that nothing was built upon; with the last ones the import is undone."""
    kind = shop.kind(stored)
    async with shop.tx(stored) as tx:
        now = await store.lock(tx, stored.id)
        if (now.state, now.revision, now.reached) != ("undoing", stored.revision, stored.reached):
            return
        made = await store.made(tx, now.id, kind.chunk)
        if made and kind.undo:
            left = await kind.undo(tx, now.batch, made)
            await store.took_back(tx, now.id, [each.row for each in made if each.row not in left], sorted(left))
            await store.add_problems(tx, now.batch, [Problem(row, None, *BUILT_UPON) for row in sorted(left)])
        if len(made) < kind.chunk:
            now = await store.read(tx, now.id)
            await store.end(tx, now.id, "undone", now.reason)
            event = kind.announce.undone(now.batch, now.counts)
            await tx.record(now.id, event, on=tx.today, revision=now.revision + 1)


async def stop(shop: Workshop, stored: Stored, reason: str) -> None:
    """It cannot go on: say so. What was made stays, and can be continued or undone by who may."""
    async with shop.anyway(stored) as tx:
        now = await store.lock(tx, stored.id)
        if (now.state, now.revision) != (stored.state, stored.revision):
            return
        await store.end(tx, now.id, STOPPED[now.state], reason)
        event = shop.kind(now).announce.stopped(now.batch, now.counts, reason)
        await tx.record(now.id, event, on=tx.today, revision=now.revision + 1)
