"""No write to a governed table outside an entry.

A service that forgot the log cannot change anything: the statement itself is refused. The one
exception is a statement that writes its own log row, which is how a vote is cast.
"""

import re
from collections.abc import Callable
from contextvars import ContextVar
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

GOVERNED_ROOMS = ("members", "conferences", "motions", "ballots")

_WRITE = re.compile(
    r"\b(?:insert\s+(?:or\s+\w+\s+)?into|replace\s+into|update|delete\s+from|truncate(?:\s+table)?|merge\s+into)"
    r'\s+(?:only\s+)?(?:"?\w+"?\.)?"?(\w+)"?',
    re.IGNORECASE,
)

_open_entries: ContextVar[dict[str, int] | None] = ContextVar("audit_open_entries", default=None)


class UnrecordedWriteError(Exception):
    """A governed table was about to be written while no entry was open."""


@cache
def governed_tables() -> frozenset[str]:
    """Name the tables of the four rooms whose every change is an act, less the declared few."""
    tables = {
        model._meta.db_table
        for room in GOVERNED_ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    }
    return frozenset(tables - set(settings.AUDIT_UNGOVERNED_TABLES))


def entry_opened(alias: str) -> None:
    """Allow governed writes on this database until `entry_closed`."""
    depths = dict(_open_entries.get() or {})
    depths[alias] = depths.get(alias, 0) + 1
    _open_entries.set(depths)


def entry_closed(alias: str) -> None:
    """End what `entry_opened` began."""
    depths = dict(_open_entries.get() or {})
    depths[alias] = depths.get(alias, 0) - 1
    _open_entries.set(depths)


def install(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Put the guard on a new connection."""
    if _guard not in connection.execute_wrappers:
        connection.execute_wrappers.append(_guard)


def _guard(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    alias = context["connection"].alias
    if not (_open_entries.get() or {}).get(alias, 0):
        written = {table.lower() for table in _WRITE.findall(str(sql))}
        if "audit_entry" not in written and (forbidden := written & governed_tables()):
            raise UnrecordedWriteError(
                f"{', '.join(sorted(forbidden))}: written outside an audit entry. "
                "Change it through a service."
            )
    return execute(sql, params, many, context)
