"""In a member's own calendar: when the motions of their branch are likely to be called."""

from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from conferences.meetings.belonging import own_bodies
from conferences.models import Conference
from conferences.running.editions import Editions
from conferences.running.feeds import entry_of
from conferences.running.icalendars import CalendarEntry
from conferences.running.reading import moment
from members.models import Member
from motions.clock import TO_COME
from motions.order.needing import seconds_left

if TYPE_CHECKING:
    from motions.models import Motion


def own_motions(
    member: Member, conference: Conference, editions: Editions
) -> Iterator[CalendarEntry]:
    """Give the motions on the agenda that a member's own bodies have lodged.

    A motion's time is that of its item, and what the motions before it in the item still take. It
    may change with anything on the agenda, so its edition counts every change of it.
    """
    edition = editions.of(*editions.by_subject)
    bodies = set(own_bodies(member).values_list("pk", flat=True))
    bodies |= set(conference.credentials.filter(member=member).values_list("body", flat=True))
    placed = conference.motions.filter(
        agenda_item__in=conference.motions.filter(lodged_by__in=bodies).values("agenda_item"),
        state__in=TO_COME,
    )
    before: dict[int, list[Motion]] = {}
    found = placed.select_related("agenda_item__session").prefetch_related(
        "amendments", "debate_groups"
    )
    for motion in found.order_by("place", "lodged_order"):
        motion.conference = conference
        item = motion.agenda_item
        assert item is not None  # noqa: S101 - asked for above
        beside = [*before.get(item.pk, []), motion]
        if motion.lodged_by_id in bodies:
            waits = sum(seconds_left(conference, each, beside) for each in beside[:-1])
            begins = moment(item.session.held_on, item.starts_at) + timedelta(seconds=waits)
            takes = timedelta(seconds=seconds_left(conference, motion, beside))
            page = reverse("motions:motion", args=[conference.code, motion.number])
            yield entry_of(
                motion.log_name,
                edition,
                timezone.localtime(begins.replace(second=0)),
                motion.heading,
                ends_at=timezone.localtime((begins + takes).replace(second=0)),
                words=_("About this time: business may come sooner or later."),
                url=f"{settings.SITE_URL}{page}",
            )
        before[item.pk] = beside
