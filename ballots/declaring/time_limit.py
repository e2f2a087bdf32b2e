"""Until when a vote may be complained of: the clock of section 108A (guide 2.6).

Six months beginning with the day of the breach; or, where an internal procedure is begun within
that time, six months from its end or from one year after it began, whichever is earlier.
"""

from calendar import monthrange
from datetime import date, timedelta

MONTHS_TO_COMPLAIN = 6


def last_day_to_complain(breach: date) -> date:
    """Give the last day of the six months that begin with the day of the breach.

    They begin at the start of that day, so a breach on 15 June may be complained of until 14
    December. Where the last month has no such day, it ends with the month.
    """
    return _months_later(breach - timedelta(days=1), MONTHS_TO_COMPLAIN)


def _months_later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))
