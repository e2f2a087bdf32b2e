"""How often the agenda was changed, and when last, by the log: what SEQUENCE counts in a calendar.

Nothing is kept beside the log for it, so it can neither fall nor be forgotten: an item that is
taken off has one entry more, and comes back under its old name with a higher number.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any, Final

from audit.formats.leaf import read_leaf
from audit.models import Entry
from conferences.models import Conference
from conferences.running.reading import moment

CHANGES: Final = (
    "agenda_item.arranged",
    "agenda_item.changed",
    "agenda_item.moved",
    "agenda_item.carried",
    "agenda_item.dropped",
    "key_date.set",
    "key_date.removed",
    "key_date.changed",
    "motion.placed",
    "motion.unplaced",
    "motion.scheduled",
    "session.arranged",
    "session.dropped",
)


@dataclass(slots=True)
class Edition:
    """How often something has changed, when last, and what the last change said."""

    sequence: int = 0
    changed_at: datetime | None = None
    kind: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Editions:
    """The editions of everything in a conference's calendar, by name in the log."""

    by_subject: dict[str, Edition]
    first_at: datetime  # when the conference first came into the log

    def of(self, *subjects: str) -> Edition:
        """Add up the changes of these; the last of them is the edition's."""
        found = [self.by_subject[each] for each in subjects if each in self.by_subject]
        last = max(found, key=lambda each: each.changed_at or self.first_at, default=Edition())
        total = sum(each.sequence for each in found)
        return Edition(total, last.changed_at or self.first_at, last.kind, last.facts)


def editions_of(conference: Conference) -> Editions:
    """Read the changes of a conference's agenda and timetable from the log, in two queries."""
    code = conference.code
    found: defaultdict[str, Edition] = defaultdict(Edition)
    rows = Entry.objects.filter(kind__in=CHANGES, subject__contains=f":{code}/").order_by(
        "at", "id"
    )
    for kind, subject, at, leaf in rows.values_list("kind", "subject", "at", "leaf"):
        if subject.partition(":")[2].partition("/")[0] != code:
            continue
        one = found[subject]
        one.sequence += 1
        one.changed_at, one.kind, one.facts = at, kind, read_leaf(bytes(leaf))
    first = Entry.objects.filter(subject=conference.log_name).order_by("at").first()
    return Editions(dict(found), first.at if first else moment(conference.starts_on, time.min))
