"""Reporting headcounts anew where a late report, a correction or a union's approval changes what counts for a day."""

from datetime import date
from uuid import UUID

from chassis import standing
from chassis.postgres import Tx
from contracts.declare import ChangeReason, Voided
from contracts.membership.organisations import EmployerCoverageStated, HeadcountReported, RestatedBecause
from services.membership.employers import domain
from services.membership.employers.domain import Employer, Reports

Said = tuple[UUID, HeadcountReported, date]


async def restate(  # noqa: PLR0913 - both series, and what is said of the difference
    tx: Tx,
    employer: Employer,
    before: Reports,
    after: Reports,
    because_of: RestatedBecause,
    *,
    without: date | None = None,
) -> None:
    """Add an event for each day whose line changes; `without` is the day that the command itself records."""
    changes = {day: line for day, line in domain.restated(before, after).items() if day != without}
    for day, line in changes.items():
        if line:
            event = domain.restatement(employer, line, because_of)
            tx.also(employer.id, event, on=day, at=employer.area, org=employer.id)
        else:
            await retract(tx, employer, await said_of(tx, employer, day), "other")
    await _cover(tx, employer, before, after, because_of)


async def _cover(tx: Tx, employer: Employer, before: Reports, after: Reports, because_of: RestatedBecause) -> None:
    """Rule 11: say anew on which days some union's cover begins or ends."""
    for day, unionised in domain.covers_restated(before, after).items():
        if unionised is not None:
            event = domain.coverage(employer, unionised, because_of)
            tx.also(employer.id, event, on=day, at=employer.area, org=employer.id)
            continue
        said = [each for each in await standing.of_kind(tx, employer.id, EmployerCoverageStated) if each[2] == day]
        for event_id, stated, on in reversed(said):
            voided = Voided.of(event_id, stated, on, "other")
            tx.also(employer.id, voided, on=on, at=employer.area, org=employer.id)


async def retract(tx: Tx, employer: Employer, said: list[Said], reason: ChangeReason) -> None:
    """Take back reports of one day, the latest first, so that no earlier one shows through."""
    for event_id, event, day in reversed(said):
        voided = Voided.of(event_id, event, day, reason)
        tx.also(employer.id, voided, on=day, at=employer.area, org=employer.id)


async def said_of(tx: Tx, employer: Employer, day: date) -> list[Said]:
    """The standing reports of a day, in the order recorded: the last holds."""
    return [said for said in await standing.of_kind(tx, employer.id, HeadcountReported) if said[2] == day]
