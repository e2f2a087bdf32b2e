"""The record of a key ceremony: what was done with which key, before whom, for the minutes."""

import hashlib
import platform
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

from audit.formats.signing import VerifierKey

_LINE = "  {:<12}{}"


@dataclass(frozen=True, slots=True)
class Ceremony:
    """One act on one key."""

    act: str
    use: str
    key: VerifierKey
    at: datetime
    present: Sequence[str]
    kept: str

    def text(self) -> str:
        """Write the record. Each of those present compares the key line and signs."""
        there = self.present or ["nobody was named"]
        lines = [
            f"Key ceremony: {self.act}",
            "",
            _LINE.format("When", f"{self.at:%d %B %Y, %H:%M:%S %Z}"),
            _LINE.format("Key", self.use),
            _LINE.format("Key line", self.key),
            _LINE.format("SHA-256", fingerprint(self.key)),
            _LINE.format("Kept", self.kept),
            _LINE.format("Program", program()),
            *(
                _LINE.format("Present" if not number else "", f"{name:<32} Signed: ____________")
                for number, name in enumerate(there)
            ),
            "",
        ]
        return "\n".join(lines)


def fingerprint(key: VerifierKey) -> str:
    """Give a key's fingerprint in groups that can be read out: SHA-256 over its 32 bytes."""
    digest = hashlib.sha256(key.public).hexdigest()
    return " ".join(digest[start : start + 8] for start in range(0, len(digest), 8))


def program() -> str:
    """Say what did it: the versions of this program, of Python and of the library that signs."""
    project = Path(__file__).resolve().parent.parent / "pyproject.toml"
    own = tomllib.loads(project.read_text())["project"]["version"] if project.exists() else "?"
    return (
        f"Tellers {own}, Python {platform.python_version()}, cryptography {version('cryptography')}"
    )
