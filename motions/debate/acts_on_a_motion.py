"""What the chair may do while a motion or an amendment is before conference."""

from collections.abc import Iterator
from dataclasses import replace

from motions.amendments.reading import obstacle
from motions.debate.lawful import LawfulAct
from motions.models import Amendment, Motion
from motions.order.groups import still_to_be_moved
from motions.order.parts import is_last_left, parts_taken, parts_waiting
from motions.selectors import amendments_waiting
from motions.states import MotionState


def on_a_motion(motion: Motion, amendment: Amendment | None) -> Iterator[LawfulAct]:
    """Give what is lawful on the motion before conference, or on its amendment in debate."""
    match motion.standing:
        case MotionState.CALLED:
            yield LawfulAct("move", "Moved", "By the lodging body", main=True, needs=("mover",))
            yield LawfulAct("take_back", "Not called after all", "Called in error: it waits again")
            yield LawfulAct(
                "not_moved", "Not moved", "It falls", ends=f"{motion.spoken} falls, not moved"
            )
        case MotionState.MOVED:
            yield LawfulAct("second", "Seconded", main=True, needs=("seconder",))
            yield LawfulAct("take_back", "Not moved by them", "Another moves it: choose again")
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
        yield from _next_amendment(waiting[0])
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
        ends=f"{motion.spoken} is shelved, and not taken again here",
    )
    yield LawfulAct("adjourn", "Debate adjourned: agreed", needs=("until",))


def _next_amendment(first: Amendment) -> Iterator[LawfulAct]:
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
