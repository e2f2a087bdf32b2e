"""Which ideas somebody is shown next, so that each is seen as often as any other.

Without this the first ideas shared would be rated by everyone and the last by nobody, and the
order of arrival would decide (the known fault of plain suggestion boxes).
"""

from collections.abc import Collection, Mapping
from hashlib import sha256

AT_ONCE = 3


def next_to_show(
    shown: Mapping[int, int], *, seen: Collection[int], reader: str, many: int = AT_ONCE
) -> list[int]:
    """Choose ideas for a reader: those shown least so far, and among these by the reader's own lot.

    `shown` gives, for each idea that may be shown, to how many it has been; `seen` are those this
    reader has had, or wrote. The lot is drawn from the reader's name, so a reload shows the same.
    """
    waiting = [idea for idea in shown if idea not in seen]
    return sorted(waiting, key=lambda idea: (shown[idea], _lot(reader, idea)))[:many]


def _lot(reader: str, idea: int) -> bytes:
    return sha256(f"{reader} {idea}".encode()).digest()
