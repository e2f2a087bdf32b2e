"""Reading contact details as people type them: one form for each, or a reason why there is none.

Pure. An e-mail address is kept in lower case, a telephone number as the whole world dials it
(+447700900181), a postal address as lines: so that the same address is the same words, wherever it
comes from. Nothing that could start a header line of a message, or a formula in a spreadsheet, is
taken.
"""

import re
import unicodedata
from typing import Final

EMAIL: Final = "email"
MOBILE: Final = "mobile"
LANDLINE: Final = "landline"
POST: Final = "post"

LONGEST: Final = {EMAIL: 254, MOBILE: 32, LANDLINE: 32, POST: 400}
HOME_COUNTRY: Final = "44"

_EMAIL = re.compile(r"[a-z0-9._%+'&-]{1,64}@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,63}")
_NUMBER = re.compile(r"\+[1-9][0-9]{6,14}")
_MARKS = re.compile(r"[\s().\u2010-\u2015-]")
_CONTROL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
_FORMULA: Final = "=+-@\t\r"


class BadDetail(ValueError):
    """Not a contact detail of its kind; the message says why, in plain English."""


def read(kind: str, typed: str) -> str:
    """Give a detail in its one form; an empty one stays empty. Raises BadDetail."""
    text = unicodedata.normalize("NFC", typed).strip()
    if not text:
        return ""
    if len(text) > LONGEST[kind]:
        raise BadDetail(f"Longer than {LONGEST[kind]} characters.")
    return _postal(text) if kind == POST else _one_line(kind, text)


def shown(kind: str, detail: str) -> str:
    """Give a detail as people write it: a British number from its nought, in two parts."""
    if kind not in (MOBILE, LANDLINE) or not detail.startswith(f"+{HOME_COUNTRY}"):
        return detail
    national = f"0{detail[len(HOME_COUNTRY) + 1 :]}"
    return f"{national[:5]} {national[5:]}"


def hinted(kind: str, detail: str) -> str:
    """Give enough of a detail for its owner to know it, and no more: a…@example.org, …181."""
    if kind == EMAIL:
        name, _, host = detail.partition("@")
        return f"{name[:1]}\u2026@{host}"
    return f"\u2026{detail[-3:]}" if kind != POST else "\u2026"


def _one_line(kind: str, text: str) -> str:
    if _has_control(text):
        raise BadDetail("Holds a character that cannot be shown.")
    if kind == EMAIL:
        address = text.lower()
        if not _EMAIL.fullmatch(address) or ".." in address:
            raise BadDetail("Not an e-mail address.")
        return address
    return _telephone(text)


def _telephone(text: str) -> str:
    digits = _MARKS.sub("", text.replace("(0)", ""))
    if digits.startswith("00"):
        digits = f"+{digits[2:]}"
    elif digits.startswith("0"):
        digits = f"+{HOME_COUNTRY}{digits[1:]}"
    if not _NUMBER.fullmatch(digits):
        raise BadDetail("Not a telephone number. Write it from the 0, or from the + of a country.")
    return digits


def _postal(text: str) -> str:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    kept = [line for line in lines if line]
    if any(_has_control(line) for line in kept):
        raise BadDetail("Holds a character that cannot be shown.")
    if any(line[0] in _FORMULA for line in kept):
        raise BadDetail("A line starts like a formula, which a spreadsheet may run.")
    return "\n".join(kept)


def _has_control(text: str) -> bool:
    return any(unicodedata.category(mark) in _CONTROL for mark in text)
