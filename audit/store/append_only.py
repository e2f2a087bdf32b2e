"""Which tables only grow, whatever room they are in.

A room says so in its AppConfig, by the names of its models:

    append_only = ("Declaration",)    rows are added, and never changed or taken away
    erasable = ("Disclosure",)        rows are added and may be erased whole, but never changed
    erasable_in_time = {"Cast": "at"}     the same, once the moment in that column is 24 months past

The triggers and the privileges of the database follow from that; a room need do nothing more.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from django.apps import AppConfig, apps
from django.db.models import AutoField, Model, UniqueConstraint

MONTHS: Final = 24
"""Complaints may turn on a record for so long (guide 2.6), so that none goes sooner."""


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table whose rows are never changed."""

    name: str
    columns: tuple[str, ...]
    """Those that an insert may name: not the numbers that the database gives by itself."""
    keys: tuple[tuple[str, ...], ...]
    """Each column, or set of columns, that is unique."""
    is_erasable: bool
    kept_since: str = ""
    """The column with the moment from which a row's 24 months count; empty if nothing does."""


def kept_tables() -> list[KeptTable]:
    """Give every table that a room has declared to be kept."""
    return [table for room in apps.get_app_configs() for table in _declared(room)]


def _declared(room: AppConfig) -> Iterator[KeptTable]:
    for name in getattr(room, "append_only", ()):
        yield _table(room.get_model(name), is_erasable=False)
    for name in getattr(room, "erasable", ()):
        yield _table(room.get_model(name), is_erasable=True)
    for name, since in getattr(room, "erasable_in_time", {}).items():
        yield _table(room.get_model(name), is_erasable=True, kept_since=since)


def _table(model: type[Model], *, is_erasable: bool, kept_since: str = "") -> KeptTable:
    fields = model._meta.concrete_fields
    columns = tuple(str(field.column) for field in fields if not isinstance(field, AutoField))
    keys = tuple(_keys(model))
    return KeptTable(model._meta.db_table, columns, keys, is_erasable, kept_since)


def _keys(model: type[Model]) -> Iterator[tuple[str, ...]]:
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        if field.unique:
            yield (columns[field.name],)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            yield tuple(columns[name] for name in constraint.fields)
