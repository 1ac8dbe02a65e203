"""Household files in the database. Personal data stays in these rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from chassis.postgres import Tx
from chassis.refusal import InFlight
from contracts.assistance.households import Category, Cause
from services.assistance.households.domain import Figures, Household


@dataclass(frozen=True)
class Head:
    """Who the head is, and how the household is reached and paid. Never leaves this service."""

    name: str
    id_number: str
    phone: str | None
    bank_card: str | None
    member: UUID | None


@dataclass(frozen=True)
class _Row:
    id: UUID
    county: str
    area: str
    union_id: UUID | None
    size: int
    income_fen: int
    spending_fen: int
    loss_fen: int
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
        figures = Figures(self.size, self.income_fen, self.spending_fen, self.loss_fen, self.cause)
        return Household(
            id=self.id,
            county=self.county,
            area=self.area,
            union_id=self.union_id,
            figures=figures,
            consent=self.consent,
            state=self.state,
            opened_on=self.opened_on,
            decided_on=self.decided_on,
            category=self.category,
            line=self.line_fen,
            nationally_filed=self.nationally_filed,
            revision=self.revision,
        )


async def lock(tx: Tx, household: UUID) -> Household:
    """A file about to change, or one whose aid is summed: what is asked for one household waits in line."""
    row = await tx.one(
        _Row,
        """SELECT id, county, area, union_id, size, income_fen, spending_fen, loss_fen, cause, consent, state,
            opened_on, decided_on, category, line_fen, nationally_filed, revision
        FROM households WHERE id = $1 FOR UPDATE""",
        household,
    )
    return row.household()


async def read(tx: Tx, household: UUID) -> Household:
    """A file that must stay as it is until the command ends."""
    row = await tx.one(
        _Row,
        """SELECT id, county, area, union_id, size, income_fen, spending_fen, loss_fen, cause, consent, state,
            opened_on, decided_on, category, line_fen, nationally_filed, revision
        FROM households WHERE id = $1 FOR SHARE""",
        household,
    )
    return row.household()


async def insert(tx: Tx, new: Household, head: Head) -> None:
    """A file applied for."""
    await tx.run(
        """INSERT INTO households (id, county, area, union_id, member, head_name, head_id_number, phone, bank_card,
            size, income_fen, spending_fen, loss_fen, cause, consent, state, opened_on, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)""",
        new.id,
        new.county,
        new.area,
        new.union_id,
        head.member,
        head.name,
        head.id_number,
        head.phone,
        head.bank_card,
        *_figures(new.figures),
        new.consent,
        new.state,
        new.opened_on,
        new.revision,
    )


async def save(tx: Tx, new: Household) -> None:
    """Everything of a file that commands change, but who they are."""
    await tx.run(
        """UPDATE households SET size = $2, income_fen = $3, spending_fen = $4, loss_fen = $5, cause = $6,
            consent = $7, state = $8, decided_on = $9, category = $10, line_fen = $11, nationally_filed = $12,
            revision = $13 WHERE id = $1""",
        new.id,
        *_figures(new.figures),
        new.consent,
        new.state,
        new.decided_on,
        new.category,
        new.line,
        new.nationally_filed,
        new.revision,
    )


async def head(tx: Tx, household: UUID) -> Head:
    """Who the head is."""
    return await tx.one(
        Head,
        """SELECT head_name AS name, head_id_number AS id_number, phone, bank_card, member
        FROM households WHERE id = $1""",
        household,
    )


async def rename(tx: Tx, household: UUID, new: Head) -> None:
    """Who the head really is."""
    await tx.run(
        """UPDATE households SET head_name = $2, head_id_number = $3, phone = $4, bank_card = $5, member = $6
        WHERE id = $1""",
        household,
        new.name,
        new.id_number,
        new.phone,
        new.bank_card,
        new.member,
    )


async def list_persons(tx: Tx, new: Household, numbers: Sequence[str]) -> str | None:
    """Rule 17: enter the household's persons; the area of an open file that has one of them already, else None."""
    entered = await tx.value(
        """WITH entered AS (
            INSERT INTO household_persons (household, county, id_number, open)
            SELECT $1, $2, number, true FROM unnest($3::text[]) number ORDER BY number
            ON CONFLICT (county, id_number) WHERE open DO NOTHING RETURNING id_number)
        SELECT count(*) FROM entered""",
        new.id,
        new.county,
        list(numbers),
    )
    if entered == len(numbers):
        return None
    await tx.across(new.area)  # which office to ask is all that is told of another township's file
    area: Any = await tx.value(
        """SELECT h.area FROM household_persons p JOIN households h ON h.id = p.household
        WHERE p.county = $1 AND p.open AND p.household <> $2 AND p.id_number = ANY($3::text[]) LIMIT 1""",
        new.county,
        new.id,
        list(numbers),
    )
    if area is None:
        raise InFlight
    return str(area)


async def forget_persons(tx: Tx, household: UUID) -> None:
    """The persons are listed anew."""
    await tx.run("DELETE FROM household_persons WHERE household = $1", household)


async def close_persons(tx: Tx, household: UUID) -> None:
    """The file is open no more: its persons may stand in another."""
    await tx.run("UPDATE household_persons SET open = false WHERE household = $1", household)


async def numbers(tx: Tx, household: UUID) -> list[str]:
    """The household's ID numbers."""
    found = await tx.value(
        "SELECT coalesce(array_agg(id_number ORDER BY id_number), '{}') FROM household_persons WHERE household = $1",
        household,
    )
    return list(found)


async def has_aid(tx: Tx, household: UUID) -> bool:
    """Whether aid was asked and not voided or refused. The caller holds the household's lock."""
    found: bool = await tx.value(
        "SELECT EXISTS (SELECT FROM aid WHERE household = $1 AND state NOT IN ('void', 'refused'))", household
    )
    return found


def _figures(figures: Figures) -> tuple[int, int, int, int, str]:
    return figures.size, figures.income, figures.spending, figures.loss, figures.cause
