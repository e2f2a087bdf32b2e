"""The tree, its growing edge, and its proofs, on every small size and on other people's vectors."""

import base64
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from audit.formats.errors import BadProof, NotVerified
from audit.formats.merkle import (
    EMPTY_ROOT,
    Frontier,
    complete_subtrees,
    leaf_hash,
    node_hash,
    tree_root,
)
from audit.formats.proofs import (
    consistency_proof,
    inclusion_proof,
    verify_consistency,
    verify_inclusion,
)

LEAVES = [leaf_hash(bytes([number])) for number in range(70)]
ROOTS = [tree_root(LEAVES[:size]) for size in range(71)]

pairs = st.integers(1, 70).flatmap(lambda n: st.tuples(st.integers(0, n - 1), st.just(n)))


def subtree(height: int, number: int) -> bytes:
    return tree_root(LEAVES[number << height : (number + 1) << height])


def rfc6962_root(leaves: list[bytes]) -> bytes:
    """MTH as RFC 6962 section 2.1 defines it, by recursion."""
    if not leaves:
        return EMPTY_ROOT
    if len(leaves) == 1:
        return leaves[0]
    split = 1 << (len(leaves) - 1).bit_length() - 1
    return node_hash(rfc6962_root(leaves[:split]), rfc6962_root(leaves[split:]))


@pytest.mark.parametrize("size", range(71))
def test_root_is_that_of_the_definition(size: int) -> None:
    assert tree_root(LEAVES[:size]) == rfc6962_root(LEAVES[:size])


@pytest.mark.parametrize("size", range(71))
def test_complete_subtrees_are_those_of_the_definition(size: int) -> None:
    for height, row in enumerate(complete_subtrees(LEAVES[:size])):
        assert len(row) == size >> height
        for number, root in enumerate(row):
            assert root == rfc6962_root(LEAVES[number << height : (number + 1) << height])


@given(st.integers(0, 70), st.integers(0, 70))
def test_frontier_grows_to_the_root_from_wherever_it_was_kept(kept: int, size: int) -> None:
    frontier = Frontier()
    for number in range(size):
        if number == kept:
            frontier = Frontier.from_bytes(frontier.to_bytes())
        frontier.append(LEAVES[number])
    assert frontier.root() == ROOTS[size]
    assert frontier.size == size
    assert len(frontier.nodes) == size.bit_count()


def test_frontier_names_the_subtrees_that_a_leaf_completes() -> None:
    frontier = Frontier()
    for number, leaf in enumerate(LEAVES):
        for height, root in enumerate(frontier.append(leaf)):
            assert root == subtree(height, number >> height)
            assert (number + 1) % (1 << height) == 0


@given(st.lists(st.integers(0, 5), max_size=12))
def test_frontier_takes_whole_subtrees(heights: list[int]) -> None:
    frontier = Frontier()
    for height in heights:
        start = frontier.size
        if start % (1 << height):
            with pytest.raises(ValueError, match="cannot start"):
                frontier.append(b"", height)
        elif start + (1 << height) <= len(LEAVES):
            frontier.append(subtree(height, start >> height), height)
    assert frontier.root() == ROOTS[frontier.size]


@pytest.mark.parametrize("data", [b"", b"\0" * 7, b"\0" * 9, (3).to_bytes(8, "big") + b"\0" * 32])
def test_frontier_of_the_wrong_length_is_refused(data: bytes) -> None:
    with pytest.raises(NotVerified):
        Frontier.from_bytes(data)


@given(pairs)
def test_inclusion_is_proved(pair: tuple[int, int]) -> None:
    index, size = pair
    proof = inclusion_proof(index, size, subtree)
    verify_inclusion(LEAVES[index], index, size, proof, ROOTS[size])


@given(pairs, st.data())
def test_inclusion_proof_of_anything_else_is_refused(
    pair: tuple[int, int], data: st.DataObject
) -> None:
    index, size = pair
    proof = inclusion_proof(index, size, subtree)
    leaf, root = LEAVES[index], ROOTS[size]
    wrong: list[tuple[bytes, int, int, list[bytes], bytes]] = [
        (leaf_hash(b"other"), index, size, proof, root),
        (leaf, index, size, proof, leaf_hash(b"other")),
        (leaf, index, size, [*proof, root], root),
        (leaf, size, size, proof, root),
        (leaf, -1, size, proof, root),
        (leaf[:-1], index, size, proof, root),
    ]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        wrong += [
            (leaf, index, size, proof[:at] + proof[at + 1 :], root),
            (leaf, index, size, [*proof[:at], leaf_hash(b"other"), *proof[at + 1 :]], root),
            (leaf, index, size, [*proof[:at], proof[at][:-1], *proof[at + 1 :]], root),
            (leaf, index ^ 1, size, proof, root),
        ]
    for arguments in wrong:
        with pytest.raises(BadProof):
            verify_inclusion(*arguments)


