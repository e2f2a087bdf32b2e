"""A proof of inclusion as a picture: the path from an entry up to the root that is signed.

Laid out here, in whole units, so that the template only draws. The root is on top; at each level
the neighbour that is hashed in stands to the left or to the right of the path.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.formats.encoding import base64_text
from audit.formats.merkle import node_hash
from audit.formats.proofs import sides

WIDTH, STEP, MARGIN = 360, 64, 28
_MIDDLE, _OFFSET = WIDTH // 2, 112
_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Step:
    """One level: the neighbour's hash, where it stands, and the hash of the two together."""

    sibling: str
    is_left: bool
    y: int
    sibling_x: int
    node: str
    node_y: int

    @property
    def short_sibling(self) -> str:
        """Give enough of the neighbour's hash to find it in the list."""
        return self.sibling[:_SHOWN]

    @property
    def short_node(self) -> str:
        """Give enough of the parent's hash to tell it apart."""
        return self.node[:_SHOWN]


@dataclass(frozen=True, slots=True)
class ProofPicture:
    """The whole path, from the bottom up."""

    leaf: str
    leaf_y: int
    steps: list[Step]
    height: int
    middle: int = _MIDDLE
    width: int = WIDTH


def proof_picture(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> ProofPicture:
    """Lay out the path from a leaf hash to the root of the head at `size`."""
    bottom = MARGIN + STEP * len(proof)
    steps, node, y = [], leaf, bottom
    for sibling, is_left in zip(proof, sides(index, size), strict=True):
        node = node_hash(sibling, node) if is_left else node_hash(node, sibling)
        x = _MIDDLE - _OFFSET if is_left else _MIDDLE + _OFFSET
        steps.append(Step(base64_text(sibling), is_left, y, x, base64_text(node), y - STEP))
        y -= STEP
    return ProofPicture(base64_text(leaf), bottom, steps, bottom + MARGIN)
