"""A bundle proves its entries offline, by our verifier and by the documented one; an altered one not."""

import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from chassis.log import merkle
from chassis.log.bundle import FORMAT, Bundle, BundleMalformed, bundled, verify
from chassis.log.checkpoint import Checkpoint, Keys, Note, Signer, origin
from chassis.log.merkle import CompactRange, Span
from deploy.local.places import ROOT

SIGNERS = {name: Signer(name, Ed25519PrivateKey.generate()) for name in ("membership", "gateway")}
KEYS = Keys(signer.verifier for signer in SIGNERS.values())
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)
SIZE = 300


async def made(positions: Sequence[int] = range(75, 81)) -> dict[str, Any]:
    """A bundle of two logs of 300 events, one watched by the gateway, one by membership."""
    logs = []
    for service, witness in (("membership", "gateway"), ("gateway", "membership")):
        rows = [
            (number, f"2026-11-23T01:02:03.{number:06}Z", f'{{"序号":{number}, "备注":"\\n"}}')
            for number in range(1, SIZE + 1)
        ]
        leaves = [merkle.leaf(at, event) for _, at, event in rows]
        tree, nodes = merkle.extend(CompactRange(), leaves)
        stored = {(node.level, node.idx): node.hash for node in nodes} | {
            (0, at): leaf for at, leaf in enumerate(leaves)
        }

        async def read(spans: Sequence[Span], stored: dict[tuple[int, int], bytes] = stored) -> list[list[bytes]]:
            return [[stored[span.level, span.first + at] for at in range(span.length)] for span in spans]

        note = SIGNERS[service].sign(Checkpoint(origin(service, "340828"), SIZE, tree.root))
        note = SIGNERS[witness].cosign(note, NOON)
        logs.append(await bundled(f"{service}/340828", note, SIZE, [rows[at - 1] for at in positions], read))
    keys = {signer.verifier.name: signer.verifier.vkey for signer in SIGNERS.values()}
    return {"format": FORMAT, "made_at": NOON.isoformat(), "keys": keys, "logs": logs}


def parsed(bundle: dict[str, Any]) -> Bundle:
    return Bundle.parse(json.dumps(bundle).encode())


def shown_in_the_documentation() -> str:
    text = (ROOT / "docs" / "verify.md").read_text()
    return text.split("```python\n")[1].split("```")[0]


