"""What the chair may lawfully do next, the main thing first.

`lawful_acts(conference)` reads the lifecycle table and the business before conference. Each act has
a `key` for motions.debate.desk.desk_act, a `label` for its button, a `hint` with the rule or the
consequence, `main` for the one big button, and `needs`: the names of what must be given with it.
`ends` says in a sentence what is over for good if it is done: there is no way back from it, so the
page asks again, in that sentence, before it fires.

    mover, seconder, moved_by    a Credential; `movers(motion)` and `seconders(motion)` offer some
    challengers                  several Credentials
    reason                       a sentence
    seconds                      a whole number
    until                        a date and time
    kind                         a QuestionKind: `procedures(conference)` lists the lawful ones
    casting_vote                 "for" or "against"; only offered on a tie where it is allowed
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils import timezone

from ballots.models import Ballot
from ballots.selectors import turnout
from conferences.models import Conference, Credential
from conferences.selectors import vote_unfinished
from motions.amendments.reading import obstacle
from motions.debate.announcing import would_fall
from motions.enums import QuestionKind, QuestionState
from motions.models import Amendment, Motion, Question
from motions.order.groups import still_to_be_moved
from motions.order.parts import is_last_left, parts_taken, parts_waiting
from motions.order.reaching import not_reached, sections_over, where_it_goes
from motions.selectors import Business, amendments_waiting, business, next_motion, policy_to_rescind
from motions.states import MotionState


@dataclass(frozen=True, slots=True)
class LawfulAct:
    """One button on the chair's desk."""

    key: str
    label: str
    hint: str = ""
    main: bool = False
    needs: tuple[str, ...] = ()
    ends: str = ""


def lawful_acts(conference: Conference, now: Business | None = None) -> Sequence[LawfulAct]:
    """Give what may be done now: the main next act, the ordinary ones, then what ends business."""
    now = now or business(conference)
    if now.question:
        acts = list(_on_a_question(now.question))
    elif now.motion:
        acts = list(_on_a_motion(now.motion, now.amendment))
    elif vote_unfinished(conference):  # an indicative one, which the desk conducts
        acts = []
    else:
        acts = list(_between_items(conference))
    return sorted(acts, key=lambda act: (not act.main, bool(act.ends)))


def movers(motion: Motion | Amendment) -> QuerySet[Credential]:
    """Offer those who may move: delegates present from the body that lodged it."""
    conference = motion.conference if isinstance(motion, Motion) else motion.motion.conference
    return (
        conference.credentials.filter(body=motion.lodged_by, admitted_at__isnull=False)
        .select_related("member", "body")
        .order_by("-is_leader", "number")
    )


def seconders(motion: Motion) -> QuerySet[Credential]:
    """Offer those who may second: any other delegate present."""
    present = motion.conference.credentials.filter(admitted_at__isnull=False)
    others = present.exclude(pk=motion.mover_id) if motion.mover_id else present
    return others.select_related("member", "body")


def procedures(conference: Conference) -> Sequence[QuestionKind]:
    """Give the procedural motions that may be moved now (guide 3.4)."""
    now = business(conference)
    if now.question:
        return []
    always = [
        QuestionKind.CHALLENGE_RULING,
        QuestionKind.SUSPEND_STANDING_ORDERS,
        QuestionKind.TEST_VOTE,
    ]
    if now.amendment:
        return [QuestionKind.CLOSURE, *always]
    if now.motion and now.motion.standing == MotionState.IN_DEBATE:
        return [
            QuestionKind.CLOSURE,
            QuestionKind.NEXT_BUSINESS,
            QuestionKind.ADJOURN_DEBATE,
            QuestionKind.REMIT,
            QuestionKind.LEAVE_TO_WITHDRAW,
            *([] if parts_taken(now.motion) else [QuestionKind.TAKE_IN_PARTS]),
            *always,
        ]
    if now.motion:
        return always
    between = [QuestionKind.REFERENCE_BACK]
    if policy_to_rescind(conference).exists():
        between.append(QuestionKind.RESCIND)
    return [*between, *always]


def must_be_settled(question: Question, ballot: Ballot) -> bool:
    """Say whether so many could not vote that this count cannot simply be declared (guide R26).

    It is challenged first: then the vote is taken again, or the chair lets it stand with reasons.
    """
    votes = turnout(ballot)
    retake = question.conference.orders.must_retake(unable=votes.unable, admitted=votes.roll)
    return retake and question.upheld_at is None


