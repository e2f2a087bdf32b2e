"""Counting one vote twice: from what the log says, and from what the tables hold now."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, Q, Sum, Value

from audit.models import Entry
from audit.selectors import leaves
from ballots.casting import LATE
from ballots.declaring.counts_of_elections import counts_of_election, explanation_again
from ballots.declaring.reconciliation import Counts, Reconciliation, reconcile
from ballots.models import Ballot, Cast, RollEntry
from ballots.reconciling import discrepancies
from ballots.reconciling_votes import votes_logged
from ballots.secret.outcome import figures_of
from ballots.secret.reconciling import counts_of_sealed
from ballots.selectors import Figures, OpenedPapers, turnout

_BESIDE_THE_ROLL = 4  # the question, the roll as a whole, the result, and who declared it

Leaf = dict[str, Any]


class Logged(NamedTuple):
    """What the log says of one vote, apart from the votes themselves."""

    opened: Leaf
    extended: list[Leaf]
    closed: Leaf
    declared: Leaf
    late: int


def logged(ballot: Ballot) -> Logged:
    """Read the log's entries on a vote."""
    return Logged(
        opened=_only(ballot, "ballot.opened"),
        extended=list(leaves("ballot.extended", subject=ballot.log_name)),
        closed=_only(ballot, "ballot.closed"),
        declared=_only(ballot, "ballot.declared"),
        late=Entry.objects.filter(kind=LATE, subject=ballot.log_name).count(),
    )


def written_at(leaf: Leaf) -> datetime | None:
    """Give the time of an entry, if there is one."""
    return datetime.fromisoformat(leaf["at"]) if leaf else None


def _only(ballot: Ballot, kind: str) -> Leaf:
    return next(leaves(kind, subject=ballot.log_name), {})


def reconciliation_of(ballot: Ballot) -> Reconciliation:
    """Set out the sums of a declared vote."""
    return reconcile(counts_of(ballot))


def counts_of(ballot: Ballot) -> Counts:
    """Count a declared vote, from the log and from the tables."""
    log = logged(ballot)
    sealed = counts_of_sealed(ballot) if ballot.is_sealed else None
    votes, voters = sealed[:2] if sealed else votes_logged(ballot)
    roll = RollEntry.objects.filter(ballot=ballot)
    totals = roll.aggregate(
        papers=Count("pk"), weight=Sum("weight"), marked=Count("pk", filter=Q(voted=True))
    )
    on_paper = [option.key for option in ballot.paper]
    papers: Counter[str] = Counter()
    recounted = dict.fromkeys(on_paper, 0)
    by_body: Counter[object] = Counter()
    # A paper that is sealed, or was opened apart from its voter, has no choice on the roll.
    told = not (ballot.is_election or ballot.is_sealed)
    choice_of = F("cast__choice") if told else Value("")
    cast = roll.filter(voted=True).values_list("body_id", choice_of)
    for body, choice, number, weight in cast.annotate(number=Count("pk"), weighing=Sum("weight")):
        by_body[body] += weight
        if told:
            papers[choice] += number
            recounted[choice] = recounted.get(choice, 0) + weight
    if ballot.is_sealed and not ballot.is_election and log.declared:
        recounted = figures_of(ballot)
        papers.update(recounted)
    valid = sum(papers[key] for key in on_paper)
    result = log.declared.get("result") or {}
    opened = OpenedPapers(ballot)
    election = counts_of_election(opened, result) if ballot.is_election and result else None
    if election:
        valid = election.counted - (election.blank or 0) - (election.spoilt or 0)
    return Counts(
        is_card_vote=ballot.is_card_vote,
        entitled=log.opened.get("entitled", 0),
        present=log.opened.get("present", 0),
        papers_at_opening=log.opened.get("roll", 0),
        weight_at_opening=log.opened.get("weight", 0),
        votes_logged=votes,
        voters_logged=voters,
        declared=result.get("figures", {"voted": result.get("voted", 0)}),
        papers=totals["papers"],
        weight=totals["weight"] or 0,
        admitted=roll.exclude(admitted="").count(),
        voted=totals["marked"],
        replaced=sealed.replaced if sealed else _replaced(ballot),
        valid=valid,
        rejected=papers.total() - valid if election is None else election.spoilt or 0,
        blank=(election.blank or 0) if election else 0,
        election=election,
        recounted=recounted,
        by_body=list(by_body.values()),
        compared=totals["papers"] + _BESIDE_THE_ROLL,
        differs=[*discrepancies(ballot, opened), *_differs_in_the_result(ballot, log)],
    )


def declared_result(ballot: Ballot, log: Logged) -> dict[str, Any]:
    """Give the result by the log. Its sum in words is said again where it would name people."""
    result: dict[str, Any] = dict(log.declared.get("result") or {})
    if result and ballot.is_election:
        result["explanation"] = explanation_again(ballot, result)
    elif result and "explanation" not in result:
        figures = Figures(ballot, result["papers"], result["figures"])
        result["explanation"] = figures.result(turnout(ballot))["explanation"]
    return result


def _replaced(ballot: Ballot) -> int:
    """Count the votes that a later one of the same voter took the place of."""
    votes = Cast.objects.filter(roll_entry__ballot=ballot, roll_entry__cast__isnull=False)
    return votes.exclude(roll_entry__cast=F("pk")).count()


def _differs_in_the_result(ballot: Ballot, log: Logged) -> Iterator[str]:
    if declared_result(ballot, log) != ballot.result:
        yield "result"
    if ballot.declared_by is None or log.declared.get("by") != ballot.declared_by.pseudonym:
        yield "who declared it"
