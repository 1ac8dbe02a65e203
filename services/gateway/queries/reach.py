"""Reading beyond the asker's own area, for what a proof or a moment rests on: nothing of those records is shown."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import LiteralString

from chassis.log.tiles import Connection

_LOW: LiteralString = "SELECT current_setting('gonghui.low', true)"
_WIDEN: LiteralString = "SELECT set_config('gonghui.low', current_setting('gonghui.county', true), true)"
_NARROW: LiteralString = "SELECT set_config('gonghui.low', $1, true)"


@asynccontextmanager
async def across_county(connection: Connection) -> AsyncIterator[None]:
    """Within the transaction, let what is read meanwhile be every record of the asker's county."""
    low = await connection.fetchval(_LOW)
    await connection.execute(_WIDEN)
    yield
    await connection.execute(_NARROW, low)  # after an error the transaction is over anyway
