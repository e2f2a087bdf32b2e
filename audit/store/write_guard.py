"""No write to a governed table outside an entry.

A service that forgot the log cannot change anything: the statement itself is refused. The one
exception is a statement that writes its own log row, which is how a vote is cast.

This guards against forgetting, not against malice: it sees what goes through Django's cursors, and
not COPY, a database function or another client. Those are the business of database privileges.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper

LOG_TABLE = "audit_entry"

_NAME = r'(?:"[^"]+"|\w+)'
_WRITE = re.compile(
    r"\b(?:(insert)\s+(?:or\s+\w+\s+)?into|replace\s+into|update(?:\s+or\s+\w+)?|delete\s+from"
    r"|truncate(?:\s+table)?|merge\s+into)"
    rf"\s+(?:only\s+)?((?:{_NAME}\s*\.\s*)?{_NAME}(?:\s*,\s*(?:{_NAME}\s*\.\s*)?{_NAME})*)",
    re.IGNORECASE,
)
_ASIDE = re.compile(r"--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
"""What is not the statement itself: comments and quoted texts."""

_is_open: ContextVar[bool] = ContextVar("audit_writes_are_recorded", default=False)


class UnrecordedWriteError(Exception):
    """A governed table was about to be written while no entry was open."""


@contextmanager
def recorded_writes() -> Iterator[None]:
    """Allow writes to governed tables, because an entry records them."""
    token = _is_open.set(True)
    try:
        yield
    finally:
        _is_open.reset(token)


@cache
def governed_tables() -> frozenset[str]:
    """Name the tables whose every change is an act: the governed rooms' less a few, and a few."""
    tables = {
        model._meta.db_table
        for room in settings.AUDIT_GOVERNED_ROOMS
        for model in apps.get_app_config(room).get_models(include_auto_created=True)
    }
    return frozenset(tables - settings.AUDIT_UNGOVERNED_TABLES | settings.AUDIT_GOVERNED_TABLES)


def install(connection: BaseDatabaseWrapper, **_kwargs: Any) -> None:
    """Put the guard on a connection, outside any other wrapper, once."""
    if _guard not in connection.execute_wrappers:
        connection.execute_wrappers.insert(0, _guard)


@lru_cache(maxsize=1024)
def unrecorded(sql: str) -> frozenset[str]:
    """Name the governed tables that a statement writes without writing its own log row."""
    written = {
        (bool(insert), name.rpartition(".")[2].strip().strip('"').lower())
        for insert, names in _WRITE.findall(_ASIDE.sub(" ", sql))
        for name in names.split(",")
    }
    if (True, LOG_TABLE) in written:
        return frozenset()
    return governed_tables().intersection(table for _, table in written)


def _guard(
    execute: Callable[..., Any],
    sql: Any,
    params: Any,
    many: bool,  # noqa: FBT001 - Django's signature
    context: dict[str, Any],
) -> Any:
    if not _is_open.get():
        if not isinstance(sql, str):  # psycopg's composed statements
            sql = sql.as_string(context["connection"].connection)
        if tables := unrecorded(sql):
            raise UnrecordedWriteError(
                f"{', '.join(sorted(tables))}: written outside an audit entry. "
                "Change it through a service."
            )
    return execute(sql, params, many, context)
