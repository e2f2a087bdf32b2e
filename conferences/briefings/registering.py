"""Taking a place at a briefing, and giving it up: members, and guests who confirmed their address.

A place is no credential. A guest can hold nothing else: there is no member behind them, and every
roll is made of members. A member who takes a place in the visitors' gallery of a conference gets
the credential of a visitor there, which may not vote, unless they hold another already.
"""

from collections.abc import Collection

from django.utils import timezone

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from conferences.briefings.consenting import ERASED, consents_end, consents_write, who
from conferences.briefings.consents import WORDINGS, Purpose, Wording
from conferences.briefings.gallery import visitor_enter, visitor_leave
from conferences.briefings.links import Wish
from conferences.briefings.notices import notice_lay
from conferences.briefings.reading import Unreadable, read_name
from conferences.enums import NoticeKind
from conferences.models import Briefing, BriefingNotice, BriefingRegistration, Guest
from conferences.models.briefings import guest_marks, new_guest
from members.contacts import details as contact_details
from members.contacts.details import BadDetail
from members.models import Member


def registration_of(briefing: Briefing, person: Member | Guest) -> BriefingRegistration | None:
    """Find the place that a person holds at a briefing."""
    held = briefing.registrations.filter(cancelled_at=None, **who(person))
    return held.select_related("briefing", "member", "guest").first()


def member_register(
    *, actor: Member, briefing: Briefing, purposes: Collection[str] = ()
) -> BriefingRegistration:
    """Take a place as a member, with the consents whose boxes were ticked."""
    if held := registration_of(briefing, actor):
        return held
    with entry(actor=actor) as log:
        registration = _take_place(log, _open(briefing), actor)
        consents_write(log, actor, purposes, briefing=briefing)
        if briefing.conference is not None:
            visitor_enter(log, briefing.conference, actor)
    return registration


def guest_register(*, wish: Wish) -> BriefingRegistration:
    """Take a place as a guest who has confirmed their address by the link in a message.

    Whoever comes again by the same address is the same guest. That the address may be a member's
    changes nothing, and nobody is told: the place is a guest's all the same.
    """
    briefing = Briefing.objects.select_related("body", "conference").get(slug=wish.briefing)
    name, email = _read(wish)
    guest = Guest.objects.filter(mark__in=guest_marks(email)).first() or new_guest()
    if held := registration_of(briefing, guest):
        return held
    with entry(actor=guest) as log:
        open_briefing = _open(briefing)
        if not open_briefing.takes_guests:
            raise Refusal("members-only", "This briefing is for members.")
        guest.hold(name=name, email=email)
        guest.save()
        registration = _take_place(log, open_briefing, guest)
        consents_write(log, guest, wish.purposes, briefing=briefing, wordings=_shown(wish))
    return registration


def registration_cancel(*, registration: BriefingRegistration) -> None:
    """Give a place up, so that somebody else can have it."""
    with entry(actor=registration.person) as log:
        held = BriefingRegistration.objects.select_for_update().get(pk=registration.pk)
        if held.cancelled_at is not None:
            raise Refusal("given-up-already", "You have given this place up already.")
        held.cancelled_at = timezone.now()
        held.save(update_fields=["cancelled_at"])
        BriefingNotice.objects.filter(registration=held, ended_at=None).delete()
        person, briefing = registration.person, registration.briefing
        log.record("briefing.place_given_up", subject=briefing, person=person.log_name)
        if briefing.conference is not None and isinstance(person, Member):
            visitor_leave(log, briefing.conference, person)


def guest_erase(*, guest: Guest) -> None:
    """Forget a guest: name, address, marks and waiting messages, at their own word.

    Their consents end first. What stays is a place that somebody had, by a pseudonym that leads to
    nobody, so that the figures stay true.
    """
    with entry(actor=guest) as log:
        consents_end(log, guest, how=ERASED)
        guest_forget(guest)
        log.record("guest.erased", subject=guest)


def guest_forget(guest: Guest) -> None:
    """Empty a guest's row, within an open act."""
    now = timezone.now()
    coming = guest.registrations.filter(briefing__ends_at__gt=now, cancelled_at=None)
    coming.update(cancelled_at=now)
    BriefingNotice.objects.filter(registration__guest=guest).delete()
    guest.name_sealed = guest.email_sealed = guest.mark = None
    guest.erased_at = now
    guest.save()


def _open(briefing: Briefing) -> Briefing:
    """Take the briefing as it is now; where places are counted, hold it until this one is taken."""
    found = Briefing.objects.select_related("body", "conference")
    if briefing.capacity is not None:
        found = found.select_for_update(of=("self",))
    fresh = found.get(pk=briefing.pk)
    if fresh.is_cancelled:
        raise Refusal("cancelled", "This briefing was cancelled.")
    if fresh.is_over:
        raise Refusal("over", "This briefing is over.")
    taken = fresh.registrations.filter(cancelled_at=None).count() if fresh.capacity else 0
    if fresh.capacity is not None and taken >= fresh.capacity:
        raise Refusal("full", "Every place at this briefing is taken.")
    return fresh


def _take_place(log: OpenEntry, briefing: Briefing, person: Member | Guest) -> BriefingRegistration:
    now = timezone.now()
    registration, _is_new = BriefingRegistration.objects.update_or_create(
        briefing=briefing,
        **who(person),
        defaults={"cancelled_at": None},
        create_defaults={"registered_at": now},
    )
    log.record(
        "briefing.registered",
        subject=briefing,
        person=person.log_name,
        is_guest=isinstance(person, Guest),
    )
    notice_lay(registration, NoticeKind.REGISTERED)
    return registration


def _read(wish: Wish) -> tuple[str, str]:
    try:
        return read_name(wish.name), contact_details.read(contact_details.EMAIL, wish.email)
    except (Unreadable, BadDetail) as wrong:
        raise Refusal("unreadable", str(wrong)) from None


def _shown(wish: Wish) -> dict[str, Wording]:
    """Give the words that were on the page when the boxes were ticked."""
    versions = dict(zip(wish.purposes, wish.versions, strict=True))
    return {
        name: each
        for name, version in versions.items()
        for each in WORDINGS[Purpose(name)]
        if each.version == version
    }
