"""A database set up as in production: with an owner, and an application that is not trusted."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from django.db import connection

from audit.store.roles import secure
from tests import servers

NAME = "secured"
OWNER = "log_owner"
APPLICATION = "web"


@contextmanager
def connected(**changes: str) -> Iterator[None]:
    """Let Django's connection be another one meanwhile: of another user, to another database."""
    kept = {name: connection.settings_dict[name] for name in changes}
    connection.close()
    connection.settings_dict.update(changes)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(kept)


@contextmanager
def copied_database(name: str = NAME) -> Iterator[None]:
    """Make another database like the suite's, to have it attacked and not the suite."""
    with servers.as_superuser() as server:
        server.execute(f"CREATE DATABASE {name} TEMPLATE {servers.AS_MADE}")
        try:
            yield
        finally:
            connection.close()
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


def secure_copy(name: str = NAME) -> list[str]:
    """Do with the copy what the command does, as a superuser."""
    with connected(NAME=name):
        return secure(connection, owner=OWNER, application=APPLICATION)


def as_role(role: str) -> psycopg.Connection:
    """Open a connection of that role's own to the copy."""
    url = servers.postgresql_url(NAME).replace("tellers@", f"{role}@")
    return psycopg.connect(url, autocommit=True)
