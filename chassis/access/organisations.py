"""Unions as membership publishes them: other services' records name one, and it must be there."""

from uuid import UUID

from chassis.postgres import Tx
from chassis.refusal import Refusal


class UnknownUnion(Refusal):
    """No approved union of this area has the id."""

    status = 422
    code = "unknown-union"
    zh = "本辖区没有该工会，或尚未批准成立"
    en = "There is no such union in this area, or it is not approved yet"


async def approved_union(tx: Tx, union: UUID | None, area: str, field: str = "union") -> None:
    """Refuse a union that membership does not know as approved in `area` (9 or 6 digits): UnknownUnion.

    None passes: the record names no union. A union approved a moment ago may still be on its way here.
    """
    if union is None:
        return
    found = await tx.value(
        "SELECT EXISTS (SELECT FROM organisation WHERE id = $1 AND area = $2 AND state = 'active')", union, area
    )
    if not found:
        raise UnknownUnion(field)
