"""Shuffle ciphertexts, so that nobody can tell which paper is whose (specification, section 6).

GenShuffle and GenShuffleProof, tables 1 to 4, 9 and 12. The chain of commitments is not raised link
by link: its maker knows each link as g^a h^b, so that links are made by tables and in any order.
The permutation and all that was drawn live only as long as the call: nothing keeps them. They are
raised by tables of powers, so a shuffle belongs on a machine where nobody watches the memory.
"""

import secrets
from collections.abc import Sequence
from itertools import chain
from typing import NamedTuple

from gmpy2 import mpz

from ballots.sealing.ciphertexts import Ciphertext
from ballots.sealing.elections import Election
from ballots.sealing.generators import generators, secondary_generator
from ballots.sealing.groups import Group
from ballots.sealing.products import product_of_powers
from ballots.sealing.sharing_work import Work
from ballots.sealing.shuffle_proofs import Commitments, Responses, Shuffle, ShuffleProof, Transcript

_KINDS_OF_PIECES = 4


def first_order(ciphertexts: Sequence[Ciphertext]) -> list[Ciphertext]:
    """Put the ciphertexts of a question in the order in which they enter the first shuffle.

    By alpha, then beta, as numbers: so the order in which they were cast is gone from the start.
    """
    return sorted(ciphertexts)


def shuffle(
    election: Election, questions: Sequence[Sequence[Ciphertext]], work: Work | None = None
) -> Shuffle:
    """Shuffle the ciphertexts of each ranked question, in the order they stand in now.

    `questions` come sorted by `first_order`, or from the shuffle before.
    """
    work = work or Work()
    for listed in questions:
        work.expect(_KINDS_OF_PIECES * len(work.slices(len(listed))))
    done = [_shuffled(election, listed, work) for listed in questions]
    return Shuffle([after for after, _ in done], [proof for _, proof in done])


class _Drawn(NamedTuple):
    """The secrets of one shuffle: the permutation, and what is drawn for each ciphertext."""

    order: Sequence[int]
    reencrypting: Sequence[int]
    committing: Sequence[int]
    linking: Sequence[int]


def _shuffled(
    election: Election, before: Sequence[Ciphertext], work: Work
) -> tuple[list[Ciphertext], ShuffleProof]:
    """Shuffle one question (tables 1 to 3), and prove it."""
    group, size = election.group, len(before)
    drawn = _Drawn(permutation(size), *([group.exponent() for _ in before] for _ in range(3)))
    reencrypted = chain.from_iterable(
        work.do(
            _reencrypt,
            [
                (group, election.public_key, before[part], drawn.reencrypting[part])
                for part in work.slices(size)
            ],
        )
    )
    ready = list(reencrypted)
    after = [ready[j] for j in drawn.order]
    return after, _proof(election, before, after, drawn, work)


def permutation(size: int) -> list[int]:
    """Draw an order at random, each as likely as the next (table 2); places count from 0."""
    order = list(range(size))
    for i in range(size):
        k = i + secrets.randbelow(size - i)
        order[i], order[k] = order[k], order[i]
    return order


