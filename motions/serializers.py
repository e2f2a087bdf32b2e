"""What the API says of motions and of what conference decided. Movers appear by credential."""

from typing import Any

from rest_framework import serializers

from motions.amendment_life import AmendmentState
from motions.models import Amendment, Motion, MotionText, Question
from motions.states import MotionState

MOTION_STATES = [(state.value, state.label) for state in MotionState]
"""The states by name, for the schema."""

AMENDMENT_STATES = [(state.value, state.label) for state in AmendmentState]


class MotionSerializer(serializers.ModelSerializer[Motion]):
    """A motion as the order of business lists it.

    The executive's position is left out until it is public; the view says so as `positions`.
    """

    lodged_by = serializers.CharField(source="lodged_by.name")
    text = serializers.CharField(source="substantive.text")
    text_version = serializers.IntegerField(source="substantive.version")
    text_sha256 = serializers.CharField(source="substantive.sha256")

    class Meta:
        model = Motion
        fields: tuple[str, ...] = (
            "number",
            "kind",
            "title",
            "section",
            "lodged_by",
            "state",
            "place",
            "majority",
            "form",
            "nec_position",
            "text",
            "text_version",
            "text_sha256",
        )

    def to_representation(self, instance: Motion) -> dict[str, Any]:
        """Leave out what the standing orders keep back as yet."""
        said: dict[str, Any] = super().to_representation(instance)
        if not self.context.get("positions"):
            said |= {name: "" for name in ("nec_position", "nec_note") if name in said}
        return said


class MotionTextSerializer(serializers.ModelSerializer[MotionText]):
    """One version of the words, and why it was made."""

    class Meta:
        model = MotionText
        fields = ("version", "text", "sha256", "why", "made_at")


class AmendmentSerializer(serializers.ModelSerializer[Amendment]):
    """Words to alter a motion."""

    lodged_by = serializers.CharField(source="lodged_by.name")

    class Meta:
        model = Amendment
        fields = ("number", "lodged_by", "operation", "instruction", "state", "place")


class QuestionSerializer(serializers.ModelSerializer[Question]):
    """A question put to conference. The figures are those of its ballot, once declared."""

    motion = serializers.CharField(source="motion.number", default=None)
    amendment = serializers.CharField(source="amendment.number", default=None)
    result = serializers.JSONField(source="ballot.result", default=None)

    class Meta:
        model = Question
        fields = (
            "id",
            "kind",
            "wording",
            "motion",
            "amendment",
            "majority",
            "form",
            "text_version",
            "text_sha256",
            "state",
            "outcome",
            "put_at",
            "decided_at",
            "ballot",
            "result",
        )


class MotionDetailSerializer(MotionSerializer):
    """A motion with everything about it."""

    seconding_body = serializers.CharField(source="seconding_body.name", default=None)
    mover = serializers.CharField(source="mover.number", default=None)
    seconder = serializers.CharField(source="seconder.number", default=None)
    texts = MotionTextSerializer(many=True)
    amendments = AmendmentSerializer(many=True)

    class Meta(MotionSerializer.Meta):
        fields = (
            *MotionSerializer.Meta.fields,
            "seconding_body",
            "mover",
            "seconder",
            "nec_note",
            "ruling_reason",
            "texts",
            "amendments",
        )
