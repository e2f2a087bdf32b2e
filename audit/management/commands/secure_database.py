"""Set up the roles of PostgreSQL that keep the log from those who run it."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import Error, connection

from audit.store.privileges import Role, faults
from audit.store.roles import APPLICATION, OWNER, CannotSecure, secure


class Command(BaseCommand):
    help = (
        "Let the application add to and read the log, and nothing more. Run it after every migrate,"
        " with DATABASE_URL naming the owner, the first time a superuser; again changes nothing."
    )
    requires_system_checks: list[str] = []  # those are for the application's role

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--application", default=APPLICATION, help="the role that the servers connect as"
        )
        parser.add_argument("--owner", default=OWNER, help="the role that has the tables")
        parser.add_argument(
            "--check", action="store_true", help="say what is wrong, and change nothing"
        )

    def handle(self, *, application: str, owner: str, check: bool, **_options: Any) -> None:
        """Secure the database, or say what is missing and fail if anything is."""
        if connection.vendor != "postgresql":
            raise CommandError(
                "SQLite has no roles: whoever has the file can rewrite it. It is for the demo."
            )
        try:
            if check:
                self._check(application)
            else:
                mended = secure(connection, owner=owner, application=application)
                self.stdout.write("\n".join(["Mended:", *mended] if mended else ["As it was."]))
                self.stdout.write(f"{application} can add to and read the log, and nothing more.")
        except CannotSecure as error:
            raise CommandError(str(error)) from None
        except Error as error:
            raise CommandError(f"The database refused: {error}".strip()) from None

    def _check(self, application: str) -> None:
        role = Role.named(connection, application)
        if not role.holds("count(*) > 0 FROM pg_roles WHERE rolname = %s", application):
            raise CommandError(f"There is no role {application}.")
        if found := faults(connection, application):
            raise CommandError("\n".join([f"{len(found)} faults:", *found]))
        self.stdout.write(f"{application} can add to and read the log, and nothing more.")
