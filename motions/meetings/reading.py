"""Whose the votes of a meeting are to read: its own members', as its pages are."""

from uuid import UUID

from ballots.models import Ballot
from conferences.meetings.belonging import may_see
from motions.models import Question


def may_read_vote(reader: object, ballot: Ballot) -> bool:
    """Say whether somebody may read a vote, by what asked for it; None is anyone."""
    kind, _colon, key = ballot.asked_for.partition(":")
    if kind != "question":
        return True
    try:
        named = UUID(key)
    except ValueError:
        return True
    asked = Question.objects.filter(pk=named).select_related("conference__body__parent").first()
    return asked is None or may_see(reader, asked.conference)
