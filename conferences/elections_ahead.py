"""The posts that are still to be put to the vote, each with the act that an officer does next."""

from dataclasses import dataclass

from django.utils.functional import Promise

from conferences.candidates import posts_listed
from conferences.election_desk import acts_on_post
from conferences.enums import PostState
from conferences.models import Conference, Post
from members.enums import Office

_AHEAD = (PostState.UNDER_REVIEW, PostState.NOMINATIONS, PostState.CLOSED)
_AT_ANY_TIME = "ask-later"


@dataclass(frozen=True, slots=True)
class ElectionAhead:
    """A post before its vote, and what is due there: nothing, while nominations run."""

    post: Post
    next_act: str | Promise


def elections_ahead(conference: Conference, office: Office) -> list[ElectionAhead]:
    """Find them in two queries, with what the holder of an office may do next."""
    posts = posts_listed(conference).filter(state__in=_AHEAD).order_by("reference")
    return [ElectionAhead(post, _next_act(post, office)) for post in posts]


def _next_act(post: Post, office: Office) -> str | Promise:
    due = (act for act in acts_on_post(post, frozenset({office})) if act.key != _AT_ANY_TIME)
    return next((act.label for act in due), "")
