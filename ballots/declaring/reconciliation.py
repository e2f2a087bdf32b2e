"""The sums that must come out before a declaration can be signed (guide 5.2).

Every line sets two counts side by side that come from different records: from the log, as it was
written at the time, and from the tables, as they stand now. So each of them can fail to balance.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

_MINUS = "\N{MINUS SIGN}"


class Relation(StrEnum):
    """What must hold between the two sides of a line."""

    EQUAL = "="
    AT_LEAST = "≥"


@dataclass(frozen=True, slots=True)
class Term:
    """One number of a sum, and what it counts. `sign` is -1 where it is taken away."""

    words: str
    number: int
    sign: int = 1

    @property
    def value(self) -> int:
        """Give the number with its sign."""
        return self.sign * self.number


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the reconciliation. Without terms it says what is not used in this vote."""

    key: str
    title: str
    left: tuple[Term, ...] = ()
    relation: Relation = Relation.EQUAL
    right: tuple[Term, ...] = ()
    note: str = ""

    @property
    def is_used(self) -> bool:
        """Say whether there is anything to balance."""
        return bool(self.left)

    @property
    def balances(self) -> bool:
        """Say whether the relation holds."""
        left, right = (sum(term.value for term in side) for side in (self.left, self.right))
        return left >= right if self.relation is Relation.AT_LEAST else left == right

    @property
    def sum_in_words(self) -> str:
        """Write the sum out: Entitled 58 = papers issued 56 + not issued 2."""
        return f"{_written(self.left)} {self.relation} {_written(self.right)}"


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """All the lines, in the order in which they are read."""

    lines: tuple[Line, ...]

    @property
    def balances(self) -> bool:
        """Say whether every line balances."""
        return not self.broken

    @property
    def broken(self) -> list[Line]:
        """Give the lines that do not."""
        return [line for line in self.lines if not line.balances]


@dataclass(frozen=True, slots=True)
class ElectionCounts:
    """What is counted besides of an election: its papers on their way from the roll to the count.

    `valid`, `blank` and `spoilt` are None where so few voted that they are withheld. What was
    declared, and what comes out now, are figures by name, and hashes.
    """

    opened_logged: int
    set_aside_logged: int
    in_the_tables: int
    counted: int
    declared: Mapping[str, object]
    again: Mapping[str, object]
    valid: int | None = None
    blank: int | None = None
    spoilt: int | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """What is counted, once from the log and once from the tables.

    `entitled`, `present` and `weight_at_opening` are in the unit of the votes: people for a show of
    hands, members represented for a card vote. Papers are one for each line of the roll.
    """

    is_card_vote: bool
    # From the log
    entitled: int
    present: int
    papers_at_opening: int
    weight_at_opening: int
    votes_logged: int
    voters_logged: int
    declared: Mapping[str, int]
    # From the tables
    papers: int
    weight: int
    admitted: int
    voted: int
    replaced: int
    valid: int
    recounted: Mapping[str, int]
    by_body: Sequence[int]
    blank: int = 0
    rejected: int = 0
    election: ElectionCounts | None = None
    # Between the two: how many records were compared, and which of them differ
    compared: int = 0
    differs: Sequence[str] = field(default=())


PASSCODES_NOT_USED = (
    "Not used in this vote. No passcode is issued for one vote alone: each voter was signed in as "
    "themselves, with a one-time passcode, and relied on the credential named on the roll."
)
FROZEN = "The roll is frozen at the opening: nothing is reissued or cancelled during a vote."


def reconcile(counts: Counts) -> Reconciliation:
    """Set every sum of the guide out for one vote."""
    return Reconciliation(
        (
            _roll(counts),
            Line(
                "papers",
                "Papers issued and live",
                (
                    Term("issued at the opening", counts.papers_at_opening),
                    Term("reissued", 0),
                    Term("cancelled", 0, -1),
                ),
                Relation.EQUAL,
                (Term("live", counts.papers),),
                FROZEN,
            ),
            Line("passcodes", "Passcodes", note=PASSCODES_NOT_USED),
            Line(
                "admitted",
                "Admitted and voted",
                (Term("admitted", counts.admitted),),
                Relation.AT_LEAST,
                (Term("voted", counts.voted),),
            ),
            Line(
                "changed",
                "Votes received",
                (Term("received, by the log", counts.votes_logged),),
                Relation.EQUAL,
                (
                    Term("counted", counts.voted),
                    Term("replaced by the voter before the close", counts.replaced),
                ),
            ),
            *(_cast(counts) if counts.election is None else _papers(counts, counts.election)),
            _branches(counts),
            _recount(counts),
            _log(counts),
        )
    )


