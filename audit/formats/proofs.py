"""Proofs that an entry is in the log, and that a later log only added to an earlier one.

RFC 9162 sections 2.1.3 and 2.1.4. Every hash must be exactly 32 bytes and the earlier tree must not
be empty: a verifier that follows the letter of the RFC without these two checks accepts forgeries.
"""

import hmac
from collections.abc import Callable, Iterator, Sequence
from typing import TypeAlias

from audit.formats.errors import BadProof
from audit.formats.merkle import HASH_BYTES, node_hash

Subtree: TypeAlias = Callable[[int, int], bytes]
"""Gives the root of a complete subtree from its height and its number, counted from the left."""


def inclusion_proof(index: int, size: int, subtree: Subtree) -> list[bytes]:
    """Give the hashes that lead from one leaf to the root of a tree of `size` leaves."""
    if not 0 <= index < size:
        raise BadProof(f"There is no entry {index} in a log of {size}.")
    proof, start, stop = [], 0, size
    while stop - start > 1:
        split = _split(start, stop)
        if index < split:
            proof.append(_range_root(split, stop, subtree))
            stop = split
        else:
            proof.append(_range_root(start, split, subtree))
            start = split
    return proof[::-1]


def consistency_proof(earlier: int, later: int, subtree: Subtree) -> list[bytes]:
    """Give the hashes that show the first `earlier` leaves unchanged in a tree of `later`."""
    if not 0 < earlier <= later:
        raise BadProof(f"There is no proof from a log of {earlier} to a log of {later}.")
    proof, start, stop = [], 0, later
    while earlier < stop:
        split = _split(start, stop)
        if earlier <= split:
            proof.append(_range_root(split, stop, subtree))
            stop = split
        else:
            proof.append(_range_root(start, split, subtree))
            start = split
    if start:
        proof.append(_range_root(start, stop, subtree))
    return proof[::-1]


def verify_inclusion(
    leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes
) -> None:
    """Check that the leaf hash stands at `index` in the tree of that root, or raise BadProof."""
    _check_lengths([leaf, *proof])
    if not 0 <= index < size:
        raise BadProof(f"There is no entry {index} in a log of {size}.")
    computed = leaf
    for sibling, is_left in _climb(index, size - 1, proof):
        computed = node_hash(sibling, computed) if is_left else node_hash(computed, sibling)
    _same(computed, root, "The entry does not lead to the root.")


def verify_consistency(
    earlier: int, later: int, proof: Sequence[bytes], earlier_root: bytes, later_root: bytes
) -> None:
    """Check that the later tree only added to the earlier one, or raise BadProof."""
    _check_lengths(proof)
    if not 0 < earlier <= later:
        raise BadProof(f"A log of {earlier} cannot be shown to be the start of a log of {later}.")
    if earlier == later:
        if proof:
            raise BadProof("Two heads of one size need no proof.")
        _same(earlier_root, later_root, "Two heads of one size have different roots.")
        return
    place, last = _above_odd(earlier - 1, later - 1)
    path = list(proof)
    if place and not path:
        raise BadProof("The consistency proof is too short.")
    old = new = path.pop(0) if place else earlier_root
    for sibling, is_left in _climb(place, last, path):
        if is_left:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
        else:
            new = node_hash(new, sibling)
    _same(old, earlier_root, "The proof does not lead to the earlier root.")
    _same(new, later_root, "The proof does not lead to the later root.")


def sides(index: int, size: int) -> list[bool]:
    """Tell of each hash in a proof of inclusion, from the leaf up, whether it is on the left."""
    if not 0 <= index < size:
        raise BadProof(f"There is no entry {index} in a log of {size}.")
    found = []
    place, last = index, size - 1
    while last:
        if place % 2 or place < last:
            found.append(bool(place % 2))
        place, last = place >> 1, last >> 1
    return found


def _climb(place: int, last: int, path: Sequence[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Go up the tree, telling of each sibling whether it stands to the left."""
    for sibling in path:
        if not last:
            raise BadProof("The proof is too long.")
        is_left = bool(place % 2) or place == last
        if is_left and not place % 2:
            while place and not place % 2:
                place, last = place >> 1, last >> 1
        yield sibling, is_left
        place, last = place >> 1, last >> 1
    if last:
        raise BadProof("The proof is too short.")


def _above_odd(place: int, last: int) -> tuple[int, int]:
    while place % 2:
        place, last = place >> 1, last >> 1
    return place, last


def _split(start: int, stop: int) -> int:
    """Give where RFC 6962 splits a tree: after the largest power of two short of the whole."""
    return start + (1 << (stop - start - 1).bit_length() - 1)


def _range_root(start: int, stop: int, subtree: Subtree) -> bytes:
    """Give the root over leaves start..stop, where start is a multiple of the tallest subtree."""
    roots = [subtree(height, number) for height, number in _complete_subtrees(start, stop)]
    root = roots.pop()
    while roots:
        root = node_hash(roots.pop(), root)
    return root


def _complete_subtrees(start: int, stop: int) -> Iterator[tuple[int, int]]:
    while start < stop:
        height = (stop - start).bit_length() - 1
        yield height, start >> height
        start += 1 << height


def _check_lengths(hashes: Sequence[bytes]) -> None:
    if any(len(one) != HASH_BYTES for one in hashes):
        raise BadProof(f"Every hash in a proof must be {HASH_BYTES} bytes.")


def _same(computed: bytes, expected: bytes, complaint: str) -> None:
    if not hmac.compare_digest(computed, expected):
        raise BadProof(complaint)
