"""Periods of months in law, counted with their first day in (guide 2.6; s.108A(6)-(7)).

Six months starting with 15 June end with 14 December. Where the last month has no such day, they
end with its last day.
"""

from calendar import monthrange
from datetime import date, timedelta

MONTHS_TO_COMPLAIN = 6
"""From the day of a breach of rule, to the Certification Officer."""


def last_day_of_months(months: int, *, starting_with: date) -> date:
    """Give the last day of a period of calendar months whose first day is `starting_with`.

    >>> last_day_of_months(6, starting_with=date(2027, 6, 15))
    datetime.date(2027, 12, 14)
    >>> last_day_of_months(6, starting_with=date(2027, 8, 31))
    datetime.date(2028, 2, 29)
    """
    years, month = divmod(starting_with.month - 1 + months, 12)
    year, month = starting_with.year + years, month + 1
    days = monthrange(year, month)[1]
    if starting_with.day > days:
        return date(year, month, days)
    return date(year, month, starting_with.day) - timedelta(days=1)
