"""Conferences over the API: public reading, and candidates for those who are signed in."""

from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response

from conferences import selectors
from conferences.candidates import candidates, posts_listed
from conferences.enums import MeetingKind, PostState
from conferences.models import Conference, Floor, Nomination, Post, Session
from conferences.serializers import (
    ConferenceDetailSerializer,
    ConferenceSerializer,
    FloorSerializer,
    NomineeSerializer,
    PostSerializer,
    SessionSerializer,
)

HELD_BACK = (PostState.UNDER_REVIEW, PostState.REFUSED)


def conference_or_404(code: str) -> Conference:
    """Find the conference of an address."""
    try:
        found = selectors.conference_by_code(code)
    except Conference.DoesNotExist as missing:
        raise Http404 from missing
    if found.kind != MeetingKind.CONFERENCE:  # a meeting of a branch or committee is its own
        raise Http404
    return found


class ConferenceList(generics.ListAPIView[Conference]):
    """All conferences, newest first."""

    serializer_class = ConferenceSerializer

    def get_queryset(self) -> QuerySet[Conference]:
        return selectors.conferences_listed()


class ConferenceDetail(generics.RetrieveAPIView[Conference]):
    """One conference, with its standing orders and its quorum as it stands."""

    serializer_class = ConferenceDetailSerializer

    def get_object(self) -> Conference:
        return conference_or_404(self.kwargs["code"])


class Agenda(generics.ListAPIView[Session]):
    """The order of business: sittings with their items."""

    serializer_class = SessionSerializer
    pagination_class = None

    def get_queryset(self) -> QuerySet[Session]:
        return selectors.sessions_in_order(conference_or_404(self.kwargs["code"]))


class FloorNow(generics.RetrieveAPIView[Floor]):
    """What is before conference now."""

    serializer_class = FloorSerializer

    def get_object(self) -> Floor:
        return selectors.floor_of(conference_or_404(self.kwargs["code"]))


class Posts(generics.ListAPIView[Post]):
    """The posts that conference elects to, with how many are nominated and not who."""

    serializer_class = PostSerializer
    pagination_class = None

    def get_queryset(self) -> QuerySet[Post]:
        return announced(conference_or_404(self.kwargs["code"]))


class PostDetail(generics.RetrieveAPIView[Post]):
    """One post."""

    serializer_class = PostSerializer

    def get_object(self) -> Post:
        return post_or_404(self.kwargs["code"], self.kwargs["reference"])


class Candidates(generics.GenericAPIView[Nomination]):
    """Who stands for a post, for those who are signed in, once nominations are closed."""

    permission_classes = (IsAuthenticated,)
    serializer_class = NomineeSerializer

    @extend_schema(responses={200: NomineeSerializer(many=True)})
    def get(self, _request: Request, code: str, reference: str) -> Response:
        """Give the candidates in the order of the paper, all at once, and none before the close."""
        post = post_or_404(code, reference)
        shown = candidates(post) if post.shows_candidates else []
        return Response(NomineeSerializer(shown, many=True).data)


def announced(conference: Conference) -> QuerySet[Post]:
    """Give the posts that the guard has let by."""
    return posts_listed(conference).exclude(state__in=HELD_BACK)


def post_or_404(code: str, reference: str) -> Post:
    """Find the post of an address."""
    post = announced(conference_or_404(code)).filter(reference__iexact=reference).first()
    if post is None:
        raise Http404
    return post


urlpatterns = [
    path("conferences/", ConferenceList.as_view()),
    path("conferences/<slug:code>/", ConferenceDetail.as_view()),
    path("conferences/<slug:code>/agenda/", Agenda.as_view()),
    path("conferences/<slug:code>/floor/", FloorNow.as_view()),
    path("conferences/<slug:code>/posts/", Posts.as_view()),
    path("conferences/<slug:code>/posts/<slug:reference>/", PostDetail.as_view()),
    path("conferences/<slug:code>/posts/<slug:reference>/candidates/", Candidates.as_view()),
]
