"""How a number, a place and a moment are said."""

from datetime import UTC, datetime


def count(number: int, one: str, several: str) -> str:
    """Say a number of things."""
    return f"{number:,} {one if number == 1 else several}"


def place(entries: range) -> str:
    """Say which entry, or among which few."""
    if len(entries) == 1:
        return f"entry {entries.start}"
    return f"one of entries {entries.start} to {entries[-1]}"


def moment(time: int) -> str:
    """Say a time, given in seconds since 1970, as a person would write it, in UTC."""
    try:
        at = datetime.fromtimestamp(time, UTC)
    except (OverflowError, ValueError, OSError):
        return f"{time:,} seconds after the start of 1970"
    return f"{at.day} {at:%B %Y, %H:%M:%S} UTC"


def printable(text: str) -> str:
    """Give a text in which nothing moves the cursor, rings or hides."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)
