"""The end of a subject is the end of its queue: nobody waits for what is over.

A debate that is adjourned, or waits while an amendment or a question of procedure is taken, keeps
its queue: so it is the act that ends the debate that says so, and not a change of the floor.
"""

from django.utils import timezone

from audit.recording import OpenEntry
from conferences.models import Conference, Speaker
from conferences.speaking.showing import show_rostrum
from conferences.speaking.speech import end_speech


def subject_over(log: OpenEntry, *, conference: Conference, subject: str) -> int:
    """Let those who wait on a subject go, and end the speech on it. Gives how many waited."""
    on_it = Speaker.objects.filter(
        conference=conference, subject=subject, ended_at=None, withdrawn_at=None
    )
    open_turns = list(on_it.select_related("conference"))
    if not open_turns:
        return 0
    for one in open_turns:
        if one.began_at:
            end_speech(log, one)
    waited = on_it.filter(began_at=None).update(withdrawn_at=timezone.now(), called_at=None)
    if waited:
        log.record("speakers.closed", subject=conference, about=subject, waited=waited)
    show_rostrum(conference)
    return waited


def speech_over(log: OpenEntry, *, conference: Conference) -> None:
    """End the speech under way, whatever it is on: nobody speaks while conference votes.

    The queue of another subject stays: an amendment is voted on while its motion waits.
    """
    under_way = Speaker.objects.filter(
        conference=conference, began_at__isnull=False, ended_at=None, withdrawn_at=None
    )
    for one in under_way.select_related("conference"):
        end_speech(log, one)
        show_rostrum(conference)
