"""Schemathesis calls every operation of each service's OpenAPI document: no 5xx, and answers as documented."""

import asyncio
import json
import os
import sys
from pathlib import Path
from typing import Any

import pytest

from contracts.offices import Office
from tests.contract import worlds
from tests.contract.worlds import World
from tests.support.running import Running

ROOT = Path(__file__).resolve().parents[2]
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "missing_required_header",
    "ignored_auth",
)
EXAMPLES = os.environ.get("EXAMPLES", "12")
SECONDS = 400
BEFORE = {
    "idempotency-key-required",
    "idempotency-key-reused",
    "invalid-values",
    "malformed",
    "not-found",
    "office-may-not",
    "unauthenticated",
    "unsupported-media-type",
}
"""What a request may be answered before an operation's own code has been reached."""

ELSEWHERE = {"GET /members/me"}
"""Answers to one named person alone: tests/membership/members/test_own.py is that person."""


async def _schemathesis(url: str, callers: dict[str, Any], folder: Path) -> tuple[int, str]:
    """Run it to its end; answers its exit code and its report."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "schemathesis.cli",
        "run",
        f"{url}/openapi.json",
        f"--checks={','.join(CHECKS)}",
        "--phases=examples,coverage,fuzzing",
        f"--max-examples={EXAMPLES}",
        "--seed=340828",
        "--generation-database=none",
        "--continue-on-failure",
        "--no-shrink",
        "--request-timeout=10",
        "--no-color",
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "SCHEMATHESIS_HOOKS": "tests.contract.callers",
            "CALLERS": json.dumps(callers),
        },
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        output, _ = await asyncio.wait_for(process.communicate(), SECONDS)
    except TimeoutError:
        process.kill()
        raise
    return process.returncode or 0, output.decode()


async def _conforms(world: World, folder: Path) -> None:
    """Every operation was called, by somebody who may, often enough to reach its rules; nothing was out of the way."""
    service = world.service
    tokens = {office.value: service.token(office, world.county) for office in Office}
    code, report = await _schemathesis(
        service.url,
        {"tokens": tokens, "records": world.records, "values": world.values, "paths": world.paths},
        folder,
    )
    assert code == 0, report
    operations = {
        f"{method.upper()} {path}" for path, item in service.app.openapi()["paths"].items() for method in item
    }
    answers = json.loads((folder / "answers.json").read_text())
    asked = operations - ELSEWHERE
    unreached = {each: answers.get(each) for each in asked if set(answers.get(each, ())) <= BEFORE}
    assert unreached == {}, report


@pytest.mark.timeout(SECONDS + 30)
async def test_membership_answers_as_documented(membership: Running, county: str, tmp_path: Path) -> None:
    await _conforms(await worlds.membership(membership, county), tmp_path)


async def test_assistance_answers_as_documented(assistance: Running, county: str, tmp_path: Path) -> None:
    await _conforms(await worlds.assistance(assistance, county), tmp_path)


async def test_activities_answers_as_documented(activities: Running, county: str, tmp_path: Path) -> None:
    await _conforms(await worlds.activities(activities, county), tmp_path)
