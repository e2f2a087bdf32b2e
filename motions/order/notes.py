"""Speaking notes: what the executive's speaker means to say, for the executive's eyes alone.

No page, paper, export or pack has them but the executive's own. The log has that one was kept or
thrown away, by whom and on which motion, and not a word of it, not even as a digest.
"""

from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from audit.refusal import Refusal
from conferences.rules import acting, office_held, refused
from members.models import Member
from members.permissions import offices_for
from motions.models import Motion, SpeakingNote

LONGEST_NOTE = 20_000


def speaking_note_keep(*, motion: Motion, actor: Member, text: str) -> SpeakingNote:
    """Keep a speaking note on a motion. Whoever writes again replaces their own."""
    with acting(actor, motion.conference, "speaking_note.keep") as log:
        text = text.strip()
        if not text:
            raise Refusal("no-words", "A speaking note has words in it.")
        if len(text) > LONGEST_NOTE or "\0" in text:
            raise Refusal("note-too-long", f"A note has {LONGEST_NOTE:,} letters at most.")
        note, _is_new = SpeakingNote.objects.update_or_create(
            motion=motion,
            written_by=actor,
            defaults={"text": text, "written_at": timezone.now()},
        )
        log.record("speaking_note.kept", subject=motion)
    return note


def speaking_note_discard(*, motion: Motion, actor: Member, note_id: UUID) -> None:
    """Throw one's own note away."""
    with acting(actor, motion.conference, "speaking_note.keep") as log:
        gone, _each = motion.speaking_notes.filter(pk=note_id, written_by=actor).delete()
        if not gone:
            raise Refusal("not-your-note", "Only its writer throws a speaking note away.")
        log.record("speaking_note.discarded", subject=motion)


def speaking_notes(motion: Motion, reader: Member) -> QuerySet[SpeakingNote]:
    """Give the notes on a motion to a member of the executive; anyone else is refused."""
    conference = motion.conference
    if office_held(reader, conference, *offices_for("speaking_note.keep")) is None:
        raise refused("speaking_note.keep", conference)
    return motion.speaking_notes.select_related("written_by")
