"""Writing an entry into the database, with the personal values behind its digests.

Every act in the house ends here, so on PostgreSQL it is one statement, which a connection plans
once. It goes to psycopg directly: building objects would take longer than writing the rows.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from uuid import UUID

import psycopg
from django.db import connection

from audit.models import Disclosure, Entry

_ENTRY = "INSERT INTO audit_entry (id, at, kind, subject, leaf) VALUES (%s, %s, %s, %s, %s)"
_WITH_VALUES = """
WITH entry AS ({entry} RETURNING id)
INSERT INTO audit_disclosure (entry_id, name, salt, value)
SELECT entry.id, one.name, one.salt, one.value
FROM entry, (VALUES {rows}) AS one (name, salt, value)
"""


@dataclass(frozen=True, slots=True)
class PreparedEntry:
    """The columns of one audit_entry row, and the salts behind the digests in its leaf."""

    id: UUID
    at: datetime
    kind: str
    subject: str
    leaf: bytes
    salts: Mapping[str, str]


def write(entry: PreparedEntry, personal: Mapping[str, str]) -> None:
    """Write the entry and its disclosures, in the transaction that is open."""
    if connection.vendor == "postgresql":
        _in_one_statement(entry, personal)
        return
    Entry.objects.create(
        id=entry.id, at=entry.at, kind=entry.kind, subject=entry.subject, leaf=entry.leaf
    )
    Disclosure.objects.bulk_create(
        Disclosure(entry_id=entry.id, name=name, salt=entry.salts[name], value=value)
        for name, value in personal.items()
    )


def _in_one_statement(entry: PreparedEntry, personal: Mapping[str, str]) -> None:
    values = [entry.id, entry.at, entry.kind, entry.subject, entry.leaf]
    for name, value in personal.items():
        values += name, entry.salts[name], value
    connection.validate_no_broken_transaction()
    connection.ensure_connection()
    direct = connection.connection
    direct.prepare_threshold = 1  # only statements sent like this one are ever prepared
    with connection.wrap_database_errors:
        psycopg.Cursor(direct).execute(_statement(len(personal)), values)


@cache
def _statement(personal_values: int) -> str:
    """Write out a row for each value: as arrays they would take longer than all the rest."""
    if not personal_values:
        return _ENTRY
    rows = ", ".join(["(%s, %s, %s)"] * personal_values)
    return _WITH_VALUES.format(entry=_ENTRY, rows=rows)
