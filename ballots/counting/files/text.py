"""The letters of a file: UTF-8, or Windows-1252, which has Latin-1 in it, where it is not that."""

from typing import Final

LONGEST_NAME: Final = 1_000


def decoded(raw: bytes) -> tuple[str, bool]:
    """Read bytes as text, and say whether they were UTF-8."""
    try:
        return raw.decode(), True
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace"), False


def tidy(text: str) -> str:
    """Make a name of what stands in a file: one line, no white space around it."""
    return " ".join(text.split())


def trouble(name: str) -> str:
    """Say what is wrong with a name, if anything is."""
    if len(name) > LONGEST_NAME:
        return f"this name has {len(name):,} characters"
    return "" if name.isprintable() else f"{name[:40]!a} has characters that are no text"
