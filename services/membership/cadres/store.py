"""Appointments in the database: one function, one statement. The table is the chassis's own (see chassis.access)."""

from uuid import UUID

from chassis.postgres import Tx
from services.membership.cadres.domain import Appointment


async def lock(tx: Tx, appointment: UUID) -> Appointment:
    """An appointment about to change, or to be lent."""
    return await tx.one(
        Appointment,
        """SELECT id, county, area, org, account, office, since, until, delegated_by, on_behalf_of,
            ended_at IS NOT NULL AS ended, revision
        FROM appointment WHERE id = $1 FOR UPDATE""",
        appointment,
    )


async def insert(tx: Tx, new: Appointment) -> None:
    """A new appointment."""
    await tx.run(
        """INSERT INTO appointment
            (id, county, area, org, account, office, since, until, delegated_by, on_behalf_of, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        new.id,
        new.county,
        new.area,
        new.org,
        new.account,
        new.office,
        new.since,
        new.until,
        new.delegated_by,
        new.on_behalf_of,
        new.revision,
    )


async def end(tx: Tx, new: Appointment) -> None:
    """It holds no longer, from the moment of the command on."""
    await tx.run("UPDATE appointment SET ended_at = $2, revision = $3 WHERE id = $1", new.id, tx.now, new.revision)


async def any_in(tx: Tx, county: str) -> bool:
    """Whether a county has ever had an appointment."""
    found: bool = await tx.value("SELECT EXISTS (SELECT FROM appointment WHERE county = $1)", county)
    return found


async def describe(tx: Tx, new: Appointment, member: UUID | None, duty: str) -> None:
    """Who holds it, and how, in place of what was said before."""
    await tx.run(
        """INSERT INTO cadre_particulars (appointment, member, duty) VALUES ($1, $2, $3)
        ON CONFLICT (appointment) DO UPDATE SET member = excluded.member, duty = excluded.duty""",
        new.id,
        member,
        duty,
    )
    await tx.run("UPDATE appointment SET revision = $2 WHERE id = $1", new.id, new.revision)
