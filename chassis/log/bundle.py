"""An exported bundle: entries of logs with everything that proves them offline. docs/verify.md describes the format."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from chassis.log import merkle
from chassis.log.checkpoint import Checkpoint, CheckpointError, Keys, Verifier, parse_origin, witness_name
from chassis.log.merkle import InvalidProof, Reader

FORMAT = "gonghui-bundle/1"
MISSING = "the entry is missing"
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
    """The entries of one log at positions `first` to `last`, and the checkpoint (signed note) their paths lead to."""

    log: str
    first: int = Field(alias="from")
    last: int = Field(alias="to")
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
    """What was found of one log: the positions it says to hold, the checkpoint's size and root, what does not hold.

    `entries` of those positions were proven, one after another from `first` on. `position` is the first that does not
    hold; None when it is the checkpoint itself.
    """

    log: str
    first: int
    last: int
    entries: int = 0
    size: int = 0
    root: str = ""
    cosigned_at: datetime | None = None
    problem: str | None = None
    position: int | None = None


def verify(bundle: Bundle, keys: Keys) -> list[Verdict]:
    """One verdict per log; none of an empty bundle, which proves nothing. `keys` are those the auditor trusts."""
    verdicts = [_verify_log(log, keys) for log in bundle.logs]
    times = Counter(verdict.log for verdict in verdicts)
    return [
        replace(verdict, problem="the bundle holds this log more than once") if times[verdict.log] > 1 else verdict
        for verdict in verdicts
    ]


def _verify_log(log: BundledLog, keys: Keys) -> Verdict:
    verdict = Verdict(log.log, log.first, log.last)
    try:
        name = log.checkpoint.partition("\n")[0]
        service, county, _ = parse_origin(name)
        checkpoint = keys.open(log.checkpoint, name)
        cosigned_at = keys.cosigned_at(log.checkpoint, witness_name(service))
    except CheckpointError as error:
        return replace(verdict, problem=f"checkpoint: {type(error).__name__}: {error}")
    verdict = replace(verdict, size=checkpoint.size, root=checkpoint.root.hex(), cosigned_at=cosigned_at)
    if f"{service}/{county}" != log.log:
        return replace(verdict, problem=f"checkpoint of another log: {name}")
    if not 1 <= log.first <= log.last <= checkpoint.size:
        return replace(verdict, problem=f"positions {log.first} to {log.last} of {checkpoint.size} are none")
    return _verify_entries(log, checkpoint, verdict)


def _verify_entries(log: BundledLog, checkpoint: Checkpoint, verdict: Verdict) -> Verdict:
    """Every position that the bundle says to hold is there once, in order, and is what the checkpoint covers."""
    expected = log.first
    for entry in log.entries:
        misplaced = _misplaced(entry.position, expected, log.last)
        if misplaced or not _holds(entry, checkpoint):
            problem = "the entry is not the one that the checkpoint covers"
            problem, position = misplaced or (problem, entry.position)
            return replace(verdict, entries=expected - log.first, problem=problem, position=position)
        expected += 1
    verdict = replace(verdict, entries=len(log.entries))
    return verdict if expected > log.last else replace(verdict, problem=MISSING, position=expected)


def _misplaced(position: int, expected: int, last: int) -> tuple[str, int] | None:
    """What is wrong with an entry at another position than the expected one, and where."""
    if position < expected:
        return "the entry is there twice or out of order", position
    if expected > last:
        return f"the bundle says to end at {last}", position
    return None if position == expected else (MISSING, expected)


def _holds(entry: BundledEntry, checkpoint: Checkpoint) -> bool:
    try:
        path = [bytes.fromhex(node) for node in entry.path]
        leaf = merkle.leaf(entry.sequenced_at, entry.event)
        merkle.verify_inclusion(leaf, entry.position - 1, checkpoint.size, path, checkpoint.root)
    except (InvalidProof, ValueError):
        return False
    return True


async def bundled(
    log: str, note: str, size: int, entries: Sequence[tuple[int, str, str]], read: Reader
) -> dict[str, Any]:
    """One log of a bundle: `entries` are (position, sequenced_at, event), `note` its checkpoint of that `size`.

    The entries are at consecutive positions, one at least; ValueError.
    """
    positions = [position for position, _, _ in entries]
    if not positions or positions != list(range(positions[0], positions[-1] + 1)):
        raise ValueError(positions)
    rows = [
        {
            "position": position,
            "sequenced_at": sequenced_at,
            "event": event,
            "path": [node.hex() for node in await merkle.inclusion_proof(read, position - 1, size)],
        }
        for position, sequenced_at, event in entries
    ]
    return {"log": log, "from": positions[0], "to": positions[-1], "checkpoint": note, "entries": rows}
