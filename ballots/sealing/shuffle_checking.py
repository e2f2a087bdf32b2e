"""Check a shuffle: nothing added, nothing left out, nothing changed (specification, table 5).

The specification asks that N equations hold, one for each link of the chain. They are asked all at
once: each raised to a number of 128 bits that is drawn here, and multiplied together. In a group of
prime order one false equation passes that with a chance of 2^-128 (Bellare, Garay and Rabin, 1998),
so every element is first seen to be in the group, which the specification leaves open. If the
product is not right, the link that is false is looked for.
"""

import secrets
from collections.abc import Sequence
from typing import Final, NamedTuple

from gmpy2 import mpz

from ballots.sealing.ciphertexts import Ciphertext
from ballots.sealing.documents import BadDocument
from ballots.sealing.elections import Election
from ballots.sealing.generators import generators, secondary_generator
from ballots.sealing.groups import Group
from ballots.sealing.products import product_of_powers
from ballots.sealing.sharing_work import Work
from ballots.sealing.shuffle_proofs import Shuffle, ShuffleProof, Transcript, refuse_odd

_KINDS_OF_PIECES: Final = 3
_BATCH_BITS: Final = 128


class BadShuffle(Exception):
    """A shuffle is not proven: a code for programs, words for people."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code, words)
        self.code = code
        self.words = words

    def __str__(self) -> str:
        return self.words


def insist_on_shuffle(
    election: Election,
    before: Sequence[Sequence[Ciphertext]],
    shuffle: Shuffle,
    work: Work | None = None,
) -> None:
    """Raise `BadShuffle` unless each question's ciphertexts are those before in another order.

    `before` is sorted by `first_order`, or what the shuffle before gave. Codes: `shape`,
    `not_in_group`, `another` (it is a proof of something else), and what does not hold of a proof:
    `permutation`, `chain`, `challenges`, `ciphertexts`, `link`.
    """
    work = work or Work()
    if not len(before) == len(shuffle.ciphertexts) == len(shuffle.proofs):
        raise BadShuffle("shape", f"It is not a shuffle of {len(before)} questions.")
    for listed in before:
        work.expect(_KINDS_OF_PIECES * len(work.slices(len(listed))))
    for question in zip(before, shuffle.ciphertexts, shuffle.proofs, strict=True):
        _insist_on(election, *question, work)


def _insist_on(
    election: Election,
    before: Sequence[Ciphertext],
    after: Sequence[Ciphertext],
    proof: ShuffleProof,
    work: Work,
) -> None:
    """Check one question (table 5, whose steps the numbers name)."""
    group, y, size = election.group, election.public_key, len(before)
    if len(after) != size:
        raise BadShuffle("shape", f"{size} ciphertexts went in, and {len(after)} came out.")
    try:
        refuse_odd(proof, size)
    except BadDocument as odd:
        raise BadShuffle(odd.code, odd.words) from None
    _insist_on_members(group, after, proof, work)

    transcript = Transcript(group, election.fingerprint, before, after, proof.committed)  # 6
    u = transcript.challenges(size)  # 7
    c = transcript.challenge(proof.said, proof.chain, y)  # 8 to 10
    p, g, of_key = group.p, group.powers_of_g, group.powers_of(y)
    said, s, s4 = proof.said, proof.responses, proof.responses.reencryption
    bases, h = generators(group, size), secondary_generator(group)  # 5
    of = _multiplied(_Question(group, bases, before, after, proof, u), work)

    shift = group.product(proof.committed) * group.inverse(group.product(bases)) % p  # 11
    all_u = mpz(1)
    for drawn in u:  # 12
        all_u = all_u * drawn % group.q
    last = (proof.chain[-1] if size else h) * group.inverse(group.power(h, all_u)) % p  # 14
    equations = (
        ("permutation", said.permutation, shift, g(s.permutation)),  # 17
        ("chain", said.chain, last, g(s.chain)),  # 18
        ("challenges", said.challenges, of.committed, g(s.challenges) * of.bases),  # 19
        ("ciphertexts", said.reencryption.alpha, of.before.alpha, g(-s4) * of.after.alpha),  # 20
        ("ciphertexts", said.reencryption.beta, of.before.beta, of_key(-s4) * of.after.beta),
    )
    false = [
        code
        for code, before_c, answered, given in equations
        if before_c * group.power(answered, c) % p != given % p
    ]
    if false:
        code = "another" if len(false) == len(equations) else false[0]
        raise BadShuffle(code, _WORDS[code])
    _insist_on_links(group, h, c, proof, work)  # 21


_WORDS: Final = {
    "another": "The proof is of other ciphertexts than these, or of another election.",
    "permutation": "The commitments are to no permutation (t1).",
    "chain": "The chain does not end where the challenges lead it (t2).",
    "challenges": "The challenges were not put in the order that was committed to (t3).",
    "ciphertexts": "What came out is not what went in: ciphertexts were changed (t4).",
}


class _Multiplied(NamedTuple):
    """The products of powers that the equations need (table 5, steps 15, 16, 19 and 20)."""

    bases: int
    committed: int
    before: Ciphertext
    after: Ciphertext


class _Question(NamedTuple):
    """What is multiplied: columns of one number for each ciphertext."""

    group: Group
    bases: Sequence[int]
    before: Sequence[Ciphertext]
    after: Sequence[Ciphertext]
    proof: ShuffleProof
    u: Sequence[int]

    def piece(self, part: slice) -> "_Piece":
        """Give what one piece raises: columns to the challenges, and columns to the responses."""
        return (
            self.group,
            self.u[part],
            (self.proof.committed[part], *_columns(self.before[part])),
            self.proof.responses.permuted[part],
            (self.bases[part], *_columns(self.after[part])),
        )


_Piece = tuple[
    Group, Sequence[int], Sequence[Sequence[int]], Sequence[int], Sequence[Sequence[int]]
]


def _multiplied(question: _Question, work: Work) -> _Multiplied:
    """Multiply piece by piece; the pieces' products are multiplied here."""
    parts = work.slices(len(question.before))
    pieces = work.do(_products, [question.piece(part) for part in parts])
    committed, alpha, beta, of_bases, after_alpha, after_beta = (
        question.group.product(piece[n] for piece in pieces) for n in range(6)
    )
    return _Multiplied(
        of_bases, committed, Ciphertext(alpha, beta), Ciphertext(after_alpha, after_beta)
    )


