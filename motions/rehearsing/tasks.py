"""A rehearsal is run outside the request: it takes minutes, and a person watches its progress."""

import logging
from threading import Thread

from celery import shared_task
from django.conf import settings
from django.db import DatabaseError, connection, transaction

from audit.refusal import Refusal
from conferences.enums import RehearsalState
from conferences.models import Rehearsal
from conferences.rehearsing.rehearsals import rehearsal_break_off
from motions.rehearsing.running import run

log = logging.getLogger(__name__)


@shared_task
def rehearsal_go(pk: int) -> None:
    """Run a rehearsal that was begun; where it cannot go on, its page says why."""
    rehearsal = Rehearsal.objects.select_related("conference__body", "copy__body").get(pk=pk)
    if rehearsal.state != RehearsalState.RUNNING:
        return
    try:
        run(rehearsal)
    except (Refusal, DatabaseError) as fault:
        log.warning("The rehearsal %s ended early. %s", rehearsal.copy.code, fault)
        says = fault.message if isinstance(fault, Refusal) else "The database did not answer."
        rehearsal_break_off(rehearsal=rehearsal, why=says)


def go_soon(rehearsal: Rehearsal) -> None:
    """Have it run once it is certain that it was begun: by a worker, or else beside this server.

    Without a worker other tasks run at once, and whoever asked waits; nobody waits for a session.
    """
    transaction.on_commit(lambda: _go(rehearsal.pk))


def _go(pk: int) -> None:
    if settings.CELERY_TASK_ALWAYS_EAGER:
        Thread(target=_go_and_leave, args=[pk], name=f"rehearsal-{pk}", daemon=True).start()
    else:
        rehearsal_go.delay(pk)


def _go_and_leave(pk: int) -> None:
    try:
        rehearsal_go(pk)
    finally:
        connection.close()
