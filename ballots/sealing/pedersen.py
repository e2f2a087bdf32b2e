"""Make one key together, of which any so many of the trustees can open (section 4.6.4 to 4.6.7).

Pedersen's way: each trustee draws a polynomial and shares it out; the election's key is that of the
sum of all, which nobody ever has. The server carries letters it cannot read. In this order:

    trustee  make_certificate          server  gather
    trustee  make_polynomial           server  read_polynomial, make_vinput
    trustee  make_voutput              server  read_voutput, and trustees.ThresholdKey

Whoever receives a message checks it, and is told in plain words whose it is that is wrong.
"""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from gmpy2 import mpz

from ballots.sealing.certificates import Ceremony
from ballots.sealing.channels import LETTER, BadMessage, Seed, Signed, read_signed
from ballots.sealing.documents import compact, items, large, members, parse, text
from ballots.sealing.groups import Group
from ballots.sealing.proofs import Proof, read_proof
from ballots.sealing.trustee_keys import PublicKey, prove_key, read_public_key

_UNREDUCED = 1 << 4096
"""Above every share: `belenios-tool` 2.0 does not reduce what is in letters by the order."""


class Commitments(NamedTuple):
    """A trustee's polynomial in public: g to each coefficient, signed; and, if bound, to whom."""

    signed: Signed
    coefficients: tuple[int, ...]
    signature: Proof | None

    def share(self, group: Group, index: int) -> int:
        """Give g to the value of the polynomial at a trustee's number."""
        total, place = mpz(1), mpz(1)
        for coefficient in self.coefficients:
            total = total * group.power(coefficient, place) % group.p
            place = place * index % group.q
        return total


class Polynomial(NamedTuple):
    """What a trustee sends in step 3: a letter to herself, one to each trustee, and in public."""

    kept: str
    letters: tuple[str, ...]
    commitments: Commitments

    @property
    def raw(self) -> bytes:
        """Write it as the specification does."""
        signed, _, signature = self.commitments
        bound = {} if signature is None else {"signature": signature.document()}
        return compact(
            {
                "polynomial": self.kept,
                "secrets": list(self.letters),
                "coefexps": signed.document(),
                **bound,
            }
        )


class Voutput(NamedTuple):
    """What a trustee sends in step 5: her decryption key, to herself, and its public key.

    The letter is the `.dkey` file of `belenios-tool`: with her seed it opens her part.
    """

    private_key: str
    public_key: PublicKey

    @property
    def raw(self) -> bytes:
        """Write it as the specification does."""
        return compact({"private_key": self.private_key, "public_key": self.public_key.document()})


def make_polynomial(ceremony: Ceremony, seed: Seed) -> Polynomial:
    """Draw a polynomial and share it out: a trustee's step 3."""
    ceremony.index(seed)
    group = ceremony.group
    drawn = [group.exponent() for _ in range(ceremony.threshold)]
    coefficients = tuple(group.secret_power(group.g, a) for a in drawn)
    public = {"coefexps": [str(element) for element in coefficients]}
    bound = seed.sign(ceremony.commitment(coefficients)) if ceremony.is_bound else None
    return Polynomial(
        seed.send(seed.encryption, _told({"polynomial": [str(a) for a in drawn]})),
        tuple(
            seed.send(certificate.encryption, _told({"secret": str(_value(group, drawn, index))}))
            for index, certificate in enumerate(ceremony.certificates, start=1)
        ),
        Commitments(seed.sign(_told(public)), coefficients, bound.signature if bound else None),
    )


