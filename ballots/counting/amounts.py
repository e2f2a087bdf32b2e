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


def amount(units: int, places: int) -> str:
    """Write an amount with its thousands apart: 1234567 with two places is "12,345.67"."""
    whole, point, part = words(units, places).partition(".")
    return f"{int(whole):,}{point}{part}" if whole != "-0" else f"-0{point}{part}"


def short(units: int, places: int) -> str:
    """Write an amount, and a whole one without its places: 898 and 1,018.64."""
    return amount(units // 10**places, 0) if units % 10**places == 0 else amount(units, places)


def change(units: int, places: int) -> str:
    """Write what came or went, with its sign; nothing where nothing did."""
    if units == 0:
        return ""
    sign = "+" if units > 0 else "\N{MINUS SIGN}"
    return f"{sign}{amount(abs(units), places)}"
