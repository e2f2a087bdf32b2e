"""The timetable of deadlines as a conference's file gives it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime

from conferences.keys import Key
from conferences.reading import Reading

_HARMLESS = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class KeyDateRow:
    """One date: a moment with its offset from UTC, a day, or a stretch of days."""

    key: str
    first: date | datetime
    last: date | None
    note: str


def read_key_dates(file: Reading) -> tuple[KeyDateRow, ...]:
    """Read every date of the file, noting what is wrong; each may come once."""
    rows = tuple(_key_date(row) for row in file.rows("key_dates", required=False))
    keys = [row.key for row in rows]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        file["key_dates"].problem(f"{key} comes {keys.count(key)} times")
    return rows


def _key_date(row: Reading) -> KeyDateRow:
    key, note = row.one_of("key", tuple(Key)), row.text("note", default="")
    when = row.text("when")
    first, stretch, last = when.partition("/")
    try:
        if stretch:
            begins, ends = date.fromisoformat(first), date.fromisoformat(last)
            if ends < begins:
                row["when"].problem("ends before it begins")
            return KeyDateRow(key, begins, ends, note)
        if "T" not in when:
            return KeyDateRow(key, date.fromisoformat(when), None, note)
    except ValueError:
        row["when"].problem(
            "must be a moment such as 2027-02-26T12:00:00+00:00, a day such as 2027-06-15, or days "
            f"such as 2027-06-15/2027-06-17; it is {when[:60]!r}"
        )
        return KeyDateRow(key, _HARMLESS, None, note)
    return KeyDateRow(key, row.instant("when"), None, note)
