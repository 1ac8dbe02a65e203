"""From cells to checked commands, without a database: values by column, what the form gave, what does not fit."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import ValidationError

from chassis.imports.kind import Column, Draft, Kind, Row
from chassis.imports.problem import MEND, Problem
from chassis.imports.read import Cells, blank
from chassis.imports.values import Wrong
from chassis.web.messages import explain

FILL = ("请补填该单元格", "Fill the cell in")


def drafts(
    kind: Kind, fields: Mapping[int, str], given: Mapping[str, Any], rows: Sequence[Cells], first: int
) -> list[Draft]:  # fmt: skip
    """Rows with something in a mapped column; `first` is the sheet's number of rows[0], from 1."""
    columns = {column.field: column for column in kind.columns}
    at = [(index, columns[name]) for index, name in sorted(fields.items())]
    made = []
    for number, cells in enumerate(rows, first):
        filled = [(column, cells[index]) for index, column in at if index < len(cells) and not blank(cells[index])]
        if filled:
            made.append(_draft(kind, filled, given, number))
    return made


def _draft(kind: Kind, filled: list[tuple[Column, Any]], given: Mapping[str, Any], number: int) -> Draft:
    draft = Draft(number, dict(given), [])
    for column, cell in filled:
        value = kind.value(column, cell)
        if isinstance(value, Wrong):
            draft.problems.append(Problem(number, column.field, *value))
            draft.values.pop(column.field, None)
        elif value != "":
            draft.values[column.field] = value
    return draft


def validated(kind: Kind, given: Sequence[Draft]) -> tuple[list[Row[Any]], list[Problem]]:
    """Rows that fit the command, and everything that is wrong with the others, one problem a cell."""
    rows: list[Row[Any]] = []
    problems: list[Problem] = []
    for draft in given:
        problems += draft.problems
        wrong = {problem.field for problem in draft.problems}
        try:
            command = kind.model.model_validate(draft.values)
        except ValidationError as error:
            for entry in error.errors(include_url=False, include_input=False):
                name = str(entry["loc"][0]) if entry["loc"] else None
                if name not in wrong:
                    wrong.add(name)
                    problems.append(_unfit(kind, draft.row, name, entry))
        else:
            if not draft.problems:
                rows.append(Row(draft.row, command))
    return rows, problems


def _unfit(kind: Kind, row: int, name: str | None, entry: Any) -> Problem:
    zh, en = explain(entry["type"], entry.get("ctx", {}), entry["msg"])
    if entry["type"] == "missing":
        return Problem(row, name, "missing", zh, en, *FILL)
    described = kind.described.get(name or "", {})
    hint = described.get("description"), described.get("x-hint-en")
    mend = (f"{MEND[0]}（{hint[0]}）", f"{MEND[1]} ({hint[1]})") if all(hint) else MEND
    return Problem(row, name, str(entry["type"]).replace("_", "-"), zh, en, *mend)


class Once:
    """What may stand in a file once: which row had it first."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._first: dict[int, int] = {}

    def sift(self, rows: Sequence[Row[Any]]) -> tuple[list[Row[Any]], list[Problem]]:
        """The rows that are the first with their key, and a problem for each that is not."""
        kept, problems = [], []
        for row in rows:
            first = self._first.setdefault(hash(self._kind.key(row.command)), row.number)
            if first == row.number:
                kept.append(row)
            else:
                problems.append(_twice(self._kind, row.number, first))
        return kept, problems


def _twice(kind: Kind, row: int, first: int) -> Problem:
    return Problem(
        row,
        kind.twice,
        "twice-in-file",
        f"与第 {first} 行重复",
        f"The same as in row {first}",
        "删除重复的行，或更正其中一行",
        "Remove one of the two rows, or put one right",
    )


def from_given(given: Mapping[str, Any], kind: Kind) -> dict[str, Any]:
    """The form's values as the command takes them: days are days again."""
    return {
        name: date.fromisoformat(value) if kind.described.get(name, {}).get("format") == "date" else value
        for name, value in given.items()
        if value is not None
    }
