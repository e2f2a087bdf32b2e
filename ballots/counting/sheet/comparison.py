"""The same papers under other rules: who would be elected under each, and where they differ.

It decides nothing. Papers were marked for the rule that was announced, and a voter told of another
might have marked theirs otherwise; so every use of a comparison has to say so, as `CAUTION` does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ballots.counting.contest import Contest, Papers
from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from ballots.counting.record import Count, Ending, Rule
from ballots.counting.words import labels, listed, many

CAUTION = (
    "Only the announced rule decides. The papers were marked for it, and people who knew that they "
    "would be counted by another might have marked theirs otherwise."
)


@dataclass(frozen=True, slots=True)
class OtherRule:
    """What another rule makes of the papers, beside the rule that decided.

    `elected` has names in the order of election, `gained` those whom only this rule elects and
    `lost` those whom it does not; `said` is the difference in a sentence.
    """

    rule: Rule
    elected: tuple[str, ...]
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    said: str
    ending: Ending = Ending.COMPLETE

    @property
    def differs(self) -> bool:
        """Say whether it elects others, whatever the order."""
        return bool(self.gained or self.lost)


def applicable(rule: Rule, contest: Contest) -> list[str]:
    """List the codes of the rules that can count papers marked for this one.

    Crosses say nothing of an order, so papers of crosses are counted by rules of crosses alone. An
    order says whom a voter would have crossed only by guessing, so ranked papers are counted by
    rules of ranks alone. A rule for one place is left out where more are to be filled, and one
    without reserved places where the contest has them.
    """
    return [
        code
        for code, (other, _count) in RULES.items()
        if other.elects
        and other.is_ranked == rule.is_ranked
        and code != rule.code
        and not (contest.seats > 1 and code in _OF_ONE_PLACE)
        and not (contest.reserved and code in _PASSING_PLACES_BY)
    ]


_OF_ONE_PLACE = frozenset({"av", "schulze"})
_PASSING_PLACES_BY = frozenset({"av", "meek"})


def compare(count: Count, papers: Papers) -> Iterator[OtherRule]:
    """Count the same papers under each other rule that applies, and say where it differs.

    The seed of the count is used anew for each, so that nobody has to draw lots for what decides
    nothing; without a seed a tie is left as a tie.
    """
    for code in applicable(count.rule, count.contest):
        _rule, other = RULES[code]
        yield beside(count, other(count.contest, papers, Lots(count.seed)))


def beside(count: Count, other: Count) -> OtherRule:
    """Put what another rule found beside the count that decided."""
    names = labels(count.contest)
    gained = tuple(names[n - 1] for n in other.elected if n not in count.elected)
    lost = tuple(names[n - 1] for n in count.elected if n not in other.elected)
    return OtherRule(
        rule=other.rule,
        elected=tuple(names[n - 1] for n in other.elected),
        gained=gained,
        lost=lost,
        said=_said(count, other, gained, lost),
        ending=other.ending,
    )


def _said(count: Count, other: Count, gained: tuple[str, ...], lost: tuple[str, ...]) -> str:
    names = labels(count.contest)
    if other.ending is Ending.LOT_NEEDED:
        tied = listed([names[n - 1] for n in other.tied])
        return f"It would need a lot between {tied}."
    if gained and lost:
        verb = "is" if len(gained) == 1 else "are"
        return f"{listed(gained)} {verb} elected in place of {listed(lost)}."
    if gained:
        return f"{listed(gained)} {'is' if len(gained) == 1 else 'are'} elected too."
    if lost:
        places = many(other.unfilled, "place")
        return f"{listed(lost)} {'is' if len(lost) == 1 else 'are'} not elected; {places} unfilled."
    if other.elected == count.elected:
        return "The same candidates, in the same order." if len(other.elected) > 1 else "The same."
    return "The same candidates, in another order."


def summary(others: Mapping[str, OtherRule]) -> str:
    """Say in a sentence how far the rules agree."""
    known = [each for each in others.values() if each.ending is Ending.COMPLETE]
    differing = [each.rule.name for each in known if each.differs]
    if not known:
        return "No other rule can count these papers to an end."
    if not differing:
        return f"{many(len(known), 'other rule')} would elect the same candidates."
    verb = "elects" if len(differing) == 1 else "elect"
    return (
        f"{len(differing)} of {many(len(known), 'other rule')} {verb} others: {listed(differing)}."
    )
