"""What a paper tells its voter to do, rule by rule. Pure; each sentence is true of that rule.

That a later choice cannot harm an earlier one holds where a paper passes to its next candidate only
once the one before is elected or excluded: single transferable vote in all its forms, and its
single-seat case, the alternative vote. It does not hold where every number counts at once (Borda,
Schulze, points), and there nobody is told so.
"""

from dataclasses import dataclass
from typing import Final

from ballots.counting.record import Count
from ballots.marking import ElectionPaper, Marking

TRANSFERABLE: Final = frozenset({"ers97", "scottish", "scottish-stop", "meek", "av"})

_NUMBER = "Number as many as you like, 1 for your first choice, then 2, and so on."
_NO_HARM = "A later choice can never harm an earlier one."

_RANKED: Final = {
    "schulze": (
        "Every two candidates are compared by all papers. Those you leave out rank equal, below "
        "all whom you number; where you rank somebody counts in every comparison."
    ),
    "borda": (
        "Your first choice gets most points, each later one fewer, and whoever you leave out gets "
        "none. Points for a later choice can help them past an earlier one."
    ),
    "borda-average": (
        "Your first choice gets most points and each later one fewer; whoever you leave out shares "
        "the points that remain. Points for a later choice can help them past an earlier one."
    ),
    "priority-points": (
        "Your first choice gets most points and each later one fewer. Points for a later choice "
        "can help it past an earlier one."
    ),
}

SECRECY: Final = (
    "That you have voted is on the roll; how is sealed until the close, and then counted without "
    "your name. That nobody looks before rests on trust in whoever runs this server: these papers "
    "are not encrypted in your own browser."
)
"""The honest line of a paper that is not sealed by its voter; docs/elections.md says the rest."""

SEALED_SECRECY: Final = (
    "That you have voted is on the roll. How is encrypted in your own browser, and never opened "
    "under your name; anyone can check the count."
)
"""The line of a paper that is; docs/secret-ballots.md says what is not promised."""

RON: Final = (
    "Re-open nominations, RON, is nobody. Each place that it wins stays empty, and nominations for "
    "that place are opened again."
)


def places(paper: ElectionPaper) -> str:
    """Say how many places there are."""
    return "1 place to fill" if paper.seats == 1 else f"{paper.seats} places to fill"


def how_to_mark(paper: ElectionPaper) -> list[str]:
    """Say how this paper is marked, and what a mark does."""
    if paper.is_confirmation:
        name = paper.people[0].name
        return [f"{name} is the only candidate. Confirm the election, or re-open nominations."]
    if paper.marking is Marking.RANKED:
        return [_number_up_to(paper), *_after(paper)]
    if paper.rule == "approval":
        return ["Mark everyone you approve of, as many as you like. Those with most marks win."]
    if paper.most == 1:
        return ["Choose one. Whoever is chosen most wins."]
    told = f"Mark up to {paper.most}. Every mark counts the same, and fewer is allowed."
    return [told, f"With more than {paper.most} the paper would be spoilt, so it is not taken."]


def _number_up_to(paper: ElectionPaper) -> str:
    if paper.most >= len(paper.standing):
        return _NUMBER
    return f"Number up to {paper.most}, 1 for your first choice, then 2, and so on."


def _after(paper: ElectionPaper) -> list[str]:
    if paper.rule in TRANSFERABLE:
        return [_NO_HARM]
    return [_RANKED[paper.rule]] if paper.rule in _RANKED else []


def of_reserved(paper: ElectionPaper) -> list[str]:
    """Say which places are kept for whom, and who can win them."""
    return [
        f"{seats} of the {paper.seats} places {'is' if seats == 1 else 'are'} reserved for: {tag}. "
        f"A candidate who may take one is marked so."
        for tag, seats in paper.reserved
    ]


@dataclass(frozen=True, slots=True)
class LotAsked:
    """Why a count stopped for a lot, and what becomes of whoever is drawn."""

    why: str
    means: str


def lot_asked(count: Count) -> LotAsked:
    """Read from a count that stopped what its lot decides, so that nobody draws the wrong way.

    A lot for places falls on who takes one. Otherwise it falls on whoever is dealt with next: for
    most ties that is who is excluded, which is the opposite.
    """
    last = count.stages[-1].explanation if count.stages else ""
    why = count.remarks[-1] if count.remarks else last
    if count.tied_places:
        return LotAsked(why, "Whoever is drawn takes the place.")
    if count.rule.code == "av" or "excluded" in why:
        return LotAsked(why, "Whoever is drawn is EXCLUDED, and the papers pass on.")
    return LotAsked(why, "Whoever is drawn is dealt with first, as said above.")
