"""The two roles of PostgreSQL that keep the log from those who run it.

The **owner** has the tables and runs `migrate`; nobody acts for the union as the owner. The
**application** adds to and reads the tables that only grow, may erase whole rows where a room says
so, and writes the others as usual. It can neither change a table, make one, nor become anyone who
can. Privileges are the wall, the triggers behind them the belt.
"""

import re

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from audit.store import triggers
from audit.store.append_only import kept_tables
from audit.store.privileges import (
    READ_ONLY_TABLE,
    WRITTEN_AS_USUAL,
    Role,
    faults,
    ordinary_tables,
    privileges_on,
)
from audit.store.triggers.postgresql import FUNCTIONS

OWNER = "tellers_owner"
APPLICATION = "tellers"

_NAME = re.compile(r"[a-z_][a-z0-9_]{0,62}")


class CannotSecure(Exception):
    """The roles cannot be set up over this connection. The message says why."""


def secure(connection: BaseDatabaseWrapper, *, owner: str, application: str) -> list[str]:
    """Give the tables to the owner, and the application what it needs; tell what was mended.

    A superuser makes the roles where there are none, and takes the tables from whoever has them.
    The owner alone can do the rest, as after each `migrate`. All of it happens, or none.
    """
    _check_names(owner, application)
    us = Role.named(connection, "")
    is_superuser = us.holds("rolsuper FROM pg_roles WHERE rolname = %s", us.name)
    if us.name == application:
        raise CannotSecure(f"This is {application}'s own connection. Connect as {owner}.")
    if not is_superuser and us.name != owner:
        raise CannotSecure(f"Connect as a superuser or as {owner}, not as {us.name}.")
    mended: list[str] = []
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        for role in (owner, application):
            if not us.holds("count(*) > 0 FROM pg_roles WHERE rolname = %s", role):
                if not is_superuser:
                    raise CannotSecure(f"There is no role {role}. Connect as a superuser once.")
                cursor.execute(f"CREATE ROLE {role} LOGIN")
                mended.append(f"There was no role {role}. It has no password yet: set one.")
        mended += faults(connection, application)
        statements = _taking_possession(us, owner, application) if is_superuser else []
        for statement in [*statements, f"SET LOCAL ROLE {owner}"]:
            cursor.execute(statement)
        triggers.install(connection)
        for statement in _granting(connection, application):
            cursor.execute(statement)
        cursor.execute("RESET ROLE")
        if left := faults(connection, application):
            raise CannotSecure("\n".join(["This cannot be mended from here:", *left]))
    return mended


def _check_names(*roles: str) -> None:
    for role in roles:
        if not _NAME.fullmatch(role):
            raise CannotSecure(
                f"A role is named in small letters, figures and underscores, not {role!r}."
            )
    if len(set(roles)) < len(roles):
        raise CannotSecure("The owner and the application must be two roles.")


def _taking_possession(us: Role, owner: str, application: str) -> list[str]:
    """Give everything in the schema to the owner, and leave the application no other power."""
    database, schema = us.rows(
        "SELECT quote_ident(current_database()), quote_ident(current_schema())"
    )[0]
    tables = us.rows(
        "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
    )
    functions = us.rows(
        "SELECT proname FROM pg_proc"
        " WHERE proname = ANY(%s) AND pronamespace = current_schema()::regnamespace",
        list(FUNCTIONS),
    )
    memberships = us.rows(
        "SELECT quote_ident(roleid::regrole::name) FROM pg_auth_members WHERE member = %s::regrole",
        application,
    )
    return [
        f"ALTER DATABASE {database} OWNER TO {owner}",
        f"ALTER SCHEMA {schema} OWNER TO {owner}",
        *(f"ALTER TABLE {table} OWNER TO {owner}" for (table,) in tables),
        *(f"ALTER FUNCTION {function} OWNER TO {owner}" for (function,) in functions),
        *(f"REVOKE {role} FROM {application}" for (role,) in memberships),
        f"ALTER ROLE {application} NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS",
    ]


def _granting(connection: BaseDatabaseWrapper, application: str) -> list[str]:
    """Take every privilege from everyone else's hands, and give the application its own."""
    us = Role.named(connection, "")
    database, schema = us.rows(
        "SELECT quote_ident(current_database()), quote_ident(current_schema())"
    )[0]
    usual = ", ".join(ordinary_tables(connection))
    nobody = f"PUBLIC, {application}"
    statements = [
        f"REVOKE ALL ON DATABASE {database} FROM {nobody}",
        f"REVOKE ALL ON SCHEMA {schema} FROM {nobody}",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {nobody}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA {schema} FROM {nobody}",
        f"GRANT CONNECT ON DATABASE {database} TO {application}",
        f"GRANT USAGE ON SCHEMA {schema} TO {application}",
        f"GRANT {', '.join(WRITTEN_AS_USUAL)} ON {usual} TO {application}",
        f"GRANT SELECT ON {READ_ONLY_TABLE} TO {application}",
    ]
    for table in kept_tables():
        columns = f"INSERT ({', '.join(table.columns)})"
        allowed = [columns if one == "INSERT" else one for one in privileges_on(table)]
        statements.append(f"GRANT {', '.join(allowed)} ON {table.name} TO {application}")
    return statements
