"""Sessions open and close. Their items are taken in conferences.running."""

from django.utils import timezone

from audit.refusal import Refusal
from conferences.enums import FloorPhase
from conferences.models import Conference, Floor, Session
from conferences.rules import acting
from conferences.running.clock import items_finish
from conferences.running.showing import plan_publish
from conferences.selectors import quorum_now
from conferences.services.floor import floor_set
from members.models import Member


def session_open(*, session: Session, actor: Member) -> Session:
    """Open a sitting, with the quorum declared (guide 3.7)."""
    conference = session.conference
    with acting(actor, conference, "session.open") as log:
        _hold_floor(conference)
        session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if session.opened_at:
            raise Refusal("already-open", "This session has been opened already.")
        if conference.sessions.filter(opened_at__isnull=False, closed_at__isnull=True).exists():
            raise Refusal("another-session-open", "Close the session that is sitting first.")
        quorum = quorum_now(conference)
        session.opened_at = timezone.now()
        session.save(update_fields=["opened_at"])
        log.record(
            "session.opened",
            subject=session,
            attested=True,
            quorate=quorum.is_met,
            present=quorum.present.delegates,
            branches=quorum.present.branches,
        )
        floor_set(conference=conference, heading=f"Session {session.number}", note=quorum.sentence)
        plan_publish(conference)
    return session


def session_close(*, session: Session, actor: Member) -> Session:
    """Close a sitting. Nothing may be under vote."""
    conference = session.conference
    with acting(actor, conference, "session.close") as log:
        phase = _hold_floor(conference).phase
        session = Session.objects.select_for_update(of=("self",)).get(pk=session.pk)
        if not session.opened_at or session.closed_at:
            raise Refusal("not-open", "This session is not open.")
        if phase not in (FloorPhase.IDLE, FloorPhase.DECLARED):
            raise Refusal("business-unfinished", "Finish the business under way first.")
        items_finish(log, conference, session)
        session.closed_at = timezone.now()
        session.save(update_fields=["closed_at"])
        log.record("session.closed", subject=session, attested=True)
        floor_set(conference=conference, heading=f"Session {session.number} is closed")
        plan_publish(conference)
    return session


def _hold_floor(conference: Conference) -> Floor:
    """Take the floor's lock before that of a session, so that none is called into one that ends."""
    return Floor.objects.select_for_update().get(conference=conference)
