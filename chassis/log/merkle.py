"""Merkle tree of one log (RFC 6962 hashing, RFC 9162 proofs): growing it, its root, and its two kinds of proof.

Pure: no I/O. What is kept of a tree are its leaves (level 0, in `log` or `audit_entry`) and the roots of its complete
subtrees of 256, 65,536, … leaves (levels 8, 16, …, in `tile`). Both are insert-only, nothing is rewritten when the log
grows, and a proof reads at most 255 hashes for every eight levels: four short index ranges for a log of billions.
"""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import NamedTuple

HASH_SIZE = 32
STRIDE = 8
"""Levels between two stored levels: 256 hashes make one hash of the next stored level."""
EMPTY_ROOT = sha256(b"").digest()


class InvalidProof(Exception):
    """A proof does not lead to the root it was given for, or its shape is impossible."""


class Span(NamedTuple):
    """`length` neighbouring stored hashes of `level` (0, 8, 16, …) from index `first` on; index 0 is position 1."""

    level: int
    first: int
    length: int


class Node(NamedTuple):
    """A stored hash of level 8, 16, …: the root over the 2^level leaves from leaf `idx << level` on."""

    level: int
    idx: int
    hash: bytes


Reader = Callable[[Sequence[Span]], Awaitable[Sequence[Sequence[bytes]]]]
"""Reads stored hashes: one sequence per span, in the spans' order, each exactly `length` long."""


def hash_leaf(data: bytes) -> bytes:
    """RFC 6962 leaf hash of any bytes."""
    return sha256(b"\x00" + data).digest()


def hash_children(left: bytes, right: bytes) -> bytes:
    """RFC 6962 hash of an inner node."""
    return sha256(b"\x01" + left + right).digest()


def leaf(sequenced_at: str, event: str) -> bytes:
    """Leaf of a log entry: its time of sequencing (RFC 3339, UTC, six decimals, `Z`), a line feed, the event's text."""
    return sha256(f"\x00{sequenced_at}\n{event}".encode()).digest()


