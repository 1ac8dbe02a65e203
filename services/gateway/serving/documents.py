"""GraphQL documents: trusted ones are parsed and validated at the start, open ones once while they are remembered."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLSyntaxError,
    OperationDefinitionNode,
    OperationType,
    SelectionSetNode,
    parse,
    specified_rules,
    validate,
    value_from_ast_untyped,
)

from services.gateway.graph.authority import TABLE
from services.gateway.graph.refusals import TooComplex, UnknownDocument
from services.gateway.graph.schema import CORE
from services.gateway.serving import limits

OPEN_REMEMBERED = 200
MAX_ERRORS = 20
RULES = tuple(specified_rules)
OWN_DOCUMENTS = Path(__file__).parent.parent / "graph" / "documents"
SHOWS_SCHEMA = {"__schema", "__type"}

Getter = Callable[[Mapping[str, Any]], Any]


class Invalid(Exception):
    """A document that does not parse or validate, or has no such operation; holds GraphQL errors."""

    def __init__(self, errors: list[GraphQLError]) -> None:
        super().__init__(errors[0].message)
        self.errors = errors


@dataclass(frozen=True)
class RootField:
    """A root field as a document asks it: its name, and its arguments given the variables."""

    name: str
    arguments: tuple[tuple[str, Getter], ...]

    def given(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments' values, not yet coerced."""
        return {name: value(variables) for name, value in self.arguments}


@dataclass(frozen=True, eq=False)
class Operation:
    """One operation of a document, and what its root fields mean for authority and cache."""

    node: OperationDefinitionNode
    document: "Document"
    fields: tuple[RootField, ...]
    defaults: dict[str, Any]
    shows_schema: bool

    @property
    def kind(self) -> OperationType:
        """Query, mutation or subscription."""
        return self.node.operation

    @property
    def cached(self) -> bool:
        """Whether logs' positions, day and scope decide the whole answer."""
        return bool(self.fields) and not self.shows_schema and all(TABLE[field.name].cached for field in self.fields)

    @property
    def personal(self) -> bool:
        """Whether the answer says who asked."""
        return any(field.name == "viewer" for field in self.fields)

    @property
    def name(self) -> str | None:
        """The operation's name."""
        return self.node.name.value if self.node.name else None

    def variables(self, given: Mapping[str, Any]) -> Mapping[str, Any]:
        """The variables with the operation's defaults."""
        return {**self.defaults, **given} if self.defaults else given

    def check_cost(self, variables: Mapping[str, Any]) -> None:
        """TooComplex when the answer could be larger than allowed."""
        limits.check_cost(self.node, self.document.fragments, variables)


@dataclass(frozen=True, eq=False)
class Document:
    """A valid document."""

    id: str
    node: DocumentNode
    trusted: bool
    fragments: dict[str, FragmentDefinitionNode]
    operations: dict[str | None, Operation]

    def operation(self, name: str | None) -> Operation:
        """The named operation, or the only one. Invalid when there is none such."""
        if name is None and len(self.operations) == 1:
            return next(iter(self.operations.values()))
        found = self.operations.get(name)
        if found is None:
            message = f"Unknown operation named {name!r}." if name else "Must provide operation name."
            raise Invalid([GraphQLError(message)])
        return found


