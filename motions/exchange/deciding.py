"""What entering a file would do, row by row: shown to the clerk, and worked out again when pressed.

A row is the same (those words are here already), already there (its number is, with other words),
wrong, to be looked at, or new. What is wrong or the same is never entered.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from conferences.models import Conference
from members.models import Body
from motions.enums import MotionKind
from motions.exchange.incoming import IncomingMotion, Note, motion_from
from motions.lodging.entitled import may_send
from motions.lodging.sending import PREFIXES
from motions.models import Motion, StagedImport
from motions.selectors import NOT_YET_LODGED
from motions.steps import sha256

ERROR, WARNING, NEW, THERE, SAME = "error", "warning", "new", "there", "same"
_IN_BRACKETS: Final = re.compile(r"\(([^()]+)\)")


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """A motion of a file: what would become of it. `place` names it in the form, from 1."""

    place: int
    motion: IncomingMotion
    state: str
    number: str
    """The number that it would get; of one that is here, its own."""
    body: Body | None
    """Who submits it, if the file says so in words that we know."""
    movers: tuple[Body | None, ...]
    """Who submits each of its amendments."""
    notes: tuple[Note, ...]

    @property
    def can_enter(self) -> bool:
        """Say whether the clerk may enter it at all."""
        return self.state not in (ERROR, SAME)

    @property
    def is_ticked(self) -> bool:
        """Say whether it is entered unless the clerk says otherwise."""
        return self.state in (NEW, WARNING)

    @property
    def unknown_movers(self) -> tuple[tuple[int, str, str], ...]:
        """Give place, number and name as written of each amendment whose mover is not known."""
        return tuple(
            (at, each.number, each.submitter)
            for at, (each, body) in enumerate(
                zip(self.motion.amendments, self.movers, strict=True), start=1
            )
            if body is None
        )


def senders(conference: Conference) -> Sequence[Body]:
    """List who may send motions to a conference, by code."""
    return [body for body in Body.objects.order_by("code") if may_send(conference, body)]


def preview(conference: Conference, staged: StagedImport) -> list[PreviewRow]:
    """Say of every motion of a file what entering it would do. A fixed number of queries."""
    lodged = conference.motions.exclude(state__in=NOT_YET_LODGED)  # drafts are told to nobody
    here = list(lodged.prefetch_related("texts"))
    looking = _Looking(
        known_names(senders(conference)),
        {each.number: each for each in here if each.number},
        {text.sha256: each for each in here for text in list(each.texts.all())[:1]},
        {each.number for each in here if each.number},
    )
    return [
        looking.row(place, motion_from(document))
        for place, document in enumerate(staged.motions, start=1)
    ]


@dataclass(slots=True)
class _Looking:
    """What there is already, while the rows of a file are looked at one after another."""

    known: Mapping[str, Body]
    by_number: Mapping[str, Motion]
    by_words: Mapping[str, Motion]
    taken: set[str]

    def row(self, place: int, motion: IncomingMotion) -> PreviewRow:
        """Say what would become of a motion."""
        notes = list(motion.notes)
        body = body_named(motion.submitter, self.known)
        movers = tuple(body_named(each.submitter, self.known) for each in motion.amendments)

        def found(state: str, number: str = "") -> PreviewRow:
            return PreviewRow(place, motion, state, number, body, movers, tuple(notes))

        same = self.by_words.get(sha256(motion.text))
        if motion.is_wrong:
            return found(ERROR)
        if same and same.title.casefold() == motion.title.casefold():
            return found(SAME, same.number)
        wanted = _number(motion)
        there = self.by_number.get(wanted)
        if not wanted or wanted in self.taken:
            wanted = _next_number(motion, self.taken)
        if body is None:
            name = motion.submitter or "nobody"
            notes.append(Note(f"The file says that {name} submits it: choose who that is."))
        if there:
            notes.append(Note(f"{there.number} is here already with other words: {there.title}."))
            return found(THERE, wanted)
        self.taken.add(wanted)
        return found(WARNING if notes or None in movers else NEW, wanted)


def known_names(bodies: Sequence[Body]) -> dict[str, Body]:
    """Give every way in which a file may name a body; names that two bodies share are none."""
    named: dict[str, Body] = {}
    twice = set()
    for body in bodies:
        for name in {_folded(body.code), _folded(body.name), _folded(f"{body.name} branch")}:
            twice |= {name} if name in named else set()
            named[name] = body
    return {name: body for name, body in named.items() if name and name not in twice}


def body_named(written: str, known: Mapping[str, Body]) -> Body | None:
    """Find the body that a file names: by code or name, whole, in brackets, or first of a list."""
    candidates = [written, *_IN_BRACKETS.findall(written), re.sub(r"\(.*", "", written)]
    first, _, _rest = written.partition(",")
    candidates += [first, *_IN_BRACKETS.findall(first), re.sub(r"\(.*", "", first)]
    candidates += re.split(r"\s+[·\u2013-]\s+", written)
    return next((known[key] for each in candidates if (key := _folded(each)) in known), None)


def _folded(name: str) -> str:
    plain = re.sub(r"[\W_]+", " ", name.casefold().replace("&", " and "))
    return " ".join(plain.split()).removeprefix("the ")


def _number(motion: IncomingMotion) -> str:
    """Give the number of the file as ours are written, 12 as M12; empty where it cannot be."""
    prefix = PREFIXES[MotionKind(motion.kind)]
    found = re.fullmatch(r"([A-Z]*)0*(\d{1,4})", motion.number.strip().upper())
    if found is None or found[1] not in ("", prefix):
        return ""
    return f"{prefix}{found[2]}"


def _next_number(motion: IncomingMotion, taken: set[str]) -> str:
    prefix = PREFIXES[MotionKind(motion.kind)]
    used = {int(each.removeprefix(prefix)) for each in taken
            if each.startswith(prefix) and each.removeprefix(prefix).isdecimal()}  # fmt: skip
    return f"{prefix}{max(used, default=0) + 1}"
