"""What is done outside the request: messages to those who register."""

import logging
from smtplib import SMTPException

from celery import Task, shared_task
from django.db import transaction

from conferences.briefings import mail
from conferences.briefings.links import BadLink, open_wish
from conferences.briefings.notices import notices_send, notices_waiting, reminders_lay
from conferences.models import Briefing

MOST_RETRIES = 8
OF_NO_USE_AFTER_SECONDS = 5

log = logging.getLogger(__name__)


class UndeliveredError(Exception):
    """The mail server would not take a message. Says nothing of whose it was."""


@shared_task(bind=True, max_retries=MOST_RETRIES)
def confirmation_send(task: Task[[str, str], None], wish: str, link: str) -> None:
    """Ask a guest to confirm. What they typed is sealed while it waits in the queue."""
    try:
        wanted = open_wish(wish)
        briefing = Briefing.objects.get(slug=wanted.briefing)
    except (BadLink, Briefing.DoesNotExist):
        return  # too late, or gone
    try:
        mail.send_confirmation(wanted.email, name=wanted.name, briefing=briefing, link=link)
    except (SMTPException, OSError) as error:
        # The error's own text may name the address, and belongs in no log.
        log.warning("A confirmation could not be sent: %s", type(error).__name__)
        if not task.request.is_eager:
            raise task.retry(
                countdown=5 * 2**task.request.retries, exc=UndeliveredError()
            ) from None


@shared_task
def notices_go() -> None:
    """Send the messages that are due, some at a time."""
    notices_send()


def ask_to_confirm(wish: str, link: str) -> None:
    """Have a confirmation sent once the transaction around, if any, is committed."""
    transaction.on_commit(
        lambda: confirmation_send.apply_async(
            args=(wish, link),
            argsrepr="(...)",  # type: ignore[call-arg]  # unknown to celery-types
        )
    )


def send_what_is_due() -> None:
    """Lay down reminders, and wake a worker where a message waits. Called by the timekeeper."""
    reminders_lay()
    if notices_waiting():
        notices_go.apply_async(expires=OF_NO_USE_AFTER_SECONDS)
