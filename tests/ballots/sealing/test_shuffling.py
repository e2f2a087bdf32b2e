"""The last test has both programs at one election: each makes a shuffle, and each checks both."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from ballots.sealing import shuffling
from ballots.sealing.ciphertexts import Ciphertext
from ballots.sealing.documents import BadDocument
from ballots.sealing.groups import RFC_3526_2048
from ballots.sealing.questions import RankedQuestion
from ballots.sealing.sharing_work import Work
from ballots.sealing.shuffle_checking import BadShuffle, insist_on_shuffle
from ballots.sealing.shuffle_proofs import Shuffle, ShuffleProof, read_shuffle
from ballots.sealing.shuffling import first_order, permutation, shuffle
from ballots.sealing.trustee_keys import new_secret, prove_key
from tests.belenios import Tool
from tests.factories.opened_votes import OpenedVote

GROUP = RFC_3526_2048
CHAIR = RankedQuestion("Chair", ("Ada", "Bob", "Cy"))
PAPERS = [(1, 2, 3), (3, 0, 1), (1, 2, 3), (255, 0, 0)]


@pytest.fixture(scope="module")
def vote() -> OpenedVote:
    """Give a vote of four ranked papers, closed, that two trustees open."""
    secrets = [new_secret(GROUP) for _ in range(2)]
    keys = [prove_key(GROUP, secret) for secret in secrets]
    vote = OpenedVote([CHAIR], voters=4, group=GROUP, trustees=keys)
    for voter, paper in enumerate(PAPERS):
        vote.cast(voter, paper)
    vote.close()
    vote.shares = dict(enumerate(secrets, start=1))
    return vote


@pytest.fixture(scope="module")
def made(vote) -> Shuffle:
    return shuffle(vote.election, [vote.tally.answers[0]])


def test_permutation_holds_every_place_once():
    assert sorted(permutation(50)) == list(range(50))
    assert permutation(1) == [0]
    assert permutation(0) == []


def test_first_order_is_by_number():
    pairs = [Ciphertext(100, 1), Ciphertext(9, 2), Ciphertext(9, 1)]
    assert first_order(pairs) == [Ciphertext(9, 1), Ciphertext(9, 2), Ciphertext(100, 1)]


def test_shuffle_gives_the_same_papers_sealed_anew(vote, made):
    before, after = vote.tally.answers[0], made.ciphertexts[0]
    assert not set(before) & set(after)
    insist_on_shuffle(vote.election, [before], made)


def test_shuffle_is_read_as_it_is_written(vote, made):
    assert read_shuffle(made.raw, GROUP, [4]).raw == made.raw
    for raw, sizes in ((made.raw[:-1], [4]), (made.raw, [3]), (made.raw, [4, 4])):
        with pytest.raises(BadDocument):
            read_shuffle(raw, GROUP, sizes)


def test_shuffle_in_pieces_by_others_tells_how_far_it_is(vote):
    before, told = [vote.tally.answers[0]], []
    with ThreadPoolExecutor(2) as pool:
        work = Work(pool.map, lambda done, due: told.append((done, due)), at_once=3)
        made = shuffle(vote.election, before, work)
        assert told == [(n, 8) for n in range(1, 9)]
        told.clear()
        work = Work(pool.map, lambda done, due: told.append((done, due)), at_once=3)
        insist_on_shuffle(vote.election, before, made, work)
    assert told[-1] == (6, 6)


def test_shuffle_of_nothing_is_one(vote):
    made = shuffle(vote.election, [[]])
    insist_on_shuffle(vote.election, [[]], made)


def refusal(vote: OpenedVote, made: Shuffle, before: Sequence[Ciphertext] | None = None) -> str:
    """Give the code that a shuffle is refused with."""
    with pytest.raises(BadShuffle) as refused:
        insist_on_shuffle(vote.election, [before or vote.tally.answers[0]], made)
    assert str(refused.value) == refused.value.words
    return refused.value.code


def other(made: Shuffle, *, said=None, responses=None, after=None, **changed: Any) -> Shuffle:
    """Give a shuffle of one question with parts of its proof exchanged."""
    (proof,) = made.proofs
    proof = proof._replace(
        said=proof.said._replace(**said or {}),
        responses=proof.responses._replace(**responses or {}),
        **changed,
    )
    return Shuffle([after or made.ciphertexts[0]], [proof])


def swapped(listed: Sequence[Any]) -> list[Any]:
    return [listed[1], listed[0], *listed[2:]]


def test_shuffle_is_refused_with_papers_exchanged_after_its_proof(vote, made):
    papers, before = list(made.ciphertexts[0]), vote.tally.answers[0]
    fresh = Ciphertext(GROUP.powers_of_g(7), GROUP.powers_of_g(8))
    for after in (swapped(papers), [fresh, *papers[1:]], [papers[1], *papers[1:]]):
        assert refusal(vote, other(made, after=after)) == "another"
    assert refusal(vote, other(made, after=papers[1:])) == "shape"
    assert refusal(vote, made, before=swapped(before)) == "another"
    assert refusal(vote, made, before=[fresh, *before[1:]]) == "another"


def proven(vote: OpenedVote, order: Sequence[int], after: Sequence[Ciphertext]) -> Shuffle:
    """Give what a mixer makes who follows every step of the proof, and cheats before it."""
    before = vote.tally.answers[0]
    drawn = shuffling._Drawn(order, *([GROUP.exponent() for _ in before] for _ in range(3)))
    return Shuffle([after], [shuffling._proof(vote.election, before, after, drawn, Work())])


def test_shuffle_is_refused_whose_mixer_exchanged_a_paper(vote):
    before = vote.tally.answers[0]
    fresh = Ciphertext(GROUP.powers_of_g(7), GROUP.powers_of_g(8))
    assert refusal(vote, proven(vote, [0, 1, 2, 3], [fresh, *before[1:]])) == "ciphertexts"


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("permutation", "permutation"),
        ("chain", "chain"),
        ("challenges", "challenges"),
        ("reencryption", "ciphertexts"),
    ],
)
def test_shuffle_is_refused_with_a_response_altered(vote, made, part, code):
    response = (getattr(made.proofs[0].responses, part) + 1) % GROUP.q
    assert refusal(vote, other(made, responses={part: response})) == code


def test_shuffle_is_refused_with_a_link_altered_and_names_it(vote, made):
    links = list(made.proofs[0].responses.links)
    links[2] = (links[2] + 1) % GROUP.q
    with pytest.raises(BadShuffle, match="Link 3 ") as refused:
        insist_on_shuffle(
            vote.election, [vote.tally.answers[0]], other(made, responses={"links": links})
        )
    assert refused.value.code == "link"


def test_shuffle_is_refused_with_its_parts_moved(vote, made):
    (proof,) = made.proofs
    permuted = swapped(proof.responses.permuted)
    assert refusal(vote, other(made, responses={"permuted": permuted})) == "challenges"
    for name in ("committed", "chain"):
        assert refusal(vote, other(made, **{name: swapped(getattr(proof, name))}))
        assert refusal(vote, other(made, **{name: getattr(proof, name)[1:]})) == "shape"
    assert refusal(vote, other(made, said={"links": swapped(proof.said.links)}))


@pytest.mark.parametrize("part", ["committed", "chain", "links", "ciphertexts", "t"])
def test_shuffle_is_refused_with_a_number_outside_the_group(vote, made, part):
    """Minus an element has the same square: a check that asks for powers alone may not see it."""
    (proof,), (first, *rest) = made.proofs, made.ciphertexts[0]

    def minus(listed: Sequence[int]) -> list[int]:
        return [GROUP.p - listed[0], *listed[1:]]

    odd = {
        "committed": lambda: other(made, committed=minus(proof.committed)),
        "chain": lambda: other(made, chain=minus(proof.chain)),
        "links": lambda: other(made, said={"links": minus(proof.said.links)}),
        "ciphertexts": lambda: other(
            made, after=[first._replace(beta=GROUP.p - first.beta), *rest]
        ),
        "t": lambda: other(made, said={"chain": GROUP.p - proof.said.chain}),
    }[part]()
    assert refusal(vote, odd) == "not_in_group"


def test_shuffle_is_refused_of_another_election(vote, made):
    another = replace(vote.election, raw=vote.election.raw + b" ")
    with pytest.raises(BadShuffle):
        insist_on_shuffle(another, [vote.tally.answers[0]], made)


def test_shuffle_is_refused_of_more_questions(vote, made):
    assert isinstance(made.proofs[0], ShuffleProof)
    with pytest.raises(BadShuffle, match="1 questions"):
        insist_on_shuffle(
            vote.election, [vote.tally.answers[0]], Shuffle(made.ciphertexts * 2, made.proofs * 2)
        )


def test_ranked_vote_of_two_shuffles_passes_the_tool_with_its_result(vote, tmp_path):
    tool = Tool(tmp_path)
    vote.shuffle(1)
    (tmp_path / f"{vote.election.uuid}.bel").write_bytes(vote.archive)
    theirs, _owned = tool.run("election", "shuffle", "--trustee-id=2").splitlines()
    vote.shuffle(2, theirs)
    vote.end_shuffles()
    (result,) = vote.open(vote.shares)
    assert sorted(result) == sorted(PAPERS)
    assert tool.passes(vote.archive, vote.election.uuid)
