"""Which program made a pack, at which version and with which settings. No secret is in it."""

import platform
import subprocess
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import django
from django.conf import settings
from django.db import connection

from audit.pack.documents import Document
from audit.scrutiny import as_json

THAT_MATTER = (
    "AUDIT_ORIGIN",
    "AUDIT_WITNESSES_NEEDED",
    "DEMO",
    "LANGUAGE_CODE",
    "OFFICERS_MUST_SIGN",
    "PRODUCTION",
    "SOURCE_URL",
    "TIME_ZONE",
)


def software_document() -> Document:
    """Say which program this is, and the settings on which a vote may turn."""
    said = {
        "program": "Tellers",
        "version": _version(),
        "commit": commit(),
        "source": settings.SOURCE_URL,
        "python": platform.python_version(),
        "django": django.get_version(),
        "database": connection.vendor,
        "settings": {name: getattr(settings, name, None) for name in THAT_MATTER},
    }
    return Document(
        "software.json",
        "Which program made this, at which version and commit, and the settings that matter.",
        as_json(said),
        (9,),
    )


@cache
def commit() -> str:
    """Give the commit of the source that runs, `-dirty` if it was changed since; else nothing."""
    try:
        said = subprocess.run(
            ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"],  # noqa: S607
            cwd=settings.BASE_DIR,
            capture_output=True,
            text=True,
            check=True,
            timeout=10,
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return said.stdout.strip()


def _version() -> str:
    try:
        return version("tellers")
    except PackageNotFoundError:
        return "from source"
