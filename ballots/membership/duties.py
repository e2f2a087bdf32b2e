"""What the clock does for ballots of a membership: each safe to do twice, and to do late."""

import logging
from datetime import timedelta
from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from ballots.membership.holding_up import plan_hold_up
from ballots.membership.mailing import mailing_lay, mailings_due, messages_call_off
from ballots.membership.opening import membership_ballot_open, plans_due
from ballots.membership.preparing import preparations_keep
from ballots.membership.turnout import turnout_points_take
from ballots.models import MembershipBallot
from ballots.secret.preparing import NOT_PREPARED

log = logging.getLogger(__name__)

A_MOMENT: Final = timedelta(minutes=2)
"""So late a ballot may open without anybody being told: the last credentials are being made."""


def memberships_keep() -> None:
    """Open what is due, write to its roll, note the turnout, prepare what opens next.

    Closing is the duty that closes every ballot.
    """
    for plan in plans_due():
        _open(plan)
    for mailing in mailings_due():
        mailing_lay(mailing=mailing)
    messages_call_off()
    turnout_points_take()
    preparations_keep()


def _open(plan: MembershipBallot) -> None:
    """Open one; where that cannot be, say so to whoever approved it, unless it is a moment late."""
    try:
        membership_ballot_open(plan=plan)
    except Refusal as refusal:
        log.info("%s was not opened: %s", plan.log_name, refusal.message)
        plan.refresh_from_db(fields=["approved_at", "abandoned_at"])
        is_meant = plan.approved_at is not None and plan.abandoned_at is None
        is_late = timezone.now() - plan.opens_at > A_MOMENT
        if is_meant and (is_late or refusal.code != NOT_PREPARED):
            plan_hold_up(plan, refusal)
