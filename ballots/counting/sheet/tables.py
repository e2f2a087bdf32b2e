"""The tables of a count in HTML: the result, the stage sheet both ways round, what was lost."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import zip_longest

from ballots.counting.amounts import amount, change, short
from ballots.counting.record import Count, Exhausted
from ballots.counting.sheet.bars import bar
from ballots.counting.sheet.markup import Markup, joined, lines, person, tag
from ballots.counting.sheet.wording import NON_TRANSFERABLE, fates, order, title
from ballots.counting.words import labels

STAGES_ACROSS_PAPER = 5
"""So many stages stand side by side on a sheet of A4 on its side."""


def scrolled(table: Markup, label: str, class_: str = "") -> Markup:
    """Put a wide table into an area that scrolls, by finger and by keyboard."""
    return tag(
        "div", table, class_=f"count-scroll {class_}".strip(), tabindex=0, role="region",
        aria_label=label,
    )  # fmt: skip


def headings(cells: Iterable[str], first: int = 1) -> Markup:
    """Build a row of column headings, the first of them over words and the rest over figures."""
    return tag(
        "thead",
        tag(
            "tr",
            *(
                tag("th", cell, scope="col", class_=None if place < first else "number")
                for place, cell in enumerate(cells)
            ),
        ),
    )


def number(text: str, class_: str = "") -> Markup:
    """Build a cell for a figure."""
    return tag("td", text, class_=f"number {class_}".strip())


def row_head(*content: str, class_: str | None = None) -> Markup:
    """Build the cell that names a row."""
    return tag("th", *content, scope="row", class_=class_)


def result_table(count: Count) -> Markup:
    """Set out how each candidate fared: the elected first, then whoever stayed in longest."""
    names, ends, places = labels(count.contest), fates(count), count.rule.places
    stages = count.stages
    peak = [max(stage.votes[lane] for stage in stages) for lane in range(len(names))]
    most = max([*peak, count.quota or 0, 1])
    is_long = len(stages) > 1
    rows = []
    for n in in_order(count):
        votes = stages[0].votes[n - 1]
        tone = "count__out" if n in count.contest.withdrawn else None
        tone = "count__in" if n in count.elected else tone
        quota = count.quota if is_long else None
        rows.append(
            tag(
                "tr",
                tag("td", str(n), class_="count__number"),
                row_head(person(names[n - 1])),
                number(short(votes, places)),
                *([number(short(peak[n - 1], places))] if is_long else []),
                tag("td", bar(votes, peak[n - 1], of=most, quota=quota), class_="count__bar"),
                tag("td", _ended(ends[n - 1]), class_="count__fate"),
                class_=tone,
            )
        )
    unit = count.rule.unit.capitalize()
    first = joined(["First", tag("span", " preferences", class_="count__wide")])
    figures = [first, "Most held"] if is_long else [unit]
    top = [tag("th", "No.", scope="col"), tag("th", "Candidate", scope="col")]
    top += [tag("th", each, scope="col", class_="number") for each in figures]
    top += [tag("td", class_="count__bar"), tag("th", "Outcome", scope="col")]
    return tag(
        "table",
        tag("caption", "How each candidate fared"),
        tag("thead", tag("tr", *top)),
        tag("tbody", Markup("\n"), lines(rows)),
        class_="count__result" + " count__result--long" * is_long,
    )


def _ended(fate: str) -> Markup:
    """Mark those elected with a tick, which a screen reader need not say."""
    is_in = fate.startswith("Elected")
    return joined([tag("span", "✓ ", aria_hidden="true"), fate]) if is_in else joined([fate])


def in_order(count: Count) -> list[int]:
    """Order candidates by how they fared: the elected first, then whoever stayed in longest."""
    last = dict.fromkeys(count.contest.standing, len(count.stages))
    for place, stage in enumerate(count.stages):
        last |= dict.fromkeys(stage.excluded, place)
    others = [n for n in last if n not in count.elected]
    peak = {n: max((stage.votes[n - 1] for stage in count.stages), default=0) for n in last}
    names = labels(count.contest)
    at = {name: place for place, equal in enumerate(order(count)) for name in equal}
    others.sort(key=lambda n: (-last[n], at.get(names[n - 1], 0), -peak[n], n))
    return [*count.elected, *others, *sorted(count.contest.withdrawn)]


def sheet_across(count: Count, first: int = 0, stop: int | None = None) -> Markup:
    """Set the result sheet: candidates down, and for each stage the transfer and the new total."""
    stages = count.stages[first:stop]
    before = [
        count.stages[place - 1] if place else None for place in range(first, len(count.stages))
    ]
    names, places = labels(count.contest), count.rule.places
    top, under = [tag("th", "Candidate", scope="col", rowspan=2)], []
    for place, stage in enumerate(stages, start=first + 1):
        span = 1 if place == 1 else 2
        what = tag("span", title(count, stage), class_="count-sheet__what")
        top.append(
            tag("th", f"Stage {place} ", what, scope="colgroup", colspan=span, class_="number")
        )
        if place > 1:
            under.append(tag("th", "Transfer", scope="col", class_="number count-sheet__moved"))
        under.append(tag("th", "Total", scope="col", class_="number"))
    over = {n: place for place, stage in enumerate(count.stages) for n in stage.excluded}
    since = {n: place for place, stage in enumerate(count.stages) for n in stage.elected}

    def run(amounts: Sequence[int], was: Sequence[int | None], n: int = 0) -> list[Markup]:
        cells = []
        for place, (now, then) in enumerate(zip(amounts, was, strict=True), start=first):
            if then is not None:
                cells.append(number(change(now - then, places), "count-sheet__moved"))
            is_over = over.get(n, place) < place and now == 0
            kind = "count-sheet__elected" if since.get(n, place + 1) <= place else ""
            cells.append(number("" if is_over else amount(now, places), kind))
        return cells

    def line(
        name: Markup, of: Iterable[tuple[int, int | None]], n: int = 0, class_: str = ""
    ) -> Markup:
        now, was = zip(*of, strict=True)
        return tag("tr", row_head(name), *run(now, was, n), class_=class_ or None)

    pairs = list(zip(stages, before, strict=False))
    rows = [
        line(
            joined([tag("span", str(n), class_="count__number"), " ", person(name)]),
            [(s.votes[n - 1], b.votes[n - 1] if b else None) for s, b in pairs],
            n,
            "count__out" if n in count.contest.withdrawn else "",
        )
        for n, name in enumerate(names, start=1)
    ]
    rows.append(
        line(
            joined([NON_TRANSFERABLE]),
            [(s.non_transferable, b.non_transferable if b else None) for s, b in pairs],
        )
    )
    totals = [number(amount(s.total, places)) for s in stages]
    gaps = [tag("td", class_="count-sheet__moved") if b else None for b in before[: len(stages)]]
    foot = [each for pair in zip_longest(gaps, totals) for each in pair if each is not None]
    return tag(
        "table",
        tag("caption", _span(count, first, stop)),
        tag("thead", tag("tr", *top), tag("tr", *under)),
        tag("tbody", Markup("\n"), lines(rows)),
        tag("tfoot", tag("tr", row_head("Total"), *foot)),
        class_="count-sheet count-sheet--across",
    )


def _span(count: Count, first: int, stop: int | None) -> str:
    if stop is None and not first:
        return "Candidates down, stages across"
    last = min(stop or len(count.stages), len(count.stages))
    return f"Stage{'s' * (last > first + 1)} {first + 1}" + (
        f" to {last}" if last > first + 1 else ""
    )


def sheet_down(count: Count) -> Markup:
    """Set the same sheet turned round: stages down, candidates across."""
    names, places = labels(count.contest), count.rule.places
    rows = [
        tag(
            "tr",
            row_head(tag("span", f"{place}"), " ", tag("span", title(count, stage))),
            *(
                number(
                    amount(v, places), "count-sheet__elected" if n in _until(count, place) else ""
                )
                for n, v in enumerate(stage.votes, start=1)
            ),
            number(amount(stage.non_transferable, places)),
            number(amount(stage.total, places)),
        )
        for place, stage in enumerate(count.stages, start=1)
    ]
    tops = [person(name) for name in names]
    return tag(
        "table",
        tag("caption", "The same sheet, stages down"),
        headings(["Stage", *tops, NON_TRANSFERABLE, "Total"]),
        tag("tbody", Markup("\n"), lines(rows)),
        class_="count-sheet count-sheet--down",
    )


def _until(count: Count, place: int) -> set[int]:
    return {n for stage in count.stages[:place] for n in stage.elected}


def lost_votes(count: Count) -> Markup | None:
    """Set out the votes that passed to nobody, by stage and reason; None where all passed on."""
    places = count.rule.places
    lost: dict[int, defaultdict[Exhausted | None, int]] = {}
    for place, stage in enumerate(count.stages, start=1):
        by_reason: defaultdict[Exhausted | None, int] = defaultdict(int)
        for each in stage.transfers:
            if each.to is None:
                by_reason[each.why] += each.votes
        if any(by_reason.values()):
            lost[place] = by_reason
    if not lost:
        return None
    reasons = [why for why in Exhausted if any(each[why] for each in lost.values())]
    totals = [sum(each[why] for each in lost.values()) for why in reasons]
    rows = [
        tag(
            "tr",
            row_head(f"{place}. {title(count, count.stages[place - 1])}"),
            *(number(amount(each[why], places) if each[why] else "") for why in reasons),
            number(amount(sum(each.values()), places)),
        )
        for place, each in lost.items()
    ]
    return tag(
        "table",
        tag("caption", "Votes that passed to nobody, by reason"),
        headings(["Stage", *(str(why).capitalize() for why in reasons), "Together"]),
        tag("tbody", Markup("\n"), lines(rows)),
        tag(
            "tfoot",
            tag(
                "tr",
                row_head("Total"),
                *(number(amount(total, places)) for total in totals),
                number(amount(sum(totals), places)),
            ),
        ),
        class_="count__lost",
    )
