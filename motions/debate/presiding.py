"""Who presides: nobody in whose own case conference decides (guide 3.4, "chair leaves chair").

While conference decides on a ruling of the chair, or on confidence in them, the chair has left the
chair, and presides over nothing until it is decided; where it had no confidence, not again. The
vice-chair presides meanwhile. Where there is none, the teller's desk opens and closes the vote and
the returning officer declares it, as their offices let them.
"""

from collections.abc import Collection

from django.db.models import Q

from audit.refusal import Refusal
from ballots.enums import Outcome
from conferences.models import Conference
from conferences.rules import left_the_chair
from members.enums import Office
from members.models import Member
from members.permissions import CHAIRING
from members.selectors import officers_of
from motions.enums import ABOUT_THE_CHAIR, OVER, QuestionKind
from motions.models import Question

_IN_QUESTION = ~Q(state__in=OVER) | Q(kind=QuestionKind.NO_CONFIDENCE, outcome=Outcome.CARRIED)


def who_left_the_chair(conference: Conference) -> Collection[object]:
    """Give the members who have left the chair of a conference for now."""
    asked = conference.questions.filter(_IN_QUESTION, kind__in=ABOUT_THE_CHAIR)
    return set(asked.exclude(of_chair=None).values_list("of_chair", flat=True))


def presiding_words(question: Question | None) -> str:
    """Say who has left the chair for the question before conference; empty if nobody has."""
    if question is None or question.of_chair is None:
        return ""
    others = _others_chairing(question.conference, question.of_chair)
    name = question.of_chair.name
    if others:
        return f"{name} has left the chair. {others[0].name} presides until this is decided."
    return (
        f"{name} has left the chair. The tellers open and close the vote, and the returning "
        "officer declares it."
    )


def refuse_out_of_the_chair(conference: Conference, actor: Member | None) -> None:
    """Refuse a chair in whose own case conference votes, by whatever door they come."""
    if actor is not None and actor.pk in who_left_the_chair(conference):
        raise Refusal(
            "left-the-chair",
            "You have left the chair while conference decides on this: somebody else presides.",
            rule="Procedural motions: the chair leaves the chair",
        )


def chairing_now(conference: Conference) -> list[Member]:
    """Give those who may take the chair, the chair before the vice-chair."""
    return _others_chairing(conference, None)


def _others_chairing(conference: Conference, but: Member | None) -> list[Member]:
    gone = who_left_the_chair(conference)
    held = officers_of(conference.body).filter(office__in=CHAIRING)
    chairing = sorted(held, key=lambda each: CHAIRING.index(Office(each.office)))
    return [each.member for each in chairing if each.member != but and each.member_id not in gone]


left_the_chair.append(who_left_the_chair)
