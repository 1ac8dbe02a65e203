"""Maker and approver are two people: whoever entered a record does not approve it, in whatever office, for whomever."""

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


async def entered_by_another(tx: Tx, subject: UUID, *entering: type[Event], corrected: bool = True) -> None:
    """Refuse when the asker recorded one of these events, or a correction, of the record. MakerIsApprover.

    `corrected` False: where the approver's own steps are all that is ever corrected, corrections are no entry.

    Whoever lent an office answers for what is done in it: neither approves what the other entered. The caller holds
    the record's lock, so no entry of the same account can slip in beside.
    """
    kinds: tuple[type[Event], ...] = (*entering, Corrected) if corrected else entering
    mine = await tx.value(
        """SELECT EXISTS (SELECT FROM journal WHERE subject = $1 AND type = ANY($2)
            AND (event ->> 'actor' = ANY($3) OR event ->> 'onbehalfof' = ANY($3)))""",
        str(subject),
        [each.full_type(tx.request.service) for each in kinds],
        tx.principal.accounts,
    )
    if mine:
        raise MakerIsApprover


async def last_by_the_asker(tx: Tx, subject: UUID, kind: type[Event]) -> bool:
    """Whether the asker, or whose office the asker was lent, recorded the record's last event of this kind."""
    mine: bool | None = await tx.value(
        """SELECT event ->> 'actor' = ANY($3) OR coalesce(event ->> 'onbehalfof' = ANY($3), false) FROM journal
        WHERE subject = $1 AND type = $2 ORDER BY id DESC LIMIT 1""",
        str(subject),
        kind.full_type(tx.request.service),
        tx.principal.accounts,
    )
    return bool(mine)
