"""The programs that run in the booth, and the SHA-256 of each.

A browser refuses a script whose bytes do not have the hash that its page names (Subresource
Integrity). The hash is public, so that anyone can see that all voters were given the same program,
and which: it stands on a page of its own, and in the log when a vote opens.
"""

from base64 import b64encode
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

_FOLDER: Final = Path(__file__).resolve().parent.parent / "static" / "ballots" / "booth"


@dataclass(frozen=True, slots=True)
class Script:
    """One program of the booth: its file, what it does, and the hash of its bytes."""

    name: str
    about: str
    size: int
    digest: bytes

    @property
    def url(self) -> str:
        """Say where a browser fetches it."""
        return static(f"ballots/booth/{self.name}")

    @property
    def integrity(self) -> str:
        """Give the hash as a page writes it."""
        return _as_written(self.digest)

    @property
    def sha256(self) -> str:
        """Give the hash as `sha256sum` writes it."""
        return self.digest.hex()


class Scripts(NamedTuple):
    """The two: one for what is seen, one for what is sealed."""

    page: Script
    sealing: Script


def booth_scripts() -> Scripts:
    """Give the programs as they are on disk now."""
    return Scripts(
        _script("booth.js", str(_("Shows the paper, takes the marks, sends what is sealed."))),
        _script("sealing.js", str(_("Encrypts and signs. It runs apart, as a worker."))),
    )


def script_sums() -> dict[str, str]:
    """Give the SHA-256 of each by its name, for the log of a vote that opens."""
    return {script.name: script.sha256 for script in booth_scripts()}


def integrity_of(path: Path) -> str:
    """Give the hash of any script of ours as a page writes it."""
    return _as_written(_summed(path, path.stat().st_mtime_ns)[1])


def _as_written(digest: bytes) -> str:
    return f"sha256-{b64encode(digest).decode()}"


def _script(name: str, about: str) -> Script:
    path = _FOLDER / name
    size, digest = _summed(path, path.stat().st_mtime_ns)
    return Script(name, about, size, digest)


@lru_cache(maxsize=16)
def _summed(path: Path, _changed: int) -> tuple[int, bytes]:
    """Read a file once for every time it is changed."""
    content = path.read_bytes()
    return len(content), sha256(content).digest()
