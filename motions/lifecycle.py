# ruff: noqa: E501 - the table reads best with one transition to a line
"""How a motion moves from a branch's draft to policy: one table, and what reads it.

34 states and 49 transitions (guide 3.1 and 3.2), and seven lines of our own beside them. No other
module decides whether an act is lawful in a state; services ask here, and then check the guard that
the line names.

Four of our own are branch business before the committee has ruled. The guide has a second officer who
may confirm and says nothing of one who will not: without a way back, a slip seen by the second pair
of eyes could only be lodged with it, so it goes back to the draft that it was, with a reason. And
where the guide withdraws a motion from IN_ORDER on, its state WITHDRAWN speaks of any time before
the agenda is adopted: a branch that has thought better of it need not wait for a ruling first.

Three are a slip of the chair's finger. A motion called, moved or put in error stood there for good:
it could only be voted on, or be said to have fallen. So the chair takes such a step back, in the
open and in the log, for as long as nothing has followed from it.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from audit.refusal import Refusal
from motions.states import Act, MotionState, Party

A, P, S = Act, Party, MotionState


@dataclass(frozen=True, slots=True)
class Transition:
    """One line of the table: from here, by this act of this party, to there.

    `guard` says what must be true. Where one act may end in several states, `when` names the
    finding that picks this line.
    """

    source: MotionState
    act: Act
    target: MotionState
    party: Party
    guard: str
    when: str = ""


# fmt: off
TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.DRAFT, A.SUBMIT, S.AWAITING_SECOND_OFFICER, P.BRANCH, "body entitled; within its limit of motions; word limit; approving meeting quorate"),
    Transition(S.AWAITING_SECOND_OFFICER, A.CONFIRM, S.LODGED, P.BRANCH, "server time at or before the deadline", when="on_time"),
    Transition(S.AWAITING_SECOND_OFFICER, A.CONFIRM, S.LATE, P.BRANCH, "server time after the deadline", when="late"),
    Transition(S.LODGED, A.RECEIVE, S.WITH_SOC, P.CLERK, "receipt sent to both officers; text hashed"),
    Transition(S.WITH_SOC, A.RULE_IN_ORDER, S.IN_ORDER, P.SOC, "decision, date, members present, declared interests"),
    Transition(S.WITH_SOC, A.RULE_NOT_IN_ORDER, S.NOT_IN_ORDER, P.SOC, "reason code and reason text; branch told"),
    Transition(S.WITH_SOC, A.QUERY, S.QUERY, P.SOC, "reply-by date"),
    Transition(S.QUERY, A.REPLY, S.WITH_SOC, P.BRANCH, "new version kept beside the old"),
    Transition(S.QUERY, A.NO_REPLY, S.NOT_IN_ORDER, P.SOC, "reply-by date passed"),
    Transition(S.WITH_SOC, A.REFER_ELSEWHERE, S.REFERRED_ELSEWHERE, P.SOC, "named body"),
    Transition(S.NOT_IN_ORDER, A.SOC_REVIEW, S.IN_ORDER, P.SOC, "before final agenda"),
    Transition(S.NOT_IN_ORDER, A.REFERENCE_BACK_CARRIED, S.WITH_SOC, P.CONFERENCE, "reference back of that SOC paragraph moved by the branch and carried; SOC must report again"),
    Transition(S.IN_ORDER, A.PROPOSE_COMPOSITE, S.COMPOSITE_PROPOSED, P.SOC, "group and meeting time published"),
    Transition(S.COMPOSITE_PROPOSED, A.AGREE, S.COMPOSITED, P.BRANCH, "mover and seconder named; provenance of each sentence kept"),
    Transition(S.COMPOSITE_PROPOSED, A.DECLINE, S.IN_ORDER, P.BRANCH, "SOC may then group the debate instead"),
    Transition(S.COMPOSITED, A.COMPOSITE_BREAKS_UP, S.IN_ORDER, P.BRANCH, "stands alone again with its own text"),
    Transition(S.IN_ORDER, A.SCHEDULE, S.SCHEDULED, P.SOC, "place in order of business; majority type fixed"),
    Transition(S.IN_ORDER, A.NOT_PRIORITISED, S.NOT_PRIORITISED, P.SOC, "ballot result attached"),
    Transition(S.IN_ORDER, A.WITHDRAW, S.WITHDRAWN, P.BRANCH, "before SOC report adopted"),
    Transition(S.SCHEDULED, A.WITHDRAW, S.WITHDRAWN, P.BRANCH, "before SOC report adopted; after that see leave_to_withdraw"),
    Transition(S.SCHEDULED, A.CALL, S.CALLED, P.CHAIR, "session quorate; text version shown is the locked one"),
    Transition(S.SCHEDULED, A.GUILLOTINE, S.NOT_REACHED, P.CHAIR, "section time over; right of reply kept for a debate under way"),
    Transition(S.SCHEDULED, A.CONSEQUENCE, S.FELL_CONSEQUENTIAL, P.SYSTEM, "rule listed in an adopted SOC report"),
    Transition(S.SCHEDULED, A.DELEGATE_TO_BODY, S.DECIDED_BY_DELEGATED_BODY, P.CONFERENCE, "rule reference"),
    Transition(S.CALLED, A.MOVE, S.MOVED, P.DELEGATE, "credential admitted"),
    Transition(S.CALLED, A.NOT_MOVED, S.NOT_MOVED, P.CHAIR, "no mover after call"),
    Transition(S.MOVED, A.SECOND, S.IN_DEBATE, P.DELEGATE, "skip if agenda motions need no seconder"),
    Transition(S.MOVED, A.NO_SECONDER, S.NOT_MOVED, P.CHAIR, "standing orders need one"),
    Transition(S.IN_DEBATE, A.OPEN_AMENDMENT, S.AMENDMENT_IN_DEBATE, P.CHAIR, "next admitted amendment in SOC order; only one at a time"),
    Transition(S.AMENDMENT_IN_DEBATE, A.AMENDMENT_DECIDED, S.IN_DEBATE, P.CHAIR, "carried: a new substantive text version, and conflicting amendments fall"),
    Transition(S.IN_DEBATE, A.ACCEPT_AMENDMENT, S.IN_DEBATE, P.MOVER, "only if rules allow; before the question is put; text version bumped"),
    Transition(S.IN_DEBATE, A.ADJOURN, S.ADJOURNED, P.CONFERENCE, "mover has not spoken; simple majority"),
    Transition(S.ADJOURNED, A.RESUME, S.IN_DEBATE, P.CHAIR, "stated time"),
    Transition(S.IN_DEBATE, A.NEXT_BUSINESS, S.NEXT_BUSINESS, P.CONFERENCE, "mover has not spoken; simple majority; no debate"),
    Transition(S.IN_DEBATE, A.REMIT, S.REMITTED, P.CONFERENCE, "if mover refuses, debate goes on and NEC position is put"),
    Transition(S.IN_DEBATE, A.LEAVE_TO_WITHDRAW, S.WITHDRAWN, P.CONFERENCE, "simple majority (or unanimous where the rules say)"),
    Transition(S.IN_DEBATE, A.CLOSE_DEBATE, S.QUESTION_PUT, P.CHAIR, "mover's reply offered; chair may refuse an early closure"),
    Transition(S.QUESTION_PUT, A.OPEN_VOTE, S.VOTING, P.TELLER, "majority type, form, window, roll snapshot and text hash recorded"),
    Transition(S.VOTING, A.EXTEND, S.VOTING, P.CHAIR, "never shortened; logged"),
    Transition(S.VOTING, A.CLOSE_VOTE, S.COUNTED, P.SYSTEM, "no vote accepted after; late attempts logged"),
    Transition(S.COUNTED, A.DECLARE, S.CARRIED, P.CHAIR, "majority met", when="carried"),
    Transition(S.COUNTED, A.DECLARE, S.LOST, P.CHAIR, "majority not met", when="lost"),
    Transition(S.COUNTED, A.DECLARE, S.NOT_CARRIED, P.CHAIR, "tie and no casting vote", when="not_carried"),
    Transition(S.COUNTED, A.CHALLENGE, S.CHALLENGED, P.DELEGATE, "before the next item is called"),
    Transition(S.CHALLENGED, A.ORDER_CARD_VOTE, S.VOTING, P.CHAIR, "old vote marked replaced, kept"),
    Transition(S.CHALLENGED, A.VOID_TECHNICAL, S.VOTING, P.CHAIR, "share unable to vote at or over the trigger; old vote voided, never shown as result"),
    Transition(S.CHALLENGED, A.UPHOLD, S.COUNTED, P.CHAIR, "reasons recorded"),
    Transition(S.CARRIED, A.ADOPT_POLICY, S.POLICY, P.CLERK, "final text certified by SOC chair and clerk"),
    Transition(S.POLICY, A.SUPERSEDE, S.SUPERSEDED, P.CONFERENCE, "rescission in the same conference needs two thirds"),
)

OUR_OWN: tuple[Transition, ...] = (
    Transition(S.AWAITING_SECOND_OFFICER, A.SEND_BACK, S.DRAFT, P.BRANCH, "by the second officer, with a reason"),
    Transition(S.LODGED, A.WITHDRAW, S.WITHDRAWN, P.BRANCH, "two officers"),
    Transition(S.WITH_SOC, A.WITHDRAW, S.WITHDRAWN, P.BRANCH, "two officers"),
    Transition(S.QUERY, A.WITHDRAW, S.WITHDRAWN, P.BRANCH, "two officers"),
    Transition(S.CALLED, A.TAKE_BACK, S.SCHEDULED, P.CHAIR, "called in error; nobody has moved it"),
    Transition(S.MOVED, A.TAKE_BACK, S.CALLED, P.CHAIR, "another moved it; nobody has seconded it"),
    Transition(S.QUESTION_PUT, A.TAKE_BACK, S.IN_DEBATE, P.CHAIR, "put in error; no vote was opened, and conference did not order it"),
)
# fmt: on

LINES = TRANSITIONS + OUR_OWN
"""Every line there is: the guide's, and ours."""


