"""Asking about votes: who has voted (never how), the count, and what may be shown of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.formats.merkle import leaf_hash
from audit.models import Entry
from ballots.declaring.withholding import withheld
from ballots.enums import BallotState, Choice, Majority
from ballots.majority import Decision, decide, percent
from ballots.models import Ballot, RollEntry
from ballots.receipts import Receipt, code_of
from ballots.secret.outcome import figures_of, insist_on_opened
from members.models import Body, Member


@dataclass(frozen=True, slots=True)
class Turnout:
    """How many are on the roll, how many have voted, and how many said that they could not."""

    roll: int
    voted: int
    unable: int

    @property
    def percent(self) -> str:
        """Give the turnout to two places."""
        return percent(self.voted, self.roll)

    @property
    def is_complete(self) -> bool:
        """Say whether everyone on the roll has voted."""
        return self.voted >= self.roll


@dataclass(frozen=True, slots=True)
class Figures:
    """The count of one ballot: papers, and the votes they carry, by option."""

    ballot: Ballot
    papers: Mapping[str, int]
    votes: Mapping[str, int]

    def decision(self, casting_vote: Choice | None = None) -> Decision:
        """Apply the ballot's majority test."""
        return decide(
            Majority(self.ballot.majority),
            votes_for=self.votes.get(Choice.FOR, 0),
            against=self.votes.get(Choice.AGAINST, 0),
            abstain=self.votes.get(Choice.ABSTAIN, 0),
            present=self.ballot.present,
            casting_vote=casting_vote,
        )

    def result(self, turnout: Turnout, casting_vote: Choice | None = None) -> dict[str, Any]:
        """Give everything that a declaration says, as it is stored and logged."""
        decision = self.decision(casting_vote)
        explanation = decision.explanation
        if decision.rule is Majority.NONE:
            said = [f"{o.label} {self.votes.get(o.key, 0):,}" for o in self.ballot.paper]
            explanation = f"{', '.join(said)}. Indicative: the figures decide nothing."
        return {
            **{key: value for key, value in asdict(decision).items() if value is not None},
            "explanation": explanation,
            "verdict": decision.outcome.label.upper(),
            "figures": dict(self.votes),
            "papers": dict(self.papers),
            "unit": "members" if self.ballot.is_card_vote else "votes",
            "roll": turnout.roll,
            "voted": turnout.voted,
            "unable": turnout.unable,
            "turnout": turnout.percent,
            "percent_for": percent(decision.reached, decision.base),
        }


@dataclass(frozen=True, slots=True)
class BodyFigures:
    """One body's part in a vote. What would tell on a person is None."""

    body: Body
    roll: int
    voted: int | None
    votes: Mapping[str, int] | None


def turnout(ballot: Ballot) -> Turnout:
    """Count the roll, its marks, and the reports of those who could not vote, in one query."""
    found = RollEntry.objects.filter(ballot=ballot).aggregate(
        roll=Count("pk"), marked=Count("pk", filter=Q(voted=True)), unable=Count("unable")
    )
    return Turnout(roll=found["roll"], voted=found["marked"], unable=found["unable"])


def count(ballot: Ballot) -> Figures:
    """Count the votes that stand. For officers, once the vote is closed; never of a void vote."""
    if ballot.state not in {BallotState.CLOSED, BallotState.DECLARED}:
        raise ValueError("Only a closed vote is counted, and a void one never is.")
    if ballot.is_election:
        raise ValueError("An election is counted by its rule: ask count_of.")
    if ballot.is_sealed:
        insist_on_opened(ballot)
        sums = figures_of(ballot)
        return Figures(ballot, sums, sums)
    rows = (
        RollEntry.objects.filter(ballot=ballot, cast__isnull=False)
        .values_list("cast__choice")
        .annotate(papers=Count("pk"), votes=Sum("weight"))
    )
    found = {choice: (papers, votes) for choice, papers, votes in rows}
    keys = [option.key for option in ballot.paper]
    return Figures(
        ballot,
        {key: found.get(key, (0, 0))[0] for key in keys},
        {key: found.get(key, (0, 0))[1] for key in keys},
    )


def own_vote(ballot: Ballot, voter: Member) -> Receipt | None:
    """Find a voter's own vote, with the receipt that leads to it in the log."""
    line = (
        RollEntry.objects.filter(ballot=ballot, voter=voter, cast__isnull=False)
        .select_related("cast")
        .first()
    )
    if line is None or line.cast is None:
        return None
    leaf = Entry.objects.values_list("leaf", flat=True).get(pk=line.cast.entry_id)
    labels = {option.key: option.label for option in ballot.paper}
    hashed = leaf_hash(bytes(leaf))
    return Receipt(
        ballot_id=ballot.pk,
        entry_id=line.cast.entry_id,
        code=code_of(hashed),
        at=line.cast.at,
        choice="" if ballot.is_election else line.cast.choice,
        choice_label=_("Your paper") if ballot.is_election else labels[line.cast.choice],
        leaf_hash=hashed,
    )


def who_has_voted(ballot: Ballot, body: Body | None = None) -> dict[UUID, bool]:
    """Say of each voter on the roll, or on one body's part of it, whether they voted; never how."""
    roll = RollEntry.objects.filter(ballot=ballot)
    if body is not None:
        roll = roll.filter(body=body)
    return dict(roll.values_list("voter_id", "voted"))


def figures_by_body(ballot: Ballot) -> list[BodyFigures]:
    """Break a declared result down by body, as far as no person's vote can be told from it.

    A card vote is answerable to the branch's members, so it is shown whole. Of any other, totals
    are what is published (guide 3.6): a branch that voted alike would tell how each of its
    delegates did. There a body shows its turnout only, and not even that where few voted (R29).
    Whoever is of no body is a part too, though it is not listed: without it a part that is withheld
    could be worked out. Two queries, however long the roll.
    """
    if ballot.state != BallotState.DECLARED:
        return []
    rows = (
        RollEntry.objects.filter(ballot=ballot)
        .order_by("body__code")
        .values_list("body", "voted", "cast__choice")
        .annotate(lines=Count("pk"), weight=Sum("weight"))
    )
    roll: Counter[UUID | None] = Counter()
    voted: Counter[UUID | None] = Counter()
    votes: defaultdict[UUID | None, Counter[str]] = defaultdict(Counter)
    for body, has_voted, choice, lines, weight in rows:
        roll[body] += lines
        voted[body] += lines if has_voted else 0
        if choice is not None:
            votes[body][choice] += weight
    hidden = set() if ballot.is_card_vote else withheld({body: voted[body] for body in roll})
    return [
        BodyFigures(
            body,
            roll[body.pk],
            None if body.pk in hidden else voted[body.pk],
            {each.key: votes[body.pk][each.key] for each in ballot.paper}
            if ballot.is_card_vote
            else None,
        )
        for body in Body.objects.filter(pk__in=[pk for pk in roll if pk]).order_by("code")
    ]


def ballots_due_to_close() -> QuerySet[Ballot]:
    """Open ballots whose time is up: for whoever keeps the clock."""
    return Ballot.objects.filter(state=BallotState.OPEN, closes_at__lte=timezone.now())
