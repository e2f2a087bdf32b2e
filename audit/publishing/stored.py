"""The log in the database, as others get to see it: up to the head that enough witnesses signed."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from audit.formats.signing import VerifierKey
from audit.keys import log_key
from audit.models import Cosignature, Head, Position
from audit.publishing.layout import ExportFiles
from audit.publishing.witnessed import current_trust, newest_witnessed_head, witnessed_note
from audit.selectors import hashes, newest_head


def published_head() -> Head | None:
    """Give the head up to which the log is shown to others.

    That is the newest that as many witnesses have signed as are asked for, so that whoever checks
    an export finds it signed by them. Where no head was ever signed by so many, it is the newest.
    """
    return newest_witnessed_head() or newest_head()


@dataclass(frozen=True, slots=True)
class StoredLog:
    """The log in the database up to one of its heads: nothing, where `size` is 0."""

    key: VerifierKey
    size: int

    @classmethod
    def current(cls) -> "StoredLog":
        """Give the log as it may be shown now."""
        return cls.up_to(published_head())

    @classmethod
    def newest(cls) -> "StoredLog":
        """Give the log with the newest head, whether witnesses have signed that or not."""
        return cls.up_to(newest_head())

    @classmethod
    def up_to(cls, head: Head | None) -> "StoredLog":
        """Give the log up to a head."""
        return cls(log_key().verifier, head.size if head else 0)

    def files(self) -> ExportFiles:
        """Give the files of its export, each made when it is read."""
        return ExportFiles(self, self.size, self.note, current_trust())

    def heads(self, since: int = 0) -> Iterator[tuple[int, str]]:
        """Give every head from this size on, each with the lines of its witnesses."""
        lines = _witnesses_lines(since, self.size)
        signed, line = next(lines, (self.size + 1, ""))
        heads = Head.objects.filter(size__gte=since, size__lte=self.size).order_by("size")
        for size, note in heads.values_list("size", "note").iterator():
            if signed == size:
                note += line  # noqa: PLW2901 - the note with all its signatures
                signed, line = next(lines, (self.size + 1, ""))
            yield size, note

    def note(self, size: int) -> str | None:
        """Give the head of this size with the lines of its witnesses, if one was signed."""
        head = Head.objects.filter(size=size).first() if size <= self.size else None
        return witnessed_note(head) if head else None

    def entries(self, start: int, stop: int) -> list[bytes]:
        places = Position.objects.filter(seq__gte=start, seq__lt=stop).order_by("seq")
        return [bytes(leaf) for leaf in places.values_list("entry__leaf", flat=True)]

    def hashes(self, level: int, start: int, stop: int) -> list[bytes]:
        return hashes(level, start, stop)


def _witnesses_lines(since: int, until: int) -> Iterator[tuple[int, str]]:
    """Give the lines of the witnesses under each head that has any, in the order of the heads."""
    lines = Cosignature.objects.filter(head__gte=since, head__lte=until)
    ordered = lines.order_by("head", "witness__name", "pk").values_list("head", "line")
    for size, signed in groupby(ordered.iterator(), itemgetter(0)):
        yield size, "".join(line for _, line in signed)
