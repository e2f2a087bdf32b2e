"""Incidents: what went wrong, which votes it touched, what was decided, and by whom (guide L3)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from audit.refusal import Refusal
from ballots.models import Ballot
from conferences.models import Conference, Incident
from conferences.rules import acting
from conferences.services.numbering import in_words, next_number, not_later_than_now
from members.models import Member


def incident_open(
    *,
    conference: Conference,
    actor: Member,
    started_at: datetime,
    what: str,
    effect: str,
    votes: Sequence[Ballot] = (),
) -> Incident:
    """Enter that something is going wrong, or has, and which votes it touches.

    `effect` is what the declarations of those votes say of it, so it should name nobody. Free words
    may all the same, so the log has their digest.
    """
    with acting(actor, conference, "incident.open") as log:
        incident = Incident.objects.create(
            conference=conference,
            number=next_number(conference, Incident.objects),
            started_at=not_later_than_now(started_at),
            what=in_words(what),
            effect=in_words(effect),
            opened_by=actor,
        )
        incident.votes.set(votes)
        log.record(
            "incident.opened",
            subject=incident,
            started_at=started_at.isoformat(timespec="seconds"),
            votes=sorted(vote.log_name for vote in votes),
            personal={"what": incident.what, "effect": incident.effect},
        )
    return incident


def incident_end(*, incident: Incident, actor: Member, ended_at: datetime) -> Incident:
    """Enter that it is over."""
    with acting(actor, incident.conference, "incident.end") as log:
        incident = _held(incident)
        if incident.ended_at:
            raise Refusal("already-ended", f"{incident} has ended already.")
        if ended_at < incident.started_at:
            raise Refusal("ends-before-it-starts", "An incident ends after it starts.")
        incident.ended_at = not_later_than_now(ended_at)
        incident.save(update_fields=["ended_at"])
        log.record(
            "incident.ended", subject=incident, ended_at=ended_at.isoformat(timespec="seconds")
        )
    return incident


def incident_decide(*, incident: Incident, actor: Member, decision: str) -> Incident:
    """Decide what follows from it for the votes. Voiding a vote is an act of its own."""
    with acting(actor, incident.conference, "incident.decide") as log:
        incident = _held(incident)
        if incident.ended_at is None:
            raise Refusal("still-happening", "Enter first when it ended; then decide.")
        if incident.decided_at:
            raise Refusal("already-decided", f"{incident} has been decided already.")
        incident.decision = in_words(decision)
        incident.decided_by, incident.decided_at = actor, timezone.now()
        incident.save(update_fields=["decision", "decided_by", "decided_at"])
        log.record("incident.decided", subject=incident, personal={"decision": incident.decision})
    return incident


def _held(incident: Incident) -> Incident:
    found = Incident.objects.select_related("conference").select_for_update(of=("self",))
    return found.get(pk=incident.pk)
