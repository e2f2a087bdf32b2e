"""The JSON of an election, written one way and read no other (specification, sections 4.1 and 4.2).

What is hashed are bytes, so a document has one spelling: compact, members in the order of the
specification, text in UTF-8, large numbers in base 10 as strings. Whatever is spelt differently is
refused, though a lenient reader would take it: two readers must never see two documents.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from gmpy2 import mpz

SMALL: Final = 1_073_741_823
"""The largest whole number that is written as a JSON number; larger ones are strings."""

_NATURAL: Final = re.compile(r"0|[1-9][0-9]*", re.ASCII)
_QUOTED: Final = 80
"""How many characters of what was sent are told back."""


class BadDocument(Exception):
    """A document is not what the specification says: a code for programs, words for people."""

    def __init__(self, code: str, words: str) -> None:
        super().__init__(code, words)
        self.code = code
        self.words = words

    def __str__(self) -> str:
        return self.words


def compact(document: object) -> bytes:
    """Write a document: members in the order they are given, no spaces, numbers as they are."""
    written = json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return written.replace("\x7f", "\\u007f").encode()


def parse(raw: bytes, *, limit: int) -> Any:
    """Read a document of at most `limit` bytes, if it is spelt as `compact` would spell it.

    Codes: `too_large`, `not_json`, `not_canonical` (spaces, escapes, a member twice).
    """
    if len(raw) > limit:
        raise BadDocument("too_large", f"It has {len(raw):,} bytes; {limit:,} are the most.")
    try:
        document = json.loads(raw.decode())
        written = compact(document)
    except (ValueError, RecursionError):
        raise BadDocument("not_json", "It is not a JSON document in UTF-8.") from None
    if written != raw:
        raise BadDocument(
            "not_canonical",
            "It has spaces, escapes or repeated members that the specification does not write.",
        )
    return document


def members(
    document: object, where: str, names: Sequence[str], optional: Sequence[str] = ()
) -> Mapping[str, Any]:
    """Read an object with exactly these members, in this order; the optional may be absent."""
    if not isinstance(document, dict):
        raise BadDocument("shape", f"{where} is not an object.")
    due = [name for name in names if name in document or name not in optional]
    if list(document) != due:
        found = ", ".join(document)[:_QUOTED]
        raise BadDocument("shape", f"{where} has to have {', '.join(due)}; it has {found}.")
    return document


def items(document: object, where: str, length: int | None = None) -> list[Any]:
    """Read a list, of exactly this length if one is given."""
    if not isinstance(document, list):
        raise BadDocument("shape", f"{where} is not a list.")
    if length is not None and len(document) != length:
        raise BadDocument("shape", f"{where} has {len(document)} entries where {length} belong.")
    return document


def text(document: object, where: str) -> str:
    """Read a string."""
    if not isinstance(document, str):
        raise BadDocument("shape", f"{where} is not a string.")
    return document


def small(document: object, where: str) -> int:
    """Read a whole number from 0 that is written as a JSON number."""
    if type(document) is not int:
        raise BadDocument("shape", f"{where} is not a whole number.")
    if not 0 <= document <= SMALL:
        raise BadDocument("range", f"{where} is not between 0 and {SMALL}.")
    return document


def large(document: object, where: str, below: int) -> int:
    """Read a number in base 10 from a string: no sign, no leading zero, below what is given.

    Codes: `shape`, `number`, `range`.
    """
    if not isinstance(document, str):
        raise BadDocument("shape", f"{where} is not a number in a string.")
    if not _NATURAL.fullmatch(document):
        shown = document[:_QUOTED]
        raise BadDocument("number", f"{where} is {shown!r}, not digits without a leading zero.")
    if len(document) > below.bit_length():  # far too long: not worth reading
        raise BadDocument("range", f"{where} is too large a number.")
    number = mpz(document)
    if number >= below:
        raise BadDocument("range", f"{where} is too large a number.")
    return number


def count(document: object, where: str) -> int:
    """Read a whole number that is a JSON number while it is small, and a string beyond."""
    if isinstance(document, str):
        number = int(large(document, where, 1 << 256))
        if number <= SMALL:
            raise BadDocument("number", f"{where} is small, and no string.")
        return number
    return small(document, where)


def counted(number: int) -> int | str:
    """Write a whole number as `count` reads it."""
    return int(number) if number <= SMALL else str(number)


def shown(words: str) -> str:
    """Show what a document says on one line, with no character that a terminal would obey.

    Else a name could clear the screen and write a verdict of its own.
    """
    return "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in words)
