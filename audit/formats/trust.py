"""Whose signatures count: the log's own keys, its witnesses, and how many of them must have signed.

    {"log": ["union.example/audit/2027+…"], "witnesses": ["branch.example+…", …], "k": 2}

Such a file is worth as much as the hand that gave it: the copy inside an export is a convenience,
and proves nothing about the export. A log that has changed its key has more than one, all
of its name, in the order in which they came: the newest is the last.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NoReturn, Self

from audit.formats.checkpoint import Checkpoint
from audit.formats.cosignature import WitnessKey, cosigned
from audit.formats.errors import BadKey, BadNote, BadTrust
from audit.formats.note import MAX_SIGNATURES, open_note
from audit.formats.signing import VerifierKey

MAX_TRUST_BYTES = 100_000


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom a reader of the log trusts. Refused when it contradicts itself."""

    log: tuple[VerifierKey, ...]
    witnesses: tuple[WitnessKey, ...] = ()
    k: int = 0

    def __post_init__(self) -> None:
        """Refuse a policy that counts one hand twice, or can never be met."""
        if not self.log:
            raise BadTrust("There is no key of the log.")
        if len({key.name for key in self.log}) > 1:
            raise BadTrust("The log's keys bear different names: they are keys of different logs.")
        _no_repeats("key of the log", map(str, self.log))
        _no_repeats("witness", (key.name for key in self.witnesses))
        _no_repeats("witness's key", (key.public.hex() for key in self.witnesses))
        if own := {key.public for key in self.log} & {key.public for key in self.witnesses}:
            names = ", ".join(key.name for key in self.witnesses if key.public in own)
            raise BadTrust(f"The key of {names} is the log's own: a log cannot witness itself.")
        if not 0 <= self.k <= len(self.witnesses):
            raise BadTrust(f"{self.k} of {len(self.witnesses)} witnesses can never sign.")
        if len(self.log) + len(self.witnesses) > MAX_SIGNATURES:
            raise BadTrust(f"A head holds at most {MAX_SIGNATURES} signatures: fewer keys, please.")

    @property
    def origin(self) -> str:
        """Give the name of the log."""
        return self.log[0].name

    def open(self, note: bytes) -> tuple[Checkpoint, Mapping[WitnessKey, int]]:
        """Give the head in a signed note, and when each witness signed it (Unix time).

        Raise BadNote unless a key of this log signed it for this log, and every signature by a key
        that is named here fits. Whether enough witnesses have signed is another question: `k`.
        """
        head = Checkpoint.parse(open_note(note, self.log))
        if head.origin != self.origin:
            raise BadNote(f"The head is for {head.origin}, not for {self.origin}.")
        return head, cosigned(note, self.witnesses)

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read a trust file strictly."""
        stated = _object(data)
        if extra := stated.keys() - {"log", "witnesses", "k"}:
            raise BadTrust(f"It says {', '.join(map(repr, sorted(extra)))}, which has no meaning.")
        log, witnesses = stated.get("log"), stated.get("witnesses", [])
        if ("k" in stated) != ("witnesses" in stated):
            raise BadTrust("`witnesses` and `k`, how many of them must sign, go together.")
        k = stated.get("k", 0)
        if not isinstance(k, int) or isinstance(k, bool):
            raise BadTrust("`k` must be a whole number of witnesses.")
        lines = _lines("log", [log] if isinstance(log, str) else log)
        witness_lines = _lines("witnesses", witnesses)
        try:
            return cls(
                tuple(map(VerifierKey.parse, lines)),
                tuple(map(WitnessKey.parse, witness_lines)),
                k,
            )
        except BadKey as error:
            raise BadTrust(f"One of its keys is not right. {error}") from None

    def to_bytes(self) -> bytes:
        """Write a trust file."""
        stated = {
            "log": [str(key) for key in self.log],
            "witnesses": [str(key) for key in self.witnesses],
            "k": self.k,
        }
        return (json.dumps(stated, ensure_ascii=False, indent=2) + "\n").encode()


def _object(data: bytes) -> dict[str, Any]:
    if len(data) > MAX_TRUST_BYTES:
        raise BadTrust(f"It is longer than {MAX_TRUST_BYTES:,} bytes.")
    try:
        stated = json.loads(data.decode(), object_pairs_hook=_once, parse_constant=_no_number)
    except BadTrust:
        raise
    except (ValueError, RecursionError):
        raise BadTrust("It is not JSON in UTF-8.") from None
    if not isinstance(stated, dict):
        raise BadTrust("It is not a JSON object.")
    return stated


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    _no_repeats("name", (name for name, _ in pairs))
    return dict(pairs)


def _no_number(text: str) -> NoReturn:
    raise BadTrust(f"{text} is not a number here.")


def _lines(name: str, stated: object) -> list[str]:
    if not isinstance(stated, list) or not all(isinstance(line, str) for line in stated):
        raise BadTrust(f"`{name}` must be a list of key lines.")
    return stated


def _no_repeats(what: str, values: Iterable[str]) -> None:
    for value, times in Counter(values).items():
        if times > 1:
            raise BadTrust(f"The {what} {value} stands there {times} times.")
