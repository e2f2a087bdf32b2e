"""The lots of a count: who tied, what decided, and how anyone draws them again."""

from collections.abc import Iterator

from ballots.counting.lots import Draw
from ballots.counting.record import Count, Ending
from ballots.counting.sheet.markup import Markup, joined, lines, tag
from ballots.counting.words import labels, listed


def lots(count: Count) -> Iterator[Markup]:
    """Tell every lot that was drawn, and the one that is needed."""
    names = labels(count.contest)
    if count.ending is Ending.LOT_NEEDED:
        tied = listed([names[n - 1] for n in count.tied])
        yield tag("p", f"A lot has still to be drawn between {tied}.", class_="count__also")
    if count.lots:
        told = [tag("li", *_told(count, draw)) for draw in count.lots]
        yield tag("ol", Markup("\n"), lines(told), class_="count__lots")
    if count.seed is not None and any(draw.counter is not None for draw in count.lots):
        yield tag(
            "p",
            "To draw a lot again: write the seed, a comma and the counter one after the other, "
            "take the SHA-256 of that text, read it as a whole number and divide it by the number "
            "of those who tie. The remainder picks one of them in the order of the paper, counted "
            "from 0. The seed is ",
            tag("code", count.seed),
            ".",
            class_="count__how",
        )


def _told(count: Count, draw: Draw) -> Iterator[Markup]:
    names = labels(count.contest)
    tied = listed([names[n - 1] for n in draw.tied])
    yield tag("p", f"{tied} tied. {draw.why.rstrip('.')} ({draw.rule}).")
    yield tag("p", "The lot fell on ", tag("strong", names[draw.drawn - 1]), ".")
    if draw.counter is None:
        who = f" before {draw.witness}" if draw.witness else ""
        yield tag("p", f"It was drawn by hand{who}.")
        return
    place = draw.tied.index(draw.drawn)
    yield tag(
        "p",
        joined(
            [
                f"Counter {draw.counter}, SHA-256 ",
                tag("code", draw.hash),
                f", divided by {len(draw.tied)}: remainder {place}.",
            ]
        ),
        class_="count__hash",
    )
