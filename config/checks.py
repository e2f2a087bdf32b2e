"""System checks: what production refuses to start with.

`manage.py` runs them before every command, and the servers before they answer anything: a vote
counted on a machine set up so could not be defended afterwards. The log's own needs, a key and a
database that keeps what it acknowledges, are checked in `audit.checks`. One thing is refused beyond
production too: a database whose missing tables no `migrate` of this version would make.
"""

import logging
from collections.abc import Iterator, Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage, Error, Tags, register, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import SystemCheckError
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

log = logging.getLogger(__name__)

TAG = "tellers"
MAIL_THAT_GOES_NOWHERE = ("console", "dummy", "locmem", "filebased", "mailbox")
MIN_SECRET_LENGTH = 32
KEPT_FOR_DRAMA = "01632960"  # Ofcom's range that rings nowhere; the demo's helpdesk is in it


def refuse_unsafe() -> None:
    """Stop a server of production that must not run. Called by the servers' entry points."""
    if not settings.PRODUCTION:
        return
    found = run_checks(
        tags=[TAG, Tags.security, Tags.database],
        databases=["default"],
        include_deployment_checks=True,
    )
    faults = [fault for fault in found if fault.is_serious() and not fault.is_silenced()]
    for warning in found:
        if not warning.is_serious() and str(warning.id).startswith(("audit.", f"{TAG}.")):
            log.warning("%s", warning)
    connection.close()  # a server that forks would share it with all its workers
    if faults:
        raise SystemCheckError("\n".join(map(str, faults)))


@register(TAG)
def check_production(**_kwargs: Any) -> list[CheckMessage]:
    """Check the settings of a production site."""
    return list(_unsafe_settings()) if settings.PRODUCTION else []


@register(Tags.database)
def check_not_half_way(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[CheckMessage]:
    """Refuse a database that has run a part of the migrations which one has taken the place of.

    Django says nothing of it: it would find no migration to run, and leave the rest unmade.
    """
    return [message for alias in databases or [] for message in _half_way(alias)]


def _half_way(alias: str) -> Iterator[CheckMessage]:
    here = MigrationLoader(None).disk_migrations
    applied = set(MigrationRecorder(connections[alias]).applied_migrations())
    missing: set[tuple[str, str]] = set()
    for migration in here.values():
        replaced = set(migration.replaces)
        if replaced & applied:
            missing |= replaced - applied - set(here)
    if missing:
        first = {room: min(name for of, name in missing if of == room) for room, _ in missing}
        names = ", ".join(f"{room}.{name}" for room, name in sorted(first.items()))
        yield _error(
            "E015",
            f"This database stopped before {names}. They are not here any more: one migration has "
            "taken the place of several.",
            hint="Run manage.py migrate with the version of Tellers that still has them, then with "
            "this one. (The sample conference can start over instead: script/demo without --keep.)",
        )


def _unsafe_settings() -> Iterator[CheckMessage]:
    if settings.DEBUG:
        yield _error(
            "E001", "TELLERS_DEBUG is on: it shows members' data to whoever makes an error."
        )
    if settings.DEMO:
        yield _error(
            "E002", "TELLERS_DEMO is on: its mailbox shows everyone's passcodes to anyone."
        )
    if connection.vendor != "postgresql":
        yield _error("E003", "DATABASE_URL names no PostgreSQL: SQLite is for the demo.")
    for name, number in (
        ("SECRET_KEY", "E004"),
        ("PASSCODE_PEPPER", "E005"),
        ("PAPER_SECRET", "E008"),
        ("SEALING_SECRET", "E014"),
        ("CONTACT_SECRET", "E009"),
    ):
        if len(_secret(name)) < MIN_SECRET_LENGTH:
            yield _error(
                number,
                f"TELLERS_{name} is missing or shorter than {MIN_SECRET_LENGTH} characters.",
                hint=f"Set TELLERS_{name}, or TELLERS_{name}_FILE to the file that holds it.",
            )
    backend = settings.EMAIL_BACKEND
    if any(word in backend for word in MAIL_THAT_GOES_NOWHERE):
        yield _error(
            "E006", f"Mail goes to {backend}: nobody would get a passcode.", hint="EMAIL_URL."
        )
    yield from _unsaid()
    if settings.GATEWAY_URL:
        yield from _unsafe_gateway()
    if not settings.REDIS_URL:
        yield checks.Warning(
            "There is no REDIS_URL: mail is sent while the page waits.", id=f"{TAG}.W001"
        )


def _unsaid() -> Iterator[CheckMessage]:
    if not settings.SOURCE_URL:
        yield _error(
            "E007",
            "TELLERS_SOURCE_URL is missing: whoever uses this over a network must be offered the "
            "source of what runs here (AGPL, section 13).",
            hint="The address of this site's source, with every change made to it.",
        )
    if not settings.SITE_URL.startswith("https://"):
        yield _error(
            "E013",
            "TELLERS_SITE_URL is missing or no https address: the links in messages would lead "
            "nowhere, or in the clear.",
            hint="The address of the site, as https://votes.union.example.",
        )
    if not _is_answered(settings.HELPDESK_TELEPHONE):
        yield _error(
            "E012",
            "TELLERS_HELPDESK_TELEPHONE is missing or the demo's: whoever gets no passcode, or is "
            "told of a change that they did not make, would ring a number that nobody answers.",
            hint="The number on which the union's helpdesk is reached.",
        )


def _unsafe_gateway() -> Iterator[CheckMessage]:
    if not settings.GATEWAY_URL.startswith("https://"):
        yield _error(
            "E010", "TELLERS_GATEWAY_URL is no https address: passcodes would travel in the clear."
        )
    for name, secret in (
        ("GATEWAY_KEY", settings.GATEWAY_KEY),
        ("GATEWAY_SECRET", settings.REPORT_SECRETS["phone"]),
    ):
        if len(secret) < MIN_SECRET_LENGTH:
            yield _error(
                "E011",
                f"TELLERS_{name} is missing or shorter than {MIN_SECRET_LENGTH} characters.",
                hint="What the gateway and this site know one another by: docs/delivery.md.",
            )


def _is_answered(telephone: str) -> bool:
    digits = "".join(filter(str.isdigit, telephone))
    return bool(digits) and not digits.startswith(KEPT_FOR_DRAMA)


def _secret(name: str) -> str:
    try:
        return str(getattr(settings, name))
    except ImproperlyConfigured:  # Django's own word for an empty SECRET_KEY
        return ""


def _error(number: str, message: str, hint: str | None = None) -> Error:
    return Error(message, hint=hint, id=f"{TAG}.{number}")
