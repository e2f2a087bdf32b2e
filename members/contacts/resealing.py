"""Sealing contact details afresh after their secret was changed, a batch at a time.

What is done is told by the seal itself, whose first bytes name its secret. So the work can stop
anywhere and go on, and what members change meanwhile is sealed under the first secret anyway.
A room whose tables are sealed with the same keys adds them to `sealed`, as it starts.
"""

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BinaryField, CharField, QuerySet
from django.db.models.functions import Substr

from audit.recording import entry
from members.contacts.seals import NAME_BYTES, BadSeal
from members.models import Authenticator, Contact, ContactChange, contact_seals

_LETTERS: Final = 5  # of a name of four bytes in base64, those that hold nothing else


@dataclass(frozen=True, slots=True)
class Sealed:
    """A table with seals in it: which column tells of all, what is written, and how."""

    table: Any
    column: str
    written: tuple[str, ...]
    reseal: Callable[[Any], None]
    in_letters: bool = False
    beside: tuple[str, ...] = ()

    def left(self) -> QuerySet[Any]:
        """Find the rows that are sealed under another secret than the first."""
        name = contact_seals().current_name
        if self.in_letters:
            start: Any = Substr(self.column, 1, _LETTERS, output_field=CharField())
            named: Any = b64encode(name).decode()[:_LETTERS]
        else:
            start, named = Substr(self.column, 1, NAME_BYTES, output_field=BinaryField()), name
        found = self.table.objects.exclude(**{f"{self.column}__isnull": True})
        left: QuerySet[Any] = found.alias(secret=start).exclude(secret=named)
        return left

    def reseal_next(self, size: int, after: Any) -> tuple[list[Any], int]:
        """Seal the next rows afresh, in a transaction; give them, and how many opened."""
        with entry(actor=None) as log:
            found = self.left().order_by("pk").select_related(*self.beside)
            if after is not None:
                found = found.filter(pk__gt=after)
            rows = list(found.select_for_update(of=("self",))[:size])
            opened = [row for row in rows if self._opened(row)]
            self.table.objects.bulk_update(opened, self.written)
            log.record("contacts.resealed", subject=self.table._meta.db_table, rows=len(opened))
        return rows, len(opened)

    def _opened(self, row: Any) -> bool:
        try:
            self.reseal(row)
        except BadSeal:
            return False
        return True


sealed: Final[list[Sealed]] = [
    Sealed(Contact, "sealed", ("sealed", "mark"), Contact.reseal, beside=("member",)),
    Sealed(
        ContactChange,
        "sealed",
        ("sealed", "old_mark", "new_mark"),
        ContactChange.reseal,
        beside=("member",),
    ),
    Sealed(
        Authenticator,
        "key",
        ("key",),
        lambda device: device.hold(device.bin_key),
        in_letters=True,
        beside=("user",),
    ),
]


def left_to_reseal() -> int:
    """Count what is sealed under another secret than the first."""
    return sum(one.left().count() for one in sealed)


def reseal_batches(size: int) -> Iterator[int]:
    """Seal everything afresh; give how many were, batch by batch. What does not open stays."""
    for one in sealed:
        rows: list[Any] = []
        while one.left().exists():
            rows, opened = one.reseal_next(size, rows[-1].pk if rows else None)
            if not rows:
                break
            yield opened
