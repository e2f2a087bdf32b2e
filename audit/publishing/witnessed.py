"""Reading what outsiders have signed: who the witnesses are, and how far each has seen the log."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Count, Max, OuterRef, Subquery

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.trust import Trust
from audit.keys import log_verifiers
from audit.models import Cosignature, Head, Witness
from audit.selectors import newest_head, proof_of_consistency


@dataclass(frozen=True, slots=True)
class LastWitnessed:
    """The last time that any witness signed."""

    witness: str
    at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class Standing:
    """A witness, and how far it has seen the log: nothing, until it has signed."""

    witness: Witness
    size: int | None
    signed_at: datetime | None


def witnesses_at_work() -> list[Standing]:
    """Give the witnesses by name, each with the last head that it signed."""
    lines = Cosignature.objects.filter(witness=OuterRef("pk")).order_by("-head")
    found = Witness.objects.filter(retired_at=None).annotate(
        last_size=Subquery(lines.values("head")[:1]),
        last_signed_at=Subquery(lines.values("signed_at")[:1]),
    )
    return [Standing(one, one.last_size, one.last_signed_at) for one in found]


def last_witnessed() -> LastWitnessed | None:
    """Tell who signed last, when, and how long the log was."""
    line = Cosignature.objects.select_related("witness").order_by("-signed_at", "-head").first()
    return LastWitnessed(line.witness.name, line.signed_at, line.head_id) if line else None


def current_trust() -> Trust:
    """Say whose signatures a reader should ask for today: the `trust.json` of an export.

    No more witnesses are asked for than there are, or the file would contradict itself; how many
    there should be stands in the settings.
    """
    keys = tuple(one.key for one in Witness.objects.filter(retired_at=None))
    needed = max(0, min(settings.AUDIT_WITNESSES_NEEDED, len(keys)))
    return Trust(tuple(log_verifiers()), keys, needed)


def witnessed_note(head: Head) -> str:
    """Give a head's note with the lines of its witnesses under the log's own."""
    lines = head.cosignatures.order_by("witness__name", "pk").values_list("line", flat=True)
    return head.note + "".join(lines)


def newest_witnessed_head() -> Head | None:
    """Give the newest head that as many witnesses have signed as are needed."""
    needed = current_trust().k
    if not needed:
        return newest_head()
    lines = Cosignature.objects.filter(witness__retired_at=None).values("head")
    signed = lines.annotate(by=Count("pk")).filter(by__gte=needed).order_by("-head")
    return Head.objects.filter(size__in=signed.values("head")[:1]).first()


def question_for(witness: Witness | None, head: Head, *, old: int | None = None) -> AddCheckpoint:
    """Ask a witness to sign a head, with the proof from the one it signed last (or from `old`)."""
    if old is None:
        signed = Cosignature.objects.filter(witness=witness, head__lte=head.size)
        old = signed.aggregate(size=Max("head"))["size"] or 0
    proof = proof_of_consistency(old, head.size) if old else []
    return AddCheckpoint(old, tuple(proof), head.note.encode())


def witnesses_of(head: Head) -> list[Cosignature]:
    """Give the lines under a head of the witnesses who are at work, the earliest first."""
    at_work = head.cosignatures.filter(witness__retired_at=None)
    return list(at_work.select_related("witness").order_by("signed_at"))
