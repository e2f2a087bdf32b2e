"""The Alternative Vote: one place, by preferences, to whoever has more than half.

Electoral Reform Society, "Regulations for the election of one person by means of the single
transferable vote" (the AV rules), paragraph 3: each valid paper is credited to its first
preference; a candidate with a majority is elected; else those with the fewest votes are excluded,
and each of their papers goes to the next preference for a candidate still in the count, or to
nobody where there is none.

Two things this count does more strictly than that text, and `RULE.text` says so. The majority is
more than half of the votes that still stand with a candidate, where the text takes as many as all
the others have together: with exactly half, two could have it. And one candidate is excluded at a
time, where the text excludes as many together as is safe, so that every round can be followed.
Where several have the fewest, the one who had fewer in the most recent round in which they differed
is excluded, and else a lot decides. Sentences cite paragraph 3 for what it says, never for these.

Re-open nominations counts as a candidate; where it has the majority the place stays unfilled.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from ballots.counting import preferences
from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import LotNeeded, Lots
from ballots.counting.outcomes import no_votes, remarks
from ballots.counting.preferences import Preferences
from ballots.counting.record import Action, Count, Ending, Exhausted, Rule, Stage, Transfer
from ballots.counting.words import labels, listed, many

RULE: Final = Rule(
    code="av",
    name="Alternative Vote",
    text=(
        "Electoral Reform Society, Regulations for the election of one person by means of the "
        "single transferable vote, paragraph 3; but more than half of the votes that stand, one "
        "exclusion a round, and ties by the most recent round in which they differed, then by lot."
    ),
)

_LOT: Final = "equal in every round, so a lot decides who is excluded"


def count(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Count the papers round by round until somebody has more than half."""
    read = preferences.read(contest, papers)
    if not read.totals.valid:
        return no_votes(RULE, contest, read.totals, papers, lots)
    counting = _Counting(contest, read, lots)
    tied: tuple[int, ...] = ()
    try:
        winner = counting.run()
    except LotNeeded as needed:
        winner, tied = None, needed.tied
    said = [*remarks(contest)]
    if winner is not None and winner == contest.ron:
        said.append(
            "Re-open nominations has the majority: nobody is elected, and nominations re-open."
        )
    if contest.seats > 1:
        said.append(
            f"The Alternative Vote fills one place and the contest has {contest.seats}; it cannot "
            "fill the others."
        )
    elected = (winner,) if winner is not None and winner != contest.ron else ()
    return Count(
        rule=RULE,
        contest=contest,
        papers=read.totals,
        stages=tuple(counting.stages),
        elected=elected,
        ending=Ending.LOT_NEEDED if tied else Ending.COMPLETE,
        unfilled=0 if tied else contest.seats - len(elected),
        tied=tied,
        lots=tuple(lots.draws),
        seed=lots.seed,
        remarks=tuple(said),
        notes=papers.notes,
    )


