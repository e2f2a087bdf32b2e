"""Motions and decisions over the API: public reading."""

from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.urls import path
from rest_framework import generics

from conferences.api import conference_or_404
from conferences.models import Conference
from motions import selectors
from motions.models import Motion, Question
from motions.order.positions import positions_are_shown
from motions.serializers import MotionDetailSerializer, MotionSerializer, QuestionSerializer


class _OfConference(generics.GenericAPIView[Motion]):
    """Find the conference once, and say whether the executive's positions are public in it."""

    @cached_property
    def conference(self) -> Conference:
        return conference_or_404(self.kwargs["code"])

    def get_serializer_context(self) -> dict[str, Any]:
        shown = "code" in self.kwargs and positions_are_shown(self.conference)
        return {**super().get_serializer_context(), "positions": shown}


class MotionList(_OfConference, generics.ListAPIView[Motion]):
    """The motions: first the order of business, then what is not on it."""

    serializer_class = MotionSerializer

    def get_queryset(self) -> QuerySet[Motion]:
        return selectors.motions_in_order(self.conference)


class MotionDetail(_OfConference, generics.RetrieveAPIView[Motion]):
    """One motion: every version of its words, its amendments, who moved it."""

    serializer_class = MotionDetailSerializer

    def get_object(self) -> Motion:
        try:
            return selectors.motion_in_full(self.conference, self.kwargs["number"])
        except Motion.DoesNotExist as missing:
            raise Http404 from missing


class DecisionList(generics.ListAPIView[Question]):
    """What conference has decided, newest first, with the figures and how they were judged."""

    serializer_class = QuestionSerializer

    def get_queryset(self) -> QuerySet[Question]:
        return selectors.declarations(conference_or_404(self.kwargs["code"]))


urlpatterns = [
    path("conferences/<slug:code>/motions/", MotionList.as_view()),
    path("conferences/<slug:code>/motions/<slug:number>/", MotionDetail.as_view()),
    path("conferences/<slug:code>/results/", DecisionList.as_view()),
]
