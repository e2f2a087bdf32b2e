"""The log over the API: entries, signed heads, and proofs that anyone can check without us."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import extend_schema
from rest_framework import generics
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import Serializer
from rest_framework.views import APIView

from audit import selectors
from audit.models import Head, Position
from audit.serializers import (
    ConsistencySerializer,
    EntryQuery,
    EntrySerializer,
    HeadSerializer,
    InclusionSerializer,
    SizeQuery,
    SpanQuery,
)


def _asked(query: type[Serializer[Any]], request: Request) -> dict[str, Any]:
    """Read what is asked for after the question mark, or say what is wrong with it."""
    serializer = query(data=request.query_params)
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)


def _head(size: int | None) -> Head:
    head = selectors.newest_head() if size is None else Head.objects.filter(size=size).first()
    if head is None:
        raise Http404
    return head


class HeadList(generics.ListAPIView[Head]):
    """The signed heads, newest first."""

    queryset = Head.objects.order_by("-size").prefetch_related("cosignatures__witness")
    serializer_class = HeadSerializer


class NewestHead(generics.RetrieveAPIView[Head]):
    """The newest signed head."""

    serializer_class = HeadSerializer

    def get_object(self) -> Head:
        return _head(None)


@extend_schema(parameters=[EntryQuery])
class EntryList(generics.ListAPIView[Position]):
    """The entries, newest first: all, or of a kind (`ballot.` for all of a room), subject or day.

    Each entry's proof and the entry itself are also files, `/log/proofs/{seq}.tlog-proof` and
    `.leaf`, which `/log/check/` and `audit.verify` read.
    """

    serializer_class = EntrySerializer

    def get_queryset(self) -> QuerySet[Position]:
        return selectors.placed_entries(**_asked(EntryQuery, self.request))


class EntryDetail(generics.RetrieveAPIView[Position]):
    """The entry at one place."""

    queryset = Position.objects.select_related("entry")
    serializer_class = EntrySerializer
    lookup_field = "seq"


class Inclusion(APIView):
    """Proof that an entry is in the log."""

    @extend_schema(parameters=[SizeQuery], responses=InclusionSerializer)
    def get(self, request: Request, seq: int) -> Response:
        """Lead from the entry to the root of the newest head, or of the head of a given size."""
        head = _head(_asked(SizeQuery, request)["size"])
        entry = get_object_or_404(Position.objects.select_related("entry"), seq=seq)
        if entry.seq >= head.size:
            raise Http404
        hashes = selectors.proof_of_inclusion(entry.seq, head.size)
        proof = {"entry": entry, "head": head, "hashes": hashes}
        return Response(InclusionSerializer(proof).data)


class Consistency(APIView):
    """Proof that nothing was taken away between two heads."""

    @extend_schema(parameters=[SpanQuery], responses=ConsistencySerializer)
    def get(self, request: Request) -> Response:
        """Lead from an earlier head to a later one, which is the newest unless it is said."""
        span = _asked(SpanQuery, request)
        earlier, later = _head(span["earlier"]), _head(span["later"])
        hashes = selectors.proof_of_consistency(earlier.size, later.size)
        proof = {"earlier": earlier, "later": later, "hashes": hashes}
        return Response(ConsistencySerializer(proof).data)


urlpatterns = [
    path("log/heads/", HeadList.as_view()),
    path("log/heads/newest/", NewestHead.as_view()),
    path("log/entries/", EntryList.as_view()),
    path("log/entries/<int:seq>/", EntryDetail.as_view()),
    path("log/entries/<int:seq>/proof/", Inclusion.as_view()),
    path("log/consistency/", Consistency.as_view()),
]
