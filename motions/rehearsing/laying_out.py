"""The copy of a conference in which it is rehearsed: what is still to come of it, and who may vote.

Copied are the standing orders, the sittings that have not ended, the credentials in force, and the
motions and amendments that stand on the agenda, with their words, groups and consequences. Nothing
of a copy is anybody's act: nobody has submitted a motion in it, and nobody is present.
"""

from typing import Any, Final, TypeVar

from django.db.models import ForeignKey, Model

from audit.refusal import Refusal
from conferences.enums import MeetingKind, RehearsalState
from conferences.models import AgendaItem, Conference, Credential, Floor, Rehearsal, Session
from conferences.rules import acting
from conferences.services.numbering import next_number
from conferences.standing_orders import StandingOrders
from members.models import Member
from motions.amendment_life import AmendmentState
from motions.models import (
    Amendment,
    AmendmentConsequence,
    Motion,
    MotionConsequence,
    MotionText,
    SectionTime,
)
from motions.states import MotionState

Row = TypeVar("Row", bound=Model)
Copies = dict[Any, Any]  # by the key of the row that was copied

TITLE: Final = "REHEARSAL: {title}"
_LONGEST_TITLE: Final = 200
_LONGEST_CODE: Final = 20
_WAITING: Final = (AmendmentState.IN_ORDER, AmendmentState.GROUPED)
_NOBODY: Final = {"submitted_by": None, "confirmed_by": None}


def rehearsal_start(*, conference: Conference, actor: Member) -> Rehearsal:
    """Lay out a copy of a conference to rehearse in. One at a time: the last is cleared away first.

    In it no vote asks for a passcode of its own, so that none is sent to anybody.
    """
    with acting(actor, conference, "rehearsal.start") as log:
        number = next_number(conference, Rehearsal.objects)  # whoever else starts one waits here
        _refuse_unless_rehearsable(conference)
        copy = _conference(conference, number)
        copied = {
            "credentials": _credentials(conference, copy),
            **_business(conference, copy),
        }
        copied["sessions"] = copy.sessions.count()
        if not copied["credentials"] or not copied["motions"]:
            raise Refusal(
                "nothing-to-rehearse",
                "There is nothing to rehearse yet: it takes delegates with credentials, and "
                "motions with a place in the order of business.",
            )
        rehearsal = Rehearsal.objects.create(
            conference=conference, number=number, copy=copy, started_by=actor
        )
        log.record("rehearsal.started", subject=rehearsal, copied=copied)
    return rehearsal


def _refuse_unless_rehearsable(conference: Conference) -> None:
    if conference.rehearses_id:
        raise Refusal("only-a-rehearsal", "This is a rehearsal itself.")
    if conference.kind != MeetingKind.CONFERENCE:
        raise Refusal("not-a-conference", "Only a conference is rehearsed.")
    kept = Rehearsal.objects.filter(conference=conference).exclude(state=RehearsalState.CLEARED)
    if last := kept.first():
        raise Refusal("clear-the-last", f"Clear {last.copy.code} away first: one at a time.")


def code_of(conference: Conference, number: int) -> str:
    """Name a rehearsal so that nobody takes it for the conference: NDC27-R1."""
    mark = f"-R{number}"
    return conference.code[: _LONGEST_CODE - len(mark)] + mark


def _conference(conference: Conference, number: int) -> Conference:
    orders = StandingOrders.from_document(conference.standing_orders).to_document()
    copy = _copied(
        conference,
        code=code_of(conference, number),
        title=TITLE.format(title=conference.title)[:_LONGEST_TITLE],
        standing_orders=orders | {"step_up": "none"},
        timetable_published_at=None,
        rehearses=conference,
    )
    copy.save(force_insert=True)
    Floor.objects.create(conference=copy)
    return copy


def _credentials(conference: Conference, copy: Conference) -> int:
    held = conference.credentials.filter(revoked_at=None)
    made = Credential.objects.bulk_create(
        [_copied(each, conference=copy, admitted_at=None) for each in held], batch_size=2000
    )
    return len(made)


def _business(conference: Conference, copy: Conference) -> dict[str, int]:
    items = _programme(conference, copy)
    motions: Copies = {
        motion.pk: _copied(
            motion,
            conference=copy,
            agenda_item=items.get(motion.agenda_item_id),
            mover=None,
            seconder=None,
            composite=None,
            offered_again=None,
            certified_by=None,
            **_NOBODY,
        )
        for motion in conference.motions.filter(state=MotionState.SCHEDULED)
    }
    Motion.objects.bulk_create(motions.values())
    _all(MotionText.objects.filter(motion__in=list(motions)), {"motion_id": motions})
    amendments: Copies = {
        amendment.pk: _copied(
            amendment,
            conference=copy,
            motion=motions[amendment.motion_id],
            to_amendment=None,
            mover=None,
            seconder=None,
            **_NOBODY,
        )
        for amendment in conference.amendments.filter(
            motion__in=list(motions), to_amendment=None, state__in=_WAITING
        )
    }
    Amendment.objects.bulk_create(amendments.values())
    for model, copies in ((MotionConsequence, motions), (AmendmentConsequence, amendments)):
        both = {"carried__in": list(copies), "fallen__in": list(copies)}
        rows = model._default_manager.filter(**both)  # noqa: SLF001 - one of two models
        _all(rows, {"carried_id": copies, "fallen_id": copies})
    _groups(conference, copy, motions)
    SectionTime.objects.bulk_create(
        _copied(each, conference=copy) for each in conference.section_times.all()
    )
    return {"items": len(items), "motions": len(motions), "amendments": len(amendments)}


def _programme(conference: Conference, copy: Conference) -> Copies:
    """Copy the sittings that are not over, as not begun."""
    sessions: Copies = {
        each.pk: _copied(each, conference=copy, opened_at=None)
        for each in conference.sessions.filter(closed_at=None)
    }
    Session.objects.bulk_create(sessions.values())
    items: Copies = {
        each.pk: _copied(each, session=sessions[each.session_id], taken_at=None, ended_at=None)
        for each in AgendaItem.objects.filter(session__in=list(sessions))
    }
    AgendaItem.objects.bulk_create(items.values())
    return items


def _groups(conference: Conference, copy: Conference, motions: Copies) -> None:
    for group in conference.debate_groups.prefetch_related("motions"):
        kept = [motions[each.pk] for each in group.motions.all() if each.pk in motions]
        if len(kept) > 1:
            twin = _copied(group, conference=copy)
            twin.save(force_insert=True)
            twin.motions.set(kept)


def _all(rows: Any, changed: dict[str, Copies]) -> None:
    """Copy rows, each led to the copies of what it belongs to."""
    made = [
        _copied(row, **{name: copies[getattr(row, name)].pk for name, copies in changed.items()})
        for row in rows
    ]
    rows.model.objects.bulk_create(made)


def _copied(row: Row, **changes: Any) -> Row:
    """Make a new row like another, but for these fields; a key of its own is given by the model."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    for name, value in changes.items():
        field = row._meta.get_field(name)
        is_row = isinstance(field, ForeignKey) and not name.endswith("_id")
        kept[field.attname if isinstance(field, ForeignKey) else name] = (
            getattr(value, "pk", None) if is_row else value
        )
    return type(row)(**kept)
