"""Holding logs against what came of them: agreement is cosigned, contradiction raises an alarm."""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from chassis.ids import uuid7
from chassis.log import merkle
from chassis.log.checkpoint import Checkpoint, Keys, Signer, create_key_file, origin
from chassis.log.entry import Head
from contracts.declare import Place
from contracts.membership.members import MemberAdmitted
from services.gateway.projection.watching import Watching
from services.gateway.queries import freshness, proofs
from tests.gateway.conftest import Folding
from tests.gateway.projection.feeds import HandFeed
from tests.support.logs import Log

DAY = date(2026, 2, 3)


@dataclass
class Signed(HandFeed):
    """A feed with checkpoints, which may lie."""

    signer: Signer
    size: int | None = None
    forged_root: bytes | None = None
    unsigned_root: bytes | None = None

    def heads(self, county: str | None = None) -> list[Head]:
        true = super().heads(county)
        return [replace(head, root=self.unsigned_root) for head in true] if self.unsigned_root else true

    async def checkpoint(self, county: str) -> str | None:
        log = next((log for log in self.logs if log.county == county), None)
        if log is None:  # of another test
            return None
        size = self.size or len(log.entries)
        tree, _ = merkle.extend(merkle.CompactRange(), [entry.leaf for entry in log.entries[:size]])
        root = self.forged_root or tree.root
        return self.signer.sign(Checkpoint(origin("membership", county), size, root))


@dataclass
class Watch:
    log: Log
    feed: Signed
    watching: Watching
    folding: Folding
    keys: Keys
    witness: Signer

    async def admit(self, count: int = 1) -> None:
        for _ in range(count):
            place = Place(area=f"{self.log.county}100")
            self.log.add(MemberAdmitted(member=uuid7(), place=place, employment="regular"), DAY)
        await self.folding.fold(self.log)

    async def seen(self) -> proofs.Checkpoint:
        async with self.folding.pool.acquire() as connection:
            (found,) = await proofs.checkpoints(connection, self.log.county)
        return found

    async def fresh(self) -> tuple[bool, int | None]:
        async with self.folding.pool.acquire() as connection:
            (log,) = await freshness.freshness(connection, self.log.county)
        return log.complete, log.incomplete_since

    async def alarms(self) -> list[str]:
        rows = await self.folding.pool.fetch(
            "SELECT problem FROM alarm WHERE log / 16 = $1 AND cleared_at IS NULL", int(self.log.county)
        )
        return [row["problem"] for row in rows]


def new_signer(service: str, folder: Path) -> Signer:
    create_key_file(folder / f"{service}.pem")
    return Signer.load(service, folder / f"{service}.pem")


@pytest.fixture
def watch(folding: Folding, county: str, tmp_path: Path) -> Watch:
    log = Log("membership", county)
    signer, witness = new_signer("membership", tmp_path), new_signer("gateway", tmp_path)
    feed, keys = Signed([log], signer), Keys([signer.verifier, witness.verifier])
    return Watch(log, feed, Watching("membership", feed, folding.pool, keys, witness), folding, keys, witness)


async def test_a_checkpoint_that_says_what_came_is_cosigned(watch: Watch) -> None:
    await watch.admit(300)
    await watch.watching.step()
    seen = await watch.seen()
    assert (seen.size, seen.cosigned, seen.agrees) == (300, True, True)
    assert watch.keys.cosigned_at(seen.note, "gateway") <= seen.at
    assert watch.log.county not in (await watch.watching.disagreeing() or "")
    async with watch.folding.pool.acquire() as connection:
        proof = await proofs.inclusion_proof(connection, f"membership/{watch.log.county}", 257)
        (fresh,) = await freshness.freshness(connection, watch.log.county)
    assert proof is not None
    assert (proof.size, proof.note, fresh.head) == (300, seen.note, 300)
    merkle.verify_inclusion(proof.leaf, 256, 300, proof.path, seen.root)


async def test_a_checkpoint_of_more_than_has_come_waits(watch: Watch) -> None:
    await watch.admit(3)
    await watch.watching.step()
    await watch.admit()
    watch.log.add(MemberAdmitted(member=uuid7(), place=Place(area=watch.log.county), employment="regular"), DAY)
    await watch.watching.step()
    assert (await watch.seen()).size == 3
    await watch.folding.fold(watch.log)
    await watch.watching.step()
    assert (await watch.seen()).size == 5


