"""What an account may act as at this moment: its current appointments, and how certain this service is of them.

Membership reads its own table. Every other service reads what it has folded from membership's feed (`fold.py`), with a
lease: the moment until which that is known to be all. Looked up again after a quarter of a second, so that an ended
appointment is refused within one second while membership lives.
"""

import asyncio
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import LiteralString
from uuid import UUID
from zoneinfo import ZoneInfo

from chassis.access.principal import Identity, Principal
from chassis.postgres import Clock, Database
from chassis.refusal import AuthorityStale, AuthorityUnknown, Malformed, NoAppointment
from contracts.offices import Office

SHANGHAI = ZoneInfo("Asia/Shanghai")
KEPT_SECONDS = 0.25
REMEMBERED = 10_000
MOST = 50
"""Appointments of one account that are looked at, the current ones first."""
SENSITIVE_SECONDS = 5.0
"""So old may the lease be for what cannot be taken back: reveal, approve, pay, appoint."""
AUTHORITY_AGE = "gonghui-authority-age"
"""Header of an answer to a read: so many seconds ago appointments were last known to be complete."""
COMMAND_SECONDS = 15 * 60.0
"""So old may it be for any command. Reads go on and say how old it is."""

# `giver` is the appointment that a delegation was lent from; it must hold too. $2 is the day.
_HOLDS: LiteralString = """
    held.ended_at IS NULL AND held.since <= $2 AND (held.until IS NULL OR held.until >= $2)
        AND (held.delegated_by IS NULL
            OR giver.ended_at IS NULL AND giver.since <= $2 AND (giver.until IS NULL OR giver.until >= $2))"""
# One row at least: the lease.
_APPOINTMENTS: LiteralString = (
    "SELECT held.id, held.area, held.org, held.office, held.on_behalf_of, held.ended_at,"  # noqa: S608 - constants of this file
    + _HOLDS
    + """ AS current,
        extract(epoch FROM clock_timestamp() - least(lease.known_until, followed.stopped_at))::float8 AS age
    FROM authority_lease AS lease
    LEFT JOIN appointment AS held ON held.account = $1
    LEFT JOIN appointment AS giver ON giver.id = held.delegated_by
    LEFT JOIN authority_cursor AS followed ON followed.county = held.county
    ORDER BY current DESC, held.on_behalf_of NULLS FIRST, held.since, held.id LIMIT $3"""
)
_HOLDING: LiteralString = (
    """SELECT held.id FROM appointment AS held LEFT JOIN appointment AS giver ON giver.id = held.delegated_by
    WHERE held.id = ANY($1) AND"""  # noqa: S608 - constants of this file
    + _HOLDS
)


@dataclass(frozen=True, slots=True)
class Appointment:
    """One appointment of an account, `current` or over."""

    id: UUID
    area: str
    org: UUID | None
    office: Office
    on_behalf_of: str | None
    ended_at: datetime | None
    current: bool
    age: float

    def acting(self, identity: Identity) -> Principal:
        """The principal of that person in this office."""
        return Principal(
            subject=identity.subject,
            office=self.office,
            area=self.area,
            name=identity.name,
            explorer=identity.explorer,
            expires=identity.expires,
            org=self.org,
            appointment=self.id,
            on_behalf_of=self.on_behalf_of,
            client=identity.client,
        )


@dataclass(frozen=True, slots=True)
class Known:
    """What was looked up of an account, and when (monotonic seconds). `age`: of the lease then, in seconds."""

    appointments: tuple[Appointment, ...]
    age: float
    read: float


