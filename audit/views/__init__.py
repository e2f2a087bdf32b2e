"""The pages of the log."""

from audit.views.browse import ENTRIES_ON_A_PAGE, log
from audit.views.check import check, check_alone
from audit.views.desk import desk, find_person
from audit.views.entry import entry
from audit.views.heads import heads, how_to_check
from audit.views.stories import person, story
from audit.views.witnesses import hand_in, head_for_witness, question, witnesses

__all__ = [
    "ENTRIES_ON_A_PAGE",
    "check",
    "check_alone",
    "desk",
    "entry",
    "find_person",
    "hand_in",
    "head_for_witness",
    "heads",
    "how_to_check",
    "log",
    "person",
    "question",
    "story",
    "witnesses",
]
