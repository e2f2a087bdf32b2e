"""The pages of the log."""

from audit.views.browse import ENTRIES_ON_A_PAGE, checkpoint, log
from audit.views.check import check, check_alone
from audit.views.desk import desk, find_person
from audit.views.entry import entry
from audit.views.heads import heads, how_to_check
from audit.views.stories import person, story

__all__ = [
    "ENTRIES_ON_A_PAGE",
    "check",
    "check_alone",
    "checkpoint",
    "desk",
    "entry",
    "find_person",
    "heads",
    "how_to_check",
    "log",
    "person",
    "story",
]
