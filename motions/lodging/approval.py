"""The certificate that a quorate meeting approved a paper: every motion and amendment needs one.

    approval_certify(certificate, actor=actor, motion=motion)        inside the act that sends
    approval_certify(certificate, actor=actor, amendment=amendment)
    log.record(..., **certificate.facts)

The officer who sends a paper certifies it. Source: guide 3.0, approval proof (UCU: an officer "must
certify that the motion was passed by a quorate meeting"); two motions were left off an agenda in
2018 because a committee had not voted on them.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from audit.refusal import Refusal
from members.models import Member
from motions.enums import ApprovingMeeting
from motions.models import Amendment, Approval, Motion
from motions.steps import sha256

RULE = "Standing orders: approval by a quorate meeting"


@dataclass(frozen=True, slots=True)
class Certificate:
    """What an officer certifies of the meeting; members present and quorum are whole numbers."""

    held_on: date
    present: int
    quorum: int
    kind: ApprovingMeeting = ApprovingMeeting.GENERAL
    moved_by: str = ""
    seconded_by: str = ""

    @property
    def facts(self) -> dict[str, Any]:
        """Give what the log keeps of it: no names."""
        return {
            "approved_on": self.held_on.isoformat(),
            "meeting": str(self.kind),
            "present": self.present,
            "quorum": self.quorum,
        }


def approval_certify(
    certificate: Certificate,
    *,
    actor: Member,
    motion: Motion | None = None,
    amendment: Amendment | None = None,
) -> Approval:
    """Certify the meeting that approved the words as they stand; refuse one that could not."""
    told = certificate
    if told.held_on > timezone.localdate():
        raise Refusal(
            "meeting-to-come", "The meeting that approved it has still to be held.", rule=RULE
        )
    if told.quorum < 1:
        raise Refusal("no-quorum-given", "Say how many members make a quorum.", rule=RULE)
    if told.present < told.quorum:
        raise Refusal(
            "meeting-not-quorate",
            f"The meeting that approved it was not quorate: {told.present:,} members were present "
            f"and {told.quorum:,} were needed.",
            rule=RULE,
        )
    text = motion.substantive.text if motion else amendment.instruction if amendment else ""
    return Approval.objects.create(
        motion=motion,
        amendment=amendment,
        held_on=told.held_on,
        kind=told.kind,
        present=told.present,
        quorum=told.quorum,
        moved_by=told.moved_by.strip(),
        seconded_by=told.seconded_by.strip(),
        text_sha256=sha256(text),
        certified_by=actor,
    )
