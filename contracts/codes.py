"""Words for every code that events carry, by the name of the field (and dimension) in which the code stands."""

from collections.abc import Mapping
from typing import get_args

from contracts.offices import Words

CODES: dict[str, dict[str, Words]] = {}


class UnknownCode(TypeError):
    """A code list names other codes than its Literal type. Raised at import."""


def code_words(field: str, codes: object, words: Mapping[str, tuple[str, str]]) -> dict[str, Words]:
    """Declare the words of a Literal type's codes. Two types may share a field's name when their codes differ."""
    if set(words) != set(get_args(codes)):
        raise UnknownCode(field)
    named = {code: Words(*pair) for code, pair in words.items()}
    CODES.setdefault(field, {}).update(named)
    return named
