"""A sample briefing next week, with places taken over the days before: for a visitor to look at."""

from datetime import datetime, time, timedelta
from typing import Final

from django.utils import timezone

from conferences.briefings.consents import Purpose, wording
from conferences.briefings.links import Wish
from conferences.briefings.organising import briefing_create
from conferences.briefings.registering import guest_register, member_register
from conferences.models import Conference
from members.models import Member
from motions.replay.clock import StoryClock

DAYS: Final = (3, 9, 5, 2, 6, 11)  # how many members registered on each of the days before
GUESTS: Final = (
    ("Wren Ashdown (sample)", "wren.ashdown@sample.example", (Purpose.JOINING,)),
    ("Ifor Pugh-Sample", "ifor.pugh@sample.example", (Purpose.BRIEFINGS,)),
    ("Noor Halloran (sample)", "noor.halloran@sample.example", (Purpose.JOINING, Purpose.REP)),
    ("Bea Quill (sample)", "bea.quill@sample.example", ()),
)


def announce_briefing(conference: Conference, clock: StoryClock) -> None:
    """Announce the briefing, and let members and guests register for it day by day."""
    day = timezone.localdate() + timedelta(days=len(DAYS) + 7)
    starts = timezone.make_aware(datetime.combine(day, time(19)))
    briefing = briefing_create(
        actor=None,
        body=conference.body,
        title="After conference: what was decided, and what comes next (sample)",
        about=(
            "The general secretary goes through what conference decided, and answers "
            "questions.\n\nQuestions can be sent in beforehand, to the office."
        ),
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        join_link="https://meet.sample.example/after-conference",
        access_contact="The office of conference, access@sample.example",
        access_note="Live captions and BSL interpreting",
    )
    coming = iter(
        Member.objects.filter(credentials__conference=conference).order_by("membership_number")
    )
    for number, several in enumerate(DAYS):
        for _ in range(several):
            purposes = (Purpose.REP,) if number == 1 else ()
            member_register(actor=next(coming), briefing=briefing, purposes=purposes)
        if number < len(GUESTS):
            name, email, ticked = GUESTS[number]
            shown = [wording(each).version for each in ticked]
            guest_register(wish=Wish(briefing.slug, name, email, [*ticked], shown))
        clock.forward_to(timezone.now() + timedelta(days=1))
