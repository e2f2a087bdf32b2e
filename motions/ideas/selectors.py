"""Asking about ideas: the rounds one may take part in, what to rate next, and how they stand."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from conferences.meetings.belonging import belongs
from conferences.models import Conference
from members.enums import BodyKind
from members.models import Body, Member
from motions.ideas.exposure import next_to_show
from motions.ideas.scoring import Standing, standings
from motions.models import Idea, IdeaRating, IdeaRound

MOST_EACH = 5
"""So many ideas may one member share in a round."""


class Stage(StrEnum):
    """Where a round stands by the server's clock."""

    COMING = "coming"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Ranked:
    """An idea in the outcome of a round."""

    place: int
    idea: Idea
    standing: Standing


def stage_of(asked: IdeaRound, at: datetime | None = None) -> Stage:
    """Say whether a round is to come, open or over."""
    now = at or timezone.now()
    if now < asked.opens_at:
        return Stage.COMING
    return Stage.OPEN if now < asked.closes_at else Stage.OVER


def is_asked(member: Member, body: Body) -> bool:
    """Say whether a member is one of those a round asks: of the whole union, everyone."""
    return body.kind == BodyKind.UNION or belongs(member, body)


def rounds_for(member: Member, conference: Conference) -> list[IdeaRound]:
    """Give the rounds of a conference that ask this member, the newest first."""
    rounds = conference.idea_rounds.select_related("body", "conference").annotate(
        shared=Count("ideas", filter=Q(ideas__hidden_at=None), distinct=True)
    )
    return [each for each in rounds if is_asked(member, each.body)]


def own_ideas(asked: IdeaRound, member: Member) -> QuerySet[Idea]:
    """Give what this member shared, hidden or not."""
    return asked.ideas.filter(member=member).select_related("motion__conference")


def to_rate(asked: IdeaRound, member: Member) -> list[Idea]:
    """Give the next few ideas for this member to rate."""
    shown = dict(
        asked.ideas.filter(hidden_at=None)
        .exclude(member=member)
        .annotate(times=Count("ratings"))
        .values_list("pk", "times")
    )
    seen = set(
        IdeaRating.objects.filter(idea__round=asked, member=member).values_list("idea", flat=True)
    )
    chosen = next_to_show(shown, seen=seen, reader=f"{asked.pk} {member.pseudonym}")
    found = Idea.objects.in_bulk(chosen)
    return [found[pk] for pk in chosen]


def rated_by(asked: IdeaRound, member: Member) -> int:
    """Say how many ideas this member has rated or passed over."""
    return IdeaRating.objects.filter(idea__round=asked, member=member).count()


def outcome(asked: IdeaRound) -> Sequence[Ranked]:
    """Give the ideas of a round that is over, the best rated first."""
    ideas = asked.ideas.filter(hidden_at=None).select_related("motion__conference")
    found = {idea.pk: idea for idea in ideas}
    given: dict[int, list[int]] = {pk: [] for pk in found}
    rows = IdeaRating.objects.filter(idea__in=found).values_list("idea", "stars")
    for pk, stars in rows:
        given[pk].append(stars)
    return [
        Ranked(place, found[pk], standing)
        for place, (pk, standing) in enumerate(standings(given).items(), start=1)
    ]
