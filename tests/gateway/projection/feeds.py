"""A feed over logs made by hand."""

from dataclasses import dataclass

from chassis.log import merkle
from chassis.log.entry import Batch, Entry, Head
from tests.support.logs import Log


@dataclass
class HandFeed:
    """See `chassis.log.projection.Feed`: one service's logs, as its feed would serve them."""

    logs: list[Log]

    def heads(self, county: str | None = None) -> list[Head]:
        return [
            Head(
                log.county,
                1,
                len(log.entries),
                log.entries[-1].sequenced_at,
                merkle.extend(merkle.CompactRange(), [entry.leaf for entry in log.entries])[0].root,
            )
            for log in self.logs
            if log.entries and county in {None, log.county}
        ]

    async def after(self, ordinal: int, limit: int = 1000, wait: float = 0) -> Batch:  # noqa: ARG002 - a feed by hand has its answer at once
        entries = [entry for log in self.logs for entry in log.entries if entry.ordinal > ordinal]
        return Batch(self.heads(), max((len(log.entries) for log in self.logs), default=0), entries[:limit], 0.0)

    async def county_after(self, county: str, position: int, limit: int = 1000) -> Batch:
        entries: list[Entry] = [
            entry for log in self.logs if log.county == county for entry in log.entries[position : position + limit]
        ]
        return Batch(self.heads(county), 0, entries, 0.0)
