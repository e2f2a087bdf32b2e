"""Hashes as the specification asks for them: challenges of proofs, and what names a document."""

from base64 import b64encode
from collections.abc import Iterable
from hashlib import sha256

from gmpy2 import mpz

from ballots.sealing.groups import Group


def challenge(group: Group, prefix: str, elements: Iterable[int]) -> int:
    """Draw the challenge of a proof from everything that was said before it.

    SHA-256 of the prefix, which ends in its own bar, and the elements in base 10 with commas
    between; read as a number, big end first, and reduced by the order.
    """
    said = prefix + ",".join(map(str, elements))
    return mpz(sha256(said.encode()).hexdigest(), 16) % group.q


def fingerprint(document: bytes | str) -> str:
    """Name a document by SHA-256 in base64 without padding: of an election, or of a ballot."""
    raw = document.encode() if isinstance(document, str) else document
    return b64encode(sha256(raw).digest()).rstrip(b"=").decode()


def hexadecimal(document: bytes) -> str:
    """Name a record of an archive, and link one event to the next: SHA-256 in hexadecimal."""
    return sha256(document).hexdigest()
