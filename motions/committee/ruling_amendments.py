"""The Standing Orders Committee takes an amendment in and rules on it; the clerk records for it.

As on a motion: at a meeting, with who took part and who stood aside, the reason with its code, and
the hash of the words ruled on (guide 3.3: direct negative, not relevant, late, over limit).
"""

from audit.refusal import Refusal
from conferences.rules import acting
from members.models import Member
from motions.amendment_life import AmendmentAct
from motions.amendments.open_to import refuse_unless_open
from motions.amendments.placing import amendments_place
from motions.amendments.steps import advance_amendment
from motions.committee.rulings import ruling_keep
from motions.committee.taking_part import parted
from motions.enums import Decision, ReasonCode
from motions.models import Amendment, SocMeeting
from motions.steps import held_amendment, hold_floor, sha256

_DECISIONS = {
    AmendmentAct.RULE_IN_ORDER: Decision.IN_ORDER,
    AmendmentAct.RULE_NOT_IN_ORDER: Decision.NOT_IN_ORDER,
    AmendmentAct.REVIEW: Decision.REVIEWED,
}


def amendment_receive(*, amendment: Amendment, actor: Member) -> Amendment:
    """Take a lodged amendment in for the committee."""
    with acting(actor, amendment.motion.conference, "amendment.receive") as log:
        return advance_amendment(log, held_amendment(amendment), AmendmentAct.RECEIVE)


def amendment_rule_in_order(
    *,
    amendment: Amendment,
    actor: Member | None,
    meeting: SocMeeting | None = None,
    reason: str = "",
) -> Amendment:
    """Record that the committee rules an amendment in order."""
    return _rule(amendment, actor, AmendmentAct.RULE_IN_ORDER, meeting=meeting, reason=reason)


def amendment_rule_not_in_order(
    *,
    amendment: Amendment,
    actor: Member | None,
    reason: str,
    code: ReasonCode = ReasonCode.OTHER,
    meeting: SocMeeting | None = None,
    is_private: bool = False,
) -> Amendment:
    """Record that the committee rules an amendment not in order, and why.

    A private reason is for the branch alone; everybody else is told the code.
    """
    return _rule(
        amendment,
        actor,
        AmendmentAct.RULE_NOT_IN_ORDER,
        meeting=meeting,
        reason=reason,
        code=code,
        is_private=is_private,
    )


def amendment_review(
    *, amendment: Amendment, actor: Member | None, reason: str, meeting: SocMeeting | None = None
) -> Amendment:
    """Record that the committee has looked again, and now finds an amendment in order."""
    refuse_unless_open(amendment.motion, amendment.to_amendment)
    return _rule(amendment, actor, AmendmentAct.REVIEW, meeting=meeting, reason=reason)


def _rule(
    amendment: Amendment,
    actor: Member | None,
    act: AmendmentAct,
    *,
    meeting: SocMeeting | None,
    reason: str,
    code: str = "",
    is_private: bool = False,
) -> Amendment:
    with acting(actor, amendment.motion.conference, "amendment.rule") as log:
        hold_floor(amendment.motion.conference)
        amendment, reason = held_amendment(amendment), reason.strip()
        if act != AmendmentAct.RULE_IN_ORDER and not reason:
            raise Refusal("no-reason", "The committee gives its reason in words.")
        parting = parted(amendment, actor=actor, office=log.office, meeting=meeting)
        ruling = ruling_keep(
            amendment,
            _DECISIONS[act],
            parting,
            actor=actor,
            text_sha256=sha256(amendment.words),
            reason=reason,
            code=code,
            is_private=is_private,
        )
        amendment.ruling_reason = ruling.public_reason
        advance_amendment(
            log,
            amendment,
            act,
            reason_code=ruling.reason_code or None,
            reason_is_private=ruling.is_private,
            personal={"reason": ruling.reason} if ruling.reason else None,
            **parting.facts,
        )
        amendments_place(amendment.motion)
    return amendment
