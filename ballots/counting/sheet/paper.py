"""The count as a paper sets it: words and figures ready to be printed, in plain dictionaries.

Typst reads them as JSON, so that no name can be taken for a command, and reckons nothing itself.
"""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from ballots.counting.amounts import amount, change, short
from ballots.counting.record import Count, Ending, Exhausted
from ballots.counting.sheet.flow import flow, flow_size
from ballots.counting.sheet.json_record import table_sha256
from ballots.counting.sheet.tables import in_order
from ballots.counting.sheet.wording import NON_TRANSFERABLE, fates, headline, sentences, title
from ballots.counting.words import labels, listed, plain

_STAGES_IN_A_BAND = 6

_INK = """<style>
text { fill: #19231f; font-family: "DejaVu Sans Mono"; font-size: 11px; }
.count-flow__stage { text-anchor: middle; font-weight: bold; font-size: 14px; }
.count-flow__what { text-anchor: middle; fill: #4a544e; font-size: 10px; }
.count-flow__name, .count-flow__figure { text-anchor: end; }
.count-flow__name { font-family: "Libertinus Serif"; font-weight: bold; font-size: 14px; }
.count-flow__fate { font-family: "Libertinus Serif"; font-size: 14px; }
.count-flow__fate--in { font-weight: bold; }
.count-flow__base { stroke: #d5cab4; fill: none; }
.count-flow__quota { stroke: #857a63; stroke-dasharray: 3 4; fill: none; }
.count-flow__held { fill: #c9c2b3; }
.count-flow__elected { fill: #103c34; }
.count-flow__nobody { fill: #f6f1e6; stroke: #4a544e; stroke-width: 0.7; stroke-dasharray: 2 2; }
.count-flow__moved { fill: #d3a645; fill-opacity: 0.6; stroke: #75530f; stroke-width: 0.5; }
.count-flow__thread { fill: none; stroke: #75530f; stroke-width: 0.4; stroke-opacity: 0.5; }
.count-flow__lost { fill: none; stroke: #4a544e; stroke-width: 0.5; stroke-dasharray: 3 2; }
</style>"""


def data(count: Count) -> dict[str, Any]:
    """Give everything that the paper of a count says."""
    names, is_long = labels(count.contest), len(count.stages) > 1
    by = {n: place for place, stage in enumerate(count.stages, start=1) for n in stage.elected}
    whole = count.ending is Ending.COMPLETE
    return {
        "title": plain(count.contest.title),
        "headline": headline(count),
        "elected": [
            {"name": plain(names[n - 1]), "stage": by.get(n, 0) if is_long else 0}
            for n in (count.elected if whole else ())
        ],
        "said": [plain(each) for each in (*sentences(count), *count.remarks)],
        "facts": _facts(count),
        "unit": count.rule.unit,
        "result": list(_result(count)) if count.stages else [],
        "bands": [
            _band(count, first, first + _STAGES_IN_A_BAND)
            for first in range(0, len(count.stages) if is_long else 0, _STAGES_IN_A_BAND)
        ],
        "stages": [
            {
                "number": place,
                "title": plain(title(count, stage)),
                "explanation": plain(stage.explanation),
                "elected": plain(listed([names[n - 1] for n in stage.elected])),
            }
            for place, stage in enumerate(count.stages, start=1)
        ],
        "flow": _picture(count) if is_long else "",
        "flow_size": flow_size(count) if is_long else [],
        "lost": _lost(count),
        "lots": [
            {
                "tied": plain(listed([names[n - 1] for n in draw.tied])),
                "drawn": plain(names[draw.drawn - 1]),
                "why": plain(draw.why),
                "rule": draw.rule,
                "counter": draw.counter,
                "hash": draw.hash,
                "witness": plain(draw.witness),
            }
            for draw in count.lots
        ],
        "seed": count.seed or "",
        "table_sha256": table_sha256(count),
    }


def _facts(count: Count) -> list[list[str]]:
    papers = count.papers
    facts = [
        ["Rule", count.rule.name],
        ["Text", count.rule.text],
        ["Places", f"{count.contest.seats:,}"],
        ["Papers", f"{papers.total:,}, valid {papers.valid:,}, blank {papers.blank:,}"],
    ]
    facts += [
        ["Not counted", f"{number:,}: {plain(reason)}"]
        for reason, number in sorted(papers.invalid.items())
    ]
    if count.quota is not None:
        facts.append(["Quota", amount(count.quota, count.rule.places)])
    facts += [["Reserved", f"{each.seats:,}: {plain(each.tag)}"] for each in count.contest.reserved]
    return facts


def _result(count: Count) -> Iterator[dict[str, Any]]:
    names, ends, places = labels(count.contest), fates(count), count.rule.places
    for n in in_order(count):
        peak = max(stage.votes[n - 1] for stage in count.stages)
        yield {
            "number": n,
            "name": plain(names[n - 1]),
            "first": short(count.stages[0].votes[n - 1], places),
            "most": short(peak, places),
            "fate": ends[n - 1],
            "is_in": n in count.elected,
            "is_out": n in count.contest.withdrawn,
        }


def _band(count: Count, first: int, stop: int) -> dict[str, Any]:
    """Give one run of stages of the result sheet, as many as fit a page's width."""
    stages, places = count.stages[first:stop], count.rule.places
    over = {n: place for place, stage in enumerate(count.stages) for n in stage.excluded}
    since = {n: place for place, stage in enumerate(count.stages) for n in stage.elected}

    def line(n: int, name: str) -> dict[str, Any]:
        cells = []
        for place, stage in enumerate(stages, start=first):
            now = stage.votes[n - 1] if n else stage.non_transferable
            if place:
                before = count.stages[place - 1]
                was = before.votes[n - 1] if n else before.non_transferable
                cells.append({"words": change(now - was, places), "is_in": False})
            is_over = over.get(n, place) < place and not now
            is_in = since.get(n, place + 1) <= place
            cells.append({"words": "" if is_over else amount(now, places), "is_in": is_in})
        return {"name": plain(name), "cells": cells}

    names = [f"{n} {name}" for n, name in enumerate(labels(count.contest), start=1)]
    rows = [line(n, name) for n, name in enumerate(names, start=1)]
    return {
        "stages": [
            {"number": place, "title": plain(title(count, stage)), "wide": 1 if place == 1 else 2}
            for place, stage in enumerate(stages, start=first + 1)
        ],
        "rows": [*rows, line(0, NON_TRANSFERABLE)],
        "totals": [amount(stage.total, places) for stage in stages],
    }


def _picture(count: Count) -> str:
    """Draw the flow with the ink of a paper in it."""
    head, _, rest = flow(count).partition(">")
    return f"{head}>{_INK}{rest}"


def _lost(count: Count) -> list[list[str]]:
    """Sum up the votes that passed to nobody, by reason."""
    sums: defaultdict[Exhausted, int] = defaultdict(int)
    for stage in count.stages:
        for each in stage.transfers:
            if each.why is not None:
                sums[each.why] += each.votes
    places = count.rule.places
    return [[str(why).capitalize(), amount(sums[why], places)] for why in Exhausted if sums[why]]
