"""Telling members what officers did in their name, so that nobody is helped without knowing it."""

from enum import StrEnum

from django.conf import settings
from django.utils import timezone

from members.models import Dispatch, Member
from members.services.dispatching import notice_dispatch


class Done(StrEnum):
    """What was done; its words are in templates/members/notices."""

    HELPED_BY_TELEPHONE = "helped-by-telephone"
    SHEET_PRINTED = "sheet-printed"


def tell_done(member: Member, done: Done) -> Dispatch | None:
    """Tell a member, within the act, what was just done for them, and whom to call if unasked.

    None for somebody who has neither an e-mail address nor a telephone.
    """
    facts = {
        "at": f"{timezone.localtime():%-d %B at %H:%M}",
        "call": settings.HELPDESK_TELEPHONE,
    }
    return notice_dispatch(member=member, notice=done, facts=facts)
