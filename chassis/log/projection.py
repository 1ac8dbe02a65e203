"""What `fold` needs of both its sides: the projection to apply entries to, and the feed to have them from."""

from typing import Protocol, runtime_checkable

from chassis.log.entry import Batch, Entry
from chassis.log.tiles import Connection


class CursorMoved(Exception):
    """Raised by a projection whose cursor is not where the batch begins: somebody else has been at work."""


class Projection(Protocol):
    """What a log is folded into."""

    async def cursor(self, connection: Connection, service: str) -> dict[str, int]:
        """County → last position applied, of all the service's logs."""

    async def apply(self, connection: Connection, service: str, county: str, entries: list[Entry]) -> None:
        """Apply consecutive positions of one log inside the batch's transaction, its cursor included: CursorMoved."""

    async def park(self, connection: Connection, service: str, county: str, entry: Entry, error: Exception) -> None:
        """Put one entry aside that cannot be applied, and move the cursor past it: CursorMoved."""


@runtime_checkable
class Restartable(Protocol):
    """A projection that can take up a forked log by itself. Others stop at a fork until an operator rebuilds them."""

    async def generations(self, connection: Connection, service: str) -> dict[str, int]:
        """County → generation of the log that was folded; absent: 1."""

    async def restart(self, connection: Connection, service: str, county: str, generation: int) -> None:
        """Forget one log inside a transaction: it is folded again from position 1, as that generation has it."""


@runtime_checkable
class Replaceable(Protocol):
    """A projection that a rebuild can put another one in the place of."""

    async def incarnation(self, connection: Connection) -> int:
        """Another number for each one that was put in place."""


class Feed(Protocol):
    """Where any run of a log can be had: `feed.FeedClient`, or `stored.StoredLog` in the service's own process."""

    async def after(self, ordinal: int, limit: int = ..., wait: float = ...) -> Batch:
        """Entries of all counties beyond `ordinal`, and every head."""

    async def county_after(self, county: str, position: int, limit: int = ...) -> Batch:
        """Entries of one county beyond `position`, and its head."""
