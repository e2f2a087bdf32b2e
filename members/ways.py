"""Which of a member's ways a code may have come by, told from its shape alone.

So a page asks for "your passcode", and nobody has to say first where theirs is from. Each way that
a code is tried by counts the try for itself: asking beforehand whether it is the right one would
give away guesses that nobody counts.
"""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from django.utils.translation import ngettext
from django_otp.plugins.otp_totp.models import TOTPDevice

from audit.refusal import Refusal
from members.enums import Channel
from members.models import Dispatch, Member, PrintedCodeDevice
from members.passcodes import PRINTED_LENGTH, normalise

Opened = TypeVar("Opened")

_UNTOLD: Final = frozenset({"passcode-wrong", "passcode-too-soon"})


def ways_of(member: Member, entry: str, *, purpose: str) -> list[Channel]:
    """Give the channels to verify a code by, the likeliest first; as one that was sent at last."""
    code = normalise(entry)
    ways = []
    if len(code) == PRINTED_LENGTH and PrintedCodeDevice.objects.filter(user=member).exists():
        ways.append(Channel.PRINTED)
    if code.isdecimal() and TOTPDevice.objects.filter(user=member, confirmed=True).exists():
        ways.append(Channel.AUTHENTICATOR)
    return [*ways, _last_sent_by(member, purpose)]


def tried(opens: Callable[[Channel], Opened], ways: Iterable[Channel]) -> Opened:
    """Try ways one after the other. Raises the refusal that tells most, else that of the first."""
    refused = []
    for channel in ways:
        try:
            return opens(channel)
        except Refusal as refusal:
            refused.append(refusal)
    raise next((each for each in refused if each.code not in _UNTOLD), refused[0])


def said(refusal: Refusal) -> str:
    """Say why a passcode was refused and, after a wrong one, how long no other is looked at."""
    wait = refusal.facts.get("wait_seconds")
    if refusal.code != "passcode-wrong" or not isinstance(wait, int) or not wait:
        return refusal.message
    words = ngettext(
        "That passcode is not right. Wait %(wait)s second before you try again.",
        "That passcode is not right. Wait %(wait)s seconds before you try again.",
        wait,
    )
    return words % {"wait": wait}


def _last_sent_by(member: Member, purpose: str) -> Channel:
    sent = Dispatch.objects.filter(member=member, purpose=purpose, sent_at__isnull=False)
    channel = sent.order_by("-sent_at").values_list("channel", flat=True).first()
    return Channel(channel or Channel.EMAIL)
