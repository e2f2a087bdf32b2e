"""Ballots over the API: papers, results and declarations for anyone, a vote from the roll."""

import uuid
from typing import TYPE_CHECKING, cast

from django.http import HttpResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_variables
from drf_spectacular.utils import extend_schema
from rest_framework import generics, status
from rest_framework.exceptions import NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from ballots import casting
from ballots.declaring.schema import DOCUMENT, for_openapi
from ballots.declaring.signed import standing_declaration
from ballots.enums import HELD_BACK
from ballots.models import Ballot
from ballots.readers import may_read
from ballots.serializers import (
    BallotSerializer,
    CastSerializer,
    PaperSerializer,
    ReceiptSerializer,
)

if TYPE_CHECKING:
    from members.models import Member


class BallotDetail(generics.RetrieveAPIView[Ballot]):
    """One ballot: its paper and, once it is declared, its result."""

    queryset = Ballot.objects.select_related("body", "election").exclude(state__in=HELD_BACK)
    serializer_class = BallotSerializer

    def get_object(self) -> Ballot:
        ballot = super().get_object()
        if not may_read(self.request.user, ballot):
            raise NotFound("There is no such vote.")
        return ballot


class Casts(APIView):
    """Where votes are cast."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(request=CastSerializer, responses={201: ReceiptSerializer})
    def post(self, request: Request, pk: uuid.UUID) -> Response:
        """Cast a vote, or change it while the vote is open: the last one counts.

        The same request id again returns the same receipt and changes nothing, so a program that
        heard no answer simply asks again.
        """
        vote = CastSerializer(data=request.data)
        vote.is_valid(raise_exception=True)
        voter = cast("Member", request.user)
        receipt = casting.cast(ballot_id=pk, voter=voter, **vote.validated_data)
        return Response(ReceiptSerializer(receipt).data, status=status.HTTP_201_CREATED)


class Papers(APIView):
    """Where papers of elections are cast."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(request=PaperSerializer, responses={201: ReceiptSerializer})
    @method_decorator(sensitive_variables())
    def post(self, request: Request, pk: uuid.UUID) -> Response:
        """Cast the paper of an election, or change it while voting is open: the last one counts.

        `ranking` has candidates by number, first preference first; where the paper is marked with
        crosses the order means nothing. An empty one is a blank paper. It is sealed at once, and
        nothing that answers here ever says it back.
        """
        paper = PaperSerializer(data=request.data)
        paper.is_valid(raise_exception=True)
        voter = cast("Member", request.user)
        receipt = casting.paper_cast(ballot_id=pk, voter=voter, **paper.validated_data)
        return Response(ReceiptSerializer(receipt).data, status=status.HTTP_201_CREATED)


class DeclarationDetail(APIView):
    """The returning officer's declaration, once it is signed."""

    @extend_schema(responses={200: for_openapi(DOCUMENT)})
    def get(self, request: Request, pk: uuid.UUID) -> HttpResponse:
        """Give the document byte for byte as it was signed: its SHA-256 is in the log."""
        ballot = Ballot.objects.select_related("body").filter(pk=pk).first()
        is_shown = ballot and may_read(request.user, ballot)
        standing = standing_declaration(ballot) if ballot and is_shown else None
        if standing is None:
            raise NotFound("There is no signed declaration of this vote.")
        return HttpResponse(standing.json, content_type="application/json")


urlpatterns = [
    path("ballots/<uuid:pk>/", BallotDetail.as_view()),
    path("ballots/<uuid:pk>/declaration/", DeclarationDetail.as_view()),
    path("ballots/<uuid:pk>/casts/", Casts.as_view()),
    path("ballots/<uuid:pk>/papers/", Papers.as_view()),
]
