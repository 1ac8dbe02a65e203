"""An exported bundle: entries of logs with everything that proves them offline. docs/verify.md describes the format."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chassis.log import merkle
from chassis.log.checkpoint import CheckpointError, Keys, Verifier, parse_origin, witness_name
from chassis.log.merkle import InvalidProof, Reader

FORMAT = "gonghui-bundle/1"
Hex = str


class BundleMalformed(Exception):
    """Not a bundle of this format."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class BundledEntry(_Part):
    """One event at its position, with its audit path (hashes in hexadecimal, bottom up) to the checkpoint's root."""

    position: int = Field(ge=1)
    sequenced_at: str
    event: str
    path: list[Hex]


class BundledLog(_Part):
    """Entries of one log, and the checkpoint (signed note) that their paths lead to."""

    log: str
    checkpoint: str
    entries: list[BundledEntry]


class Bundle(_Part):
    """What an auditor takes home."""

    format: str
    made_at: datetime
    keys: dict[str, str]
    logs: list[BundledLog]

    @classmethod
    def parse(cls, text: bytes) -> Self:
        """Read a bundle; BundleMalformed."""
        try:
            bundle = cls.model_validate_json(text)
        except ValidationError as error:
            raise BundleMalformed(str(error)) from error
        if bundle.format != FORMAT:
            raise BundleMalformed(f"format {bundle.format!r}, known is {FORMAT!r}")
        return bundle

    def own_keys(self) -> Keys:
        """The keys that the bundle itself brings; CheckpointError."""
        return Keys(Verifier.of_vkey(vkey) for vkey in self.keys.values())


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one log: its size and root by the checkpoint, how many entries were proven, what does not hold.

    `position` is the first entry that does not hold; None when it is the checkpoint itself.
    """

    log: str
    size: int
    entries: int
    cosigned_at: datetime | None
    problem: str | None = None
    position: int | None = None


def verify(bundle: Bundle, keys: Keys) -> list[Verdict]:
    """One verdict per log. `keys` are those the auditor trusts."""
    return [_verify_log(log, keys) for log in bundle.logs]


def _verify_log(log: BundledLog, keys: Keys) -> Verdict:
    try:
        name = log.checkpoint.partition("\n")[0]
        service, county, _ = parse_origin(name)
        checkpoint = keys.open(log.checkpoint, name)
        cosigned_at = keys.cosigned_at(log.checkpoint, witness_name(service))
    except CheckpointError as error:
        return Verdict(log.log, 0, 0, None, f"checkpoint: {type(error).__name__}: {error}")
    size = checkpoint.size
    if f"{service}/{county}" != log.log:
        return Verdict(log.log, size, 0, cosigned_at, f"checkpoint of another log: {name}")
    for count, entry in enumerate(log.entries):
        try:
            path = [bytes.fromhex(node) for node in entry.path]
            leaf = merkle.leaf(entry.sequenced_at, entry.event)
            merkle.verify_inclusion(leaf, entry.position - 1, size, path, checkpoint.root)
        except (InvalidProof, ValueError):
            problem = "the entry is not the one that the checkpoint covers"
            return Verdict(log.log, size, count, cosigned_at, problem, entry.position)
    return Verdict(log.log, size, len(log.entries), cosigned_at)


async def bundled(
    log: str, note: str, size: int, entries: Sequence[tuple[int, str, str]], read: Reader
) -> dict[str, Any]:
    """One log of a bundle: `entries` are (position, sequenced_at, event), `note` its checkpoint of that `size`."""
    rows = [
        {
            "position": position,
            "sequenced_at": sequenced_at,
            "event": event,
            "path": [node.hex() for node in await merkle.inclusion_proof(read, position - 1, size)],
        }
        for position, sequenced_at, event in entries
    ]
    return {"log": log, "checkpoint": note, "entries": rows}
