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
    columns = tuple(
        field.column
        for field in model._meta.concrete_fields
        if not isinstance(field, AutoField)  # BigAutoField counts as one
    )
    return KeptTable(model._meta.db_table, columns, tuple(_keys(model)), is_erasable)


def _keys(model: type[Model]) -> Iterator[tuple[str, ...]]:
    for field in model._meta.concrete_fields:
        if field.unique:
            yield (field.column,)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint) and constraint.fields:
            yield tuple(model._meta.get_field(name).column for name in constraint.fields)
