"""The records of a vote: its roll, the votes with their salts, and the words sealed about it.

They can be asked for in a complaint up to 24 months after the vote; then they are destroyed, and
the declared figures and the log's entries, with the voters by pseudonym, stay.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from audit.formats.disclosure import salted_digest
from audit.holding import belongings
from audit.models import Disclosure
from audit.retention import MONTHS, PUBLIC, Destroyed, Due, Rule, add
from audit.services.erasure import disclosures_erase
from ballots.enums import BallotState
from ballots.models import (
    Assistance,
    Ballot,
    Cast,
    CountRecord,
    Election,
    LeftOff,
    Paper,
    RollEntry,
    TimeAsked,
    TurnedAway,
    UnableReport,
)

KEY: Final = "ballot-records"
_BALLOT: Final = "ballot:"


class BallotRecords:
    """Finds votes that ended long ago and still have records, and destroys those."""

    def due(self, before: datetime) -> Iterator[Due]:
        for ballot in _ended(before):
            yield _due(ballot)

    def find(self, subject: str, before: datetime) -> Due | None:
        pk = _ballot_id(subject)
        ballot = _ended(before).filter(pk=pk).first() if pk else None
        return _due(ballot) if ballot else None

    def destroy(self, due: Due) -> Destroyed:
        ballot = Ballot.objects.select_for_update().get(pk=due.subject.removeprefix(_BALLOT))
        casts = Cast.objects.filter(roll_entry__ballot=ballot)
        digests = [
            (entry, salted_digest(salt, "choice", choice))
            for entry, salt, choice in casts.values_list("entry_id", "salt", "choice")
        ]
        votes = len(digests)
        words = disclosures_erase(Disclosure.objects.filter(entry__subject=ballot.log_name))
        roll = RollEntry.objects.filter(ballot=ballot)
        assisted, _ = Assistance.objects.filter(ballot=ballot).delete()
        unable, _ = UnableReport.objects.filter(ballot=ballot).delete()
        asked, _ = TimeAsked.objects.filter(ballot=ballot).delete()
        TurnedAway.objects.filter(ballot=ballot).delete()
        left_off, _ = LeftOff.objects.filter(plan=ballot.pk).delete()
        roll.update(cast=None)
        casts.delete()
        lines, _ = roll.delete()
        papers, _ = Paper.objects.filter(ballot=ballot).delete()
        counts = _destroy_of_election(ballot) if ballot.is_election else 0
        ballot.review_reason = ballot.void_reason = ""
        ballot.save(update_fields=["review_reason", "void_reason"])
        return Destroyed(
            {
                "lines of the roll": lines,
                "votes": votes,
                "reports of inability": unable,
                "sealed words": len(words),
                **({"votes taken by telephone": assisted} if assisted else {}),
                **({"members left off the roll": left_off} if left_off else {}),
                **({"times that more time was asked for": asked} if asked else {}),
                **({"papers": papers, "counts": counts} if ballot.is_election else {}),
            },
            digests + words,
        )


def _destroy_of_election(ballot: Ballot) -> int:
    """Destroy what candidates wrote, the salts, and counts that are not part of the result.

    The count that was declared stays, as the declared figures do; but not where its figures are
    withheld, nor in a void vote.
    """
    election = Election.objects.get(pk=ballot.pk)
    for each in election.candidates:
        each |= {"about": "", "statement": "", "person": ""}
    election.papers_salt = ""
    election.save(update_fields=["candidates", "papers_salt"])
    counts = CountRecord.objects.filter(ballot=ballot)
    result = ballot.result or {}
    if ballot.state == BallotState.DECLARED and not result.get("withheld", True):
        counts = counts.exclude(number=result["count"])
    destroyed, _ = counts.delete()
    return destroyed


def belongs_to(subject: str) -> Iterator[str]:
    """Name what a vote belongs to, and the votes that a question, or a person on a roll, is in."""
    if pk := _ballot_id(subject):
        for asked_for, code in Ballot.objects.filter(pk=pk).values_list("asked_for", "body__code"):
            yield asked_for
            if code:
                yield f"body:{code}"
    elif subject.startswith("member:"):
        rolls = RollEntry.objects.filter(voter__pseudonym=subject.removeprefix("member:"))
        for ballot in rolls.values_list("ballot_id", flat=True):
            yield f"{_BALLOT}{ballot}"
    elif subject.startswith("question:"):
        for ballot in Ballot.objects.filter(asked_for=subject).values_list("pk", flat=True):
            yield f"{_BALLOT}{ballot}"


def _ended(before: datetime) -> QuerySet[Ballot]:
    """Find the votes that ended before a moment and still have a roll or words sealed."""
    words = Disclosure.objects.filter(entry__subject__startswith=_BALLOT)
    worded = words.values_list("entry__subject", flat=True).distinct()
    ended = Ballot.objects.annotate(ended_at=Coalesce("declared_at", "closed_at", "created_at"))
    return ended.filter(
        ~Q(state=BallotState.OPEN),
        Q(roll__isnull=False) | Q(pk__in=[_ballot_id(subject) for subject in worded]),
        ended_at__lt=before,
    ).distinct()


def _due(ballot: Ballot) -> Due:
    ended = ballot.declared_at or ballot.closed_at or ballot.created_at
    what = f"Roll and votes of a {ballot.get_form_display().lower()}: {ballot.title}"
    return Due(KEY, ballot.log_name, what[:200], timezone.localdate(ended))


def _ballot_id(subject: str) -> UUID | None:
    try:
        return UUID(subject.removeprefix(_BALLOT)) if subject.startswith(_BALLOT) else None
    except ValueError:
        return None


RULES: Final = (
    Rule(
        KEY,
        what="The roll of a vote, the votes with the salts of their digests, reports of those "
        "who could not vote, and reasons; of an election the opened papers, what candidates wrote, "
        "and counts that were not declared",
        where="ballots: roll entries, casts, unable reports, times asked, assistances, papers, "
        "counts; audit: disclosures",
        months=MONTHS,
        counted_from="the day the vote was declared, or closed if it never was",
        why="complaints about the vote",
        source="1992 Act, s.108A; a statutory ballot's papers are kept one year",
        keeper=BallotRecords(),
    ),
    Rule(
        "no-reminders",
        what="That a member wants no reminders of ballots",
        where="ballots: no reminders",
        months=0,
        in_words="until they want them again, or their entry goes",
        counted_from="",
        why="the right to object to messages",
        source="PECR; UK GDPR, art. 21",
    ),
    Rule(
        "results",
        what="Questions, options and declared figures, and the count that was declared; never "
        "below the floor for small groups; of a sealed vote its archive and who held its keys",
        where="ballots: ballots, declarations, elections, counts, lots, sealed votes, their "
        "archives and ballots, boards and trustees",
        months=None,
        counted_from="",
        why="the union's decisions",
        source=PUBLIC,
    ),
)

add(*RULES)
belongings.append(belongs_to)
