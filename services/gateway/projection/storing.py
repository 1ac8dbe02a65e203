"""A batch's rows into their table: by one INSERT behind the wall, by COPY into a table that has none yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import LiteralString

from chassis.log.tiles import Connection

Row = tuple[object, ...]


@dataclass(frozen=True)
class Into:
    """A table and how its rows are entered. `insert` takes one array a column, in the columns' order."""

    table: str
    columns: tuple[str, ...]
    insert: LiteralString

    async def store(self, connection: Connection, rows: Sequence[Row], *, copied: bool = False) -> None:
        """Enter the rows. `copied` is quicker, but PostgreSQL copies nothing into tables with row-level security."""
        if copied:
            await connection.copy_records_to_table(self.table, columns=self.columns, records=rows)
        elif rows:
            await connection.execute(self.insert, *map(list, zip(*rows, strict=True)))
