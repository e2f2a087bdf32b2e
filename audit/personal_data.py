"""What is held about one person: each room tells its part, and the log its own.

A room says in its module `personal_data` what it holds of a person, which columns of which tables
that answers for, and how to tell it to them. A test walks every table and finds the column that
nobody answers for.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import BooleanField, F, Func, QuerySet, Value

from audit.formats.canonical import parse
from audit.holding import covering
from audit.models import Disclosure, Entry
from audit.recording import Actor
from audit.services.access import SEEN

Row = dict[str, Any]
"""One thing held, told to a person: what it is called, and its value."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one room holds of a person.

    `rule` names the line of the retention schedule that says how long; `covers` the columns that
    lead to the person, such as `members.Appointment.member`. What is slow to find is in what they
    take away, and not on a page.
    """

    key: str
    title: str
    rule: str
    covers: frozenset[str]
    tell: Callable[[Any], list[Row]]
    is_slow: bool = False


parts: dict[str, Part] = {}


def add(*told: Part) -> None:
    """Add a room's parts, as the room starts. None is added twice."""
    for part in told:
        if part.key in parts:
            raise ValueError(f"{part.key} is told already.")
        parts[part.key] = part


def place_of(entry: Entry | None) -> int | None:
    """Give an entry's number in the log, which leads to its proof; None while it waits for one."""
    return entry.position.seq if entry and hasattr(entry, "position") else None


def entries_naming(pseudonym: str) -> QuerySet[Entry]:
    """Find every entry in which a pseudonym stands, by whom or about whom it may be.

    It reads the whole log, which takes seconds on a long one: for a person who asks, not a page.
    """
    found = Entry.objects.annotate(names=_Contains(F("leaf"), Value(pseudonym.encode())))
    return found.filter(names=True).select_related("position").order_by("at")


class _Contains(Func):
    """Whether the bytes of a column contain others."""

    function = '"position"'  # quoted: the function of that name, not the phrase
    template = "%(function)s(%(expressions)s) > 0"
    output_field = BooleanField()

    def as_sqlite(self, compiler: Any, connection: Any, **more: Any) -> Any:
        return self.as_sql(compiler, connection, function="instr", **more)


# Words that people write about themselves. What an officer writes may be about somebody else, and
# is told to that person, not to the officer.
_OWN_WORDS: Final = frozenset({"inability.reported"})


def _entries(person: Actor) -> list[Row]:
    words = _words_by_entry(person)
    return [
        {
            "number": place_of(entry),
            "id": str(entry.pk),
            "when": entry.at,
            "event": entry.kind,
            "about": entry.subject,
            "acted": parse(bytes(entry.leaf))["by"] == person.pseudonym,
            "sealed words": words.get(entry.pk, []),
        }
        for entry in entries_naming(person.pseudonym)
        if entry.kind != SEEN or entry.subject != f"member:{person.pseudonym}"
    ]


def _words_by_entry(person: Actor) -> dict[Any, list[Row]]:
    found: dict[Any, list[Row]] = {}
    mine = Disclosure.objects.filter(entry__in=entries_naming(person.pseudonym).values("pk"))
    for words in mine.select_related("entry"):
        if person.pseudonym in words.entry.subject or _wrote(person, words.entry):
            told = {"name": words.name, "value": words.value, "salt": words.salt}
            found.setdefault(words.entry_id, []).append(told)
    return found


def _wrote(person: Actor, entry: Entry) -> bool:
    return entry.kind in _OWN_WORDS and parse(bytes(entry.leaf))["by"] == person.pseudonym


def _looks(person: Actor) -> list[Row]:
    """Tell who was shown something with this person in it: offices, as names are others' data."""
    subjects = covering(f"member:{person.pseudonym}")
    looks = Entry.objects.filter(kind=SEEN, subject__in=subjects).select_related("position")
    return [row for entry in looks.order_by("at") for row in _look(person, entry)]


def _look(person: Actor, entry: Entry) -> Iterator[Row]:
    said = parse(bytes(entry.leaf))
    by = "yourself" if said["by"] == person.pseudonym else said.get("office", "") or said["by"]
    yield {
        "number": place_of(entry),
        "when": entry.at,
        "what": said["what"],
        "of": entry.subject,
        "by": by.replace("_", " "),
        "taken away": said["copy"],
    }


add(
    Part(
        "log",
        "Entries in the log that name my pseudonym",
        "log",
        frozenset(),
        _entries,
        is_slow=True,
    ),
    Part("looks", "Who was shown what I am in", "log", frozenset(), _looks),
)
