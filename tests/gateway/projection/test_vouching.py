"""What the gateway vouches for of a service's log: all that it received, or cosigned when that goes further."""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

import httpx

from chassis.log import merkle
from chassis.log.merkle import CompactRange
from services.gateway.projection.ids import log_id
from tests.gateway.told import Told
from tests.support import databases
from tests.support.running import Running


async def known(gateway: Running, county: str) -> dict[str, Any]:
    """What /witness answers of the county's membership log."""
    headers = {"Authorization": f"Bearer {gateway.settings.feed_token}"}
    answer = await gateway.http.get("/witness/membership", headers=headers)
    assert answer.status_code == 200
    alone = await gateway.http.get(f"/witness/membership/{county}", headers=headers)
    (found,) = [log for log in answer.json()["logs"] if log["county"] == county]
    assert alone.json() == found
    answered: dict[str, Any] = found
    return answered


async def test_size_and_root_are_those_of_what_was_received(told: Told, gateway: Running, county: str) -> None:
    await told.admit(f"{county}100", 20)
    tree, _ = merkle.extend(CompactRange(), [entry.leaf for entry in told.log("membership").entries])
    assert await known(gateway, county) == {
        "county": county,
        "generation": 1,
        "size": 20,
        "root": tree.root.hex(),
        "note": None,
        "cosigned_at": None,
    }


async def test_what_was_cosigned_counts_while_a_rebuild_is_behind(told: Told, gateway: Running, county: str) -> None:
    await told.admit(f"{county}100", 20)
    dsn = gateway.settings.database_url
    later = "INSERT INTO witness VALUES ('membership', $1, 1, 25, sha256('later'), 'note', $2)"
    await databases.execute(dsn, later, county, datetime.now(UTC))
    found = await known(gateway, county)
    assert (found["size"], found["root"], found["note"]) == (25, sha256(b"later").hexdigest(), "note")


async def test_a_forked_log_is_vouched_for_in_its_new_generation(told: Told, gateway: Running, county: str) -> None:
    await told.admit(f"{county}100", 2)
    dsn = gateway.settings.database_url
    log = log_id("membership", county)
    old = "INSERT INTO witness VALUES ('membership', $1, 1, 25, sha256('old'), 'note', $2)"
    await databases.execute(dsn, old, county, datetime.now(UTC))
    await databases.execute(dsn, "UPDATE projection.log_cursor SET generation = 2 WHERE log = $1", log)
    found = await known(gateway, county)
    assert (found["generation"], found["size"], found["note"]) == (2, 2, None)


async def test_without_the_secret_nothing_is_told(gateway: Running, county: str) -> None:
    for headers in ({}, {"Authorization": "Bearer other"}):
        refused = await gateway.http.get(f"/witness/membership/{county}", headers=headers)
        assert refused.status_code == httpx.codes.UNAUTHORIZED


async def test_a_log_nobody_has_heard_of_is_not_found(gateway: Running, county: str) -> None:
    headers = {"Authorization": f"Bearer {gateway.settings.feed_token}"}
    refused = await gateway.http.get(f"/witness/membership/{county}", headers=headers)
    assert refused.status_code == httpx.codes.NOT_FOUND
