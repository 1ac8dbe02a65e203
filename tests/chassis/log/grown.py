"""Logs grown for tests of what reads them, one event a text, without a relay's search for new rows."""

from datetime import UTC, date, datetime, timedelta

import orjson

from chassis.ids import uuid7
from chassis.log import merkle, tiles
from chassis.log.checkpoint import Checkpoint, Signer, origin
from chassis.log.journal import JournalRow, append, rfc3339
from chassis.log.merkle import CompactRange
from chassis.log.tiles import Connection


async def grow(connection: Connection, county: str, count: int, signer: Signer | None = None) -> CompactRange:
    """Journal and sequence `count` events of a county in the caller's transaction; sign the new head by a signer."""
    now = datetime.now(UTC)
    rows = new_rows(county, count)
    await append(connection, rows)
    head = await connection.fetchrow("SELECT size, compact_range, sequenced_at FROM log_head WHERE county = $1", county)
    old = CompactRange(head["size"], tuple(head["compact_range"])) if head else CompactRange()
    tree, nodes = merkle.extend(old, [merkle.leaf(rfc3339(now), row.event) for row in rows])
    await _sequence(connection, county, old.size, rows, now)
    await tiles.insert(connection, county, nodes)
    await connection.execute(
        """INSERT INTO log_head (county, size, root, compact_range, sequenced_at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (county) DO UPDATE SET size = $2, root = $3, compact_range = $4, sequenced_at = $5""",
        county,
        tree.size,
        tree.root,
        list(tree.hashes),
        now,
    )
    if signer:
        name = origin(signer.verifier.name.removeprefix("gonghui/"), county)
        await connection.execute(
            "INSERT INTO checkpoint VALUES ($1, 1, $2, $3, $4, $5)",
            county,
            tree.size,
            tree.root,
            signer.sign(Checkpoint(name, tree.size, tree.root)),
            now,
        )
    return tree


def new_rows(county: str, count: int) -> list[JournalRow]:
    """Events of a county ready to be journalled, with text that is hard on encoders."""
    now = datetime.now(UTC)
    return [_row(county, number, now) for number in range(count)]


def _row(county: str, number: int, now: datetime) -> JournalRow:
    event_id, subject, kind = uuid7(), str(uuid7()), "cn.gonghui.membership.member.admitted.v1"
    recorded = now - timedelta(milliseconds=1)
    event = {
        "id": str(event_id),
        "source": "gonghui/membership",
        "type": kind,
        "subject": subject,
        "time": rfc3339(recorded),
        "county": county,
        "actor": "clerk",
        "office": "township-clerk",
        "occurredon": "2026-11-23",
        "number": number,
        "备注": '岳西县 \\ "\n',
    }
    text = orjson.dumps(event).decode()
    return JournalRow(county, event_id, kind, subject, date(2026, 11, 23), recorded, text, None)


async def _sequence(connection: Connection, county: str, size: int, rows: list[JournalRow], now: datetime) -> None:
    await connection.execute(
        """WITH state AS (UPDATE relay_state SET ordinal = ordinal + $3, polled_at = clock_timestamp()
                          RETURNING ordinal - $3 AS before)
        INSERT INTO log (ordinal, county, position, journal_id, sequenced_at, leaf)
        SELECT state.before + new.number, $1, $2::bigint + new.number, journal.id, $6, new.leaf
        FROM state, unnest($4::uuid[], $5::bytea[]) WITH ORDINALITY AS new (event_id, leaf, number)
        JOIN journal USING (event_id)""",
        county,
        size,
        len(rows),
        [row.event_id for row in rows],
        [merkle.leaf(rfc3339(now), row.event) for row in rows],
        now,
    )