@dataclass(frozen=True, slots=True)
class _Round:
    """What a round did: who went out, if anybody, how that was decided, and where papers went."""

    said: str
    out: tuple[int, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    lots: tuple[int, ...] = ()


@dataclass(slots=True)
class _Counting:
    """A count under way: where each row of papers lies, and who is still in."""

    contest: Contest
    read: Preferences
    lots: Lots
    stages: list[Stage] = field(default_factory=list)
    _place: NDArray[np.intp] = field(init=False)
    _holder: NDArray[np.integer] = field(init=False)
    _votes: list[int] = field(init=False)
    _exhausted: int = 0

    def __post_init__(self) -> None:
        self._place = np.zeros(len(self.read.weights), np.intp)
        self._holder = self.read.first().copy()
        self._votes = self._by_holder(np.arange(len(self._holder)))[1:]

    def run(self) -> int:
        """Go through the rounds. Gives the number of whoever wins, which may be RON."""
        continuing = list(self.contest.standing)
        this = _Round("Every valid paper counts for its first preference (AV rules, paragraph 3).")
        while (winner := self._winner(continuing)) is None:
            self._write_down(this, None)
            drawn = len(self.lots.draws)
            out, how = self._fewest(continuing)
            continuing.remove(out)
            transfers = self._exclude(out, continuing)
            this = _Round(
                f"{how} {self._moved(out, transfers)}",
                (out,),
                transfers,
                tuple(range(drawn, len(self.lots.draws))),
            )
        self._write_down(this, winner)
        return winner

    def _winner(self, continuing: Sequence[int]) -> int | None:
        """Give whoever has more than half of the votes that stand, or is the last one left."""
        best = max(continuing, key=lambda number: self._votes[number - 1])
        has_majority = 2 * self._votes[best - 1] > sum(self._votes)
        return best if has_majority or len(continuing) == 1 else None

    def _fewest(self, continuing: Sequence[int]) -> tuple[int, str]:
        """Choose who is excluded, and say how."""
        fewest = min(self._votes[number - 1] for number in continuing)
        tied = [number for number in continuing if self._votes[number - 1] == fewest]
        names, votes = self._names(tied), many(fewest, "vote")
        if len(tied) == 1:
            return tied[0], f"{names} has the fewest votes, {fewest:,}, and is excluded."
        said = f"{names} have the fewest votes, {fewest:,} each"
        for back, stage in reversed(list(enumerate(self.stages[:-1], start=1))):
            lowest = min(stage.votes[number - 1] for number in tied)
            still = [number for number in tied if stage.votes[number - 1] == lowest]
            if len(still) < len(tied):
                tied = still
                said += f"; in round {back}, the most recent in which they differed, "
                said += f"{self._names(tied)} had {'the ' if len(tied) == 1 else ''}fewest"
            if len(tied) == 1:
                return tied[0], f"{said}. {self._names(tied)} is excluded."
        why = f"{self._names(tied)} tie with {votes} each: who is excluded"
        out = self.lots.draw(tied, why=why, rule=_LOT)
        return out, f"{said}. A lot falls on {self._names([out])}, who is excluded."

    def _exclude(self, out: int, continuing: Sequence[int]) -> tuple[Transfer, ...]:
        """Pass the papers of an excluded candidate on. Gives what went where."""
        rows = np.flatnonzero(self._holder == out)
        stays = np.zeros(len(self.contest.candidates) + 1, np.bool_)
        stays[[0, *continuing]] = True
        ranks = self.read.ranks
        looking = rows
        while len(looking):
            self._place[looking] += 1
            at_end = self._place[looking] >= ranks.shape[1]
            found = ranks[looking, np.minimum(self._place[looking], ranks.shape[1] - 1)]
            found = np.where(at_end, 0, found)
            self._holder[looking] = found
            looking = looking[~stays[found]]
        gained = self._by_holder(rows)
        lost_rows = rows[self._holder[rows] == 0]
        unclear = int(self.read.weights[lost_rows[self.read.unclear[lost_rows]]].sum())
        self._votes[out - 1] = 0
        for number in continuing:
            self._votes[number - 1] += gained[number]
        self._exhausted += gained[0]
        lost = ((Exhausted.NO_FURTHER, gained[0] - unclear), (Exhausted.UNCLEAR, unclear))
        return (
            *(Transfer(out, to, gained[to], 1, gained[to]) for to in continuing if gained[to]),
            *(Transfer(out, None, papers, 1, papers, why) for why, papers in lost if papers),
        )

    def _by_holder(self, rows: NDArray[np.intp]) -> list[int]:
        """Add up papers by who holds them now, from 0 for nobody."""
        votes = np.zeros(len(self.contest.candidates) + 1, np.int64)
        np.add.at(votes, self._holder[rows], self.read.weights[rows])
        return [int(each) for each in votes]

    def _write_down(self, this: _Round, winner: int | None) -> None:
        """Write down how things stand, and whether anyone has won."""
        standing = sum(self._votes)
        if winner is None:
            end = f"Nobody has more than half of the {standing:,} votes that stand."
        else:
            has = self._votes[winner - 1]
            end = (
                f"{self._names([winner])} has {has:,} of the {standing:,} votes that stand, more "
                "than half (AV rules, paragraph 3)."
                if 2 * has > standing
                else f"{self._names([winner])} is the only one left in the count."
            )
            end += (
                " The place stays unfilled and nominations re-open."
                if winner == self.contest.ron
                else f" {self._names([winner])} is elected."
            )
        self.stages.append(
            Stage(
                action=Action.EXCLUDE if this.out else Action.FIRST,
                who=this.out,
                votes=tuple(self._votes),
                non_transferable=self._exhausted,
                explanation=f"{this.said} {end}",
                elected=() if winner is None or winner == self.contest.ron else (winner,),
                excluded=this.out,
                quota=standing // 2 + 1,
                transfers=this.transfers,
                lots=this.lots,
            )
        )

    def _moved(self, out: int, transfers: Sequence[Transfer]) -> str:
        """Say where the papers went."""
        if not transfers:
            return f"{self._names([out])} has no papers to pass on."
        papers = sum(each.papers for each in transfers)
        lost = sum(each.papers for each in transfers if each.to is None)
        said = f"{many(papers, 'paper')} {'goes' if papers == 1 else 'go'} to the next preference"
        nobody = "nobody who is still in the count"
        if lost == papers:
            said = f"{many(papers, 'paper')} {'names' if papers == 1 else 'name'} {nobody}"
        elif lost:
            said += f", but {lost:,} of them {'names' if lost == 1 else 'name'} {nobody}"
        return f"{said} (AV rules, paragraph 3)."

    def _names(self, numbers: Sequence[int]) -> str:
        names = labels(self.contest)
        return listed([names[number - 1] for number in numbers])
