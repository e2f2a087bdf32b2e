from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from ballots.sealing.certificates import (
    Ceremony,
    Context,
    gather,
    make_certificate,
    read_ceremony,
    read_certificate,
)
from ballots.sealing.channels import BadMessage, Seed
from ballots.sealing.documents import BadDocument, compact, parse
from ballots.sealing.groups import BELENIOS_2048
from ballots.sealing.pedersen import (
    Polynomial,
    decryption_key,
    make_polynomial,
    make_vinput,
    make_voutput,
    read_polynomial,
    read_voutput,
)
from ballots.sealing.trustee_keys import prove_key

GROUP = BELENIOS_2048
NAME = GROUP.name


@dataclass(frozen=True)
class Begun:
    """A ceremony of two of three in which everybody has sent a polynomial."""

    seeds: list[Seed]
    ceremony: Ceremony
    polynomials: list[Polynomial]


def begun(*, bound: bool) -> Begun:
    seeds = [Seed.new(GROUP) for _ in range(3)]
    contexts = [Context(NAME, 3, 2, n) if bound else None for n in (1, 2, 3)]
    certificates = [make_certificate(*pair).raw for pair in zip(seeds, contexts, strict=True)]
    ceremony = read_ceremony(GROUP, certificates, 2)
    polynomials = [make_polynomial(ceremony, seed) for seed in seeds]
    return Begun(seeds, ceremony, polynomials)


@pytest.fixture(scope="module")
def bound() -> Begun:
    return begun(bound=True)


@pytest.fixture(scope="module")
def older() -> Begun:
    return begun(bound=False)


def code_of(act: Callable[..., object], *given: Any) -> str:
    with pytest.raises(BadDocument) as refused:
        act(*given)
    assert str(refused.value) == refused.value.words
    return refused.value.code


def exchanged(raw: bytes, **parts: Any) -> bytes:
    document = parse(raw, limit=10**6)
    document.update(parts)
    return compact(document)


def test_letter_is_read_by_its_recipient_alone(bound):
    ada, bob, cy = bound.seeds
    for message in ("to Bob", "x" * 70_000):
        assert bob.receive(ada.verification, ada.send(bob.encryption, message), "It") == message
    letter = ada.send(bob.encryption, "to Bob")
    assert code_of(cy.receive, ada.verification, letter, "It") == "unreadable"
    assert code_of(bob.receive, cy.verification, letter, "It") == "signature"
    assert code_of(bob.receive, ada.verification, letter.replace("data", "date"), "It") == "shape"


def test_letter_is_refused_that_was_written_to_somebody_else(bound):
    """What Ada wrote to Cy, and Cy encrypts to Bob as it is."""
    ada, bob, cy = bound.seeds
    opened = cy._decrypted(ada.send(cy.encryption, "to Cy"), "It")
    monkey = ada.send(bob.encryption, "to Bob")
    assert bob.receive(ada.verification, monkey, "It") == "to Bob"
    from ballots.sealing.channels import _encrypted  # noqa: PLC0415 # only a thief needs it

    passed_on = _encrypted(GROUP, bob.encryption, opened)
    assert code_of(bob.receive, ada.verification, passed_on, "It") == "recipient"


def test_seed_is_read_from_a_key_file_and_never_shown():
    seed = Seed.new(GROUP)
    assert Seed.read(GROUP, seed.file) == seed
    assert seed.text not in repr(seed)
    for typed in ("", seed.text[:-1], seed.text + "a", "0" + seed.text[1:], "\0" * 22):
        assert code_of(Seed.read, GROUP, typed) == "seed"


def test_certificate_is_refused_that_its_own_key_did_not_sign(bound):
    raws = [certificate.raw for certificate in bound.ceremony.certificates]
    mixed = exchanged(raws[0], signature=parse(raws[1], limit=10**6)["signature"])
    assert code_of(read_ceremony, GROUP, [mixed, *raws[1:]], 2) == "signature"
    odd = make_certificate(bound.seeds[0]).signed.message.replace(
        '"verification":"', '"verification":"9'
    )
    signed = bound.seeds[0].sign(odd).document()
    assert code_of(read_certificate, GROUP, signed, "It") in {"not_in_group", "range"}


def test_gather_is_refused_with_one_key_twice_or_a_threshold_out_of_reach(bound):
    certificates = bound.ceremony.certificates
    assert code_of(gather, GROUP, [certificates[0]] * 2, 1) == "twice"
    for threshold in (0, 4):
        assert code_of(gather, GROUP, certificates, threshold) == "threshold"
    assert code_of(gather, GROUP, [], 1) == "threshold"


def test_gather_is_refused_certificates_of_another_ceremony(bound):
    certificates = bound.ceremony.certificates
    assert code_of(gather, GROUP, certificates, 3) == "context"
    assert code_of(gather, GROUP, certificates[:2], 2) == "context"
    assert code_of(gather, GROUP, certificates[::-1], 2) == "context"


