"""The registers as tables: for a spreadsheet, and for the scrutiny pack.

Who complained stands in none of them: it is for the returning officer and the scrutineer, on the
page that records who looks.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import Any

from audit.formats.canonical import parse
from audit.models import Entry
from audit.pack.tables import Table
from audit.services.access import SEEN
from conferences.models import Conference


def incidents(conference: Conference) -> Table:
    """List the incidents: start, end, votes touched, decision, by whom (guide L3)."""
    found = conference.incidents.select_related("opened_by", "decided_by")
    return Table(
        (
            "incident",
            "state",
            "started_at",
            "ended_at",
            "what_happened",
            "effect",
            "votes_touched",
            "opened_by",
            "decision",
            "decided_by",
            "decided_at",
        ),
        [
            (
                each.number,
                each.state.label,
                each.started_at,
                each.ended_at,
                each.what,
                each.effect,
                " ".join(vote.log_name for vote in each.votes.all()),
                each.opened_by.name,
                each.decision,
                each.decided_by.name if each.decided_by else "",
                each.decided_at,
            )
            for each in found.prefetch_related("votes")
        ],
    )


def departures(conference: Conference) -> Table:
    """List the departures from rule: the reason, who was told when, the reply (guide R4)."""
    return Table(
        (
            "departure",
            "rule",
            "departed_on",
            "reason",
            "entered_by",
            "entered_at",
            "certification_officer_told_on",
            "members_told_on",
            "replied_on",
            "reply",
        ),
        [
            (
                each.number,
                each.rule,
                each.departed_on,
                each.reason,
                each.entered_by.name,
                each.entered_at,
                each.officer_told_on,
                each.members_told_on,
                each.replied_on,
                each.reply,
            )
            for each in conference.departures.select_related("entered_by")
        ],
    )


def complaints(conference: Conference) -> Table:
    """List the complaints with the days that fix the time limit (guide 2.6). Names nobody."""
    return Table(
        (
            "complaint",
            "state",
            "concerns",
            "rule",
            "about",
            "breach_on",
            "received_on",
            "internal_procedure_began_on",
            "internal_procedure_ended_on",
            "certification_officer_told_on",
            "closed_on",
            "outcome",
            "last_day_to_complain_to_certification_officer",
            "latest_possible_day",
        ),
        [
            (
                each.number,
                each.state.label,
                each.concerns,
                each.rule,
                each.about,
                each.breach_on,
                each.received_on,
                each.procedure_began_on,
                each.procedure_ended_on,
                each.officer_told_on,
                each.closed_on,
                each.outcome,
                each.clock.last_day,
                each.clock.latest_possible,
            )
            for each in conference.complaints.select_related("vote", "conference")
        ],
    )


def access_log(_conference: Conference | None = None) -> Table:
    """List who was shown what is not for everyone, as the log has it. People by pseudonym."""
    return Table(
        ("seen_at", "by", "office", "what", "subject", "copy_taken", "entry"),
        [
            (
                datetime.fromisoformat(look["at"]),
                look["by"],
                look.get("office", "").replace("_", " "),
                look.get("what", ""),
                look["of"],
                bool(look.get("copy")),
                look["id"],
            )
            for look in _looks()
        ],
    )


def _looks() -> Iterator[Mapping[str, Any]]:
    seen = Entry.objects.filter(kind=SEEN).order_by("at", "id")
    return (parse(bytes(leaf)) for leaf in seen.values_list("leaf", flat=True).iterator())


TABLES: Mapping[str, Callable[[Conference], Table]] = {
    "incidents": incidents,
    "departures": departures,
    "complaints": complaints,
    "access": access_log,
}
