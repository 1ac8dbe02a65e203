"""Parameter values in the database."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.postgres import Tx


@dataclass(frozen=True)
class Setting:
    """One value of one parameter in a region from a day on."""

    id: UUID
    name: str
    region: str
    valid_from: date
    value: int
    document: str
    state: str
    revision: int


async def insert(tx: Tx, new: Setting) -> None:
    """A new value."""
    await tx.run(
        """INSERT INTO parameters (id, name, region, valid_from, value, document, state, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)""",
        new.id,
        new.name,
        new.region,
        new.valid_from,
        new.value,
        new.document,
        new.state,
        new.revision,
    )


async def lock(tx: Tx, setting: UUID) -> Setting:
    """A value about to be voided."""
    return await tx.one(
        Setting,
        """SELECT id, name, region, valid_from, value, document, state, revision
        FROM parameters WHERE id = $1 FOR UPDATE""",
        setting,
    )


async def void(tx: Tx, setting: UUID) -> None:
    """It holds no more."""
    await tx.run("UPDATE parameters SET state = 'void', revision = revision + 1 WHERE id = $1", setting)
