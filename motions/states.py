# ruff: noqa: E501 - one state, one sentence, one line
"""The words of a motion's life: its states, the acts that move it, and whose acts they are.

Pure: the lifecycle table and its tests use these without Django.
"""

from enum import StrEnum


def _sentence(value: str) -> str:
    return value.replace("_", " ").lower().capitalize().replace("soc", "SOC")


class MotionState(StrEnum):
    """Where a motion stands, from a branch's draft to policy (guide 3.1)."""

    DRAFT = "DRAFT"
    AWAITING_SECOND_OFFICER = "AWAITING_SECOND_OFFICER"
    LODGED = "LODGED"
    LATE = "LATE"
    WITH_SOC = "WITH_SOC"
    QUERY = "QUERY"
    NOT_IN_ORDER = "NOT_IN_ORDER"
    REFERRED_ELSEWHERE = "REFERRED_ELSEWHERE"
    IN_ORDER = "IN_ORDER"
    COMPOSITE_PROPOSED = "COMPOSITE_PROPOSED"
    COMPOSITED = "COMPOSITED"
    SCHEDULED = "SCHEDULED"
    NOT_PRIORITISED = "NOT_PRIORITISED"
    WITHDRAWN = "WITHDRAWN"
    CALLED = "CALLED"
    NOT_MOVED = "NOT_MOVED"
    MOVED = "MOVED"
    IN_DEBATE = "IN_DEBATE"
    AMENDMENT_IN_DEBATE = "AMENDMENT_IN_DEBATE"
    ADJOURNED = "ADJOURNED"
    NEXT_BUSINESS = "NEXT_BUSINESS"
    REMITTED = "REMITTED"
    QUESTION_PUT = "QUESTION_PUT"
    VOTING = "VOTING"
    COUNTED = "COUNTED"
    CHALLENGED = "CHALLENGED"
    CARRIED = "CARRIED"
    LOST = "LOST"
    NOT_CARRIED = "NOT_CARRIED"
    FELL_CONSEQUENTIAL = "FELL_CONSEQUENTIAL"
    NOT_REACHED = "NOT_REACHED"
    DECIDED_BY_DELEGATED_BODY = "DECIDED_BY_DELEGATED_BODY"
    POLICY = "POLICY"
    SUPERSEDED = "SUPERSEDED"

    @property
    def label(self) -> str:
        """Say the state as it is shown to people."""
        return _STATE_LABELS.get(self, _sentence(self.value))

    @property
    def meaning(self) -> str:
        """Explain the state in one sentence."""
        return _MEANINGS[self]


class Act(StrEnum):
    """What may be done to a motion (guide 3.2)."""

    SUBMIT = "submit"
    CONFIRM = "confirm"
    SEND_BACK = "send_back"
    RECEIVE = "receive"
    RULE_IN_ORDER = "rule_in_order"
    RULE_NOT_IN_ORDER = "rule_not_in_order"
    QUERY = "query"
    REPLY = "reply"
    NO_REPLY = "no_reply"
    REFER_ELSEWHERE = "refer_elsewhere"
    SOC_REVIEW = "soc_review"
    REFERENCE_BACK_CARRIED = "reference_back_carried"
    PROPOSE_COMPOSITE = "propose_composite"
    AGREE = "agree"
    DECLINE = "decline"
    COMPOSITE_BREAKS_UP = "composite_breaks_up"
    SCHEDULE = "schedule"
    NOT_PRIORITISED = "not_prioritised"
    WITHDRAW = "withdraw"
    CALL = "call"
    GUILLOTINE = "guillotine"
    CONSEQUENCE = "consequence"
    DELEGATE_TO_BODY = "delegate_to_body"
    MOVE = "move"
    NOT_MOVED = "not_moved"
    SECOND = "second"
    NO_SECONDER = "no_seconder"
    OPEN_AMENDMENT = "open_amendment"
    AMENDMENT_DECIDED = "amendment_decided"
    ACCEPT_AMENDMENT = "accept_amendment"
    ADJOURN = "adjourn"
    RESUME = "resume"
    NEXT_BUSINESS = "next_business"
    REMIT = "remit"
    LEAVE_TO_WITHDRAW = "leave_to_withdraw"
    CLOSE_DEBATE = "close_debate"
    OPEN_VOTE = "open_vote"
    EXTEND = "extend"
    CLOSE_VOTE = "close_vote"
    DECLARE = "declare"
    CHALLENGE = "challenge"
    ORDER_CARD_VOTE = "order_card_vote"
    VOID_TECHNICAL = "void_technical"
    UPHOLD = "uphold"
    ADOPT_POLICY = "adopt_policy"
    SUPERSEDE = "supersede"
    TAKE_BACK = "take_back"

    @property
    def done(self) -> str:
        """Name the event that the log records once the act is done."""
        return _DONE[self]


