"""Reading the log: entries and their places, heads, hashes, and proofs."""

from collections.abc import Collection, Iterator
from contextlib import suppress
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BinaryField, BooleanField, F, Func, Q, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone

from audit.formats.canonical import canonical
from audit.formats.errors import NotCanonical
from audit.formats.leaf import read_leaf
from audit.formats.proofs import consistency_proof, inclusion_proof
from audit.formats.tiles import subtrees_from
from audit.models import Entry, Head, Position, Subtree, Unplaced


def newest_head() -> Head | None:
    """Give the newest signed head."""
    return Head.objects.order_by("-size").first()


def leaves(
    *kinds: str,
    subject: str = "",
    entries: Collection[UUID] | None = None,
    streamed: bool = False,
) -> Iterator[dict[str, Any]]:
    """Give what entries of these kinds say, on one subject or on any, the oldest first.

    With `entries`, only what those say. Where there may be a million they are `streamed`.

    One that says something else than its row, or is not in due form, was written past the program:
    it is passed over, so that nobody can stop a count with it. A check of the log names it.
    """
    found = Entry.objects.filter(kind__in=kinds).order_by("at", "id")
    if subject:
        found = found.filter(subject=subject)
    if entries is not None:
        found = found.filter(pk__in=entries)
    rows = found.values_list("id", "kind", "subject", "leaf")
    for entry_id, kind, of, data in rows.iterator() if streamed else rows:
        with suppress(NotCanonical):
            leaf = read_leaf(bytes(data))
            if (leaf["id"], leaf["t"], leaf["of"]) == (str(entry_id), kind, of):
                yield leaf


def placed_entries(
    *,
    kind: str = "",
    subject: str = "",
    without: str = "",
    office: str = "",
    by: str = "",
    since: date | None = None,
    until: date | None = None,
) -> QuerySet[Position]:
    """Give entries by their places, the newest first: of a kind, on a subject, without a kind.

    A kind that ends in a point, such as `ballot.`, stands for all kinds that begin so. `office` and
    `by`, a pseudonym, say who acted; `since` and `until` are whole days, both included.
    """
    # Votes are most of the log: whatever else is asked for is a small part of it.
    is_narrow = any((subject, office, by, since, until, kind and not kind.startswith("vote.")))
    found = newest_first(Position.objects.select_related("entry"), is_narrow=is_narrow)
    if kind:
        found = found.filter(_of_kind(kind))
    if subject:
        found = found.filter(entry__subject=subject)
    for name, value in (("office", office), ("by", by)):
        if value:
            found = found.filter(LeafHolds(canonical({name: value})[1:-1]))
    if since:
        found = found.filter(entry__at__gte=_midnight(since))
    if until:
        found = found.filter(entry__at__lt=_midnight(until + timedelta(days=1)))
    return found.exclude(_of_kind(without)) if without else found


def newest_first(found: QuerySet[Position], *, is_narrow: bool) -> QuerySet[Position]:
    """Order entries by their places, the newest first.

    Where few of all entries are asked for, the database shall find those and then order them. Left
    to itself, PostgreSQL walks the whole log backwards in their order, looking at each: a sum in
    place of the column keeps it from that.
    """
    return found.order_by(-(F("seq") + 0)) if is_narrow else found.order_by("-seq")


def _of_kind(kind: str) -> Q:
    return Q(entry__kind__startswith=kind) if kind.endswith(".") else Q(entry__kind=kind)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class LeafHolds(Func):
    """Tell whether a leaf has these bytes in it.

    Canonical JSON escapes every quotation mark inside a text, so `"office":"chair"` can stand in a
    leaf only as a name and its value. No index helps: the leaves are read, the newest first.
    """

    output_field = BooleanField()
    template = "position(%(expressions)s) > 0"
    arg_joiner = " IN "

    def __init__(self, wanted: bytes, leaf: str = "entry__leaf") -> None:
        super().__init__(Value(wanted, output_field=BinaryField()), F(leaf))

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, Any]:
        """Have the leaf named first, as SQLite wants it."""
        turned = self.copy()
        turned.set_source_expressions(self.get_source_expressions()[::-1])
        template = "instr(%(expressions)s) > 0"
        return turned.as_sql(compiler, connection, template=template, arg_joiner=", ", **more)


def kinds_of_entries() -> list[str]:
    """Name the kinds of entry there are. One step for each, however long the log."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE known(kind) AS (
                SELECT min(kind) FROM audit_entry
                UNION ALL
                SELECT (SELECT min(kind) FROM audit_entry WHERE kind > known.kind)
                FROM known WHERE known.kind IS NOT NULL
            )
            SELECT kind FROM known WHERE kind IS NOT NULL
            """
        )
        return [kind for (kind,) in cursor.fetchall()]


def unplaced_count() -> int:
    """Tell how many entries wait for their place."""
    return Unplaced.objects.count()


def unplaced_entries() -> QuerySet[Entry]:
    """Give the entries that wait for their place, the oldest first."""
    return Entry.objects.filter(unplaced__isnull=False).order_by("at", "id")


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