def _on_a_question(question: Question) -> Iterator[LawfulAct]:
    ballot = question.ballot
    match QuestionState(question.state):
        case QuestionState.PUT:
            hint = f"{question.get_majority_display()}, {question.get_form_display().lower()}"
            yield LawfulAct("open_vote", "Open the vote", hint, main=True)
        case QuestionState.VOTING if ballot:
            may_close = _may_close(ballot)
            if may_close:
                yield LawfulAct("close_vote", "Close the vote", main=True)
            yield LawfulAct(
                "extend",
                "Extend the vote",
                "A vote is never shortened",
                main=not may_close,
                needs=("seconds",),
            )
        case QuestionState.COUNTED if ballot:
            if must_be_settled(question, ballot):
                yield LawfulAct(
                    "challenge",
                    "Challenge the count",
                    "So many could not vote that it must be taken again, or upheld with reasons",
                    main=True,
                    needs=("reason",),
                )
                return
            yield LawfulAct("declare", "Declare the result", would_fall(question), main=True)
            if question.conference.orders.casting_vote_allowed:
                yield LawfulAct(
                    "declare_with_casting_vote",
                    "Declare with a casting vote",
                    "Only on equal votes",
                    needs=("casting_vote",),
                )
            yield LawfulAct("challenge", "Challenge the count", needs=("reason",))
        case QuestionState.CHALLENGED if ballot:
            yield from _on_a_challenge(question, ballot)


def _on_a_challenge(question: Question, ballot: Ballot) -> Iterator[LawfulAct]:
    votes = turnout(ballot)
    retake = question.conference.orders.must_retake(unable=votes.unable, admitted=votes.roll)
    void = retake and ballot.awaits_void_order
    if void:
        yield LawfulAct(
            "void_technical",
            "Void and take the vote again",
            f"{votes.unable} of {votes.roll} could not vote; the returning officer recommends it",
            main=True,
        )
    if question.form != "card_vote":
        yield LawfulAct("order_card_vote", "Order a card vote", "The show is kept")
    yield LawfulAct(
        "uphold", "Let the count stand", "With reasons", main=not void, needs=("reason",)
    )


def _on_a_motion(motion: Motion, amendment: Amendment | None) -> Iterator[LawfulAct]:
    match motion.standing:
        case MotionState.CALLED:
            yield LawfulAct("move", "Moved", "By the lodging body", main=True, needs=("mover",))
            yield LawfulAct(
                "not_moved", "Not moved", "It falls", ends=f"{motion.spoken} falls, not moved"
            )
        case MotionState.MOVED:
            yield LawfulAct("second", "Seconded", main=True, needs=("seconder",))
            yield LawfulAct(
                "not_seconded",
                "Not seconded",
                "It falls",
                ends=f"{motion.spoken} falls, not seconded",
            )
        case MotionState.IN_DEBATE:
            yield from _joining(motion, _in_debate(motion))
        case MotionState.AMENDMENT_IN_DEBATE if amendment:
            yield LawfulAct(
                "put_amendment", f"Put {amendment.heading.lower()} to the vote", main=True
            )
            yield LawfulAct(
                "withdraw_amendment_with_leave",
                "Withdrawn: leave given",
                "Nobody objects",
                ends=f"{amendment.heading} is withdrawn",
            )
        case _:
            return
    if motion.standing in (MotionState.IN_DEBATE, MotionState.AMENDMENT_IN_DEBATE):
        yield LawfulAct("procedural", "A procedural motion", needs=("kind", "moved_by"))


def _joining(motion: Motion, acts: Iterator[LawfulAct]) -> Iterator[LawfulAct]:
    """Let those debated together with a motion be moved first, and its own acts after that."""
    others = still_to_be_moved(motion)
    for other in others[:1]:
        hint = f"Debated together with {motion.spoken}: moved before the debate"
        yield LawfulAct(f"call:{other.number}", f"Call {other.heading}", hint, main=True)
    for act in acts:
        yield replace(act, main=act.main and not others)