class Party(StrEnum):
    """Whose act it is. Who may press the button for them is a matter for rules.py."""

    BRANCH = "the submitting branch"
    CLERK = "the clerk"
    SOC = "the Standing Orders Committee"
    CHAIR = "the chair"
    TELLER = "the teller's desk, on the chair's word"
    DELEGATE = "a delegate"
    MOVER = "the mover"
    CONFERENCE = "conference"
    SYSTEM = "the system"


_STATE_LABELS = {
    MotionState.WITH_SOC: "With the Standing Orders Committee",
    MotionState.QUERY: "Queried with the branch",
    MotionState.AMENDMENT_IN_DEBATE: "Amendment in debate",
    MotionState.NEXT_BUSINESS: "Shelved: next business",
    MotionState.REMITTED: "Remitted to the executive",
    MotionState.QUESTION_PUT: "Question put",
    MotionState.VOTING: "Vote open",
    MotionState.FELL_CONSEQUENTIAL: "Fell",
    MotionState.DECIDED_BY_DELEGATED_BODY: "Decided by delegated body",
    MotionState.POLICY: "Policy",
}

_MEANINGS = {
    MotionState.DRAFT: "Being written at a branch; not sent.",
    MotionState.AWAITING_SECOND_OFFICER: "One branch officer has sent it; a second named officer must confirm (PCS practice).",
    MotionState.LODGED: "Confirmed before the deadline, with the meeting that approved it, its date and quorum.",
    MotionState.LATE: "Confirmed after the deadline by server time. Ends here unless re-offered as an emergency motion.",
    MotionState.WITH_SOC: "Standing Orders Committee is considering it.",
    MotionState.QUERY: "SOC has asked the branch to reword, clarify or agree an edit.",
    MotionState.NOT_IN_ORDER: "Ruled out, with a reason code. Can come back only by SOC review or a reference back.",
    MotionState.REFERRED_ELSEWHERE: "Sent to another body (sector, service group, rules conference, NEC).",
    MotionState.IN_ORDER: "Admitted to the preliminary agenda; amendments may be sent in.",
    MotionState.COMPOSITE_PROPOSED: "In a group the SOC wants composited; each branch still to agree.",
    MotionState.COMPOSITED: "Its words live on in a composite, which conference debates in its place.",
    MotionState.SCHEDULED: "On the final agenda and in the order of business.",
    MotionState.NOT_PRIORITISED: "Admitted, but below the line in the priority ballot; passed to the NEC or printed only.",
    MotionState.WITHDRAWN: "Withdrawn: by the branch alone before the agenda is adopted; after that only with leave.",
    MotionState.CALLED: "The chair has called the item.",
    MotionState.NOT_MOVED: "Called and nobody entitled moved it. Falls.",
    MotionState.MOVED: "Moved. Waiting for a seconder if the standing orders need one.",
    MotionState.IN_DEBATE: "Open to debate; amendments are taken in sequence inside this state.",
    MotionState.AMENDMENT_IN_DEBATE: "One amendment is in debate; the main question waits.",
    MotionState.ADJOURNED: "Debate adjourned to a stated time.",
    MotionState.NEXT_BUSINESS: "Shelved by 'next business' or a carried previous question. Cannot be taken again here.",
    MotionState.REMITTED: "Passed to the NEC for consideration, with the mover's agreement, without a vote for or against.",
    MotionState.QUESTION_PUT: "Debate closed, reply taken or waived; text locked and hashed.",
    MotionState.VOTING: "A vote is open (show, card or secret). Roll and weights frozen at opening.",
    MotionState.COUNTED: "Closed and counted; the chair has the figures; not yet declared.",
    MotionState.CHALLENGED: "Recount, card vote or technical failure claimed before or at declaration.",
    MotionState.CARRIED: "Majority reached. Becomes a resolution.",
    MotionState.LOST: "Majority not reached, more against than for (or under two thirds).",
    MotionState.NOT_CARRIED: "Equal votes and no casting vote used. May come back at a later meeting.",
    MotionState.FELL_CONSEQUENTIAL: "Another decision made it incompetent (SOC had said so in advance).",
    MotionState.NOT_REACHED: "Guillotined: time ran out. Goes to the NEC or falls, as the standing orders say.",
    MotionState.DECIDED_BY_DELEGATED_BODY: "Conference did not take it; a body with rule power decided (TUC 2020: General Council).",
    MotionState.POLICY: "In force as policy of the union, and followed up until it is done.",
    MotionState.SUPERSEDED: "Replaced or rescinded by a later decision.",
}

