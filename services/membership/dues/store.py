"""Dues in the database: ledgers, wages and lines that are sealed, accruals, and what settles them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from chassis.personal import vault
from chassis.personal.keys import DataKey
from chassis.postgres import Tx
from chassis.standing import Recorded, standing
from contracts.membership.members import MemberRestored, MemberRetained
from services.membership.dues.domain import Accrual, Ledger, Settlement

SEALED_ONCE = 1  # a sealed figure's revision: a wage stated anew is sealed anew, in the same place


@dataclass(frozen=True)
class Owing:
    """A member of the union on the day that decides, whose month is not accrued. `sealed`: the wage, if it is known."""

    member: UUID
    since: date | None
    sealed: bytes | None


@dataclass(frozen=True)
class Line:
    """One member's month that is owed, its sealed amount, and the day it was accrued."""

    member: UUID
    month: date
    sealed: bytes
    accrued_on: date


async def lock(tx: Tx, ledger: UUID) -> Ledger:
    """A ledger about to change; whatever changes its lines holds it."""
    return await tx.one(
        Ledger,
        """SELECT l.id, u.county, u.area, l.union_id AS union, l.begun, l.next_month, l.state, l.revision
        FROM dues_ledgers l JOIN unions u ON u.id = l.union_id WHERE l.id = $1 FOR UPDATE OF l""",
        ledger,
    )


async def insert(tx: Tx, new: Ledger) -> None:
    """A union's ledger begins."""
    await tx.run(
        "INSERT INTO dues_ledgers (id, union_id, begun, next_month, state, revision) VALUES ($1, $2, $3, $4, $5, $6)",
        new.id,
        new.union,
        new.begun,
        new.next_month,
        new.state,
        new.revision,
    )


async def save(tx: Tx, ledger: Ledger) -> None:
    """Everything of a ledger that commands change."""
    await tx.run(
        "UPDATE dues_ledgers SET begun = $2, next_month = $3, state = $4, revision = $5 WHERE id = $1",
        ledger.id,
        ledger.begun,
        ledger.next_month,
        ledger.state,
        ledger.revision,
    )


async def are_members(tx: Tx, union: UUID, members: Sequence[UUID], on: date) -> bool:
    """Whether all of them belong to the union on that day."""
    found: bool = await tx.value(
        """SELECT count(DISTINCT p.member) = cardinality($2::uuid[])
        FROM memberships p JOIN members m ON m.id = p.member
        WHERE p.union_id = $1 AND p.member = ANY($2::uuid[]) AND p.valid @> $3::date AND m.state <> 'void'""",
        union,
        list(members),
        on,
    )
    return found


async def without_wage(tx: Tx, union: UUID) -> list[UUID]:
    """The union's members of today of whom no wage was ever stated."""
    found = await tx.value(
        """SELECT coalesce(array_agg(m.id ORDER BY m.id), '{}') FROM members m
        WHERE m.union_id = $1 AND m.state = 'active'
            AND NOT EXISTS (SELECT FROM dues_wages w WHERE w.member = m.id)""",
        union,
    )
    return list(found)


async def state_wages(tx: Tx, members: Sequence[UUID], since: date, wage_fen: int) -> None:
    """What these members earn from a month on, in place of what was stated for it."""
    keys = await vault.keys_of(tx, members)
    await tx.run(
        """INSERT INTO dues_wages (member, since, sealed)
        SELECT each.member, $2, each.sealed FROM unnest($1::uuid[], $3::bytea[]) AS each (member, sealed)
        ON CONFLICT (member, since) DO UPDATE SET sealed = excluded.sealed""",
        list(keys),
        since,
        [key.seal(_wage(since), SEALED_ONCE, str(wage_fen)) for key in keys.values()],
    )


