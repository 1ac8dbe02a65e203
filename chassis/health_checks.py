"""What readiness looks at in a service's database: is it there, how far is the log behind the journal."""

import asyncio

from prometheus_client import Gauge

from chassis.postgres import Database

BACKLOG = Gauge("gonghui_journal_backlog", "Journal rows that have no position yet")
UNPUBLISHED = Gauge("gonghui_log_unpublished", "Positions not yet acknowledged by Kafka")
BACKLOG_NOTED = 1000


async def database_ready(database: Database) -> str | None:
    """None when the database answers within two seconds."""
    try:
        async with asyncio.timeout(2):
            await database.pool.fetchval("SELECT 1")
    except Exception as error:  # noqa: BLE001 - any reason is a reason
        return f"数据库不可用 / database away ({type(error).__name__})"
    return None


async def log_notes(database: Database) -> str | None:
    """A note when the relay or Kafka is behind; commands go on all the same."""
    async with asyncio.timeout(2), database.system() as connection:
        found = await connection.fetchrow(
            """SELECT
                (SELECT count(*) FROM (
                    SELECT FROM journal WHERE id > (SELECT coalesce(max(journal_id), 0) FROM log) LIMIT 100000
                ) AS behind) AS backlog,
                (SELECT coalesce(sum(size - published), 0)::bigint FROM log_head) AS unpublished,
                (SELECT count(*) FROM log_head WHERE restored) AS restored"""
        )
    if found is None:
        return None
    BACKLOG.set(found["backlog"])
    UNPUBLISHED.set(found["unpublished"])
    notes = []
    if found["restored"]:
        notes.append(f"{found['restored']} 个县等待分叉确认 / counties wait for a fork")
    if found["backlog"] > BACKLOG_NOTED:
        notes.append(f"日志积压 {found['backlog']} / journal backlog")
    if found["unpublished"] > BACKLOG_NOTED:
        notes.append(f"待发布 {found['unpublished']} / unpublished: is Kafka away?")
    return "; ".join(notes) or None
