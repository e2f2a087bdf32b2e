"""What the body whose motion it is says of an amendment before conference (guide 3.3).

One officer answers for it, and may answer otherwise until the amendment is taken: nothing is in the
motion until the chair has asked its mover and takes the words in (motions.debate.amending).
"""

from audit.refusal import Refusal
from conferences.rules import acting
from members.models import Member
from motions.amendment_life import AmendmentAct
from motions.amendments.steps import advance_amendment
from motions.models import Amendment
from motions.steps import held_amendment


def amendment_accept_beforehand(*, amendment: Amendment, actor: Member) -> Amendment:
    """Say as the motion's branch that its mover will accept an amendment."""
    return _answer(amendment, actor, AmendmentAct.ACCEPT_BEFOREHAND, accepts=True)


def amendment_decline(*, amendment: Amendment, actor: Member) -> Amendment:
    """Say as the motion's branch that its mover does not accept an amendment."""
    return _answer(amendment, actor, AmendmentAct.DECLINE, accepts=False)


def _answer(amendment: Amendment, actor: Member, act: AmendmentAct, *, accepts: bool) -> Amendment:
    motion = amendment.motion
    with acting(actor, motion.conference, "amendment.answer", body=motion.lodged_by) as log:
        amendment = held_amendment(amendment)
        if not motion.conference.orders.mover_may_accept_amendments:
            raise Refusal("not-for-the-mover", "Each amendment is decided by a vote here.")
        amendment.mover_accepts = accepts
        return advance_amendment(log, amendment, act)
