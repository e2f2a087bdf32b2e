"""Reading the log: entries and their places, heads, hashes, and proofs."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from audit.formats.proofs import consistency_proof, inclusion_proof
from audit.formats.signing import VerifierKey
from audit.formats.tiles import subtrees_from
from audit.keys import log_key
from audit.models import Head, Position, Subtree, Unplaced


def newest_head() -> Head | None:
    """Give the newest signed head."""
    return Head.objects.order_by("-size").first()


def placed_entries(*, kind: str = "", subject: str = "", without: str = "") -> QuerySet[Position]:
    """Give entries by their places, the newest first: of a kind, on a subject, without a kind.

    A kind that ends in a point, such as `ballot.`, stands for all kinds that begin so.
    """
    found = Position.objects.select_related("entry").order_by("-seq")
    if kind:
        found = found.filter(_of_kind(kind))
    if subject:
        found = found.filter(entry__subject=subject)
    return found.exclude(_of_kind(without)) if without else found


def _of_kind(kind: str) -> Q:
    return Q(entry__kind__startswith=kind) if kind.endswith(".") else Q(entry__kind=kind)


def unplaced_count() -> int:
    """Tell how many entries wait for their place."""
    return Unplaced.objects.count()


def hashes(level: int, start: int, stop: int) -> list[bytes]:
    """Give the hashes of a level of tiles, from the first to before the last."""
    if level == 0:
        places = Position.objects.filter(seq__gte=start, seq__lt=stop).order_by("seq")
        return [bytes(one) for one in places.values_list("leaf_hash", flat=True)]
    subtrees = Subtree.objects.filter(level=level, number__gte=start, number__lt=stop)
    return [bytes(one) for one in subtrees.order_by("number").values_list("root", flat=True)]


def proof_of_inclusion(index: int, size: int) -> list[bytes]:
    """Give the hashes that lead from an entry to the root of the head at `size`."""
    return inclusion_proof(index, size, subtrees_from(hashes))


def proof_of_consistency(earlier: int, later: int) -> list[bytes]:
    """Give the hashes that show that the later head only added to the earlier one."""
    return consistency_proof(earlier, later, subtrees_from(hashes))


@dataclass(frozen=True, slots=True)
class StoredLog:
    """The log in the database, as it can be exported, up to a head."""

    key: VerifierKey

    @classmethod
    def current(cls) -> "StoredLog":
        return cls(log_key().verifier)

    def heads(self) -> Iterator[tuple[int, str]]:
        yield from Head.objects.order_by("size").values_list("size", "note").iterator()

    def entries(self, start: int, stop: int) -> list[bytes]:
        places = Position.objects.filter(seq__gte=start, seq__lt=stop).order_by("seq")
        return [bytes(leaf) for leaf in places.values_list("entry__leaf", flat=True)]

    def hashes(self, level: int, start: int, stop: int) -> list[bytes]:
        return hashes(level, start, stop)
