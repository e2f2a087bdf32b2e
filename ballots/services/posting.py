"""Sending everyone on the roll of a vote the passcode that its booth asks for."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from ballots.models import Ballot
from members.models import Member, Posting
from members.services.dispatching import passcodes_post

# A vote may be given more time, and a passcode must not run out before it. The close wipes all.
_BEYOND_CLOSE: Final = timedelta(days=1)


def ballot_passcodes_post(*, ballot: Ballot, actor: Member, again: bool = False) -> Posting:
    """Post the passcodes of an open vote that steps up, to whoever has not voted yet.

    Asked twice, it reaches only those who have none that opens; `again` makes a new one for
    everybody who has not voted, which voids the old. Members who voted are left in peace.
    """
    ballot.refresh_from_db(fields=["state", "closes_at", "steps_up"])
    if not ballot.steps_up:
        raise Refusal("booth-has-no-door", "This vote asks for no passcode. There is none to send.")
    if not ballot.is_taking_votes or ballot.closes_at is None:
        raise Refusal("ballot-not-open", "Passcodes for a vote are sent while it is open.")
    return passcodes_post(
        actor=actor,
        purpose=ballot.log_name,
        members=Member.objects.filter(
            roll_entries__ballot=ballot, roll_entries__cast=None, is_active=True
        ),
        label=ballot.title,
        lifetime=ballot.closes_at - timezone.now() + _BEYOND_CLOSE,
        again=again,
    )
