"""Motions, amendments, composites and reports as a conference file describes them.

`read_motions` notes every problem it finds, among them: a decision of the committee that is none,
a reference to a motion that is not in the file, an amendment whose words cannot be applied, and a
consequence that no report lists.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from audit.refusal import Refusal
from conferences.document import FORMS, ConferenceDocument
from conferences.reading import Reading
from motions.enums import NecPosition, ParagraphKind
from motions.wording import apply_amendment

LONGEST_TEXT = 20_000
KINDS = ("ordinary", "emergency", "rule_amendment", "standing_order_amendment")
MOTION_RULINGS = ("in_order", "not_in_order", "late", "not_emergency")
MAJORITIES = {"simple": "simple", "two_thirds": "two_thirds_cast"}
_ON_AGENDA = re.compile(r"\bComposite ([A-Z])\b|\b((?:M|RA|SO|EM)\d+)\b(?!\.\d)")

_NUMBER = re.compile(r"\b[A-Z]*\d+(?:\.\d+)?\b|\bC[A-Z]\b")  # M9, M5.1, 5.1, CA


@dataclass(frozen=True, slots=True)
class MotionRow:
    """A motion as lodged, or a composite as agreed, with what the committee ruled."""

    number: str
    kind: str
    title: str
    section: str
    lodged_by: str
    seconding_body: str
    text: str
    majority: str
    form: str
    ruling: str
    ruling_reason: str
    nec_position: str
    nec_note: str
    composite: str = ""
    sources: tuple[str, ...] = ()
    falls_if_carried: tuple[str, ...] = ()
    provenance: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of a composite: which motions each paragraph is from, by "para1" or the number of a point."""


@dataclass(frozen=True, slots=True)
class AmendmentRow:
    """An amendment as lodged, with what the committee ruled and the mover has said."""

    number: str
    motion: str
    lodged_by: str
    operation: str
    instruction: str
    mover_accepts: bool | None
    ruling: str
    ruling_reason: str
    composite: str
    falls_if_carried: tuple[str, ...]
    expected: str
    """What the file says became of it, where it gives no figures."""


