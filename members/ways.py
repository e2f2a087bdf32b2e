"""Which of a member's ways a code came by, told from the code itself.

So a page asks for "your passcode", and nobody has to say first where theirs is from. The one that
was sent is known by its seal; of what is left, the length tells a line of a printed sheet, and
figures alone the authenticator app. A guess is counted against the way that it is taken for.
"""

from django_otp.plugins.otp_totp.models import TOTPDevice

from members.enums import Channel
from members.models import Dispatch, Member, PasscodeDevice, PrintedCodeDevice
from members.models.passcodes import Authenticator
from members.passcodes import PRINTED_LENGTH, normalise


def way_of(member: Member, entry: str, *, purpose: str) -> Channel:
    """Give the channel to verify a code by."""
    code = normalise(entry)
    sent = PasscodeDevice.objects.filter(user=member, purpose=purpose).first()
    if sent is not None and sent.holds(code):
        return _last_sent_by(member, purpose)
    if len(code) == PRINTED_LENGTH and PrintedCodeDevice.objects.filter(user=member).exists():
        return Channel.PRINTED
    if code.isdecimal() and TOTPDevice.objects.filter(user=member, confirmed=True).exists():
        return Channel.AUTHENTICATOR
    return _last_sent_by(member, purpose)


def seconds_to_wait(member: Member, channel: Channel, *, purpose: str) -> int:
    """Count the seconds before the next try by this way is looked at."""
    if channel is Channel.AUTHENTICATOR:
        found = Authenticator.objects.filter(user=member, confirmed=True)
    elif channel is Channel.PRINTED:
        found = PrintedCodeDevice.objects.filter(user=member)
    else:
        found = PasscodeDevice.objects.filter(user=member, purpose=purpose)
    return max((device.wait_seconds for device in found), default=0)


def _last_sent_by(member: Member, purpose: str) -> Channel:
    sent = Dispatch.objects.filter(member=member, purpose=purpose, sent_at__isnull=False)
    channel = sent.order_by("-sent_at").values_list("channel", flat=True).first()
    return Channel(channel or Channel.EMAIL)
