"""Collective talks: the capability, and who acts in it."""

from uuid import UUID

from chassis.command import Capability
from chassis.postgres import Tx
from contracts.offices import Office
from services.membership.consultation import store
from services.membership.consultation.domain import refusals
from services.membership.consultation.domain.record import Consultation

consultation = Capability(
    "consultation",
    "/consultations",
    words=("集体协商", "Collective talks"),
    constraints={
        "one_consultation_per_earlier": refusals.RenewalUnderWay,
        "one_draft_per_ballot": refusals.BallotUsed,
    },
)
CLERKS = (Office.TOWNSHIP_CLERK, Office.ENTERPRISE_CHAIR)
"""A union's chair for the own union, the township's clerk for all of the township."""
COORDINATORS = (Office.TOWNSHIP_CHAIR, Office.TOWNSHIP_CLERK)
"""Talks that failed are the township's to bring together, no side's."""


async def locked(tx: Tx, which: UUID) -> Consultation:
    """A consultation that the asker is about to change, as last seen."""
    old = await store.lock(tx, which)
    tx.allow(old.area, old.union)
    tx.expect(old.revision)
    return old
