"""The clerk adds words to the minutes, and a later meeting agrees them."""

import hashlib
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from audit.refusal import Refusal
from conferences.models import Conference
from conferences.rules import acting
from members.models import Member
from motions.minutes.drafting import as_text
from motions.minutes.gathering import known_entry, minutes_of
from motions.models import AgreedMinutes, MinutesWords

LONGEST = 2_000
RULE = "Minutes"


def minutes_add(*, conference: Conference, actor: Member, after: UUID, words: str) -> MinutesWords:
    """Add the clerk's own words behind an entry: marked as theirs, and no part of the record."""
    with acting(actor, conference, "minutes.add") as log:
        said = words.replace("\0", "").strip()
        if not said:
            raise Refusal("no-words", "Type what is to stand in the minutes.", rule=RULE)
        if len(said) > LONGEST:
            raise Refusal("too-long", f"Say it in {LONGEST:,} letters at most.", rule=RULE)
        if not known_entry(conference, after):
            raise Refusal("no-such-entry", "The minutes have no such paragraph.", rule=RULE)
        made = MinutesWords.objects.create(
            conference=conference,
            after=after,
            words=said,
            written_by=actor,
            written_at=timezone.now(),
        )
        log.record("minutes.added", subject=made, after=str(after), sha256=hash_of(said))
    return made


def minutes_strike(*, words: MinutesWords, actor: Member) -> MinutesWords:
    """Strike words of the clerk out again: they are kept, and shown no more."""
    with acting(actor, words.conference, "minutes.add") as log:
        held = MinutesWords.objects.select_for_update(of=("self",)).get(pk=words.pk)
        if held.struck_at:
            raise Refusal("struck-already", "These words have been struck out already.")
        held.struck_at = timezone.now()
        held.save(update_fields=["struck_at"])
        log.record("minutes.struck", subject=words)
    return held


def minutes_agree(
    *, conference: Conference, actor: Member, sha256: str, at_meeting: str
) -> AgreedMinutes:
    """Record that a later meeting agreed the minutes, word by word as they were before it.

    `sha256` is of the text that was read: minutes that have changed since are not agreed by it.
    """
    with acting(actor, conference, "minutes.agree") as log:
        Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
        if conference.sessions.filter(closed_at=None, opened_at__isnull=False).exists():
            raise Refusal("still-sitting", "Minutes are agreed after the meeting, at the next one.")
        text = as_text(minutes_of(conference))
        if not text:
            raise Refusal("nothing-minuted", "There is nothing in these minutes yet.")
        if hash_of(text) != sha256:
            raise Refusal("changed-since", "The minutes have changed since you read them.")
        meeting = " ".join(at_meeting.split())
        if not meeting or len(meeting) > 200:  # noqa: PLR2004 - as the column is
            raise Refusal("no-meeting", "Say which meeting agreed them, in 200 letters at most.")
        last = conference.agreed_minutes.aggregate(last=Max("number"))["last"] or 0
        agreed = AgreedMinutes.objects.create(
            conference=conference,
            number=last + 1,
            text=text,
            sha256=sha256,
            agreed_at=timezone.now(),
            agreed_by=actor,
            at_meeting=meeting,
        )
        log.record("minutes.agreed", subject=agreed, attested=True, sha256=sha256)
    return agreed


def hash_of(text: str) -> str:
    """Hash the exact text, as UTF-8."""
    return hashlib.sha256(text.encode()).hexdigest()