async def test_another_root_is_never_cosigned_and_raises_an_alarm_until_it_agrees(watch: Watch) -> None:
    await watch.admit(3)
    await watch.watching.step()
    await watch.admit()
    watch.feed.forged_root = bytes(32)
    await watch.watching.step()
    seen = await watch.seen()
    assert (seen.cosigned, seen.agrees) == (False, False)
    assert await watch.alarms() == ["another root at 4"]
    assert await watch.fresh() == (False, 4)
    assert "another root at 4" in (await watch.watching.disagreeing() or "")
    assert await watch.folding.pool.fetchval("SELECT size FROM witness WHERE county = $1", watch.log.county) == 3
    watch.feed.forged_root = None
    await watch.watching.step()
    assert (await watch.seen()).cosigned
    assert await watch.alarms() == []
    assert await watch.fresh() == (True, None)
    assert watch.log.county not in (await watch.watching.disagreeing() or "")


async def test_a_head_that_contradicts_what_came_is_noticed_without_a_signature(watch: Watch) -> None:
    await watch.admit(2)
    watch.feed.unsigned_root = bytes(32)
    await watch.watching.step()
    assert await watch.alarms() == ["another root at 2"]


async def test_a_log_that_is_not_counted_any_more_is_incomplete_until_it_is_counted_again(watch: Watch) -> None:
    await watch.admit(3)
    stopped = {watch.log.county: "two different events at position 3"}
    watch.log.add(MemberAdmitted(member=uuid7(), place=Place(area=watch.log.county), employment="regular"), DAY)
    watching = Watching("membership", watch.feed, watch.folding.pool, watch.keys, watch.witness, stopped)
    await watching.step()
    assert await watch.alarms() == ["two different events at position 3"]
    assert await watch.fresh() == (False, 3)
    stopped.clear()
    await watch.folding.fold(watch.log)
    await watching.step()
    assert await watch.fresh() == (True, None)


async def test_an_alarm_of_before_the_process_began_ends_when_all_agrees(watch: Watch) -> None:
    await watch.admit(2)
    await watch.watching.step()
    watch.feed.unsigned_root = bytes(32)
    await watch.watching.step()
    assert await watch.fresh() == (False, 2)
    watch.feed.unsigned_root = None
    await Watching("membership", watch.feed, watch.folding.pool, watch.keys, watch.witness).step()
    assert await watch.fresh() == (True, None)


async def test_without_keys_an_alarm_ends_when_the_roots_agree(watch: Watch) -> None:
    watching = Watching("membership", watch.feed, watch.folding.pool)
    await watch.admit(2)
    watch.feed.unsigned_root = bytes(32)
    await watching.step()
    assert await watch.fresh() == (False, 2)
    watch.feed.unsigned_root = None
    await watching.step()
    assert await watch.fresh() == (True, None)


async def test_a_log_that_goes_back_behind_what_was_cosigned_is_not_cosigned(watch: Watch) -> None:
    await watch.admit(4)
    await watch.watching.step()
    await watch.admit()
    watch.feed.size = 2
    await watch.watching.step()
    assert await watch.alarms() == ["goes back to 2 from 4"]


async def test_a_checkpoint_by_an_unknown_key_is_refused(watch: Watch, tmp_path: Path) -> None:
    await watch.admit()
    (tmp_path / "another").mkdir()
    watch.feed.signer = new_signer("membership", tmp_path / "another")
    await watch.watching.step()
    assert "NotSigned" in (await watch.alarms())[0]
    assert await watch.folding.pool.fetchval("SELECT count(*) FROM witness WHERE county = $1", watch.log.county) == 0


async def test_parked_events_are_told_for_readiness(watch: Watch) -> None:
    bad = watch.log.add_text("{}")
    await watch.folding.park(watch.log, bad, ValueError("x"))
    await watch.watching.step()
    assert f"membership/{watch.log.county}: 1 parked from 1" in (await watch.watching.incomplete() or "")
