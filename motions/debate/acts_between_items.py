"""What the chair may do between items: take the next one, adopt a report, open or close a session.

The main act is what the order of business has next: a formal item, a report, a break or a motion.
What was passed over stays on the run sheet, where it can still be taken.
"""

from collections.abc import Iterator, Sequence

from conferences.enums import AgendaKind
from conferences.models import AgendaItem, Conference, Session
from conferences.selectors import quorum_now
from motions.debate.lawful import LawfulAct
from motions.models import Motion
from motions.order.reaching import not_reached, sections_over, where_it_goes
from motions.selectors import next_motion
from motions.states import MotionState

UNDER_WAY = {
    AgendaKind.BREAK: "The break is over",
    AgendaKind.SPEAKER: "Thank the speaker: the item is over",
}


def between_items(conference: Conference, following: Motion | None = None) -> Iterator[LawfulAct]:
    """Give what is lawful while no motion and no question is before conference."""
    sitting = conference.sessions.filter(opened_at__isnull=False, closed_at__isnull=True).first()
    if sitting is None:
        due = conference.sessions.filter(opened_at__isnull=True).first()
        if due:
            quorum = quorum_now(conference).sentence
            yield LawfulAct("open_session", f"Open session {due.number}", quorum, main=True)
        return
    items = list(sitting.items.all())
    motion = following or next_motion(conference)
    formal = list(_formal(items, motion))
    yield from formal
    yield from _the_next_motion(conference, motion, main=not any(act.main for act in formal))
    for over in sections_over(conference):
        left = [each.spoken for each in not_reached(conference, over.section)]
        yield LawfulAct(
            f"guillotine_section:{over.pk}",
            f"The time of {over.section} is over",
            f"Not reached: {', '.join(left)}",
            ends=f"{', '.join(left)}: not reached; each {where_it_goes(conference)}",
        )
    for adjourned in conference.motions.filter(state=MotionState.ADJOURNED):
        yield LawfulAct(f"resume:{adjourned.number}", f"Resume {adjourned.heading}")
    if report := conference.soc_reports.filter(
        published_at__isnull=False, adopted_at__isnull=True
    ).first():
        yield LawfulAct(f"adopt_report:{report.number}", f"Adopt {report}")
    yield _close(conference, sitting)


def _formal(items: Sequence[AgendaItem], motion: Motion | None) -> Iterator[LawfulAct]:
    """End the formal item under way; or take the next, if the order of business has it next."""
    under_way = next((each for each in items if each.taken_at and not each.ended_at), None)
    if under_way and under_way.kind != AgendaKind.MOTION:
        label = UNDER_WAY.get(AgendaKind(under_way.kind), f"{under_way.title} is over")
        yield LawfulAct(f"item_end:{under_way.pk}", label, main=True)
        return
    coming = _coming(items)
    if coming is None or coming.kind == AgendaKind.MOTION:
        return
    is_last = coming == items[-1]
    if _comes_before(items, coming, motion) and not (is_last and motion is None):
        hint = f"On the order of business for {coming.starts_at:%H:%M}"
        yield LawfulAct(f"item_take:{coming.pk}", f"Take {coming.title}", hint, main=True)


def _coming(items: Sequence[AgendaItem]) -> AgendaItem | None:
    """Give the first item after the last that was taken: what was passed over is not in its way."""
    taken = [place for place, each in enumerate(items) if each.taken_at]
    rest = items[taken[-1] + 1 :] if taken else items
    return rest[0] if rest else None


def _comes_before(items: Sequence[AgendaItem], item: AgendaItem, motion: Motion | None) -> bool:
    order = {each.pk: place for place, each in enumerate(items)}
    of_motion = order.get(motion.agenda_item_id or 0) if motion else None
    return of_motion is None or order[item.pk] < of_motion


def _the_next_motion(
    conference: Conference, motion: Motion | None, *, main: bool
) -> Iterator[LawfulAct]:
    if motion is None:
        return
    yield LawfulAct(
        "call",
        f"Call {motion.heading}",
        motion.lodged_by.name,
        main=main,
        number=motion.number,
    )
    yield LawfulAct(
        "guillotine",
        f"{motion.spoken} not reached",
        "Time ran out",
        ends=f"{motion.spoken} is not reached, and {where_it_goes(conference)}",
        number=motion.number,
    )


def _close(conference: Conference, sitting: Session) -> LawfulAct:
    """Close the session: what of it is lost is said before, motion by motion."""
    left = conference.motions.filter(
        state__in=(MotionState.SCHEDULED, MotionState.ADJOURNED), agenda_item__session=sitting
    ).order_by("place")
    names = [each.spoken for each in left]
    lost = f". Not taken in it: {', '.join(names)}" if names else ""
    return LawfulAct(
        "close_session",
        f"Close session {sitting.number}",
        ends=f"Session {sitting.number} is closed{lost}",
    )