def _roll(counts: Counts) -> Line:
    issued = "members on cards issued" if counts.is_card_vote else "papers issued"
    not_issued = [Term("not admitted when it opened", counts.entitled - counts.present)]
    if counts.present != counts.weight_at_opening:
        not_issued.append(
            Term("admitted without a vote", counts.present - counts.weight_at_opening)
        )
    return Line(
        "roll",
        "Entitled and issued",
        (Term("entitled", counts.entitled),),
        Relation.EQUAL,
        (Term(issued, counts.weight), *not_issued),
    )


def _cast(counts: Counts) -> tuple[Line, ...]:
    return (
        Line(
            "cast",
            "Votes cast",
            (Term("cast, by the log", counts.voters_logged),),
            Relation.EQUAL,
            (
                Term("valid", counts.valid),
                Term("blank", counts.blank),
                Term("rejected", counts.rejected),
            ),
        ),
    )


def _papers(counts: Counts, election: ElectionCounts) -> tuple[Line, ...]:
    """Follow the papers of an election: from the roll, over their opening, to the count."""
    counted = [Term("counted", election.counted)]
    if election.valid is not None:
        parts = (election.blank or 0, election.spoilt or 0)
        counted = [Term("valid", election.valid)]
        counted += [Term("blank", parts[0]), Term("spoilt", parts[1])]
    return (
        Line(
            "cast",
            "Papers cast",
            (Term("cast, by the log", counts.voters_logged),),
            Relation.EQUAL,
            (Term("marked on the roll as voted", counts.voted),),
        ),
        Line(
            "opened",
            "Papers opened at the close",
            (
                Term("opened, by the log", election.opened_logged),
                Term("set aside, as they did not open", election.set_aside_logged),
            ),
            Relation.EQUAL,
            (Term("marked on the roll as voted", counts.voted),),
        ),
        Line(
            "counted",
            "Papers counted",
            (Term("opened papers in the tables", election.in_the_tables),),
            Relation.EQUAL,
            tuple(counted),
        ),
    )


def _branches(counts: Counts) -> Line:
    return Line(
        "branches",
        "Sum by branch",
        (Term("declared in total", sum(counts.declared.values())),),
        Relation.EQUAL,
        (Term(f"sum of {_bodies(len(counts.by_body))}", sum(counts.by_body)),),
    )


def _recount(counts: Counts) -> Line:
    declared: Mapping[str, object] = counts.declared
    again: Mapping[str, object] = counts.recounted
    if counts.election is not None:
        declared, again = counts.election.declared, counts.election.again
    keys = declared.keys() | again.keys()
    same = sum(key in declared and declared[key] == again.get(key) for key in keys)
    return Line(
        "recount",
        "Counted again",
        (Term("figures declared", len(keys)),),
        Relation.EQUAL,
        (Term("the same when counted again", same),),
    )


def _log(counts: Counts) -> Line:
    return Line(
        "log",
        "Tables and log",
        (Term("records compared", counts.compared),),
        Relation.EQUAL,
        (Term("as the log has them", counts.compared - len(counts.differs)),),
        f"What differs: {', '.join(counts.differs[:20])}." if counts.differs else "",
    )


def _bodies(number: int) -> str:
    return "1 branch or body" if number == 1 else f"{number:,} branches or bodies"


def _written(terms: Sequence[Term]) -> str:
    first, *rest = terms
    return f"{first.words} {first.number:,}" + "".join(
        f" {_MINUS if term.sign < 0 else '+'} {term.words} {term.number:,}" for term in rest
    )
