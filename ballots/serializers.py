"""What the API says of a ballot, and what it takes to cast a vote. Figures wait for declaration."""

from typing import Any

from rest_framework import serializers

from ballots.enums import BallotState
from ballots.models import Ballot
from ballots.receipts import Receipt


class OptionSerializer(serializers.Serializer[dict[str, str]]):
    """One answer on the paper."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the option's, not the field's


class BallotSerializer(serializers.ModelSerializer[Ballot]):
    """A ballot paper and, once it is declared, its result."""

    options = OptionSerializer(many=True)
    banners = serializers.ListField(child=serializers.CharField(), read_only=True)
    result = serializers.SerializerMethodField()

    class Meta:
        model = Ballot
        fields = (
            "id",
            "title",
            "banners",
            "question",
            "options",
            "class_code",
            "form",
            "majority",
            "state",
            "is_test",
            "is_advisory",
            "enabling_rule",
            "text_sha256",
            "roll_size",
            "roll_weight",
            "opened_at",
            "closes_at",
            "closed_at",
            "declared_at",
            "result",
        )

    def get_result(self, ballot: Ballot) -> dict[str, Any] | None:
        """Give the figures of a declared ballot; those of a voided one are never shown."""
        return ballot.result if ballot.state == BallotState.DECLARED else None


class CastSerializer(serializers.Serializer[dict[str, Any]]):
    """One vote. The request id is yours to choose: send it again and it counts once."""

    choice = serializers.CharField(max_length=40)
    request_id = serializers.UUIDField()


class ReceiptSerializer(serializers.Serializer[Receipt]):
    """What the voter, and nobody else, is given: the code leads to the entry in the public log."""

    code = serializers.CharField()
    at = serializers.DateTimeField()
    entry_id = serializers.UUIDField()
    ballot_id = serializers.UUIDField()
    choice = serializers.CharField()
    counts = serializers.BooleanField()
