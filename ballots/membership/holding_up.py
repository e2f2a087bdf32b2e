"""What keeps a ballot from opening at its time: in the log, on its page, and told to an officer.

Nobody has to press anything for a ballot to open, so nobody would notice that one did not.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from audit.selectors import leaves
from ballots.models import MembershipBallot
from members.services.dispatching import notice_dispatch

KIND: Final = "membership_ballot.held_up"
NOTICE: Final = "opening-held-up"


@dataclass(frozen=True, slots=True)
class HeldUp:
    """What stands in the way, in words for whoever approved it."""

    code: str
    message: str


def plan_hold_up(plan: MembershipBallot, why: Refusal) -> bool:
    """Note why a ballot is not opening and tell whoever approved it: once for each reason.

    Approved anew it is told anew. Gives whether it was told now.
    """
    if why.code in {each.code for each in _said(plan)}:
        return False
    with entry(actor=None) as log:
        log.record(KIND, subject=plan, code=why.code, words=why.message)
        if plan.approved_by is not None:
            notice_dispatch(
                member=plan.approved_by,
                notice=NOTICE,
                facts={
                    "at": _in_words(plan.opens_at),
                    "link": f"{settings.SITE_URL}{reverse('ballots:membership', args=[plan.pk])}",
                },
            )
    return True


def held_up(plan: MembershipBallot) -> HeldUp | None:
    """Give what was said last of a ballot that has not opened."""
    said = [] if plan.ballot.opened_at else _said(plan)
    return said[-1] if said else None


def _said(plan: MembershipBallot) -> list[HeldUp]:
    """List what was said since it was approved."""
    if plan.approved_at is None:
        return []
    since = Entry.objects.filter(kind=KIND, subject=plan.log_name, at__gte=plan.approved_at)
    pks = set(since.values_list("pk", flat=True))
    found = leaves(KIND, subject=plan.log_name, entries=pks) if pks else ()
    return [HeldUp(each["code"], each["words"]) for each in found]


def _in_words(moment: datetime) -> str:
    return date_format(timezone.localtime(moment), r"H:i \o\n l j F")