def by_the_documentation(bundle: dict[str, Any], folder: Path) -> subprocess.CompletedProcess[str]:
    path = folder / "bundle.json"
    path.write_text(json.dumps(bundle, ensure_ascii=False))
    command = [sys.executable, "-I", "-c", shown_in_the_documentation(), str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("positions", [range(75, 81), range(1, SIZE + 1), range(SIZE, SIZE + 1), range(255, 259)])
async def test_every_entry_holds_by_both_verifiers(positions: range, tmp_path: Path) -> None:
    bundle = await made(positions)
    first, last = positions[0], positions[-1]
    verdicts = verify(parsed(bundle), KEYS)
    assert [
        (each.log, each.first, each.last, each.entries, each.size, each.cosigned_at, each.problem) for each in verdicts
    ] == [
        ("membership/340828", first, last, len(positions), SIZE, NOON, None),
        ("gateway/340828", first, last, len(positions), SIZE, NOON, None),
    ]
    roots = [Note.parse(log["checkpoint"]).checkpoint.root.hex() for log in bundle["logs"]]
    assert [each.root for each in verdicts] == roots
    assert verify(parsed(bundle), parsed(bundle).own_keys()) == verdicts
    independent = by_the_documentation(bundle, tmp_path)
    assert independent.stdout.splitlines() == [
        f"membership/340828: positions {first} to {last} of {SIZE} hold",
        f"gateway/340828: positions {first} to {last} of {SIZE} hold",
    ], independent.stderr


Change = Callable[[dict[str, Any]], None]


def event(log: dict[str, Any]) -> None:
    log["entries"][2]["event"] = log["entries"][2]["event"].replace("77", "78")


def moment(log: dict[str, Any]) -> None:
    log["entries"][2]["sequenced_at"] = "2026-11-23T01:02:03.999999Z"


def path(log: dict[str, Any]) -> None:
    log["entries"][2]["path"][0] = "00" * 32


def shorter_path(log: dict[str, Any]) -> None:
    log["entries"][2]["path"].pop()


@pytest.mark.parametrize("change", [event, moment, path, shorter_path])
async def test_an_altered_entry_is_named_by_its_position(change: Change, tmp_path: Path) -> None:
    bundle = await made()
    change(bundle["logs"][0])
    first, second = verify(parsed(bundle), KEYS)
    assert (first.entries, first.position) == (2, 77)
    assert first.problem == "the entry is not the one that the checkpoint covers"
    assert second.problem is None
    assert by_the_documentation(bundle, tmp_path).returncode == 1


def removed(log: dict[str, Any]) -> None:
    del log["entries"][2]


def removed_first(log: dict[str, Any]) -> None:
    del log["entries"][0]


def removed_last(log: dict[str, Any]) -> None:
    log["entries"].pop()


def removed_all(log: dict[str, Any]) -> None:
    log["entries"].clear()


def renumbered(log: dict[str, Any]) -> None:
    log["entries"][2]["position"] = 78


def doubled(log: dict[str, Any]) -> None:
    log["entries"].insert(2, log["entries"][2])


def swapped(log: dict[str, Any]) -> None:
    log["entries"][2:4] = reversed(log["entries"][2:4])


def beyond(log: dict[str, Any]) -> None:
    log["to"] = 79


def nothing_said(log: dict[str, Any]) -> None:
    log["entries"].clear()
    log["to"] = 74


MISSING = "the entry is missing"
TWICE = "the entry is there twice or out of order"


@pytest.mark.parametrize(
    ("change", "problem", "position"),
    [
        (removed, MISSING, 77),
        (removed_first, MISSING, 75),
        (removed_last, MISSING, 80),
        (removed_all, MISSING, 75),
        (renumbered, MISSING, 77),
        (doubled, TWICE, 77),
        (swapped, MISSING, 77),
        (beyond, "the bundle says to end at 79", 80),
        (nothing_said, "positions 75 to 74 of 300 are none", None),
    ],
)
async def test_a_log_that_is_not_what_the_bundle_says_to_hold_is_different(
    change: Change, problem: str, position: int | None, tmp_path: Path
) -> None:
    bundle = await made()
    change(bundle["logs"][0])
    first, second = verify(parsed(bundle), KEYS)
    assert (first.problem, first.position) == (problem, position)
    assert second.problem is None
    assert by_the_documentation(bundle, tmp_path).returncode == 1


async def test_an_entry_doubled_at_the_end_is_different(tmp_path: Path) -> None:
    bundle = await made()
    bundle["logs"][0]["entries"].append(bundle["logs"][0]["entries"][-1])
    assert (verify(parsed(bundle), KEYS)[0].problem, verify(parsed(bundle), KEYS)[0].position) == (TWICE, 80)
    assert by_the_documentation(bundle, tmp_path).returncode == 1


async def test_a_bundle_without_logs_proves_nothing(tmp_path: Path) -> None:
    bundle = {**await made(), "logs": []}
    assert verify(parsed(bundle), KEYS) == []
    assert by_the_documentation(bundle, tmp_path).returncode == 1


async def test_a_log_that_is_there_twice_is_different() -> None:
    bundle = await made()
    bundle["logs"].append(bundle["logs"][0])
    problem = "the bundle holds this log more than once"
    assert [each.problem for each in verify(parsed(bundle), KEYS)] == [problem, None, problem]


@pytest.mark.parametrize("positions", [[], [75, 77], [75, 75]])
async def test_entries_that_are_not_consecutive_are_not_bundled(positions: list[int]) -> None:
    with pytest.raises(ValueError, match=r"\["):
        await made(positions)


def size(log: dict[str, Any]) -> None:
    log["checkpoint"] = log["checkpoint"].replace("\n300\n", "\n301\n")


def county(log: dict[str, Any]) -> None:
    log["log"] = "membership/340829"


def no_cosignature(log: dict[str, Any]) -> None:
    log["checkpoint"] = "".join(log["checkpoint"].splitlines(keepends=True)[:-1])


def no_note(log: dict[str, Any]) -> None:
    log["checkpoint"] = "nothing"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (size, "checkpoint: ForgedSignature: gonghui/membership/340828"),
        (county, "checkpoint of another log: gonghui/membership/340828"),
        (no_cosignature, "checkpoint: NotSigned: gonghui/gateway"),
        (no_note, "checkpoint: WrongOrigin: nothing"),
    ],
)
async def test_an_altered_checkpoint_proves_nothing(change: Change, problem: str) -> None:
    bundle = await made()
    change(bundle["logs"][0])
    first, second = verify(parsed(bundle), KEYS)
    assert (first.problem, first.position) == (problem, None)
    assert second.problem is None


async def test_a_bundle_signed_by_somebody_else_holds_only_by_its_own_keys() -> None:
    bundle = parsed(await made())
    trusted = Keys(Signer(name, Ed25519PrivateKey.generate()).verifier for name in SIGNERS)
    assert [verdict.problem for verdict in verify(bundle, bundle.own_keys())] == [None, None]
    assert all(verdict.problem and "NotSigned" in verdict.problem for verdict in verify(bundle, trusted))


@pytest.mark.parametrize("text", [b"", b"[]", b"{", b'{"format":"gonghui-bundle/1"}'])
def test_what_is_no_bundle_is_refused(text: bytes) -> None:
    with pytest.raises(BundleMalformed):
        Bundle.parse(text)


async def test_a_bundle_of_another_format_is_refused() -> None:
    with pytest.raises(BundleMalformed, match="gonghui-bundle/2"):
        parsed({**await made(), "format": "gonghui-bundle/2"})
