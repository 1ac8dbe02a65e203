"""`gonghui verify` says equal when all is equal, and otherwise where the first difference is."""

import json
import os
import subprocess
import sys
from typing import Any

import pytest
import pytest_asyncio

from tests.cli.conftest import Platform

LOG = "membership/990001"


@pytest_asyncio.fixture
async def busy(platform: Platform) -> Platform:
    """Three logs: 300 and 12 events of membership, 7 of the gateway itself."""
    await platform.happen("membership", "990001", 300)
    await platform.happen("membership", "990002", 12)
    await platform.happen("gateway", "990001", 7)
    return platform


async def verified(platform: Platform) -> tuple[int, dict[str, Any]]:
    answered = await platform.gonghui("verify", "--json", "--wait", "0")
    assert answered.errors == ""
    return answered.code, {each["log"]: each for each in answered.json["logs"]}


async def problem(platform: Platform, log: str = LOG) -> tuple[int | None, str]:
    """Position and words of the one log that is different."""
    code, logs = await verified(platform)
    assert code == 1
    assert [name for name, each in logs.items() if each["problem"]] == [log]
    return logs[log]["position"], logs[log]["problem"].rpartition(" · ")[2]


async def test_every_log_is_printed_with_its_size_and_equal(busy: Platform) -> None:
    code, logs = await verified(busy)
    assert code == 0
    assert {name: (each["size"], each["checkpoint"], each["problem"]) for name, each in logs.items()} == {
        "membership/990001": (300, 300, None),
        "membership/990002": (12, 12, None),
        "gateway/990001": (7, 7, None),
    }
    shown = await busy.gonghui("verify", "--wait", "0")
    assert shown.code == 0
    assert [line.split()[:2] for line in shown.output.splitlines() if "equal" in line] == [
        ["membership/990001", "300"],
        ["membership/990002", "12"],
        ["gateway/990001", "7"],
    ]


async def test_a_platform_without_events_holds(platform: Platform) -> None:
    assert await verified(platform) == (0, {})


async def test_an_altered_journal_is_found(busy: Platform) -> None:
    await busy.run(
        "membership",
        """UPDATE journal SET event = replace(event::text, '"number":76', '"number":99')::json
        WHERE county = '990001' AND event->>'number' = '76'""",
    )
    assert await problem(busy) == (77, "the journal's text is not what the log's leaf covers")


async def test_a_journal_altered_together_with_its_leaf_is_found_at_the_gateway(busy: Platform) -> None:
    await busy.run(
        "membership",
        """UPDATE journal SET event = replace(event::text, '"number":76', '"number":99')::json
        WHERE county = '990001' AND event->>'number' = '76'""",
    )
    await busy.run(
        "membership",
        """UPDATE log SET leaf = sha256('\\x00'::bytea || convert_to(
            to_char(sequenced_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\\n' || event::text, 'UTF8'))
        FROM journal WHERE journal.id = journal_id AND log.county = '990001'""",
    )
    assert await problem(busy) == (77, "the gateway received something else")


async def test_a_deleted_log_row_is_found(busy: Platform) -> None:
    await busy.run("membership", "DELETE FROM log WHERE county = '990001' AND position = 200")
    assert await problem(busy) == (200, "position 200 is missing")


async def test_a_cut_off_tail_is_found(busy: Platform) -> None:
    await busy.run("membership", "DELETE FROM log WHERE county = '990001' AND position > 290")
    await busy.run("membership", "DELETE FROM journal WHERE county = '990001' AND (event->>'number')::int >= 290")
    assert (await problem(busy))[1] == "log_head says 300, log has 290"


async def test_a_restored_service_is_found(busy: Platform) -> None:
    await busy.run("membership", "DELETE FROM log WHERE county = '990002'")
    await busy.run("membership", "DELETE FROM journal WHERE county = '990002'")
    await busy.run("membership", "DELETE FROM log_head WHERE county = '990002'")
    assert await problem(busy, "membership/990002") == (None, "the service has no such log")


async def test_a_committed_event_without_position_is_found(busy: Platform) -> None:
    await busy.record("membership", "990001", 1)
    position, words = await problem(busy)
    assert position is None
    assert words == "journal row 313 has no position"


