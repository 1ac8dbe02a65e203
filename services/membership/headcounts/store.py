"""Employers by their social credit codes."""

from collections.abc import Sequence
from uuid import UUID

from chassis.postgres import Tx


async def employer_ids(tx: Tx, area: str, codes: Sequence[str]) -> dict[str, UUID]:
    """Code → id of the employers of an area."""
    rows = await tx.connection.fetch(
        """SELECT credit_code, id FROM employers
        WHERE county = substr($1, 1, 6) AND credit_code = ANY($2::text[]) AND state <> 'void'
            AND area >= $1 AND area < $1 || '~'""",
        area,
        list(codes),
    )
    return {row["credit_code"]: row["id"] for row in rows}
