"""The record of a count: everything that a page, a file or a person may say of it.

Amounts are whole numbers of the smallest unit of the rule, 10^-places of a vote: 107.58 under ERS97
(places = 2) is 10758. So nothing is ever rounded that the rule does not round.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ballots.counting.contest import Contest, Note
from ballots.counting.lots import Draw


class Action(StrEnum):
    """What a stage does."""

    FIRST = "first"  # first preferences, or all there is to count in a rule of one stage
    SURPLUS = "surplus"
    EXCLUDE = "exclude"
    ITERATE = "iterate"  # Meek: keep values are worked out anew


class Ending(StrEnum):
    """How a count ended. Never silently."""

    COMPLETE = "complete"  # every place is filled, or declared unfilled for want of candidates
    LOT_NEEDED = "lot_needed"  # a tie that no rule breaks, and no lot was drawn for it
    NO_VOTES = "no_votes"  # not one valid paper, so nobody can be elected by votes


class Exhausted(StrEnum):
    """Why votes pass to nobody any more."""

    NO_FURTHER = "no further preference"
    UNCLEAR = "next preference unclear"  # equal preferences, or one left out
    ROUNDING = "fractions cut off"
    UNCARRIED = "more votes than papers to carry them"  # ERS97: a surplus above its last batch


@dataclass(frozen=True, slots=True)
class Rule:
    """A named rule, and the text that it is built from. `unit` is what candidates gather.

    Where a rule only puts in order and `elects` nobody, `figures["order"]` has the names by place.
    """

    code: str
    name: str
    text: str
    places: int = 0
    unit: str = "votes"
    is_ranked: bool = True
    elects: bool = True


@dataclass(frozen=True, slots=True)
class Transfer:
    """Votes that go from one candidate to another, or to nobody (`to` is None).

    Of `papers` papers each counts for `value` now; `votes` is what arrives. Losses by rounding are
    a transfer to nobody with no papers.
    """

    source: int
    to: int | None
    papers: int
    value: int
    votes: int
    why: Exhausted | None = None  # where `to` is None


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage of a count: what was done, why, and how things stand after it.

    `votes` is in the order of the paper, one for each candidate, the withdrawn ones too.
    `explanation` is whole sentences for a reader who knows nothing; each cites the paragraph of the
    rule that it applies. `elected` are those deemed elected in this stage, in order.
    """

    action: Action
    who: tuple[int, ...]
    votes: tuple[int, ...]
    non_transferable: int
    explanation: str
    elected: tuple[int, ...] = ()
    excluded: tuple[int, ...] = ()
    quota: int | None = None
    transfer_value: int | None = None
    transfers: tuple[Transfer, ...] = ()
    lots: tuple[int, ...] = ()  # places in Count.lots of those drawn in this stage

    @property
    def total(self) -> int:
        """Add up all votes: in a count that transfers votes, the valid vote at every stage."""
        return sum(self.votes) + self.non_transferable


@dataclass(frozen=True, slots=True)
class PaperTotals:
    """The papers of a contest, every one in just one of these. `invalid` is by reason."""

    valid: int
    blank: int = 0
    invalid: Mapping[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Count them all."""
        return self.valid + self.blank + sum(self.invalid.values())


@dataclass(frozen=True, slots=True)
class Count:
    """A count from the first stage to its end.

    `elected` is in the order of election; RON is never in it, but `unfilled` counts the places that
    it, or a want of candidates, left open. Where the count ended for want of a lot, `tied` names
    those between whom, and `tied_places` for how many places: none where it decides who is
    excluded. `remarks` are sentences on the whole count: what the rule did with withdrawn
    candidates, why places stay unfilled, how the lot fell.
    """

    rule: Rule
    contest: Contest
    papers: PaperTotals
    stages: tuple[Stage, ...]
    elected: tuple[int, ...]
    ending: Ending = Ending.COMPLETE
    quota: int | None = None
    unfilled: int = 0
    tied: tuple[int, ...] = ()
    tied_places: int = 0
    lots: tuple[Draw, ...] = ()
    seed: str | None = None
    remarks: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    figures: Mapping[str, object] = field(default_factory=dict)  # of a rule alone: pairwise sums

    @property
    def elected_by_stage(self) -> tuple[tuple[int, ...], ...]:
        """Give those elected in each stage."""
        return tuple(stage.elected for stage in self.stages)
