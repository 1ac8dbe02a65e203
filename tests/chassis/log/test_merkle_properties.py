"""Every tree, whatever the batches it grew by, gives proofs that hold, and no others."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from chassis.log import merkle
from chassis.log.merkle import CompactRange, InvalidProof, Node, Span

SIZES = st.one_of(st.integers(0, 40), st.integers(0, 1500))


@dataclass
class Tree:
    """A tree with its store in memory: leaves, and nodes by (level, index)."""

    range: CompactRange = field(default_factory=CompactRange)
    leaves: list[bytes] = field(default_factory=list)
    nodes: dict[tuple[int, int], bytes] = field(default_factory=dict)
    stored: list[Node] = field(default_factory=list)

    def grow(self, count: int) -> None:
        start = len(self.leaves)
        leaves = [merkle.hash_leaf(b"%d" % number) for number in range(start, start + count)]
        self.range, stored = merkle.extend(self.range, leaves)
        self.leaves += leaves
        self.stored += stored
        self.nodes |= {(node.level, node.idx): node.hash for node in stored}

    async def read(self, spans: Sequence[Span]) -> list[list[bytes]]:
        return [[self.at(span.level, span.first + offset) for offset in range(span.length)] for span in spans]

    def at(self, level: int, index: int) -> bytes:
        return self.nodes[level, index] if level else self.leaves[index]


def definition(leaves: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, word for word."""
    if not leaves:
        return merkle.EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return merkle.hash_children(definition(leaves[:split]), definition(leaves[split:]))


@pytest.fixture(scope="module")
def wide() -> Tree:
    """A tree with stored nodes of two levels (66,000 leaves)."""
    tree = Tree()
    for count in (1, 255, 300, 5_444, 60_000):
        tree.grow(count)
    return tree


@given(st.lists(st.integers(0, 600), max_size=6))
def test_root_and_stored_nodes_do_not_depend_on_batches(batches: list[int]) -> None:
    by_batches, at_once = Tree(), Tree()
    for count in batches:
        by_batches.grow(count)
    at_once.grow(sum(batches))
    assert by_batches.range == at_once.range
    assert by_batches.nodes == at_once.nodes
    assert by_batches.range.root == definition(at_once.leaves)
    assert CompactRange.decode(at_once.range.size, at_once.range.encode()) == at_once.range


@given(SIZES, SIZES)
@example(0, 0)
@example(256, 257)
async def test_every_two_sizes_prove_consistent_and_nothing_else_does(one: int, two: int) -> None:
    tree = Tree()
    tree.grow(max(one, two))
    old, new = sorted((one, two))
    old_root, new_root = definition(tree.leaves[:old]), definition(tree.leaves[:new])
    proof = await merkle.consistency_proof(tree.read, old, new)
    merkle.verify_consistency(old, old_root, new, new_root, proof)
    wrong = bytes(32)
    attempts = [(wrong, new_root, proof), (old_root, new_root, [*proof, wrong])]
    if old or not new:  # every tree begins with the empty one
        attempts.append((old_root, wrong, proof))
    attempts += [(old_root, new_root, [*proof[:at], wrong, *proof[at + 1 :]]) for at in range(len(proof))]
    if proof:
        attempts.append((old_root, new_root, proof[:-1]))
    for before, after, hashes in attempts:
        with pytest.raises(InvalidProof):
            merkle.verify_consistency(old, before, new, after, hashes)


@given(st.integers(1, 1500), st.data())
async def test_every_leaf_is_provable_and_only_there(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    tree = Tree()
    tree.grow(size)
    root = definition(tree.leaves)
    proof = await merkle.inclusion_proof(tree.read, index, size)
    merkle.verify_inclusion(tree.leaves[index], index, size, proof, root)
    elsewhere = data.draw(st.integers(0, size - 1).filter(lambda other: other != index)) if size > 1 else 1
    wrong = bytes(32)
    for leaf, at, hashes in [
        (wrong, index, proof),
        (tree.leaves[index], elsewhere, proof),
        (tree.leaves[index], index, [*proof, wrong]),
        *[(tree.leaves[index], index, [*proof[:at], wrong, *proof[at + 1 :]]) for at in range(len(proof))],
    ]:
        with pytest.raises(InvalidProof):
            merkle.verify_inclusion(leaf, at, size, hashes, root)


@given(data=st.data())
async def test_proofs_of_a_wide_tree_read_few_hashes(wide: Tree, data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(wide.leaves)))
    index = data.draw(st.integers(0, size - 1))
    read: list[Span] = []

    async def counting(spans: Sequence[Span]) -> list[list[bytes]]:
        read.extend(spans)
        return await wide.read(spans)

    root = (await merkle.range_at(wide.read, size)).root
    proof = await merkle.inclusion_proof(counting, index, size)
    merkle.verify_inclusion(wide.leaves[index], index, size, proof, root)
    assert sum(span.length for span in read) <= 2 * 255 * 3
    consistency = await merkle.consistency_proof(wide.read, index, size)
    before = (await merkle.range_at(wide.read, index)).root
    merkle.verify_consistency(index, before, size, root, consistency)


def test_a_node_is_stored_for_every_256_leaves_and_every_65536(wide: Tree) -> None:
    levels = [node.level for node in wide.stored]
    assert (levels.count(8), levels.count(16)) == (66_000 // 256, 1)
    assert set(levels) == {8, 16}


async def test_a_store_with_a_hole_is_an_error_not_a_wrong_proof() -> None:
    async def read(spans: Sequence[Span]) -> list[list[bytes]]:
        return [[] for _ in spans]

    with pytest.raises(LookupError):
        await merkle.inclusion_proof(read, 0, 2)


def test_a_range_that_does_not_fit_its_size_is_refused() -> None:
    with pytest.raises(ValueError, match="no compact range"):
        CompactRange(3, (bytes(32),))
    with pytest.raises(ValueError, match="no compact range"):
        CompactRange.decode(3, bytes(32))
    with pytest.raises(ValueError, match="whole number"):
        CompactRange.decode(1, bytes(31))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
async def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    tree = Tree()
    tree.grow(3)
    with pytest.raises(IndexError):
        await merkle.inclusion_proof(tree.read, index, size)
    with pytest.raises(InvalidProof):
        merkle.verify_inclusion(tree.leaves[0], index, size, [], tree.range.root)


async def test_a_larger_tree_is_not_consistent_with_a_smaller_one() -> None:
    tree = Tree()
    with pytest.raises(IndexError):
        await merkle.consistency_proof(tree.read, 2, 1)
    with pytest.raises(InvalidProof):
        merkle.verify_consistency(2, bytes(32), 1, bytes(32), [])
