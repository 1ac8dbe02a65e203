"""Each service's OpenAPI document: what the console draws its forms from."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.fields import FieldInfo
from pydantic.json_schema import models_json_schema

from chassis.command import Capability, Declared
from chassis.web.headers import KEY_LENGTH, KEY_PATTERN, REVISION_PATTERN
from chassis.web.problems import TITLES
from contracts.codes import CODES
from contracts.offices import Words

_PROBLEM_STATUSES = (400, 401, 403, 404, 408, 409, 412, 413, 415, 422, 428, 429, 503)
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "title_en", "status", "detail", "detail_en", "code"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "title_en": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "detail_en": {"type": "string"},
        "code": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail", "detail_en"],
                "properties": {
                    "pointer": {"type": "string"},
                    "detail": {"type": "string"},
                    "detail_en": {"type": "string"},
                },
            },
        },
    },
}
_DONE = {
    "type": "object",
    "required": ["id", "revision", "eventId"],
    "properties": {
        "id": {"type": "string", "format": "uuid"},
        "revision": {"type": "integer"},
        "eventId": {"type": "string", "format": "uuid"},
        "warnings": {"type": "array", "items": {"type": "object"}},
        "values": {
            "type": "object",
            "description": "个人信息，仅出现在查看完整信息的应答中 / Personal data, in the answer of a reveal alone",
            "additionalProperties": {"type": "string"},
        },
    },
}


def problem_responses() -> dict[str, Any]:
    """The refusals any operation may answer with."""
    return {str(status): {"$ref": f"#/components/responses/Problem{status}"} for status in _PROBLEM_STATUSES}


def _described_problems() -> dict[str, Any]:
    """What those references lead to: said once, not with every operation."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {
        f"Problem{status}": {"description": " / ".join(TITLES[status]), "content": content}
        for status in _PROBLEM_STATUSES
    }


def operation(declared: Declared, schema: dict[str, Any]) -> dict[str, Any]:
    """The OpenAPI operation of one command, whose body is `schema`, with the extensions that the console reads."""
    ids = [
        {"name": name, "in": "path", "required": True, "schema": _id_schema(declared.picked.get(name))}
        for name in declared.parameters
    ]
    key = {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "schema": {"type": "string", "minLength": 1, "maxLength": KEY_LENGTH, "pattern": KEY_PATTERN},
    }
    match = {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "所见的记录版本（ETag）；列表与 * 不接受 / The ETag of the revision seen; neither a list nor *",
        "schema": {"type": "string", "pattern": REVISION_PATTERN},
    }
    success = {
        "description": "已办理 / Done",
        "headers": {"ETag": {"schema": {"type": "string"}}},
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Done"}}},
    }
    return {
        "operationId": declared.name,
        "summary": f"{declared.words.zh} / {declared.words.en}",
        "parameters": [*ids, key, *([] if declared.creates else [match])],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema}}},
        "responses": {"201" if declared.creates else "200": success, **problem_responses()},
        "security": [{"bearer": []}],
        "x-command": True,
        "x-creates": declared.creates,
        "x-words": declared.words._asdict(),
        "x-offices": [office.value for office in declared.offices],
        "x-emits": [event.TYPE for event in declared.emits],
    }


def _id_schema(described: FieldInfo | None) -> dict[str, Any]:
    """A record's id, with the list it is chosen from where the command names one."""
    schema: dict[str, Any] = {"type": "string", "format": "uuid"}
    if described and isinstance(described.json_schema_extra, dict):
        schema |= {"title": described.title, **described.json_schema_extra}
    return schema


def document(app: FastAPI, capabilities: list[Capability]) -> dict[str, Any]:
    """The whole document."""
    spec = get_openapi(title=app.title, version=app.version, routes=app.routes)
    commands = [declared for capability in capabilities for declared in capability.commands]
    models: list[Any] = [(declared.model, "validation") for declared in commands]
    bodies, definitions = models_json_schema(models, ref_template="#/components/schemas/{model}")  # names may clash
    components = spec.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    schemas.update(definitions.get("$defs", {}))
    schemas.update(Problem=_PROBLEM, Done=_DONE)
    components["responses"] = _described_problems()
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    for declared in commands:
        spec["paths"].setdefault(declared.route, {})["post"] = {
            **operation(declared, bodies[declared.model, "validation"]),
            "tags": [declared.capability.name],
        }
    for path in spec["paths"].values():
        for method, described in path.items():
            if method == "get":
                described["responses"] = {"200": described["responses"]["200"], **problem_responses()}
                described["security"] = [{"bearer": []}]
    for capability in capabilities:
        for query in capability.queries:
            _say_codes(spec["paths"][capability.prefix + query.path]["get"], query.endpoint.__globals__)
    for unused in ("HTTPValidationError", "ValidationError"):  # FastAPI's own form of error, which is never answered
        schemas.pop(unused, None)
    spec["tags"] = [{"name": each.name, "x-words": {"zh": each.words[0], "en": each.words[1]}} for each in capabilities]
    return spec


def _say_codes(described: dict[str, Any], module: dict[str, Any]) -> None:
    """Give a query's filters the words of their codes.

    They are the published ones of that name (contracts/codes.py), or those that the query's own module keeps beside
    it as `<FILTER>_WORDS`: {code: {"zh", "en"}}. A code without words stands for itself.
    """
    for parameter in described.get("parameters", []):
        schema, name = parameter["schema"], parameter["name"]
        codes: list[str] = next((each["enum"] for each in (schema, *schema.get("anyOf", [])) if "enum" in each), [])
        known = {**CODES.get(name, {}), **module.get(f"{name.upper()}_WORDS", {})}
        if any(code in known for code in codes):
            schema["x-options"] = [{"value": code, **_both(known.get(code, Words(code, code)))} for code in codes]


def _both(said: Words | dict[str, str]) -> dict[str, str]:
    return said._asdict() if isinstance(said, Words) else {"zh": said["zh"], "en": said["en"]}
