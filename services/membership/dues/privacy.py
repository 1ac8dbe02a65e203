"""Showing what one member earns and owes, to whoever collects it: recorded first, then shown (see chassis.personal)."""

from datetime import date
from typing import Annotated, Literal

from chassis.command import Done
from chassis.personal import reveal, vault
from chassis.personal.reveal import RevealPerson
from chassis.personal.vault import Particulars
from chassis.postgres import Tx
from contracts.personal import PersonalDataRevealed
from services.membership.dues import store
from services.membership.dues.commands import KEEPERS, dues
from services.membership.dues.domain import Ledger
from services.membership.dues.fields import LedgerId, LedgerMember

Field = Literal["wage_fen", "dues_fen"]
Purpose = Literal["verify", "contact", "record", "own-request"]


class RevealDues(RevealPerson):
    """Of whom, which figures, and why. Fen."""

    member: LedgerMember
    fields: Annotated[list[Field], reveal.fields_of("wage_fen", "dues_fen")]
    purpose: Annotated[Purpose, reveal.purposes_of("verify", "contact", "record", "own-request")]


@dues.command(
    "/{ledger}/reveal",
    words=("查看会员会费明细", "Show what a member owes"),
    offices=KEEPERS,
    emits=PersonalDataRevealed,
    sensitive=True,
    answers_anew=True,
)
async def reveal_dues(tx: Tx, ledger: LedgerId, command: RevealDues) -> Done:
    """The lists name who owes which months; how much tells what they earn, and is asked for one by one."""
    found = await store.lock(tx, ledger)
    tx.allow(found.area, found.union)
    known = await _known(tx, found, command)
    if not known:
        raise reveal.NothingKnown
    return await reveal.reveal(tx, command.member, found.revision, command.fields, command.purpose, known)


async def _known(tx: Tx, ledger: Ledger, command: RevealDues) -> Particulars:
    """What of it is known here; nothing of who belongs to another union and owes nothing here."""
    wage = await store.wage_now(tx, ledger.union, command.member, tx.today)
    lines = await store.open_lines(tx, ledger.id, date.min, date.max, [command.member])
    if lines:
        await tx.across(ledger.area)  # the key of who has moved on since
    keys = await vault.keys_of(tx, [command.member])
    if not keys:
        return Particulars()
    owed = sum(store.due_of(line, keys) for line in lines)
    fen = {
        "wage_fen": store.wage_of(wage, keys) if wage else None,
        "dues_fen": owed if wage or lines else None,
    }
    return Particulars.of(**{name: None if fen[name] is None else str(fen[name]) for name in command.fields})
