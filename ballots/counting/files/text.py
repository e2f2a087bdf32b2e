"""The letters of a file: UTF-8, or Windows-1252, which has Latin-1 in it, where it is not that."""

from typing import Final

LONGEST_NAME: Final = 1_000
_JOINERS: Final = {ord("\N{ZERO WIDTH NON-JOINER}"): None, ord("\N{ZERO WIDTH JOINER}"): None}
"""Signs that are not seen but belong in words: Persian and Hindi are not spelt without them."""


def decoded(raw: bytes) -> tuple[str, bool]:
    """Read bytes as text, and say whether they were UTF-8."""
    try:
        return raw.decode(), True
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), False


def tidy(text: str) -> str:
    """Make a name of what stands in a file: one line, no white space around it."""
    return " ".join(text.split())


def legible(text: str) -> str:
    """Make a name of what people typed, without the signs that `trouble` finds to be no text."""
    return "".join(sign for sign in tidy(text) if not trouble(sign))


def trouble(name: str) -> str:
    """Say what is wrong with a name, if anything is."""
    if len(name) > LONGEST_NAME:
        return f"this name has {len(name):,} characters"
    is_text = name.translate(_JOINERS).isprintable()
    return "" if is_text else f"{name[:40]!a} has characters that are no text"
