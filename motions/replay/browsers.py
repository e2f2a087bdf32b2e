"""Encrypting many ballots at once, as many browsers do. Pure: it runs in processes of its own."""

from functools import lru_cache

from ballots.sealing.ballots import seal
from ballots.sealing.elections import Election

Asked = tuple[str, tuple[int, ...]]
"""A voter's secret credential, and a bit for each option of the paper."""


def encrypted(election: str, asked: Asked) -> bytes:
    """Encrypt one voter's ballot."""
    secret, answer = asked
    return seal(_read(election), secret, [answer])


@lru_cache(maxsize=1)
def _read(election: str) -> Election:
    return Election.read(election.encode())
