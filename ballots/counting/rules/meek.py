"""Meek's method: those elected keep just what they need of every vote, and pass on the rest.

Hill, Wichmann and Woodall, "Algorithm 123: Single transferable vote by Meek's method", Computer
Journal 30 (1987) 277-281, in the exact form of the Proportional Representation Foundation's
Reference Meek Rule, whose steps are cited here: nine decimal places, keep values and what is kept
rounded up, omega of 0.000001, one candidate excluded at a time.

* B.1 The count is over when the places are filled, or those left are no more than the places.
* B.2 Iterate: (a) every paper, worth 1, goes down its preferences; each candidate keeps the part
  that its keep value says, 1 for those still hopeful and 0 for those out; (b) the quota is the sum
  of the votes over the places and one, cut to nine places, plus 0.000000001; (c) whoever is hopeful
  and has the quota is elected; (d) the surplus is what those elected have above the quota;
  (e) it has settled when the surplus is below omega or falls no more; (f) else keep values are
  multiplied by quota over votes, and again.
* B.3 Exclude the candidate with the fewest votes; those within the surplus of it count as tied,
  and a lot decides (T).
* C Elect those left if there are places for them, or else exclude them.

The rule speaks of papers with a clear order. One with equal preferences, or a preference left out,
is followed up to there. Re-open nominations by the NUS ruling: each time that it is elected, its
surplus and further votes go to a further RON, and a place stays unfilled.

A stage of the record is a round of B: what began it, and the figures at its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from ballots.counting import preferences
from ballots.counting.amounts import amount, short
from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import LotNeeded, Lots
from ballots.counting.outcomes import no_votes, remarks
from ballots.counting.preferences import Preferences
from ballots.counting.record import Action, Count, Ending, Rule, Stage, Transfer
from ballots.counting.rules.meek_papers import ONE, PLACES, Paths
from ballots.counting.words import labels, listed, many

RULE: Final = Rule(
    code="meek",
    name="Meek STV",
    text=(
        "Hill, Wichmann and Woodall, Algorithm 123, Computer Journal 30 (1987) 277-281, as the "
        "Reference Meek Rule of the Proportional Representation Foundation has it (nine decimal "
        "places, omega 0.000001); Re-open nominations by the NUS model ruling."
    ),
    places=PLACES,
)

_OMEGA: Final = ONE // 1_000_000
_LOT: Final = "Meek T: tied for exclusion, so a lot decides"


def count(contest: Contest, papers: Papers, lots: Lots) -> Count:
    """Count the papers round by round until the places are filled."""
    read = preferences.read(contest, papers)
    if not read.totals.valid:
        return no_votes(RULE, contest, read.totals, papers, lots)
    counting = _Counting(contest, read, lots)
    tied: tuple[int, ...] = ()
    try:
        counting.run()
    except LotNeeded as needed:
        tied = needed.tied
    elected = tuple(number for number in counting.elected if number != contest.ron)
    said = [*remarks(contest)]
    if reopened := len(counting.elected) - len(elected):
        said.append(
            f"Re-open nominations took {many(reopened, 'place')} under the NUS ruling, and as many "
            "stay unfilled."
        )
    names = labels(contest)
    return Count(
        rule=RULE,
        contest=contest,
        papers=read.totals,
        stages=tuple(counting.stages),
        elected=elected,
        ending=Ending.LOT_NEEDED if tied else Ending.COMPLETE,
        quota=counting.stages[0].quota,
        unfilled=reopened if tied else contest.seats - len(elected),
        tied=tied,
        lots=tuple(lots.draws),
        seed=lots.seed,
        remarks=tuple(said),
        notes=papers.notes,
        figures={
            "keep_values": {
                names[number - 1]: amount(counting.paths.keep[number], PLACES) for number in elected
            }
        },
    )


@dataclass(frozen=True, slots=True)
class _Start:
    """What begins a round, and the sentence for it."""

    action: Action
    said: str
    who: tuple[int, ...] = ()
    lots: tuple[int, ...] = ()
    transfers: tuple[Transfer, ...] = ()


@dataclass(slots=True)
class _Counting:
    """A count under way. Every further RON has a number of its own, after all candidates."""

    contest: Contest
    read: Preferences
    lots: Lots
    paths: Paths = field(init=False)
    hopeful: list[int] = field(init=False)
    elected: list[int] = field(default_factory=list)
    stages: list[Stage] = field(default_factory=list)
    _filled: list[int] = field(default_factory=list)
    _votes: list[int] = field(init=False)
    _quota: int = 0
    _surplus: int = 0

    def __post_init__(self) -> None:
        contest = self.contest
        further = contest.seats - 1 if contest.ron in contest.standing else 0
        self.paths = Paths(self.read, len(contest.candidates), contest.ron or 0, further)
        self.hopeful = list(contest.standing)

    def run(self) -> None:
        """Go through the rounds until the count is over."""
        start = _Start(Action.FIRST, "Every valid paper counts for its first preference (B.2.a).")
        while True:
            if self._is_over():
                self._elect_the_rest(start)
                return
            winners, why = self._iterate()
            self._write_down(start, f"{self._said_quota()} {why}", winners)
            if len(self._filled) == self.contest.seats:
                return
            if winners:
                start = _Start(Action.ITERATE, self._said_keeping(), self._real(winners))
            else:
                start = self._exclude_lowest()

    def _is_over(self) -> bool:
        """Say whether there is a place for everyone who is left (B.1)."""
        return len(self._filled) + len(self.hopeful) <= self.contest.seats

    def _iterate(self) -> tuple[list[int], str]:
        """Share out the papers until somebody is elected or the figures settle (B.2)."""
        before: int | None = None
        iterations = 0
        while True:
            iterations += 1
            self._share_out()
            has_quota = [each for each in self.hopeful if self._votes[each] >= self._quota]
            winners = sorted(has_quota, key=lambda each: -self._votes[each])
            self._elect(winners)
            surplus = sum(self._votes[each] - self._quota for each in self._filled)
            self._surplus = max(0, surplus)
            if winners:
                return winners, self._said_elected(winners, "has the quota", "B.2.c")
            if self._surplus < _OMEGA:
                settled = "the surplus that is left is below 0.000001"
            elif before is not None and self._surplus >= before:
                settled = "the surplus falls no more"
            else:
                before = self._surplus
                for each in self._filled:
                    self._keep_less(each)
                continue
            times = many(iterations, "iteration")
            nobody = "Nobody else has it" if self._filled else "Nobody has it"
            return [], f"{nobody}, and after {times} {settled} (B.2.e)."

    def _share_out(self) -> None:
        """Send every paper down its preferences, and work out the quota (B.2.a, b)."""
        self._votes = self.paths.share_out()
        self._quota = sum(self._votes[1:]) // (self.contest.seats + 1) + 1

    def _keep_less(self, number: int) -> None:
        """Lower a keep value to what is needed for the quota, both steps rounded up (B.2.f)."""
        product = -(-self.paths.keep[number] * self._quota // ONE)
        self.paths.keep[number] = min(ONE, -(-product * ONE // self._votes[number]))

    def _elect(self, winners: Sequence[int]) -> None:
        """Elect; where it is RON, a further RON stands from now on."""
        for number in winners:
            self.hopeful.remove(number)
            self._filled.append(number)
            self.elected += self._real([number])
            further = self.paths.further_ron(number)
            if further and len(self._filled) < self.contest.seats:
                self.hopeful.append(further)
        if winners and len(self._filled) < self.contest.seats:
            self.paths.release(winners, self.hopeful, self._filled)

    def _exclude_lowest(self) -> _Start:
        """Exclude the candidate with the fewest votes, by lot among those within the surplus."""
        fewest = min(self._votes[each] for each in self.hopeful)
        tied = [each for each in self.hopeful if self._votes[each] <= fewest + self._surplus]
        drawn = len(self.lots.draws)
        if len(tied) == 1:
            out = tied[0]
            said = f"{self._names([out])} has the fewest votes, {self._amount(fewest)}"
        else:
            said = f"{self._names(tied)} have the fewest votes and count as tied"
            if any(self._votes[each] != fewest for each in tied):
                said += ", as they are no further apart than the surplus"
            real = dict(zip(self._real(tied), tied, strict=True))
            why = f"{self._names(tied)} tie with the fewest votes: who is excluded"
            out = real[self.lots.draw(tuple(real), why=why, rule=_LOT)]
            said += f"; the lot falls on {self._names([out])}"
        self.hopeful.remove(out)
        was_whole = not self._filled
        moved = self.paths.release([out], self.hopeful, self._filled)
        return _Start(
            Action.EXCLUDE,
            f"{said}. {self._names([out])} is excluded, and keeps nothing of any vote (B.3).",
            self._real([out]),
            tuple(range(drawn, len(self.lots.draws))),
            moved if was_whole else (),
        )

    def _elect_the_rest(self, start: _Start) -> None:
        """Elect all who are left, as there are places for them (C)."""
        self._share_out()
        rest = sorted(self.hopeful, key=lambda each: -self._votes[each])
        if rest:
            said = self._said_elected(rest, "is left, with a place for each", "C")
        else:
            said = "Nobody is left for the other places (C)."
        self._filled += rest
        self.elected += self._real(rest)
        self._write_down(start, said, rest)

    def _write_down(self, start: _Start, said: str, winners: Sequence[int]) -> None:
        """Keep the figures at the end of a round."""
        votes = self._votes[1 : len(self.contest.candidates) + 1]
        if ron := self.contest.ron:
            votes[ron - 1] += sum(self._votes[len(self.contest.candidates) + 1 :])
        elected = [each for each in self._real(winners) if each != ron]
        self.stages.append(
            Stage(
                action=start.action,
                who=start.who,
                votes=tuple(votes),
                non_transferable=self._votes[0],
                explanation=" ".join(filter(None, [start.said, said, self._said_keep_values()])),
                elected=tuple(elected),
                excluded=start.who if start.action is Action.EXCLUDE else (),
                quota=self._quota,
                transfers=start.transfers,
                lots=start.lots,
            )
        )

    def _said_quota(self) -> str:
        return f"The quota is {self._amount(self._quota)} (B.2.b)."

    def _said_keep_values(self) -> str:
        """Say what those elected keep of each vote, where that is not all of it."""
        keep = [
            f"{self._names([each])} {amount(self.paths.keep[each], PLACES)}"
            for each in self._filled
            if self.paths.keep[each] < ONE
        ]
        return f"Keep values: {listed(keep)}." if keep else ""

    def _said_keeping(self) -> str:
        return (
            "Those elected keep of each vote only what the quota needs, and the rest goes to the "
            "next preference (B.2.f)."
        )

    def _said_elected(self, winners: Sequence[int], has: str, step: str) -> str:
        """Say who is elected, and of RON that a place stays open."""
        ron = [each for each in winners if self._real([each])[0] == self.contest.ron]
        people = [each for each in winners if each not in ron]
        have = has if len(people) == 1 else has.replace("has", "have").replace("is", "are", 1)
        said = []
        if people:
            are = "is" if len(people) == 1 else "are"
            said.append(f"{self._names(people)} {have} and {are} elected ({step}).")
        if ron:
            said.append(
                f"{self._names(ron)} {has}: a place stays unfilled, and any further votes go to a "
                f"further RON (NUS ruling, {step})."
            )
        return " ".join(said)

    def _real(self, numbers: Sequence[int]) -> tuple[int, ...]:
        """Call every further RON by the one number of RON on the paper."""
        last = len(self.contest.candidates)
        ron = self.contest.ron or 0
        return tuple(number if number <= last else ron for number in numbers)

    def _names(self, numbers: Sequence[int]) -> str:
        names = labels(self.contest)
        return listed([names[number - 1] for number in self._real(numbers)])

    def _amount(self, votes: int) -> str:
        return short(votes, PLACES)
