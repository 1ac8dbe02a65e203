"""Ballots in the database: totals in one row, who took a paper in others. Nothing joins the two but the ballot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.postgres import Tx
from services.membership.congress.domain.ballots import Ballot


@dataclass(frozen=True)
class Decision:
    """What a counted ballot decided, for capabilities that build upon it. `outcome` by rule 12, or 15 for drafts."""

    ballot: UUID
    session: UUID
    congress: UUID
    employer: UUID
    union_id: UUID
    area: str
    kind: str
    delegates: int
    present: int
    yes: int
    outcome: str
    counted_on: date

    @property
    def passed(self) -> bool:
        """Whether the matter was passed."""
        return self.outcome == "passed"


async def decided(tx: Tx, ballot: UUID) -> Decision | None:
    """A counted ballot that stays so until the command ends; None when it is not counted, or not to be seen."""
    return await tx.maybe(
        Decision,
        """SELECT b.id AS ballot, b.session, s.congress, s.employer, b.union_id, b.area, b.kind, b.delegates,
            b.present, b.yes, b.outcome, b.counted_on
        FROM congress_ballots b JOIN congress_sessions s ON s.id = b.session
        WHERE b.id = $1 AND b.state = 'counted' FOR SHARE OF b""",
        ballot,
    )


async def lock(tx: Tx, ballot: UUID) -> Ballot:
    """A ballot about to change."""
    return await tx.one(
        Ballot,
        """SELECT id, session, county, area, union_id, item, kind, method, state, opened_on, delegates, present, issued,
            others, counted_on, returned, yes, no, abstain, invalid, teller_one, teller_two, outcome, revision
        FROM congress_ballots WHERE id = $1 FOR UPDATE""",
        ballot,
    )


async def insert(tx: Tx, new: Ballot) -> None:
    """A matter put to the vote; the database refuses a second ballot on it at the same time."""
    await tx.run(
        """INSERT INTO congress_ballots (id, session, county, area, union_id, item, kind, method, state, opened_on,
            delegates, present, issued, others, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)""",
        new.id,
        new.session,
        new.county,
        new.area,
        new.union_id,
        new.item,
        new.kind,
        new.method,
        new.state,
        new.opened_on,
        new.delegates,
        new.present,
        new.issued,
        new.others,
        new.revision,
    )


async def save(tx: Tx, new: Ballot) -> None:
    """Everything of a ballot that commands change."""
    await tx.run(
        """UPDATE congress_ballots SET state = $2, issued = $3, others = $4, counted_on = $5, returned = $6, yes = $7,
            no = $8, abstain = $9, invalid = $10, teller_one = $11, teller_two = $12, outcome = $13, revision = $14
        WHERE id = $1""",
        new.id,
        new.state,
        new.issued,
        new.others,
        new.counted_on,
        new.returned,
        new.yes,
        new.no,
        new.abstain,
        new.invalid,
        new.teller_one,
        new.teller_two,
        new.outcome,
        new.revision,
    )


async def voters(tx: Tx, ballot: UUID) -> set[UUID]:
    """Who has taken a paper. The caller holds the ballot's lock."""
    found = await tx.value("SELECT coalesce(array_agg(delegate), '{}') FROM congress_voters WHERE ballot = $1", ballot)
    return set(found)


async def rested_upon(tx: Tx, ballot: UUID) -> bool:
    """Whether a collective agreement's draft was passed by it. The caller holds the ballot's lock."""
    found: bool = await tx.value("SELECT EXISTS (SELECT FROM consultations WHERE ballot = $1)", ballot)
    return found


async def take_papers(tx: Tx, ballot: UUID, voters: Sequence[UUID]) -> None:
    """They took a paper. Sorted, so that the rows keep no order of theirs; the key refuses a second paper."""
    await tx.run(
        """INSERT INTO congress_voters (ballot, delegate)
        SELECT $1, delegate FROM unnest($2::uuid[]) delegate ORDER BY delegate""",
        ballot,
        list(voters),
    )