async def owing(tx: Tx, union: UUID, month: date, day: date) -> list[Owing]:
    """The union's members on the day that decides, without those whose month is accrued, here or elsewhere."""
    return await tx.many(
        Owing,
        """SELECT m.id AS member, w.since, w.sealed
        FROM memberships p JOIN members m ON m.id = p.member
        LEFT JOIN LATERAL (
            SELECT since, sealed FROM dues_wages WHERE member = m.id AND since <= $2 ORDER BY since DESC LIMIT 1
        ) w ON true
        WHERE p.union_id = $1 AND p.valid @> $3::date AND m.state <> 'void'
            AND NOT EXISTS (SELECT FROM dues_lines l WHERE l.member = m.id AND l.month = $2)
        ORDER BY m.id""",
        union,
        month,
        day,
    )


async def retentions(tx: Tx, members: Sequence[UUID]) -> dict[UUID, list[tuple[date, bool]]]:
    """Of those whose membership was ever retained: the days on which it was retained (True) or restored (False)."""
    rows = await tx.connection.fetch(
        """SELECT subject, event_id, type, occurred_on, (event -> 'data')::text AS data FROM journal
        WHERE subject IN (SELECT subject FROM journal WHERE subject = ANY($1::text[]) AND type = $2) ORDER BY id""",
        [str(member) for member in members],
        MemberRetained.full_type(),
    )
    said: dict[UUID, list[Recorded]] = {}
    for subject, *row in rows:
        said.setdefault(UUID(subject), []).append(Recorded(*row))
    return {
        member: [
            (each.on, isinstance(each.event, MemberRetained))
            for each in standing(recorded)
            if isinstance(each.event, MemberRetained | MemberRestored)
        ]
        for member, recorded in said.items()
    }


def wage_of(owing: Owing, keys: Mapping[UUID, DataKey]) -> int | None:
    """A member's wage in fen; None when it was never stated."""
    if owing.since is None or owing.sealed is None:
        return None
    return int(keys[owing.member].open(_wage(owing.since), SEALED_ONCE, owing.sealed))


async def accrue(tx: Tx, new: Accrual, amounts: Mapping[UUID, int], keys: Mapping[UUID, DataKey]) -> None:
    """A month's lines, each sealed by its member's key, and their sum."""
    await tx.run(
        """INSERT INTO dues_accruals (id, ledger, month, members, amount_fen, accrued_on, advanced)
        VALUES ($1, $2, $3, $4, $5, $6, $7)""",
        new.id,
        new.ledger,
        new.month,
        new.members,
        new.amount_fen,
        new.accrued_on,
        new.advanced,
    )
    await tx.run(
        """INSERT INTO dues_lines (member, month, ledger, accrual, sealed)
        SELECT each.member, $2, $3, $4, each.sealed FROM unnest($1::uuid[], $5::bytea[]) AS each (member, sealed)""",
        list(amounts),
        new.month,
        new.ledger,
        new.id,
        [keys[member].seal(_due(new.month), SEALED_ONCE, str(fen)) for member, fen in amounts.items()],
    )


async def last_accrual(tx: Tx, ledger: UUID) -> Accrual | None:
    """The ledger's latest accrual."""
    return await tx.maybe(
        Accrual,
        """SELECT id, ledger, month, members, amount_fen, accrued_on, advanced
        FROM dues_accruals WHERE ledger = $1 ORDER BY number DESC LIMIT 1""",
        ledger,
    )


async def is_settled(tx: Tx, accrual: UUID) -> bool:
    """Whether anything of an accrual was paid or waived."""
    found: bool = await tx.value(
        "SELECT EXISTS (SELECT FROM dues_lines WHERE accrual = $1 AND settlement IS NOT NULL)", accrual
    )
    return found


async def unaccrue(tx: Tx, accrual: UUID) -> None:
    """The accrual and its lines never were."""
    await tx.run("DELETE FROM dues_lines WHERE accrual = $1", accrual)
    await tx.run("DELETE FROM dues_accruals WHERE id = $1", accrual)


