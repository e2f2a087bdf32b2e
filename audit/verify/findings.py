"""What is wrong with a log, said plainly, and the first entry that is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from audit.verify.wording import printable

MOST = 1_000
"""As many findings as anybody will read; beyond that they are only counted."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and the entries among which the log first goes wrong there."""

    message: str
    entries: range | None = None


@dataclass(slots=True)
class Findings:
    """Everything found, in the order in which it was found."""

    kept: list[Finding] = field(default_factory=list)
    more: int = 0
    first_wrong: range | None = None
    """The first wrong entry, or the fewest entries among which it must be."""

    def add(self, message: str, entries: range | None = None) -> None:
        """Note one thing. Names of files come from the export: what cannot be printed is shown."""
        if entries is not None:
            known = self.first_wrong
            nearer = (entries.start, len(entries))
            if known is None or nearer < (known.start, len(known)):
                self.first_wrong = entries
        if len(self.kept) < MOST:
            self.kept.append(Finding(printable(message), entries))
        else:
            self.more += 1

    def extend(self, others: "Findings") -> None:
        """Note what was found elsewhere, after what was found here."""
        for one in others:
            self.add(one.message, one.entries)
        self.more += others.more

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.kept)

    def __len__(self) -> int:
        return len(self.kept) + self.more
