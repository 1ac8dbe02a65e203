"""The AsyncAPI 3 document: one channel per service's topic, its messages, Kafka bindings and security."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from chassis.log.topic import PARTITIONS
from cli.schemas.events import service_of, words_of
from contracts.declare import Event

Document = dict[str, Any]
MEDIA_TYPE = "application/cloudevents+json"
HEADERS: Document = {
    "type": "object",
    "required": ["position", "ordinal", "sequenced_at", "content-type", "seal"],
    "properties": {
        "position": {
            "type": "string",
            "pattern": "^[1-9][0-9]*$",
            "description": "Place in the county's log, no gaps.",
        },
        "ordinal": {"type": "string", "pattern": "^[1-9][0-9]*$", "description": "Place among all of the service's."},
        "sequenced_at": {"type": "string", "format": "date-time", "description": "Moment of the position, UTC."},
        "content-type": {"const": MEDIA_TYPE},
        "seal": {
            "type": "string",
            "pattern": "^[0-9a-f]{64}$",
            "description": "HMAC-SHA256 by the services' secret over log, place, moment and value.",
        },
        "traceparent": {"type": "string", "description": "W3C trace context of the command, when it was traced."},
    },
}
SERVERS: Document = {
    "loopback": {
        "host": "127.0.0.1:{port}",
        "protocol": "kafka",
        "description": "Demo and tests: one machine, loopback alone, nobody else can reach it.",
        "variables": {"port": {"default": "8107"}},
    },
    "county": {
        "host": "{bootstrap}",
        "protocol": "kafka-secure",
        "description": "A county's cluster. Only a service's relay may write its topic (ACL per service).",
        "variables": {"bootstrap": {"default": "kafka.example:9093", "description": "KAFKA_BOOTSTRAP_SERVERS"}},
        "security": [{"$ref": "#/components/securitySchemes/scram"}],
    },
}


def document(types: Mapping[str, type[Event]], services: Iterable[tuple[str, tuple[str, str]]]) -> str:
    """The document as YAML. `types` by full name, `services` as (name, words) in order."""
    channels, operations = {}, {}
    for service, (zh, en) in services:
        mine = [full_type for full_type in types if service_of(full_type) == service]
        channels[service] = {
            "address": f"gonghui.{service}",
            "title": f"{zh} / {en}",
            "description": "Every event of the service, in order within each county (the record's key).",
            "messages": {full_type: {"$ref": f"#/components/messages/{full_type}"} for full_type in mine},
            "bindings": {"kafka": {"partitions": PARTITIONS, "replicas": 3, "bindingVersion": "0.5.0"}},
        }
        operations[f"relay-{service}"] = {
            "action": "send",
            "channel": {"$ref": f"#/channels/{service}"},
            "summary": f"The relay of {service} publishes its log.",
            "messages": [{"$ref": f"#/channels/{service}/messages/{full_type}"} for full_type in mine],
        }
    written = {
        "asyncapi": "3.0.0",
        "info": {
            "title": "工会县域平台事件 / Events of the county trade-union platform",
            "version": "1",
            "description": "CloudEvents 1.0, structured JSON. A record's value is the journal's exact text; the log "
            "feed of each service serves the same bytes for ever, whatever the topic still holds.",
        },
        "id": "urn:gonghui:events",
        "defaultContentType": MEDIA_TYPE,
        "servers": SERVERS,
        "channels": channels,
        "operations": operations,
        "components": {
            "messages": {full_type: _message(full_type, cls) for full_type, cls in types.items()},
            "messageTraits": {"record": {"headers": HEADERS, "bindings": {"kafka": _key()}}},
            "securitySchemes": {"scram": {"type": "scramSha512", "description": "SASL over TLS."}},
        },
    }
    return yaml.dump(written, Dumper=_Plain, allow_unicode=True, sort_keys=False, width=120)


def _message(full_type: str, cls: type[Event]) -> Document:
    words = cls.words()
    return {
        "name": full_type,
        "title": f"{words.zh} / {words.en}",
        "contentType": MEDIA_TYPE,
        "x-words": words_of(words),
        "traits": [{"$ref": "#/components/messageTraits/record"}],
        "payload": {"$ref": f"events/{full_type}.json"},
    }


def _key() -> Document:
    county = {"type": "string", "pattern": "^[0-9]{6}$", "description": "The county's area code."}
    return {"key": county, "bindingVersion": "0.5.0"}


class _Plain(yaml.SafeDumper):
    """Writes each value where it stands: no anchors, which tools read badly."""

    def ignore_aliases(self, data: Any) -> bool:
        """Always."""
        del data
        return True
