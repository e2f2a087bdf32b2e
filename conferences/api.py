"""Conferences over the API: public reading."""

from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from rest_framework import generics

from conferences import selectors
from conferences.models import Conference, Floor, Session
from conferences.serializers import (
    ConferenceDetailSerializer,
    ConferenceSerializer,
    FloorSerializer,
    SessionSerializer,
)


def conference_or_404(code: str) -> Conference:
    """Find the conference of an address."""
    try:
        return selectors.conference_by_code(code)
    except Conference.DoesNotExist as missing:
        raise Http404 from missing


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


urlpatterns = [
    path("conferences/", ConferenceList.as_view()),
    path("conferences/<slug:code>/", ConferenceDetail.as_view()),
    path("conferences/<slug:code>/agenda/", Agenda.as_view()),
    path("conferences/<slug:code>/floor/", FloorNow.as_view()),
]
