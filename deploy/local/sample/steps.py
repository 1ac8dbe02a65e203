"""Commands in the order they must be sent: records with their ids, keys and revisions, all from the seed."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

SEED = "yuexi-1"
Body = dict[str, Any]


def identifier(county: str, what: str, day: date) -> UUID:
    """An id in the shape of a UUIDv7 of that day; the same for the same record at every run."""
    moment = int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp() * 1000)
    chance = int.from_bytes(hashlib.sha256(f"{SEED}/{county}/{what}".encode()).digest()[:10])
    value = moment << 80 | chance
    value = value & ~(0xF << 76) | 0x7 << 76
    return UUID(int=value & ~(0x3 << 62) | 0x2 << 62)


@dataclass(frozen=True)
class Asked:
    """The id of a row that only the service knows: the `at`-th of a list whose order stays, or `many` from there on.

    The step's own account asks for it. `rows`: under which name the answer holds them.
    """

    path: str
    at: int = 0
    many: int = 0
    rows: str = "items"


@dataclass(frozen=True)
class Step:
    """One command: who sends what where. `revision` becomes If-Match. `named` takes the place of {} in the path."""

    service: str
    account: str
    path: str
    body: Body
    key: str
    revision: int | None = None
    named: Asked | None = None


Chain = list[Step]
"""Steps of one or few records, sent one after the other; chains of a stage run side by side."""

Stage = list[Chain]
"""Chains that need what the stages before them entered."""


@dataclass
class Record:
    """A record and what is done with it; `steps` may be shared by records that must wait for each other."""

    service: str
    collection: str
    id: UUID
    steps: Chain = field(default_factory=list)
    revision: int = 0

    def create(self, account: str, body: Body, path: str = "") -> "Record":
        """Add the command that makes it."""
        return self._add(account, self.collection + path, {"id": str(self.id), **body}, None)

    def then(self, account: str, verb: str, body: Body) -> "Record":
        """Add a command that changes it."""
        return self._add(account, f"{self.collection}/{self.id}/{verb}", body, self.revision)

    def _add(self, account: str, path: str, body: Body, revision: int | None) -> "Record":
        key = f"{SEED}:{self.id}:{self.revision + 1}"
        self.steps.append(Step(self.service, account, path, body, key, revision))
        self.revision += 1
        return self


@dataclass(frozen=True)
class Load:
    """Everything to send: each service's stages, one after the other; the services go side by side."""

    stages: dict[str, list[Stage]]

    def __iter__(self) -> Iterator[Step]:
        """All steps."""
        for stages in self.stages.values():
            for stage in stages:
                for chain in stage:
                    yield from chain

    def __len__(self) -> int:
        """How many steps there are."""
        return sum(1 for _ in self)
