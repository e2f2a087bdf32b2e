"""Lines of a roll on their way into the database: sealed here, written by COPY.

On SQLite, where the demo runs, the same rows go in by INSERT.
"""

import base64
import os
import uuid
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Final

from django.db import connection

from members.contacts.work_addresses import is_work_address
from members.enums import ContactKind
from members.models import RollLine, WaitingRoll, contact_seals
from members.roll.entries import Entry, LeftOut

KINDS: Final = tuple(ContactKind.values)
COLUMNS: Final = (
    *("roll_id", "line", "number", "is_good", "name", "branch_id", "joined_on", "preferred"),
    *("new_id", "pseudonym", "is_work"),
    *(f"{kind}_{part}" for kind in KINDS for part in ("sealed", "mark")),
)
_NOTHING: Final = (None, None)
_LEFT_OUT: Final = (None, "", False, *_NOTHING * len(KINDS))


class Stager:
    """Makes rows of entries. `branches` gives a branch's key by its code."""

    def __init__(
        self, roll: WaitingRoll, branches: Mapping[str, uuid.UUID], employers: Collection[str]
    ) -> None:
        """Take up the keys of contact details."""
        is_pg = connection.vendor == "postgresql"
        self._roll = str(roll.pk) if is_pg else roll.pk.hex
        self._branches = {code: str(key) if is_pg else key.hex for code, key in branches.items()}
        self._employers = employers
        self._seals = contact_seals()

    def rows(self, read: Sequence[Entry | LeftOut]) -> Iterable[tuple[Any, ...]]:
        """Make a row of each line; nobody's address is in it in clear."""
        chance = os.urandom(32 * len(read))
        for position, one in enumerate(read):
            if isinstance(one, LeftOut):
                yield (self._roll, one.line, one.number, False, "", None, None, "", *_LEFT_OUT)
            else:
                yield self._row(one, chance[32 * position : 32 * position + 32])

    def _row(self, entry: Entry, chance: bytes) -> tuple[Any, ...]:
        number, close, mark = entry.number, self._seals.close, self._seals.mark
        details: list[bytes | None] = []
        for kind in KINDS:
            if detail := entry.details.get(kind):
                details += close(detail, kind=kind, number=number), mark(detail, kind=kind)
            else:
                details += _NOTHING
        key = chance[:16].hex()
        name = base64.urlsafe_b64encode(chance[16:]).rstrip(b"=").decode()
        email = entry.details.get("email")
        return (
            self._roll,
            entry.line,
            number,
            True,
            entry.name,
            self._branches[entry.branch],
            entry.joined_on and entry.joined_on.isoformat(),
            entry.preferred,
            f"{key[:12]}4{key[13:16]}{'89ab'[chance[8] & 3]}{key[17:]}",
            f"p_{name}",
            bool(email and self._employers and is_work_address(email, self._employers)),
            *details,
        )


def copy_in(rows: Iterable[tuple[Any, ...]]) -> None:
    """Write rows into the table of lines."""
    table, names = RollLine._meta.db_table, ", ".join(COLUMNS)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
            return
        places = ", ".join(["%s"] * len(COLUMNS))
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", list(rows))  # noqa: S608
