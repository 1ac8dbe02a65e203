"""Proofs over the logs as the gateway received them: inclusion of an event, and the checkpoints it verified."""

from dataclasses import dataclass
from datetime import datetime

from chassis.log.tiles import Connection


@dataclass(frozen=True, slots=True)
class InclusionProof:
    """RFC 9162 audit path of the event at `position` in the tree of `size`; `note` a checkpoint of just that size."""

    log: str
    position: int
    size: int
    leaf: bytes
    path: tuple[bytes, ...]
    root: bytes
    note: str | None
    area: str
    sequenced_at: datetime
    event: str


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The last checkpoint of a log that the gateway looked at: whether its root is ours, whether we cosigned it."""

    log: str
    size: int
    root: bytes
    note: str
    cosigned: bool
    at: datetime
    agrees: bool


async def inclusion_proof(
    connection: Connection, log: str, position: int, size: int | None = None
) -> InclusionProof | None:
    """Proof for `membership/340828` at a position; None when the log or position is unknown or beyond `size`.

    `size` defaults to that of the last cosigned checkpoint when it covers the position, else to all received.
    """
    raise NotImplementedError


async def checkpoints(connection: Connection, county: str | None = None) -> tuple[Checkpoint, ...]:
    """The last checkpoint of each log (of one county)."""
    raise NotImplementedError
