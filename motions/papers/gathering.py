"""What papers are made from, read in a fixed number of queries however many motions there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Prefetch, Q

from conferences.models import AgendaItem, Conference, Session
from motions.amendment_life import AmendmentState
from motions.enums import GroupKind, MotionKind, NecPosition
from motions.models import (
    Amendment,
    AmendmentConsequence,
    DebateGroup,
    Motion,
    MotionConsequence,
    Ruling,
    SectionTime,
)
from motions.order.positions import positions_are_shown
from motions.papers.content import Pair, kept, listed
from motions.selectors import NOT_YET_LODGED, amendments_told_of
from motions.states import MotionState

S, A = MotionState, AmendmentState
WITH_THE_COMMITTEE: Final = frozenset({S.LODGED, S.WITH_SOC, S.QUERY})
NOT_ON_THE_AGENDA: Final = frozenset(
    {S.NOT_IN_ORDER, S.LATE, S.REFERRED_ELSEWHERE, S.NOT_PRIORITISED, S.WITHDRAWN}
)
NOT_ADMITTED: Final = frozenset(
    {A.LODGED, A.WITH_SOC, A.NOT_IN_ORDER, A.LATE, A.WITHDRAWN, A.COMPOSITED}
)
_PUBLISHED: Final = Q(paragraph__report__published_at__isnull=False)


@dataclass(frozen=True, slots=True)
class Gathered:
    """A conference with its motions in order, and what is said of each."""

    conference: Conference
    motions: Sequence[Motion]
    items: Sequence[AgendaItem]
    section_times: Sequence[SectionTime]
    falls: Mapping[object, Sequence[str]]
    """By motion or amendment: what it falls with, in sentences."""
    shows_positions: bool


def gathered(conference: Conference, session: Session | None = None) -> Gathered:
    """Read everything that an agenda or an order of business says, or what one session needs."""
    told = amendments_told_of(conference).exclude(state__in=NOT_ADMITTED)
    amendments = told.select_related("lodged_by").prefetch_related("amendments")
    groups = DebateGroup.objects.prefetch_related(
        Prefetch("motions", Motion.objects.order_by("place", "lodged_order"))
    )
    motions = (
        conference.motions.exclude(state__in=NOT_YET_LODGED)
        .select_related("lodged_by", "seconding_body", "agenda_item__session")
        .prefetch_related(
            "texts",
            "parts",
            "source_motions__lodged_by",
            Prefetch("amendments", amendments),
            Prefetch("debate_groups", groups),
            Prefetch("rulings", Ruling.objects.filter(amendment=None)),
        )
    )
    if session is not None:
        motions = motions.filter(agenda_item__session=session)
    items = AgendaItem.objects.filter(session__conference=conference).select_related("session")
    return Gathered(
        conference,
        sorted(motions, key=lambda each: (each.place is None, each.place, each.lodged_order)),
        sorted(items, key=lambda each: (each.session.number, each.starts_at, each.position)),
        list(conference.section_times.all()),
        _falls(conference),
        positions_are_shown(conference),
    )


def in_order_of_text(motion: Motion) -> Sequence[Amendment]:
    """Give its admitted amendments as they are taken: one to an amendment stands after that one."""
    amendments = list(motion.amendments.all())
    places = {each.pk: each.place for each in amendments}
    return sorted(
        amendments,
        key=lambda each: (
            places.get(each.to_amendment_id or each.pk, each.place),
            each.to_amendment_id is not None,
            each.place,
        ),
    )


def position_words(motion: Motion, *, shown: bool) -> str:
    """Say what the executive asks conference to do with a motion; nothing where it says nothing."""
    if not shown or motion.nec_position == NecPosition.NONE:
        return ""
    note = f": {motion.nec_note}" if motion.nec_note else ""
    return f"{motion.get_nec_position_display()}{note}"


def vote_words(motion: Motion) -> str:
    """Say by what majority, and in which form, it is decided."""
    return f"{motion.get_majority_display()}, {motion.get_form_display().lower()}"


def grouping(motion: Motion) -> str:
    """Say with which others it is debated."""
    for group in motion.debate_groups.all():
        others = [each.spoken for each in group.motions.all() if each.pk != motion.pk]
        if others and group.kind == GroupKind.TOGETHER:
            return f"Together with {listed(others)}, and voted on in turn"
        if others:
            return f"As an alternative to {listed(others)}, in one debate"
    return ""


def stands(amendment: Amendment) -> str:
    """Say how an amendment stands: what the mover said of it beforehand, or how it was decided."""
    state = AmendmentState(amendment.state)
    if state is not A.IN_ORDER:
        return state.label
    said = {True: "Accepted by the mover", False: "Not accepted by the mover"}
    return said.get(amendment.mover_accepts, "") if amendment.mover_accepts is not None else ""


def facts(*pairs: Pair) -> tuple[Pair, ...]:
    """Keep the facts that say something."""
    return tuple((name, kept(words)) for name, words in pairs if words)


def mover_of(motion: Motion) -> str:
    """Name the body that moves; of a composite the first of its branches."""
    return str(motion.lodged_by)


def made_from(motion: Motion) -> str:
    """Name the motions that a composite takes the place of, each with its branch."""
    if motion.kind != MotionKind.COMPOSITE:
        return ""
    sources = sorted(motion.source_motions.all(), key=lambda each: each.lodged_order)
    return listed([f"{each.spoken} ({each.lodged_by})" for each in sources]) if sources else ""


def _falls(conference: Conference) -> Mapping[object, Sequence[str]]:
    """Say of each what falls with it and with what it falls, as published reports list it."""
    said: dict[object, list[str]] = {}
    of_motions = MotionConsequence.objects.filter(_PUBLISHED, carried__conference=conference)
    of_amendments = AmendmentConsequence.objects.filter(_PUBLISHED, carried__conference=conference)
    for found in (of_motions, of_amendments):
        for each in found.select_related("carried", "fallen", "paragraph").order_by("pk"):
            carried, fallen = each.carried, each.fallen
            first, second = _name(carried), _name(fallen)
            if not (_is_out(carried) or _is_out(fallen)):
                ref = f" (SOC report, paragraph {each.paragraph.ref})"
                said.setdefault(carried.pk, []).append(f"If carried, {second} falls{ref}.")
                said.setdefault(fallen.pk, []).append(f"Falls if {first} is carried{ref}.")
    return said


def _is_out(of: Motion | Amendment) -> bool:
    return of.state in NOT_ON_THE_AGENDA or of.state in NOT_ADMITTED


def _name(of: Motion | Amendment) -> str:
    return of.spoken if isinstance(of, Motion) else lower_first(of.heading)


def lower_first(words: str) -> str:
    """Begin with a small letter, inside a sentence."""
    return words[:1].lower() + words[1:]
