"""Where the server's secret key is kept, and how it comes about.

In production the key is made once, in ceremony, and its file is named in the environment. Elsewhere
one is made when it is first needed and kept in the data folder, readable by its owner only.
"""

import os
from functools import cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from audit.errors import BadKey
from audit.signing import SigningKey


def log_key() -> SigningKey:
    """Give the key that signs the heads of the log. Its name is the log's origin."""
    return _kept(settings.AUDIT_ORIGIN, settings.AUDIT_SIGNING_KEY_FILE)


def receipt_key() -> SigningKey:
    """Give the key that signs voters' receipts: another than the log's, for no key has two uses."""
    return _kept(f"{settings.AUDIT_ORIGIN}/receipts", settings.RECEIPT_SIGNING_KEY_FILE)


@cache
def _kept(name: str, file: Path) -> SigningKey:
    if not file.exists():
        if settings.PRODUCTION:
            raise ImproperlyConfigured(f"There is no signing key in {file}.")
        _make(name, file)
    try:
        return SigningKey.from_pem(name, file.read_bytes())
    except BadKey as error:
        raise ImproperlyConfigured(f"{file}: {error}") from None


def _make(name: str, file: Path) -> None:
    """Make a key so that of two processes that start at once, both end with the same one."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    draft.touch(mode=0o600)
    draft.write_bytes(SigningKey.generate(name).pem())
    try:
        os.link(draft, file)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
