"""The policy book: what the union's conferences have resolved, found by words, section and year.

policy_in_force(words, section, year)   resolutions in force, the newest conference first
resolution(code, number)                one, with its actions, reports and what took its place
carried_at(conference)                  what a conference carried, and how far each has come
"""

from collections.abc import Sequence

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from conferences.models import Conference
from motions.enums import ActionState
from motions.models import Motion, MotionText, PolicyAction
from motions.states import MotionState

RESOLVED = (MotionState.CARRIED, MotionState.POLICY, MotionState.SUPERSEDED)
MOST_WORDS = 8


def policy_in_force(
    words: str = "", *, section: str = "", year: int | None = None, superseded: bool = False
) -> QuerySet[Motion]:
    """Find policy: every word asked for stands in the title or in the words as they now are."""
    states = (MotionState.POLICY, MotionState.SUPERSEDED) if superseded else (MotionState.POLICY,)
    found = (
        Motion.objects.filter(state__in=states)
        .select_related("conference__body", "lodged_by", "superseded__by_motion__conference")
        .prefetch_related("texts")
        .annotate(
            actions_asked=Count("actions"),
            actions_done=Count("actions", filter=Q(actions__state=ActionState.DONE)),
        )
        .order_by("-conference__starts_on", "section", "number")
    )
    if section:
        found = found.filter(section=section)
    if year:
        found = found.filter(conference__starts_on__year=year)
    if asked := words.replace("\0", " ").split()[:MOST_WORDS]:
        newest = MotionText.objects.filter(motion=OuterRef("pk")).order_by("-version")
        found = found.annotate(words_now=Subquery(newest.values("text")[:1]))
        for word in asked:
            found = found.filter(Q(title__icontains=word) | Q(words_now__icontains=word))
    return found


def sections_and_years() -> tuple[Sequence[str], Sequence[int]]:
    """Give the sections and the years that the book has, to choose from."""
    book = Motion.objects.filter(state__in=(MotionState.POLICY, MotionState.SUPERSEDED))
    sections = book.exclude(section="").values_list("section", flat=True)
    days = book.values_list("conference__starts_on", flat=True)
    return (
        sorted(set(sections.order_by().distinct())),
        sorted({day.year for day in days.order_by().distinct()}, reverse=True),
    )


def resolution(code: str, number: str) -> Motion:
    """Find one resolution with everything since. Raises Motion.DoesNotExist."""
    return (
        Motion.objects.filter(state__in=RESOLVED)
        .select_related(
            "conference__body", "lodged_by", "certified_by", "superseded__by_motion__conference"
        )
        .prefetch_related(
            "texts",
            "questions__ballot",
            "supersedes__motion__conference",
            Prefetch(
                "actions",
                queryset=PolicyAction.objects.select_related("motion__conference")
                .prefetch_related("reports"),
            ),
        )
        .get(conference__code=code, number=number)
    )  # fmt: skip


def carried_at(conference: Conference) -> QuerySet[Motion]:
    """List what a conference carried, in the order of its business."""
    return (
        conference.motions.filter(state__in=RESOLVED)
        .select_related("conference", "lodged_by", "certified_by")
        .prefetch_related("texts")
        .annotate(actions_asked=Count("actions"))
        .order_by("place", "lodged_order")
    )


def later_than(motion: Motion) -> QuerySet[Motion]:
    """Give the resolutions of later conferences of the same body, which might take its place."""
    return (
        Motion.objects.filter(
            state__in=(MotionState.CARRIED, MotionState.POLICY),
            conference__body=motion.conference.body_id,
            conference__starts_on__gt=motion.conference.starts_on,
        )
        .select_related("conference")
        .order_by("-conference__starts_on", "number")
    )
