"""What a change of an event type may do: add optional fields and codes. Everything else needs a new version.

Recorded events are permanent: a new reader must read every old one, and whoever reads a field may go on relying on
its presence and its meaning.
"""

import re
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]
LOWER_BOUNDS = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
UPPER_BOUNDS = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
SAID = ("type", "format", "pattern", "multipleOf", "uniqueItems", "additionalProperties", "default")


def removed(full_type: str) -> str:
    """The sentence for a type that is no longer declared."""
    return (
        f"{full_type}: this event type is gone, but recorded events of it stay for ever. "
        f"Declare it again in contracts/; to stop recording it, only stop emitting it."
    )


def incompatible(full_type: str, earlier: Schema, later: Schema) -> list[str]:
    """Each way in which the later schema breaks the earlier one, as a sentence that says what to do."""
    return [f"{full_type}: {found}. {_advice(full_type)}" for found in _differences(_Pair(earlier, later), "")]


def _advice(full_type: str) -> str:
    name, _, version = full_type.rpartition(".v")
    following = f"v{int(version) + 1}"
    return (
        f"An event type may only gain optional fields and codes: leave v{version} as it is, declare {name}.{following} "
        f"beside it, and add an upcaster v{version} -> {following} with its test on recorded events."
    )


class _Pair:
    """An earlier and a later schema, with the documents their references point into."""

    def __init__(self, earlier: Schema, later: Schema, documents: tuple[Schema, Schema] | None = None) -> None:
        self.documents = documents or (earlier, later)
        self.earlier = _resolved(earlier, self.documents[0])
        self.later = _resolved(later, self.documents[1])

    def at(self, earlier: Schema, later: Schema) -> "_Pair":
        """The same documents, deeper."""
        return _Pair(earlier, later, self.documents)


def _resolved(schema: Schema, document: Schema) -> Schema:
    while isinstance(reference := schema.get("$ref"), str):
        found: Schema = document
        for part in reference.removeprefix("#/").split("/"):
            found = found[part]
        schema = {**found, **{key: value for key, value in schema.items() if key != "$ref"}}
    return schema


def _differences(pair: _Pair, where: str) -> Iterator[str]:
    earlier, later = pair.earlier, pair.later
    name = where or "the event"
    yield from _fields(pair, where)
    yield from _codes(earlier, later, name)
    for key in SAID:
        if earlier.get(key) != later.get(key):
            yield f"{key} of {name} changed from {earlier.get(key)!r} to {later.get(key)!r}"
    yield from _bounds(earlier, later, name)
    before, after = earlier.get("anyOf", []), later.get("anyOf", [])
    if len(before) != len(after):
        yield f"{name} is no longer of the same type"
    for one, other in zip(before, after, strict=False):
        yield from _differences(pair.at(one, other), where)
    if "items" in earlier and "items" in later:
        yield from _differences(pair.at(earlier["items"], later["items"]), f"{where}[]")
    elif "items" in earlier or "items" in later:
        yield f"the elements of {name} changed"


def _fields(pair: _Pair, where: str) -> Iterator[str]:
    before, after = pair.earlier.get("properties", {}), pair.later.get("properties", {})
    needed_before, needed_after = set(pair.earlier.get("required", [])), set(pair.later.get("required", []))
    for field in before:
        path = f"{where}.{field}".removeprefix(".")
        if field not in after:
            yield f"the field {path} is gone"
            continue
        if (field in needed_before) != (field in needed_after):
            yield f"the field {path} became {'required' if field in needed_after else 'optional'}"
        yield from _differences(pair.at(before[field], after[field]), path)
    for field in after:
        if field not in before and field in needed_after:
            yield f"the new field {where}.{field} is required".replace(" .", " ")


def _codes(earlier: Schema, later: Schema, name: str) -> Iterator[str]:
    before, after = _allowed(earlier), _allowed(later)
    if before is not None and after is not None:
        for code in before:
            if code not in after:
                yield f"the code {code!r} of {name} is gone"
    elif before != after:
        yield f"{name} is {'no longer' if after is None else 'now'} a list of codes"


def _allowed(schema: Schema) -> list[Any] | None:
    return [schema["const"]] if "const" in schema else schema.get("enum")


def _bounds(earlier: Schema, later: Schema, name: str) -> Iterator[str]:
    for key in LOWER_BOUNDS + UPPER_BOUNDS:
        before, after = earlier.get(key), later.get(key)
        if after is None or before == after:
            continue
        if before is None or (after > before) == (key in LOWER_BOUNDS):
            yield f"{re.sub('([A-Z])', lambda found: ' ' + found[0].lower(), key)} of {name} was narrowed to {after}"
