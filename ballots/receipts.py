"""The short code of a receipt: read from the log's own entry, so that it can be looked up there.

A code proves that a vote is in the log, never how it was cast: the choice stands in the entry as a
salted digest only. The code is the first 34 bits of the entry's hash in the log's tree, written in
the letters of a passcode, none of which can be taken for another.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from audit.formats.merkle import HASH_BYTES, leaf_hash
from members.passcodes import ALPHABET, normalise

LENGTH = 8
_CODES = len(ALPHABET) ** LENGTH
_HASHES = 1 << (8 * HASH_BYTES)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a voter is given back for one vote.

    `choice` is for the voter's own page only; it goes into no receipt that can be carried away.
    `counts` is false where a later vote of the same voter has taken this one's place. `leaf_hash`
    is the whole hash of which the code is the beginning.
    """

    code: str
    at: datetime
    entry_id: UUID
    ballot_id: UUID
    choice: str
    choice_label: str
    counts: bool = True
    leaf_hash: bytes = b""


@dataclass(frozen=True, slots=True)
class SealedReceipt(Receipt):
    """What a voter is given back for a sealed ballot: its tracker, and where the chain stood."""

    tracker: str = ""
    height: int = 0
    head: str = ""


def receipt_code(leaf: bytes) -> str:
    """Give the code of an entry, such as 7F3K-G9M6."""
    return code_of(leaf_hash(leaf))


def code_of(hashed: bytes) -> str:
    """Give the code that begins the hash of an entry."""
    number = int.from_bytes(hashed, "big") * _CODES // _HASHES
    letters = ""
    for _ in range(LENGTH):
        number, letter = divmod(number, len(ALPHABET))
        letters = ALPHABET[letter] + letters
    return f"{letters[:4]}-{letters[4:]}"


def leaf_hash_range(code: str) -> tuple[bytes, bytes] | None:
    """Give the first and the last leaf hash that a code may stand for, to look it up by index.

    Takes the code as people type it; gives None for what cannot be a code.
    """
    letters = normalise(code)
    if not re.fullmatch(f"[{ALPHABET}]{{{LENGTH}}}", letters):
        return None
    number = 0
    for letter in letters:
        number = number * len(ALPHABET) + ALPHABET.index(letter)
    first, after = (-(-n * _HASHES // _CODES) for n in (number, number + 1))
    return first.to_bytes(HASH_BYTES, "big"), (after - 1).to_bytes(HASH_BYTES, "big")