@given(pairs)
def test_consistency_is_proved(pair: tuple[int, int]) -> None:
    earlier, later = pair[0] + 1, pair[1]
    proof = consistency_proof(earlier, later, subtree)
    verify_consistency(earlier, later, proof, ROOTS[earlier], ROOTS[later])


@given(pairs, st.data())
def test_consistency_proof_of_anything_else_is_refused(
    pair: tuple[int, int], data: st.DataObject
) -> None:
    earlier, later = pair[0] + 1, pair[1]
    proof = consistency_proof(earlier, later, subtree)
    before, after, other = ROOTS[earlier], ROOTS[later], leaf_hash(b"other")
    wrong: list[tuple[int, int, list[bytes], bytes, bytes]] = [
        (earlier, later, proof, other, after),
        (earlier, later, proof, before, other),
        (earlier, later, [*proof, other], before, after),
        (0, later, proof, before, after),
        (later + 1, later, proof, before, after),
    ]
    if proof:
        at = data.draw(st.integers(0, len(proof) - 1))
        wrong += [
            (earlier, later, proof[:at] + proof[at + 1 :], before, after),
            (earlier, later, [*proof[:at], other, *proof[at + 1 :]], before, after),
        ]
    for arguments in wrong:
        with pytest.raises(BadProof):
            verify_consistency(*arguments)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (5, 5), (-1, 5)])
def test_inclusion_proof_of_an_entry_that_is_not_there_is_refused(index: int, size: int) -> None:
    with pytest.raises(BadProof):
        inclusion_proof(index, size, subtree)


@pytest.mark.parametrize(("earlier", "later"), [(0, 5), (6, 5)])
def test_consistency_proof_from_nothing_or_backwards_is_refused(earlier: int, later: int) -> None:
    with pytest.raises(BadProof):
        consistency_proof(earlier, later, subtree)


def cases(data: Path, kind: str) -> Iterator[dict[str, Any]]:
    for path in sorted((data / "vectors/merkle/testdata" / kind).rglob("*.json")):
        yield json.loads(path.read_text())


def accepted(check: Callable[..., None], *arguments: object) -> bool:
    try:
        check(*arguments)
    except BadProof:
        return False
    return True


def unpacked(text: str | None) -> bytes:
    return base64.b64decode(text or "")


@pytest.mark.conformance
def test_reference_inclusion_proofs_are_judged_as_marked(conformance_data: Path) -> None:
    seen = list(cases(conformance_data, "inclusion"))
    for case in seen:
        judged = accepted(
            verify_inclusion,
            unpacked(case["leafHash"]),
            case["leafIdx"],
            case["treeSize"],
            [unpacked(one) for one in case["proof"] or []],
            unpacked(case["root"]),
        )
        assert judged is not case["wantErr"], case["desc"]
    assert len(seen) == 98


@pytest.mark.conformance
def test_reference_consistency_proofs_are_judged_as_marked(conformance_data: Path) -> None:
    seen = list(cases(conformance_data, "consistency"))
    for case in seen:
        judged = accepted(
            verify_consistency,
            case["size1"],
            case["size2"],
            [unpacked(one) for one in case["proof"] or []],
            unpacked(case["root1"]),
            unpacked(case["root2"]),
        )
        assert judged is not case["wantErr"], case["desc"]
    assert len(seen) == 98


@pytest.mark.conformance
def test_reference_tree_has_its_roots_and_proofs(conformance_data: Path) -> None:
    tree = json.loads((conformance_data / "vectors/merkle/rfc6962-tree8.json").read_text())
    leaves = [leaf_hash(bytes.fromhex(leaf)) for leaf in tree["leaves_hex"]]
    assert [leaf.hex() for leaf in leaves] == tree["leaf_hashes"]
    roots = [tree_root(leaves[:size]).hex() for size in range(len(leaves) + 1)]
    assert roots == tree["roots_by_size"]

    def part(height: int, number: int) -> bytes:
        return tree_root(leaves[number << height : (number + 1) << height])

    for case in tree["inclusion"]:
        made = inclusion_proof(case["i"], case["n"], part)
        assert [one.hex() for one in made] == case["proof"]
    for case in tree["consistency"]:
        made = consistency_proof(case["m"], case["n"], part)
        assert [one.hex() for one in made] == case["proof"]
