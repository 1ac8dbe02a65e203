"""SIGKILL at random, to any process, under load: nothing acknowledged is lost, every effect happens once."""

import asyncio
import os
import random
from collections.abc import Callable

import pytest

from tests.faults.load import Load, assert_nothing_lost
from tests.faults.stand import PROCESSES, Stand

SECONDS = float(os.environ.get("FAULTS_SECONDS", "15"))
SEED = int(os.environ.get("FAULTS_SEED", "0")) or random.randrange(1, 1 << 30)


class Killer:
    """Kills one victim after another, and starts each again a little later, as a supervisor would."""

    def __init__(self, stand: Stand, chance: random.Random) -> None:
        self.stand = stand
        self.chance = chance
        self.killed: list[str] = []
        self.victims: dict[str, tuple[Callable[[], None], Callable[[], None]]] = {
            "notes-postgres": (stand.notes_postgres.kill, stand.notes_postgres.restart),
            "ledger-postgres": (stand.ledger_postgres.kill, stand.ledger_postgres.restart),
        }
        for node in (1, 2, 3):
            self.victims[f"broker-{node}"] = (
                lambda node=node: stand.kafka.kill(node),  # type: ignore[misc]
                lambda node=node: stand.kafka.restart(node),  # type: ignore[misc]
            )
        for name in PROCESSES:
            self.victims[name] = (
                lambda name=name: stand.kill(name),  # type: ignore[misc]
                lambda name=name: stand.start(name),  # type: ignore[misc]
            )

    async def run(self, seconds: float) -> None:
        """Every victim once in a random order, then whoever it hits until the time is over.

        A broker's return takes seconds (its old session has to end first); meanwhile others are hit.
        """
        returning: dict[str, asyncio.Task[None]] = {}
        end = asyncio.get_running_loop().time() + seconds
        first = self.chance.sample(list(self.victims), len(self.victims))
        while first or asyncio.get_running_loop().time() < end:
            standing = [name for name in self.victims if name not in returning or returning[name].done()]
            name = first.pop() if first else self.chance.choice(standing)
            kill, restart = self.victims[name]
            await asyncio.to_thread(kill)
            self.killed.append(name)
            await asyncio.sleep(self.chance.uniform(0.1, 0.8))
            back = asyncio.create_task(asyncio.to_thread(restart))
            if name.startswith("broker"):
                returning[name] = back
            else:
                await back
            await asyncio.sleep(self.chance.uniform(0.2, 1.2))
        await asyncio.gather(*returning.values())


@pytest.mark.timeout(SECONDS + 200)
async def test_killing_any_process_under_load_loses_nothing_and_doubles_nothing(stand: Stand, load: Load) -> None:
    killer = Killer(stand, random.Random(SEED))
    async with load.running():
        await killer.run(SECONDS)
    await stand.heal()
    assert set(killer.killed) == set(killer.victims)
    assert load.refused == [], f"seed {SEED}"
    assert load.repeated, "no command met a fault: the load was idle while processes died"
    await assert_nothing_lost(stand, load.acknowledged)
