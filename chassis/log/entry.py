"""One entry of a log, a log's head, and the batch of both that a feed hands over."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

from chassis.log import merkle


class ForgedEntry(Exception):
    """An entry's leaf is not the hash of its time and text: somebody altered it on the way."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One event at its place: `position` in its county's log, `ordinal` among its service's events, from 1, no gaps.

    `log` is the service's name, `event` the exact text that was journalled, `sequenced_at` its position's moment as
    `timestamp` writes it, `leaf` the hash of both.
    """

    log: str
    county: str
    position: int
    ordinal: int
    sequenced_at: str
    leaf: bytes
    traceparent: str | None
    event: str

    def checked(self) -> Self:
        """The entry, if its leaf covers its time and text; ForgedEntry when not."""
        if merkle.leaf(self.sequenced_at, self.event) != self.leaf:
            message = f"{self.log_name} at {self.position}"
            raise ForgedEntry(message)
        return self

    @property
    def log_name(self) -> str:
        """Name of the log on the wire: `<service>/<county>`."""
        return f"{self.log}/{self.county}"


@dataclass(frozen=True, slots=True)
class Head:
    """How far a county's log goes: size, root (32 bytes), moment of its last position; generation 1 until a fork."""

    county: str
    generation: int
    size: int
    sequenced_at: str | None
    root: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """A feed's answer: entries in order, all read from one snapshot together with the heads.

    `ordinal` is the service's last; `idle` the age in seconds of the relay's last completed poll (None: never yet).
    """

    heads: list[Head]
    ordinal: int
    entries: list[Entry]
    idle: float | None = None


def timestamp(moment: datetime) -> str:
    """A moment as leaves cover it: RFC 3339, UTC, six decimals, `Z`."""
    return moment.astimezone(UTC).isoformat(timespec="microseconds").removesuffix("+00:00") + "Z"
