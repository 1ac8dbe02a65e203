"""Daily work about members: whoever nobody has heard of for six months is flagged for a person to judge (rule 8)."""

import time
from datetime import date
from uuid import UUID

from asyncpg.pool import PoolConnectionProxy

from chassis import parameters
from chassis.daily import Daily, Due
from chassis.postgres import Tx
from services.membership.members import store
from services.membership.members.domain import flags

REST_SECONDS = 600.0
"""Nobody becomes silent within the day, but what is entered late may say that somebody has long been."""


class Silence:
    """Finds who is to be flagged. When a day's round finds nobody any more, it rests a while before it looks again."""

    def __init__(self, rest: float = REST_SECONDS) -> None:
        self._rest = rest
        self._again: tuple[date, float] | None = None

    async def find(self, connection: PoolConnectionProxy, today: date, after: UUID | None, limit: int) -> list[Due]:
        """In work, not flagged, and the county's months are over since they were last heard of."""
        if self._again and self._again[0] == today and time.monotonic() < self._again[1]:
            return []
        found = await store.silent(connection, flags.MONTHS, today, after, limit)
        if not found and after is None:
            self._again = today, time.monotonic() + self._rest
        return found


async def move(tx: Tx, member: UUID) -> None:
    """Flag one member, unless somebody was quicker. Rule 8: the membership stays."""
    old = await store.lock(tx, member)
    (months,) = await parameters.values(tx, old.county, tx.today, flags.MONTHS)
    flagged = flags.flag(old, await store.last_heard_of(tx, old), months, tx.today)
    if flagged is None:
        return
    new, event, on = flagged
    tx.allow(old.area, old.union)
    await store.save(tx, new)
    await tx.record(member, event, on=on, revision=new.revision)


FLAGS = Daily("membership.flags", Silence().find, move)
