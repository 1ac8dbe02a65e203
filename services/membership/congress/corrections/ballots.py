"""Putting a count right, or taking it or a whole ballot back, while the session goes on."""

from dataclasses import replace

from chassis import standing
from chassis.command import Done
from chassis.postgres import Tx
from contracts.declare import Corrected, Voided
from contracts.membership.ballots import BallotCounted, BallotOpened
from services.membership.congress.commands.ballots import TellersTotals, ballots, counted, locked
from services.membership.congress.commands.congresses import ACTS
from services.membership.congress.corrections.congresses import VoidCongressStep
from services.membership.congress.domain import ballots as domain
from services.membership.congress.domain.ballots import Ballot
from services.membership.congress.domain.sessions import is_held
from services.membership.congress.fields import CountedBallot, UncountedBallot
from services.membership.congress.store import ballots as store
from services.membership.congress.store import sessions
from services.membership.fields import Why


class CorrectBallotCount(TellersTotals):
    """The totals, in place of what was entered."""

    reason: Why


@ballots.command("/{ballot}/correct-count", words=("更正计票结果", "Correct a count"), offices=ACTS, emits=Corrected)
async def correct_count(tx: Tx, ballot: CountedBallot, command: CorrectBallotCount) -> Done:
    """One event takes the wrong totals back and puts the right ones there; the outcome follows."""
    old = await locked(tx, ballot)
    domain.is_counted(old)
    await _session_open(tx, old)
    event_id, said, on = await standing.last(tx, ballot, BallotCounted)
    new, right = domain.count_anew(old, await counted(tx, old, command))
    await store.save(tx, new)
    corrected = Corrected.of(event_id, said, on, right, on, command.reason)
    return await tx.record(ballot, corrected, on=on, revision=new.revision)


@ballots.command("/{ballot}/void-count", words=("作废计票结果", "Void a count"), offices=ACTS, emits=Voided)
async def void_count(tx: Tx, ballot: CountedBallot, command: VoidCongressStep) -> Done:
    """It waits to be counted again."""
    old = await locked(tx, ballot)
    await _session_open(tx, old)
    new = domain.uncounted(old)
    event_id, said, on = await standing.last(tx, ballot, BallotCounted)
    await store.save(tx, new)
    return await tx.record(ballot, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


@ballots.command("/{ballot}/void", words=("作废表决", "Void a ballot"), offices=ACTS, emits=Voided)
async def void(tx: Tx, ballot: UncountedBallot, command: VoidCongressStep) -> Done:
    """An invalid ballot, or one that should never have been; the matter can be put to the vote anew."""
    old = await locked(tx, ballot)
    domain.uncounted_yet(old)
    event_id, said, on = await standing.last(tx, ballot, BallotOpened)
    new = replace(old, state="void", revision=old.revision + 1)
    await store.save(tx, new)
    return await tx.record(ballot, Voided.of(event_id, said, on, command.reason), on=on, revision=new.revision)


async def _session_open(tx: Tx, ballot: Ballot) -> None:
    """A closed session's decisions stand, until its closing is voided; so do those that an agreement rests on."""
    if await store.rested_upon(tx, ballot.id):
        raise domain.BallotInUse
    is_held(await sessions.lock(tx, ballot.session))
