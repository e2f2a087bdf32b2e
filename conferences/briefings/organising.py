"""Announcing a briefing, changing it, calling it off."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from audit.refusal import Refusal
from conferences.briefings.notices import notices_lay
from conferences.briefings.reading import Unreadable, read_line, read_link
from conferences.briefings.rules import organising
from conferences.enums import NoticeKind
from conferences.models import Briefing, Conference
from members.models import Body, Member

LONGEST: Final = timedelta(days=8)
LONGEST_ABOUT: Final = 4000
RESERVED: Final = frozenset({"desk", "guest", "confirm", "mine", "sent"})
_SLUG: Final = 60
_SHOWN_TO_THOSE_WHO_COME: Final = ("starts_at", "ends_at", "title", "access_note")


def briefing_create(
    *, actor: Member | None, body: Body, conference: Conference | None = None, **told: Any
) -> Briefing:
    """Announce a briefing of a body, or the visitors' gallery of a conference of it.

    The log has its times and for whom it is; the title may name people, so that is a digest. The
    joining link is in no log: whoever has it can join.
    """
    with organising(actor, body) as log:
        if conference is not None and conference.body_id != body.pk:
            raise Refusal("foreign-conference", "That conference is another body's.")
        briefing = Briefing(body=body, conference=conference)
        _fill(briefing, told)
        if briefing.starts_at <= timezone.now():
            raise Refusal("in-the-past", "A briefing starts at a time that is still to come.")
        briefing.slug = _free_slug(briefing)
        briefing.save(force_insert=True)
        log.record("briefing.announced", subject=briefing, **_facts(briefing))
    return briefing


def briefing_change(*, actor: Member, briefing: Briefing, **told: Any) -> Briefing:
    """Change a briefing. Those who registered are written to where a time or the title changed."""
    with organising(actor, briefing.body) as log:
        fresh = _held(briefing)
        before = {name: getattr(fresh, name) for name in _SHOWN_TO_THOSE_WHO_COME}
        _fill(fresh, told)
        is_news = any(getattr(fresh, name) != value for name, value in before.items())
        if before["starts_at"] != fresh.starts_at:
            if fresh.starts_at <= timezone.now():
                raise Refusal("in-the-past", "A briefing starts at a time that is still to come.")
            fresh.reminded_at = None
        fresh.edition += 1
        fresh.save()
        log.record("briefing.changed", subject=fresh, **_facts(fresh))
        if is_news and not fresh.is_over:
            notices_lay(fresh, NoticeKind.CHANGED)
    return fresh


def briefing_cancel(*, actor: Member, briefing: Briefing) -> Briefing:
    """Call a briefing off, and write to everyone who registered."""
    with organising(actor, briefing.body) as log:
        fresh = _held(briefing)
        if fresh.is_over:
            raise Refusal("over", "It is over, so it cannot be cancelled.")
        fresh.cancelled_at = timezone.now()
        fresh.edition += 1
        fresh.save(update_fields=["cancelled_at", "edition"])
        told = notices_lay(fresh, NoticeKind.CANCELLED)
        log.record("briefing.cancelled", subject=fresh, told=told)
    return fresh


def _held(briefing: Briefing) -> Briefing:
    found = Briefing.objects.select_related("body", "conference").select_for_update(of=("self",))
    fresh = found.get(pk=briefing.pk)
    if fresh.is_cancelled:
        raise Refusal("cancelled", "This briefing was cancelled.")
    return fresh


def _fill(briefing: Briefing, told: Mapping[str, Any]) -> None:
    for name, value in told.items():
        setattr(briefing, name, value)
    briefing.title = _line("Title", briefing.title, 200)
    briefing.access_contact = _line("Access needs", briefing.access_contact, 200)
    briefing.access_note = _line("Captions and interpreting", briefing.access_note, 300)
    briefing.about = briefing.about.replace("\r\n", "\n").replace("\0", "").strip()
    if not briefing.title or not briefing.about or not briefing.access_contact:
        raise Refusal(
            "incomplete", "Give a title, what it is about, and whom to ask about access needs."
        )
    if len(briefing.about) > LONGEST_ABOUT:
        raise Refusal("too-long", f"What it is about: longer than {LONGEST_ABOUT:,} characters.")
    briefing.join_link = _link("Joining link", briefing.join_link)
    if briefing.recording_link:
        briefing.recording_link = _link("Link to the recording", briefing.recording_link)
    if briefing.ends_at <= briefing.starts_at:
        raise Refusal("ends-before-it-starts", "A briefing ends after it starts.")
    if briefing.ends_at - briefing.starts_at > LONGEST:
        raise Refusal("too-long", f"A briefing lasts {LONGEST.days} days at most.")


def _line(label: str, typed: str, longest: int) -> str:
    try:
        return read_line(typed, longest=longest)
    except Unreadable as wrong:
        raise Refusal("unreadable", f"{label}: {wrong}") from None


def _link(label: str, typed: str) -> str:
    try:
        return read_link(typed)
    except Unreadable as wrong:
        raise Refusal("bad-link", f"{label}: {wrong}") from None


def _free_slug(briefing: Briefing) -> str:
    """Name the page by the title and the day, and by a number where that is taken."""
    day = timezone.localtime(briefing.starts_at).date().isoformat()
    stem = f"{slugify(briefing.title)[:_SLUG].strip('-') or 'briefing'}-{day}"
    with transaction.atomic():
        taken = set(Briefing.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    names = (stem, *(f"{stem}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken | RESERVED)


def _facts(briefing: Briefing) -> dict[str, Any]:
    conference = briefing.conference
    return {
        "body": briefing.body.log_name,
        "conference": conference.log_name if conference else None,
        "starts_at": briefing.starts_at.isoformat(timespec="seconds"),
        "ends_at": briefing.ends_at.isoformat(timespec="seconds"),
        "open_to": str(briefing.open_to),
        "capacity": briefing.capacity,
        "personal": {"title": briefing.title},
    }
