"""The procedural motions that may be moved now, as acts of the chair (guide 3.4)."""

from collections.abc import Sequence
from typing import Final

from conferences.models import Conference
from motions.debate.lawful import LawfulAct
from motions.enums import QuestionKind
from motions.procedure.lawful import procedures
from motions.selectors import Business

_NEEDS: Final[dict[QuestionKind, tuple[str, ...]]] = {
    QuestionKind.CHALLENGE_RULING: ("challengers",),
    QuestionKind.REFERENCE_BACK: ("moved_by", "paragraph"),
    QuestionKind.RESCIND: ("moved_by", "resolution"),
    QuestionKind.TAKE_IN_PARTS: ("moved_by", "division"),
    QuestionKind.REMIT: ("moved_by", "mover_agrees"),
    QuestionKind.SUSPEND_STANDING_ORDERS: ("moved_by", "wording"),
    QuestionKind.TEST_VOTE: (),
}


def procedural_acts(conference: Conference, now: Business) -> Sequence[LawfulAct]:
    """Give each of them as an act, with what has to be given with it."""
    return [
        LawfulAct(
            f"procedural:{kind.value}",
            kind.label,
            needs=_NEEDS.get(kind, ("moved_by",)),
            procedure=kind.value,
        )
        for kind in procedures(conference, now)
    ]