@dataclass(frozen=True, slots=True)
class CompactRange:
    """All that is needed to let a tree of `size` leaves grow: the roots of its complete subtrees, largest first."""

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a range whose number of hashes does not fit its size."""
        if self.size < 0 or len(self.hashes) != self.size.bit_count():
            message = f"a tree of {self.size} leaves has no compact range of {len(self.hashes)} hashes"
            raise ValueError(message)

    @property
    def root(self) -> bytes:
        """Root hash of the tree."""
        return _fold(self.hashes)

    def encode(self) -> bytes:
        """The hashes, one after another."""
        return b"".join(self.hashes)

    @classmethod
    def decode(cls, size: int, encoded: bytes) -> "CompactRange":
        """Inverse of `encode`; ValueError when the bytes do not fit the size."""
        if len(encoded) % HASH_SIZE:
            raise ValueError(f"{len(encoded)} bytes are no whole number of hashes")
        return cls(size, tuple(encoded[at : at + HASH_SIZE] for at in range(0, len(encoded), HASH_SIZE)))


def extend(tree: CompactRange, leaves: Sequence[bytes]) -> tuple[CompactRange, list[Node]]:
    """The tree with `leaves` (leaf hashes) appended, and the nodes that are to be stored now, lower levels first.

    Level by level, two hashes of one level at a time; about 1 µs a leaf.
    """
    size = tree.size + len(leaves)
    pending = list(tree.hashes)  # ends with the smallest subtree
    kept: list[bytes] = []  # the new range, smallest subtree first
    stored: list[Node] = []
    row = list(leaves)
    level = 0
    while row or pending:
        index = tree.size >> level
        if level and level % STRIDE == 0:
            stored += [Node(level, index + offset, node) for offset, node in enumerate(row)]
        if index & 1:
            row.insert(0, pending.pop())
        if len(row) & 1:
            kept.append(row.pop())
        pairs = iter(row)
        row = [sha256(b"\x01" + left + right).digest() for left, right in zip(pairs, pairs, strict=True)]
        level += 1
    return CompactRange(size, tuple(reversed(kept))), stored


async def range_at(read: Reader, size: int) -> CompactRange:
    """The compact range (and by it the root) that the tree had at `size`."""
    return CompactRange(size, tuple(await _resolve(read, _cover(0, size))))


async def inclusion_proof(read: Reader, index: int, size: int) -> list[bytes]:
    """Audit path of leaf `index` (position - 1) in the tree of `size` leaves, bottom up (RFC 9162 §2.1.3.1).

    IndexError when the tree has no such leaf.
    """
    if not 0 <= index < size:
        message = f"leaf {index} of a tree of {size}"
        raise IndexError(message)
    return await _hashes(read, _inclusion_parts(index, 0, size))


async def consistency_proof(read: Reader, old: int, new: int) -> list[bytes]:
    """Proof that the tree of `new` leaves begins with the tree of `old` leaves (RFC 9162 §2.1.4.1).

    Empty when `old` is 0 or `new`. IndexError when old > new or negative.
    """
    if not 0 <= old <= new:
        message = f"consistency of {old} with {new}"
        raise IndexError(message)
    if old in {0, new}:
        return []
    return await _hashes(read, _consistency_parts(old, 0, new, whole=True))


def verify_inclusion(leaf_hash: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> None:
    """Check an audit path (RFC 9162 §2.1.3.2); InvalidProof when it does not lead from the leaf to the root."""
    if not 0 <= index < size:
        raise InvalidProof
    node, at, last = leaf_hash, index, size - 1
    for sibling in path:
        if last == 0:
            raise InvalidProof
        if at & 1 or at == last:
            node = hash_children(sibling, node)
            at, last = _skip_unpaired(at, last)
        else:
            node = hash_children(node, sibling)
        at, last = at >> 1, last >> 1
    if last != 0 or node != root:
        raise InvalidProof


def verify_consistency(old: int, old_root: bytes, new: int, new_root: bytes, proof: Sequence[bytes]) -> None:
    """Check that the tree (new, new_root) begins with the tree (old, old_root) (RFC 9162 §2.1.4.2).

    InvalidProof when it does not.
    """
    if not 0 <= old <= new:
        raise InvalidProof
    if old in {0, new}:  # nothing, or itself: no proof is needed
        expected = new_root if old == new else EMPTY_ROOT
        if proof or old_root != expected or (not new and new_root != EMPTY_ROOT):
            raise InvalidProof
        return
    hashes = [old_root, *proof] if old.bit_count() == 1 else list(proof)
    if not hashes:
        raise InvalidProof
    at, last = _skip_unpaired(old - 1, new - 1, even=False)
    before = after = hashes[0]
    for node in hashes[1:]:
        if last == 0:
            raise InvalidProof
        if at & 1 or at == last:
            before, after = hash_children(node, before), hash_children(node, after)
            at, last = _skip_unpaired(at, last)
        else:
            after = hash_children(after, node)
        at, last = at >> 1, last >> 1
    if last != 0 or before != old_root or after != new_root:
        raise InvalidProof


def _skip_unpaired(at: int, last: int, *, even: bool = True) -> tuple[int, int]:
    """Climb past levels where the node has no right neighbour, or (not `even`) while it is a right child."""
    if even:
        while at and not at & 1:
            at, last = at >> 1, last >> 1
    else:
        while at & 1:
            at, last = at >> 1, last >> 1
    return at, last


def _fold(hashes: Sequence[bytes]) -> bytes:
    """Root over neighbouring subtrees, largest first."""
    if not hashes:
        return EMPTY_ROOT
    node = hashes[-1]
    for left in reversed(hashes[:-1]):
        node = hash_children(left, node)
    return node


def _cover(first: int, last: int) -> list[tuple[int, int]]:
    """Complete subtrees (level, index) over leaves first … last - 1, left to right; a subtree begins at `first`."""
    cover = []
    while first < last:
        level = (last - first).bit_length() - 1
        cover.append((level, first >> level))
        first += 1 << level
    return cover


def _split(size: int) -> int:
    """Largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def _inclusion_parts(index: int, first: int, last: int) -> list[tuple[int, int]]:
    """Leaf ranges of the audit path, bottom up."""
    parts = []
    while last - first > 1:
        middle = first + _split(last - first)
        if index < middle:
            parts.append((middle, last))
            last = middle
        else:
            parts.append((first, middle))
            first = middle
    return parts[::-1]


def _consistency_parts(old: int, first: int, last: int, *, whole: bool) -> list[tuple[int, int]]:
    """Leaf ranges of the consistency proof, bottom up; `whole`: the old tree is still known by its root."""
    parts = []
    while first + old < last:
        middle = first + _split(last - first)
        if first + old <= middle:
            parts.append((middle, last))
            last = middle
        else:
            parts.append((first, middle))
            old -= middle - first
            first = middle
            whole = False
    if not whole:
        parts.append((first, last))
    return parts[::-1]


async def _hashes(read: Reader, parts: Sequence[tuple[int, int]]) -> list[bytes]:
    """Hash of each leaf range, all of them by one read."""
    covers = [_cover(first, last) for first, last in parts]
    nodes = iter(await _resolve(read, [node for cover in covers for node in cover]))
    return [_fold([next(nodes) for _ in cover]) for cover in covers]


async def _resolve(read: Reader, nodes: Iterable[tuple[int, int]]) -> list[bytes]:
    """Hashes of complete subtrees (level, index), from the stored hashes below them, by one read."""
    spans = [Span(level - level % STRIDE, index << level % STRIDE, 1 << level % STRIDE) for level, index in nodes]
    if not spans:
        return []
    rows = await read(spans)
    for span, row in zip(spans, rows, strict=True):
        if len(row) != span.length:
            message = f"the tree's store has {len(row)} of {span}"
            raise LookupError(message)
    return [extend(CompactRange(), row)[0].root for row in rows]
