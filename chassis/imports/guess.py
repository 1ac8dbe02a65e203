"""Which row holds the headings, and which column holds which field: by labels, synonyms and what was said before."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from chassis.imports import values
from chassis.imports.kind import Kind
from chassis.imports.read import Cells, blank

LOOKED_AT = 30
"""Rows among which the headings are looked for."""
LEAST = 2
_BESIDE = re.compile(r"[（(\[【].*?[）)\]】]|[*\uff0a:：]")
_BRACKETS = re.compile(r"[()\[\]【】]")


@dataclass(frozen=True)
class Guessed:
    """`header`: index of the headings' row. `fields`: column index → field. `ambiguous`: field → columns that might be.

    `missing`: fields that every row needs and neither a column nor the form gives.
    """

    header: int
    fields: dict[int, str]
    ambiguous: dict[str, list[int]]
    missing: list[str]

    @property
    def settled(self) -> bool:
        """Whether nobody has to be asked."""
        return not self.ambiguous and not self.missing


def heading(text: str) -> str:
    """A heading as it is compared: without remarks in brackets, stars and colons, folded."""
    plain = values.narrow(text)
    return values.folded(_BESIDE.sub("", plain)) or values.folded(_BRACKETS.sub("", plain)) or values.folded(plain)


def known_headings(kind: Kind) -> dict[str, str]:
    """Heading → field: labels in both languages, names of fields, synonyms."""
    found: dict[str, str] = {}
    for column in kind.columns:
        described = kind.described[column.field]
        for word in (described["title"], described["x-title-en"], column.field, *column.synonyms):
            found.setdefault(heading(word), column.field)
    return found


def guess(
    kind: Kind,
    rows: Sequence[Cells],
    given: Mapping[str, object],
    said: Callable[[str], str | None] = lambda _: None,
) -> Guessed:
    """The row with most headings that are known, the first of equals; and its columns.

    `said(heading)`: the field that a clerk of this township said before, "" for a column to leave alone, None for none.
    """
    known = known_headings(kind)
    scores = [sum(_known(each, known, said) for each in _headings(row)) for row in rows[:LOOKED_AT]]
    best = max(scores, default=0)
    header = scores.index(best) if best >= LEAST else _first_filled(rows)
    return settle(kind, _candidates(_headings(rows[header]), known, said), given, header)


def settle(
    kind: Kind, candidates: Mapping[str, list[int]], given: Mapping[str, object], header: int
) -> Guessed:  # fmt: skip
    """What is clear, what is not, what is missing."""
    fields = {columns[0]: name for name, columns in candidates.items() if len(columns) == 1}
    ambiguous = {name: columns for name, columns in candidates.items() if len(columns) > 1}
    have = {*candidates, *given}
    missing = [column.field for column in kind.columns if column.field in kind.required - have]
    return Guessed(header, fields, ambiguous, missing)


def _headings(row: Cells) -> list[str]:
    return [heading(values.plain_text(cell)) if not blank(cell) else "" for cell in row]


def _known(text: str, known: Mapping[str, str], said: Callable[[str], str | None]) -> bool:
    return bool(text) and (text in known or said(text) is not None)


def _candidates(
    headings: Sequence[str], known: Mapping[str, str], said: Callable[[str], str | None]
) -> dict[str, list[int]]:
    """By what was said, else by a known heading, else by one that the heading ends with (会员姓名)."""
    told: dict[str, list[int]] = {}
    exact: dict[str, list[int]] = {}
    ending: dict[str, list[int]] = {}
    for number, text in enumerate(headings):
        if not text:
            continue
        before = said(text)
        if before is not None:
            if before:
                told.setdefault(before, []).append(number)
        elif text in known:
            exact.setdefault(known[text], []).append(number)
        elif ends := sorted((word for word in known if len(word) > 1 and text.endswith(word)), key=len):
            ending.setdefault(known[ends[-1]], []).append(number)
    return {**ending, **exact, **told}


def _first_filled(rows: Sequence[Cells]) -> int:
    for number, row in enumerate(rows[:LOOKED_AT]):
        if sum(not blank(cell) for cell in row) >= LEAST:
            return number
    return 0
