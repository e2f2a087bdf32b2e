"""Whose turn it is to speak, and why: a proposal that the chair may always set aside.

`in_turn(waiting, heard)` puts those who wait into order, one after another, as if each had spoken
when the next is chosen:

1. whom the chair has placed, in that order; then the mover and the seconder;
2. the side that has been heard less, where somebody of it waits; on equal terms, not the side that
   has just spoken; where nobody of that side waits, first those who speak to the question;
3. of those left: a first conference before others, then the body that has spoken least, then the
   person who has, then who asked first;
4. the right of reply last.

Sources: guide 3.3 (nobody speaks twice on one question), 3.4; design/peers.md 1.8 (queues with
sides). The order is the same for the same people in whatever order they are given.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

FOR, AGAINST, TO = "for", "against", "to"
MOVER, SECONDER, SPEAKER, EXECUTIVE, REPLY = "mover", "seconder", "speaker", "executive", "reply"
_OPPOSITE = {FOR: AGAINST, AGAINST: FOR}
_OPENS = {MOVER: 0, SECONDER: 1}


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who has asked to speak. `key` names the turn, `person` and `body` whose it is."""

    key: int
    person: str
    body: str
    asked_at: datetime
    side: str = TO
    part: str = SPEAKER
    is_first_time: bool = False
    place: int | None = None


@dataclass(frozen=True, slots=True)
class Heard:
    """Who has spoken: on this question by side, and at this conference by person and by body."""

    for_it: int = 0
    against: int = 0
    to_it: int = 0
    last_side: str = ""
    by_person: Counter[str] = field(default_factory=Counter)
    by_body: Counter[str] = field(default_factory=Counter)

    def and_then(self, speaker: Waiting) -> "Heard":
        """Count one more speech. A reply is on no side: it closes the debate."""
        side = "" if speaker.part == REPLY else speaker.side
        return replace(
            self,
            for_it=self.for_it + (side == FOR),
            against=self.against + (side == AGAINST),
            to_it=self.to_it + (side == TO),
            last_side=side if side in _OPPOSITE else self.last_side,
            by_person=self.by_person + Counter([speaker.person]),
            by_body=self.by_body + Counter([speaker.body]),
        )

    @property
    def marks_for(self) -> range:
        """Give a mark for each speech for, to draw."""
        return range(self.for_it)

    @property
    def marks_against(self) -> range:
        """Give a mark for each speech against, to draw."""
        return range(self.against)

    @property
    def speeches(self) -> int:
        """Count the speeches on this question, the reply left out."""
        return self.for_it + self.against + self.to_it

    @property
    def sentence(self) -> str:
        """Say how the debate stands: 2 for, 1 against."""
        to_it = f", {self.to_it} to the question" if self.to_it else ""
        return f"{self.for_it} for, {self.against} against{to_it}"


@dataclass(frozen=True, slots=True)
class Turn:
    """A place in the order, and why it is this one's."""

    who: Waiting
    because: str


def in_turn(waiting: Iterable[Waiting], heard: Heard) -> list[Turn]:
    """Put everyone who waits in order, each with the reason in words."""
    left = sorted(waiting, key=lambda one: (one.asked_at, one.key))
    order: list[Turn] = []
    while left:
        turn = _next(left, heard)
        order.append(turn)
        left.remove(turn.who)
        heard = heard.and_then(turn.who)
    return order


def _next(left: Sequence[Waiting], heard: Heard) -> Turn:
    """Choose one of those left, who stand in the order of asking."""
    if placed := [one for one in left if one.place is not None]:
        return Turn(min(placed, key=lambda one: one.place or 0), "the chair put them here")
    if opening := [one for one in left if one.part in _OPENS]:
        first = min(opening, key=lambda one: _OPENS[one.part])
        return Turn(first, "they move it" if first.part == MOVER else "they second it")
    debating = [one for one in left if one.part != REPLY]
    if not debating:
        return Turn(left[0], "the reply comes last")
    of_side, because = _by_balance(debating, heard)
    chosen = min(of_side, key=lambda one: _least_heard(one, heard))
    reasons = [because, _among(chosen, of_side, heard)]
    return Turn(chosen, ", and ".join(filter(None, reasons)) or "nobody else waits")


def _by_balance(left: Sequence[Waiting], heard: Heard) -> tuple[Sequence[Waiting], str]:
    """Keep those whose side should be heard now; say why, if that left anybody out."""
    if heard.for_it != heard.against:
        wanted = AGAINST if heard.for_it > heard.against else FOR
        because = f"{heard.for_it} spoke for and {heard.against} against"
    elif heard.last_side:
        wanted = _OPPOSITE[heard.last_side]
        because = f"as many spoke for as against, and the last spoke {heard.last_side}"
    else:
        return left, ""
    ready = {one.side for one in left}
    if heard.for_it == heard.against:
        keep = {wanted, TO} if wanted in ready else ready
    elif wanted in ready:
        keep = {wanted}
    else:
        keep = {TO} if TO in ready else ready
        because = f"{because}, and nobody waits to speak {wanted}"
    return [one for one in left if one.side in keep], because if keep != ready else ""


def _least_heard(one: Waiting, heard: Heard) -> tuple[bool, int, int, datetime, int]:
    return (
        not one.is_first_time,
        heard.by_body[one.body],
        heard.by_person[one.person],
        one.asked_at,
        one.key,
    )


def _among(chosen: Waiting, others: Sequence[Waiting], heard: Heard) -> str:
    """Say what put one before the others of whom any might have been next."""
    rivals = [one for one in others if one.key != chosen.key]
    if not rivals:
        return ""
    if chosen.is_first_time:
        if all(one.is_first_time for one in rivals):
            return _among_equals(chosen, rivals, heard)
        return "this is their first time here"
    return _among_equals(chosen, rivals, heard)


def _among_equals(chosen: Waiting, rivals: Sequence[Waiting], heard: Heard) -> str:
    if any(heard.by_body[one.body] > heard.by_body[chosen.body] for one in rivals):
        return "their branch has spoken least"
    if any(heard.by_person[one.person] > heard.by_person[chosen.person] for one in rivals):
        return "they have spoken least"
    return "they asked first"
