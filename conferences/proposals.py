"""The guard's table as whoever proposes a ballot sees it: what is held here, and what is not.

All of it is shown, with the law: people learn from what is refused (guide 2.9).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from audit.refusal import Refusal
from ballots.guard import ACT, CLASSES, BallotClass, Verdict

_ELECTION = "It begins with nominations: set the post up on the page of the elections."
_ELSEWHERE = {
    "CONF_VOTE": "The chair puts it to conference, from the motion itself.",
    "CONF_RULES": "The chair puts it to conference, from the motion itself.",
    "PRIORITY": "It asks for a paper that ranks motions, and none can be held here yet.",
    "NON_S46_OFFICE": _ELECTION,
    "BRANCH_OFFICE": _ELECTION,
    "NOMINATION": "The branch keeps the record of its own meeting.",
    "DISCIPLINARY": "A committee decides it and keeps the record. It is not put to a vote.",
}


@dataclass(frozen=True, slots=True)
class ClassLine:
    """One class of ballot, and what to know before choosing it."""

    ballot_class: BallotClass
    note: str


@dataclass(frozen=True, slots=True)
class Shelf:
    """The classes that are treated alike."""

    key: str
    heading: str
    lines: Sequence[ClassLine]


def held_elsewhere(chosen: BallotClass) -> str:
    """Say why a class is not held as an indicative vote of delegates, if it is not."""
    if chosen.banner:
        return ""
    return _ELSEWHERE.get(chosen.code, "Only an indicative ballot can be held from here.")


def law_in_full(refusal: Refusal) -> str:
    """Name the law that a refusal stands on. The table gives sections of the Act by number only."""
    if refusal.code == "guard-attestation" and not refusal.rule.startswith("s"):
        return ACT
    if refusal.rule.startswith(("s.", "ss.", "Sch.")):
        return f"{refusal.rule} of the {ACT}"
    return "" if refusal.rule.startswith("none") else refusal.rule


def shelves() -> list[Shelf]:
    """Set out every class of the table, those that may be held here first."""
    headings = {
        "here": "May be held here, as indicative",
        "review": "Needs a second person",
        "elsewhere": "Lawful, but not held from this page",
        "refused": "Refused here, whoever asks",
    }
    lines: dict[str, list[ClassLine]] = {key: [] for key in headings}
    for each in CLASSES.values():
        lines[_shelf_of(each)].append(ClassLine(each, _note_on(each)))
    return [Shelf(key, headings[key], lines[key]) for key in headings]


def _shelf_of(each: BallotClass) -> str:
    if each.verdict is Verdict.BLOCK:
        return "refused"
    if held_elsewhere(each):
        return "elsewhere"
    return "review" if each.verdict is Verdict.REVIEW else "here"


def _note_on(each: BallotClass) -> str:
    if each.verdict is not Verdict.BLOCK and (why := held_elsewhere(each)):
        return why
    return f"{each.conditions}." if each.conditions else ""
