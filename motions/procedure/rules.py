"""The rule of each procedural motion, in words beside its button (guide 3.4).

`procedure_rules(conference, kind)` fills in what the standing orders of the conference leave to it:
how many challenge a ruling, and by what majority leave to withdraw is given.
"""

from dataclasses import dataclass, replace
from typing import Final

from ballots.enums import Majority
from conferences.models import Conference
from motions.enums import QuestionKind
from motions.procedure.lawful import procedural_majority


@dataclass(frozen=True, slots=True)
class ProcedureRule:
    """Who may move it, whether it is debated, what it needs, and what follows either way.

    `in_words` asks for what has to be said with it; empty where nothing has. `needed` is how many
    have to ask for it together.
    """

    kind: QuestionKind
    who: str
    debate: str
    carried: str
    lost: str
    in_words: str = ""
    majority: str = ""
    needed: int = 1

    @property
    def name(self) -> str:
        """Give its name."""
        return str(self.kind.label)


_NOT_SPOKEN: Final = "One who has not spoken in the debate"
_SHORT: Final = "Short, on this only"
_GOES_ON: Final = "The debate goes on."

_K = QuestionKind
_RULES: Final = {
    rule.kind: rule
    for rule in (
        ProcedureRule(
            _K.CLOSURE, _NOT_SPOKEN, "None",
            "The mover replies, and the vote is taken. On an amendment it closes that only.",
            _GOES_ON,
        ),
        ProcedureRule(
            _K.NEXT_BUSINESS, _NOT_SPOKEN, "None as a rule",
            "The motion is shelved, and not taken again here.", _GOES_ON,
        ),
        ProcedureRule(
            _K.PREVIOUS_QUESTION, "Any delegate; not on an amendment", _SHORT,
            "The motion is shelved, and not taken again here.",
            "The motion is put to the vote at once.",
        ),
        ProcedureRule(
            _K.ADJOURN_DEBATE, _NOT_SPOKEN, "Short, on the adjournment only",
            "The debate is adjourned to the time stated.", _GOES_ON,
            in_words="Until when",
        ),
        ProcedureRule(
            _K.REMIT, "Any delegate; the mover of the motion must agree", _SHORT,
            "The motion goes to the executive, with no vote on its merits.", _GOES_ON,
        ),
        ProcedureRule(
            _K.LEAVE_TO_WITHDRAW, "The mover of the motion", "None",
            "The motion is withdrawn.", _GOES_ON,
        ),
        ProcedureRule(
            _K.TAKE_IN_PARTS, "Any delegate, before the vote", "As the chair allows",
            "Each part is voted on in turn, and then what is left.", "One vote on the whole.",
            in_words="Which parts, by their words or numbers",
        ),
        ProcedureRule(
            _K.REFERENCE_BACK, "A delegate, with notice as a rule", _SHORT,
            "The committee must look at it again.", "The paragraph stands.",
            in_words="Which report and paragraph",
        ),
        ProcedureRule(
            _K.RESCIND, "A delegate, with notice", "Yes",
            "The resolution is undone.", "The resolution stands.",
            in_words="Which resolution",
        ),
        ProcedureRule(
            _K.SUSPEND_STANDING_ORDERS, "Any delegate, naming the numbers and the time", _SHORT,
            "Only the standing orders named are suspended, for 30 minutes at most.", _GOES_ON,
            in_words="Which standing orders by number, and for how long",
        ),
        ProcedureRule(
            _K.CHALLENGE_RULING, "{needed} delegates together", "None; the chair leaves the chair",
            "The ruling falls.", "The ruling stands.",
            in_words="Which ruling",
        ),
        ProcedureRule(
            _K.NO_CONFIDENCE, "Any delegate", "The mover and the chair only",
            "The chair leaves the chair, and another presides.", "The chair stays.",
            in_words="Why, in a sentence",
        ),
    )
}  # fmt: skip


def procedure_rules(conference: Conference, kind: QuestionKind) -> ProcedureRule:
    """Give the rule of a procedural motion at this conference. KeyError if it has none."""
    rule = _RULES[kind]
    needed = conference.orders.ruling_challengers if kind == _K.CHALLENGE_RULING else 1
    return replace(
        rule,
        needed=needed,
        who=rule.who.format(needed=needed),
        majority=str(Majority(procedural_majority(conference, kind)).label),
    )
