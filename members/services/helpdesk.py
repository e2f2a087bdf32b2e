"""The helpdesk: finding who calls, knowing them by facts, and helping them in.

Whoever sits there sees no passcode, no vote and no address in full, and leaves an entry in the log
of every look. No act without the facts by which the caller was known (guide 6); nobody helps
themselves.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from audit.refusal import Refusal
from members import rules
from members.enums import Channel
from members.models import Member
from members.models.passcodes import SIGN_IN
from members.services.dispatching import passcode_reissue
from members.services.passcodes import passcode_unlock
from members.services.second_proofs import second_proof_reset_ask

LONGEST_REASON: Final = 300
FEWEST_FACTS: Final = 2

FACTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "name": "Their full name",
        "branch": "Their branch",
        "joined": "When they joined",
        "address": "How their e-mail address or number begins or ends",
        "called_back": "I called back the number in the register",
        "known": "I know them, and know their voice",
    }
)
"""By what a caller may be known, besides the membership number that they gave."""


class Help(StrEnum):
    """What the helpdesk can do for somebody."""

    UNLOCK = "unlock"
    REISSUE = "reissue"
    NOTE = "note"
    RESET = "reset"


def member_look_up(*, actor: Member, number: str) -> Member | None:
    """Find a member by their membership number, exactly. Every look is in the log."""
    with rules.acting(actor, "member.look_up") as log:
        typed = number.strip().upper()
        member = Member.objects.filter(membership_number=typed, erased_at=None).first()
        log.record(
            "member.looked_up",
            subject=member or "register",
            personal=None if member else {"number": typed[:32]},
            found=member is not None,
        )
    return member


def helpdesk_act(
    *,
    actor: Member,
    member: Member,
    act: Help,
    checked: Sequence[str],
    reason: str,
    channel: Channel | None = None,
) -> None:
    """Help a member whom the helpdesk knew by at least two facts: what was checked is recorded."""
    with rules.acting(actor, "identity.check") as log:
        if actor == member:
            raise Refusal(
                "own-helpdesk",
                "Nobody can do this for themselves. Ask a colleague at the helpdesk.",
                record="helpdesk.refused",
                subject=member.log_name,
                facts={"act": str(act)},
            )
        facts = [fact for fact in FACTS if fact in checked]
        if len(facts) < FEWEST_FACTS:
            raise Refusal("identity-not-checked", "Check at least two facts, and tick them.")
        if not reason.strip():
            raise Refusal("reason-missing", "Say in a few words what it is about.")
        log.record("identity.checked", subject=member, checked=facts)
        words = reason.strip()[:LONGEST_REASON]
        if act is Help.UNLOCK:
            passcode_unlock(actor=actor, member=member, reason=words)
        elif act is Help.REISSUE:
            passcode_reissue(
                actor=actor, member=member, purpose=SIGN_IN, reason=words, channel=channel
            )
        elif act is Help.RESET:
            second_proof_reset_ask(actor=actor, member=member, checked=facts, reason=words)
        else:
            with rules.acting(actor, "call.note") as call:
                call.record("call.noted", subject=member, personal={"note": words})
