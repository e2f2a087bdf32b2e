from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.sealing.ballots import BadBallot
from ballots.sealing.documents import BadDocument
from ballots.sealing.elections import build_election, new_uuid
from ballots.sealing.groups import BELENIOS_2048, RFC_3526_2048
from ballots.sealing.proofs import Proof
from ballots.sealing.questions import BadAnswer, RankedQuestion
from ballots.sealing.ranked import (
    decode,
    encode,
    insist_on_answer,
    is_encoding,
    preferences,
    ranks,
    seal_answer,
)
from tests.factories.sealed_votes import Vote

GROUP = RFC_3526_2048
NUMBERS = st.lists(st.integers(0, 255), min_size=1, max_size=254)
ORDERS = st.integers(1, 30).flatmap(lambda count: st.permutations(range(1, count + 1)))
CHAIR = RankedQuestion("Chair", ("Ada", "Bob", "Cy"))


@pytest.fixture(scope="module")
def vote() -> Vote:
    return Vote([CHAIR], voters=2, group=GROUP)


@settings(max_examples=20, deadline=None)
@given(NUMBERS)
def test_encode_gives_back_what_was_written(numbers):
    element = encode(GROUP, numbers)
    assert GROUP.is_element(element)
    assert is_encoding(GROUP, element, len(numbers))
    assert decode(GROUP, element, len(numbers)) == tuple(numbers)


@settings(max_examples=30, deadline=None)
@given(st.integers(1, GROUP.p - 1), st.integers(1, 254))
def test_decode_reads_numbers_from_every_element(element, count):
    read = decode(GROUP, element, count)
    assert len(read) == count
    assert all(0 <= number <= 255 for number in read)
    assert is_encoding(GROUP, element, count) == (element >> 8 < 256**count)


def test_encode_writes_the_first_number_in_front():
    assert encode(GROUP, [1, 2, 3]) >> 8 == 0x010203


@pytest.mark.parametrize("numbers", [[256], [-1], [0] * 255])
def test_encode_is_refused_what_has_no_room(numbers):
    with pytest.raises(BadAnswer):
        encode(GROUP, numbers)


def test_encode_is_refused_in_a_group_without_an_embedding():
    with pytest.raises(BadAnswer, match="BELENIOS-2048"):
        encode(BELENIOS_2048, [1])


@pytest.mark.parametrize(
    ("group", "answers"), [(BELENIOS_2048, ("Ada", "Bob")), (GROUP, ("A",) * 255)]
)
def test_ranked_question_is_refused_where_it_has_no_room(group, answers):
    with pytest.raises(BadDocument) as refused:
        build_election(
            name="A vote",
            group=group,
            public_key=group.g,
            questions=[RankedQuestion("Chair", answers)],
            uuid=new_uuid(),
        )
    assert refused.value.code == "question"


@settings(max_examples=30, deadline=None)
@given(ORDERS, st.integers(0, 30))
def test_preferences_give_back_an_order(order, kept):
    numbers = ranks(order[:kept], len(order))
    assert preferences(numbers) == tuple((answer,) for answer in order[:kept])


@pytest.mark.parametrize(
    ("numbers", "read"),
    [
        ((0, 0, 0), ()),
        ((2, 1, 2), ((2,), (1, 3))),
        ((1, 0, 3), ((1,), (), (3,))),
        ((255, 7, 0), ((), (2,), (), (1,))),
    ],
)
def test_preferences_show_what_is_shared_or_left_out(numbers, read):
    assert preferences(numbers) == read


def test_seal_answer_is_refused_without_a_number_for_each(vote):
    with pytest.raises(BadAnswer):
        vote.seal(0, (1, 2))


def test_insist_on_answer_takes_what_was_sealed_and_nothing_moved(vote):
    election = vote.election
    paper, other = (seal_answer(election, CHAIR, (1, 2, 3), "S0") for _ in range(2))
    insist_on_answer(election, CHAIR, paper, "S0", "it")
    ((alpha, beta),) = paper.choices
    for moved, context, code in (
        (paper, "S1", "proof"),  # another voter's context
        (replace(paper, proof=other.proof), "S0", "proof"),
        (replace(paper, proof=Proof(paper.proof.challenge, 0)), "S0", "proof"),
        (replace(paper, choices=other.choices), "S0", "proof"),
        (replace(paper, choices=(other.choices[0]._replace(alpha=alpha),)), "S0", "proof"),
        (
            replace(paper, choices=(paper.choices[0]._replace(beta=GROUP.p - beta),)),
            "S0",
            "not_an_element",
        ),
    ):
        with pytest.raises(BadDocument) as refused:
            insist_on_answer(election, CHAIR, moved, context, "it")
        assert refused.value.code == code


def test_ranked_ballot_is_refused_of_somebody_else(vote):
    raw = vote.seal(0, (1, 2, 3))
    copied = vote.seal(1, (1, 2, 3))
    answers = raw[raw.index(b',"answers"') : raw.index(b',"signature"')]
    stolen = copied.replace(
        copied[copied.index(b',"answers"') : copied.index(b',"signature"')], answers
    )
    with pytest.raises(BadBallot):
        vote.take(stolen)