def _proof(
    election: Election,
    before: Sequence[Ciphertext],
    after: Sequence[Ciphertext],
    drawn: _Drawn,
    work: Work,
) -> ShuffleProof:
    """Prove a shuffle (table 4, whose steps the numbers name)."""
    group, public_key = election.group, election.public_key
    q, p, g = group.q, group.p, group.powers_of_g
    size, order = len(before), drawn.order
    parts = work.slices(size)
    bases = generators(group, size)  # 1

    placed = [mpz(0)] * size
    for i, j in enumerate(order):
        placed[j] = bases[i]
    committed = _joined(  # 2
        work.do(_commit, [(group, placed[part], drawn.committing[part]) for part in parts])
    )
    transcript = Transcript(group, election.fingerprint, before, after, committed)  # 3
    u = transcript.challenges(size)  # 4
    permuted = [u[j] for j in order]  # 5, 6

    w1, w2, w3, w4 = (group.exponent() for _ in range(4))  # 8
    w_links = [group.exponent() for _ in before]  # 9
    w_permuted = [group.exponent() for _ in before]
    of_g, of_h = _chain_exponents(q, drawn.linking, permuted)
    links = work.do(  # 7, 12, 13
        _link,
        [
            (
                group,
                of_g[part.start : part.stop + 1],
                of_h[part.start : part.stop + 1],
                w_links[part],
                w_permuted[part],
            )
            for part in parts
        ],
    )
    linked = _joined([made for made, _ in links])
    products = work.do(
        _products,
        [(group, bases[part], after[part], w_permuted[part]) for part in parts],
    )
    of_bases, of_alphas, of_betas = (
        group.product(piece[n] for piece in products) for n in range(3)
    )
    said = Commitments(  # 10, 11, 14
        g(w1),
        g(w2),
        g(w3) * of_bases % p,
        Ciphertext(g(-w4) * of_alphas % p, group.powers_of(public_key)(-w4) * of_betas % p),
        _joined([said for _, said in links]),
    )
    c = transcript.challenge(said, linked, public_key)  # 15, 16

    responses = Responses(
        (w1 + c * sum(drawn.committing)) % q,  # 17
        (w2 + c * of_g[-1]) % q,  # 18 to 20: the last link is g to this, times h to all of u
        (w3 + c * _scalar(drawn.committing, u)) % q,  # 21
        (w4 + c * _scalar(drawn.reencrypting, u)) % q,  # 22
        [(w + c * r) % q for w, r in zip(w_links, drawn.linking, strict=True)],  # 23
        [(w + c * v) % q for w, v in zip(w_permuted, permuted, strict=True)],
    )
    return ShuffleProof(said, responses, committed, linked)


def _chain_exponents(
    q: int, drawn: Sequence[int], permuted: Sequence[int]
) -> tuple[list[int], list[int]]:
    """Give a and b of every link g^a h^b of the chain (table 12), its beginning h the first."""
    of_g, of_h = [mpz(0)], [mpz(1)]
    for r, u in zip(drawn, permuted, strict=True):
        of_g.append((r + u * of_g[-1]) % q)
        of_h.append(u * of_h[-1] % q)
    return of_g, of_h


def _scalar(left: Sequence[int], right: Sequence[int]) -> int:
    return sum((a * b for a, b in zip(left, right, strict=True)), mpz(0))


def _joined(lists: Sequence[Sequence[int]]) -> list[int]:
    return list(chain.from_iterable(lists))


def _reencrypt(
    given: tuple[Group, int, Sequence[Ciphertext], Sequence[int]],
) -> list[Ciphertext]:
    """Re-encrypt a piece: (alpha g^r, beta y^r) (table 3)."""
    group, public_key, pairs, drawn = given
    g, y, p = group.powers_of_g, group.powers_of(public_key), group.p
    return [
        Ciphertext(alpha * g(r) % p, beta * y(r) % p)
        for (alpha, beta), r in zip(pairs, drawn, strict=True)
    ]


def _commit(given: tuple[Group, Sequence[int], Sequence[int]]) -> list[int]:
    """Commit to a piece of the permutation: g^r times the generator of the new place (table 9)."""
    group, placed, drawn = given
    g, p = group.powers_of_g, group.p
    return [g(r) * base % p for r, base in zip(drawn, placed, strict=True)]


def _link(
    given: tuple[Group, Sequence[int], Sequence[int], Sequence[int], Sequence[int]],
) -> tuple[list[int], list[int]]:
    """Make a piece of the chain, and what is said of it: g^w times the link before, to the w'.

    The exponents of the links are one more than the links: the first are of the link before.
    """
    group, of_g, of_h, w_links, w_permuted = given
    g, h, p = group.powers_of_g, group.powers_of(secondary_generator(group)), group.p
    made = [g(a) * h(b) % p for a, b in zip(of_g[1:], of_h[1:], strict=True)]
    before = zip(of_g[:-1], of_h[:-1], strict=True)
    said = [
        g(w + a * w_next) * h(b * w_next) % p
        for (a, b), w, w_next in zip(before, w_links, w_permuted, strict=True)
    ]
    return made, said


def _products(
    given: tuple[Group, Sequence[int], Sequence[Ciphertext], Sequence[int]],
) -> tuple[int, int, int]:
    """Multiply a piece's generators, alphas and betas, each raised to what was drawn for it."""
    group, bases, pairs, exponents = given
    columns = bases, [pair.alpha for pair in pairs], [pair.beta for pair in pairs]
    of_bases, of_alphas, of_betas = (
        product_of_powers(group.p, column, exponents) for column in columns
    )
    return of_bases, of_alphas, of_betas
