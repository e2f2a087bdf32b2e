"""What checking a log has found, said so that a returning officer can file it."""

from dataclasses import dataclass, field

from audit.formats.checkpoint import Checkpoint
from audit.formats.encoding import base64_text


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and the entries among which the log first goes wrong there."""

    message: str
    entries: range | None = None


@dataclass(slots=True)
class Report:
    """What was checked, what was found, and where the log first goes wrong."""

    head: Checkpoint | None = None
    entries: int = 0
    tiles: int = 0
    heads: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def is_verified(self) -> bool:
        return self.head is not None and not self.findings

    @property
    def first_wrong(self) -> range | None:
        """Give the first wrong entry, or the fewest entries among which it must be."""
        named = [finding.entries for finding in self.findings if finding.entries is not None]
        return min(named, key=lambda entries: (entries.start, len(entries)), default=None)

    def text(self) -> str:
        """Write the report."""
        lines = []
        if self.head:
            lines += [
                f"Log       {self.head.origin}",
                f"Head      {_count(self.head.size, 'entry', 'entries')}",
                f"Root      {base64_text(self.head.root)}",
            ]
        counts = (
            _count(self.entries, "entry", "entries"),
            _count(self.tiles, "tile", "tiles"),
            _count(self.heads, "signed head", "signed heads"),
        )
        lines += [f"Checked   {', '.join(counts)}", ""]
        if self.is_verified:
            return "\n".join([*lines, "VERIFIED. Every stored entry is as it was signed."])
        lines.append("NOT VERIFIED.")
        if first := self.first_wrong:
            one = f"entry {first.start}"
            several = f"one of entries {first.start} to {first[-1]}"
            lines.append(f"The first wrong entry is {one if len(first) == 1 else several}.")
        return "\n".join([*lines, *(f"  - {finding.message}" for finding in self.findings)])


def _count(number: int, one: str, several: str) -> str:
    return f"{number:,} {one if number == 1 else several}"
