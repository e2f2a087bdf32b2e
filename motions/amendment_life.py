# ruff: noqa: E501 - the table reads best with one transition to a line
"""How an amendment moves from a branch's draft to a decision: its states, acts, and one table.

Source: guide 3.3, with the two officers and the deadline of guide 3.2 in front of it. An amendment
may be altered while its branch drafts it and at no time after; what is sent in is hashed. Pure.
"""

from dataclasses import dataclass
from enum import StrEnum

from audit.refusal import Refusal
from motions.states import Party


class AmendmentState(StrEnum):
    """Where an amendment stands (guide 3.3)."""

    DRAFT = "draft"
    AWAITING_SECOND_OFFICER = "awaiting_second"
    LODGED = "lodged"
    LATE = "late"
    WITH_SOC = "with_soc"
    IN_ORDER = "in_order"
    NOT_IN_ORDER = "not_in_order"
    ACCEPTED = "accepted"
    NOT_ACCEPTED = "not_accepted"
    COMPOSITED = "composited"
    GROUPED = "grouped"
    MOVED = "moved"
    IN_DEBATE = "in_debate"
    QUESTION_PUT = "question_put"
    VOTING = "voting"
    CARRIED = "carried"
    LOST = "lost"
    NOT_CARRIED = "not_carried"
    WITHDRAWN = "withdrawn"
    NOT_MOVED = "not_moved"
    FALLEN = "fallen"

    @property
    def label(self) -> str:
        """Say the state as it is shown to people."""
        return _LABELS.get(self, self.value.replace("_", " ").capitalize())


class AmendmentAct(StrEnum):
    """What may be done to an amendment."""

    REDRAFT = "redraft"
    SUBMIT = "submit"
    SEND_BACK = "send_back"
    CONFIRM = "confirm"
    RECEIVE = "receive"
    RULE_IN_ORDER = "rule_in_order"
    RULE_NOT_IN_ORDER = "rule_not_in_order"
    REVIEW = "review"
    REFER_BACK = "refer_back"
    ACCEPT_BEFOREHAND = "accept_beforehand"
    DECLINE = "decline"
    COMPOSITE = "composite"
    BREAK_UP = "break_up"
    GROUP = "group"
    UNGROUP = "ungroup"
    ACCEPT = "accept"
    MOVE = "move"
    SECOND = "second"
    NOT_MOVED = "not_moved"
    PUT = "put"
    OPEN_VOTE = "open_vote"
    TAKE_AGAIN = "take_again"
    DECLARE = "declare"
    WITHDRAW = "withdraw"
    LEAVE_TO_WITHDRAW = "leave_to_withdraw"
    FALL = "fall"
    TAKE_BACK = "take_back"

    @property
    def done(self) -> str:
        """Name the event that the log records once the act is done."""
        return _DONE.get(self, self.value)


_LABELS = {
    AmendmentState.AWAITING_SECOND_OFFICER: "Awaiting the second officer",
    AmendmentState.WITH_SOC: "With the Standing Orders Committee",
    AmendmentState.ACCEPTED: "Accepted by the mover",
    AmendmentState.NOT_ACCEPTED: "Not accepted by the mover",
    AmendmentState.COMPOSITED: "Taken into a composite",
    AmendmentState.GROUPED: "Grouped with others",
    AmendmentState.VOTING: "Vote open",
    AmendmentState.FALLEN: "Fell",
}

_DONE = {
    AmendmentAct.REDRAFT: "redrafted",
    AmendmentAct.SUBMIT: "submitted",
    AmendmentAct.SEND_BACK: "sent_back",
    AmendmentAct.CONFIRM: "confirmed",
    AmendmentAct.RECEIVE: "received",
    AmendmentAct.RULE_IN_ORDER: "ruled_in_order",
    AmendmentAct.RULE_NOT_IN_ORDER: "ruled_not_in_order",
    AmendmentAct.REVIEW: "reviewed",
    AmendmentAct.REFER_BACK: "referred_back",
    AmendmentAct.ACCEPT_BEFOREHAND: "accepted_beforehand",
    AmendmentAct.DECLINE: "declined",
    AmendmentAct.COMPOSITE: "composited",
    AmendmentAct.BREAK_UP: "composite_broken_up",
    AmendmentAct.GROUP: "grouped",
    AmendmentAct.UNGROUP: "ungrouped",
    AmendmentAct.ACCEPT: "accepted",
    AmendmentAct.MOVE: "moved",
    AmendmentAct.SECOND: "seconded",
    AmendmentAct.OPEN_VOTE: "vote_opened",
    AmendmentAct.TAKE_AGAIN: "vote_taken_again",
    AmendmentAct.DECLARE: "declared",
    AmendmentAct.WITHDRAW: "withdrawn",
    AmendmentAct.LEAVE_TO_WITHDRAW: "withdrawn_with_leave",
    AmendmentAct.FALL: "fallen",
    AmendmentAct.TAKE_BACK: "taken_back",
}

