"""The processes of a run: started in order, watched together, stopped in the opposite order, none left behind."""

import signal
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from deploy.local.child import Child, ended
from deploy.local.state import Recorded

STOP_SECONDS = 22.0  # services promise 20


@dataclass
class Member:
    """A process, or servers that stop in their own way (PostgreSQL, a Kafka cluster)."""

    children: Callable[[], list[Child]]
    stop: Callable[[], None]


@dataclass
class Family:
    """All that a launcher started."""

    members: list[Member] = field(default_factory=list)

    def adopt(self, children: Callable[[], list[Child]], stop: Callable[[], None]) -> None:
        """Take care of a server with a way of its own to stop."""
        self.members.append(Member(children, stop))

    def adopt_group(self, group: list[Child]) -> None:
        """Take care of processes that are stopped together by SIGTERM; the list may still grow."""
        self.adopt(lambda: group, lambda: stop_together(group))

    @property
    def children(self) -> list[Child]:
        """Every process, in the order of starting."""
        return [child for member in self.members for child in member.children()]

    @property
    def dead(self) -> Child | None:
        """The first process that has ended."""
        return next((child for child in self.children if child.exit_code is not None), None)

    def check(self) -> None:
        """Raise Trouble that names the process that ended, with its log."""
        if dead := self.dead:
            raise ended(dead)

    def stop(self) -> None:
        """Stop everything, the last started first; an error of one does not spare the others."""
        errors = []
        while self.members:
            try:
                self.members.pop().stop()
            except Exception as error:  # noqa: BLE001  # raised below, after the others were stopped
                errors.append(error)
        if errors:
            raise errors[0]

    def recorded(self) -> list[Recorded]:
        """Every process as state.json keeps it."""
        return [Recorded.of(child.name, child.pid, child.log) for child in self.children]


def stop_together(group: list[Child]) -> None:
    """Ask all at once, wait for all, kill what is left after STOP_SECONDS."""
    for child in group:
        if child.exit_code is None:
            child.signal(signal.SIGTERM)
    end = time.monotonic() + STOP_SECONDS
    for child in group:
        child.stop(deadline=max(0.1, end - time.monotonic()))


def stop_leftovers(processes: list[Recorded]) -> list[str]:
    """End processes of a launcher that was killed, by pid and start time; answers the names of those that ran."""
    found = [(one, process) for one in processes if (process := one.process)]
    for one, process in reversed(found):
        process.send_signal(signal.SIGINT if one.name == "postgres" else signal.SIGTERM)
    end = time.monotonic() + STOP_SECONDS
    for one, process in found:
        while one.process and time.monotonic() < end:
            time.sleep(0.05)
        if one.process:
            process.kill()
    return [one.name for one, _ in found]


def logs(run: Path) -> Path:
    """Folder of a run's logs."""
    return run / "logs"
