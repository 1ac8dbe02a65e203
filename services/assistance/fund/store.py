"""Budgets and aid in the database. A budget's row is the one place where its money is reserved and spent (rule 26)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.postgres import Tx
from services.assistance.fund.domain import Aid, Allotment


@dataclass(frozen=True)
class Payee:
    """Whether a household can be paid."""

    consent: bool
    bank_card: bool


async def allot(tx: Tx, new: Allotment) -> None:
    """The budget grows by an allotment; the budget's row is locked before the allotment is entered."""
    await tx.run(
        """INSERT INTO budgets (county, year, source, allotted_fen) VALUES ($1, $2, $3, $4)
        ON CONFLICT (county, year, source) DO UPDATE SET allotted_fen = budgets.allotted_fen + excluded.allotted_fen""",
        new.county,
        new.year,
        new.source,
        new.amount_fen,
    )
    await tx.run(
        """INSERT INTO allotments (id, county, year, source, amount_fen, document, allotted_on, state, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
        new.id,
        new.county,
        new.year,
        new.source,
        new.amount_fen,
        new.document,
        new.allotted_on,
        new.state,
        new.revision,
    )


async def lock_allotment(tx: Tx, allotment: UUID) -> Allotment:
    """An allotment about to be voided."""
    return await tx.one(
        Allotment,
        """SELECT id, county, year, source, amount_fen, document, allotted_on, state, revision
        FROM allotments WHERE id = $1 FOR UPDATE""",
        allotment,
    )


async def take_back(tx: Tx, allotment: Allotment) -> bool:
    """The budget shrinks by a voided allotment; False when what is left would not cover what is committed."""
    tag = await tx.run(
        """UPDATE budgets SET allotted_fen = allotted_fen - $4
        WHERE county = $1 AND year = $2 AND source = $3 AND allotted_fen - $4 >= reserved_fen + paid_fen""",
        allotment.county,
        allotment.year,
        allotment.source,
        allotment.amount_fen,
    )
    await tx.run("UPDATE allotments SET state = 'void', revision = revision + 1 WHERE id = $1", allotment.id)
    return tag.endswith(" 1")


async def reserve(tx: Tx, county: str, year: int, source: str, amount: int) -> bool:
    """Rule 26: put money aside if the budget has it. One UPDATE looks and takes, so that two never take the same."""
    tag = await tx.run(
        """UPDATE budgets SET reserved_fen = reserved_fen + $4
        WHERE county = $1 AND year = $2 AND source = $3 AND allotted_fen - reserved_fen - paid_fen >= $4""",
        county,
        year,
        source,
        amount,
    )
    return tag.endswith(" 1")


async def release(tx: Tx, county: str, year: int, source: str, amount: int) -> None:
    """What was put aside is free again."""
    await tx.run(
        "UPDATE budgets SET reserved_fen = reserved_fen - $4 WHERE county = $1 AND year = $2 AND source = $3",
        county,
        year,
        source,
        amount,
    )


async def spend(tx: Tx, county: str, year: int, source: str, amount: int) -> None:
    """What was put aside is paid; a negative amount takes a payment back."""
    await tx.run(
        """UPDATE budgets SET reserved_fen = reserved_fen - $4, paid_fen = paid_fen + $4
        WHERE county = $1 AND year = $2 AND source = $3""",
        county,
        year,
        source,
        amount,
    )


async def available(tx: Tx, county: str, year: int, source: str) -> int:
    """Fen that a budget has left; 0 when there is none."""
    found: int | None = await tx.value(
        """SELECT allotted_fen - reserved_fen - paid_fen FROM budgets
        WHERE county = $1 AND year = $2 AND source = $3""",
        county,
        year,
        source,
    )
    return found or 0


async def lock(tx: Tx, aid: UUID) -> Aid:
    """Aid about to change."""
    return await tx.one(
        Aid,
        """SELECT id, county, area, union_id, household, programme, amount_fen, state, asked_on, asked_by,
            endorsed_by, approved_on, approved_by, source, paid_on, revision
        FROM aid WHERE id = $1 FOR UPDATE""",
        aid,
    )


async def insert(tx: Tx, new: Aid) -> None:
    """Aid asked for."""
    await tx.run(
        """INSERT INTO aid (id, county, area, union_id, household, programme, amount_fen, state, asked_on, asked_by,
            revision) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        new.id,
        new.county,
        new.area,
        new.union_id,
        new.household,
        new.programme,
        new.amount_fen,
        new.state,
        new.asked_on,
        new.asked_by,
        new.revision,
    )


async def save(tx: Tx, new: Aid) -> None:
    """Everything of aid that commands change."""
    await tx.run(
        """UPDATE aid SET programme = $2, amount_fen = $3, state = $4, endorsed_by = $5, approved_on = $6,
            approved_by = $7, source = $8, paid_on = $9, revision = $10 WHERE id = $1""",
        new.id,
        new.programme,
        new.amount_fen,
        new.state,
        new.endorsed_by,
        new.approved_on,
        new.approved_by,
        new.source,
        new.paid_on,
        new.revision,
    )


async def asked_in_year(tx: Tx, household: UUID, year: int, besides: UUID) -> int:
    """Fen of all aid of a household asked in a year and neither refused nor voided. The caller holds its lock."""
    found: int = await tx.value(
        """SELECT coalesce(sum(amount_fen), 0)::bigint FROM aid
        WHERE household = $1 AND asked_on >= $2 AND asked_on < $3 AND id <> $4 AND state NOT IN ('refused', 'void')""",
        household,
        date(year, 1, 1),
        date(year + 1, 1, 1),
        besides,
    )
    return found


async def payee(tx: Tx, household: UUID) -> Payee:
    """Whether the household's file allows a payment; it stays so until the command ends."""
    return await tx.one(
        Payee,
        """SELECT consent, EXISTS (SELECT FROM person_field WHERE person = $1 AND field = 'bank_card') AS bank_card
        FROM households WHERE id = $1 FOR SHARE""",
        household,
    )