A, P, S = AmendmentAct, Party, AmendmentState

OPEN_TO_RULING = (S.LODGED, S.WITH_SOC)
WAITING = (S.IN_ORDER, S.NOT_ACCEPTED, S.GROUPED)
"""Admitted, and still to be taken in debate."""

NOT_YET_LODGED = (S.DRAFT, S.AWAITING_SECOND_OFFICER)
"""A branch's own papers: nobody else is told of them."""

UNDER_WAY = (S.MOVED, S.IN_DEBATE, S.QUESTION_PUT, S.VOTING)
"""The states of the one amendment that is before conference."""

MADE = (S.ACCEPTED, S.CARRIED)
"""Its words are in the substantive motion."""


@dataclass(frozen=True, slots=True)
class AmendmentLine:
    """One line of the table: from here, by this act of this party, to there.

    `guard` says what must be true. Where one act may end in several states, `when` names the
    finding that picks this line.
    """

    source: AmendmentState
    act: AmendmentAct
    target: AmendmentState
    party: Party
    guard: str
    when: str = ""


def _each(
    sources: tuple[AmendmentState, ...],
    act: AmendmentAct,
    target: AmendmentState,
    party: Party,
    guard: str,
) -> tuple[AmendmentLine, ...]:
    return tuple(AmendmentLine(source, act, target, party, guard) for source in sources)


