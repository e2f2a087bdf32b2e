"""The majority tests, in whole numbers (guide 3.5).

Nothing here divides: two thirds of F + A is reached when 3F >= 2(F + A). Every test also needs at
least one vote for, so that no votes at all can never carry anything. Abstentions are reported and
stay outside the test, unless the rule counts those present or asks for unanimity.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from ballots.enums import Choice, Majority, Outcome


class Base(StrEnum):
    """What a share is a share of, as the explanation says it."""

    CAST = "votes cast for and against"
    PRESENT = "those present"


@dataclass(frozen=True, slots=True)
class Threshold:
    """A share of a base that the votes on one side must reach."""

    numerator: int
    denominator: int
    share: str
    of: Base
    side: Choice = Choice.FOR

    def needed(self, base: int) -> int:
        """Give the smallest whole number of votes that reaches the share, and at least one."""
        return max(1, -(-self.numerator * base // self.denominator))

    def __str__(self) -> str:
        """Say the rule in words."""
        return f"{self.share} of {self.of}"


THRESHOLDS: Mapping[Majority, Threshold] = {
    Majority.TWO_THIRDS_CAST: Threshold(2, 3, "Two thirds", Base.CAST),
    Majority.TWO_THIRDS_PRESENT: Threshold(2, 3, "Two thirds", Base.PRESENT),
    Majority.TWO_THIRDS_AGAINST: Threshold(2, 3, "Two thirds", Base.CAST, Choice.AGAINST),
    Majority.TWO_THIRDS_PRESENT_AGAINST: Threshold(
        2, 3, "Two thirds", Base.PRESENT, Choice.AGAINST
    ),
    Majority.THREE_QUARTERS_CAST: Threshold(3, 4, "Three quarters", Base.CAST),
}


@dataclass(frozen=True, slots=True)
class Decision:
    """What the figures mean under one rule, with the sum shown.

    `reached` is held against `needed`, out of `base`. `margin` is the number in "carried by" or
    "lost by": how far the votes stand from the share needed or, for a simple majority, how many
    more there were on one side than on the other.
    """

    rule: Majority
    outcome: Outcome
    needed: int
    reached: int
    base: int
    margin: int
    explanation: str
    casting_vote: Choice | None = None


def decide(
    rule: Majority,
    *,
    votes_for: int,
    against: int,
    abstain: int = 0,
    present: int = 0,
    casting_vote: Choice | None = None,
) -> Decision:
    """Apply a majority test to the figures.

    `present` is the voting strength admitted, in the unit of the votes, and is asked for only by
    the rules that name those present. A casting vote is accepted only where it decides: on equal
    votes under a simple majority, with votes cast.
    """
    if min(votes_for, against, abstain, present) < 0:
        raise ValueError("Votes are counted from nought upwards.")
    if casting_vote is not None and not casting_vote_is_due(rule, votes_for, against):
        raise ValueError("A casting vote is given only on equal votes under a simple majority.")
    if rule is Majority.NONE:
        return _indicative(votes_for, against, abstain)
    if rule is Majority.SIMPLE:
        return _simple(votes_for, against, abstain, casting_vote)
    if rule is Majority.UNANIMOUS:
        return _unanimous(votes_for, against, abstain)
    threshold = THRESHOLDS[rule]
    base = votes_for + against
    if threshold.of is Base.PRESENT:
        if votes_for + against + abstain > present:
            raise ValueError("More votes were cast than there was strength present to cast them.")
        base = present
    if threshold.side is Choice.AGAINST:
        return _stands_unless(rule, threshold, votes_for, against, base)
    return _reaches(rule, threshold, votes_for, against, base)


def casting_vote_is_due(rule: Majority, votes_for: int, against: int) -> bool:
    """Say whether a casting vote would decide the question: F = A, and somebody voted."""
    return rule is Majority.SIMPLE and votes_for == against > 0


def percent(part: int, whole: int) -> str:
    """Give a percentage to two places, rounded half up without a float; for reading only."""
    hundredths = (20_000 * part + whole) // (2 * whole) if whole else 0
    return f"{hundredths // 100}.{hundredths % 100:02}"


def _simple(votes_for: int, against: int, abstain: int, casting_vote: Choice | None) -> Decision:
    """Decide by F > A; on equal votes nothing is carried, unless a casting vote is used."""
    base = votes_for + against
    outcome = Outcome.NOT_CARRIED
    if base and votes_for == against:
        said = f"Equal votes, {votes_for:,} for and {against:,} against"
        if casting_vote is None:
            said += ", and no casting vote. NOT CARRIED."
        else:
            outcome = Outcome.CARRIED if casting_vote is Choice.FOR else Outcome.LOST
            said += f". The chair gave a casting vote {casting_vote}. {_capitals(outcome)}."
    elif not base:
        said = "Nobody voted for or against. NOT CARRIED."
    else:
        outcome = Outcome.CARRIED if votes_for > against else Outcome.LOST
        how = f"by {abs(votes_for - against):,}"
        if not against:
            how = "nem con" if abstain else "unanimously"
        said = (
            f"More votes for than against: {votes_for:,} for, {against:,} against. "
            f"{_capitals(outcome)} {how}."
        )
    return Decision(
        rule=Majority.SIMPLE,
        outcome=outcome,
        needed=base // 2 + 1,
        reached=votes_for,
        base=base,
        margin=abs(votes_for - against),
        explanation=said,
        casting_vote=casting_vote,
    )


def _unanimous(votes_for: int, against: int, abstain: int) -> Decision:
    """Decide by A = 0 and B = 0. Nobody against but some abstaining is nem con, and is not this."""
    base = votes_for + against + abstain
    figures = f"{votes_for:,} for, {against:,} against, {abstain:,} abstaining"
    if not base:
        outcome, end = Outcome.NOT_CARRIED, "NOT CARRIED"
    elif votes_for == base:
        outcome, end = Outcome.CARRIED, "CARRIED"
    else:
        outcome, end = Outcome.LOST, f"LOST by {base - votes_for:,}"
    return Decision(
        rule=Majority.UNANIMOUS,
        outcome=outcome,
        needed=max(1, base),
        reached=votes_for,
        base=base,
        margin=base - votes_for,
        explanation=f"Unanimous, nobody against and nobody abstaining: {figures}. {end}.",
    )


def _reaches(
    rule: Majority, threshold: Threshold, votes_for: int, against: int, base: int
) -> Decision:
    """Decide by the share of the base that voted for."""
    needed = threshold.needed(base)
    margin = abs(votes_for - needed)
    if votes_for >= needed:
        outcome = Outcome.CARRIED
        end = f"CARRIED by {margin:,}" if margin else "CARRIED, with none to spare"
    elif not votes_for and not against:
        outcome, end = Outcome.NOT_CARRIED, "Nobody voted for or against. NOT CARRIED"
    else:
        outcome, end = Outcome.LOST, f"LOST by {margin:,}"
    return Decision(
        rule=rule,
        outcome=outcome,
        needed=needed,
        reached=votes_for,
        base=base,
        margin=margin,
        explanation=f"{threshold}: {needed:,} needed, {votes_for:,} reached. {end}.",
    )


def _stands_unless(
    rule: Majority, threshold: Threshold, votes_for: int, against: int, base: int
) -> Decision:
    """Decide "that the ruling be upheld", which only a large share against can overturn."""
    needed = threshold.needed(base)
    margin = abs(against - needed)
    if against >= needed:
        outcome = Outcome.LOST
        end = f"LOST by {margin:,}" if margin else "LOST, with none to spare"
    elif votes_for:
        outcome, end = Outcome.CARRIED, f"CARRIED by {margin:,}"
    else:
        outcome, end = Outcome.NOT_CARRIED, "Nobody voted for. NOT CARRIED"
    return Decision(
        rule=rule,
        outcome=outcome,
        needed=needed,
        reached=against,
        base=base,
        margin=margin,
        explanation=f"{rule.label}: {needed:,} needed, {against:,} reached. {end}.",
    )


def _indicative(votes_for: int, against: int, abstain: int) -> Decision:
    """Report the figures and decide nothing."""
    return Decision(
        rule=Majority.NONE,
        outcome=Outcome.INDICATIVE,
        needed=0,
        reached=votes_for,
        base=votes_for + against,
        margin=abs(votes_for - against),
        explanation=(
            f"{votes_for:,} for, {against:,} against, {abstain:,} abstaining. "
            "Indicative: the figures show opinion and decide nothing."
        ),
    )


def _capitals(outcome: Outcome) -> str:
    return outcome.label.upper()
