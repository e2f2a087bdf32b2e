"""Messages to those who registered: laid down with the act itself, and sent by a task.

Rows are written in the transaction of the act, so no message is lost and none goes out for an act
that was undone. A task claims a few at a time, sends them, and tries again with longer and longer
waits while a mail server is away. A worker that dies with messages in hand gives them back after
some minutes; at worst somebody is told of the time of a briefing twice.
"""

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from audit.recording import entry
from conferences.briefings import mail
from conferences.enums import NoticeKind, NoticeState
from conferences.models import Briefing, BriefingNotice, BriefingRegistration
from members.contacts.seals import BadSeal

AT_ONCE: Final = 50
MOST_TRIES: Final = 8
HELD_FOR: Final = timedelta(minutes=5)
REMINDED: Final = timedelta(hours=24)
_ROWS_AT_ONCE: Final = 2000

log = logging.getLogger(__name__)


def notice_lay(registration: BriefingRegistration, kind: NoticeKind) -> None:
    """Lay down one message, in place of the same one from before a place was given up."""
    BriefingNotice.objects.filter(registration=registration, kind=kind).delete()
    BriefingNotice.objects.create(registration=registration, kind=kind, due_at=timezone.now())


def notices_lay(briefing: Briefing, kind: NoticeKind) -> int:
    """Lay down a message to everyone who holds a place; say to how many."""
    now = timezone.now()
    held = briefing.registrations.filter(cancelled_at=None)
    rows = [
        BriefingNotice(registration_id=pk, kind=kind, edition=briefing.edition, due_at=now)
        for pk in held.values_list("pk", flat=True)
    ]
    BriefingNotice.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE, ignore_conflicts=True)
    return len(rows)


def reminders_lay() -> int:
    """Lay down the reminders of every briefing that starts within a day. Safe to do twice."""
    now = timezone.now()
    due = Briefing.objects.filter(
        reminded_at=None, cancelled_at=None, starts_at__gt=now, starts_at__lte=now + REMINDED
    )
    told = 0
    for each in due:
        with transaction.atomic(), entry(actor=None) as act:
            held = Briefing.objects.select_for_update().get(pk=each.pk)
            held.reminded_at = held.reminded_at or now
            held.save(update_fields=["reminded_at"])
            count = notices_lay(held, NoticeKind.REMINDER)
            act.record("briefing.reminded", subject=held, told=count)
        told += count
    return told


def notices_waiting() -> bool:
    """Tell whether any message is due."""
    return _due(timezone.now()).exists()


def notices_send(at_most: int = AT_ONCE) -> int:
    """Send what is due; say how many went out."""
    sent = 0
    for notice in _claim(at_most):
        try:
            mail.send_notice(notice)
        except (SMTPException, OSError) as error:
            # The error's own text may name the address, and belongs in no log.
            log.warning("A notice could not be sent: %s", type(error).__name__)
            _put_off(notice)
        except (mail.NowhereToSend, BadSeal):
            _end(notice, NoticeState.FAILED)
        else:
            _end(notice, NoticeState.SENT)
            sent += 1
    return sent


def _due(now: datetime) -> QuerySet[BriefingNotice]:
    return BriefingNotice.objects.filter(state=NoticeState.WAITING, due_at__lte=now)


def _claim(at_most: int) -> list[BriefingNotice]:
    """Take a few that are due, so that no other worker does for some minutes."""
    now = timezone.now()
    with transaction.atomic():
        free = _due(now).select_for_update(skip_locked=True).order_by("due_at", "id")
        taken = list(free.values_list("pk", flat=True)[:at_most])
        BriefingNotice.objects.filter(pk__in=taken).update(due_at=now + HELD_FOR)
    rows = BriefingNotice.objects.filter(pk__in=taken).select_related(
        "registration__briefing", "registration__member", "registration__guest"
    )
    return list(rows.prefetch_related("registration__member__contacts"))


def _put_off(notice: BriefingNotice) -> None:
    notice.tries += 1
    if notice.tries >= MOST_TRIES:
        _end(notice, NoticeState.FAILED)
        return
    notice.due_at = timezone.now() + timedelta(seconds=15 * 2**notice.tries)
    notice.save(update_fields=["tries", "due_at"])


def _end(notice: BriefingNotice, state: NoticeState) -> None:
    notice.state, notice.ended_at = state, timezone.now()
    notice.save(update_fields=["state", "tries", "ended_at"])
