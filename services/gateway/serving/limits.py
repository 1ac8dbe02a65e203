"""Limits on a GraphQL document: linear in its length, fragments measured once however often they are spread.

The static shape is measured once per document, before validation; cost depends on variables and is measured before
each execution that no cache answers.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeAlias, TypeVar, cast

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionNode,
    StringValueNode,
    ValueNode,
    VariableNode,
)

from services.gateway.graph.refusals import TooComplex

MAX_LENGTH = 16 * 1024  # characters of a document
MAX_TOKENS = 1_500
MAX_DEPTH = 16
MAX_FIELDS = 300  # after spreading fragments; validation compares fields pairwise, so this bounds it too
MAX_ALIASES = 40
MAX_DIRECTIVES = 30
MAX_COST = 60_000  # fields of the answer, at most

PAGE = 20  # a connection's page when `first` is not given
TOWNSHIPS = 30  # the most townships a county is reckoned to have
METRICS = 24
MONTHS = 36
PARTS = 6

# How many elements a list field holds, when no argument says it.
LENGTHS: dict[str, int] = {
    "townships": TOWNSHIPS,
    "metrics": METRICS,
    "metricCatalogue": METRICS,
    "parts": PARTS,
    "freshness": 4,
    "checkpoints": 4,
    "parked": 20,
    "effects": 6,
    "codes": 6,
    # introspection: this schema's own numbers, rounded up
    "types": 40,
    "fields": 10,
    "inputFields": 2,
    "args": 2,
    "enumValues": 2,
    "directives": 6,
}
COUNTED_BY = {"first": PAGE, "months": MONTHS}
PAGED = {"auditTrail", "workQueue", "organisations"}
T = TypeVar("T")
_Selected: TypeAlias = FieldNode | FragmentDefinitionNode | InlineFragmentNode | OperationDefinitionNode

ROWS_MOST = 1_000  # an argument beyond it costs no more: it is refused by its own field


@dataclass(frozen=True)
class Shape:
    """What a definition amounts to when its fragments are spread."""

    depth: int = 0
    fields: int = 0
    aliases: int = 0
    directives: int = 0

    def under(self, *, aliased: bool, directives: int) -> "Shape":
        """This selection below one more field."""
        return Shape(self.depth + 1, self.fields + 1, self.aliases + aliased, self.directives + directives)

    def beside(self, other: "Shape") -> "Shape":
        """Both selections side by side."""
        return Shape(
            max(self.depth, other.depth),
            self.fields + other.fields,
            self.aliases + other.aliases,
            self.directives + other.directives,
        )


def fragments_of(document: DocumentNode) -> dict[str, FragmentDefinitionNode]:
    """The document's fragments by name."""
    return {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}


class _Memo(Generic[T]):
    """A fragment's measure, computed once. A fragment spread inside itself counts nothing; validation refuses it."""

    def __init__(self, fragments: Mapping[str, FragmentDefinitionNode], nothing: T) -> None:
        self._fragments = fragments
        self._known: dict[str, T] = {}
        self._nothing = nothing

    def of(self, name: str, measure: Callable[[FragmentDefinitionNode], T]) -> T:
        if name not in self._known:
            self._known[name] = self._nothing
            if name in self._fragments:
                self._known[name] = measure(self._fragments[name])
        return self._known[name]


def shape_of(document: DocumentNode) -> Shape:
    """The largest operation's shape; fragments nobody spreads are measured too, for validation walks them."""
    memo = _Memo(fragments_of(document), Shape())

    def selected(node: _Selected) -> Shape:
        total = Shape()
        for selection in _below(node):
            total = total.beside(of(selection))
        return total

    def of(selection: SelectionNode) -> Shape:
        directives = len(selection.directives or ())
        if isinstance(selection, FieldNode):
            below = selected(selection)
            return below.under(aliased=selection.alias is not None, directives=directives)
        if isinstance(selection, FragmentSpreadNode):
            return memo.of(selection.name.value, selected).beside(Shape(directives=directives))
        return selected(cast("InlineFragmentNode", selection)).beside(Shape(directives=directives))

    largest = Shape()
    for definition in document.definitions:
        if isinstance(definition, FragmentDefinitionNode):
            shape = memo.of(definition.name.value, selected)
        elif isinstance(definition, OperationDefinitionNode):
            shape = selected(definition).beside(Shape(directives=len(definition.directives or ())))
        else:
            continue
        largest = Shape(
            max(largest.depth, shape.depth),
            max(largest.fields, shape.fields),
            max(largest.aliases, shape.aliases),
            max(largest.directives, shape.directives),
        )
    return largest


def check_shape(document: DocumentNode) -> None:
    """TooComplex when a static limit is exceeded."""
    shape = shape_of(document)
    for limit, found, allowed in (
        ("depth", shape.depth, MAX_DEPTH),
        ("fields", shape.fields, MAX_FIELDS),
        ("aliases", shape.aliases, MAX_ALIASES),
        ("directives", shape.directives, MAX_DIRECTIVES),
    ):
        if found > allowed:
            raise TooComplex(limit=limit, found=found, allowed=allowed)


def cost_of(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode], variables: Mapping[str, Any]
) -> int:
    """How many fields the answer may hold, lists at their asked or largest length."""
    memo = _Memo(fragments, 0)

    def selected(node: _Selected) -> int:
        return sum([of(selection) for selection in _below(node)])

    def of(selection: SelectionNode) -> int:
        if isinstance(selection, FieldNode):
            below = selected(selection)
            return 1 + _length(selection, variables) * below
        if isinstance(selection, FragmentSpreadNode):
            return memo.of(selection.name.value, selected)
        return selected(cast("InlineFragmentNode", selection))

    return selected(operation)


def check_cost(
    operation: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode], variables: Mapping[str, Any]
) -> None:
    """TooComplex when the answer could be larger than allowed."""
    cost = cost_of(operation, fragments, variables)
    if cost > MAX_COST:
        raise TooComplex(limit="cost", found=cost, allowed=MAX_COST)


def _below(node: _Selected) -> Sequence[SelectionNode]:
    return node.selection_set.selections if node.selection_set else ()


def _length(field: FieldNode, variables: Mapping[str, Any]) -> int:
    name = field.name.value
    given = {argument.name.value: argument.value for argument in field.arguments or ()}
    for argument, default in COUNTED_BY.items():
        if argument in given:
            return _count(_plain(given[argument], variables), default)
    if name == "metrics" and "ids" in given:
        return _count(_plain(given["ids"], variables), METRICS)
    if name in PAGED:
        return PAGE
    return MONTHS if name == "series" else LENGTHS.get(name, 1)


def _count(value: object, default: int) -> int:
    if isinstance(value, list):
        return min(len(value), METRICS)
    if isinstance(value, int) and not isinstance(value, bool):
        return max(0, min(value, ROWS_MOST))
    return default


def _plain(node: ValueNode, variables: Mapping[str, Any]) -> object:
    """A literal or variable as Python sees it, as far as lengths need it."""
    if isinstance(node, VariableNode):
        return variables.get(node.name.value)
    if isinstance(node, IntValueNode):
        return int(node.value)
    if isinstance(node, ListValueNode):
        return list(node.values)
    return node.value if isinstance(node, StringValueNode) else None
