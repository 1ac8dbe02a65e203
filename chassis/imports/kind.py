"""A kind of import: the command that a row stands for, its columns, and what checks, writes and undoes rows."""

import dataclasses
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Generic, Literal, NamedTuple, Protocol, TypeVar
from uuid import UUID

from pydantic import TypeAdapter

from chassis.command import Command
from chassis.imports import values
from chassis.imports.problem import Problem
from chassis.imports.read import Cell
from chassis.parameters import Parameter
from chassis.postgres import Tx
from contracts.declare import Event, Place

Row_ = TypeVar("Row_", bound=Command)
Of = Literal["number-text", "name", "date", "integer", "code", "record"]


@dataclass(frozen=True)
class Column:
    """A field as files know it: further headings, and whether its cells hold names or numbers that are texts.

    `record`: the cell names a record, whose id the kind's `named` finds.
    """

    field: str
    synonyms: tuple[str, ...]
    of: Of
    words: dict[str, str] = dataclasses.field(default_factory=dict)  # further words of codes: word → code


@dataclass(frozen=True)
class Batch:
    """The import that rows belong to, for whoever checks and writes them."""

    id: UUID
    kind: str
    county: str
    area: str
    given: dict[str, Any]

    @property
    def place(self) -> Place:
        """Where its events belong."""
        return Place(area=self.area)


@dataclass
class Draft:
    """A row on its way: values by field, and what is wrong with it."""

    row: int
    values: dict[str, Any]
    problems: list[Problem]


class Row(NamedTuple, Generic[Row_]):
    """A row whose values fit the command."""

    number: int
    command: Row_


class Made(NamedTuple):
    """What a row became: the record, and the event that says so."""

    row: int
    record: UUID
    event: UUID


class Written(NamedTuple):
    """What a chunk became."""

    made: list[Made]
    problems: list[Problem]


class Announce(Protocol):
    """The events that say how an import goes. Counts alone, never a name."""

    def uploaded(self, batch: Batch) -> Event:
        """A file is there."""
        ...

    def mapped(self, batch: Batch) -> Event:
        """It is checked again."""
        ...

    def checked(self, batch: Batch, counts: "Counts", due_on: date) -> Event:
        """The dry run is over."""
        ...

    def confirmed(self, batch: Batch, counts: "Counts") -> Event:
        """It may run."""
        ...

    def finished(self, batch: Batch, counts: "Counts") -> Event:
        """It has run."""
        ...

    def stopped(self, batch: Batch, counts: "Counts", reason: str) -> Event:
        """It could not go on."""
        ...

    def cancelled(self, batch: Batch, counts: "Counts") -> Event:
        """It was given up."""
        ...

    def undo_asked(self, batch: Batch, counts: "Counts") -> Event:
        """It is to be taken back."""
        ...

    def undone(self, batch: Batch, counts: "Counts") -> Event:
        """It was taken back."""
        ...


@dataclass(frozen=True)
class Counts:
    """How many rows: of the file, without and with problems, told of another office; made, refused, undone, kept."""

    rows: int = 0
    good: int = 0
    wrong: int = 0
    told: int = 0
    made: int = 0
    refused: int = 0
    undone: int = 0
    kept: int = 0


Named = Callable[[Tx, Batch, Sequence[Draft]], Awaitable[None]]
Check = Callable[[Tx, Batch, Sequence[Row[Any]]], Awaitable[list[Problem]]]
Write = Callable[[Tx, Batch, Sequence[Row[Any]]], Awaitable[Written]]
Undo = Callable[[Tx, Batch, Sequence[Made]], Awaitable[set[int]]]


@dataclass(frozen=True)
class Kind:
    """What the engine must know of one kind.

    `given`: fields that a form may give for the whole file. `key(command)`: what may stand in a file once, `twice` the
    field that says so. `named` puts ids in the place of names. `check` says what the single command would refuse.
    `told_most`: of how many records of other offices a file's rows may tell an account in a day; `confirm_days`: how
    long a checked import waits for its clerk; `kept_days`: how long a file is kept after its end.
    `write` enters a chunk in one transaction. `undo` takes records back and answers the rows it had to leave alone;
    None when rows are taken back one by one.
    """

    name: str
    words: tuple[str, str]
    model: type[Command]
    columns: tuple[Column, ...]
    given: tuple[str, ...]
    key: Callable[[Any], object]
    twice: str
    named: Named
    check: Check
    write: Write
    announce: Announce
    told_most: Parameter
    confirm_days: Parameter
    kept_days: Parameter
    undo: Undo | None = None
    chunk: int = 1000

    @cached_property
    def described(self) -> dict[str, dict[str, Any]]:
        """The model's fields as forms know them, by name, in the order of `columns`."""
        found = self.model.model_json_schema()["properties"]
        return {column.field: found[column.field] for column in self.columns}

    @cached_property
    def required(self) -> frozenset[str]:
        """Fields that a row must have."""
        return frozenset(name for name, each in self.model.model_fields.items() if each.is_required())

    @cached_property
    def codes(self) -> dict[str, dict[str, str]]:
        """Field → folded word → code."""
        found: dict[str, dict[str, str]] = {}
        for column in self.columns:
            options = self.described[column.field].get("x-options", ())
            words = {word: each["value"] for each in options for word in (each["zh"], each["en"], each["value"])}
            if words or column.words:
                found[column.field] = {
                    values.folded(word): code for word, code in {**words, **column.words}.items()
                }  # fmt: skip
        return found

    @cached_property
    def adapter(self) -> "TypeAdapter[list[Any]]":
        """Reads and writes checked rows."""
        return TypeAdapter(list[self.model])  # type: ignore[name-defined]

    def value(self, column: Column, cell: Cell) -> Any:
        """The value of a cell that is not blank, or what is Wrong with it."""
        match column.of:
            case "date":
                return values.day(cell)
            case "integer":
                return values.integer(cell)
            case "code":
                return values.code(cell, self.codes[column.field])
            case "number-text":
                return values.number_text(cell)
            case "name" | "record":
                return values.name(cell)
