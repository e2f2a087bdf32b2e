"""Which tables only grow, whatever room they are in.

A room says so in its AppConfig, by the names of its models:

    append_only = ("Cast",)        rows are added, and never changed or taken away
    erasable = ("Disclosure",)     rows are added and may be erased whole, but never changed

The triggers and the privileges of the database follow from that; a room need do nothing more.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.apps import apps
from django.db.models import AutoField, Model, UniqueConstraint


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table whose rows are never changed."""

    name: str
    columns: tuple[str, ...]
    """Those that an insert may name: not the numbers that the database gives by itself."""
    keys: tuple[tuple[str, ...], ...]
    """Each column, or set of columns, that is unique."""
    is_erasable: bool


def kept_tables() -> list[KeptTable]:
    """Give every table that a room has declared to be kept."""
    return [
        _table(room.get_model(name), is_erasable=is_erasable)
        for room in apps.get_app_configs()
        for declared, is_erasable in (("append_only", False), ("erasable", True))
        for name in getattr(room, declared, ())
    ]


def _table(model: type[Model], *, is_erasable: bool) -> KeptTable:
    fields = model._meta.concrete_fields
    columns = tuple(str(field.column) for field in fields if not isinstance(field, AutoField))
    return KeptTable(model._meta.db_table, columns, tuple(_keys(model)), is_erasable)


def _keys(model: type[Model]) -> Iterator[tuple[str, ...]]:
    columns = {field.name: str(field.column) for field in model._meta.concrete_fields}
    for field in model._meta.concrete_fields:
        if field.unique:
            yield (columns[field.name],)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.condition is None:
            yield tuple(columns[name] for name in constraint.fields)
