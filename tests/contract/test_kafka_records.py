"""What lies in Kafka is read by others' tools: kcat, the CloudEvents SDK, and validators of the published schemas."""

import asyncio
import json
import shutil
from pathlib import Path
from typing import Any

from cloudevents.core.bindings.kafka import KafkaMessage, from_kafka
from cloudevents.core.formats.json import JSONFormat
from jsonschema import Draft202012Validator, FormatChecker

from deploy.local.kafka import Kafka
from tests.contract.relaying import relaying
from tests.membership.people import County
from tests.support.running import Running

SCHEMAS = Path(__file__).parents[2] / "contracts" / "schemas" / "events"
TOPIC = "contract.membership"


async def kcat(bootstrap: str) -> list[dict[str, Any]]:
    """All records of the topic as kcat prints them, one JSON object each."""
    program = shutil.which("kcat")
    assert program, "kcat 未安装：apt-get install kcat · kcat is missing: apt-get install kcat"
    process = await asyncio.create_subprocess_exec(
        program, "-C", "-b", bootstrap, "-t", TOPIC, "-o", "beginning", "-e", "-q", "-J", stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await asyncio.wait_for(process.communicate(), 30)
    assert process.returncode == 0
    return [json.loads(line) for line in printed.splitlines()]


async def test_kcat_and_the_cloudevents_sdk_read_what_the_relay_sent(
    membership: Running, kafka: Kafka, county: str
) -> None:
    place = County(county, membership)
    union = await place.base_union()
    member = await place.member(union)
    size = len(await place.rows("SELECT FROM journal WHERE county = $1", county))
    async with relaying(membership, kafka, TOPIC, county, size):
        records = [record for record in await kcat(kafka.bootstrap) if record["key"] == county]
    assert len(records) == size
    admitted = 0
    for number, record in enumerate(records, 1):
        names, values = record["headers"][::2], record["headers"][1::2]
        headers = dict(zip(names, values, strict=True))
        assert len(headers) == len(names), "no header stands twice"
        assert int(headers["position"]) == number
        assert headers["content-type"] == "application/cloudevents+json"
        message = KafkaMessage(
            headers={name: value.encode() for name, value in headers.items()},
            key=record["key"].encode(),
            value=record["payload"].encode(),
        )
        event = from_kafka(message, JSONFormat())
        assert event.get_extension("county") == county
        schema = json.loads((SCHEMAS / f"{event.get_type()}.json").read_text())
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(json.loads(record["payload"]))
        admitted += event.get_type() == "cn.gonghui.membership.member.admitted.v1" and event.get_subject() == member
    assert admitted == 1