def read_polynomial(ceremony: Ceremony, index: int, raw: bytes) -> Polynomial:
    """Read what trustee `index` sent in step 3, and see that it is hers and fits.

    Raise `BadMessage`. Codes, beside those of `documents`: `signature`, `not_in_group`, `unbound`.
    """
    where = f"The message of trustee {index}"
    parts = members(
        parse(raw.strip(), limit=LETTER),
        where,
        ("polynomial", "secrets", "coefexps", "signature"),
        optional=("signature",),
    )
    letters = items(parts["secrets"], f"{where}.secrets", ceremony.size)
    commitments = read_commitments(
        ceremony, index, parts["coefexps"], parts.get("signature"), where
    )
    return Polynomial(
        text(parts["polynomial"], where),
        tuple(text(letter, f"{where}.secrets") for letter in letters),
        commitments,
    )


def read_commitments(
    ceremony: Ceremony, index: int, document: object, signature: object, where: str
) -> Commitments:
    """Read a trustee's commitments, and see that she signed as many as will open."""
    group, sender = ceremony.group, ceremony.certificates[index - 1].verification
    signed = read_signed(document, where, group)
    if not signed.is_by(group, sender):
        raise BadMessage("signature", f"{where} is not signed by trustee {index}.")
    parts = members(parse(signed.message.encode(), limit=LETTER), where, ("coefexps",))
    coefficients = tuple(
        large(element, where, group.p)
        for element in items(parts["coefexps"], where, ceremony.threshold)
    )
    if not all(group.is_element(element) for element in coefficients):
        raise BadMessage("not_in_group", f"{where} has a number that is not in the group.")
    if not ceremony.is_bound:
        return Commitments(signed, coefficients, None)
    if signature is None:
        raise BadMessage("unbound", f"{where} does not say which certificates it is for.")
    bound = read_proof(signature, where, group)
    if not Signed(ceremony.commitment(coefficients), bound).is_by(group, sender):
        raise BadMessage("unbound", f"{where} is for other certificates than these.")
    return Commitments(signed, coefficients, bound)


def make_vinput(ceremony: Ceremony, polynomials: Sequence[Polynomial], index: int) -> bytes:
    """Put together what trustee `index` is sent in step 5: the server's step 4."""
    if len(polynomials) != ceremony.size:
        raise BadMessage("shape", f"{len(polynomials)} of {ceremony.size} trustees have answered.")
    commitments = [polynomial.commitments for polynomial in polynomials]
    bound = {"signatures": signatures(commitments)} if ceremony.is_bound else {}
    return compact(
        {
            "polynomial": polynomials[index - 1].kept,
            "secrets": [polynomial.letters[index - 1] for polynomial in polynomials],
            "coefexps": [each.signed.document() for each in commitments],
            **bound,
        }
    )


def signatures(commitments: Sequence[Commitments]) -> list[dict[str, str]]:
    """Write the signatures of a bound ceremony."""
    return [each.signature.document() for each in commitments if each.signature is not None]


def make_voutput(ceremony: Ceremony, seed: Seed, raw: bytes) -> Voutput:
    """Check all that a trustee was sent, and make her decryption key: her step 5.

    Raise `BadMessage`. Codes, beside those of `read_polynomial` and of a letter: `replaced` (the
    server gave out another polynomial in her name), `share` (what a trustee sent her is not what he
    committed to).
    """
    group, index = ceremony.group, ceremony.index(seed)
    where = "What the server sent"
    names = ("polynomial", "secrets", "coefexps", "signatures")
    parts = members(parse(raw.strip(), limit=LETTER), where, names, optional=("signatures",))
    commitments = read_all_commitments(ceremony, parts["coefexps"], parts.get("signatures"), where)
    kept = seed.receive(seed.verification, text(parts["polynomial"], where), "Your own polynomial")
    mine = commitments[index - 1].coefficients
    if [group.secret_power(group.g, a) for a in _read_kept(ceremony, kept)] != list(mine):
        raise BadMessage("replaced", "The server gave the others a polynomial that is not yours.")
    letters = items(parts["secrets"], where, ceremony.size)
    total = mpz(0)
    for sender, letter in enumerate(letters, start=1):
        total += _share(ceremony, seed, sender, text(letter, where), commitments[sender - 1])
    secret = total % group.q
    key = prove_key(group, secret)
    if ceremony.is_bound:
        key = key._replace(signature=seed.sign(str(key.public)).signature)
    letter = seed.send(seed.encryption, _told({"decryption_key": str(secret)}))
    return Voutput(letter, key)


