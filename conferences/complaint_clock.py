"""How long a member has to complain to the Certification Officer (guide 2.6; s.108A(6)-(7)).

A complaint of a breach of rule is in time for six months starting with the day of the breach. Where
an internal procedure of the union is begun within that time, it is in time for six months starting
with the earlier of the day on which the procedure ends and the last day of one year from its
beginning. So no complaint can come later than 24 months after the breach, which is why records are
kept that long.

All times are days and calendar months, counted with the first day in: six months starting with
15 June end with 14 December. Where the last month has no such day, they end with its last day.
This is a reading of the Act for the returning officer's diary. It decides nothing.
"""

from dataclasses import dataclass
from datetime import date

from ballots.declaring.time_limit import MONTHS_TO_COMPLAIN, last_day_of_months

MONTHS_OF_PROCEDURE = 12
LONGEST_MONTHS = MONTHS_TO_COMPLAIN + MONTHS_OF_PROCEDURE + MONTHS_TO_COMPLAIN


class ImpossibleDatesError(ValueError):
    """Dates that cannot be those of one complaint, said in plain English."""


@dataclass(frozen=True, slots=True)
class ComplaintClock:
    """The days that decide whether a complaint to the Certification Officer is in time."""

    breach: date
    procedure_began: date | None = None
    procedure_ended: date | None = None

    def __post_init__(self) -> None:
        """Refuse dates in an impossible order."""
        if self.procedure_began and self.procedure_began < self.breach:
            raise ImpossibleDatesError("The internal procedure cannot begin before the breach.")
        if self.procedure_ended and not self.procedure_began:
            raise ImpossibleDatesError("An internal procedure that ended must have begun.")
        if (
            self.procedure_began
            and self.procedure_ended
            and self.procedure_ended < self.procedure_began
        ):
            raise ImpossibleDatesError("The internal procedure cannot end before it begins.")

    @property
    def first_limit(self) -> date:
        """Give the last day without an internal procedure, and the last day to begin one."""
        return last_day_of_months(MONTHS_TO_COMPLAIN, starting_with=self.breach)

    @property
    def procedure_counts(self) -> bool:
        """Say whether an internal procedure was begun in time to extend the limit."""
        return self.procedure_began is not None and self.procedure_began <= self.first_limit

    @property
    def procedure_limit(self) -> date | None:
        """Give the last day of the year that a procedure which counts may take."""
        if self.procedure_began is None or not self.procedure_counts:
            return None
        return last_day_of_months(MONTHS_OF_PROCEDURE, starting_with=self.procedure_began)

    @property
    def runs_from(self) -> date:
        """Give the first day of the six months: the breach, or what ended the procedure."""
        year_ends = self.procedure_limit
        if year_ends is None:
            return self.breach
        return min(self.procedure_ended or year_ends, year_ends)

    @property
    def last_day(self) -> date:
        """Give the last day on which a complaint is in time, as far as is known."""
        if not self.procedure_counts:
            return self.first_limit
        return last_day_of_months(MONTHS_TO_COMPLAIN, starting_with=self.runs_from)

    @property
    def latest_possible(self) -> date:
        """Give the last day in the worst case: a procedure begun on the last day, never ended."""
        return ComplaintClock(self.breach, self.first_limit).last_day

    @property
    def may_still_move(self) -> bool:
        """Say whether the last day can become another: a procedure goes on, or may yet begin."""
        return self.procedure_began is None or (
            self.procedure_counts and self.procedure_ended is None
        )

    def is_out_of_time(self, on: date) -> bool:
        """Say whether a complaint made on a day would be too late."""
        return on > self.last_day

    @property
    def sentence(self) -> str:
        """Say the limit and the reason for it."""
        if not self.procedure_counts:
            why = "six months starting with the day of the breach"
        elif self.procedure_ended and self.runs_from == self.procedure_ended:
            why = "six months starting with the end of the internal procedure"
        else:
            why = "six months starting with the end of one year of the internal procedure"
        return f"In time until {_said(self.last_day)}: {why}."


def _said(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
