"""Card votes: a branch casts what its members are worth, whole or split, in exact fractions.

A card is worth the branch's members (PCS: the votes of a branch equal its members), or one vote for
each band of so many members or part of one (100 members 1 vote, 101 members 2). A mandate may
split the card; its parts never exceed it. Where a conference has sections that count alike, as
Labour's two of one half each, each section's share for is a fraction of its votes for and against,
and the mean of these shares decides: exactly, with no decimals.

A card vote takes the place of the show of hands before it, and both are kept. Whether a motion is
carried is then for `ballots.majority.decide` to say, with these figures.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Self

from ballots.enums import Choice, Outcome


@dataclass(frozen=True, slots=True)
class Tally:
    """Votes for, against and abstaining; of one card or of many."""

    votes_for: int = 0
    against: int = 0
    abstain: int = 0

    def __post_init__(self) -> None:
        if min(self.votes_for, self.against, self.abstain) < 0:
            raise ValueError("Votes are counted from nought upwards.")

    def __add__(self, other: Self) -> "Tally":
        return Tally(
            self.votes_for + other.votes_for,
            self.against + other.against,
            self.abstain + other.abstain,
        )

    @property
    def total(self) -> int:
        """Add all three."""
        return self.votes_for + self.against + self.abstain

    @property
    def share(self) -> Fraction:
        """Give the part of the votes for and against that is for; nought where there is none."""
        cast = self.votes_for + self.against
        return Fraction(self.votes_for, cast) if cast else Fraction(0)


@dataclass(frozen=True, slots=True)
class Card:
    """A branch's members, and its mandate: all one way, or split."""

    members: int
    mandate: Choice | Tally


def value(members: int, band: int = 1) -> int:
    """Say what a card is worth: one vote for each `band` members, or part of that many."""
    if members < 0 or band < 1:
        raise ValueError("Members are counted from nought upwards, and a band has one at least.")
    return -(-members // band)


def cast(card: Card, band: int = 1) -> Tally:
    """Give the votes of one card. ValueError where a split mandate goes above the card."""
    worth = value(card.members, band)
    if isinstance(card.mandate, Tally):
        if card.mandate.total > worth:
            raise ValueError(
                f"This mandate splits a card of {worth:,} into {card.mandate.total:,} votes."
            )
        return card.mandate
    return {
        Choice.FOR: Tally(votes_for=worth),
        Choice.AGAINST: Tally(against=worth),
        Choice.ABSTAIN: Tally(abstain=worth),
    }[card.mandate]


def tally(cards: Iterable[Card], band: int = 1) -> Tally:
    """Add up the cards of a vote."""
    return sum((cast(card, band) for card in cards), Tally())


@dataclass(frozen=True, slots=True)
class Sections:
    """What sections that count alike decide together: `share` and `against` are exact."""

    share: Fraction
    against: Fraction
    outcome: Outcome
    explanation: str


def decide_by_sections(sections: Mapping[str, Tally]) -> Sections:
    """Decide by the mean of the sections' shares: carried where more is for than against.

    A section in which nobody voted for or against adds to neither side.
    """
    if not sections:
        raise ValueError("A vote by sections needs one section at least.")
    shares = {name: each.share for name, each in sections.items()}
    voted = sum(each.votes_for + each.against > 0 for each in sections.values())
    share = sum(shares.values(), Fraction(0)) / len(sections)
    against = Fraction(voted, len(sections)) - share
    if share > against:
        outcome = Outcome.CARRIED
    elif share < against:
        outcome = Outcome.LOST
    else:
        outcome = Outcome.NOT_CARRIED
    parts = "; ".join(
        f"{name}: {each.votes_for:,} for, {each.against:,} against, {percent(shares[name])}% for"
        for name, each in sections.items()
    )
    return Sections(
        share,
        against,
        outcome,
        f"{parts}. Each section is worth {percent(Fraction(1, len(sections)))}%; together "
        f"{percent(share)}% for and {percent(against)}% against. {outcome.label.upper()}.",
    )


def percent(share: Fraction, places: int = 3) -> str:
    """Give a percentage for reading, rounded half up without a float."""
    unit = 10**places
    scaled = (2 * 100 * unit * share.numerator + share.denominator) // (2 * share.denominator)
    whole, part = divmod(scaled, unit)
    return f"{whole}.{part:0{places}d}"
