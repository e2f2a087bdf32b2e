"""What stands between anybody and the count: every ballot that is refused, and why."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.sealing.ballots import (
    BadBallot,
    insist_on_ballot,
    largest_ballot,
    read_ballot,
    seal,
)
from ballots.sealing.credentials import new_secret
from ballots.sealing.documents import compact
from ballots.sealing.groups import BELENIOS_2048, RFC_3526_2048
from ballots.sealing.proofs import prove_one
from ballots.sealing.questions import BadAnswer, Question, RankedQuestion
from tests.factories.forged_ballots import signed
from tests.factories.sealed_votes import COMMITTEE, MOTION, Vote


@pytest.fixture(scope="module")
def vote():
    return Vote((MOTION, COMMITTEE), 2)


@pytest.fixture(scope="module")
def raw(vote):
    return vote.seal(0, (0, 1, 0), (0, 1, 0, 0, 1))


def refused(vote, raw):
    with pytest.raises(BadBallot) as refusal:
        insist_on_ballot(vote.election, raw, vote.weights)
    assert refusal.value.words.endswith(".")
    return refusal.value.code


def at(document, path):
    """Give what holds the place that a path such as answers.0.choices leads to, and its key."""
    *way, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    for step in way:
        document = document[step]
    return document, last


def changed(raw, path, value):
    document = json.loads(raw)
    holder, key = at(document, path)
    holder[key] = value(holder[key]) if callable(value) else value
    return document


def test_ballot_is_accepted_and_read_as_it_was_made(vote, raw):
    ballot = insist_on_ballot(vote.election, raw, vote.weights)
    assert ballot.raw == raw
    assert ballot.credential in vote.weights
    assert [len(answer.choices) for answer in ballot.answers] == [3, 5]
    assert 0.9 * largest_ballot(vote.election) < len(raw) < largest_ballot(vote.election)


NO_BALLOTS = {
    "NaN": (b"NaN", "not_json"),
    "deeply nested": (b"[" * 9_000, "not_json"),
    "empty": (b"", "not_json"),
    "a list": (b"[]", "shape"),
    "a number": (b"5", "shape"),
    "a long number": (b"5" * 9_000, "not_json"),
    "10 MB": (b"{" * 10_000_000, "too_large"),
}


@pytest.mark.parametrize(("sent", "code"), NO_BALLOTS.values(), ids=NO_BALLOTS)
def test_bytes_that_are_no_ballot_are_refused(vote, sent, code):
    assert refused(vote, sent) == code


SPELLINGS = {
    "cut short": (lambda raw: raw[:-1], "not_json"),
    "not UTF-8": (lambda raw: raw + b"\xff", "not_json"),
    "spaces": (lambda raw: raw.replace(b":", b": ", 1), "not_canonical"),
    "a line end": (lambda raw: raw + b"\n", "not_canonical"),
    "an escape": (lambda raw: raw.replace(b"answers", b"\\u0061nswers", 1), "not_canonical"),
    "a member twice": (
        lambda raw: raw.replace(b'{"election_uuid":', b'{"election_uuid":"x","election_uuid":', 1),
        "not_canonical",
    ),
    "another order": (
        lambda raw: compact({"answers": json.loads(raw)["answers"], **json.loads(raw)}),
        "shape",
    ),
}


@pytest.mark.parametrize(("respelt", "code"), SPELLINGS.values(), ids=SPELLINGS)
def test_ballot_that_is_spelt_differently_is_refused(vote, raw, respelt, code):
    assert refused(vote, respelt(raw)) == code


CHANGES = {
    "extra member": ("answers.0.more", "1", "shape"),
    "number for a string": ("answers.0.choices.0.alpha", 5, "shape"),
    "null": ("credential", None, "shape"),
    "no answers": ("answers", [], "shape"),
    "uuid": ("election_uuid", "11111111111111", "wrong_election"),
    "hash": ("election_hash", "0" * 43, "wrong_election"),
    "negative": ("answers.0.choices.0.alpha", "-5", "number"),
    "plus": ("answers.0.choices.0.alpha", "+5", "number"),
    "leading zero": ("answers.0.choices.0.alpha", "05", "number"),
    "hexadecimal": ("answers.0.choices.0.alpha", "0x5", "number"),
    "Arabic digits": ("answers.0.choices.0.alpha", "\N{ARABIC-INDIC DIGIT FIVE}", "number"),
    "a space": ("answers.0.choices.0.alpha", "5 ", "number"),
    "a line end": ("answers.0.choices.0.alpha", "5\n", "number"),
    "nothing": ("answers.0.choices.0.alpha", "", "number"),
    "too many digits": ("answers.0.choices.0.alpha", "9" * 700, "range"),
}


@pytest.mark.parametrize(("path", "value", "code"), CHANGES.values(), ids=CHANGES)
def test_ballot_of_another_shape_is_refused(vote, raw, path, value, code):
    assert refused(vote, signed(vote, changed(raw, path, value))) == code


@pytest.mark.parametrize("path", ["answers.0.choices.0.beta", "credential"])
def test_element_as_large_as_the_modulus_is_refused(vote, raw, path):
    grown = changed(raw, path, lambda x: str(int(x) + BELENIOS_2048.p))
    assert refused(vote, signed(vote, grown)) == "range"


@pytest.mark.parametrize("part", ["challenge", "response"])
@pytest.mark.parametrize(
    "path", ["individual_proofs.0.1", "overall_proof.0", "blank_proof.1"], ids=lambda path: path
)
def test_exponent_as_large_as_the_order_is_refused(vote, raw, path, part):
    grown = changed(raw, f"answers.1.{path}.{part}", lambda x: str(int(x) + BELENIOS_2048.q))
    assert refused(vote, signed(vote, grown)) == "range"


def test_signature_as_large_as_the_order_is_refused(vote, raw):
    grown = changed(raw, "signature.proof.response", lambda x: str(int(x) + BELENIOS_2048.q))
    assert refused(vote, compact(grown)) == "range"


@pytest.mark.parametrize("part", ["alpha", "beta"])
def test_element_outside_the_subgroup_is_refused(vote, raw, part):
    for outside in (lambda x: str(BELENIOS_2048.p - int(x)), "0", "2"):
        strange = changed(raw, f"answers.1.choices.0.{part}", outside)
        assert refused(vote, signed(vote, strange)) == "not_an_element"


def test_ballot_with_a_proof_too_few_is_refused(vote, raw):
    for path in ("individual_proofs.0", "overall_proof", "blank_proof", "choices"):
        short = changed(raw, f"answers.1.{path}", lambda found: found[:-1])
        assert refused(vote, signed(vote, short)) == "shape"


def test_ballot_without_its_blank_part_is_refused(vote, raw):
    document = json.loads(raw)
    del document["answers"][1]["blank_proof"]
    assert refused(vote, signed(vote, document)) == "blank_part"
    plain = Vote((Question("Motion", COMMITTEE.answers, 0, 2),), 1)
    plain.election, answer = vote.election, plain.seal(0, (0, 1, 0, 1))
    document["answers"][1] = json.loads(answer)["answers"][0]
    assert refused(vote, signed(vote, document)) == "blank_part"


def test_ballot_with_a_blank_part_where_none_is_asked_is_refused(vote, raw):
    document = json.loads(raw)
    document["answers"][0]["blank_proof"] = document["answers"][1]["blank_proof"]
    assert refused(vote, signed(vote, document)) == "shape"


def test_ballot_of_somebody_who_is_not_listed_is_refused(vote):
    stranger = seal(vote.election, new_secret(), [(0, 1, 0), (1, 0, 0, 0, 0)])
    assert refused(vote, stranger) == "unlisted"


def test_ballot_with_another_voters_answers_is_refused(vote, raw):
    other = json.loads(vote.seal(1, (1, 0, 0), (1, 0, 0, 0, 0)))
    document = {**json.loads(raw), "answers": other["answers"]}
    assert refused(vote, signed(vote, document)) == "individual_proof"


def test_ballot_signed_by_somebody_else_is_refused(vote, raw):
    assert refused(vote, signed(vote, json.loads(raw), voter=1)) == "signature"


def test_ballot_that_was_changed_after_it_was_signed_is_refused(vote, raw):
    swapped = changed(raw, "answers.0.overall_proof", lambda proofs: proofs[::-1])
    swapped["answers"][0]["choices"].reverse()
    assert refused(vote, compact(swapped)) == "signature"


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("answers.0.individual_proofs.1.0.response", "individual_proof"),
        ("answers.1.individual_proofs.0.1.challenge", "individual_proof"),
        ("answers.0.overall_proof.0.response", "overall_proof"),
        ("answers.1.overall_proof.2.challenge", "overall_proof"),
        ("answers.1.blank_proof.0.response", "blank_proof"),
    ],
)
def test_proof_that_does_not_hold_is_refused(vote, raw, path, code):
    wrong = changed(raw, path, lambda x: str((int(x) + 1) % BELENIOS_2048.q))
    assert refused(vote, signed(vote, wrong)) == code


@pytest.mark.parametrize(
    ("n", "answer", "code"),
    [
        (0, (1, 1, 0), "overall_proof"),
        (0, (0, 0, 0), "overall_proof"),
        (0, (2, 0, 0), "individual_proof"),
        (0, (0, 2, -1), "individual_proof"),
        (1, (0, 1, 1, 1, 0), "overall_proof"),
        (1, (1, 1, 0, 0, 0), "blank_proof"),
    ],
)
def test_vote_that_the_question_does_not_allow_is_refused(vote, monkeypatch, n, answer, code):
    """A cheat seals what is not allowed, and proves what can be proven: the rest is made up."""
    given_answers = [(0, 1, 0), (0, 1, 0, 0, 1)]
    given_answers[n] = answer
    with pytest.raises(BadAnswer):
        vote.seal(0, *given_answers)

    def prove(group, key, prefix, claims):
        if all(claim.amount for claim in claims):
            claims = [claims[0]._replace(amount=0), *claims[1:]]
        return prove_one(group, key, prefix, claims)

    monkeypatch.setattr(Question, "insist_on", lambda *_: None)
    monkeypatch.setattr("ballots.sealing.answers.prove_one", prove)
    assert refused(vote, vote.seal(0, *given_answers)) == code


@given(at=st.integers(0), bit=st.integers(0, 7))
@settings(max_examples=25)
def test_any_change_to_a_ballot_is_refused(vote, raw, at, bit):
    mutated = bytearray(raw)
    mutated[at % len(raw)] ^= 1 << bit
    refused(vote, bytes(mutated))


@given(st.binary(max_size=200))
@settings(max_examples=50)
def test_whatever_is_sent_the_answer_is_a_refusal(vote, sent):
    with pytest.raises(BadBallot):
        read_ballot(vote.election, sent)


def test_ballot_with_the_wrong_number_of_answers_is_not_made(vote):
    with pytest.raises(BadAnswer):
        vote.seal(0, (0, 1, 0))


def test_ranked_paper_is_sealed_and_insisted_on_beside_sums():
    vote = Vote((RankedQuestion("Who?", ("A", "B", "C")), MOTION), 1, group=RFC_3526_2048)
    raw = vote.seal(0, (2, 1, 3), (1, 0, 0))
    assert len(raw) < largest_ballot(vote.election)
    assert insist_on_ballot(vote.election, raw, vote.weights).raw == raw
    wrong = changed(raw, "answers.0.proof.response", lambda x: str(int(x) ^ 1))
    assert refused(vote, signed(vote, wrong)) == "proof"
