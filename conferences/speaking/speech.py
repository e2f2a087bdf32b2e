"""The floor is given: a speaker is called, the clock starts, more time is given, the speech ends.

The log says who was called and for how long they spoke, and never what was said.
"""

from datetime import timedelta
from math import ceil

from django.utils import timezone

from audit.recording import OpenEntry
from audit.refusal import Refusal
from conferences.enums import SpeakingAs, SpeakingSide
from conferences.models import Conference, Credential, Speaker
from conferences.rules import acting
from conferences.speaking.queue import called_off, held_speaker, held_waiting
from conferences.speaking.reading import seconds_for
from conferences.speaking.rules import refuse_unless_may_speak
from conferences.speaking.showing import hold_rostrum, show_rostrum
from conferences.speaking.subjects import Subject, open_subject
from members.models import Member

LEAST_MORE, MOST_MORE = 10, 1800
"""How many seconds may be given at a time."""
_LONGEST = 6 * 60 * 60


def speaker_call(*, speaker: Speaker, actor: Member) -> Speaker:
    """Call one who waits to the rostrum: the next, or any other. One who was called waits again."""
    with acting(actor, speaker.conference, "speaker.call") as log:
        held = held_waiting(speaker)
        if held.called_at:
            raise Refusal("called-already", f"{held} has been called already.")
        refuse_unless_may_speak(held.credential)
        open_subject(held.conference, held.subject)
        called_off(held.conference, but=held)
        held.called_at = timezone.now()
        held.save(update_fields=["called_at"])
        log.record(
            "speaker.called",
            subject=held,
            about=held.subject,
            credential=held.credential.log_name,
            side=held.side,
        )
        show_rostrum(held.conference)
    return held


def speaker_begin(*, speaker: Speaker, actor: Member) -> Speaker:
    """Start the clock of one who was called. Whoever has the floor ends with it."""
    with acting(actor, speaker.conference, "speaker.time") as log:
        held = held_waiting(speaker)
        if held.called_at is None:
            raise Refusal("not-called", f"{held} has not been called.")
        _begin(log, held)
        show_rostrum(held.conference)
    return held


def speaker_enter(
    *,
    conference: Conference,
    subject: str,
    credential: Credential,
    speaking_as: SpeakingAs,
    actor: Member,
    side: SpeakingSide = SpeakingSide.FOR,
    begins: bool = True,
) -> Speaker:
    """Give the floor to somebody without a queue: who moves, seconds, replies, or is called again.

    Called by the acts of the chair on a motion, inside their entry; and by the chair for one who
    has spoken, or has not asked. With `begins` the clock starts at once, and whoever has the floor
    ends; without, they are called, and the clock is started by a press of its own.
    """
    with acting(actor, conference, "speaker.call") as log:
        hold_rostrum(conference)
        is_reply = speaking_as == SpeakingAs.REPLY
        about = open_subject(conference, subject, for_reply=is_reply)
        refuse_unless_may_speak(credential)
        if is_reply:
            _refuse_second_reply(conference, about)
        now = timezone.now()
        waiting = conference.speakers.filter(
            credential=credential, subject=about.name, ended_at=None, withdrawn_at=None
        ).first()
        if waiting and waiting.began_at:
            raise Refusal("has-the-floor", f"{credential.member.name} has the floor.")
        as_called = (speaking_as, side)
        if (
            waiting
            and waiting.called_at
            and not begins
            and (waiting.speaking_as, waiting.side) == as_called
        ):
            raise Refusal("called-already", f"{waiting} has been called already.")
        speaker = waiting or Speaker(
            conference=conference, subject=about.name, credential=credential, asked_at=now
        )
        speaker.speaking_as = speaking_as
        speaker.side = side
        speaker.seconds = seconds_for(conference, about, speaking_as)
        speaker.called_at = now
        speaker.save()
        called_off(conference, but=speaker)
        log.record(
            "speaker.called",
            subject=speaker,
            about=about.name,
            credential=credential.log_name,
            side=speaker.side,
            speaking_as=speaking_as.value,
        )
        if begins:
            _begin(log, speaker)
        show_rostrum(conference)
    return speaker


def speaker_give_more(
    *, speaker: Speaker, seconds: int, actor: Member, had: int | None = None
) -> Speaker:
    """Give more time; after the red light it counts from now.

    `had` is the length that whoever presses was shown: where another officer has given more
    meanwhile, it is not given twice.
    """
    with acting(actor, speaker.conference, "speaker.time") as log:
        held = _speaking(speaker)
        if not LEAST_MORE <= seconds <= MOST_MORE:
            raise Refusal("too-much-time", f"Give from {LEAST_MORE} to {MOST_MORE} seconds.")
        if had is not None and had != held.seconds:
            raise Refusal(
                "given-already",
                f"{held} has been given more time already. If that is too short, give more again.",
            )
        runs_out, now = held.runs_out_at, timezone.now()
        late = max(timedelta(), now - runs_out) if runs_out else timedelta()
        held.seconds = min(held.seconds + ceil(late.total_seconds()) + seconds, _LONGEST)
        held.save(update_fields=["seconds"])
        log.record("speaker.given_more", subject=held, seconds=seconds)
        show_rostrum(held.conference)
    return held


def speaker_end(*, speaker: Speaker, actor: Member) -> Speaker:
    """End a speech."""
    with acting(actor, speaker.conference, "speaker.time") as log:
        held = _speaking(speaker)
        end_speech(log, held)
        show_rostrum(held.conference)
    return held


def end_speech(log: OpenEntry, speaker: Speaker) -> None:
    """End a speech inside an act under way."""
    speaker.ended_at = timezone.now()
    speaker.save(update_fields=["ended_at"])
    began = speaker.began_at or speaker.ended_at
    spoke = round((speaker.ended_at - began).total_seconds())
    log.record("speaker.ended", subject=speaker, about=speaker.subject, seconds=spoke)


def _refuse_second_reply(conference: Conference, about: Subject) -> None:
    replies = conference.speakers.filter(
        subject=about.name, speaking_as=SpeakingAs.REPLY, began_at__isnull=False
    )
    if replies.exists():
        raise Refusal(
            "has-replied",
            f"There has been a reply on {about.heading}. The mover replies once.",
            rule="Rules of debate",
        )


def _begin(log: OpenEntry, speaker: Speaker) -> None:
    others = speaker.conference.speakers.filter(began_at__isnull=False, ended_at=None)
    for other in others.select_related("conference"):
        end_speech(log, other)
    speaker.began_at = timezone.now()
    speaker.save(update_fields=["began_at"])
    log.record("speaker.began", subject=speaker, about=speaker.subject, seconds=speaker.seconds)


def _speaking(speaker: Speaker) -> Speaker:
    held = held_speaker(speaker)
    if not held.began_at or held.ended_at:
        raise Refusal("not-speaking", f"{held} does not have the floor.")
    return held
