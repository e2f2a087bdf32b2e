"""Entries in the database, many at once, as a cast writes them: one row, no act around it."""

import uuid

from audit.models import Entry
from audit.recording import prepare


def write_entries(
    count: int, kind: str = "motion.moved", subject: str = "motion:1"
) -> list[uuid.UUID]:
    """Write so many entries and give their ids."""
    prepared = [prepare(kind, actor="system", subject=subject) for _ in range(count)]
    Entry.objects.bulk_create(
        Entry(id=one.id, at=one.at, kind=one.kind, subject=one.subject, leaf=one.leaf)
        for one in prepared
    )
    return [one.id for one in prepared]