async def test_an_altered_audit_entry_is_found(busy: Platform) -> None:
    await busy.run("gateway", "UPDATE projection.audit_entry SET event = '{}' WHERE position = 12 AND log % 16 = 0")
    code, logs = await verified(busy)
    assert code == 1
    assert {name: each["position"] for name, each in logs.items() if each["problem"]} == {
        "membership/990001": 12,
        "membership/990002": 12,
    }


async def test_a_lost_audit_entry_is_found(busy: Platform) -> None:
    await busy.run("gateway", "DELETE FROM projection.audit_entry WHERE position = 13")
    assert await problem(busy) == (13, "the gateway lacks it")


async def test_a_gateway_that_is_behind_is_told_from_where(busy: Platform) -> None:
    await busy.run("gateway", "UPDATE projection.log_cursor SET position = 12, compact_range = '' WHERE position = 300")
    position, words = await problem(busy)
    assert (position, words) == (13, "the gateway is only at 12")


async def test_a_checkpoint_that_is_not_cosigned_is_found(busy: Platform) -> None:
    await busy.run(
        "gateway", "UPDATE witness SET note = regexp_replace(note, '[^\\n]*\\n$', '') WHERE county = '990001'"
    )
    assert await problem(busy) == (None, "checkpoint: NotSigned: gonghui/gateway")


async def test_a_checkpoint_over_another_tree_is_found(busy: Platform) -> None:
    await busy.run(
        "gateway",
        """UPDATE witness AS old SET note = new.note
        FROM witness AS new WHERE old.county = '990001' AND new.county = '990002'""",
    )
    assert await problem(busy) == (None, "checkpoint: WrongOrigin: gonghui/membership/990002")


async def test_a_missing_checkpoint_is_found(busy: Platform) -> None:
    await busy.run("gateway", "DELETE FROM witness WHERE county = '990001'")
    assert await problem(busy) == (None, "the last cosigned checkpoint covers only 0")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("occurred_on", "occurred_on + 1"),
        ("type", "'cn.gonghui.membership.member.transferred.v1'"),
        ("subject", "upper(subject)"),
        ("event_id", "gen_random_uuid()"),
        ("county", "'990002'"),
        ("recorded_at", "recorded_at - interval '1 second'"),
    ],
)
async def test_a_journal_column_that_says_otherwise_than_the_text_is_found(
    busy: Platform, column: str, value: str
) -> None:
    await busy.run(
        "membership",
        f"UPDATE journal SET {column} = {value} WHERE county = '990001' AND (event->>'number')::int IN (76, 130)",  # noqa: S608
    )
    assert await problem(busy) == (77, f"journal: 2 rows, text says another {column}")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("county", "990002"),
        ("area", "990001100"),
        ("event_id", "NULL"),
        ("type", "''"),
        ("subject", "''"),
        ("org", "gen_random_uuid()"),
        ("actor", "'somebody else'"),
        ("on_behalf_of", "'somebody else'"),
        ("office", "'county-leader'"),
        ("occurred_on", "occurred_on + 1"),
        ("recorded_at", "recorded_at + interval '1 second'"),
    ],
)
async def test_an_audit_column_that_says_otherwise_than_the_text_is_found(
    busy: Platform, column: str, value: str
) -> None:
    await busy.run("gateway", f"UPDATE projection.audit_entry SET {column} = {value} WHERE position = 13")  # noqa: S608
    assert await problem(busy) == (13, f"audit_entry: 1 rows, text says another {column}")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("note = 'nothing'", "MalformedNote: nothing"),
        ("note = replace(note, E'\n300\n', E'\n299\n')", "ForgedSignature: gonghui/membership/990001"),
        ("root = sha256('')", None),
        ("size = 301", None),
    ],
)
async def test_a_broken_checkpoint_of_the_service_itself_is_found(
    busy: Platform, change: str, words: str | None
) -> None:
    await busy.run("membership", f"UPDATE checkpoint SET {change} WHERE county = '990001'")  # noqa: S608
    _, told = await problem(busy)
    assert told.startswith("the service's own checkpoint")
    assert told.endswith(words or "is not of this log")


async def test_a_service_that_lost_its_last_checkpoint_is_found(busy: Platform) -> None:
    await busy.run("membership", "DELETE FROM checkpoint WHERE county = '990001'")
    assert await problem(busy) == (None, "the service's own last checkpoint covers only 0")