def _in_debate(motion: Motion) -> Iterator[LawfulAct]:
    waiting = amendments_waiting(motion)
    if waiting and (why := obstacle(waiting[0])):
        falls = f"{waiting[0].heading} falls"
        yield LawfulAct("amendment_falls", falls, why.message, main=True)
    elif waiting:
        first = waiting[0]
        name = first.heading.lower()
        accepted = bool(first.mover_accepts)
        if first.mover_accepts is not False:
            hint = "The mover accepts it" if accepted else "If the mover accepts it"
            yield LawfulAct("accept_amendment", f"Take {name} in", hint, main=accepted)
        yield LawfulAct(
            "open_amendment",
            f"Open {name}",
            f"From {first.lodged_by}",
            main=not accepted,
            needs=("mover", "seconder"),
        )
        yield LawfulAct(
            "amendment_not_moved",
            f"{first.heading} not moved",
            ends=f"{first.heading} falls, not moved",
        )
        yield LawfulAct(
            "withdraw_amendment", f"{first.heading} withdrawn", ends=f"{first.heading} is withdrawn"
        )
    else:
        yield from _putting(motion)
    yield LawfulAct(
        "remit",
        "Remitted: agreed",
        "The mover agrees; nobody objects",
        ends=f"{motion.spoken} goes to the executive without a vote",
    )
    yield LawfulAct(
        "withdraw",
        "Withdrawn: leave given",
        "Nobody objects",
        ends=f"{motion.spoken} is withdrawn",
    )
    yield LawfulAct(
        "next_business",
        "Next business: agreed",
        "Nobody objects",
        ends=f"{motion.spoken} is shelved for this conference",
    )
    yield LawfulAct("adjourn", "Debate adjourned: agreed", needs=("until",))


def _putting(motion: Motion) -> Iterator[LawfulAct]:
    """Put the motion; or the parts of it in turn, and then what is left."""
    parts = parts_waiting(motion)
    if parts and not is_last_left(motion):
        hint = f"That it stand part of {motion.spoken}"
        yield LawfulAct("put_part", f"Put the {parts[0]} to the vote", hint, main=True)
        if len(parts) == len(parts_taken(motion)):
            yield LawfulAct("rejoin", "Take it whole after all", "No part has been put")
        return
    hint = "It is all that is left" if parts else "After the mover's reply"
    yield LawfulAct("put_motion", "Put the motion", hint, main=True)
    if not parts_taken(motion):
        yield LawfulAct("divide", "Take it in parts", "Your ruling", needs=("division",))


def _between_items(conference: Conference) -> Iterator[LawfulAct]:
    sitting = conference.sessions.filter(opened_at__isnull=False, closed_at__isnull=True).first()
    if sitting is None:
        due = conference.sessions.filter(opened_at__isnull=True).first()
        if due:
            yield LawfulAct("open_session", f"Open session {due.number}", main=True)
        return
    if motion := next_motion(conference):
        yield LawfulAct("call", f"Call {motion.heading}", motion.lodged_by.name, main=True)
        yield LawfulAct(
            "guillotine",
            f"{motion.spoken} not reached",
            "Time ran out",
            ends=f"{motion.spoken} is not reached, and {where_it_goes(conference)}",
        )
    for over in sections_over(conference):
        left = [each.spoken for each in not_reached(conference, over.section)]
        yield LawfulAct(
            f"guillotine_section:{over.pk}",
            f"The time of {over.section} is over",
            f"Not reached: {', '.join(left)}",
            ends=f"{', '.join(left)}: not reached; each {where_it_goes(conference)}",
        )
    for motion in conference.motions.filter(state=MotionState.ADJOURNED):
        yield LawfulAct(f"resume:{motion.number}", f"Resume {motion.heading}")
    if report := conference.soc_reports.filter(
        published_at__isnull=False, adopted_at__isnull=True
    ).first():
        yield LawfulAct(f"adopt_report:{report.number}", f"Adopt {report}")
    yield LawfulAct("procedural", "A procedural motion", needs=("kind", "moved_by"))
    yield LawfulAct(
        "close_session",
        f"Close session {sitting.number}",
        ends=f"Session {sitting.number} is closed",
    )


def _may_close(ballot: Ballot) -> bool:
    if ballot.closes_at and timezone.now() >= ballot.closes_at:
        return True
    return turnout(ballot).is_complete