class Authority:
    """Appointments of accounts, as this service's database has them."""

    def __init__(self, database: Database, clock: Clock, *, own: bool) -> None:
        """`own`: the database is the one that appointments are written in (membership's)."""
        self._database = database
        self._clock = clock
        self._own = own
        self._began = time.monotonic()
        self._whole = own
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._asking: dict[str, asyncio.Task[Known]] = {}

    async def principal(self, identity: Identity, chosen: str | None = None) -> Principal:
        """Whom this person acts as: the chosen appointment (its id), else the first that is current, own ones first.

        NoAppointment, AuthorityUnknown (not caught up since the start), Malformed.
        """
        wanted = _uuid(chosen)
        asked = time.monotonic()
        known = await self._of(identity.subject)
        held = [each for each in known.appointments if wanted in (None, each.id)]
        if known.read < asked and not any(each.current for each in held):  # appointed this very moment?
            known = await self._look_up_once(identity.subject)
            held = [each for each in known.appointments if wanted in (None, each.id)]
        self._caught_up(known)
        for each in held:
            if each.current:
                return each.acting(identity)
        former = held[0] if held else None
        raise NoAppointment(former.acting(identity) if former else None, account=identity.subject)

    async def current(self, identity: Identity) -> list[Appointment]:
        """The appointments this person may choose from. AuthorityUnknown."""
        known = await self._of(identity.subject)
        self._caught_up(known)
        return [each for each in known.appointments if each.current]

    async def holding(self, appointments: Sequence[UUID]) -> set[UUID]:
        """Which of these appointments hold at this moment."""
        async with self._database.system() as connection:
            rows = await connection.fetch(_HOLDING, appointments, self._today())
        return {row["id"] for row in rows}

    def judge(self, principal: Principal, *, sensitive: bool) -> None:
        """Refuse a command when authority is not known well enough: AuthorityStale."""
        age = self.age(principal)
        if age > (SENSITIVE_SECONDS if sensitive else COMMAND_SECONDS):
            raise AuthorityStale(retry_after=2)

    def age(self, principal: Principal) -> float:
        """Seconds since all appointments were known, as this principal's were looked up. 0 in membership."""
        known = self._known.get(principal.subject)
        return _age_now(known) if known and not self._own else 0.0

    async def ready(self) -> str | None:
        """For /readyz: whether authority is known at all since this process began."""
        try:
            self._caught_up(await self._of(""))
        except AuthorityUnknown:
            return "任职尚未读全 / appointments are not caught up yet"
        return None

    def _caught_up(self, known: Known) -> None:
        """Once known to be whole since the start, authority only grows old (`judge`)."""
        self._whole = self._whole or _age_now(known) <= time.monotonic() - self._began
        if not self._whole:
            raise AuthorityUnknown(retry_after=1)

    async def _of(self, account: str) -> Known:
        known = self._known.get(account)
        if known is not None and time.monotonic() - known.read < KEPT_SECONDS:
            return known
        return await self._look_up_once(account)

    async def _look_up_once(self, account: str) -> Known:
        """One look-up for all who ask at the same time; somebody who goes away ends nothing that others wait for."""
        task = self._asking.get(account)
        if task is None:
            task = asyncio.ensure_future(self._look_up(account))
            self._asking[account] = task
        return await asyncio.shield(task)

    async def _look_up(self, account: str) -> Known:
        try:
            read = time.monotonic()
            async with self._database.system() as connection:
                rows = await connection.fetch(_APPOINTMENTS, account, self._today(), MOST)
            held = tuple(
                Appointment(**{**row, "office": Office(row["office"])}) for row in rows if row["id"] is not None
            )
            # a county whose log is folded no further makes its own appointments old, and nobody else's
            known = Known(held, max((row["age"] for row in rows), default=0.0), read)
        finally:
            del self._asking[account]
        self._known[account] = known
        self._known.move_to_end(account)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
        return known

    def _today(self) -> date:
        return self._clock().astimezone(SHANGHAI).date()


def _age_now(known: Known) -> float:
    return known.age + time.monotonic() - known.read


def _uuid(chosen: str | None) -> UUID | None:
    if chosen is None:
        return None
    try:
        return UUID(chosen)
    except ValueError as error:
        raise Malformed(why_zh="Gonghui-Appointment 不是任职编号", why_en="Gonghui-Appointment is no id") from error
