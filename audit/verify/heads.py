"""The signed heads of a log, wherever they were found, and each witness's last word on them."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from audit.formats.checkpoint import Checkpoint
from audit.formats.errors import NotVerified
from audit.formats.note import open_note
from audit.formats.tiles import history_path
from audit.formats.trust import Trust
from audit.verify.exported import ExportedLog
from audit.verify.findings import Findings

CHECKPOINT = "checkpoint"

# The same head stands in the history, in a link and in many proofs. Only usual ones are remembered,
# or a log with a megabyte of signatures under each would fill the memory.
_USUAL_BYTES, _REMEMBERED = 2_000, 10_000


@dataclass(frozen=True, order=True, slots=True)
class Head:
    """A head that the log's key signed, and the file in which we first met it."""

    size: int
    root: bytes
    path: str = field(default=CHECKPOINT, compare=False)


@dataclass(frozen=True, slots=True)
class Word:
    """The last head of this log that a witness signed, as far as we were shown, and when."""

    size: int
    root: bytes
    time: int


class SignedHeads:
    """Every head that a trusted key signed, each once."""

    def __init__(self, trust: Trust) -> None:
        self.trust = trust
        self.words: dict[str, Word] = {}
        """What each witness signed last, by the witness's name."""
        self._heads: dict[int, dict[bytes, Head]] = {}
        self._open_again = lru_cache(maxsize=_REMEMBERED)(trust.open)

    def add(self, note: bytes, path: str) -> Checkpoint:
        """Take a head in; raise NotVerified if no trusted key signed it."""
        is_usual = len(note) <= _USUAL_BYTES
        head, times = self._open_again(note) if is_usual else self.trust.open(note)
        met = Head(head.size, head.root, path)
        self._heads.setdefault(head.size, {}).setdefault(head.root, met)
        for witness, time in times.items():
            word, known = Word(head.size, head.root, time), self.words.get(witness.name)
            if known is None or (word.size, word.time) > (known.size, known.time):
                self.words[witness.name] = word
        return head

    def sizes(self) -> list[int]:
        """Give the sizes at which the log was signed, in order."""
        return sorted(self._heads)

    def ordered(self) -> list[Head]:
        """Give the heads, from that of the shortest log on."""
        return sorted(head for alike in self._heads.values() for head in alike.values())

    def root(self, size: int) -> bytes | None:
        """Give the root that was signed for this size: the first we met, should there be two."""
        return next(iter(self._heads.get(size, ())), None)

    def newest(self, root: bytes) -> Head:
        """Give the head of the longest log; of two, the one with this root."""
        alike = self._heads[max(self._heads)]
        return alike.get(root) or next(iter(alike.values()))


def read_heads(
    log: ExportedLog, heads: SignedHeads, kept: Iterable[tuple[str, bytes]], findings: Findings
) -> None:
    """Read the newest head of an export, its history, and the heads kept elsewhere."""
    for path in (CHECKPOINT, *log.history()):
        try:
            head = heads.add(log.note(path), path)
        except NotVerified as error:
            findings.add(f"{path}: {error}")
            continue
        if path not in {CHECKPOINT, history_path(head.size)}:
            findings.add(f"{path}: holds the head of a log of {head.size:,} entries.")
    for name, note in kept:
        try:
            heads.add(note, name)
        except NotVerified as error:
            findings.add(f"{name}: {error}")


def check_key(log: ExportedLog, trust: Trust, findings: Findings) -> None:
    """Check that the newest of the trusted keys signed the newest head.

    Keys are named in the order in which they came. One that has been retired vouches for what it
    signed in its time; in the wrong hands since, it must not be able to add to the log.
    """
    try:
        note = log.note(CHECKPOINT)
        open_note(note, trust.log)
    except NotVerified:
        return  # as was said when it was first read
    try:
        open_note(note, trust.log[-1:])
    except NotVerified:
        findings.add(
            f"{CHECKPOINT}: signed by a former key of the log only, not by the newest that you "
            f"trust, {trust.log[-1]}. Keys go in the order in which they came, the newest last; an "
            "export of before a key was made is checked with the keys of its time."
        )


def check_latest(log: ExportedLog, heads: SignedHeads, findings: Findings) -> None:
    """Check that the export's newest head is the newest of all that were signed."""
    try:
        latest = heads.add(log.note(CHECKPOINT), CHECKPOINT)
    except NotVerified:
        return  # as was said when it was first read
    newest = heads.sizes()[-1]
    if latest.size < newest:
        findings.add(
            f"{CHECKPOINT}: covers {latest.size:,} entries, but a head of {newest:,} was signed: "
            "entries have been taken away.",
            range(latest.size, latest.size + 1),
        )
