"""How the passcodes of one vote are getting on, for those who answer for it."""

from dataclasses import dataclass

from django.db.models import F, QuerySet, Window
from django.db.models.functions import RowNumber

from ballots.models import Ballot
from members.delivery.figures import Board, Figures, delivery_figures
from members.delivery.outcomes import REASONS
from members.enums import DispatchState
from members.models import Dispatch
from members.models.dispatches import PASSCODE

_LOST = (DispatchState.FAILED, DispatchState.BOUNCED)


@dataclass(frozen=True, slots=True)
class Line:
    """A branch on the board, and of the lost how many for which reason, in words."""

    name: str
    figures: Figures

    @property
    def reasons(self) -> list[tuple[str, int]]:
        """Say why, the commonest first."""
        return [
            (REASONS.get(reason, reason), members)
            for reason, members in self.figures.unreachable.most_common()
        ]


@dataclass(frozen=True, slots=True)
class DeliveryBoard:
    """The board of one vote: a line for each branch, and the total."""

    lines: list[Line]
    total: Line
    on_the_roll: int

    @property
    def not_issued(self) -> int:
        """Count those on the roll to whom nothing has been sent."""
        return max(0, self.on_the_roll - self.total.figures.issued)

    @property
    def gone_out(self) -> int:
        """Count the messages that a server has taken."""
        return self.total.figures.sent + self.total.figures.delivered

    @property
    def is_moving(self) -> bool:
        """Tell whether something is on its way still."""
        return self.total.figures.waiting > 0


def delivery_board(ballot: Ballot) -> DeliveryBoard:
    """Put the board of a vote together, in a fixed number of queries."""
    board: Board = delivery_figures(ballot.log_name)
    lines = [Line(name, figures) for name, figures in board.branches.items()]
    return DeliveryBoard(lines, Line("", board.total), ballot.roll_size)


def unreached(ballot: Ballot) -> QuerySet[Dispatch]:
    """List the voters whose newest message did not arrive, by branch and name."""
    newest_first = Window(RowNumber(), partition_by="member", order_by=F("made_at").desc())
    rows = Dispatch.objects.filter(purpose=ballot.log_name, what=PASSCODE)
    return (
        rows.annotate(place=newest_first)
        .filter(place=1, state__in=_LOST)
        .select_related("member__branch")
        .order_by("member__branch__name", "member__name")
    )
