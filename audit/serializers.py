"""What the API says of the log: entries byte for byte, heads as signed, proofs as hashes."""

from base64 import b64encode
from datetime import date

from rest_framework import serializers

from audit.models import Cosignature, Head, Position


class HashField(serializers.CharField):
    """A hash, in base64 as in the log's own files."""

    def to_representation(self, value: bytes) -> str:  # type: ignore[override]
        return b64encode(bytes(value)).decode()


class LeafField(serializers.CharField):
    """An entry as it was hashed: canonical JSON is UTF-8, so a string keeps every byte."""

    def to_representation(self, value: bytes) -> str:  # type: ignore[override]
        return bytes(value).decode(errors="replace")  # in case somebody else wrote it


class CosignatureSerializer(serializers.ModelSerializer[Cosignature]):
    """A witness's signature under a head, and the witness's own time (C2SP tlog-cosignature)."""

    name = serializers.CharField(source="witness.name")

    class Meta:
        model = Cosignature
        fields = ("name", "signed_at", "line")


class HeadSerializer(serializers.ModelSerializer[Head]):
    """A signed head. Keep the note: a later log that contradicts it proves itself false.

    `note` is as the log signed it; the witnesses' lines belong under it, in any order.
    """

    root = HashField()  # type: ignore[assignment] # the tree's root, not the serializer's
    witnesses = CosignatureSerializer(source="cosignatures", many=True)

    class Meta:
        model = Head
        fields = ("size", "root", "note", "at", "witnesses")


class EntrySerializer(serializers.ModelSerializer[Position]):
    """An entry at its place."""

    kind = serializers.CharField(source="entry.kind")
    subject = serializers.CharField(source="entry.subject")
    leaf = LeafField(source="entry.leaf")
    leaf_hash = HashField()

    class Meta:
        model = Position
        fields = ("seq", "kind", "subject", "leaf", "leaf_hash")


class InclusionSerializer(serializers.Serializer[dict[str, object]]):
    """The hashes that lead from an entry to the root of a signed head (RFC 9162, 2.1.3)."""

    entry = EntrySerializer()
    head = HeadSerializer()
    hashes = serializers.ListField(child=HashField())


class ConsistencySerializer(serializers.Serializer[dict[str, object]]):
    """The hashes that show that a later head only added to an earlier one (RFC 9162, 2.1.4)."""

    earlier = HeadSerializer()
    later = HeadSerializer()
    hashes = serializers.ListField(child=HashField())


def within_reach(day: date) -> None:
    """Refuse the first and the last year of the calendar, which have days with no day beside."""
    if not date.min.year < day.year < date.max.year:
        raise serializers.ValidationError("That is no day of this log.")


class EntryQuery(serializers.Serializer[dict[str, str]]):
    """Which entries are asked for. `since` and `until` are whole days, both included."""

    kind = serializers.CharField(required=False, default="", max_length=80)
    subject = serializers.CharField(required=False, default="", max_length=200)
    office = serializers.SlugField(required=False, default="", max_length=40)
    since = serializers.DateField(required=False, default=None, validators=[within_reach])
    until = serializers.DateField(required=False, default=None, validators=[within_reach])


class SizeQuery(serializers.Serializer[dict[str, int | None]]):
    """Which head an entry shall be proved against; the newest unless it is said."""

    size = serializers.IntegerField(required=False, min_value=1, max_value=2**53, default=None)


class SpanQuery(serializers.Serializer[dict[str, int | None]]):
    """Which two heads are compared."""

    earlier = serializers.IntegerField(min_value=1, max_value=2**53)
    later = serializers.IntegerField(required=False, min_value=1, max_value=2**53, default=None)

    def validate(self, attrs: dict[str, int | None]) -> dict[str, int | None]:
        if attrs["later"] is not None and attrs["later"] < (attrs["earlier"] or 0):
            raise serializers.ValidationError("The later head cannot be smaller.")
        return attrs