def document_id(text: str) -> str:
    """SHA-256 of a document's exact text, hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def read(text: str, *, trusted: bool, suggest: bool = False) -> Document:
    """Parse, measure, validate. TooComplex over a limit, Invalid with the errors; suggestions only when allowed."""
    if len(text) > limits.MAX_LENGTH:
        raise TooComplex(limit="length", found=len(text), allowed=limits.MAX_LENGTH)
    try:
        node = parse(text, max_lexical_tokens=limits.MAX_TOKENS, max_comments=limits.MAX_TOKENS)
    except GraphQLSyntaxError as error:
        if "contains more than" in error.message:
            raise TooComplex(limit="tokens", found=f"> {limits.MAX_TOKENS}", allowed=limits.MAX_TOKENS) from error
        raise Invalid([error]) from error
    limits.check_shape(node)
    errors = validate(CORE, node, RULES, max_errors=MAX_ERRORS, hide_suggestions=not suggest)
    if errors:
        raise Invalid(errors)
    return _document(text, node, trusted=trusted)


def _document(text: str, node: DocumentNode, *, trusted: bool) -> Document:
    document = Document(document_id(text), node, trusted, limits.fragments_of(node), {})
    for definition in node.definitions:
        if isinstance(definition, OperationDefinitionNode):
            operation = _operation(document, definition)
            document.operations[operation.name] = operation
    return document


def _operation(document: Document, node: OperationDefinitionNode) -> Operation:
    roots = [field for field in _root_fields(document, node.selection_set, set()) if field.name.value != "__typename"]
    return Operation(
        node=node,
        document=document,
        fields=tuple(
            RootField(
                field.name.value,
                tuple((argument.name.value, _getter(argument.value)) for argument in field.arguments or ()),
            )
            for field in roots
            if field.name.value not in SHOWS_SCHEMA
        ),
        defaults={
            variable.variable.name.value: value_from_ast_untyped(variable.default_value)
            for variable in node.variable_definitions or ()
            if variable.default_value is not None
        },
        shows_schema=any(field.name.value in SHOWS_SCHEMA for field in roots),
    )


def _getter(value: Any) -> Getter:
    return lambda variables: value_from_ast_untyped(value, dict(variables))


def _root_fields(document: Document, selected: SelectionSetNode, seen: set[str]) -> Iterable[FieldNode]:
    """Fields of the root selection, fragments spread (each once). @skip and @include do not count: asked is asked."""
    for selection in selected.selections:
        if isinstance(selection, FieldNode):
            yield selection
        elif isinstance(selection, FragmentSpreadNode):
            name = selection.name.value
            if name not in seen:
                seen.add(name)
                yield from _root_fields(document, document.fragments[name].selection_set, seen)
        else:
            yield from _root_fields(document, selection.selection_set, seen)  # type: ignore[attr-defined]


class Documents:
    """The trusted documents by id, and the open ones sent lately."""

    def __init__(self, texts: Sequence[str]) -> None:
        """Reads every text now: a trusted document that is not valid keeps the gateway from starting (Invalid)."""
        documents = [read(text, trusted=True) for text in texts]
        self._trusted = {document.id: document for document in documents}
        self._by_text = {text.strip(): document for text, document in zip(texts, documents, strict=True)}
        self._open: OrderedDict[tuple[str, bool], Document] = OrderedDict()

    def trusted(self, name: str) -> Document:
        """A trusted document by its id. UnknownDocument."""
        found = self._trusted.get(name)
        if found is None:
            raise UnknownDocument
        return found

    def find(self, text: str) -> Document | None:
        """A trusted document sent by its whole text, blank lines around it apart."""
        return self._by_text.get(text.strip())

    def open(self, text: str, *, suggest: bool) -> Document:
        """An open query, parsed and validated unless remembered. TooComplex, Invalid."""
        found = self._open.get((text, suggest))
        if found is None:
            found = read(text, trusted=False, suggest=suggest)
            self._open[(text, suggest)] = found
            while len(self._open) > OPEN_REMEMBERED:
                self._open.popitem(last=False)
        else:
            self._open.move_to_end((text, suggest))
        return found

    def __len__(self) -> int:
        return len(self._trusted)


def console_documents(dist: Path) -> list[str]:
    """Texts of the built console's documents (documents.json: id → text); none when it is not built."""
    path = dist / "documents.json"
    if not path.exists():
        return []
    texts: dict[str, str] = orjson.loads(path.read_bytes())
    for name, text in texts.items():
        if document_id(text) != name:
            raise ValueError(f"{path}: {name} is not the id of its text")
    return list(texts.values())


def own_documents() -> list[str]:
    """Texts of the documents that ship with the gateway: the CLI's."""
    return [path.read_text() for path in sorted(OWN_DOCUMENTS.glob("*.graphql"))]
