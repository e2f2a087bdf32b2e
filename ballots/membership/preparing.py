"""Having the credentials of a large secret ballot made between its approval and its opening.

Workers make them, from the approval on. In the last hour the clock sees to it that they are those
of the register as it stands, makes itself what no worker has made, and tells the returning officer
where none is at it. A roll of up to two thousand needs nothing: it is done as the ballot opens.
"""

import logging
import time
from concurrent.futures import Executor
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from celery import current_app
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError

from audit.refusal import Refusal
from ballots.enums import BallotState
from ballots.membership.holding_up import plan_hold_up
from ballots.membership.roll import electorate_of
from ballots.models import MembershipBallot, SealedVote
from ballots.secret.opening import AT_ONCE
from ballots.secret.preparing import (
    NOT_PREPARED,
    Prepared,
    is_at_work,
    prepared,
    share_make,
    shares_lay,
    shares_left,
)

log = logging.getLogger(__name__)

AHEAD: Final = timedelta(hours=1)
"""From so long before the opening on the clock itself looks after the work."""

PATIENCE: Final = timedelta(minutes=15)
"""So long workers have, before the returning officer is told that none is at it."""

LATE: Final = "preparation-late"
OF_PREPARATION: Final = frozenset({LATE, NOT_PREPARED})
"""What is said of a ballot that is being prepared, and is no longer true once it is."""

_LOOK_EVERY: Final = timedelta(minutes=5)  # at the register, in the last hour
_WAKE_EVERY: Final = timedelta(minutes=1)  # workers that do not come
_TURN_SECONDS: Final = 3.0  # of work of the clock itself, which has other ballots to keep
_TASKS: Final = 2  # at a time, for as many processors

_done_at: dict[tuple[str, UUID], datetime] = {}
"""When this clock did last what it does now and then: another one may do it as well."""


def plans_prepared() -> QuerySet[MembershipBallot]:
    """Find the secret ballots that are approved and not open: nothing else is ever prepared."""
    return MembershipBallot.objects.filter(
        approved_at__isnull=False,
        abandoned_at=None,
        closes_at__gt=timezone.now(),
        ballot__state=BallotState.READY,
        ballot__is_sealed=True,
    ).select_related("ballot__body", "approved_by")


def voters_of(plan: MembershipBallot) -> list[UUID]:
    """Name who would be on the roll as the register stands now."""
    return list(electorate_of(plan).order_by("pk").values_list("pk", flat=True))


def preparation_of(plan: MembershipBallot) -> Prepared | None:
    """Say how far a ballot is prepared; None where it needs nothing beforehand, or nothing yet."""
    if not plan.ballot.is_sealed or plan.approved_at is None or plan.ballot.opened_at:
        return None
    so_far = prepared(SealedVote.objects.defer("credentials").get(pk=plan.pk))
    return so_far if so_far.of > AT_ONCE else None


def preparation_lay(plan: MembershipBallot) -> Prepared | None:
    """Cut the roll into shares as the register stands; those that are made already stay."""
    voters = voters_of(plan)
    if len(voters) <= AT_ONCE:
        return None
    return shares_lay(SealedVote.objects.get(pk=plan.pk), voters)


def preparation_begin(plan: MembershipBallot) -> None:
    """Have it prepared, once it is certain that it was approved."""
    if preparation_lay(plan) is not None:
        transaction.on_commit(partial(wake, plan.pk), robust=True)


def preparations_keep() -> None:
    """See to every ballot that is to be prepared: a duty of the clock, safe to do twice or late."""
    for plan in plans_prepared():
        vote = SealedVote.objects.defer("credentials").get(pk=plan.pk)
        ahead = plan.opens_at - timezone.now()
        is_near = ahead <= AHEAD
        so_far = prepared(vote)
        if (is_near or not so_far.of) and _is_time("look", plan.pk, _LOOK_EVERY):
            preparation_lay(plan)
            so_far = prepared(vote)
        if not so_far.left:
            continue
        if not is_at_work(vote) and _is_time("wake", plan.pk, _WAKE_EVERY):
            wake(plan.pk)
        had = timezone.now() - (plan.approved_at or timezone.now())
        if timedelta(0) < ahead <= AHEAD and had > PATIENCE and not so_far.is_enough:
            plan_hold_up(plan, _unprepared(so_far))
        if is_near:
            shares_work(plan.pk, seconds=_TURN_SECONDS)


def shares_work(
    plan_pk: UUID, *, seconds: float | None = None, makers: Executor | None = None
) -> int:
    """Make shares until none is free, or the time is up; give how many were made.

    `makers` are processes of one's own that share the work.
    """
    plan = plans_prepared().filter(pk=plan_pk).first()
    if plan is None:
        return 0
    vote = SealedVote.objects.get(pk=plan_pk)
    voters, made, began = voters_of(plan), 0, time.monotonic()
    for pk in shares_left(vote):
        if seconds is not None and time.monotonic() - began > seconds:
            break
        made += share_make(pk, voters, makers)
    return made


def wake(plan_pk: UUID) -> None:
    """Call workers. Where there are none the clock does it near the time: nobody waits for it."""
    from ballots.membership.tasks import shares_work_task  # noqa: PLC0415 # stands on this

    if current_app.conf.task_always_eager:
        return
    try:
        for _ in range(_TASKS):
            shares_work_task.delay(str(plan_pk))
    except OperationalError as error:  # no broker: the opening must not hang on it
        log.warning("No worker was called to prepare a ballot. %s", error)


def _is_time(what: str, plan_pk: UUID, every: timedelta) -> bool:
    now, last = timezone.now(), _done_at.get((what, plan_pk))
    if last is not None and timedelta(0) <= now - last < every:
        return False
    _done_at[what, plan_pk] = now
    return True


def _unprepared(so_far: Prepared) -> Refusal:
    return Refusal(
        LATE,
        f"Of {so_far.of:,} credentials that voters need, {so_far.left:,} are not made yet, though "
        "the opening is near: no worker of the system is at it. The clock makes them now. Look at "
        "this page again before the opening, and tell whoever runs the system.",
    )
