"""The pages of the log."""

from audit.views.browse import ENTRIES_ON_A_PAGE, checkpoint, entry, how_to_check, log
from audit.views.check import check, check_alone

__all__ = [
    "ENTRIES_ON_A_PAGE",
    "check",
    "check_alone",
    "checkpoint",
    "entry",
    "how_to_check",
    "log",
]
