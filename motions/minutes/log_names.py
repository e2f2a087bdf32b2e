"""What the log's pages say of minutes."""

from collections.abc import Collection, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from audit.browsing import subjects
from audit.browsing.subjects import Named, Subjects
from conferences.models import Conference


def make_known() -> None:
    """Tell the log's room of this part's subjects."""
    subjects.kinds["minutes"] = subjects.kinds["minutes-words"] = Subjects(_minutes)
    subjects.events.update(
        {
            "minutes.added": "Words of the clerk added to the minutes",
            "minutes.struck": "Words of the clerk struck out of the minutes",
            "minutes.agreed": "Minutes agreed by a later meeting",
        }
    )


def _minutes(names: Collection[str]) -> Mapping[str, Named]:
    codes = {name: name.partition("/")[0] for name in names}
    titles = dict(
        Conference.objects.filter(code__in=set(codes.values())).values_list("code", "title")
    )
    return {
        name: Named(
            _("minutes of %(title)s") % {"title": titles[code]},
            reverse("motions:minutes", args=[code]),
        )
        for name, code in codes.items()
        if code in titles
    }
