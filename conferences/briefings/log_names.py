"""What the log's pages may say of briefings and guests."""

from collections.abc import Collection, Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.browsing import subjects
from audit.browsing.subjects import Named, Subjects
from conferences.models import Briefing


def make_known() -> None:
    """Tell the log's room of this one's subjects."""
    subjects.kinds["briefing"] = Subjects(_briefings, _found)
    subjects.kinds["guest"] = Subjects(_guests)
    subjects.events.update(
        {
            "briefing.place_given_up": "place at a briefing given up",
            "briefing_list.exported": "list of people at a briefing taken away",
            "attendance_list.entered": "attendance list of a briefing entered",
        }
    )


def _briefings(slugs: Collection[str]) -> Mapping[str, Named]:
    found = Briefing.objects.filter(slug__in=slugs).values_list("slug", "title")
    return {slug: Named(title, reverse("briefings:briefing", args=[slug])) for slug, title in found}


def _found(words: str) -> Iterable[str]:
    return Briefing.objects.filter(title__icontains=words).values_list("slug", flat=True)[:20]


def _guests(names: Collection[str]) -> Mapping[str, Named]:
    """Call every guest that: whose pseudonym it is, nobody is told."""
    return {name: Named(_("a guest")) for name in names}
