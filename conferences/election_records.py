"""What is told of posts and nominations: to the people in them, and to the schedule of retention.

A statement, the kept places that somebody may take and the reasons why a nomination fell are about
people, and go once the time for complaints is over. Who stood for what is the record of conference.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any, Final

from django.db.models import Q

from audit.personal_data import Part, Row
from audit.retention import MONTHS, Destroyed, Due, Rule
from conferences.models import Conference, Nomination, Post

KEY: Final = "nominations"
_CONFERENCE: Final = "conference:"
_SAYS_SOMETHING: Final = (
    ~Q(statement="") | ~Q(eligible_for=[]) | ~Q(ruling_reason="") | ~Q(withdrawn_reason="")
)


class Statements:
    """Finds conferences that ended long ago, and destroys what candidates said of themselves."""

    def due(self, before: datetime) -> Iterator[Due]:
        said = Nomination.objects.filter(_SAYS_SOMETHING).values("post__conference")
        ended = Conference.objects.filter(ends_on__lt=before.date(), pk__in=said)
        for conference in ended:
            what = f"What candidates said of themselves: {conference.title}"
            posts = tuple(post.log_name for post in conference.posts.select_related("conference"))
            yield Due(KEY, conference.log_name, what[:200], conference.ends_on, posts)

    def find(self, subject: str, before: datetime) -> Due | None:
        return next((due for due in self.due(before) if due.subject == subject), None)

    def destroy(self, due: Due) -> Destroyed:
        code = due.subject.removeprefix(_CONFERENCE)
        said = Nomination.objects.filter(_SAYS_SOMETHING, post__conference__code=code)
        destroyed = said.update(
            statement="", eligible_for=[], ruling_reason="", withdrawn_reason=""
        )
        return Destroyed({"nominations emptied of words": destroyed})


def post_of(subject: str) -> Iterator[str]:
    """Name the post of a nomination: nomination:NDC27/E1.3 belongs to post:NDC27/E1."""
    kind, _, name = subject.partition(":")
    if kind == "nomination":
        yield f"post:{name.rpartition('.')[0]}"


RULE: Final = Rule(
    KEY,
    what="What candidates said of themselves, which kept places they may take, and why a "
    "nomination fell",
    where="conferences: nominations",
    months=MONTHS,
    counted_from="the last day of the conference",
    why="complaints about an election; who stood, and who was elected, stays on the record",
    keeper=Statements(),
)


def _nominated(person: Any) -> list[Row]:
    mine = Nomination.objects.filter(nominee=person).select_related("post__conference", "branch")
    return [
        {
            "post": f"{one.post}, {one.post.conference}",
            "in the log": one.log_name,
            "nominated on": one.made_at,
            "nominated by": one.branch.name if one.branch else "a delegate",
            "how it is": one.standing,
            "my answer": one.get_consent_display(),
            "answered on": one.consent_at,
            "kept places I may take": one.eligible_for,
            "my statement": one.statement,
            "withdrawn on": one.withdrawn_at,
            "found invalid because": one.ruling_reason if one.is_valid is False else "",
        }
        for one in mine
    ]


def _acted(person: Any) -> list[Row]:
    """Tell which acts on posts and nominations were a person's, and not whom they were about."""
    nominations = Nomination.objects.select_related("post__conference")
    posts = Post.objects.select_related("conference")
    asked: list[tuple[Any, str]] = [
        (nominations.filter(made_by=person), "made it"),
        (nominations.filter(seconded_by=person), "seconded it"),
        (nominations.filter(ruled_by=person), "ruled on it"),
        (posts.filter(created_by=person), "set it up"),
        (posts.filter(reviewed_by=person), "reviewed it"),
        (posts.filter(later_asked_by=person), "asked for more time"),
    ]
    return [{"in the log": one.log_name, "I": did} for found, did in asked for one in found]


PARTS: Final = (
    Part(
        "nominations",
        "Posts I was nominated for",
        KEY,
        frozenset({"conferences.Nomination.nominee"}),
        _nominated,
    ),
    Part(
        "elections",
        "Posts I set up, nominations I made, seconded or ruled on",
        "log",
        frozenset(
            {
                "conferences.Nomination.made_by",
                "conferences.Nomination.seconded_by",
                "conferences.Nomination.ruled_by",
                "conferences.Post.created_by",
                "conferences.Post.reviewed_by",
                "conferences.Post.later_asked_by",
            }
        ),
        _acted,
    ),
)
