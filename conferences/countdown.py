"""How long there is, and until when, in words. Pure: the page is right without a script."""

from datetime import datetime, time, timedelta

_DAY, _HOUR, _MINUTE = 86_400, 3_600, 60


def left_in_words(left: timedelta) -> str:
    """Say how long there is in the two largest units: 3 days 4 hours, 2 hours 5 minutes."""
    seconds = int(left.total_seconds())
    if seconds < _MINUTE:
        return "less than a minute"
    days, rest = divmod(seconds, _DAY)
    hours, rest = divmod(rest, _HOUR)
    minutes = rest // _MINUTE
    if days >= 14:  # noqa: PLR2004 - nobody counts the hours of a fortnight
        return _so_many(days, "day")
    parts = [(days, "day"), (hours, "hour")] if days else [(hours, "hour"), (minutes, "minute")]
    return " ".join(_so_many(number, unit) for number, unit in parts if number)


def moment_in_words(local: datetime, *, is_day: bool = False) -> str:
    """Say when, for people: Friday 26 February 2027, noon. A day alone has no hour.

    `local` is the moment by the union's own clock; of a day, any moment of it.
    """
    day = f"{local:%A %-d %B %Y}"
    if is_day:
        return day
    if local.time() == time(12):
        return f"{day}, noon"
    return f"{day}, {local:%H:%M}"


def _so_many(number: int, unit: str) -> str:
    return f"{number:,} {unit}{'' if number == 1 else 's'}"
