"""Asking to speak, taking that back, and the order in which the chair would have them."""

from django.db.models import F
from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.enums import CredentialKind, SpeakingAs, SpeakingSide
from conferences.models import Conference, Credential, Speaker
from conferences.rules import acting, acting_for
from conferences.speaking.rules import why_not_speak
from conferences.speaking.showing import hold_rostrum, show_rostrum
from conferences.speaking.subjects import open_subject
from members.models import Member

_MOST_PLACED = 999
_MOST_ASKED = 5
"""So often may somebody ask on one subject and not speak: each time a whole hall is shown it."""


def speaker_ask(
    *,
    credential: Credential,
    side: SpeakingSide,
    actor: Member | None,
    subject: str = "",
    is_first_time: bool = False,
) -> Speaker:
    """Ask to speak on what is before conference, or beforehand on a named subject still to come.

    Pre-registered and live are one queue (guide L4). Nobody speaks twice on one question.
    """
    conference = credential.conference
    with acting_for(actor, credential, "speaker.ask") as log:
        floor = hold_rostrum(conference)
        about = open_subject(conference, subject or floor.subject)
        held = _read_again(credential)
        asked = conference.speakers.filter(credential=held, subject=about.name)
        if asked.filter(withdrawn_at__isnull=False).count() >= _MOST_ASKED:
            raise Refusal(
                "asked-often",
                f"You have asked {_MOST_ASKED} times to speak on {about.heading} and have not. "
                "Tell the chair or a teller that you would: they can still call you.",
            )
        mine = asked.filter(withdrawn_at__isnull=True)
        if mine.filter(ended_at=None).exists():
            raise Refusal("already-waiting", f"You have asked to speak on {about.heading}.")
        beforehand = about.name != floor.subject
        if why := why_not_speak(held, about, has_spoken=mine.exists(), beforehand=beforehand):
            raise Refusal("may-not-ask-to-speak", why, rule="Rules of debate")
        is_executive = held.kind == CredentialKind.EXECUTIVE
        speaker = Speaker.objects.create(
            conference=conference,
            subject=about.name,
            credential=held,
            speaking_as=SpeakingAs.EXECUTIVE if is_executive else SpeakingAs.SPEAKER,
            side=side,
            is_first_time=is_first_time,
            seconds=conference.orders.speaking_times.speaker,
            asked_at=timezone.now(),
        )
        log.record("speaker.asked", subject=speaker, about=about.name, credential=held.log_name)
        if not beforehand:
            show_rostrum(conference)
    return speaker


def speaker_withdraw(*, speaker: Speaker, actor: Member | None) -> Speaker:
    """Take back the wish to speak. A speech that has begun is ended, not withdrawn."""
    with acting_for(actor, speaker.credential, "speaker.ask") as log:
        held = held_waiting(speaker)
        _leave(log, held, "speaker.withdrawn")
    return held


def speaker_pass_over(*, speaker: Speaker, actor: Member) -> Speaker:
    """Pass over one who does not answer to the call. They may ask again."""
    with acting(actor, speaker.conference, "speaker.call") as log:
        held = held_waiting(speaker)
        _leave(log, held, "speaker.passed_over")
    return held


def speaker_place(*, speaker: Speaker, place: int | None, actor: Member) -> Speaker:
    """Put one who waits at a place before all the others; None gives back the ordinary turn.

    Those whom the chair has placed there already, and after it, move on by one.
    """
    with acting(actor, speaker.conference, "speaker.call") as log:
        held = held_waiting(speaker)
        if place == held.place:
            where = "waits in the ordinary turn" if place is None else "has been put there"
            raise Refusal("placed-already", f"{held} {where} already.")
        if place is not None:
            if not 1 <= place <= _MOST_PLACED:
                raise Refusal("no-such-place", f"Give a place from 1 to {_MOST_PLACED}.")
            others = held.conference.speakers.filter(
                subject=held.subject, place__gte=place, withdrawn_at=None, began_at=None
            )
            others.exclude(pk=held.pk).update(place=F("place") + 1)
        held.place = place
        held.save(update_fields=["place"])
        log.record("speaker.placed", subject=held, place=place)
        show_rostrum(held.conference)
    return held


def held_waiting(speaker: Speaker) -> Speaker:
    """Read afresh one who waits, the floor locked; refuse if they wait no more."""
    held = held_speaker(speaker)
    if held.withdrawn_at:
        raise Refusal("not-waiting", f"{held} does not wait to speak any more.")
    if held.began_at:
        raise Refusal("has-begun", f"{held} has begun to speak.")
    return held


def held_speaker(speaker: Speaker) -> Speaker:
    """Read a turn to speak afresh, with the floor locked until the act is done."""
    hold_rostrum(speaker.conference)
    return (
        Speaker.objects.select_for_update(of=("self",))
        .select_related("conference", "credential__member", "credential__body")
        .get(pk=speaker.pk)
    )


def called_off(conference: Conference, *, but: Speaker) -> None:
    """Put back among those who wait whoever was called and has not begun."""
    called = conference.speakers.filter(called_at__isnull=False, began_at=None, withdrawn_at=None)
    called.exclude(pk=but.pk).update(called_at=None)


def _leave(log: OpenEntry, speaker: Speaker, event: str) -> None:
    speaker.withdrawn_at = timezone.now()
    speaker.called_at = None
    speaker.save(update_fields=["withdrawn_at", "called_at"])
    log.record(event, subject=speaker, about=speaker.subject)
    show_rostrum(speaker.conference)


def _read_again(credential: Credential) -> Credential:
    return Credential.objects.select_related("conference", "member", "body").get(pk=credential.pk)
