"""Write the programs that a browser runs in a sealed vote, each one file, from parts they share.

A program is pinned by the hash of its file, and a worker imports nothing; so what several reckon
with is written once, in `ballots/browser/`, and joined here as it stands. What comes of it is kept
beside the pages' other scripts and is what browsers get; a test says that the parts give it.

    python -m ballots.secret.programs
"""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Final, NamedTuple

_ROOM: Final = Path(__file__).resolve().parent.parent
PARTS: Final = _ROOM / "browser"
BUILT: Final = _ROOM / "static" / "ballots"

_WORKER: Final = '"use strict";\n(() => {{\n{parts}}})();\n'
_MODULE: Final = "{parts}\nexport {{ {names} }};\n"


class Program(NamedTuple):
    """The parts of a program, and what a module of them exports; a worker exports nothing."""

    parts: tuple[str, ...]
    exports: tuple[str, ...] = ()


PROGRAMS: Final[Mapping[str, Program]] = {
    "booth/sealing.js": Program(("numbers.js", "seal.js")),
    "trustee/checking.js": Program(("numbers.js", "proofs.js", "check.js")),
    "trustee/sealing.js": Program(
        ("numbers.js", "proofs.js", "trustee.js"),
        (
            *("Fault", "GROUPS", "certificate", "challengeOf", "confirm", "element", "fingerprint"),
            *("hexOf", "hexadecimal", "inverse", "newSeed", "number", "parsed", "partOf", "power"),
            *("readSeed", "readTrustees", "reduced", "sha256", "share", "utf8"),
        ),
    ),
}
"""Where each is served, and what it is made of."""


def joined(program: Program) -> str:
    """Join the parts of a program, as they stand."""
    parts = "\n".join((PARTS / name).read_text() for name in program.parts)
    if not program.exports:
        indented = re.sub(r"^(?=.)", "  ", parts, flags=re.MULTILINE)
        return _WORKER.format(parts=indented)
    return _MODULE.format(parts=parts, names=", ".join(program.exports))


def write() -> None:
    """Write all of them."""
    for path, program in PROGRAMS.items():
        (BUILT / path).write_text(joined(program))


if __name__ == "__main__":
    write()
