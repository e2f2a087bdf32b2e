"""Section times: when a section of the agenda ends, whatever has been reached by then."""

from datetime import datetime

from audit.refusal import Refusal
from conferences.models import Conference
from conferences.rules import acting
from members.models import Member
from motions.models import SectionTime
from motions.steps import hold_floor


def section_time_set(
    *, conference: Conference, actor: Member, section: str, ends_at: datetime | None
) -> SectionTime | None:
    """Set when a section of the agenda ends; None takes its time away."""
    with acting(actor, conference, "section_time.set") as log:
        hold_floor(conference)
        if not conference.motions.filter(section=section).exclude(section="").exists():
            raise Refusal("no-such-section", "No motion of this conference is in that section.")
        if ends_at and not conference.starts_on <= ends_at.date() <= conference.ends_on:
            raise Refusal("not-in-conference", "Choose a time on a day of the conference.")
        if ends_at is None:
            conference.section_times.filter(section=section).delete()
            made = None
        else:
            made, _is_new = conference.section_times.update_or_create(
                section=section, defaults={"ends_at": ends_at}
            )
        log.record(
            "section_time.set",
            subject=conference,
            section=section,
            ends_at=ends_at.isoformat() if ends_at else None,
        )
    return made
