"""Fill places by the most votes: reserved places first, ties by lot, none below RON.

For every rule that gives each candidate one figure, and the places to the highest. A tie matters
only where it falls across the last place of a kind; it is then a lot that decides, never the order
of names.

Re-open nominations (RON): it stands on the paper as a candidate would, and a place that it takes is
declared vacant (so Greenwich Students' Union, for two posts and RON second). Under a rule that
moves no votes on, RON can take its votes to one place alone; yet whoever marked it would rather
leave a place open than give it to those who come below. So candidates have to have more than RON,
and every place that this leaves open stays unfilled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Final

from ballots.counting.amounts import words
from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import LotNeeded, Lots
from ballots.counting.outcomes import withdrawn
from ballots.counting.record import Action, Count, Ending, PaperTotals, Rule, Stage
from ballots.counting.words import labels, listed, many

GENERAL: Final = "general"


@dataclass(slots=True)
class Filled:
    """Who takes which place, with the sentences that say why.

    `places` has one entry for each place: its kind, which is a tag or GENERAL, and the number of
    its holder, or None where it stays vacant.
    """

    places: list[tuple[str, int | None]] = field(default_factory=list)
    sentences: list[str] = field(default_factory=list)
    tied: tuple[int, ...] = ()
    tied_places: int = 0

    @property
    def elected(self) -> tuple[int, ...]:
        """Number those elected, in the order in which places are filled."""
        return tuple(holder for _, holder in self.places if holder is not None)


@dataclass(frozen=True, slots=True)
class Filling:
    """One filling of places. `figures` is one for each candidate, `said` the same in words."""

    contest: Contest
    figures: Sequence[int]
    said: Sequence[str]
    lots: Lots
    rule: str

    def fill(self) -> Filled:
        """Fill the reserved places in their order, and then the general ones."""
        filled = Filled()
        open_to = self._above_ron(filled)
        left = self.contest.seats
        try:
            for kind, seats in self._kinds():
                if now := min(seats, left):
                    self._fill_kind(kind, now, open_to, filled)
                    left -= now
        except LotNeeded as needed:
            filled.tied = needed.tied
            filled.sentences.append(
                f"{self._listed(needed.tied)} tie for {many(filled.tied_places, 'place')}, and a "
                "lot has to be drawn between them."
            )
        return filled

    def _kinds(self) -> list[tuple[str, int]]:
        """List the kinds of places in the order of filling; whatever is left is general."""
        reserved = [(each.tag, each.seats) for each in self.contest.reserved]
        return [*reserved, (GENERAL, self.contest.seats)]

    def _above_ron(self, filled: Filled) -> list[int]:
        """List those who may be elected at all: all who stand, or all who beat RON."""
        ron = self.contest.ron
        standing = [number for number in self.contest.standing if number != ron]
        if ron is None or ron in self.contest.withdrawn:
            return standing
        beating = [each for each in standing if self._figure(each) > self._figure(ron)]
        if below := [each for each in standing if each not in beating]:
            filled.sentences.append(
                f"{self._names([ron])} has {self.said[ron - 1]}. {self._listed(below)} "
                f"{'has' if len(below) == 1 else 'have'} no more than that and cannot be elected."
            )
        return beating

    def _fill_kind(self, kind: str, seats: int, open_to: list[int], filled: Filled) -> None:
        """Fill the places of one kind with the highest who may take them."""
        may = [each for each in open_to if kind == GENERAL or kind in self._tags(each)]
        taken: list[int] = []
        places = many(seats, "place")
        what = f"{places} reserved for {kind}" if kind != GENERAL else places
        try:
            self._take(may, seats, taken, filled)
        finally:
            open_to[:] = [each for each in open_to if each not in taken]
            filled.places += [(kind, number) for number in taken]
            if taken:
                filled.sentences.append(
                    f"{what}: {self._listed(taken)} {'is' if len(taken) == 1 else 'are'} elected."
                )
                self._say_passed_over(kind, taken[-1], open_to, filled)
        if vacant := seats - len(taken):
            filled.places += [(kind, None)] * vacant
            of_kind = "" if kind == GENERAL else f" reserved for {kind}"
            of_these = f"{vacant} of these {places}" if taken else f"{places}{of_kind}"
            filled.sentences.append(
                f"{of_these} {'stays' if vacant == 1 else 'stay'} vacant, as nobody is left who "
                "may take it."
            )

    def _take(self, may: list[int], seats: int, taken: list[int], filled: Filled) -> None:
        """Take the highest for the places, drawing lots where equals outnumber what is left."""
        by_figure = sorted(may, key=self._figure, reverse=True)
        for _, equals in groupby(by_figure, key=self._figure):
            tied, left = list(equals), seats - len(taken)
            if left <= 0:
                return
            if len(tied) <= left:
                taken += tied
                continue
            said = f"{self._listed(tied)} tie for {many(left, 'place')}"
            filled.tied_places = left
            while left:
                drawn = self.lots.draw(tied, why=f"{said}: who takes the next one", rule=self.rule)
                tied.remove(drawn)
                taken.append(drawn)
                left -= 1
            filled.tied_places = 0
            filled.sentences.append(f"{said}, and the lot decides.")

    def _say_passed_over(self, kind: str, last: int, left: list[int], filled: Filled) -> None:
        """Say of a reserved place who was higher and could not take it."""
        if kind == GENERAL:
            return
        higher = [
            each
            for each in left
            if self._figure(each) > self._figure(last) and kind not in self._tags(each)
        ]
        if higher:
            one = len(higher) == 1
            whom = "this candidate" if one else "these candidates"
            higher.sort(key=self._figure, reverse=True)
            filled.sentences.append(
                f"{self._listed(higher)} {'stands' if one else 'stand'} higher, but such a place "
                f"is not open to {whom}."
            )

    def _figure(self, number: int) -> int:
        return self.figures[number - 1]

    def _tags(self, number: int) -> frozenset[str]:
        return self.contest.tags[number - 1] if self.contest.tags else frozenset()

    def _names(self, numbers: Sequence[int]) -> str:
        names = labels(self.contest)
        return listed([names[number - 1] for number in numbers])

    def _listed(self, numbers: Sequence[int]) -> str:
        names = labels(self.contest)
        return listed([f"{names[each - 1]} ({self.said[each - 1]})" for each in numbers])


def declare(
    rule: Rule,
    contest: Contest,
    papers: Papers,
    lots: Lots,
    *,
    totals: PaperTotals,
    votes: Sequence[int],
    explanation: str,
    citation: str,
    order: Sequence[int] | None = None,
    said: Sequence[str] | None = None,
    remarks: Sequence[str] = (),
    figures: dict[str, object] | None = None,
) -> Count:
    """Give the count of one stage that elects by the highest `votes`, or by `order` if given."""
    words_said = said or [f"{words(each, rule.places)} {rule.unit}" for each in votes]
    filled = Filling(contest, order or votes, words_said, lots, citation).fill()
    names = labels(contest)
    stage = Stage(
        action=Action.FIRST,
        who=(),
        votes=tuple(votes),
        non_transferable=0,
        explanation=" ".join([explanation, *filled.sentences]),
        elected=filled.elected,
        lots=tuple(range(len(lots.draws))),
    )
    places = [
        {"place": kind, "holder": None if holder is None else names[holder - 1]}
        for kind, holder in filled.places
    ]
    return Count(
        rule=rule,
        contest=contest,
        papers=totals,
        stages=(stage,),
        elected=filled.elected,
        ending=Ending.LOT_NEEDED if filled.tied else Ending.COMPLETE,
        unfilled=sum(holder is None for _, holder in filled.places),
        tied=filled.tied,
        tied_places=filled.tied_places if filled.tied else 0,
        lots=tuple(lots.draws),
        seed=lots.seed,
        remarks=(*withdrawn(contest), *remarks),
        notes=papers.notes,
        figures={**(figures or {}), **({"places": places} if contest.reserved else {})},
    )
