"""New hires in the database. Who they are lies in the vault, under the hire's id, the number closed."""

from typing import LiteralString
from uuid import UUID

from chassis.personal import vault
from chassis.personal.vault import Home, Particulars
from chassis.postgres import Tx
from services.membership.hires.domain import Hire

_READ: LiteralString = """
SELECT id, county, area, union_id AS union, employer, employment, state, hired_on, due_on, member, declined_for,
    revision
FROM hires WHERE id = $1"""


async def lock(tx: Tx, hire: UUID) -> Hire:
    """A hire about to change."""
    return await tx.one(Hire, _READ + " FOR UPDATE", hire)


async def read(tx: Tx, hire: UUID) -> Hire:
    """A hire as it is."""
    return await tx.one(Hire, _READ, hire)


async def insert(tx: Tx, new: Hire, known: Particulars) -> bool:
    """A new hire, the number closed at once; False when a member of the county has it.

    Persons' keys lie in townships: who is bound to one union enters them beyond it. The caller has judged the place.
    """
    await tx.across(new.area)
    if not await vault.enter(tx, new.id, Home(new.county, new.area, new.union), known):
        return False
    await vault.close(tx, [new.id])
    await tx.run(
        """INSERT INTO hires (id, county, area, union_id, employer, employment, state, hired_on, due_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)""",
        new.id,
        new.county,
        new.area,
        new.union,
        new.employer,
        new.employment,
        new.state,
        new.hired_on,
        new.due_on,
        new.revision,
    )
    return True


async def save(tx: Tx, new: Hire) -> None:
    """Everything of a hire that changes; who the person is stays."""
    await tx.run(
        """UPDATE hires SET employer = $2, employment = $3, state = $4, hired_on = $5, member = $6, declined_for = $7,
            revision = $8
        WHERE id = $1""",
        new.id,
        new.employer,
        new.employment,
        new.state,
        new.hired_on,
        new.member,
        new.declined_for,
        new.revision,
    )


async def waits_already(tx: Tx, union: UUID, county: str, id_number: str, but: UUID) -> bool:
    """Whether the same number waits as another hire of this union. The union's row is locked by the caller."""
    digest = vault.ring(tx).digest(county, "id-number", id_number)
    found: bool = await tx.value(
        """SELECT EXISTS (SELECT FROM blind_index b JOIN hires h ON h.id = b.person
            WHERE b.county = $1 AND b.kind = 'id-number' AND b.digest = $2 AND h.union_id = $3 AND h.state = 'open'
                AND h.id <> $4)""",
        county,
        digest,
        union,
        but,
    )
    return found


async def number(tx: Tx, hire: UUID) -> str:
    """The ID number."""
    return (await vault.read(tx, hire, [vault.ID_NUMBER]))[vault.ID_NUMBER]