@dataclass(frozen=True, slots=True)
class ParagraphRow:
    """One paragraph of a report of the Standing Orders Committee."""

    ref: str
    kind: str
    text: str
    numbers: tuple[str, ...] = ()  # of the motions and amendments that it names


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A report of the Standing Orders Committee."""

    number: int
    dated_on: date
    paragraphs: tuple[ParagraphRow, ...]


@dataclass(frozen=True, slots=True)
class MotionsDocument:
    """Everything in the file about motions, in the order of receipt."""

    motions: tuple[MotionRow, ...]
    amendments: tuple[AmendmentRow, ...]
    reports: tuple[ReportRow, ...]
    withdrawn_amendments: frozenset[str]
    consequences: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """Which report paragraph lists a consequence: (if this is carried, this falls) to its ref."""


def read_motions(file: Reading, conference: ConferenceDocument) -> MotionsDocument:
    """Read the motions part of a file, noting what is wrong with it."""
    bodies = frozenset(conference.bodies)
    motions = [_motion(row, bodies) for row in file.rows("motions")]
    composites = [_composite(row, bodies) for row in file.rows("composites", required=False)]
    rows = (*motions, *composites)
    texts = {row.number: row.text for row in rows}
    amendments = tuple(
        _amendment(row, bodies, texts) for row in file.rows("amendments", required=False)
    )
    _check_references(file, motions, composites, amendments)
    known = frozenset(row.number for row in rows) | {row.number for row in amendments}
    reports = tuple(_report(row, known) for row in file.rows("soc_reports", required=False))
    return MotionsDocument(
        motions=rows,
        amendments=amendments,
        reports=reports,
        withdrawn_amendments=_withdrawn(file, {row.number for row in amendments}),
        consequences=_consequences(file, rows, amendments, reports),
    )


def numbers_on_agenda(title: str) -> list[str]:
    """Find the motions that an item of the timetable names: "M1 with 1.1", "Composite A"."""
    return [f"C{letter}" if letter else number for letter, number in _ON_AGENDA.findall(title)]


def _motion(row: Reading, bodies: Collection[str]) -> MotionRow:
    return MotionRow(
        number=row.text("id", max_length=12),
        kind=row.one_of("kind", KINDS),
        title=row.text("title"),
        section=row.text("section", max_length=80, default=""),
        lodged_by=row.one_of("submitted_by", bodies),
        seconding_body=row.one_of("seconded_by", bodies, default=""),
        text=_text(row, "text"),
        majority=MAJORITIES[row.one_of("majority", tuple(MAJORITIES))],
        form=FORMS[row.one_of("ballot_form", tuple(FORMS), default="electronic_show")],
        ruling=row.one_of("soc_decision", MOTION_RULINGS),
        ruling_reason=row.text("soc_reason", max_length=2000, default=""),
        nec_position=row.one_of("nec_position", NecPosition.values, default="none"),
        nec_note=row.text("nec_note", max_length=2000, default=""),
        composite=row.text("composite", max_length=12, default=""),
        falls_if_carried=tuple(row.names("if_carried_falls")),
    )


def _composite(row: Reading, bodies: Collection[str]) -> MotionRow:
    return MotionRow(
        number=row.text("id", max_length=12),
        kind="composite",
        title=row.text("title"),
        section="",
        lodged_by=row.one_of("mover", bodies),
        seconding_body=row.one_of("seconder", bodies),
        text=_text(row, "text"),
        majority=MAJORITIES[row.one_of("majority", tuple(MAJORITIES))],
        form=FORMS[row.one_of("ballot_form", tuple(FORMS), default="electronic_show")],
        ruling="in_order",
        ruling_reason="",
        nec_position=row.one_of("nec_position", NecPosition.values, default="none"),
        nec_note="",
        sources=tuple(row.names("from_motions")),
        provenance=_provenance(row),
    )


def _provenance(row: Reading) -> dict[str, tuple[str, ...]]:
    given = row.value.get("provenance")
    if not isinstance(given, dict):
        if given is not None:
            row["provenance"].problem("should say of each paragraph which motions it is from")
        return {}
    return {key: tuple(row["provenance"].names(key)) for key in given}


def _amendment(row: Reading, bodies: Collection[str], texts: Mapping[str, str]) -> AmendmentRow:
    motion = row.one_of("to", tuple(texts))
    instruction = _text(row, "instruction")
    ruling = row.one_of("soc_decision", ("in_order", "not_in_order"))
    if instruction and ruling == "in_order" and row.value.get("to") == motion:
        try:
            apply_amendment(texts[motion], instruction)
        except Refusal as refusal:
            row["instruction"].problem(refusal.message)
    return AmendmentRow(
        number=row.text("id", max_length=12),
        motion=motion,
        lodged_by=row.one_of("submitted_by", bodies),
        operation=row.text("operation", max_length=20),
        instruction=instruction,
        mover_accepts=row.flag("mover_accepts"),
        ruling=ruling,
        ruling_reason=row.text("soc_reason", max_length=2000, default=""),
        composite=row.text("composite", max_length=12, default=""),
        falls_if_carried=tuple(row.names("if_carried_falls")),
        expected=row.text("expected", max_length=20, default=""),
    )


def _text(row: Reading, name: str) -> str:
    return row.text(name, max_length=LONGEST_TEXT)


def _report(row: Reading, known: Collection[str]) -> ReportRow:
    return ReportRow(
        number=row.whole("number", least=1, most=99),
        dated_on=row.day("date"),
        paragraphs=tuple(
            ParagraphRow(
                item.text("ref", max_length=12),
                item.one_of("type", ParagraphKind.values),
                item.text("text", max_length=2000, default="") or _listed(item.value),
                _numbers(item, known),
            )
            for item in row.rows("items")
        ),
    )


def _numbers(item: Reading, known: Collection[str]) -> tuple[str, ...]:
    """Collect what a paragraph is about: the numbers in its lists, and those in its words."""
    lists = ("motions", "composites", "amendments", "in_order", "not_in_order")
    found = [number for name in lists for number in item.names(name, known)]
    groups = item.value.get("groups") or []
    flat = [each for group in groups if isinstance(group, list) for each in group]
    for number in flat:
        if number not in known:
            item["groups"].problem(f"names {number}, which is not in the file")
    words = item.value.get("text")
    named = set(_NUMBER.findall(words)) if isinstance(words, str) else set()
    said = [each for each in known if each in named or ("." in each and each[1:] in named)]
    return tuple(dict.fromkeys([*found, *(each for each in flat if each in known), *sorted(said)]))


def _listed(item: Mapping[str, Any]) -> str:
    """Put a paragraph that has no words of its own into words: the numbers that it lists."""
    said = []
    for name, value in item.items():
        if name in ("ref", "type"):
            continue
        values = value if isinstance(value, list) else [value]
        flat = [" with ".join(each) if isinstance(each, list) else str(each) for each in values]
        said.append(f"{name.replace('_', ' ').capitalize()}: {', '.join(flat)}.")
    return " ".join(said)


def _withdrawn(file: Reading, numbers: Collection[str]) -> frozenset[str]:
    return frozenset(
        number
        for report in file.rows("soc_reports", required=False)
        for item in report.rows("items", required=False)
        if item.value.get("type") == "withdrawn"
        for number in item.names("amendments", numbers)
    )


def _check_references(
    file: Reading,
    motions: list[MotionRow],
    composites: list[MotionRow],
    amendments: tuple[AmendmentRow, ...],
) -> None:
    numbers = [row.number for row in (*motions, *composites)]
    amended = [row.number for row in amendments]
    for where, given in {"motions": numbers, "amendments": amended}.items():
        for number in sorted({each for each in given if given.count(each) > 1}):
            file[where].problem(f"{number} comes {given.count(number)} times")
    for motion in motions:
        if motion.composite and motion.composite not in {row.number for row in composites}:
            file["motions"].problem(f"{motion.number} is in composite {motion.composite}: unknown")
    for composite in composites:
        for source in composite.sources:
            if source not in {row.number for row in motions if row.composite == composite.number}:
                file["composites"].problem(
                    f"{composite.number} is made from {source}, which does not say so"
                )


def _consequences(
    file: Reading,
    motions: tuple[MotionRow, ...],
    amendments: tuple[AmendmentRow, ...],
    reports: tuple[ReportRow, ...],
) -> dict[tuple[str, str], str]:
    """Find for each consequence the paragraph that lists it; it may not be announced without."""
    listing = [
        paragraph
        for report in reports
        for paragraph in report.paragraphs
        if paragraph.kind == "consequential"
    ]
    found = {}
    for where, rows in (("motions", motions), ("amendments", amendments)):
        known = {row.number for row in rows}
        for row in rows:
            for fallen in row.falls_if_carried:
                refs = [each.ref for each in listing if _names(each.text, row.number, fallen)]
                if fallen not in known:
                    file[where].problem(f"{row.number} would fell {fallen}, which is not there")
                elif not refs:
                    file[where].problem(
                        f"no report lists that {fallen} falls if {row.number} is carried"
                    )
                else:
                    found[row.number, fallen] = refs[0]
    return found


def _names(text: str, *numbers: str) -> bool:
    """Say whether a text names every one of these, with or without its letters (M5.1, 5.1)."""
    said = set(re.findall(r"\d+(?:\.\d+)?", text))
    return all(re.sub(r"[A-Z]", "", number) in said for number in numbers)
