"""The words behind digests of the log, month by month: reasons, reports, names of officers.

Those about a ballot go with the ballot's other records, and so are left out here.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from django.db.models import QuerySet

from audit.holding import held
from audit.models import Disclosure
from audit.refusal import Refusal
from audit.retention import MONTHS, PUBLIC, Destroyed, Due, Rule
from audit.services.erasure import disclosures_erase

KEY: Final = "sealed-words"
_MONTH: Final = "month:"
_ELSEWHERE: Final = "ballot:"


class SealedWords:
    """Finds and destroys them; those that a live complaint may need stay behind."""

    def due(self, before: datetime) -> Iterator[Due]:
        last = _month_of(before)
        months = _ours().filter(entry__at__lt=last).datetimes("entry__at", "month", tzinfo=UTC)
        for month in months:
            yield self._due(month)

    def find(self, subject: str, before: datetime) -> Due | None:
        found = (due for due in self.due(before) if due.subject == subject)
        return next(found, None)

    def destroy(self, due: Due) -> Destroyed:
        first = datetime.combine(due.since, datetime.min.time(), UTC)
        words = _ours().filter(entry__at__gte=first, entry__at__lt=_after(first))
        subjects = set(words.values_list("entry__subject", flat=True))
        kept = {subject for subject in subjects if held(subject)}
        digests = disclosures_erase(words.exclude(entry__subject__in=kept))
        if not digests:
            raise Refusal("held", "A live complaint needs all that is left of this month.")
        return Destroyed({"sealed words": len(digests)}, digests)

    def _due(self, month: datetime) -> Due:
        words = f"Words sealed in entries of {month:%B %Y}"
        return Due(KEY, f"{_MONTH}{month:%Y-%m}", words, date(month.year, month.month, 1))


def _ours() -> QuerySet[Disclosure]:
    return Disclosure.objects.exclude(entry__subject__startswith=_ELSEWHERE)


def _month_of(moment: datetime) -> datetime:
    utc = moment.astimezone(UTC)
    return utc.replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def _after(month: datetime) -> datetime:
    return _month_of(month + timedelta(days=32))


RULES: Final = (
    Rule(
        KEY,
        what="Words sealed in the log: reasons, reports, names of officers",
        where="audit: disclosures",
        months=MONTHS,
        counted_from="the end of the month of the entry",
        why="complaints that may turn on them",
        keeper=SealedWords(),
    ),
    Rule(
        "log",
        what="The log's entries, signed heads and proofs",
        where="audit: entries, positions, heads",
        months=None,
        counted_from="",
        why="anyone's right to check; people are in it by pseudonym only",
        source=PUBLIC,
    ),
    Rule(
        "certificates",
        what="Requests to delete, and certificates of destruction",
        where="audit: deletions, holds",
        months=None,
        counted_from="",
        why="showing that what is gone was destroyed under the rules; by pseudonym only",
        source="UK GDPR Art 5(2)",
    ),
)
