"""The programs of a trustee's page, each with the hash that the page pins it by."""

from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings

_ROOMS: Final = Path(__file__).resolve().parents[2]
_OWN: Final = (
    "sealing.js",
    "workers.js",
    "archive.js",
    "shuffles.js",
    "verifying.js",
    "opening.js",
    "page.js",
)
_OF_THE_LOG: Final = (
    "encoding.js",
    "keys.js",
    "merkle.js",
    "note.js",
    "tlog_proof.js",
    "trust.js",
)


class Module(NamedTuple):
    """One module: where a browser fetches it, and what its bytes hash to."""

    url: str
    integrity: str

    @property
    def name(self) -> str:
        """Give the name of its file."""
        return self.url.rpartition("/")[2]

    @property
    def sha256(self) -> str:
        """Give the hash as `sha256sum` writes it."""
        return b64decode(self.integrity.removeprefix("sha256-")).hex()


def trustee_scripts() -> list[Module]:
    """Give the modules of the page, itself the last; one that was altered is not run."""
    paths = [("audit", f"audit/check/{name}") for name in _OF_THE_LOG]
    paths += [("ballots", f"ballots/trustee/{name}") for name in _OWN]
    return [
        Module(f"{settings.STATIC_URL}{path}", _integrity(_ROOMS / room / "static" / path))
        for room, path in paths
    ]


def checking_worker() -> Module:
    """Give the program of the page's workers, which the page fetches against its hash."""
    path = "ballots/trustee/checking.js"
    return Module(f"{settings.STATIC_URL}{path}", _integrity(_ROOMS / "ballots" / "static" / path))


def _integrity(file: Path) -> str:
    return f"sha256-{b64encode(sha256(file.read_bytes()).digest()).decode()}"
