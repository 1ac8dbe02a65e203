"""JSON Schema of each event type: envelope and data, with its words, counts and work items as extensions."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from contracts.catalogue import EVENTS
from contracts.codes import CODES
from contracts.declare import CHANGES, SHARED, Count, Distinct, Event, Metric, Opens, Reported, Sum, Waiting
from contracts.envelope import TYPE_PREFIX, Envelope
from contracts.offices import Words

Schema = dict[str, Any]
KINDS: Mapping[type[Metric], str] = {Sum: "stock", Reported: "reported", Distinct: "distinct"}


class Untitled(GenerateJsonSchema):
    """Pydantic's generator without the titles it makes up from field names."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        """Never: a field's name stands right beside it."""
        del schema
        return False


def service_of(full_type: str) -> str:
    """`cn.gonghui.<service>.<aggregate>.<past-tense>.v<N>` → the service."""
    return full_type.removeprefix(TYPE_PREFIX).split(".", 1)[0]


def published(changing: Iterable[str]) -> dict[str, type[Event]]:
    """Every full type with its class, in order; `changing` are the services that correct and void records."""
    changes = {cls.full_type(service): cls for service in changing for cls in CHANGES.values()}
    shared = {cls.full_type(service): cls for cls in SHARED.values() for service in cls.RECORDED_BY}
    return dict(sorted({**EVENTS, **changes, **shared}.items()))


def schema(full_type: str, cls: type[Event]) -> Schema:
    """One event type as JSON Schema 2020-12 of the whole CloudEvent."""
    data = cls.model_json_schema(schema_generator=Untitled)
    described = Envelope.model_json_schema(schema_generator=Untitled)
    properties = described["properties"]
    properties["source"] = {"const": f"gonghui/{service_of(full_type)}"}
    properties["type"] = {"const": full_type}
    properties["dataschema"] = {"const": f"urn:gonghui:schema:{full_type}"}
    properties["data"] = {"$ref": "#/$defs/Data"}
    for name, field in data["properties"].items():
        codes = field.get("enum") or field.get("items", {}).get("enum") or []
        words = {code: words_of(CODES[name][code]) for code in codes if code in CODES.get(name, {})}
        if words:
            field["x-codes"] = words
    inner = data.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:gonghui:event:{full_type}",
        "title": full_type,
        "description": data.get("description", ""),
        "type": "object",
        "x-words": words_of(cls.words()),
        "x-counts": [_counts(count) for count in cls.COUNTS],
        "x-opens": [_opens(opens) for opens in cls.OPENS],
        "x-ends": [_waiting(waiting) for waiting in cls.ENDS],
        "required": described["required"],
        "properties": properties,
        "additionalProperties": False,
        "$defs": {"Data": data, **inner},
    }


def kind(metric: Metric) -> str:
    """How the metric adds up: stock, flow, reported or distinct."""
    return "flow" if isinstance(metric, Sum) and metric.flow else KINDS[type(metric)]


def words_of(words: Words) -> dict[str, str]:
    """Words as JSON."""
    return {"zh": words.zh, "en": words.en}


def _counts(count: Count) -> Schema:
    metric = count.metric
    said = {"at": count.at, "amount": count.amount, "key": count.key, "each": count.each}
    return {
        "metric": metric.id,
        "words": words_of(metric.words),
        "kind": kind(metric),
        "unit": metric.unit,
        "by": list(metric.by),
        "sign": count.sign,
        **{name: field for name, field in said.items() if field},
        **({"reading": dict(count.reading)} if count.reading else {}),
    }


def _opens(opens: Opens) -> Schema:
    said = {"due": opens.due, "appears": opens.appears, "at": opens.at}
    return {**_waiting(opens.waiting), **{name: field for name, field in said.items() if field}}


def _waiting(waiting: Waiting) -> Schema:
    return {
        "kind": waiting.kind,
        "words": {"zh": waiting.zh, "en": waiting.en},
        "office": waiting.office.value,
        "command": waiting.command,
    }
