"""Finding the entry that somebody asks for, however they name it.

Rooms above the log give people short codes for entries. They add here how their codes are read: the
first and the last leaf hash that a code may stand for.
"""

from collections.abc import Callable
from uuid import UUID

from audit.formats.encoding import decimal
from audit.formats.errors import BadEncoding
from audit.models import Position

CodeReader = Callable[[str], tuple[bytes, bytes] | None]

code_readers: list[CodeReader] = []


def position_named(text: str) -> Position | None:
    """Find an entry by its number, its id or a short code; give None where there is none.

    A code that fits more than one entry names none of them.
    """
    found = Position.objects.none()
    if (number := _number(text)) is not None:
        found = Position.objects.filter(seq=number)
    elif entry_id := _uuid(text):
        found = Position.objects.filter(entry_id=entry_id)
    else:
        for reader in code_readers:
            if span := reader(text):
                found = found | Position.objects.filter(leaf_hash__range=span)
    first_two = list(found[:2])
    return first_two[0] if len(first_two) == 1 else None


def _number(text: str) -> int | None:
    try:
        return decimal(text.replace(",", ""))
    except BadEncoding:
        return None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