def read_voutput(
    ceremony: Ceremony, commitments: Sequence[Commitments], index: int, raw: bytes
) -> Voutput:
    """Read what trustee `index` sent in step 5, and see that it is what the commitments make.

    Raise `BadMessage`. Codes, beside those of `documents`: `not_in_group`, `knowledge`, `key`,
    `signature`.
    """
    where = f"The key of trustee {index}"
    parts = members(parse(raw.strip(), limit=LETTER), where, ("private_key", "public_key"))
    key = read_public_key(ceremony.group, parts["public_key"], where)
    insist_on_share(ceremony, commitments, index, key)
    return Voutput(text(parts["private_key"], where), key)


def insist_on_share(
    ceremony: Ceremony, commitments: Sequence[Commitments], index: int, key: PublicKey
) -> None:
    """Raise unless a trustee's public key is what the commitments of all make at her number."""
    group = ceremony.group
    if key.public != group.product(each.share(group, index) for each in commitments):
        raise BadMessage("key", f"The key of trustee {index} does not fit what all committed to.")
    if ceremony.is_bound:
        signer = ceremony.certificates[index - 1].verification
        if key.signature is None or not Signed(str(key.public), key.signature).is_by(group, signer):
            raise BadMessage("signature", f"The key of trustee {index} is not signed by her.")


def read_all_commitments(
    ceremony: Ceremony, documents: object, signed: object, where: str
) -> list[Commitments]:
    """Read the commitments of all trustees, in their order."""
    listed = items(documents, where, ceremony.size)
    proofs: list[Any] = [None] * ceremony.size
    if signed is not None:
        proofs = items(signed, where, ceremony.size)
    return [
        read_commitments(ceremony, index, *pair, f"The commitment of trustee {index}")
        for index, pair in enumerate(zip(listed, proofs, strict=True), start=1)
    ]


def decryption_key(seed: Seed, private_key: str) -> int:
    """Open a trustee's decryption key: the letter to herself that her voutput carried.

    Raise `BadMessage`, as any letter that cannot be read.
    """
    where = "Your decryption key"
    told = seed.receive(seed.verification, private_key.strip(), where)
    parts = members(parse(told.encode(), limit=LETTER), where, ("decryption_key",))
    return large(parts["decryption_key"], where, _UNREDUCED) % seed.group.q


def _share(ceremony: Ceremony, seed: Seed, sender: int, letter: str, made: Commitments) -> int:
    """Read the share that a trustee sent, and see that it is the one he committed to."""
    group, where = ceremony.group, f"The letter of trustee {sender}"
    told = seed.receive(ceremony.certificates[sender - 1].verification, letter, where)
    parts = members(parse(told.encode(), limit=LETTER), where, ("secret",))
    share = large(parts["secret"], where, _UNREDUCED) % group.q
    if group.secret_power(group.g, share) != made.share(group, ceremony.index(seed)):
        raise BadMessage("share", f"{where} is not what trustee {sender} committed to.")
    return share


def _read_kept(ceremony: Ceremony, told: str) -> list[int]:
    where = "Your own polynomial"
    parts = members(parse(told.encode(), limit=LETTER), where, ("polynomial",))
    listed = items(parts["polynomial"], where, ceremony.threshold)
    return [large(number, where, ceremony.group.q) for number in listed]


def _value(group: Group, coefficients: Sequence[int], x: int) -> int:
    """Give the polynomial's value at x (Horner)."""
    total = mpz(0)
    for coefficient in reversed(coefficients):
        total = (total * x + coefficient) % group.q
    return total


def _told(document: Mapping[str, object]) -> str:
    return compact(document).decode()
