"""What a load remembers of itself, so that it can go on another day: as of which day, of how many members."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from deploy.local.secret_files import write_private

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True)
class Started:
    """A load in `.run/sample.json`. The records follow from `day` and `members` alone."""

    path: Path
    day: date
    members: int
    finished: bool = False

    @classmethod
    def of(cls, run: Path, members: int) -> "Started":
        """The load of this run, begun earlier or now."""
        path = run / "sample.json"
        if not path.exists():
            return cls(path, datetime.now(SHANGHAI).date(), members).kept()
        kept = json.loads(path.read_text())
        return cls(path, date.fromisoformat(kept["day"]), kept["members"], kept["finished"])

    def done(self) -> None:
        """Remember that everything is in."""
        replace(self, finished=True).kept()

    def kept(self) -> "Started":
        """Write it down."""
        write_private(self.path, {**asdict(self), "path": None, "day": self.day.isoformat()})
        return self
