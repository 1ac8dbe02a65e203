"""Household files in the database. Who they are and what they have lies in the vault, the head under the file's id."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import LiteralString
from uuid import UUID

from chassis.ids import uuid7
from chassis.personal import vault
from chassis.personal.vault import Home, Particulars
from chassis.postgres import Tx
from chassis.refusal import InFlight
from contracts.assistance.households import Category, Cause
from services.assistance.households.domain import Figures, Household

HEAD = (vault.NAME, vault.ID_NUMBER, vault.PHONE, vault.BANK_CARD)
MONEY = ("income_fen", "spending_fen", "loss_fen")


@dataclass(frozen=True)
class _Row:
    id: UUID
    county: str
    area: str
    union_id: UUID | None
    size: int
    cause: Cause
    consent: bool
    state: str
    opened_on: date
    decided_on: date | None
    category: Category | None
    line_fen: int | None
    nationally_filed: bool
    revision: int

    def household(self) -> Household:
        """As the rules see it."""
        values = {name: value for name, value in vars(self).items() if name != "line_fen"}
        return Household(line=self.line_fen, **values)


async def lock(tx: Tx, household: UUID) -> Household:
    """A file about to change, or one whose aid is summed: what is asked for one household waits in line."""
    row = await tx.one(
        _Row,
        """SELECT id, county, area, union_id, size, cause, consent, state,
            opened_on, decided_on, category, line_fen, nationally_filed, revision
        FROM households WHERE id = $1 FOR UPDATE""",
        household,
    )
    return row.household()


async def read(tx: Tx, household: UUID) -> Household:
    """A file that must stay as it is until the command ends."""
    row = await tx.one(
        _Row,
        """SELECT id, county, area, union_id, size, cause, consent, state,
            opened_on, decided_on, category, line_fen, nationally_filed, revision
        FROM households WHERE id = $1 FOR SHARE""",
        household,
    )
    return row.household()


async def seen(tx: Tx, household: UUID) -> Household:
    """A file as it is."""
    row = await tx.one(
        _Row,
        """SELECT id, county, area, union_id, size, cause, consent, state,
            opened_on, decided_on, category, line_fen, nationally_filed, revision
        FROM households WHERE id = $1""",
        household,
    )
    return row.household()


async def insert(tx: Tx, new: Household, member: UUID | None) -> None:
    """A file applied for; `member` is the head's membership, if any."""
    await tx.run(
        """INSERT INTO households (id, county, area, union_id, member, size, cause, consent, state, opened_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        new.id,
        new.county,
        new.area,
        new.union_id,
        member,
        new.size,
        new.cause,
        new.consent,
        new.state,
        new.opened_on,
        new.revision,
    )


async def save(tx: Tx, new: Household) -> None:
    """Everything of a file that commands change, but who they are."""
    await tx.run(
        """UPDATE households SET size = $2, cause = $3, consent = $4, state = $5, decided_on = $6, category = $7,
            line_fen = $8, nationally_filed = $9, revision = $10 WHERE id = $1""",
        new.id,
        new.size,
        new.cause,
        new.consent,
        new.state,
        new.decided_on,
        new.category,
        new.line,
        new.nationally_filed,
        new.revision,
    )


async def touch(tx: Tx, household: UUID) -> int:
    """The file's next revision, when what changes lies in the vault. The caller holds its lock."""
    sql: LiteralString = "UPDATE households SET revision = revision + 1 WHERE id = $1 RETURNING revision"
    revision: int = await tx.value(sql, household)
    return revision


async def of_member(tx: Tx, household: UUID, member: UUID) -> None:
    """The head's membership."""
    await tx.run("UPDATE households SET member = $2 WHERE id = $1", household, member)


async def figures(tx: Tx, household: Household) -> Figures:
    """What rule 16 looks at, out of the vault."""
    known = await vault.read(tx, household.id, MONEY)
    income, spending, loss = (int(known[field]) for field in MONEY)
    return Figures(household.size, income, spending, loss, household.cause)


def money(figures: Figures) -> Particulars:
    """The same as the vault keeps it."""
    amounts = (figures.income, figures.spending, figures.loss)
    return Particulars({field: str(amount) for field, amount in zip(MONEY, amounts, strict=True)})


async def head(tx: Tx, household: UUID) -> Particulars:
    """Who the head is, and how the household is reached and paid."""
    return await vault.read(tx, household, HEAD)


async def enter_persons(tx: Tx, household: Household, head: Particulars | None, family: Iterable[str]) -> str | None:
    """Rule 17: enter the household's persons; the area of an open file that has one of them already, else None.

    In the order of their numbers, whoever the head is, so that two files of the same persons wait in line.
    """
    persons = {number: (uuid7(), Particulars(id_number=number)) for number in family}
    if head is not None:
        persons[head[vault.ID_NUMBER]] = household.id, head
    home = Home(household.county, household.area, household.union_id)
    for number, (person, known) in sorted(persons.items()):
        if not await vault.enter(tx, person, home, known):
            return await taken_at(tx, household, [number])
        if person != household.id:
            await tx.run("INSERT INTO household_persons (household, person) VALUES ($1, $2)", household.id, person)
    return None


async def taken_at(tx: Tx, household: Household, numbers: Sequence[str]) -> str:
    """The area of another open file with one of these numbers. InFlight when it has just closed."""
    own = {household.id, *await family(tx, household.id)}
    for found in await vault.find(tx, household.county, numbers):
        if found.person not in own:
            return found.area
    raise InFlight


async def family(tx: Tx, household: UUID) -> list[UUID]:
    """The persons beside the head."""
    rows = await tx.connection.fetch("SELECT person FROM household_persons WHERE household = $1", household)
    return [row["person"] for row in rows]


async def family_numbers(tx: Tx, household: UUID) -> dict[str, UUID]:
    """ID number → person of everybody beside the head."""
    known = await vault.read_all(tx, await family(tx, household), [vault.ID_NUMBER])
    return {each[vault.ID_NUMBER]: person for person, each in known.items()}


async def close_persons(tx: Tx, household: UUID) -> None:
    """The file is open no more: its persons may stand in another."""
    await vault.close(tx, [household, *await family(tx, household)])


async def has_aid(tx: Tx, household: UUID) -> bool:
    """Whether aid was asked and not voided or refused. The caller holds the household's lock."""
    found: bool = await tx.value(
        "SELECT EXISTS (SELECT FROM aid WHERE household = $1 AND state NOT IN ('void', 'refused'))", household
    )
    return found
