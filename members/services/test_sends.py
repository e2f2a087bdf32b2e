"""Trying a channel before anybody depends on it."""

import time
from dataclasses import dataclass

from audit.recording import entry
from audit.refusal import Refusal
from members.delivery.channels import AT_ONCE, KINDS_OF, channels_open, working
from members.delivery.gateway import Gateway
from members.delivery.mail import MailServer
from members.delivery.outcomes import REASONS, NotTaken
from members.delivery.words import Words
from members.enums import Channel
from members.models import Dispatch, Member
from members.rules import insist_office

_SUBJECT = "A test message"
_TEXT = "This is a test of our messages. There is nothing to do, and no passcode in it."


@dataclass(frozen=True, slots=True)
class TestSend:
    """What came of a test: whether it was taken, in how many seconds, and why not."""

    __test__ = False  # no test of pytest's

    is_taken: bool
    seconds: float
    reason: str = ""

    @property
    def words(self) -> str:
        """Say it to an officer."""
        if self.is_taken:
            return f"Taken in {self.seconds:.1f} seconds. Now see whether it arrives."
        return f"Not taken, after {self.seconds:.1f} seconds. {REASONS.get(self.reason, '')}."


def test_send(*, actor: Member, channel: Channel) -> TestSend:
    """Send an officer a message at their own address, at once, and measure how long it takes.

    It goes by no queue: it is the other side that is tried, and the officer waits for the answer.
    """
    office = insist_office(actor, "delivery.test")
    if channel not in AT_ONCE or channel not in channels_open():
        raise Refusal("channel-closed", "Nothing is sent by this channel here.")
    contact = working(actor, KINDS_OF[channel]).first()
    if contact is None:
        raise Refusal("unreachable", "There is no address of yours for this channel.")
    carrier = MailServer() if channel is Channel.EMAIL else Gateway()
    trial = Dispatch(member=actor, channel=channel, purpose="test", what="test", tries=1)
    phrases = (_TEXT,) if channel is Channel.VOICE else ()
    began, reason = time.monotonic(), ""
    try:
        carrier.send(trial, contact.detail, Words(_SUBJECT, _TEXT, phrases))
    except NotTaken as fault:
        reason = fault.reason
    finally:
        carrier.close()
    came = TestSend(not reason, time.monotonic() - began, reason)
    with entry(actor=actor, office=office) as log:
        log.record(
            "delivery.tested",
            subject=actor,
            channel=str(channel),
            taken=came.is_taken,
            milliseconds=round(came.seconds * 1000),
            reason=reason,
        )
    return came


test_send.__test__ = False  # type: ignore[attr-defined]  # no test of pytest's
