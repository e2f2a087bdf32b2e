"""The path to the root, laid out."""

import pytest

from audit.browsing.proof_picture import MARGIN, STEP, WIDTH, proof_picture
from audit.formats.encoding import base64_text
from audit.formats.errors import BadProof
from audit.formats.merkle import leaf_hash, tree_root
from audit.formats.proofs import inclusion_proof, sides

LEAVES = [leaf_hash(bytes([number])) for number in range(21)]


def part(height: int, number: int) -> bytes:
    return tree_root(LEAVES[number << height : (number + 1) << height])


@pytest.mark.parametrize("size", range(1, len(LEAVES) + 1))
def test_path_ends_at_the_root_whatever_the_tree(size: int) -> None:
    root = base64_text(tree_root(LEAVES[:size]))
    for index in range(size):
        proof = inclusion_proof(index, size, part)
        picture = proof_picture(LEAVES[index], index, size, proof)
        assert (picture.steps[-1].node if picture.steps else picture.leaf) == root
        assert [step.sibling for step in picture.steps] == [base64_text(one) for one in proof]


def test_path_climbs_step_by_step_inside_its_frame() -> None:
    picture = proof_picture(LEAVES[5], 5, 21, inclusion_proof(5, 21, part))
    assert picture.height == 2 * MARGIN + STEP * len(picture.steps)
    assert picture.leaf_y == picture.height - MARGIN
    heights = [step.node_y for step in picture.steps]
    assert heights == sorted(heights, reverse=True)
    assert heights[-1] == MARGIN
    assert all(0 < step.sibling_x < WIDTH for step in picture.steps)
    assert all((step.sibling_x < picture.middle) == step.is_left for step in picture.steps)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_entry_out_of_the_tree_has_no_path(index: int, size: int) -> None:
    with pytest.raises(BadProof):
        sides(index, size)
