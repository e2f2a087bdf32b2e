"""A witness: asked to sign a head, it signs once it has seen that nothing before was changed."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from audit.formats.add_checkpoint import AddCheckpoint
from audit.formats.checkpoint import Checkpoint
from audit.formats.cosignature import WitnessSigningKey, cosign
from audit.formats.errors import NotVerified
from audit.formats.note import open_note, read_note
from audit.formats.signing import VerifierKey
from audit.witness.evidence import keep_evidence
from audit.witness.judging import judge
from audit.witness.keeping import Folder, Seen
from audit.witness.refusals import (
    Disagrees,
    Malformed,
    NotFromTheLog,
    NotNow,
    Shrunk,
    UnknownLog,
)

Clock = Callable[[], float]


@dataclass(frozen=True, slots=True)
class Signed:
    """A head that was signed: the witness's line, and the note with the log's and its own.

    `before` is the head that it signed last, if it had signed any of this log.
    """

    head: Checkpoint
    before: Checkpoint | None
    line: str
    note: bytes


@dataclass(frozen=True, slots=True)
class Witness:
    """The one who signs, with a folder to remember by. Safe for many threads and processes."""

    folder: Folder
    key: WitnessSigningKey
    clock: Clock = time.time

    @classmethod
    def of(cls, folder: Folder) -> "Witness":
        return cls(folder, folder.key())

    def sign(self, body: bytes) -> Signed:
        """Answer an add-checkpoint question, or raise NotSigned.

        What was remembered is read, judged and replaced under one lock, and the new head is on the
        disk before the answer is given: two questions at once, or a power cut between two, can
        never get two different heads of one log signed.
        """
        asked, head, trusted = self._read(body)
        try:
            with self.folder.lock():
                seen = self.folder.recall(head.origin)
                before = seen.head if seen else None
                try:
                    judge(asked, head, before)
                except Disagrees as why:
                    why.evidence = self._kept(why, asked, head, seen)
                    raise
                line = cosign(head.text(), self.key, self._time(seen))
                note = _signed_by_both(asked.note, trusted, line)
                self.folder.remember(head.origin, note)
        except OSError as error:
            raise NotNow(f"This witness cannot use its folder. {error.strerror}.") from None
        return Signed(head, before, line, note)

    def _read(self, body: bytes) -> tuple[AddCheckpoint, Checkpoint, list[VerifierKey]]:
        try:
            asked = AddCheckpoint.parse(body)
            head = Checkpoint.parse(read_note(asked.note)[0])
        except NotVerified as error:
            raise Malformed(str(error)) from None
        trusted = self.folder.keys_of(head.origin)
        if not trusted:
            raise UnknownLog(f"This witness was not given the key of the log {head.origin}.")
        try:
            open_note(asked.note, trusted)
        except NotVerified as error:
            raise NotFromTheLog(str(error)) from None
        return asked, head, trusted

    def _kept(
        self, why: Disagrees, asked: AddCheckpoint, head: Checkpoint, seen: Seen | None
    ) -> Path | None:
        """Keep what the log should not have signed, unless the question was merely a wrong one."""
        if seen is None or (isinstance(why, Shrunk) and asked.old != seen.head.size):
            return None
        return keep_evidence(self.folder.evidence(head.origin), why, asked, head, seen)

    def _time(self, seen: Seen | None) -> int:
        """Give the time, which never goes backwards from one signature to the next."""
        now = int(self.clock())
        if seen and now < seen.time:
            raise NotNow(
                "The clock of this computer is earlier than when this witness last signed. "
                "Set the clock, and ask again."
            )
        return now


def _signed_by_both(note: bytes, trusted: list[VerifierKey], line: str) -> bytes:
    """Give the note with the log's own signatures and ours, and with nobody else's."""
    text, signatures = read_note(note)
    keys = {(key.name, key.id) for key in trusted}
    ours = dict.fromkeys(str(one) for one in signatures if one.key in keys)
    return "".join((text, "\n", *ours, line)).encode()
