"""What the background needs at hand: the database, the keys, who still holds office, and a transaction as the asker."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

from chassis.access.authority import Authority
from chassis.imports.kind import Kind
from chassis.imports.store import Stored
from chassis.personal.keys import Keyring
from chassis.postgres import Clock, Database, Request, Tx, utc_now
from chassis.refusal import Refusal


class AuthorityEnded(Refusal):
    """Whoever asked for the work holds the office no more."""

    code = "authority-ended"
    zh = "确认人的任职已终止"
    en = "The appointment of whoever asked for it has ended"


@dataclass(frozen=True)
class Workshop:
    """One process's."""

    service: str
    database: Database
    keyring: Keyring
    authority: Authority
    kinds: dict[str, Kind]
    clock: Clock = utc_now

    @asynccontextmanager
    async def tx(self, stored: Stored) -> AsyncIterator[Tx]:
        """A transaction in the name of whoever asked for the work, while they may. AuthorityEnded."""
        if stored.appointment not in await self.authority.holding([stored.appointment] if stored.appointment else []):
            raise AuthorityEnded
        async with self.anyway(stored) as tx:
            yield tx

    @asynccontextmanager
    async def anyway(self, stored: Stored) -> AsyncIterator[Tx]:
        """The same without asking: to write down that the work has stopped."""
        asked = Request(self.service, stored.principal, self.clock(), keys=self.keyring)
        async with self.database.tx(asked) as tx:
            tx.allow(stored.area)
            yield tx

    def kind(self, stored: Stored) -> Kind:
        """What is imported."""
        return self.kinds[stored.kind]
