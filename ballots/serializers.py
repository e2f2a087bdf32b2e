"""What the API says of a ballot, and what it takes to cast a vote. Figures wait for declaration."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ballots.election_paper import MOST_CANDIDATES
from ballots.enums import BallotState
from ballots.models import Ballot, Election
from ballots.receipts import Receipt


class OptionSerializer(serializers.Serializer[dict[str, str]]):
    """One answer on the paper."""

    key = serializers.CharField()
    label = serializers.CharField()  # type: ignore[assignment] # the option's, not the field's


class CandidateSerializer(serializers.Serializer[dict[str, Any]]):
    """Somebody on the paper of an election; `withdrawn` says why, of one who no longer stands."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    about = serializers.CharField()
    tags = serializers.ListField(child=serializers.CharField())
    statement = serializers.CharField()
    withdrawn = serializers.CharField()


class ReservedSerializer(serializers.Serializer[dict[str, Any]]):
    """Places that are kept for candidates with a tag."""

    tag = serializers.CharField()
    seats = serializers.IntegerField()


class ElectionSerializer(serializers.ModelSerializer[Election]):
    """What an election adds to a ballot: who stands, for how many places, by which rule."""

    candidates = CandidateSerializer(many=True)
    reserved = ReservedSerializer(many=True)

    class Meta:
        model = Election
        fields = ("rule", "seats", "ron", "candidates", "reserved", "seed", "seed_source")


class BallotSerializer(serializers.ModelSerializer[Ballot]):
    """A ballot paper and, once it is declared, its result."""

    options = OptionSerializer(many=True)
    banners = serializers.ListField(child=serializers.CharField(), read_only=True)
    result = serializers.SerializerMethodField()
    election = serializers.SerializerMethodField()

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
            "election",
        )

    def to_representation(self, ballot: Ballot) -> dict[str, Any]:
        """Leave it to those who are signed in who stands, until the result is for everyone."""
        said = super().to_representation(ballot)
        request = self.context.get("request")
        if ballot.is_election and not (request and request.user.is_authenticated):
            said |= _for_strangers(said, is_declared=ballot.state == BallotState.DECLARED)
        return said

    def get_result(self, ballot: Ballot) -> dict[str, Any] | None:
        """Give the figures of a declared ballot; those of a voided one are never shown."""
        return ballot.result if ballot.state == BallotState.DECLARED else None

    @extend_schema_field(ElectionSerializer(allow_null=True))
    def get_election(self, ballot: Ballot) -> dict[str, Any] | None:
        """Give who stands, where papers are marked with candidates."""
        return ElectionSerializer(ballot.election).data if ballot.is_election else None


def _for_strangers(said: dict[str, Any], *, is_declared: bool) -> dict[str, Any]:
    """Give a paper with numbers for the people on it, or with names once they are in the result.

    That somebody stands says that they are a member of the union, which the law protects.
    """
    election, candidates = said["election"], []
    people = len(election["candidates"]) - election["ron"]
    for each in election["candidates"]:
        number = each["number"]
        name = each["name"] if is_declared or number > people else f"Candidate {number}"
        gone = "Withdrawn" if each["withdrawn"] else ""
        nothing_more = {"about": "", "tags": list[str](), "statement": ""}
        candidates.append(each | nothing_more | {"name": name, "withdrawn": gone})
    options = [
        option | {"label": each["name"]}
        for option, each in zip(said["options"], candidates, strict=True)
    ]
    return {"election": election | {"candidates": candidates}, "options": options}


class CastSerializer(serializers.Serializer[dict[str, Any]]):
    """One vote. The request id is yours to choose: send it again and it counts once."""

    choice = serializers.CharField(max_length=40)
    request_id = serializers.UUIDField()


class PaperSerializer(serializers.Serializer[dict[str, Any]]):
    """One paper of an election. Send the same request id again, and it counts once."""

    ranking = serializers.ListField(
        child=serializers.IntegerField(min_value=1), allow_empty=True, max_length=MOST_CANDIDATES
    )
    request_id = serializers.UUIDField()


class ReceiptSerializer(serializers.Serializer[Receipt]):
    """What the voter, and nobody else, is given: the code leads to the entry in the public log."""

    code = serializers.CharField()
    at = serializers.DateTimeField()
    entry_id = serializers.UUIDField()
    ballot_id = serializers.UUIDField()
    choice = serializers.CharField()
    counts = serializers.BooleanField()
