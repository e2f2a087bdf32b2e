"""Setting the timetable of deadlines: freely until it is published, and by two officers after.

Source: guide 3.8, two-person rules. Branches plan their meetings by a published deadline, so one
person alone neither brings it forward nor lets a friend's motion in. Dates that close nothing, such
as when the committee meets, the clerk may move alone.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.enums import Key
from conferences.models import Conference, KeyDate, KeyDateChange
from conferences.rules import acting
from conferences.services.numbering import in_words
from members.models import Member

RULE = "Two-person rules"
_IN_ORDER = (
    (Key.MOTIONS_OPEN, Key.MOTIONS_CLOSE),
    (Key.PRELIMINARY_AGENDA, Key.AMENDMENTS_CLOSE),
    (Key.PRIORITY_BALLOT_OPEN, Key.PRIORITY_BALLOT_CLOSE),
    (Key.MOTIONS_CLOSE, Key.EMERGENCY_MOTIONS_CLOSE),
)
"""What cannot close before it opens."""


@dataclass(frozen=True, slots=True)
class When:
    """A moment; or a day, given as the midnight at which it begins; or a stretch of days."""

    at: datetime
    until: datetime | None = None
    is_day: bool = False


def key_date_set(
    *, conference: Conference, actor: Member, key: Key, when: When | None, note: str = ""
) -> KeyDate | None:
    """Set a date of the timetable, or with `when=None` take it off.

    A deadline of a published timetable is not set so: `key_date_ask_change`.
    """
    with acting(actor, conference, "key_date.set") as log:
        conference = _held(conference)
        if conference.timetable_published_at and key.closes:
            raise Refusal(
                "takes-two",
                "The timetable is published: a closing time is moved by two officers. Ask for the "
                "change, and another officer confirms it.",
                rule=RULE,
            )
        _refuse_out_of_order(conference, key, when)
        return _write(log, conference, key, when, note)


def timetable_publish(*, conference: Conference, actor: Member) -> Conference:
    """Publish the timetable: from now on branches rely on its deadlines."""
    with acting(actor, conference, "timetable.publish") as log:
        conference = _held(conference)
        if conference.timetable_published_at:
            raise Refusal("already-published", "The timetable is published already.")
        dates = list(conference.key_dates.all())
        if not dates:
            raise Refusal("no-dates", "Set a date first: there is nothing to publish.")
        conference.timetable_published_at = timezone.now()
        conference.save(update_fields=["timetable_published_at"])
        log.record(
            "timetable.published",
            subject=conference,
            dates={each.key: _said(each.moment) for each in dates},
        )
    return conference


def key_date_ask_change(
    *, conference: Conference, actor: Member, key: Key, when: When, reason: str
) -> KeyDateChange:
    """Ask that a published deadline be moved. It counts once a second officer has confirmed it."""
    with acting(actor, conference, "key_date.ask_change") as log:
        conference = _held(conference)
        if not key.closes or not conference.timetable_published_at:
            raise Refusal("takes-one", "This date can be set at once: nobody else has to confirm.")
        if conference.key_date_changes.filter(key=key, decided_at=None).exists():
            raise Refusal("already-asked", "A change of this closing time waits already.")
        _refuse_past(when)
        _refuse_out_of_order(conference, key, when)
        change = KeyDateChange.objects.create(
            conference=conference,
            key=key,
            at=when.at,
            is_day=when.is_day,
            reason=in_words(reason),
            asked_by=actor,
            asked_at=timezone.now(),
        )
        log.record(
            "key_date.change_asked",
            subject=_subject(conference, key),
            until=_said(change.moment),
            personal={"reason": change.reason},
        )
    return change


def key_date_decide_change(*, change: KeyDateChange, actor: Member, confirm: bool) -> KeyDateChange:
    """Confirm a change that another officer asked for, or decline it."""
    with acting(actor, change.conference, "key_date.decide_change") as log:
        conference = _held(change.conference)
        found = KeyDateChange.objects.select_for_update().select_related("conference")
        change = found.get(pk=change.pk)
        key = Key(change.key)
        if change.decided_at:
            raise Refusal("already-decided", "Another officer has decided this.")
        if confirm and change.asked_by_id == actor.pk:
            raise Refusal(
                "own-request",
                "A second officer must confirm this: not the one who asked for it.",
                rule=RULE,
                record="act.refused",
                subject=_subject(conference, key),
            )
        change.decided_by, change.decided_at = actor, timezone.now()
        change.is_confirmed = confirm
        change.save()
        if confirm:
            when = When(change.at, is_day=change.is_day)
            _refuse_past(when)
            _refuse_out_of_order(conference, key, when)
            _write(log, conference, key, when, change.note, confirmed=True)
        else:
            log.record(
                "key_date.change_declined",
                subject=_subject(conference, key),
                until=_said(change.moment),
                taken_back=change.asked_by_id == actor.pk,
            )
    return change


def _write(
    log: OpenEntry,
    conference: Conference,
    key: Key,
    when: When | None,
    note: str,
    *,
    confirmed: bool = False,
) -> KeyDate | None:
    before = conference.key_dates.filter(key=key).first()
    facts: dict[str, Any] = {"before": _said(before.moment) if before else None}
    if when is None:
        if before is None:
            raise Refusal("no-date", "This date is not set.")
        before.delete()
        log.record("key_date.removed", subject=_subject(conference, key), **facts)
        return None
    date, _ = KeyDate.objects.update_or_create(
        conference=conference,
        key=key,
        defaults={
            "at": when.at,
            "until": when.until,
            "is_day": when.is_day,
            "note": note.strip() or (before.note if before else ""),
        },
    )
    log.record(
        "key_date.set",
        subject=date,
        begins=_said(date.at),
        ends=_said(date.ends_at),
        confirmed=confirmed,
        **facts,
    )
    return date


def _refuse_out_of_order(conference: Conference, key: Key, when: When | None) -> None:
    if when is None:
        return
    if when.until and when.until < when.at:
        raise Refusal("ends-before-it-begins", "The last day comes before the first.")
    dates = {each.key: each for each in conference.key_dates.all()}
    dates[key] = KeyDate(
        conference=conference, key=key, at=when.at, until=when.until, is_day=when.is_day
    )
    for first, second in _IN_ORDER:
        if key not in {first, second} or first not in dates or second not in dates:
            continue
        if dates[second].moment <= dates[first].moment:
            raise Refusal(
                "dates-out-of-order",
                f"“{dates[second].what}” comes after “{dates[first].what}”, which is on "
                f"{timezone.localtime(dates[first].moment):%-d %B %Y, %H:%M}."
                if key == second
                else f"“{dates[first].what}” comes before “{dates[second].what}”, which is on "
                f"{timezone.localtime(dates[second].moment):%-d %B %Y, %H:%M}.",
            )


def _refuse_past(when: When) -> None:
    moment = KeyDateChange(at=when.at, is_day=when.is_day).moment
    if moment <= timezone.now():
        raise Refusal("closes-in-the-past", "A closing time cannot be moved into the past.")


def _held(conference: Conference) -> Conference:
    return Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)


def _subject(conference: Conference, key: Key) -> str:
    return f"key-date:{conference.code}/{key}"


def _said(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
