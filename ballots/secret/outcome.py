"""What came of a sealed vote, as counting reads it: sums by option, or papers.

Of crosses nothing but the sums is ever known. So the papers that are counted are made from them:
as many as were cast, with just these sums and no more crosses on any than it may bear. They say
what all papers say together; nobody cast them one by one.
"""

import json
from collections import Counter
from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from audit.refusal import Refusal
from ballots.enums import SealedStage
from ballots.models import Ballot, SealedBallot, SealedVote


def counted_ballots(vote: SealedVote) -> QuerySet[SealedBallot]:
    """Give the ballots that count: those that no later one of their credential replaced."""
    later = SealedBallot.objects.filter(
        vote=vote, credential=OuterRef("credential"), height__gt=OuterRef("height")
    )
    return SealedBallot.objects.filter(~Exists(later), vote=vote)


def insist_on_opened(ballot: Ballot) -> None:
    """Refuse to count or declare a vote whose sum is sealed still, or for good."""
    if not ballot.is_sealed:
        return
    stage = SealedVote.objects.values_list("stage", flat=True).get(pk=ballot.pk)
    if stage == SealedStage.UNOPENED:
        raise Refusal(
            "left-sealed",
            "Too few voted for this vote to be opened without telling how people voted. It has no "
            "result: it can be void, and taken again.",
        )
    if stage != SealedStage.RESULT:
        raise Refusal("still-sealed", "The ballots are not opened yet. It may take a moment.")


def figures_of(ballot: Ballot) -> dict[str, int]:
    """Give how many ballots chose each option of a vote, by its key."""
    sums = _rows(SealedVote.objects.get(pk=ballot.pk))[0]
    return {option.key: number for option, number in zip(ballot.paper, sums, strict=True)}


def is_known(vote: SealedVote) -> bool:
    """Say whether the sums are opened; nobody but who conducts the vote is told yet."""
    return vote.stage == SealedStage.RESULT


def is_unanimous(ballot: Ballot) -> bool:
    """Say whether all voted alike: then the total tells how each of them voted."""
    insist_on_opened(ballot)
    vote = SealedVote.objects.get(pk=ballot.pk)
    row = _rows(vote)[0]
    if row and isinstance(row[0], list):
        return len({tuple(paper) for paper in row}) == 1
    voted = counted_ballots(vote).count()
    return all(number in (0, voted) for number in row)


def papers_of(vote: SealedVote) -> list[tuple[str, int]]:
    """Give the papers of an opened election as they are counted: what they say, and how often."""
    row = _rows(vote)[0]
    if row and isinstance(row[0], list):
        return sorted(Counter(ranking_of(paper) for paper in row).items())
    blank, *sums = row
    return papers_with(sums, counted_ballots(vote).count() - blank, blank)


def papers_with(sums: Sequence[int], papers: int, blank: int) -> list[tuple[str, int]]:
    """Make papers with crosses that have these sums, and blank ones, sorted.

    Crosses are laid out candidate by candidate over the papers in turn. No sum is larger than the
    number of papers, so none bears a candidate twice; and their loads differ by one at most.
    """
    marked: list[list[int]] = [[] for _ in range(papers)]
    place = 0
    for candidate, number in enumerate(sums, 1):
        for _ in range(number):
            marked[place % papers].append(candidate)
            place += 1
    said = Counter(" ".join(map(str, sorted(paper))) for paper in marked)
    said[""] += blank
    return sorted((text, number) for text, number in said.items() if number)


def ranking_of(paper: Sequence[int]) -> str:
    """Read a ranked paper, a place for each candidate and 0 for none, as preferences in order."""
    placed = sorted((place, number) for number, place in enumerate(paper, 1) if place)
    return " ".join(str(number) for _, number in placed)


def _rows(vote: SealedVote) -> list[list[Any]]:
    rows: list[list[Any]] = json.loads(vote.result)["result"]
    return rows
