"""Changes of contact details, kept for as long as a complaint may turn on them (guide 2.7).

They go month by month, once two officers agree: both addresses, sealed, and with them what opens
the digests that the log has of them. That something changed, and when, stays in the log.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from audit.retention import MONTHS, Destroyed, Due, Rule
from members.models import ContactAnswer, ContactChange

KEY: Final = "contact-history"
_SUBJECT: Final = "contact-changes:"


class ContactHistory:
    """Finds and destroys the changes, and the answers to checks, of a month long gone."""

    def due(self, before: datetime) -> Iterator[Due]:
        last = _first_of(before)
        found = ContactChange.objects.filter(at__lt=last)
        for month in found.datetimes("at", "month", tzinfo=UTC):
            yield _due(month)

    def find(self, subject: str, before: datetime) -> Due | None:
        return next((due for due in self.due(before) if due.subject == subject), None)

    def destroy(self, due: Due) -> Destroyed:
        first = datetime.combine(due.since, datetime.min.time(), UTC)
        after = _first_of(first + timedelta(days=32))
        return Destroyed(
            {
                "contact changes": _gone(ContactChange.objects.filter(at__gte=first, at__lt=after)),
                "answers to contact checks": _gone(ContactAnswer.objects.filter(at__lt=after)),
            }
        )


def _gone(found: QuerySet[ContactChange] | QuerySet[ContactAnswer]) -> int:
    return found.delete()[0]


def _due(month: datetime) -> Due:
    what = f"Changes of contact details in {month:%B %Y}"
    return Due(KEY, f"{_SUBJECT}{month:%Y-%m}", what, date(month.year, month.month, 1))


def _first_of(moment: datetime) -> datetime:
    utc = moment.astimezone(UTC)
    return utc.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


RULES: Final = (
    Rule(
        KEY,
        what="Changes of contact details: both addresses, sealed, who changed them and who agreed; "
        "who answered a contact check",
        where="members: contact changes, contact answers",
        months=MONTHS,
        counted_from="the end of the month of the change",
        why="complaints that an address was changed without its member",
        keeper=ContactHistory(),
    ),
)
