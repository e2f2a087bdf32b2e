"""What may be done in the hall. Each act is one function, recorded and published."""

from conferences.services.floor import floor_publish, floor_set
from conferences.services.indicative import indicative_vote_open, indicative_vote_propose
from conferences.services.presence import check_in, check_out
from conferences.services.sittings import agenda_item_take, session_close, session_open

__all__ = [
    "agenda_item_take",
    "check_in",
    "check_out",
    "floor_publish",
    "floor_set",
    "indicative_vote_open",
    "indicative_vote_propose",
    "session_close",
    "session_open",
]
