"""What the clock does for ballots of a membership: each safe to do twice, and to do late."""

import logging

from audit.refusal import Refusal
from ballots.membership.mailing import mailing_lay, mailings_due, messages_call_off
from ballots.membership.opening import membership_ballot_open, plans_due
from ballots.membership.turnout import turnout_points_take

log = logging.getLogger(__name__)


def memberships_keep() -> None:
    """Open what is due, lay its notice and reminders, call off what is late, note the turnout.

    Closing is the duty that closes every ballot.
    """
    for plan in plans_due():
        try:
            membership_ballot_open(plan=plan)
        except Refusal as refusal:  # somebody left it or planned it anew in the meantime
            log.info("%s was not opened: %s", plan.log_name, refusal.message)
    for mailing in mailings_due():
        mailing_lay(mailing=mailing)
    messages_call_off()
    turnout_points_take()
