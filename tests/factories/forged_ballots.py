"""Ballots of a voter who cheats: what can be proven is, and all of it is signed."""

import json
from typing import Any

from ballots.sealing.credentials import secret_exponent
from ballots.sealing.documents import compact
from ballots.sealing.hashing import fingerprint
from ballots.sealing.proofs import prove_knowledge
from tests.factories.sealed_votes import Vote


def signed(vote: Vote, document: dict[str, Any], voter: int = 0) -> bytes:
    """Sign a changed ballot again, as a voter who cheats can."""
    group, uuid = vote.election.group, vote.election.uuid
    unsigned = {name: part for name, part in document.items() if name != "signature"}
    named = fingerprint(compact(unsigned))
    secret = secret_exponent(vote.secrets[voter], uuid, group)
    proof = prove_knowledge(group, secret, f"sig|{named}|")
    return compact({**unsigned, "signature": {"hash": named, "proof": proof.document()}})


def overvote(vote: Vote, voter: int, *answers: tuple[tuple[int, ...], ...]) -> bytes:
    """Choose more than is allowed: each place is proven 0 or 1, as it stands in two good ballots.

    `answers` are what two ballots would say, of every question; a place that either of them marks
    is marked. What the places come to is proven as the first ballot has it, which does not hold.
    """
    first, second = (json.loads(vote.seal(voter, *each)) for each in answers)
    for n, answer in enumerate(answers[1]):
        for place, mark in enumerate(answer):
            if mark:
                for part in ("choices", "individual_proofs"):
                    first["answers"][n][part][place] = second["answers"][n][part][place]
    return signed(vote, first, voter)
