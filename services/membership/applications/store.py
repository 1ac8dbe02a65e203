"""Applications in the database. Who asks lies in the vault, under the application's id, the number closed."""

from typing import LiteralString
from uuid import UUID

from chassis.personal import vault
from chassis.personal.vault import Home, Particulars
from chassis.postgres import Tx
from services.membership.applications.domain import Application

_READ: LiteralString = """
SELECT id, county, area, union_id AS union, employer, employment, channel, state, applied_on, due_on, member,
    refused_for, revision
FROM applications WHERE id = $1"""


async def lock(tx: Tx, application: UUID) -> Application:
    """An application about to change."""
    return await tx.one(Application, _READ + " FOR UPDATE", application)


async def read(tx: Tx, application: UUID) -> Application:
    """An application as it is."""
    return await tx.one(Application, _READ, application)


async def insert(tx: Tx, new: Application, known: Particulars) -> None:
    """A new application, whoever has the number: nothing here tells whether somebody is a member.

    Persons' keys lie in townships: who is bound to one union enters them beyond it. The caller has judged the place.
    """
    await tx.across(new.area)
    await vault.enter_closed(tx, new.id, Home(new.county, new.area, new.union), known)
    await tx.run(
        """INSERT INTO applications (id, county, area, union_id, employer, employment, channel, state, applied_on,
            due_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        new.id,
        new.county,
        new.area,
        new.union,
        new.employer,
        new.employment,
        new.channel,
        new.state,
        new.applied_on,
        new.due_on,
        new.revision,
    )


async def save(tx: Tx, new: Application) -> None:
    """Everything of an application that changes; who asks stays."""
    await tx.run(
        """UPDATE applications SET employer = $2, employment = $3, state = $4, applied_on = $5, member = $6,
            refused_for = $7, revision = $8
        WHERE id = $1""",
        new.id,
        new.employer,
        new.employment,
        new.state,
        new.applied_on,
        new.member,
        new.refused_for,
        new.revision,
    )


async def number(tx: Tx, application: UUID) -> str:
    """The ID number."""
    return (await vault.read(tx, application, [vault.ID_NUMBER]))[vault.ID_NUMBER]
