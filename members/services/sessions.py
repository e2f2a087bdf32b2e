"""Beginning and ending a member's sessions."""

from django.db.models import F

from audit.recording import entry
from audit.refusal import Refusal
from members.enums import Channel
from members.models import Member, SessionEpoch
from members.selectors import member_by_identifier, offices_of
from members.services.passcodes import passcode_verify


def member_sign_in(*, identifier: str, channel: Channel, passcode: str) -> Member:
    """Let a member in who has a right passcode.

    A wrong passcode, a try that comes too soon and a number that is not on the register get the
    same answer: nobody can find out here who is a member (guide 2.7). An officer's sign-in goes
    into the log; a member's is nobody's business.
    """
    member = member_by_identifier(identifier)
    try:
        passcode_verify(member=member, channel=channel, passcode=passcode)
    except Refusal as refusal:
        if refusal.code in {"passcode-wrong", "passcode-too-soon"}:
            raise Refusal(
                "sign-in-refused",
                "That did not work. Check the passcode, wait a few seconds and try again.",
            ) from refusal
        raise
    assert member is not None  # noqa: S101 - a passcode was accepted
    if offices := offices_of(member):
        with entry(actor=member) as log:
            log.record(
                "officer.signed_in",
                subject=member,
                channel=str(channel),
                offices=[f"{held.office} of {held.body.log_name}" for held in offices],
            )
    return member


def sessions_end(*, member: Member) -> None:
    """End every session of a member, on every device: a signed cookie cannot be called back."""
    SessionEpoch.objects.get_or_create(member=member)
    SessionEpoch.objects.filter(member=member).update(epoch=F("epoch") + 1)
