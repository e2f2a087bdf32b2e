"""Letting a member in: one proof for a member, a second besides for an officer."""

from typing import Any

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from members.enums import Channel
from members.models import KnownBrowser, Member
from members.selectors import member_by_identifier, offices_of
from members.services.passcodes import passcode_verify
from members.services.second_proofs import needs_second_proof, second_proofs_of

_NEUTRAL = "That did not work. Check the passcode, wait a few seconds and try again."


def member_sign_in(
    *, identifier: str, channel: Channel, passcode: str, browser: str = ""
) -> Member:
    """Give the member whose right passcode this is.

    A wrong passcode, a try that comes too soon and a number that is not on the register get the
    same answer: nobody can find out here who is a member (guide 2.7). An officer's sign-in goes
    into the log; a member's is nobody's business. Whoever needs a second proof is not in yet, and
    `second_proof_give` says when they are.
    """
    member = member_by_identifier(identifier)
    try:
        passcode_verify(member=member, channel=channel, passcode=passcode, browser=browser)
    except Refusal as refusal:
        if refusal.code in {"passcode-wrong", "passcode-too-soon"}:
            raise Refusal("sign-in-refused", _NEUTRAL) from refusal
        raise
    assert member is not None  # noqa: S101 - a passcode was accepted
    if not needs_second_proof(member):
        officer_note(member=member, channel=channel)
    elif channel is Channel.AUTHENTICATOR and not second_proofs_of(member)[1]:
        raise Refusal(
            "app-comes-second",
            "As an officer, start with a passcode that is sent to you or printed. "
            "The app comes second.",
        )
    return member


def second_proof_give(*, member: Member, first: Channel, passcode: str, browser: str = "") -> None:
    """Take the code of an officer's app as their second proof. It cannot have been the first."""
    if first is Channel.AUTHENTICATOR:
        raise Refusal("passcode-wrong", "That was your first proof. Use a passkey.")
    passcode_verify(
        member=member, channel=Channel.AUTHENTICATOR, passcode=passcode, browser=browser
    )


def officer_note(*, member: Member, channel: Channel, second: str = "") -> None:
    """Enter into the log that an officer signed in, and by what; of a member, nothing."""
    facts: dict[str, Any] = {"second": second} if second else {}
    if offices := offices_of(member):
        with entry(actor=member) as log:
            log.record(
                "officer.signed_in",
                subject=member,
                channel=str(channel),
                offices=[f"{held.office} of {held.body.log_name}" for held in offices],
                **facts,
            )


def browser_remember(*, member: Member, browser: str) -> None:
    """Keep that a member has signed in with a browser: it counts its own wrong tries from now."""
    KnownBrowser.objects.update_or_create(
        member=member, browser=browser, defaults={"seen_at": timezone.now()}
    )
