"""The witness's folder: its key, the logs it watches, and the last head of each that it signed.

    witness.key, witness.vkey     its secret key, and the line to give to the office
    logs/<log>.vkey               the keys of a log, one a line, given by a person
    heads/<log>.note              the last head signed, with this witness's own line under it
    evidence/<log>/...            what the log should not have signed

What is remembered is written beside its place, brought to the disk and then moved there: after a
loss of power there is the old head or the new one, never half of one. It carries the witness's own
signature, so damage is noticed and not believed.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from audit.formats.checkpoint import Checkpoint, open_checkpoint
from audit.formats.cosignature import WitnessKey, WitnessSigningKey, cosigned
from audit.formats.errors import BadKey, NotVerified
from audit.formats.signing import VerifierKey
from audit.witness.locking import locked
from audit.witness.refusals import NotNow

MAX_FILE_NAME = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """The last head of a log that this witness signed, and when, in seconds since 1970."""

    head: Checkpoint
    time: int
    note: bytes


@dataclass(frozen=True, slots=True)
class Folder:
    """Where a witness keeps everything."""

    path: Path

    def new_key(self, name: str) -> WitnessKey:
        """Make this witness's key; refused where there is one, for heads are signed with it."""
        key = WitnessSigningKey.generate(name)
        self.path.mkdir(parents=True, exist_ok=True, mode=0o700)
        try:
            file = os.open(self._secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except FileExistsError:
            raise BadKey(f"There is a key in {self.path} already: keep using it.") from None
        with os.fdopen(file, "wb") as opened:
            opened.write(key.pem())
            opened.flush()
            os.fsync(file)
        write_durably(self.path / "witness.vkey", f"{key.verifier}\n".encode())
        return key.verifier

    def key(self) -> WitnessSigningKey:
        """Read this witness's key."""
        try:
            line = WitnessKey.parse((self.path / "witness.vkey").read_text().strip())
            key = WitnessSigningKey.from_pem(line.name, self._secret.read_bytes())
        except FileNotFoundError:
            raise BadKey(f"There is no key in {self.path} yet: make one with new-key.") from None
        if key.verifier != line:
            raise BadKey(f"witness.key and witness.vkey in {self.path} do not belong together.")
        return key

    def trust(self, log: VerifierKey) -> bool:
        """Watch a log from now on, by this key; tell whether that is new."""
        if log.public == self.key().public:
            raise BadKey("A log's key may not be a witness's own: no key has two uses.")
        if not _is_nameable(log.name):
            raise BadKey("No file can be named after this log.")
        with self.lock():
            known = self.keys_of(log.name)
            if log in known:
                return False
            lines = "".join(f"{key}\n" for key in (*known, log))
            write_durably(self._keys_file(log.name), lines.encode())
        return True

    def keys_of(self, origin: str) -> list[VerifierKey]:
        """Give the keys by which a log's heads are known, none if it is not watched."""
        if not _is_nameable(origin):
            return []
        with suppress(FileNotFoundError):
            return [*map(VerifierKey.parse, self._keys_file(origin).read_text().split())]
        return []

    def logs(self) -> Iterator[VerifierKey]:
        """Give every key of every log that is watched."""
        for file in sorted((self.path / "logs").glob("*.vkey")):
            yield from map(VerifierKey.parse, file.read_text().split())

    def lock(self) -> AbstractContextManager[None]:
        """Keep every other thread and process of this witness waiting."""
        return locked(self.path / "lock")

    def recall(self, origin: str) -> Seen | None:
        """Give the last head signed, if there is one; refuse a memory that has been damaged."""
        try:
            note = self._head_file(origin).read_bytes()
        except FileNotFoundError:
            return None
        own = self.key().verifier
        for key in self.keys_of(origin):
            with suppress(NotVerified, KeyError):  # not the log's, or without our own line
                return Seen(open_checkpoint(note, key), cosigned(note, [own])[own], note)
        raise NotNow(
            f"{self._head_file(origin)} has been damaged: this witness no longer knows what it "
            "signed, so it signs nothing. Keep the folder, and start a new one with a new key."
        )

    def remember(self, origin: str, note: bytes) -> None:
        """Keep a head that is about to be answered for. Call it with the lock held."""
        write_durably(self._head_file(origin), note)

    def evidence(self, origin: str) -> Path:
        """Give the folder for what this log should not have signed."""
        return self.path / "evidence" / _file_name(origin)

    @property
    def _secret(self) -> Path:
        return self.path / "witness.key"

    def _keys_file(self, origin: str) -> Path:
        return self.path / "logs" / f"{_file_name(origin)}.vkey"

    def _head_file(self, origin: str) -> Path:
        return self.path / "heads" / f"{_file_name(origin)}.note"


def write_durably(place: Path, data: bytes) -> None:
    """Write a file so that after any failure it holds what it held before, or all of `data`."""
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place.with_name(f".{place.name}.new")
    with beside.open("wb") as opened:
        opened.write(data)
        opened.flush()
        os.fsync(opened.fileno())
    beside.replace(place)
    if sys.platform != "win32":  # where a folder is no file, and a move is durable by itself
        folder = os.open(place.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _is_nameable(origin: str) -> bool:
    return bool(origin.strip(".")) and len(_file_name(origin)) <= MAX_FILE_NAME


def _file_name(origin: str) -> str:
    return quote(origin, safe="")
