"""Where the server's secret key is kept, and how it comes about.

In production the key is made once, in ceremony, and its file is named in the environment. Elsewhere
one is made when it is first needed and kept in the data folder, readable by its owner only.
"""

import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from audit.formats.errors import BadKey
from audit.formats.signing import SigningKey

RECEIPTS = "receipts"
"""The receipt key signs no notes, so its name is only for the eye."""


def log_key() -> SigningKey:
    """Give the key that signs the heads of the log. Its name is the log's origin."""
    return _kept(settings.AUDIT_ORIGIN, settings.AUDIT_SIGNING_KEY_FILE)


def receipt_key() -> SigningKey:
    """Give the key that signs voters' receipts: another than the log's, for no key has two uses."""
    return _kept(RECEIPTS, settings.RECEIPT_SIGNING_KEY_FILE)


def make_keys() -> None:
    """Make the server's keys: in production, in front of witnesses. Refused if the log has one."""
    _make(settings.AUDIT_ORIGIN, settings.AUDIT_SIGNING_KEY_FILE)
    with suppress(FileExistsError):
        _make(RECEIPTS, settings.RECEIPT_SIGNING_KEY_FILE)


@cache
def _kept(name: str, file: Path) -> SigningKey:
    if not file.exists():
        if settings.PRODUCTION:
            raise ImproperlyConfigured(f"There is no signing key in {file}.")
        with suppress(FileExistsError):  # another process was quicker: its key is ours
            _make(name, file)
    try:
        return SigningKey.from_pem(name, file.read_bytes())
    except BadKey as error:
        raise ImproperlyConfigured(f"{file}: {error}") from None


def _make(name: str, file: Path) -> None:
    """Make a key, whole or not at all; refused where there is one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=file.parent) as draft:  # which only the owner may read
        draft.write(SigningKey.generate(name).pem())
        draft.flush()
        os.link(draft.name, file)