_DONE = {
    Act.SUBMIT: "submitted",
    Act.CONFIRM: "confirmed",
    Act.SEND_BACK: "sent_back",
    Act.RECEIVE: "received",
    Act.RULE_IN_ORDER: "ruled_in_order",
    Act.RULE_NOT_IN_ORDER: "ruled_not_in_order",
    Act.QUERY: "queried",
    Act.REPLY: "answered",
    Act.NO_REPLY: "left_unanswered",
    Act.REFER_ELSEWHERE: "referred",
    Act.SOC_REVIEW: "reviewed",
    Act.REFERENCE_BACK_CARRIED: "referred_back",
    Act.PROPOSE_COMPOSITE: "composite_proposed",
    Act.AGREE: "composited",
    Act.DECLINE: "composite_declined",
    Act.COMPOSITE_BREAKS_UP: "composite_broken_up",
    Act.SCHEDULE: "scheduled",
    Act.NOT_PRIORITISED: "not_prioritised",
    Act.WITHDRAW: "withdrawn",
    Act.CALL: "called",
    Act.GUILLOTINE: "guillotined",
    Act.CONSEQUENCE: "fallen",
    Act.DELEGATE_TO_BODY: "delegated",
    Act.MOVE: "moved",
    Act.NOT_MOVED: "not_moved",
    Act.SECOND: "seconded",
    Act.NO_SECONDER: "not_seconded",
    Act.OPEN_AMENDMENT: "amendment_opened",
    Act.AMENDMENT_DECIDED: "amendment_decided",
    Act.ACCEPT_AMENDMENT: "amendment_accepted",
    Act.ADJOURN: "adjourned",
    Act.RESUME: "resumed",
    Act.NEXT_BUSINESS: "shelved",
    Act.REMIT: "remitted",
    Act.LEAVE_TO_WITHDRAW: "withdrawn_with_leave",
    Act.CLOSE_DEBATE: "debate_closed",
    Act.OPEN_VOTE: "vote_opened",
    Act.EXTEND: "vote_extended",
    Act.CLOSE_VOTE: "vote_closed",
    Act.DECLARE: "declared",
    Act.CHALLENGE: "challenged",
    Act.ORDER_CARD_VOTE: "card_vote_ordered",
    Act.VOID_TECHNICAL: "vote_voided",
    Act.UPHOLD: "result_upheld",
    Act.ADOPT_POLICY: "adopted",
    Act.SUPERSEDE: "superseded",
    Act.TAKE_BACK: "taken_back",
}