def lines_from(state: MotionState) -> tuple[Transition, ...]:
    """Give the ways on from a state; none means that the motion has ended here."""
    return tuple(line for line in LINES if line.source == state)


def acts_from(state: MotionState) -> frozenset[Act]:
    """Give the acts that are lawful in a state."""
    return frozenset(line.act for line in lines_from(state))


def is_terminal(state: MotionState) -> bool:
    """Say whether nothing more can happen to a motion in this state."""
    return not lines_from(state)


TERMINAL = frozenset(state for state in MotionState if is_terminal(state))


def line_for(state: MotionState, act: Act, *, finding: str = "") -> Transition:
    """Find the line for an act, or refuse it.

    `finding` is needed only where the act has more than one end: "on_time" or "late" for the
    confirmation of a motion; "carried", "lost" or "not_carried" for a declaration.
    """
    lines = [line for line in lines_from(state) if line.act == act]
    if not lines:
        raise Refusal(
            "not-lawful-now",
            f"This cannot be done while the motion is: {state.label.lower()}. "
            f"{_ways_on(acts_from(state))}",
            rule="Motion lifecycle",
        )
    chosen = [line for line in lines if line.when in ("", finding)]
    if len(chosen) != 1:
        raise ValueError(f"{act} from {state} needs one of {[line.when for line in lines]}")
    return chosen[0]


def next_state(state: MotionState, act: Act, *, finding: str = "") -> MotionState:
    """Give the state that an act leads to, or refuse it."""
    return line_for(state, act, finding=finding).target


def _ways_on(acts: Iterable[Act]) -> str:
    names = sorted(act.replace("_", " ") for act in acts)
    return f"What can be done now: {', '.join(names)}." if names else "It has ended there."
