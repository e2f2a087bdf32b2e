"""The counting table: who stands, what each is credited with, which papers lie before whom.

The rules differ in whose papers move, which of them, and at what value. All else is here: votes
credited, candidates deemed elected or excluded, ties, and the sheet that is filled in stage by
stage.

**Re-open nominations (RON)**, by the NUS model ruling on RON and STV: where RON reaches the vote
that elects, it is deemed elected, and its surplus and all further votes for it go to a further RON,
again and again; that many places are declared unfilled. So every RON has a seat at the table of its
own. That is why this module speaks of *holders*: a holder is a candidate's number or, above all
those numbers, a further RON.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from ballots.counting import preferences
from ballots.counting.amounts import short
from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import Lots
from ballots.counting.record import Action, Exhausted, Rule, Transfer
from ballots.counting.stv.piles import END, Bundle, Pile, Sorted, lay_out, sort
from ballots.counting.stv.stage import Draft
from ballots.counting.stv.ties import Point
from ballots.counting.words import labels, listed

_FIRST = 1  # the batch of first preferences


class Table:
    """The state of one count under one rule. Amounts are in units of 10^-places of a vote."""

    def __init__(self, rule: Rule, contest: Contest, papers: Papers, lots: Lots) -> None:
        self.rule, self.contest, self.papers, self.lots = rule, contest, papers, lots
        self.one: int = 10**rule.places
        self.quota = 0
        self.votes = [0] * (len(contest.candidates) + 1)
        self.non_transferable = 0
        self.continuing = list(contest.standing)
        self.elected: list[int] = []
        self.reopened_at: list[int] = []  # the stages in which RON was deemed elected
        self.points: list[Point] = []
        self.drafts: list[Draft] = []
        read = preferences.read(contest, papers)
        self.totals = read.totals
        self._marks = lay_out(len(contest.candidates), read)
        self._labels = labels(contest)
        self._candidate = list(range(len(self.votes)))  # by holder
        self._holder = list(range(len(self.votes)))  # by candidate, or mark
        self._piles: list[dict[int, list[Pile]]] = [{} for _ in self.votes]
        self._last: list[tuple[int, int, list[Pile]]] = [(0, 0, []) for _ in self.votes]
        self._batch = 0
        self._lots_entered = 0
        self._is_passed = np.zeros(self._marks.kinds, np.bool_)

    # --- Words --------------------------------------------------------------------------------

    def number(self, holder: int) -> int:
        """Give the candidate whose votes a holder holds."""
        return self._candidate[holder]

    def names(self, *holders: int) -> str:
        """Name holders in a sentence."""
        return listed([self._name(holder) for holder in holders])

    def _name(self, holder: int) -> str:
        name = self._labels[self.number(holder) - 1]
        further = holder - len(self._labels)  # the first further RON is the second of them
        return name if further <= 0 else f"{name} ({further + 1})"

    def say(self, units: int) -> str:
        """Say an amount of votes: "26.42"."""
        return short(units, self.rule.places)

    def say_votes(self, units: int) -> str:
        """Say an amount of votes: "26.42 votes"."""
        return f"{self.say(units)} {'vote' if units == self.one else 'votes'}"

    def explain(self, *sentences: str) -> None:
        """Add sentences to the stage that is being written."""
        self.drafts[-1].sentences.extend(sentence for sentence in sentences if sentence)

    # --- Who stands ---------------------------------------------------------------------------

    @property
    def places(self) -> int:
        """Count the places left to fill."""
        return self.contest.seats - len(self.elected)

    @property
    def with_surplus(self) -> list[int]:
        """Give those elected whose votes above the quota have not been transferred."""
        return [holder for holder in self.elected if self.votes[holder] > self.quota]

    @property
    def further_ron(self) -> int:
        """Give the RON that votes for RON go to now."""
        return self._holder[self.contest.ron or 0]

    def left_over(self) -> list[int]:
        """Give those who fill the last places, most votes first: no further RON without a vote."""
        return [
            holder
            for holder in self.by_votes()
            if self.votes[holder] or holder < len(self.contest.candidates) + 1
        ]

    def by_votes(self) -> list[int]:
        """Give those who continue, most votes first, equals in the order of the paper."""
        return sorted(self.continuing, key=lambda holder: -self.votes[holder])

    def elect(self, holder: int) -> None:
        """Deem a holder elected. Where it is RON, a further RON stands from now on."""
        candidate = self.number(holder)
        self.continuing.remove(holder)
        self.elected.append(holder)
        if candidate != self.contest.ron:
            self.drafts[-1].elected.append(candidate)
            self._is_passed[candidate] = True
            return
        self.reopened_at.append(len(self.drafts))
        self._holder[candidate] = len(self.votes)
        self.continuing.append(len(self.votes))
        self._candidate.append(candidate)
        self.votes.append(0)
        self._piles.append({})
        self._last.append((0, 0, []))

    def exclude(self, holders: Iterable[int]) -> None:
        """Take holders out of the count. Their papers stay before them until they are moved."""
        for holder in holders:
            self.continuing.remove(holder)
            self._is_passed[self.number(holder)] = True
            self.drafts[-1].excluded.append(self.number(holder))

    # --- Papers -------------------------------------------------------------------------------

    def sort_first(self) -> None:
        """Sort all valid papers by first preference, each worth one vote."""
        for found in self.sort([Bundle(0, self.one, self._marks.starts())]):
            self._lay(found, self.one)

    def bundles(self, holder: int) -> list[Bundle]:
        """Take up all papers before a holder, in bundles by value, the most valuable first."""
        piles = self._piles[holder]
        self._piles[holder] = {}
        return [
            Bundle(holder, value, np.concatenate(piles[value]))
            for value in sorted(piles, reverse=True)
        ]

    def last_batch(self, holder: int) -> Bundle:
        """Take up the batch that a holder received last: papers of one value in one transfer."""
        _, value, piles = self._last[holder]
        return Bundle(holder, value, np.concatenate(piles))

    def has_only_first(self, holder: int) -> bool:
        """Say whether a holder has had no papers but first preferences."""
        return self._last[holder][0] == _FIRST

    def sort(self, bundles: Sequence[Bundle]) -> list[Sorted]:
        """Sort bundles by next available preference. What is moved then is one batch."""
        self._batch += 1
        return list(sort(self._marks, bundles, self._is_passed))

    def reason(self, found: Sorted) -> Exhausted | None:
        """Say why sorted papers pass to nobody, if they do."""
        if found.mark == END:
            return Exhausted.NO_FURTHER
        return Exhausted.UNCLEAR if found.mark == self._marks.unclear else None

    def move(self, found: Sorted, value: int) -> None:
        """Pass papers on at a value each, and with them so many votes."""
        votes = found.papers * value
        source = self.number(found.bundle.holder)
        self.votes[found.bundle.holder] -= votes
        why = self.reason(found)
        if why is None:
            self._lay(found, value)
        else:
            self.non_transferable += votes
        to = found.mark if why is None else None
        self.drafts[-1].transfers.append(Transfer(source, to, found.papers, value, votes, why))

    def lose(
        self,
        holder: int,
        votes: int,
        why: Exhausted = Exhausted.ROUNDING,
        papers: int = 0,
        value: int = 0,
    ) -> None:
        """Take votes from a holder that no paper carries on."""
        if votes or papers:
            self.votes[holder] -= votes
            self.non_transferable += votes
            lost = Transfer(self.number(holder), None, papers, value, votes, why)
            self.drafts[-1].transfers.append(lost)

    def _lay(self, found: Sorted, value: int) -> None:
        holder = self._holder[found.mark]
        self.votes[holder] += found.papers * value
        self._piles[holder].setdefault(value, []).append(found.pile)
        if self._last[holder][0] != self._batch:
            self._last[holder] = (self._batch, value, [])
        self._last[holder][2].append(found.pile)

    # --- Stages -------------------------------------------------------------------------------

    def open(self, action: Action, *who: int) -> Draft:
        """Begin a stage."""
        draft = Draft(action, tuple(self.number(holder) for holder in who))
        self.drafts.append(draft)
        return draft

    def close(self) -> None:
        """Enter the votes on the sheet, with every RON in the one column of RON."""
        draft = self.drafts[-1]
        column = [0] * len(self.contest.candidates)
        for holder, votes in enumerate(self.votes[1:], start=1):
            column[self.number(holder) - 1] += votes
        draft.votes, draft.non_transferable = tuple(column), self.non_transferable
        draft.quota = self.quota
        draft.lots += range(self._lots_entered, len(self.lots.draws))
        self._lots_entered = len(self.lots.draws)

    def note_point(self, name: str = "") -> None:
        """Keep how the votes stand now, for ties to look back to."""
        self.points.append(Point(name or f"stage {len(self.drafts)}", tuple(self.votes)))
