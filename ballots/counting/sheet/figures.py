"""What only some rules find out: who holds a reserved place, and Meek's keep values."""

from collections.abc import Mapping, Sequence

from ballots.counting.record import Count
from ballots.counting.sheet.markup import Markup, lines, person, tag
from ballots.counting.sheet.tables import headings, number, row_head
from ballots.counting.words import plain


def places_filled(count: Count) -> Markup | None:
    """Set out each place with its holder, in the order of filling; None where no rule says."""
    places = count.figures.get("places")
    if not isinstance(places, Sequence):
        return None
    rows = [
        tag(
            "tr",
            row_head(plain(str(each["place"])).capitalize()),
            tag("td", "vacant" if each["holder"] is None else person(each["holder"])),
        )
        for each in places
    ]
    return tag(
        "table",
        tag("caption", "In the order in which they were filled"),
        headings(["Place", "Held by"], first=2),
        tag("tbody", Markup("\n"), lines(rows)),
        class_="count__lost",
    )


def keep_values(count: Count) -> Markup | None:
    """Set out what part of each vote the elected keep at the end of a Meek count."""
    kept = count.figures.get("keep_values")
    if not isinstance(kept, Mapping) or not kept:
        return None
    rows = [tag("tr", row_head(person(name)), number(str(value))) for name, value in kept.items()]
    return tag(
        "table",
        tag("caption", "The part of every vote that each of the elected keeps at the end"),
        headings(["Candidate", "Keep value"]),
        tag("tbody", Markup("\n"), lines(rows)),
        class_="count__lost",
    )
