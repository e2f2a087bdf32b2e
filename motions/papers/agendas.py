"""The preliminary and the final agenda as content."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from conferences.models import Conference
from motions.composites.dispositions import dispositions
from motions.enums import MotionKind, PaperKind
from motions.models import Amendment, Motion
from motions.papers import gathering
from motions.papers.content import Content, Entry, Section, kept
from motions.papers.gathering import Gathered, facts, in_order_of_text
from motions.papers.naming import blank, day_words, time_words
from motions.states import MotionState

_SECTIONS = {
    MotionKind.ORDINARY: "Motions",
    MotionKind.COMPOSITE: "Composites",
    MotionKind.EMERGENCY: "Emergency motions",
    MotionKind.RULE_AMENDMENT: "Rule amendments",
    MotionKind.STANDING_ORDER_AMENDMENT: "Standing order amendments",
}
_SEVERAL = 2


def preliminary_agenda(conference: Conference) -> Content:
    """Give every motion that was admitted, in the words of its branch, as received.

    Then those that were not admitted, with the reason; branches send their amendments from here.
    """
    found = gathering.gathered(conference)
    own = sorted(
        (each for each in found.motions if each.kind != MotionKind.COMPOSITE),
        key=lambda each: each.lodged_order,
    )
    outside = gathering.NOT_ON_THE_AGENDA | gathering.WITH_THE_COMMITTEE
    admitted = [each for each in own if each.standing not in outside]
    entries = [(each, _motion(each, found, is_final=False)) for each in admitted]
    waiting = sum(each.standing in gathering.WITH_THE_COMMITTEE for each in own)
    sections = (*_by_kind(entries), *_not_admitted(own, waiting))
    return blank(conference, PaperKind.PRELIMINARY_AGENDA, sections)


def final_agenda(conference: Conference) -> Content:
    """Give the motions as they will be taken, composites in place of what they are made from.

    Under each stand its admitted amendments in the order of the text. What has become of every
    motion and amendment is listed at the end.
    """
    found = gathering.gathered(conference)
    outside = gathering.NOT_ON_THE_AGENDA | gathering.WITH_THE_COMMITTEE | {MotionState.COMPOSITED}
    motions = [each for each in found.motions if each.standing not in outside]
    sections = [
        *_by_session(found, [each for each in motions if each.agenda_item_id]),
        *_unplaced(found, [each for each in motions if not each.agenda_item_id]),
        _dispositions(conference),
    ]
    return blank(conference, PaperKind.FINAL_AGENDA, sections)


def _by_session(found: Gathered, motions: Sequence[Motion]) -> Iterator[Section]:
    items = {item.pk: item for item in found.items}
    placed = [(items[each.agenda_item_id], each) for each in motions if each.agenda_item_id]
    placed.sort(
        key=lambda pair: (
            *(pair[0].session.number, pair[0].starts_at, pair[0].position),
            *(pair[1].place or 0, pair[1].lodged_order),
        )
    )
    for session, group in groupby(placed, key=lambda pair: pair[0].session):
        yield Section(
            f"session-{session.number}",
            f"Session {session.number}: {day_words(session.held_on)}",
            entries=tuple(_with_amendments([motion for _, motion in group], found)),
        )


def _unplaced(found: Gathered, motions: Sequence[Motion]) -> Iterator[Section]:
    if not any(each.agenda_item_id for each in found.motions):
        pairs = [(each, one) for each in motions for one in _with_amendments([each], found)]
        yield from _by_kind(pairs)
    elif motions:
        yield Section(
            "not-placed",
            "Not placed in the order of business",
            "These are on the agenda and have no time yet.",
            tuple(_with_amendments(motions, found)),
        )


def _by_kind(pairs: Sequence[tuple[Motion, Entry]]) -> Iterator[Section]:
    for kind, heading in _SECTIONS.items():
        of_kind = [pair for pair in pairs if pair[0].kind == kind]
        names = list(dict.fromkeys(motion.section for motion, _ in of_kind))
        for name in names:
            inside = tuple(entry for motion, entry in of_kind if motion.section == name)
            title = f"{heading}: {name}" if name else heading
            yield Section(f"{kind.replace('_', '-')}-{names.index(name) + 1}", title, "", inside)


def _with_amendments(motions: Iterable[Motion], found: Gathered) -> Iterator[Entry]:
    for motion in motions:
        yield _motion(motion, found, is_final=True)
        for amendment in in_order_of_text(motion):
            yield _amendment(amendment, motion, found)


def _motion(motion: Motion, found: Gathered, *, is_final: bool) -> Entry:
    item = motion.agenda_item if is_final else None
    shown = found.shows_positions
    return Entry(
        motion.number,
        "composite" if motion.kind == MotionKind.COMPOSITE else "motion",
        kept(motion.heading),
        0,
        facts(
            ("Moved by", str(motion.lodged_by)),
            ("Seconded by", str(motion.seconding_body or "")),
            ("Made from", gathering.made_from(motion)),
            ("Taken", f"{day_words(item.session.held_on)}, {time_words(item)}" if item else ""),
            ("Debated", gathering.grouping(motion) if is_final else ""),
            ("Decided by", gathering.vote_words(motion)),
            ("The executive", gathering.position_words(motion, shown=shown)),
        ),
        kept(motion.substantive.text if is_final else motion.texts.all()[0].text),
        tuple(found.falls.get(motion.pk, ())) if is_final else (),
    )


def _amendment(amendment: Amendment, motion: Motion, found: Gathered) -> Entry:
    other = next(
        (one for one in motion.amendments.all() if one.pk == amendment.to_amendment_id), None
    )
    return Entry(
        amendment.number,
        "amendment",
        amendment.heading + (f" to {gathering.lower_first(other.heading)}" if other else ""),
        1,
        facts(("Moved by", str(amendment.lodged_by)), ("Stands", gathering.stands(amendment))),
        kept(amendment.words),
        tuple(found.falls.get(amendment.pk, ())),
    )


def _not_admitted(motions: Sequence[Motion], waiting: int) -> Iterator[Section]:
    entries = tuple(
        Entry(
            each.number,
            "listed",
            kept(each.heading),
            0,
            facts(
                ("From", str(each.lodged_by)),
                ("Ruling", each.standing.label),
                ("Reason", _reason(each)),
            ),
        )
        for each in motions
        if each.standing in gathering.NOT_ON_THE_AGENDA
    )
    several = "motions are" if waiting >= _SEVERAL else "motion is"
    words = f"{waiting} {several} still with the Standing Orders Committee." if waiting else ""
    if entries or words:
        yield Section("not-on-the-agenda", "Not on this agenda", words, entries)


def _reason(motion: Motion) -> str:
    rulings = list(motion.rulings.all())
    return rulings[-1].public_reason if rulings else motion.ruling_reason


def _dispositions(conference: Conference) -> Section:
    rows = tuple(
        (each.number, each.of, "" if each.amendment else kept(each.title), each.words)
        for each in dispositions(conference)
    )
    return Section(
        "dispositions",
        "What has become of every motion and amendment",
        columns=("Number", "From", "Title", "What has become of it"),
        rows=rows,
    )
