# ruff: noqa: RUF001 - branches type typographic quotation marks and dashes
"""Read an instruction as branches word it (the forms are in motions.wording.forms).

Quotation marks may be single or double, plain or typographic, and the words within may hold
apostrophes and quotation marks of their own: an end is taken to be the end where what follows
makes sense. What cannot be read is refused, saying how far it was understood.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from audit.refusal import Refusal
from motions.wording.edits import EVERY, LAST, Edit, Form, Instruction, Place
from motions.wording.forms import PATTERNS, VERBS
from motions.wording.places import ORDINAL, PLACE, joined, place_named, which_named

_CLOSERS = {"'": "'’", "‘": "'’", '"': '"”', "“": '"”', "«": "»"}
_OPENERS = {"'’": "'‘", '"”': '"“', "»": "«"}
_SLOT = re.compile(r"(\{(?:old|to|new|part|in)\})")
_RENUMBER = re.compile(
    r",?\s*(?:and|then)\s+(?:re-?number|adjust the numbering)"
    r"(?:\s+(?:(?:the\s+)?(?:remaining|following|subsequent|other|remainder|paragraphs?|points?|list)"
    r"|accordingly|as\s+(?:necessary|appropriate)|of the list))*",
    re.IGNORECASE,
)
_ITEM = re.compile(r"\s*(?:(?:\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]|[-•*])\s+(?=[A-Za-z]))?")
_BETWEEN = re.compile(r"\s*(?:[;.,]\s*(?:(?:and|then)\s+)*|\s(?:and|then)\s+|\n)\s*", re.IGNORECASE)
_STOP = re.compile(r"\s*[.;,]?\s*")
_NOTE = re.compile(
    r"\n\s*(?P<note>(?:effect|purpose|reasons?|rationale|explanation|note)\s*:.*)\Z",
    re.IGNORECASE | re.DOTALL,
)
_PLACED = re.compile(
    rf"(?:(?:in|at|on|from|to|under|within|of)\s+)?{PLACE}\s*[,:\u2013-]?\s*", re.IGNORECASE
)
_IN = re.compile(rf"(?:in|of|from|on|to)\s+{PLACE}", re.IGNORECASE)
_PART = re.compile(PLACE, re.IGNORECASE)
_WHICH = re.compile(
    rf"(?:the\s+)?(?P<which>{ORDINAL})\s+"
    r"(?:(?:occurrence|mention|use|instance)\s+of\s+)?(?:the\s+)?(?:words?\s+)?",
    re.IGNORECASE,
)
_WHERE = re.compile(
    r",?\s*(?:(?P<every>wherever\s+(?:it|they)\s+(?:occurs?|appears?)|throughout|on\s+each\s+occasion)"
    r"|where\s+(?:it|they)\s+(?P<which>first|last)\s+(?:occurs?|appears?)"
    r"|\((?P<nth>\w+)\s+(?:occurrence|mention|time)\))",
    re.IGNORECASE,
)
_FULL = 2_000_000  # steps of looking before a tangle of quotation marks is given up


class _Pattern(NamedTuple):
    form: Form
    pieces: tuple[re.Pattern[str] | str, ...]


def read_instruction(words: str) -> Instruction:
    """Understand an instruction, or refuse it and leave it to the committee as text.

    Raises Refusal "instruction-not-understood" whose facts say what was `understood`, what was
    `not_understood`, and at which character (`position`, from 1) the second begins.
    """
    return _read(words)


@lru_cache(maxsize=8192)
def _read(words: str) -> Instruction:
    note = _NOTE.search(words)
    at = 0
    for nested in (False, True):
        reader = _Reader(words, nested=nested)
        if (edits := reader.edits(0)) is not None:
            return Instruction(tuple(edits))
        at = max(at, reader.furthest)
        if note and (edits := _Reader(words[: note.start()], nested=nested).edits(0)) is not None:
            return Instruction(tuple(edits), note=note["note"])
    understood, rest = words[:at].strip(), words[at:].strip()
    how_far = (
        f"This was understood: {understood} This was not, from character {at + 1}: {rest}"
        if understood
        else f"It was not understood: {words.strip()}"
    )
    raise Refusal(
        "instruction-not-understood",
        f"The amendment's instruction is not in a form that can be applied. {how_far}",
        facts={"understood": understood, "not_understood": rest, "position": at + 1},
    )


class _Reader:
    """One reading of one instruction; remembers where reading on has failed.

    At first no quoted words may hold what looks like the beginning of others: in "delete 'a'; after
    'b' insert 'c'" there are three quotations. Only if that makes no sense are they let in.
    """

    def __init__(self, words: str, *, nested: bool) -> None:
        self.words = words
        self.nested = nested
        self.furthest = 0
        self.dead: set[int] = set()
        self.steps = 0

    def edits(self, at: int) -> list[Edit] | None:
        """Read edits from here to the end, or None."""
        if at in self.dead:
            return None
        start = _end(_ITEM, self.words, at)
        for edit, end in self._edit(start):
            stop = _end(_STOP, self.words, end)
            if stop == len(self.words):
                return [edit]
            between = _BETWEEN.match(self.words, end)
            if between and (rest := self.edits(between.end())) is not None:
                return [edit, *rest]
            if between and between.end() > self.furthest:
                self.furthest = between.end()
        self.dead.add(at)
        return None

    def _edit(self, at: int) -> Iterator[tuple[Edit, int]]:
        for form, pieces in self._beginning(at):
            yield from self._made(form, pieces, at, Place())
        if placed := _PLACED.match(self.words, at):
            place = place_named(self.words[at : placed.end()])
            for form, pieces in self._beginning(placed.end()):
                yield from self._made(form, pieces, placed.end(), place)

    def _beginning(self, at: int) -> Iterator[_Pattern]:
        """Give the patterns whose first words stand here; most share theirs with others."""
        begins: dict[re.Pattern[str] | str, bool] = {}
        for pattern in _patterns():
            first = pattern.pieces[0]
            if first not in begins:
                begins[first] = isinstance(first, str) or bool(first.match(self.words, at))
            if begins[first]:
                yield pattern

    def _made(
        self, form: Form, pieces: tuple[re.Pattern[str] | str, ...], at: int, place: Place
    ) -> Iterator[tuple[Edit, int]]:
        for said, end in self._match(pieces, 0, at, {}):
            edit = _edit_of(form, said, place)
            if edit is None:
                continue
            renumber = _RENUMBER.match(self.words, end)
            if renumber and form in _RENUMBERED:
                yield replace(edit, renumber=True), renumber.end()
            yield edit, end

    def _match(
        self, pieces: tuple[re.Pattern[str] | str, ...], i: int, at: int, said: dict[str, str]
    ) -> Iterator[tuple[dict[str, str], int]]:
        if i == len(pieces):
            yield said, at
            return
        self.steps += 1
        if self.steps > _FULL:
            return
        piece = pieces[i]
        if isinstance(piece, re.Pattern):
            if found := piece.match(self.words, at):
                yield from self._match(pieces, i + 1, found.end(), said | _named(found))
            return
        for more, end in self._slot(piece, at, last=i == len(pieces) - 1):
            yield from self._match(pieces, i + 1, end, said | more)

    def _slot(self, slot: str, at: int, *, last: bool) -> Iterator[tuple[dict[str, str], int]]:
        if slot in ("in", "part"):
            if found := (_IN if slot == "in" else _PART).match(self.words, at):
                yield {slot: found[0]}, found.end()
            return
        which: dict[str, str] = {}
        if slot == "new" and last:
            lead = len(self.words[:at].rstrip())
            if self.words[lead - 1 : lead + 2] == ":\n\n":  # all the rest, just as it stands
                yield {"new": self.words[lead + 2 :]}, len(self.words)
                return
        if slot == "old" and (ordinal := _WHICH.match(self.words, at)):
            which, at = {"which": ordinal["which"]}, ordinal.end()
        for content, end in self._quoted(at):
            if slot == "old" and (where := _WHERE.match(self.words, end)):
                said = "every" if where["every"] else where["which"] or where["nth"]
                yield {slot: content, "which": said}, where.end()
            yield {slot: content} | which, end
        if slot == "new" and last and self.words[:at].rstrip().endswith(":"):
            rest = self.words[at:].strip()
            if rest and rest[0] not in _CLOSERS:
                yield {"new": rest}, len(self.words)

    def _quoted(self, at: int) -> Iterator[tuple[str, int]]:
        closers = _CLOSERS.get(self.words[at : at + 1])
        if not closers:
            return
        openers = _OPENERS[closers]
        for i in range(at + 2, len(self.words)):
            sign = self.words[i]
            if sign in openers and not self.nested and self._opens(i):
                return
            if sign in closers and not self.words[i + 1 : i + 2].isalnum():
                yield self.words[at + 1 : i], i + 1

    def _opens(self, at: int) -> bool:
        before, after = self.words[at - 1], self.words[at + 1 : at + 2]
        return (before.isspace() or before in "([") and after.isalnum()


_RENUMBERED = {
    Form.AFTER_PART, Form.BEFORE_PART, Form.AS_PART, Form.DELETE_PART, Form.REPLACE_PART,
}  # fmt: skip

_WITHOUT_WORDS = {Form.ALL, Form.AT_BEGINNING, Form.AT_END, Form.AS_PART, Form.RENUMBER}


@lru_cache(maxsize=1)
def _patterns() -> tuple[_Pattern, ...]:
    """Make the patterns of the table, each with and without what may be left out."""
    return tuple(
        _Pattern(form, tuple(_pieces(spelt)))
        for form, pattern in PATTERNS
        for spelt in _spelt_out(pattern)
    )


def _spelt_out(pattern: str) -> Iterator[str]:
    parts = re.split(r"\[((?:[^\[\]]|\[\])+)\]", pattern)
    fixed, optional = parts[::2], parts[1::2]
    for chosen in product((True, False), repeat=len(optional)):
        kept = [words if taken else "" for words, taken in zip(optional, chosen, strict=True)]
        yield "".join(a + b for a, b in zip(fixed, [*kept, ""], strict=True))


def _pieces(pattern: str) -> Iterator[re.Pattern[str] | str]:
    for piece in _SLOT.split(pattern):
        if _SLOT.fullmatch(piece):
            yield piece[1:-1]
        elif piece:
            yield re.compile(_with_verbs(piece), re.IGNORECASE)


def _with_verbs(piece: str) -> str:
    for verb, words in VERBS.items():
        piece = piece.replace(verb, words)
    spaced = re.sub(r"^ +| +$", "\x00", piece)  # beside a slot there may be none
    return re.sub(r" +", r"\\s+", spaced).replace("\x00", r"\s*")


def _named(found: re.Match[str]) -> dict[str, str]:
    return {name: words for name, words in found.groupdict().items() if words}


def _end(pattern: re.Pattern[str], words: str, at: int) -> int:
    found = pattern.match(words, at)
    return found.end() if found else at


def _edit_of(form: Form, said: dict[str, str], outer: Place) -> Edit | None:
    """Make an edit of what was said; None where it names no part and must."""
    inner = place_named(said.get("part") or said.get("in") or "")
    if form == Form.AS_PART and "last" in said:
        kind = said["last"].lower()
        bullet = "bullet" in kind
        point = f"bullet {LAST}" if bullet else str(LAST)
        inner = Place(point=point) if bullet or "point" in kind else Place(paragraph=LAST)
    old, new = said.get("old", ""), said.get("new", "")
    until = int(said.get("until", 0))
    if until and "and" in said.get("joint", "") and str(until - 1) not in said["part"]:
        return None  # "points 1 and 3": two parts, not a run of them
    if "part" not in said and form not in _WITHOUT_WORDS and not old.strip():
        return None
    return Edit(
        form,
        old=old.strip(),
        to=said.get("to", "").strip(),
        new=new,
        place=joined(inner, outer),
        until=until,
        which=EVERY if said.get("which") == "every" else which_named(said.get("which", "")),
    )
