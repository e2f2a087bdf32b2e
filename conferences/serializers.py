"""What the API says of a conference. Nobody is named: credentials have numbers."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from conferences.models import AgendaItem, Conference, Floor, Session
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
            "effect",
            "note",
            "ballot",
            "changed_at",
        )
