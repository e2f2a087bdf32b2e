"""How many words a composite may have: as many as a motion, where the standing orders say so."""

from conferences.models import Conference


def words_allowed(conference: Conference) -> int | None:
    """Give the limit of the conference's standing orders for a motion; None is no limit."""
    limit = getattr(conference.orders, "motion_words", None)
    return int(limit) if limit else None
