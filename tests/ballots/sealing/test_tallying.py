"""What is added up sealed and opened is what was cast last, by weight."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.sealing.decrypting import (
    decrypt,
    insist_on_partial_decryption,
    read_partial_decryption,
)
from ballots.sealing.documents import BadDocument
from ballots.sealing.groups import BELENIOS_2048
from ballots.sealing.questions import Question
from ballots.sealing.results import Logarithms, build_result, read_result
from ballots.sealing.tallying import EncryptedTally, merged, read_tally, tally
from tests.factories.sealed_votes import Vote

BOARD = Question("Board", ("Ada", "Bob", "Cy"), 1, 2, blank=True)
PAPERS = [(1, 0, 0, 0), (0, 1, 0, 0), (0, 0, 1, 1), (0, 1, 0, 1)]
VOTERS = 4


@pytest.fixture(scope="module")
def vote():
    return Vote((BOARD,), VOTERS, weights=(1, 2, 3, 40))


@pytest.fixture(scope="module")
def papers(vote):
    """Every voter's every ballot, insisted on once."""
    return {
        (voter, paper): vote.take(vote.seal(voter, paper))
        for voter in range(VOTERS)
        for paper in PAPERS
    }


@given(st.lists(st.tuples(st.integers(0, VOTERS - 1), st.sampled_from(PAPERS)), max_size=12))
@settings(max_examples=8)
def test_sums_are_those_of_the_last_papers_by_weight(vote, papers, cast):
    last = dict(cast)
    weights = list(vote.weights.values())
    wanted = [sum(weights[voter] * paper[n] for voter, paper in last.items()) for n in range(4)]
    sealed = tally(vote.election, [papers[each] for each in cast], vote.weights)
    part = decrypt(vote.election, sealed.answers, vote.key)
    insist_on_partial_decryption(vote.election, sealed.answers, vote.public, part)
    assert vote.opened(sealed, part) == [wanted]
    assert (sealed.ballots, sealed.weight) == (len(last), sum(weights[voter] for voter in last))


def test_parts_of_a_tally_merge_to_the_whole(vote, papers):
    cast = list(papers.values())
    halves = [
        tally(vote.election, [each for each in cast if (each.credential % 2) == odd], vote.weights)
        for odd in range(2)
    ]
    assert merged(vote.election, halves) == tally(vote.election, cast, vote.weights)


@pytest.fixture(scope="module")
def sealed(vote, papers):
    return tally(vote.election, papers.values(), vote.weights)


def test_tally_is_read_as_it_was_written(vote, sealed):
    assert read_tally(vote.election, sealed.sized, sealed.raw) == sealed
    other = EncryptedTally(sealed.ballots, sealed.weight, (sealed.answers[0][::-1],))
    with pytest.raises(BadDocument) as refusal:
        read_tally(vote.election, sealed.sized, other.raw)
    assert refusal.value.code == "hash"


def test_share_of_another_key_is_refused(vote, sealed):
    part = decrypt(vote.election, sealed.answers, vote.key + 1)
    with pytest.raises(BadDocument) as refusal:
        insist_on_partial_decryption(vote.election, sealed.answers, vote.public, part)
    assert refusal.value.code == "decryption_proof"


def test_share_of_another_tally_is_refused(vote, sealed):
    swapped = (sealed.answers[0][::-1],)
    part = decrypt(vote.election, swapped, vote.key)
    with pytest.raises(BadDocument) as refusal:
        insist_on_partial_decryption(vote.election, sealed.answers, vote.public, part)
    assert refusal.value.code == "decryption_proof"


def test_share_with_a_factor_outside_the_group_or_too_few_is_refused(vote, sealed):
    part = decrypt(vote.election, sealed.answers, vote.key)
    assert read_partial_decryption(vote.election, part.raw, sealed.answers) == part
    first, *rest = part.factors[0]
    for factors, code in (
        (((BELENIOS_2048.p - first, *rest),), "not_an_element"),
        ((tuple(rest),), "shape"),
    ):
        broken = type(part)(factors, part.proofs)
        with pytest.raises(BadDocument) as refusal:
            insist_on_partial_decryption(vote.election, sealed.answers, vote.public, broken)
        assert refusal.value.code == code
    with pytest.raises(BadDocument):
        read_partial_decryption(vote.election, broken.raw, sealed.answers)


@given(st.data(), st.integers(0, 10_000))
@settings(max_examples=30)
def test_logarithm_is_found_up_to_the_largest_and_no_further(data, largest):
    amount = data.draw(st.integers(0, largest))
    logarithms = Logarithms(BELENIOS_2048, largest)
    assert logarithms.of(BELENIOS_2048.powers_of_g(amount)) == amount
    with pytest.raises(BadDocument):
        logarithms.of(BELENIOS_2048.powers_of_g(largest + 1))


def test_weight_that_no_table_could_open_is_refused():
    with pytest.raises(BadDocument):
        Logarithms(BELENIOS_2048, 10**15)


def test_result_is_written_with_large_numbers_as_strings():
    raw = build_result([[0, 1_073_741_823, 1_073_741_824], [(1, 2)]])
    assert raw == b'{"result":[[0,1073741823,"1073741824"],[[1,2]]]}'
    assert read_result(raw, [3, 1]) == [[0, 1_073_741_823, 1_073_741_824], [[1, 2]]]
    for wrong in (
        b'{"result":[["5"]]}',
        b'{"result":[[-1]]}',
        b'{"result":[[1.0]]}',
        b'{"result":[]}',
    ):
        with pytest.raises(BadDocument):
            read_result(wrong, [1])