# fmt: off
LINES: tuple[AmendmentLine, ...] = (
    AmendmentLine(S.DRAFT, A.REDRAFT, S.DRAFT, P.BRANCH, "not sent yet"),
    AmendmentLine(S.DRAFT, A.SUBMIT, S.AWAITING_SECOND_OFFICER, P.BRANCH, "the motion may be amended; within the number and the words allowed; approving meeting quorate"),
    AmendmentLine(S.AWAITING_SECOND_OFFICER, A.SEND_BACK, S.DRAFT, P.BRANCH, "a different officer"),
    AmendmentLine(S.AWAITING_SECOND_OFFICER, A.CONFIRM, S.LODGED, P.BRANCH, "a different officer; server time at or before the deadline", when="on_time"),
    AmendmentLine(S.AWAITING_SECOND_OFFICER, A.CONFIRM, S.LATE, P.BRANCH, "a different officer; server time after the deadline", when="late"),
    AmendmentLine(S.LODGED, A.RECEIVE, S.WITH_SOC, P.CLERK, "receipt sent to both officers; text hashed"),
    *_each(OPEN_TO_RULING, A.RULE_IN_ORDER, S.IN_ORDER, P.SOC, "no part in one's own branch's amendment, nor in one to its motion"),
    *_each(OPEN_TO_RULING, A.RULE_NOT_IN_ORDER, S.NOT_IN_ORDER, P.SOC, "direct negative, not relevant, late, over limit, not understood; reason in words"),
    AmendmentLine(S.NOT_IN_ORDER, A.REVIEW, S.IN_ORDER, P.SOC, "the motion has not been decided"),
    AmendmentLine(S.NOT_IN_ORDER, A.REFER_BACK, S.WITH_SOC, P.CONFERENCE, "reference back of that paragraph carried; the committee must report again"),
    *_each(WAITING, A.ACCEPT_BEFOREHAND, S.IN_ORDER, P.MOVER, "only if rules allow; an officer of the motion's branch; its words go in only when the chair takes it"),
    *_each((S.IN_ORDER, S.GROUPED), A.DECLINE, S.NOT_ACCEPTED, P.MOVER, "only if rules allow; an officer of the motion's branch"),
    *_each(WAITING, A.COMPOSITE, S.COMPOSITED, P.SOC, "its motion goes into a composite"),
    AmendmentLine(S.COMPOSITED, A.BREAK_UP, S.IN_ORDER, P.BRANCH, "the composite breaks up"),
    *_each((S.IN_ORDER, S.NOT_ACCEPTED), A.GROUP, S.GROUPED, P.SOC, "one debate, votes in turn"),
    AmendmentLine(S.GROUPED, A.UNGROUP, S.IN_ORDER, P.SOC, "before it is taken"),
    *_each(WAITING, A.ACCEPT, S.ACCEPTED, P.MOVER, "in debate; only if rules allow; next in the order of the text; text version bumped"),
    *_each(WAITING, A.MOVE, S.MOVED, P.DELEGATE, "next in the order of the text; no later part amended; of the amending body; admitted"),
    AmendmentLine(S.MOVED, A.SECOND, S.IN_DEBATE, P.DELEGATE, "skip if the standing orders need no seconder"),
    *_each(WAITING, A.NOT_MOVED, S.NOT_MOVED, P.CHAIR, "its turn came; nobody moved or seconded it"),
    AmendmentLine(S.IN_DEBATE, A.PUT, S.QUESTION_PUT, P.CHAIR, "its mover has no reply; words hashed"),
    AmendmentLine(S.QUESTION_PUT, A.TAKE_BACK, S.IN_DEBATE, P.CHAIR, "put in error; no vote was opened, and conference did not order it"),
    AmendmentLine(S.QUESTION_PUT, A.OPEN_VOTE, S.VOTING, P.TELLER, "majority, form, window, roll and hash recorded"),
    AmendmentLine(S.VOTING, A.TAKE_AGAIN, S.VOTING, P.CHAIR, "card vote ordered, or voided for a failure; old vote kept"),
    AmendmentLine(S.VOTING, A.DECLARE, S.CARRIED, P.CHAIR, "new substantive motion; conflicting amendments fall", when="carried"),
    AmendmentLine(S.VOTING, A.DECLARE, S.LOST, P.CHAIR, "majority not met", when="lost"),
    AmendmentLine(S.VOTING, A.DECLARE, S.NOT_CARRIED, P.CHAIR, "tie and no casting vote", when="not_carried"),
    *_each((*NOT_YET_LODGED, *OPEN_TO_RULING, *WAITING), A.WITHDRAW, S.WITHDRAWN, P.BRANCH, "the amending body, before it is moved"),
    AmendmentLine(S.IN_DEBATE, A.LEAVE_TO_WITHDRAW, S.WITHDRAWN, P.CONFERENCE, "once moved, only with leave"),
    *_each((*OPEN_TO_RULING, *WAITING), A.FALL, S.FALLEN, P.SYSTEM, "motion lost, withdrawn, remitted or otherwise ended; or a conflicting amendment carried"),
)
# fmt: on


def lines_from(state: AmendmentState) -> tuple[AmendmentLine, ...]:
    """Give the ways on from a state; none means that the amendment has ended here."""
    return tuple(line for line in LINES if line.source == state)


def acts_from(state: AmendmentState) -> frozenset[AmendmentAct]:
    """Give the acts that are lawful in a state."""
    return frozenset(line.act for line in lines_from(state))


ENDED = frozenset(state for state in AmendmentState if not lines_from(state))


def line_for(state: AmendmentState, act: AmendmentAct, *, finding: str = "") -> AmendmentLine:
    """Find the line for an act, or refuse it.

    `finding` is needed only where the act has more than one end: "on_time" or "late" for the
    confirmation; "carried", "lost" or "not_carried" for the declaration.
    """
    lines = [line for line in lines_from(state) if line.act == act]
    if not lines:
        ways = sorted(each.replace("_", " ") for each in acts_from(state))
        raise Refusal(
            "not-lawful-now",
            f"This cannot be done while the amendment is: {state.label.lower()}. "
            + (f"What can be done now: {', '.join(ways)}." if ways else "It has ended there."),
            rule="Amendment lifecycle",
        )
    chosen = [line for line in lines if line.when in ("", finding)]
    if len(chosen) != 1:
        raise ValueError(f"{act} from {state} needs one of {[line.when for line in lines]}")
    return chosen[0]
