"""What the API says of a conference. Nobody is named: credentials have numbers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ballots.serializers import ReservedSerializer
from conferences.candidates import standing
from conferences.models import AgendaItem, Conference, Floor, Nomination, Post, Session
from conferences.selectors import QuorumNow, quorum_now


class ConferenceSerializer(serializers.ModelSerializer[Conference]):
    """A conference and the body that confers."""

    body = serializers.CharField(source="body.name")

    class Meta:
        model = Conference
        fields: tuple[str, ...] = ("code", "title", "body", "starts_on", "ends_on", "is_sample")


class QuorumSerializer(serializers.Serializer[QuorumNow]):
    """The quorum, as it stands at this moment."""

    delegates_present = serializers.IntegerField(source="present.delegates")
    branches_present = serializers.IntegerField(source="present.branches")
    delegates_needed = serializers.IntegerField(source="quorum.delegates")
    branches_needed = serializers.IntegerField(source="quorum.branches")
    delegates_entitled = serializers.IntegerField(source="entitled")
    is_met = serializers.BooleanField()
    sentence = serializers.CharField()


class ConferenceDetailSerializer(ConferenceSerializer):
    """A conference with its standing orders and its quorum."""

    standing_orders = serializers.DictField()
    quorum = serializers.SerializerMethodField()

    class Meta(ConferenceSerializer.Meta):
        fields = (*ConferenceSerializer.Meta.fields, "standing_orders", "quorum")

    @extend_schema_field(QuorumSerializer)
    def get_quorum(self, conference: Conference) -> Any:
        """Count it now."""
        return QuorumSerializer(quorum_now(conference)).data


class AgendaItemSerializer(serializers.ModelSerializer[AgendaItem]):
    """A slot in the order of business; `taken_at` is empty until it is reached."""

    class Meta:
        model = AgendaItem
        fields = ("position", "starts_at", "title", "kind", "taken_at")


class SessionSerializer(serializers.ModelSerializer[Session]):
    """One sitting with its items in order."""

    items = AgendaItemSerializer(many=True)

    class Meta:
        model = Session
        fields = ("number", "held_on", "opened_at", "closed_at", "items")


class FloorSerializer(serializers.ModelSerializer[Floor]):
    """What is before conference now."""

    item = serializers.CharField(source="item.title", default=None)

    class Meta:
        model = Floor
        fields = (
            "phase",
            "item",
            "heading",
            "text",
            "text_version",
            "difference",
            "effect",
            "note",
            "ballot",
            "changed_at",
        )


class PostSerializer(serializers.ModelSerializer[Post]):
    """A post to be elected: its places, its rule, and how far it has come. Nobody is named."""

    reserved = ReservedSerializer(many=True)
    nominated = serializers.SerializerMethodField()
    candidates = serializers.SerializerMethodField()
    outlook = serializers.SerializerMethodField()

    class Meta:
        model = Post
        fields: tuple[str, ...] = (
            "reference",
            "title",
            "duties",
            "seats",
            "rule",
            "ron",
            "reserved",
            "class_code",
            "guard_basis",
            "nominated_by",
            "nominations_open_at",
            "nominations_close_at",
            "statement_words",
            "order",
            "order_seed",
            "state",
            "nominated",
            "candidates",
            "outlook",
            "ballot",
        )

    def get_nominated(self, post: Post) -> int:
        """Count the nominations that came in time."""
        return sum(not one.is_late for one in post.nominations.all())

    def get_candidates(self, post: Post) -> int | None:
        """Count those who stand; nothing until nominations are closed."""
        return len(standing(post).candidates) if post.shows_candidates else None

    def get_outlook(self, post: Post) -> str:
        """Say what follows from the nominations; nothing until they are closed."""
        return standing(post).sentence if post.shows_candidates else ""


class NomineeSerializer(serializers.ModelSerializer[Nomination]):
    """Somebody who stands, in the order of the paper, with their own words."""

    name = serializers.CharField(source="nominee.name")
    branch = serializers.CharField(source="branch.name", default="")

    class Meta:
        model = Nomination
        fields = ("number", "paper_number", "name", "branch", "eligible_for", "statement")