async def count_accruals(tx: Tx, ledger: UUID) -> int:
    """How many accruals a ledger has."""
    found: int = await tx.value("SELECT count(*) FROM dues_accruals WHERE ledger = $1", ledger)
    return found


async def open_lines(tx: Tx, ledger: UUID, first: date, last: date, members: Sequence[UUID]) -> list[Line]:
    """What is owed of these months, by these members; by all when none is named."""
    return await tx.many(
        Line,
        """SELECT l.member, l.month, l.sealed, a.accrued_on FROM dues_lines l JOIN dues_accruals a ON a.id = l.accrual
        WHERE l.ledger = $1 AND l.month BETWEEN $2 AND $3 AND l.settlement IS NULL
            AND (cardinality($4::uuid[]) = 0 OR l.member = ANY($4::uuid[]))
        ORDER BY l.month, l.member""",
        ledger,
        first,
        last,
        list(members),
    )


def due_of(line: Line, keys: Mapping[UUID, DataKey]) -> int:
    """A line's amount in fen."""
    return int(keys[line.member].open(_due(line.month), SEALED_ONCE, line.sealed))


async def wage_now(tx: Tx, union: UUID, member: UUID, today: date) -> Owing | None:
    """The wage of one of the union's members as last stated for a month that has come."""
    return await tx.maybe(
        Owing,
        """SELECT w.member, w.since, w.sealed FROM dues_wages w JOIN members m ON m.id = w.member
        WHERE w.member = $2 AND m.union_id = $1 AND w.since <= $3 ORDER BY w.since DESC LIMIT 1""",
        union,
        member,
        today,
    )


async def settle(tx: Tx, new: Settlement, lines: Sequence[Line]) -> None:
    """A payment or a waiver, and the lines it settles."""
    await tx.run(
        """INSERT INTO dues_settlements
            (id, ledger, kind, from_month, to_month, members, amount_fen, way, settled_on, state, revision)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)""",
        new.id,
        new.ledger,
        new.kind,
        new.from_month,
        new.to_month,
        new.members,
        new.amount_fen,
        new.way,
        new.settled_on,
        new.state,
        new.revision,
    )
    await tx.run(
        """UPDATE dues_lines l SET settlement = $1 FROM unnest($2::uuid[], $3::date[]) AS each (member, month)
        WHERE l.member = each.member AND l.month = each.month""",
        new.id,
        [line.member for line in lines],
        [line.month for line in lines],
    )


async def lock_settlement(tx: Tx, settlement: UUID) -> Settlement:
    """A payment or waiver about to change."""
    return await tx.one(
        Settlement,
        """SELECT id, ledger, kind, from_month, to_month, members, amount_fen, way, settled_on, state, revision
        FROM dues_settlements WHERE id = $1 FOR UPDATE""",
        settlement,
    )


async def unsettle(tx: Tx, settlement: UUID) -> None:
    """What it settled is owed again."""
    await tx.run("UPDATE dues_lines SET settlement = NULL WHERE settlement = $1", settlement)
    await tx.run("UPDATE dues_settlements SET state = 'void', revision = revision + 1 WHERE id = $1", settlement)


async def restate_payment(tx: Tx, new: Settlement) -> None:
    """How and when it was paid, put right."""
    await tx.run(
        "UPDATE dues_settlements SET way = $2, settled_on = $3, revision = $4 WHERE id = $1",
        new.id,
        new.way,
        new.settled_on,
        new.revision,
    )


async def accrued_on(tx: Tx, settlement: UUID) -> date:
    """The last day on which something of what was settled was accrued."""
    found: date = await tx.value(
        """SELECT max(a.accrued_on) FROM dues_lines l JOIN dues_accruals a ON a.id = l.accrual
        WHERE l.settlement = $1""",
        settlement,
    )
    return found


def _wage(since: date) -> str:
    return f"wage|{since:%Y-%m}"


def _due(month: date) -> str:
    return f"due|{month:%Y-%m}"