def test_gather_takes_certificates_of_both_forms_as_the_older(bound, older):
    mixed = [older.ceremony.certificates[0], *bound.ceremony.certificates[1:]]
    assert not gather(GROUP, mixed, 2).is_bound


def test_fingerprint_tells_certificates_apart(bound):
    assert len({certificate.fingerprint for certificate in bound.ceremony.certificates}) == 3


def test_make_polynomial_is_refused_to_a_stranger(bound):
    assert code_of(make_polynomial, bound.ceremony, Seed.new(GROUP)) == "stranger"


def test_read_polynomial_is_refused_what_another_sent(bound, older):
    raw = bound.polynomials[0].raw
    assert read_polynomial(bound.ceremony, 1, raw + b"\n") == bound.polynomials[0]
    assert code_of(read_polynomial, bound.ceremony, 2, raw) == "signature"
    document = parse(raw, limit=10**6)
    other = parse(bound.polynomials[1].raw, limit=10**6)
    wrong = exchanged(raw, signature=other["signature"])
    assert code_of(read_polynomial, bound.ceremony, 1, wrong) == "unbound"
    document.pop("signature")
    assert code_of(read_polynomial, bound.ceremony, 1, compact(document)) == "unbound"
    few = exchanged(raw, secrets=document["secrets"][:2])
    assert code_of(read_polynomial, bound.ceremony, 1, few) == "shape"


def test_read_polynomial_is_refused_with_more_or_odd_coefficients(older):
    seed, raw = older.seeds[0], older.polynomials[0].raw
    for elements, code in (
        (["2", str(GROUP.g)], "not_in_group"),
        ([str(GROUP.g)] * 3, "shape"),
        ([str(GROUP.g)], "shape"),
    ):
        signed = seed.sign(compact({"coefexps": elements}).decode()).document()
        assert code_of(read_polynomial, older.ceremony, 1, exchanged(raw, coefexps=signed)) == code


def test_make_vinput_is_refused_before_everybody_answered(bound):
    assert code_of(make_vinput, bound.ceremony, bound.polynomials[:2], 1) == "shape"


@pytest.mark.parametrize("form", ["bound", "older"])
def test_key_is_made_and_taken(form, request):
    made: Begun = request.getfixturevalue(form)
    vinput = make_vinput(made.ceremony, made.polynomials, 2)
    voutput = make_voutput(made.ceremony, made.seeds[1], vinput)
    commitments = [polynomial.commitments for polynomial in made.polynomials]
    assert read_voutput(made.ceremony, commitments, 2, voutput.raw) == voutput
    secret = decryption_key(made.seeds[1], voutput.private_key + "\n")
    assert GROUP.power(GROUP.g, secret) == voutput.public_key.public
    assert code_of(decryption_key, made.seeds[0], voutput.private_key) == "unreadable"
    assert code_of(read_voutput, made.ceremony, commitments, 1, voutput.raw) == "key"
    another = voutput._replace(public_key=prove_key(GROUP, 5)).raw
    assert code_of(read_voutput, made.ceremony, commitments, 2, another) == "key"
    if form == "bound":
        unsigned = voutput._replace(public_key=voutput.public_key._replace(signature=None)).raw
        assert code_of(read_voutput, made.ceremony, commitments, 2, unsigned) == "signature"


def test_make_voutput_is_refused_what_a_server_or_a_trustee_falsified(older):
    """In the older form, where nothing but these checks stands in the way."""
    ada, bob, _ = older.seeds
    ceremony, polynomials = older.ceremony, older.polynomials
    good = make_vinput(ceremony, polynomials, 2)
    letters = parse(good, limit=10**6)["secrets"]
    false = ada.send(bob.encryption, '{"secret":"5"}')
    anew = make_polynomial(ceremony, bob)
    for raw, code in (
        (exchanged(good, secrets=[false, *letters[1:]]), "share"),
        (exchanged(good, secrets=[letters[1], letters[0], letters[2]]), "signature"),
        (make_vinput(ceremony, polynomials, 1), "unreadable"),
        (make_vinput(ceremony, [polynomials[0], anew, polynomials[2]], 2), None),
        (exchanged(good, polynomial=anew.kept), "replaced"),
        (exchanged(good, secrets=letters[:2]), "shape"),
        (b"{}", "shape"),
        (b"\0", "not_json"),
    ):
        if code is None:  # all of Bob's own, from another time: whole, so it is as good
            make_voutput(ceremony, bob, raw)
        else:
            assert code_of(make_voutput, ceremony, bob, raw) == code


def test_bad_message_is_a_bad_document():
    assert issubclass(BadMessage, BadDocument)
