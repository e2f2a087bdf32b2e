"""What the log's pages say of calendars, and of items that were taken, moved and carried."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from audit.browsing import subjects
from audit.browsing.subjects import Named, Subjects


def make_known() -> None:
    """Tell the log's room of this part's subjects."""
    subjects.kinds["calendar"] = Subjects(_calendars)
    subjects.events.update(
        {
            "agenda_item.ended": "item of the agenda ended",
            "agenda_item.moved": "item of the agenda moved to another time",
            "agenda_item.carried": "item of the agenda carried to another session",
            "calendar.given_out": "address of a calendar given out",
            "calendar.revoked": "address of a calendar revoked",
        }
    )


def _calendars(names: Collection[str]) -> Mapping[str, Named]:
    """Name no holder: the log says by whom it was asked for, as for any act."""
    return {name: Named(_("a member's own calendar")) for name in names}