def _columns(pairs: Sequence[Ciphertext]) -> tuple[list[int], list[int]]:
    return [pair.alpha for pair in pairs], [pair.beta for pair in pairs]


def _insist_on_members(
    group: Group, after: Sequence[Ciphertext], proof: ShuffleProof, work: Work
) -> None:
    """Refuse elements that are outside the group."""
    said = proof.said
    firsts = (said.permutation, said.chain, said.challenges, *said.reencryption)
    lists = (*_columns(after), proof.committed, proof.chain, said.links)
    given = [(group, [listed[part] for listed in lists]) for part in work.slices(len(after))]
    if not _all_members((group, [firsts])) or not all(work.do(_all_members, given)):
        raise BadShuffle("not_in_group", "A number of the shuffle is not in the election's group.")


def _insist_on_links(group: Group, h: int, c: int, proof: ShuffleProof, work: Work) -> None:
    """Ask all links at once: t times link^c is g^s times the link before, to the s'.

    Each link stands in two equations, its own and the next one's, and is raised only once.
    """
    q, said, s = group.q, proof.said.links, proof.responses
    weights = [mpz(secrets.randbits(_BATCH_BITS)) for _ in said]
    links = [h, *proof.chain]
    own = [mpz(0), *((-c * weight) % q for weight in weights)]
    as_next = [*(w * s_next % q for w, s_next in zip(weights, s.permuted, strict=True)), mpz(0)]
    exponents = [(a + b) % q for a, b in zip(own, as_next, strict=True)]
    parts = work.slices(len(said))
    pieces = work.do(
        _raised_links,
        [(group, said[part], weights[part], links[part], exponents[part]) for part in parts],
    )
    left = group.product(piece[0] for piece in pieces)
    right = group.product(piece[1] for piece in pieces)
    right = right * group.power(links[-1], exponents[-1])
    in_all = sum((w * s_link for w, s_link in zip(weights, s.links, strict=True)), mpz(0))
    if left != right * group.powers_of_g(in_all) % group.p:
        false = _false_link(group, links, c, proof)
        raise BadShuffle("link", f"Link {false} of the chain does not hold.")


def _false_link(group: Group, links: Sequence[int], c: int, proof: ShuffleProof) -> int:
    """Find the first link that does not hold, numbered from 1 (table 5, step 21 as it stands)."""
    g, p, s = group.powers_of_g, group.p, proof.responses
    each = zip(proof.said.links, links, links[1:], s.links, s.permuted, strict=False)
    return next(
        n
        for n, (said, previous, link, s_link, s_next) in enumerate(each, start=1)
        if said * group.power(link, c) % p != g(s_link) * group.power(previous, s_next) % p
    )


def _all_members(given: tuple[Group, Sequence[Sequence[int]]]) -> bool:
    """Say whether all numbers of a piece are in the group."""
    group, lists = given
    return all(group.is_element(number) for listed in lists for number in listed)


def _products(
    given: tuple[
        Group, Sequence[int], Sequence[Sequence[int]], Sequence[int], Sequence[Sequence[int]]
    ],
) -> list[int]:
    """Multiply columns of a piece raised to its challenges, and others raised to its responses."""
    group, u, by_challenge, s, by_response = given
    p = group.p
    return [
        *(product_of_powers(p, column, u) for column in by_challenge),
        *(product_of_powers(p, column, s) for column in by_response),
    ]


def _raised_links(
    given: tuple[Group, Sequence[int], Sequence[int], Sequence[int], Sequence[int]],
) -> tuple[int, int]:
    """Multiply what was said of a piece's links, and the links, each raised to its part."""
    group, said, weights, links, exponents = given
    p = group.p
    return product_of_powers(p, said, weights), product_of_powers(p, links, exponents)
