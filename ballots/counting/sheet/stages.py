"""The stages of a count one after another: what was done and why, and where the papers went."""

from collections import defaultdict

from ballots.counting.amounts import amount, change
from ballots.counting.record import Count, Exhausted, Stage, Transfer
from ballots.counting.sheet.bars import bar
from ballots.counting.sheet.markup import Markup, joined, lines, person, tag
from ballots.counting.sheet.tables import headings, number, row_head, scrolled
from ballots.counting.sheet.wording import NON_TRANSFERABLE, title
from ballots.counting.words import labels, listed


def stages(count: Count) -> Markup:
    """Tell the count stage by stage, each with its sentences, its standing and its transfers."""
    told = [_stage(count, place) for place in range(len(count.stages))]
    return tag("ol", Markup("\n"), lines(told), class_="count-stages", role="list")


def _stage(count: Count, place: int) -> Markup:
    stage = count.stages[place]
    names = labels(count.contest)
    parts = [
        tag(
            "h4",
            tag("span", f"Stage {place + 1}", class_="count-stages__place"),
            " ",
            title(count, stage),
        ),
        tag("p", stage.explanation),
    ]
    if stage.elected:
        elected = listed([names[n - 1] for n in stage.elected])
        parts.append(
            tag(
                "p",
                tag("span", "✓ ", aria_hidden="true"),
                f"Elected: {elected}",
                class_="count-stages__in",
            )
        )
    details = [_standing(count, place)]
    if stage.transfers:
        details.append(
            scrolled(matrix(count, stage), f"Where the papers went at stage {place + 1}")
        )
    said = "Votes and transfers" if stage.transfers else "Votes after this stage"
    parts.append(tag("details", tag("summary", said), *details))
    return tag("li", *parts, id=f"count-stage-{place + 1}")


def _standing(count: Count, place: int) -> Markup:
    """Set out how everyone stands after a stage who still has votes or just lost them."""
    stage, places = count.stages[place], count.rule.places
    before = count.stages[place - 1] if place else None
    quota = stage.quota if stage.quota is not None else count.quota
    most = max([*stage.votes, quota or 0, 1])
    rows = []
    lanes = [*enumerate(labels(count.contest), start=1), (0, NON_TRANSFERABLE)]
    for n, name in lanes:
        now = stage.votes[n - 1] if n else stage.non_transferable
        was = now if before is None else before.votes[n - 1] if n else before.non_transferable
        if not now and not was and (n == 0 or before is not None):
            continue
        who = [tag("span", str(n), class_="count__number"), " ", person(name)] if n else [name]
        rows.append(
            tag(
                "tr",
                row_head(*who),
                *([number(change(now - was, places), "count-sheet__moved")] if before else []),
                number(amount(now, places)),
                tag(
                    "td",
                    bar(min(was, now), now, of=most, quota=quota if n else None) if n else "",
                    class_="count__bar",
                ),
                class_="count__in" if n in _elected_by(count, place) else None,
            )
        )
    tops = ["Candidate", *(["Change"] if before else []), count.rule.unit.capitalize()]
    top = [
        tag("th", each, scope="col", class_="number" if i else None) for i, each in enumerate(tops)
    ]
    said = f"After stage {place + 1}" + (
        f"; the quota is {amount(quota, places)}" if quota is not None else ""
    )
    return tag(
        "table",
        tag("caption", said),
        tag("thead", tag("tr", *top, tag("td", class_="count__bar"))),
        tag("tbody", Markup("\n"), lines(rows)),
        class_="count-stages__standing",
    )


def _elected_by(count: Count, place: int) -> set[int]:
    return {n for stage in count.stages[: place + 1] for n in stage.elected}


def matrix(count: Count, stage: Stage) -> Markup:
    """Set out the transfers of a stage: from whom, in papers of which value, to whom, and votes."""
    names, places = labels(count.contest), count.rule.places
    columns = sorted(
        {(each.source, each.value) for each in stage.transfers if each.papers},
        key=lambda pair: (stage.who.index(pair[0]) if pair[0] in stage.who else 0, -pair[1]),
    )
    by_row: defaultdict[tuple[bool, int, Exhausted | None], list[Transfer]] = defaultdict(list)
    for each in stage.transfers:
        by_row[each.to is None, each.to or 0, each.why].append(each)
    rows = []
    for (is_lost, to, why), transfers in sorted(by_row.items(), key=_row_order):
        papers: defaultdict[tuple[int, int], int] = defaultdict(int)
        for each in transfers:
            papers[each.source, each.value] += each.papers
        who = [f"{NON_TRANSFERABLE}: {why}"] if is_lost else [person(names[to - 1])]
        rows.append(
            tag(
                "tr",
                row_head(*who),
                *(number(f"{papers[c]:,}" if papers[c] else "") for c in columns),
                number(amount(sum(each.votes for each in transfers), places)),
            )
        )
    totals = [
        sum(each.papers for each in stage.transfers if (each.source, each.value) == column)
        for column in columns
    ]
    is_of_one = len({source for source, _ in columns}) == 1
    tops = [
        joined(
            [
                tag("span", "Papers" if is_of_one else "Papers of "),
                *([] if is_of_one else [person(names[source - 1])]),
                tag("span", f" at {amount(value, places)}"),
            ]
        )
        for source, value in columns
    ]
    return tag(
        "table",
        tag("caption", "Where the papers went"),
        headings(["To", *tops, count.rule.unit.capitalize()]),
        tag("tbody", Markup("\n"), lines(rows)),
        tag(
            "tfoot",
            tag(
                "tr",
                row_head("Together"),
                *(number(f"{total:,}") for total in totals),
                number(amount(sum(each.votes for each in stage.transfers), places)),
            ),
        ),
        class_="count-matrix",
    )


def _row_order(item: tuple[tuple[bool, int, Exhausted | None], object]) -> tuple[bool, int, str]:
    (is_lost, to, why), _ = item
    return is_lost, to, str(why)


def transfers(count: Count) -> Markup:
    """Set out every transfer of the count, stage by stage: the table beside the flow's picture."""
    names, places = labels(count.contest), count.rule.places
    rows = []
    for place, stage in enumerate(count.stages, start=1):
        moved: defaultdict[tuple[int, int], list[int]] = defaultdict(lambda: [0, 0])
        for each in stage.transfers:
            sums = moved[each.source, each.to or 0]
            sums[0] += each.papers
            sums[1] += each.votes
        for (source, to), (papers, votes) in sorted(
            moved.items(), key=lambda item: (item[0][0], item[0][1] == 0, item[0][1])
        ):
            rows.append(
                tag(
                    "tr",
                    row_head(str(place)),
                    tag("td", person(names[source - 1])),
                    tag("td", person(names[to - 1]) if to else "nobody"),
                    number(f"{papers:,}"),
                    number(amount(votes, places)),
                )
            )
    return tag(
        "table",
        tag("caption", "Every transfer"),
        headings(["Stage", "From", "To", "Papers", count.rule.unit.capitalize()], first=3),
        tag("tbody", Markup("\n"), lines(rows)),
        class_="count-transfers",
    )
