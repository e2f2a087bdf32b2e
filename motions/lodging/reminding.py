"""Reminding a branch that a deadline is near and that what it has drafted is not yet sent.

Seven days before and 24 hours before, once each, and only where something waits: the timekeeper
asks every minute. A message says how many papers and when it closes, and nothing of what they are.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.utils import timezone

from conferences.countdown import moment_in_words
from conferences.enums import Key
from conferences.models import Conference, KeyDate
from members.models import Body
from motions.amendment_life import AmendmentState
from motions.enums import MotionKind
from motions.lodging.telling import DEADLINE, officers_told
from motions.models import Amendment, Motion, Reminder
from motions.states import MotionState

BEFORE: Final = (timedelta(days=7), timedelta(hours=24))
_DEADLINES: Final = (Key.MOTIONS_CLOSE, Key.AMENDMENTS_CLOSE, Key.EMERGENCY_MOTIONS_CLOSE)
_MOTIONS = (MotionState.DRAFT, MotionState.AWAITING_SECOND_OFFICER)
_AMENDMENTS = (AmendmentState.DRAFT, AmendmentState.AWAITING_SECOND_OFFICER)


def branches_remind(now: datetime | None = None) -> int:
    """Send what is due; say how many branches were written to."""
    now = now or timezone.now()
    near = KeyDate.objects.filter(
        key__in=_DEADLINES,
        at__gte=now - timedelta(days=1),
        at__lte=now + max(BEFORE),
        conference__timetable_published_at__isnull=False,
    ).select_related("conference")
    sent = 0
    for date in near:
        due = [each for each in BEFORE if date.moment - each <= now < date.moment]
        for body, papers in _unsent(date.conference, Key(date.key)) if due else ():
            sent += _remind(date, body, papers, due)
    return sent


def _remind(date: KeyDate, body: Body, papers: int, due: list[timedelta]) -> bool:
    """Write to the officers of one branch, unless they have been."""
    told = {"conference": date.conference, "body": body, "key": date.key, "deadline": date.moment}
    hours = [int(each.total_seconds()) // 3600 for each in due]
    done = set(Reminder.objects.filter(**told, hours__in=hours).values_list("hours", flat=True))
    new = [each for each in hours if each not in done]
    if min(hours) in done:
        return False
    try:
        with transaction.atomic():
            Reminder.objects.bulk_create(Reminder(**told, hours=each) for each in new)
            officers_told(
                date.conference,
                body,
                DEADLINE,
                papers=f"{papers} paper{'' if papers == 1 else 's'}",
                closes=moment_in_words(timezone.localtime(date.at), is_day=date.is_day),
            )
    except IntegrityError:  # another timekeeper was first
        return False
    return True


def _unsent(conference: Conference, key: Key) -> Iterator[tuple[Body, int]]:
    """Give each branch with papers for a deadline that two officers have not sent, and how many."""
    if key == Key.AMENDMENTS_CLOSE:
        amendments = Amendment.objects.filter(conference=conference, state__in=_AMENDMENTS)
        owners = [each.lodged_by for each in amendments.select_related("lodged_by")]
    else:
        motions = Motion.objects.filter(conference=conference, state__in=_MOTIONS)
        emergency = {"kind": MotionKind.EMERGENCY}
        found = (
            motions.filter(**emergency)
            if key == Key.EMERGENCY_MOTIONS_CLOSE
            else motions.exclude(**emergency)
        )
        owners = [each.lodged_by for each in found.select_related("lodged_by")]
    yield from Counter(owners).items()
