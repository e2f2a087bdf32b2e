"""Recording who was shown what is not for everyone: personal data, a roll, how somebody voted."""

from datetime import timedelta
from typing import Final

from django.utils import timezone

from audit.formats.canonical import parse
from audit.models import Entry
from audit.recording import SYSTEM, Actor, Subject, entry

SEEN: Final = "record.seen"
ONE_LOOK: Final = timedelta(hours=1)


def access_record(
    *,
    actor: Actor | None,
    office: str = "",
    what: str,
    subject: Subject | str,
    why: str = "",
    is_copy: bool = False,
    every_time: bool | None = None,
) -> bool:
    """Record that somebody was shown restricted things; tell whether an entry was written.

    `what` says in a few fixed words what was shown, such as "who has not voted"; it stands in the
    log in clear, so it names nobody. `why` may name people and becomes a salted digest. A page
    that somebody keeps open or reloads is one look: the same things shown to the same person again
    within the hour add nothing. What is taken away (`is_copy`) is recorded every time, unless that
    is said not to matter. No actor is the system itself: a command on the union's own machine.
    """
    name = subject if isinstance(subject, str) else subject.log_name
    by = actor.pseudonym if actor else SYSTEM
    always = is_copy if every_time is None else every_time
    if not always and _looked_just_now(by, office, what, name):
        return False
    with entry(actor=actor, office=office) as log:
        log.record(
            SEEN,
            subject=name,
            personal={"why": why} if why else None,
            what=what,
            copy=is_copy,
        )
    return True


def _looked_just_now(pseudonym: str, office: str, what: str, subject: str) -> bool:
    looks = Entry.objects.filter(kind=SEEN, subject=subject, at__gt=timezone.now() - ONE_LOOK)
    before = (parse(bytes(leaf)) for leaf in looks.values_list("leaf", flat=True))
    return (pseudonym, office, what) in {
        (look["by"], look.get("office", ""), look["what"]) for look in before
    }
