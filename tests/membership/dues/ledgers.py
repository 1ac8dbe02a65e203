"""Ledgers of dues under test: short ways to a union with members whose wages are known."""

from typing import Any

from tests.membership.people import County
from tests.support.person import Person

JANUARY, FEBRUARY, MARCH = "2026-01-01", "2026-02-01", "2026-03-01"
TODAY = "2026-03-20"


async def begun(place: County, union: str, township: str = "100", month: str = JANUARY) -> str:
    """A ledger from a month on."""
    body = {"union": union, "month": month, "occurred_on": "2025-12-20"}
    return str((await place.clerk(township).done("/dues", body))["id"])


async def members(place: County, union: str, number: int, township: str = "100", **fields: Any) -> list[str]:
    """Members admitted in 2025."""
    return [await place.member(union, township, **{"occurred_on": "2025-06-02", **fields}) for _ in range(number)]


async def revision(person: Person, ledger: str) -> int:
    """The ledger's."""
    return int((await person.get(f"/dues/{ledger}")).json()["revision"])


async def wages(person: Person, ledger: str, of: list[str], fen: int, since: str = JANUARY) -> None:
    """What these members earn."""
    body = {"members": of, "wage_fen": fen, "since": since, "occurred_on": TODAY}
    await person.done(f"/dues/{ledger}/wages", body, revision=await revision(person, ledger))


async def accrued(person: Person, ledger: str, month: str, on: str = TODAY) -> dict[str, Any]:
    """A month's dues."""
    body = {"month": month, "occurred_on": on}
    done: dict[str, Any] = await person.done(f"/dues/{ledger}/accrue", body, revision=await revision(person, ledger))
    return done


def payment(ledger: str, first: str = JANUARY, last: str = JANUARY, **fields: Any) -> dict[str, Any]:
    """A payment's body."""
    return {
        "ledger": ledger,
        "from_month": first,
        "to_month": last,
        "method": "cash",
        "occurred_on": TODAY,
        **fields,
    }


def waiver(ledger: str, of: list[str], first: str = JANUARY, last: str = JANUARY, **fields: Any) -> dict[str, Any]:
    """A waiver's body."""
    return {
        "ledger": ledger,
        "from_month": first,
        "to_month": last,
        "waived_for": "long-illness",
        "members": of,
        "occurred_on": TODAY,
        **fields,
    }
