"""Maker and approver are two people: whoever entered a record does not approve it, in whatever office."""

from uuid import UUID

from chassis.postgres import Tx
from chassis.refusal import Refusal
from contracts.declare import Corrected, Event


class MakerIsApprover(Refusal):
    """The account that entered the record, or put it right, cannot approve it."""

    status = 403
    code = "maker-is-approver"
    zh = "经办人与审批人不能是同一人"
    en = "Whoever entered it cannot approve it"


async def entered_by_another(tx: Tx, subject: UUID, *entering: type[Event]) -> None:
    """Refuse when the asker recorded one of these events, or a correction, of the record. MakerIsApprover.

    The caller holds the record's lock, so no entry of the same account can slip in beside.
    """
    service = tx.request.service
    kinds: tuple[type[Event], ...] = (*entering, Corrected)
    types = [each.full_type(service) for each in kinds]
    mine = await tx.value(
        """SELECT EXISTS (SELECT FROM journal
            WHERE subject = $1 AND type = ANY($2) AND event ->> 'actor' = $3)""",
        str(subject),
        types,
        tx.principal.subject,
    )
    if mine:
        raise MakerIsApprover