async def test_a_changed_root_of_the_head_is_named(busy: Platform) -> None:
    await busy.run("membership", "UPDATE log_head SET root = sha256('') WHERE county = '990001'")
    position, words = await problem(busy)
    assert position is None
    assert words.startswith("log_head says the root is e3b0c44298fc1c14…, the log's is ")


@pytest.mark.parametrize("arguments", [["verify", "--demo", "/nowhere/demo.json"], ["verify", "/nowhere/bundle.json"]])
async def test_what_cannot_be_checked_is_neither_equal_nor_different(platform: Platform, arguments: list[str]) -> None:
    answered = await platform.gonghui(*arguments)
    assert answered.code == 2
    assert answered.errors


async def test_an_exported_bundle_holds_offline_and_an_altered_one_does_not(busy: Platform) -> None:
    bundle = busy.folder / "bundle.json"
    made = await busy.gonghui(
        "export", LOG, "gateway/990001", "--from", "5", "--to", "280", "-o", str(bundle), "--json"
    )
    assert made.json["logs"] == [
        {"log": LOG, "from": 5, "to": 280},
        {"log": "gateway/990001", "from": 5, "to": 7},
    ], made.errors
    shown = await busy.gonghui("verify", str(bundle))
    assert shown.code == 0
    assert [line.split()[:4] for line in shown.output.splitlines() if "equal" in line] == [
        [LOG, "5–280", "276", "300"],
        ["gateway/990001", "5–7", "3", "7"],
    ]
    assert "Nothing is said of other logs and other positions" in shown.errors
    trusted = await busy.gonghui("verify", str(bundle), "--keys", str(busy.folder / "keys.json"), "--json")
    assert trusted.json["equal"] is True
    _, logs = await verified(busy)
    told = [
        (each["from"], each["to"], each["entries"], each["checkpoint"], each["root"]) for each in trusted.json["logs"]
    ]
    assert told == [
        (5, 280, 276, 300, logs[LOG]["root"]),
        (5, 7, 3, 7, logs["gateway/990001"]["root"]),
    ]
    bundle.write_text(bundle.read_text().replace('\\"number\\":76', '\\"number\\":99'))
    altered = await busy.gonghui("verify", str(bundle), "--json")
    assert altered.code == 1
    assert [each["position"] for each in altered.json["logs"]] == [77, None]


async def test_a_bundle_without_logs_does_not_hold(busy: Platform) -> None:
    bundle = busy.folder / "bundle.json"
    assert (await busy.gonghui("export", LOG, "-o", str(bundle))).code == 0
    bundle.write_text(json.dumps({**json.loads(bundle.read_text()), "logs": []}))
    shown = await busy.gonghui("verify", str(bundle))
    assert (shown.code, "The bundle is empty" in shown.output) == (1, True)
    told = await busy.gonghui("verify", str(bundle), "--json")
    assert (told.code, told.json["equal"], told.json["logs"]) == (1, False, [])


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--from", "5", "--to", "3"], "no positions from 5 to 3"),
        (["--from", "301"], "no position 301 to export"),
    ],
)
async def test_an_empty_range_is_not_exported(busy: Platform, arguments: list[str], words: str) -> None:
    bundle = busy.folder / "bundle.json"
    refused = await busy.gonghui("export", LOG, *arguments, "-o", str(bundle))
    assert (refused.code, words in refused.errors, bundle.exists()) == (2, True, False)


async def test_a_range_with_a_gap_at_the_gateway_is_not_exported(busy: Platform) -> None:
    await busy.run("gateway", "DELETE FROM projection.audit_entry WHERE position = 13")
    for first in (10, 14):  # the proof of position 14 needs its neighbour
        refused = await busy.gonghui("export", LOG, "--from", str(first), "-o", str(busy.folder / "bundle.json"))
        assert (refused.code, "lacks entries of membership/990001" in refused.errors) == (2, True)


@pytest.mark.parametrize("arguments", [["verify", "--wait", "0"], ["verify", "--wait", "0", "--json"]])
def test_a_reader_that_goes_away_ends_it_quietly(busy: Platform, arguments: list[str]) -> None:
    """`gonghui verify | head -1`."""
    with subprocess.Popen(
        [sys.executable, "-m", "cli.main", *arguments],
        env={**os.environ, "RUN_DIR": str(busy.folder)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == b""
