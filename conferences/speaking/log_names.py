"""What the log says of speakers and of points of order: their number, and not their words."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.browsing import subjects
from audit.browsing.subjects import Named, Subjects
from conferences.models import Conference


def make_known() -> None:
    """Tell the log's room of this part's subjects."""
    subjects.kinds["speaker"] = Subjects(_speakers)
    subjects.kinds["point-of-order"] = Subjects(_points)
    subjects.events.update(
        {
            "speaker.asked": "asked to speak",
            "speaker.withdrawn": "no longer asks to speak",
            "speaker.placed": "place among the speakers set by the chair",
            "speaker.passed_over": "speaker passed over",
            "speaker.called": "speaker called",
            "speaker.began": "speech begun",
            "speaker.given_more": "more time given to a speaker",
            "speaker.ended": "speech ended",
            "speakers.closed": "list of speakers closed",
            "point_of_order.raised": "point of order raised",
            "point_of_order.withdrawn": "point of order taken back",
            "point_of_order.ruled": "point of order ruled on",
        }
    )


def _speakers(names: Collection[str]) -> Mapping[str, Named]:
    return {
        name: Named(_("turn to speak %(number)s") % {"number": number}, _page(code))
        for name, code, number in _of_conferences(names)
    }


def _points(names: Collection[str]) -> Mapping[str, Named]:
    return {
        name: Named(_("point of order %(number)s") % {"number": number}, _page(code))
        for name, code, number in _of_conferences(names)
    }


def _of_conferences(names: Collection[str]) -> list[tuple[str, str, str]]:
    """Part names like NDC27/12, of conferences that there are."""
    parted = [(name, *name.partition("/")[::2]) for name in names]
    codes = {code for _name, code, _number in parted}
    known = set(Conference.objects.filter(code__in=codes).values_list("code", flat=True))
    return [one for one in parted if one[1] in known and one[2].isdecimal()]


def _page(code: str) -> str:
    return reverse("conferences:speaking", args=[code])
