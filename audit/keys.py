"""The server's own keys: where they lie, how they come about, change and end.

One signs the heads of the log, another signs receipts: no key has two uses. In production they are
made in ceremony (`manage.py keys`), and their files are named in the environment; elsewhere one is
made when it is first needed. A file holds the key in the clear (PEM), or sealed with a password
(PASERK `k4.secret-pw`) that a second file gives the server.

The log changes its key with both at work for a while: the next key lies beside the first, and heads
bear both signatures, until the first is retired. What former keys signed stays good, so their
public halves are kept.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from threading import Lock

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from audit.formats.errors import BadKey
from audit.formats.paserk import SEALED, seal, unseal
from audit.formats.receipt import RECEIPTS
from audit.formats.signing import SigningKey, VerifierKey

_unsealing = Lock()


@dataclass(frozen=True, slots=True)
class KeyPlace:
    """Where the keys of one use lie: the key, the next one if it is about to change, the former."""

    name: str
    file: Path

    @property
    def next(self) -> Path:
        return self.file.with_name(f"{self.file.name}.next")

    @property
    def former(self) -> Path:
        return self.file.with_name(f"{self.file.name}.former")

    @property
    def in_use(self) -> list[Path]:
        return [self.file, self.next] if self.next.exists() else [self.file]

    def signing(self) -> list[SigningKey]:
        """Give the keys that sign now, the older first."""
        if not self.file.exists():
            _make_where_nobody_watches(self.name, self.file)
        keys = [_kept(self.name, self.file, _version(self.file))]
        with suppress(FileNotFoundError):  # there is seldom a next one
            keys.append(_kept(self.name, self.next, _version(self.next)))
        return keys

    def verifiers(self) -> list[VerifierKey]:
        """Give every key whose signatures count: the former ones first."""
        return [*self.former_verifiers(), *(key.verifier for key in self.signing())]

    def former_verifiers(self) -> list[VerifierKey]:
        """Read the public halves of the keys that were retired."""
        if not self.former.exists():
            return []
        return [VerifierKey.parse(line) for line in self.former.read_text().split()]


def log_place() -> KeyPlace:
    """Say where the keys lie that sign the heads of the log. Their name is the log's origin."""
    return KeyPlace(settings.AUDIT_ORIGIN, settings.AUDIT_SIGNING_KEY_FILE)


def receipt_place() -> KeyPlace:
    """Say where the keys lie that sign voters' receipts."""
    return KeyPlace(RECEIPTS, settings.RECEIPT_SIGNING_KEY_FILE)


def log_key() -> SigningKey:
    """Give the key that signs the heads of the log: while it changes, the older of the two."""
    return log_keys()[0]


def log_keys() -> list[SigningKey]:
    """Give the keys that sign every head: one, or two while the log changes its key."""
    return log_place().signing()


def log_verifiers() -> list[VerifierKey]:
    """Give every key that has signed heads of this log and may be relied on."""
    return log_place().verifiers()


def receipt_key() -> SigningKey:
    """Give the key that signs voters' receipts."""
    return receipt_place().signing()[-1]


def receipt_verifiers() -> list[VerifierKey]:
    """Give every key that has signed receipts."""
    return receipt_place().verifiers()


def make_keys(password: str = "") -> None:
    """Make the server's keys: in production, in front of witnesses. Refused if the log has one."""
    make_key(log_place(), password)
    with suppress(FileExistsError):
        make_key(receipt_place(), password)


def make_key(place: KeyPlace, password: str = "") -> SigningKey:
    """Make the first key of a use; FileExistsError where there is one."""
    return _make(place.name, place.file, password)


def make_next_key(place: KeyPlace, password: str = "") -> SigningKey:
    """Make the key that will follow; from here on both sign. FileExistsError where one waits."""
    place.signing()
    return _make(place.name, place.next, password)


def retire_key(place: KeyPlace) -> VerifierKey:
    """End the older key and destroy its secret half; the next one stands in its place.

    The public half is written down first: were this interrupted, nothing signed would be lost.
    """
    if not place.next.exists():
        raise FileNotFoundError(f"No key waits in {place.next}: there must be one to go on with.")
    ended = place.signing()[0].verifier
    lines = {str(key): None for key in (*place.former_verifiers(), ended)}
    _replace(place.former, "".join(f"{line}\n" for line in lines).encode())
    place.next.replace(place.file)
    return ended


def seal_key(place: KeyPlace, password: str) -> list[Path]:
    """Put the keys of a use under a password; give the files that were in the clear until now."""
    clear = [file for file in place.in_use if not is_sealed(file)]
    for file in clear:
        key = _read(place.name, file)
        _replace(file, _written(key, password))
    return clear


def is_sealed(file: Path) -> bool:
    """Tell whether a key file opens with a password only."""
    return file.read_bytes().startswith(SEALED.encode())


def shared_uses() -> list[str]:
    """Name the keys that are put to two uses."""
    heads = {key.public for key in log_verifiers()}
    return [key.name for key in receipt_verifiers() if key.public in heads]


@cache
def _kept(name: str, file: Path, _version: int) -> SigningKey:
    return _read(name, file)


def _version(file: Path) -> int:
    """Tell one content of a file from the next, so that a server at work notices a new key."""
    return file.stat().st_mtime_ns


def _make_where_nobody_watches(name: str, file: Path) -> None:
    """Make a key as it is first needed: for a demo and for tests, never in production."""
    if settings.PRODUCTION:
        raise ImproperlyConfigured(f"There is no signing key in {file}.")
    with suppress(FileExistsError):  # another process was quicker: its key is ours
        _make(name, file)


def _read(name: str, file: Path) -> SigningKey:
    try:
        if not is_sealed(file):
            return SigningKey.from_pem(name, file.read_bytes())
        with _unsealing:
            return unseal(name, file.read_text().strip(), server_password(file))
    except BadKey as error:
        raise ImproperlyConfigured(f"{file}: {error}") from None


def server_password(sealed: Path) -> str:
    """Read the password of sealed keys from the file that the environment names."""
    named = settings.KEY_PASSWORD_FILE
    if not named:
        raise ImproperlyConfigured(
            f"{sealed} is sealed. Name the file with its password in TELLERS_KEY_PASSWORD_FILE."
        )
    try:
        return str(Path(named).read_text().strip())
    except (OSError, UnicodeDecodeError):
        raise ImproperlyConfigured(f"The password in {named} cannot be read.") from None


def _make(name: str, file: Path, password: str = "") -> SigningKey:
    """Make a key, whole or not at all; refused where there is one."""
    key = SigningKey.generate(name)
    with _draft(file, _written(key, password)) as draft:
        os.link(draft, file)
    return key


def _written(key: SigningKey, password: str) -> bytes:
    return f"{seal(key, password)}\n".encode() if password else key.pem()


def _replace(file: Path, content: bytes) -> None:
    """Write a file anew, whole or not at all."""
    with _draft(file, content) as draft:
        spare = draft.with_suffix(".spare")
        os.link(draft, spare)
        spare.replace(file)


@contextmanager
def _draft(file: Path, content: bytes) -> Iterator[Path]:
    """Write beside a file first, so that only the owner can ever read it."""
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with NamedTemporaryFile(dir=file.parent) as draft:
        draft.write(content)
        draft.flush()
        os.fsync(draft.fileno())
        yield Path(draft.name)
