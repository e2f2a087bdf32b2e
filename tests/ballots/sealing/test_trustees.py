from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ballots.sealing.documents import BadDocument, compact
from ballots.sealing.groups import BELENIOS_2048, RFC_3526_2048
from ballots.sealing.trustee_keys import (
    new_secret,
    private_key_file,
    prove_key,
    read_private_key_file,
    read_public_key_file,
)
from ballots.sealing.trustees import Trustees, build_trustees, interpolated, lagrange
from tests.factories.opened_votes import Together, made_together

GROUP = BELENIOS_2048
ALPHA = GROUP.powers_of_g(12345)


@cache
def together() -> Together:
    return made_together(4, 3)


def part(secret: int) -> tuple[tuple[int, ...], ...]:
    """Give what the owner of a secret opens of one ciphertext."""
    return ((GROUP.power(ALPHA, secret),),)


@pytest.fixture(scope="module")
def trustees() -> Trustees:
    """Give a list of a single key and a group of which three of four open: owners 1, and 2 to 5."""
    return Trustees.read(build_trustees([prove_key(GROUP, 77), together().key]), GROUP)


@given(st.sets(st.integers(1, 40), min_size=1, max_size=12), st.data())
@settings(max_examples=40, deadline=None)
def test_lagrange_gives_the_value_at_nought(members, data):
    degree = len(members) - 1
    polynomial = data.draw(st.lists(st.integers(0, 10**6), min_size=1, max_size=degree + 1))

    def value(x: int) -> int:
        return sum(coefficient * x**power for power, coefficient in enumerate(polynomial))

    coefficients = lagrange(tuple(members))
    assert sum(part * value(member) for member, part in coefficients.items()) == polynomial[0]


@pytest.mark.parametrize("members", [(1, 2, 3), (1, 2, 4), (1, 3, 4), (4, 3, 2)])
def test_interpolated_is_the_same_for_every_choice_of_members(members):
    secrets = together().secrets
    parts = {member: part(secrets[member - 1]) for member in members}
    assert interpolated(GROUP, parts) == ((GROUP.power(together().key.public, 12345),),)


def test_trustees_are_read_as_they_are_written(trustees):
    assert build_trustees(trustees.items) == trustees.raw
    assert trustees.public_key == GROUP.power(GROUP.g, 77) * together().key.public % GROUP.p
    assert [key.public for key in trustees.keys[1:]] == [
        GROUP.power(GROUP.g, secret) for secret in together().secrets
    ]


def test_joined_opens_with_the_single_key_and_enough_of_the_group(trustees):
    shares = dict(enumerate([77, *together().secrets], start=1))
    parts = {owner: part(secret) for owner, secret in shares.items()}
    due = GROUP.power(trustees.public_key, 12345)
    assert trustees.joined(parts) == ((due,),)
    assert trustees.joined({owner: parts[owner] for owner in (5, 3, 1, 2)}) == ((due,),)
    assert trustees.missing((1, 3, 5)) == 1
    assert trustees.missing((2, 3, 4, 5)) == 1
    for owners in ((1, 3, 5), (2, 3, 4, 5), ()):
        with pytest.raises(BadDocument) as refused:
            trustees.joined({owner: parts[owner] for owner in owners})
        assert refused.value.code == "missing"


@pytest.mark.parametrize("owner", [0, -1, 6])
def test_key_of_is_refused_for_an_owner_who_is_none(trustees, owner):
    with pytest.raises(BadDocument) as refused:
        trustees.key_of(owner)
    assert refused.value.code == "owner"


def test_private_key_is_read_as_the_tool_writes_it():
    secret = new_secret(GROUP)
    assert read_private_key_file(GROUP, private_key_file(secret)) == secret
    for raw in (b'"-5"', b"5", b'"05"', private_key_file(GROUP.q), b"", b'"5" 5'):
        with pytest.raises(BadDocument):
            read_private_key_file(GROUP, raw)


def test_public_key_is_refused_that_nobody_proves():
    key = prove_key(GROUP, 5)
    assert read_public_key_file(GROUP, key.raw + b"\n") == key
    for public, code in (
        (GROUP.powers_of_g(6), "knowledge"),
        (1, "not_in_group"),
        (0, "not_in_group"),
        (GROUP.p - key.public, "not_in_group"),
        (GROUP.p, "range"),
    ):
        with pytest.raises(BadDocument) as refused:
            read_public_key_file(GROUP, key._replace(public=public).raw)
        assert refused.value.code == code


def test_public_key_is_refused_in_another_group():
    with pytest.raises(BadDocument):
        read_public_key_file(RFC_3526_2048, prove_key(GROUP, 5).raw)


@pytest.mark.parametrize("raw", [b"[]", b"{}", b'[["Single"]]', b'[["Double",{}]]', b"[[1,2]]"])
def test_trustees_are_refused_that_are_none(raw):
    with pytest.raises(BadDocument):
        Trustees.read(raw, GROUP)


def test_threshold_key_is_refused_with_any_part_exchanged():
    document = together().key.document()
    certificates, keys = document["certs"], document["verification_keys"]
    swapped = [certificates[1], certificates[0], *certificates[2:]]
    for part, code in (
        ({"threshold": 2}, "context"),
        ({"threshold": 5}, "threshold"),
        ({"certs": swapped}, "context"),
        ({"certs": [certificates[0], *certificates[:-1]]}, "twice"),
        ({"coefexps": document["coefexps"][::-1]}, "signature"),
        ({"signatures": document["signatures"][::-1]}, "unbound"),
        ({"verification_keys": keys[::-1]}, "key"),
        ({"verification_keys": [{**keys[0], "signature": keys[1]["signature"]}, *keys[1:]]}, None),
    ):
        with pytest.raises(BadDocument) as refused:
            Trustees.read(compact([["Pedersen", {**document, **part}]]), GROUP)
        assert refused.value.code == (code or "signature")
