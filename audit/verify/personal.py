"""Personal values, which the log shows as salted digests: disclosed, erased, withheld, tampered.

Whoever is given a value and its salt can check them against the digest in the entry; if they do not
fit, somebody has tampered with the value. A value that was erased leaves its digest behind, and a
later entry `erasure.performed` that names it and the two people who answer for that: the log holds
as before, and nothing is missing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from audit.formats.canonical import parse
from audit.formats.disclosure import salted_digest
from audit.formats.errors import NotCanonical, NotVerified
from audit.formats.leaf import DIGESTS, SYSTEM, read_leaf
from audit.formats.tiles import ENTRIES, TILE_WIDTH, Tile
from audit.verify.exported import ExportedLog
from audit.verify.findings import Findings

ERASURE, ERASED = "erasure.performed", "erased"

_FIELDS = {"entry": str, "index": int, "name": str, "salt": str, "value": str}


class NotInTheLog(NotVerified):
    """A value, or a note of its erasure, that does not belong to the entry it names."""


@dataclass(slots=True)
class PersonalValues:
    """How many personal values the log holds, and what became of them."""

    digests: int = 0
    disclosed: int = 0
    erased: int = 0
    tampered: int = 0
    disclosed_though_erased: int = 0
    said_erased: list[tuple[int, int, str]] = field(default_factory=list)
    """As the log says: the index of the saying, the index of the entry, the digest."""

    @property
    def withheld(self) -> int:
        """Give how many were neither disclosed to us nor erased."""
        return self.digests - self.disclosed - self.erased + self.disclosed_though_erased

    def read(self, index: int, leaf: Mapping[str, Any]) -> None:
        """Take note of one entry; raise NotVerified unless it says what was erased, and by whom."""
        self.digests += len(set(leaf.get(DIGESTS, ())))
        if leaf["t"] == ERASURE:
            _insist_on_two_people(leaf)
            self.said_erased += [(index, at, digest) for at, digest in _named(leaf.get(ERASED))]

    def settle(
        self, log: ExportedLog, size: int, disclosures: Iterable[bytes], findings: Findings
    ) -> None:
        """Compare what was erased, and what was disclosed to us line by line, with the entries."""
        entries = _Entries(log, size)
        erased, disclosed = set(), set()
        for saying, index, digest in sorted(self.said_erased, key=lambda said: said[1:]):
            try:
                entries.with_digest(index, digest, before=saying)
            except NotVerified as error:
                findings.add(
                    f"Entry {saying} says that a value was erased. {error}",
                    range(saying, saying + 1),
                )
            else:
                erased.add(digest)
        for number, line in enumerate(disclosures, start=1):
            try:
                disclosed.add(entries.disclosed(line))
            except NotVerified as error:
                self.tampered += isinstance(error, NotInTheLog)
                findings.add(f"Disclosure on line {number}: {error}")
        self.erased, self.disclosed = len(erased), len(disclosed)
        self.disclosed_though_erased = len(erased & disclosed)


class _Entries:
    """Finds single entries again."""

    def __init__(self, log: ExportedLog, size: int) -> None:
        self._log, self._size = log, size
        self._bundle = lru_cache(maxsize=2)(self._read)

    def with_digest(self, index: int, digest: str, *, before: int) -> dict[str, Any]:
        """Give the entry at this index, which must hold this digest."""
        if not 0 <= index < before:
            raise NotInTheLog(f"There is no entry {index} before it.")
        bundle = self._bundle(index // TILE_WIDTH)
        if index % TILE_WIDTH >= len(bundle):
            raise NotVerified(f"Entry {index} is missing.")
        leaf = read_leaf(bundle[index % TILE_WIDTH])
        if digest not in leaf.get(DIGESTS, ()):
            raise NotInTheLog(f"Entry {index} holds no such digest.")
        return leaf

    def disclosed(self, line: bytes) -> str:
        """Give the digest for which a disclosed value stands, in the entry that it names."""
        given = parse(line.removesuffix(b"\n"))
        if not isinstance(given, dict) or {n: type(v) for n, v in given.items()} != _FIELDS:
            raise NotCanonical(f"It must say {', '.join(_FIELDS)}, and nothing else.")
        index, name = given["index"], given["name"]
        digest = salted_digest(given["salt"], name, given["value"])
        try:
            leaf = self.with_digest(index, digest, before=self._size)
        except NotInTheLog:
            leaf = {}
        if leaf.get("id") != given["entry"]:
            raise NotInTheLog(
                f"The value given as `{name}` of entry {index} is not what was recorded there: "
                "it has been tampered with."
            )
        return digest

    def _read(self, number: int) -> list[bytes]:
        tile = Tile(ENTRIES, number).at_size(self._size)
        return list(self._log.entries(tile)) if tile else []


def _named(erased: object) -> list[tuple[int, str]]:
    if isinstance(erased, list) and all(map(_is_named, erased)):
        return [(index, digest) for index, digest in erased]
    raise NotCanonical("It does not name what was erased, by entry and digest.")


def _insist_on_two_people(leaf: Mapping[str, Any]) -> None:
    """Refuse an erasure for which one hand alone answers, or none: one asks, another confirms."""
    confirmed, asked = leaf["by"], leaf.get("asked_by")
    if not isinstance(asked, str) or SYSTEM in {confirmed, asked} or confirmed == asked:
        raise NotInTheLog("Two people answer for what is erased, and it does not name two.")


def _is_named(pair: object) -> bool:
    return isinstance(pair, list) and [type(part) for part in pair] == [int, str]
