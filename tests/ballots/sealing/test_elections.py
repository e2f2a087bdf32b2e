"""Elections, their questions, and the credentials to vote in them."""

import pickle

import pytest
from gmpy2 import mpz, powmod
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ballots.sealing.combs import Comb
from ballots.sealing.credentials import (
    LONG,
    published,
    read_credentials,
    read_secret,
    secret_from,
)
from ballots.sealing.documents import BadDocument
from ballots.sealing.elections import BASE_58, Election, build_election, new_uuid
from ballots.sealing.groups import BELENIOS_2048, GROUPS, RFC_3526_2048
from ballots.sealing.questions import BadAnswer, Question, RankedQuestion
from tests.factories.sealed_votes import COMMITTEE, MOTION

KEY = BELENIOS_2048.powers_of_g(5)


def build(**changes):
    given_parts = {
        "name": "A vote",
        "group": BELENIOS_2048,
        "public_key": KEY,
        "questions": [MOTION],
        "uuid": "11111111111111",
    }
    return build_election(**{**given_parts, **changes})


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30), st.booleans())
@settings(max_examples=25)
def test_election_is_read_as_it_was_built(words, blank):
    asked = [Question(words, (words, "B"), 0, 2, blank), COMMITTEE]
    raw = build(name=words, description=words, questions=asked, administrator=words)
    election = Election.read(raw)
    assert (election.name, election.description, election.administrator) == (words,) * 3
    assert election.questions == tuple(asked)
    assert election.credential_authority is None


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"questions": []}, "question"),
        ({"questions": [RankedQuestion("Who?", ("A", "B"))]}, "question"),
        ({"uuid": "0OIl0OIl0OIl0O"}, "uuid"),
        ({"uuid": "short"}, "uuid"),
        ({"public_key": mpz(1)}, "public_key"),
        ({"public_key": BELENIOS_2048.p - KEY}, "public_key"),
        ({"public_key": BELENIOS_2048.p + KEY}, "range"),
    ],
)
def test_election_that_could_not_be_held_is_not_built(changes, code):
    with pytest.raises(BadDocument) as refusal:
        build(**changes)
    assert refusal.value.code == code


@pytest.mark.parametrize(("least", "most"), [(0, 0), (2, 1), (1, 3), (-1, 1)])
def test_question_that_nobody_can_answer_is_refused(least, most):
    with pytest.raises(BadDocument):
        Question("Which?", ("A", "B"), least, most)
    with pytest.raises(BadDocument):
        Question("Which?", ())


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        (b'"version":1', b'"version":2', "version"),
        (b"BELENIOS-2048", b"Ed25519", "group"),
        (b'"min":1', b'"min":3', "question"),
        (b'"min":1', b'"blank":null,"min":1', "shape"),
        (b'"min":1', b'"min":true', "shape"),
        (b'"questions"', b'"extra":1,"questions"', "shape"),
    ],
)
def test_election_that_is_not_as_specified_is_refused(old, new, code):
    with pytest.raises(BadDocument) as refusal:
        Election.read(build().replace(old, new, 1))
    assert refusal.value.code == code


@pytest.mark.parametrize("answer", [(0, 0), (1, 1, 0), (0, 0, 0), (2, 0, 0), (0, 2, -1)])
def test_answer_that_is_not_allowed_is_refused(answer):
    with pytest.raises(BadAnswer):
        MOTION.insist_on(answer)


def test_group_travels_by_its_name():
    for group in GROUPS.values():
        assert pickle.loads(pickle.dumps(group)) is group  # noqa: S301 # made here
    assert len(pickle.dumps(Election.read(build()))) < 5_000


@given(st.sampled_from([BELENIOS_2048, RFC_3526_2048]), st.data())
@settings(max_examples=8)
def test_comb_raises_as_everybody_does(group, data):
    base = mpz(data.draw(st.integers(0, int(group.p) - 1)))
    comb = Comb(group, base)
    for exponent in (0, 1, group.q, data.draw(st.integers(0, int(group.q)))):
        assert comb(exponent) == powmod(base, exponent, group.p)
    assert comb.is_element() == group.is_element(base)


def test_elements_and_strangers_are_told_apart_by_combs():
    for group in GROUPS.values():
        inside = group.powers_of_g(12_345)
        assert Comb(group, inside).is_element()
        assert not Comb(group, group.p - inside).is_element()
        assert not Comb(group, mpz(0)).is_element()


@given(st.binary(min_size=32, max_size=80), st.sampled_from([14, LONG]))
def test_secret_survives_how_it_is_typed(seed, characters):
    secret = secret_from(seed, characters)
    assert secret == secret_from(seed, characters)
    assert read_secret(secret.replace("-", "")) == read_secret(f" {secret}\n") == secret


@given(st.binary(min_size=32, max_size=32), st.integers(0, 14), st.sampled_from(BASE_58))
def test_slip_in_a_secret_is_noticed(seed, place, typed):
    secret = secret_from(seed).replace("-", "")
    apart = abs(BASE_58.index(typed) - BASE_58.index(secret[place]))
    assume(apart not in {0, 53})
    with pytest.raises(BadDocument):
        read_secret(secret[:place] + typed + secret[place + 1 :])


def test_secret_of_another_form_is_refused():
    for typed in ("", "abc", "0" * 15, "I" * 15, "é" * 15, "1" * 4_000_000):
        with pytest.raises(BadDocument):
            read_secret(typed)
    with pytest.raises(ValueError, match="guessed"):
        secret_from(b"short")


def test_published_list_is_sorted_and_read_back():
    weights = {mpz(7): 1, mpz(30): 2, mpz(200): 5_000_000_000}
    raw = published(weights)
    assert raw == b'["7,1","30,2","200,5000000000"]'
    assert read_credentials(raw, BELENIOS_2048) == weights
    assert published([mpz(200), mpz(7)]) == b'["7","200"]'


@pytest.mark.parametrize(
    "raw",
    [
        b'["7","7"]',
        b'["7,0"]',
        b'["07"]',
        b'["7,"]',
        b'["1"]',
        b'["7,1,x"]',
        b"[7]",
        b'["-7"]',
        b"{}",
    ],
)
def test_list_of_credentials_that_is_not_one_is_refused(raw):
    with pytest.raises(BadDocument):
        read_credentials(raw, BELENIOS_2048)


def test_uuid_is_of_base_58():
    assert Election.read(build(uuid=new_uuid())).uuid != new_uuid()
