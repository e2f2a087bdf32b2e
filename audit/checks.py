"""What must hold before the log can be relied on: a key, and a database that keeps what it says.

An acknowledged act must survive the loss of power. PostgreSQL can be told not to wait for the disk
(`synchronous_commit`, `fsync`), so production refuses to start where it has been. It also refuses
to start as a role that could rewrite the log.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from cryptography.x509 import load_pem_x509_certificates
from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from audit.formats.errors import BadKey, NotVerified
from audit.keys import KeyPlace, is_sealed, log_place, receipt_place, shared_uses
from audit.models import Entry, Witness
from audit.publishing.departed import check_published
from audit.publishing.outbound import is_address
from audit.selectors import newest_head
from audit.store.privileges import faults

_READABLE_BY_OTHERS = 0o077


@checks.register(checks.Tags.security)
def check_keys(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse production without its signing keys, with one key for two uses, or with open files."""
    if not settings.PRODUCTION:
        return []
    found = [*_check_place(log_place()), *_check_place(receipt_place())]
    if not found and (shared := shared_uses()):
        names = ", ".join(shared)
        found = [checks.Error(f"The log's key has a second use: {names}.", id="audit.E005")]
    return found


def _check_place(place: KeyPlace) -> Iterator[checks.CheckMessage]:
    try:
        place.verifiers()
    except (ImproperlyConfigured, BadKey, OSError) as error:
        hint = "Make the keys with manage.py keys make."
        yield checks.Error(str(error), hint=hint, id="audit.E001")
        return
    for file in place.in_use:
        if file.stat().st_mode & _READABLE_BY_OTHERS:
            yield checks.Error(f"{file} can be read by others. Run chmod 600.", id="audit.E002")
        if not is_sealed(file):
            yield checks.Warning(
                f"{file} lies in the clear: whoever copies the disk has it.",
                hint="Put it under a password with manage.py keys seal.",
                id="audit.W002",
            )


@checks.register(checks.Tags.database)
def check_durability(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse production on a database that acknowledges what it has not yet kept."""
    if not settings.PRODUCTION:
        return []
    return [message for alias in databases or [] for message in _durability(alias)]


def _durability(alias: str) -> list[checks.CheckMessage]:
    connection = connections[alias]
    if connection.vendor != "postgresql":
        return []
    found: list[checks.CheckMessage] = []
    with connection.cursor() as cursor:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            cursor.execute("SELECT current_setting(%s)", [setting])
            if cursor.fetchone()[0] == "off":
                found.append(
                    checks.Error(
                        f"{setting} is off: a vote could be acknowledged and then lost.",
                        hint=f"Set {setting} = on in postgresql.conf.",
                        id="audit.E003",
                    )
                )
    return found


@checks.register(checks.Tags.database, deploy=True)  # `migrate` is for the owner, and asks nothing
def check_privileges(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Refuse production as a role that could rewrite the log, or could not do its work."""
    if not settings.PRODUCTION:
        return []
    return [message for alias in databases or [] for message in _privileges(alias)]


def _privileges(alias: str) -> Iterator[checks.CheckMessage]:
    connection = connections[alias]
    if Entry._meta.db_table not in connection.introspection.table_names():
        yield checks.Error(
            "There is no log in this database.",
            hint="Run manage.py migrate, then secure_database, as the owner.",
            id="audit.E004",
        )
    elif connection.vendor == "postgresql":
        for fault in faults(connection):
            hint = "Run manage.py secure_database as the owner."
            yield checks.Error(fault, hint=hint, id="audit.E004")


@checks.register(checks.Tags.database, deploy=True)
def check_not_put_back(
    *, databases: Sequence[str] | None = None, **_kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn where the log was published further than this database goes, or a witness says so.

    No head is signed then. Votes and acts are recorded all the same, so the servers start.
    """
    return [message for alias in databases or [] for message in _contradictions(alias)]


def _contradictions(alias: str) -> Iterator[checks.CheckMessage]:
    if Entry._meta.db_table not in connections[alias].introspection.table_names():
        return
    try:
        check_published(newest_head())
    except (NotVerified, OSError) as error:
        yield checks.Warning(str(error), id="audit.W001")
    for witness in Witness.objects.filter(retired_at=None, disagreed_at__isnull=False):
        yield checks.Warning(
            f"The witness {witness.name} refused a head: {witness.disagreement}",
            hint="If a backup was put back, see docs/deployment.md, Restoring a backup.",
            id="audit.W003",
        )


@checks.register(checks.Tags.security)
def check_timestamps(**_kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse an authority for stamps of time that cannot be asked, or whose word nothing proves."""
    if not settings.TIMESTAMP_URL:
        return []
    if not is_address(settings.TIMESTAMP_URL):
        said = f"TELLERS_TIMESTAMP_URL is no address: {settings.TIMESTAMP_URL}"
        return [checks.Error(said, id="audit.E006")]
    try:
        roots = load_pem_x509_certificates(settings.TIMESTAMP_CA_FILE.read_bytes())
    except (OSError, ValueError):
        roots = []
    if roots:
        return []
    return [
        checks.Error(
            f"TELLERS_TIMESTAMP_CA_FILE names no certificates: {settings.TIMESTAMP_CA_FILE}",
            hint="Get the root certificate of the authority, in PEM, from its own site.",
            id="audit.E006",
        )
    ]
