"""What the desk knows of a vote beside its turnout; how anyone voted is nowhere in it.

facts_of(conference, ballot)   who could not vote and why, who was turned away, who had more time
waiting_for(ballot)            by name, who on the roll has not voted: of open votes only
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from ballots.enums import BallotState, TurnedAwayFor, VotingForm
from ballots.models import Ballot, RollEntry, TurnedAway, UnableReport
from ballots.secret.choosing import opening_under_way
from ballots.selectors import Turnout, count, turnout
from conferences.desk.confirming import Words, words_on
from conferences.desk.reasons import Reasons, grouped
from conferences.models import Conference
from members.models import Body


@dataclass(frozen=True, slots=True)
class Attempts:
    """How many people were turned away for a reason, and how many of them have voted since."""

    words: str
    people: int
    voted: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What the desk knows of one vote. `figures` are for tellers, once it is closed."""

    ballot: Ballot
    turnout: Turnout
    retake_from: int
    reasons: Sequence[Reasons]
    attempts: Sequence[Attempts]
    asked_time: int
    times_asked: int
    words: Words | None
    figures: Sequence[tuple[str, int]]

    @property
    def unable_share(self) -> int:
        """Give how far the reports have come, in per cent; the trigger is at 50."""
        return min(100, 50 * self.turnout.unable // self.retake_from)

    @property
    def is_due_again(self) -> bool:
        """Say whether so many could not vote that it is taken again."""
        return self.turnout.unable >= self.retake_from


@dataclass(frozen=True, slots=True)
class Waited:
    """One on the roll who has not voted."""

    name: str
    credential: str
    could_not: bool


def facts_of(conference: Conference, ballot: Ballot) -> Facts:
    """Give what the desk knows of a vote, in a fixed number of queries."""
    people = ballot.times_asked.aggregate(
        times=Count("pk"), people=Count("roll_entry", distinct=True)
    )
    counts = ballot.state == BallotState.CLOSED and not ballot.is_election
    counts = counts and not opening_under_way(ballot)
    asks = counts and conference.orders.tellers_confirm and ballot.asked_for != conference.log_name
    votes = count(ballot).votes if asks else {}
    return Facts(
        ballot=ballot,
        turnout=turnout(ballot),
        retake_from=conference.orders.retake_from(ballot.roll_size),
        reasons=grouped(
            UnableReport.objects.filter(ballot=ballot).values_list("reason", flat=True)
        ),
        attempts=attempts_at(ballot),
        asked_time=people["people"],
        times_asked=people["times"],
        words=words_on(ballot, conference) if asks else None,
        figures=[(option.label, votes.get(option.key, 0)) for option in ballot.paper]
        if asks
        else [],
    )


def attempts_at(ballot: Ballot) -> list[Attempts]:
    """Count those who were turned away, by reason; what they chose is not known to anybody."""
    cast = RollEntry.objects.filter(ballot=ballot, voter=OuterRef("voter"), voted=True).values("pk")
    people: defaultdict[str, list[bool]] = defaultdict(list)
    found = TurnedAway.objects.filter(ballot=ballot).annotate(has_voted=Exists(cast))
    for reason, has_voted in found.values_list("reason", "has_voted"):
        people[reason].append(has_voted)
    return [
        Attempts(reason.label, len(people[reason]), sum(people[reason]))
        for reason in TurnedAwayFor
        if people[reason]
    ]


def waiting_for(ballot: Ballot) -> list[tuple[Body | None, list[Waited]]]:
    """Name those on the roll of an open vote who have not voted, by branch.

    Of a secret ballot nobody is named: a teller might go and stand beside them.
    """
    if ballot.state != BallotState.OPEN or ballot.form == VotingForm.SECRET_BALLOT:
        return []
    lines = (
        RollEntry.objects.filter(ballot=ballot, cast=None)
        .select_related("voter", "body", "unable")
        .order_by("body__code", "admitted")
    )
    found: defaultdict[Body | None, list[Waited]] = defaultdict(list)
    for line in lines:
        number = line.admitted.rpartition("/")[2]
        found[line.body].append(Waited(line.voter.name, number, hasattr(line, "unable")))
    return list(found.items())
