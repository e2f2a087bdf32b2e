"""Amounts of votes as decimal words, exactly: 10758 with two places is "107.58"."""


def words(units: int, places: int) -> str:
    """Write a whole number of units as a decimal number."""
    if places == 0:
        return str(units)
    sign = "-" if units < 0 else ""
    whole, part = divmod(abs(units), 10**places)
    return f"{sign}{whole}.{part:0{places}d}"


def units(written: str, places: int) -> int:
    """Read back what `words` wrote. ValueError where it has another number of places."""
    whole, _, part = written.partition(".")
    if len(part) != places:
        raise ValueError(f"{written} has not {places} places.")
    return int(whole + part)
