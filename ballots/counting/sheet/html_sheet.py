"""The count as HTML: a fragment that a page embeds, and a document that holds just the same.

The fragment is one `<section class="count">`, well-formed XML with no script and no style in it.
The document adds a style sheet, so that it can be read with no network and printed.
"""

from collections.abc import Iterator
from pathlib import Path

from ballots.counting.amounts import amount
from ballots.counting.record import Count, Ending
from ballots.counting.sheet.figures import keep_values, places_filled
from ballots.counting.sheet.flow import flow, flow_names
from ballots.counting.sheet.json_record import table_sha256
from ballots.counting.sheet.lots import lots
from ballots.counting.sheet.markup import Markup, joined, lines, person, tag
from ballots.counting.sheet.pairwise import pairwise
from ballots.counting.sheet.stages import stages, transfers
from ballots.counting.sheet.tables import (
    STAGES_ACROSS_PAPER,
    lost_votes,
    result_table,
    scrolled,
    sheet_across,
    sheet_down,
)
from ballots.counting.sheet.wording import headline, sentences
from ballots.counting.words import labels, many, plain

_STYLES = (
    Path(__file__).with_name("standalone.css"),
    Path(__file__).parents[2] / "static" / "ballots" / "count.css",
)


def fragment(count: Count) -> str:
    """Give the count as one section of a page."""
    parts = [
        _head(count),
        _section("result", "The result", _shown_result(count)),
        *_followed(count),
        *_more(count),
    ]
    return tag("section", Markup("\n"), lines(parts), class_="count", aria_labelledby="count-title")


def document(count: Count) -> bytes:
    """Give the count as a page of its own, with its style sheet in it."""
    styles = "\n".join(path.read_text() for path in _STYLES)
    name = plain(count.contest.title) or "A count"
    return (
        "<!DOCTYPE html>\n"
        '<html lang="en-GB">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"{tag('title', f'{name}: the count')}\n<style>\n{styles}</style>\n</head>\n"
        "<body>\n<main>\n"
        f"{tag('h1', name)}\n{fragment(count)}\n</main>\n</body>\n</html>\n"
    ).encode()


def _head(count: Count) -> Markup:
    """Say who is elected, and by what."""
    names = labels(count.contest)
    by = {n: place for place, stage in enumerate(count.stages, start=1) for n in stage.elected}
    parts = [tag("h2", _verdict(count), id="count-title", class_="count__verdict")]
    if count.elected and count.ending is Ending.COMPLETE and len(count.elected) > 1:
        elected = [
            tag("li", person(names[n - 1]), *_when(by.get(n, 0), len(count.stages)))
            for n in count.elected
        ]
        parts.append(tag("ol", *elected, class_="count__elected"))
    parts += [tag("p", said, class_="count__also") for said in sentences(count)]
    parts += [tag("p", said) for said in count.remarks]
    parts.append(_facts(count))
    return tag("header", Markup("\n"), lines(parts), class_="count__head")


def _when(stage: int, stages: int) -> list[str]:
    return [" ", tag("small", f"stage {stage}")] if stage and stages > 1 else []


def _verdict(count: Count) -> str:
    """Leave the names of several to the list beneath."""
    if count.ending is not Ending.COMPLETE or not count.elected:
        return headline(count)
    if len(count.elected) > 1:
        return f"{many(len(count.elected), 'candidate')} elected"
    return f"{labels(count.contest)[count.elected[0] - 1]} is elected"


def _facts(count: Count) -> Markup:
    papers = count.papers
    rows = [
        ("Rule", joined([count.rule.name, " ", tag("small", count.rule.text)])),
        ("Places", f"{count.contest.seats:,}"),
        ("Valid papers", f"{papers.valid:,}"),
    ]
    if papers.blank:
        rows.append(("Blank papers", f"{papers.blank:,}"))
    rows += [
        ("Not counted", f"{number:,}: {reason}")
        for reason, number in sorted(papers.invalid.items())
    ]
    if count.quota is not None:
        rows.append(("Quota", amount(count.quota, count.rule.places)))
    rows += [
        ("Reserved", f"{many(each.seats, 'place')} for {each.tag}")
        for each in count.contest.reserved
    ]
    return tag(
        "dl",
        *(tag("div", tag("dt", name), tag("dd", value)) for name, value in rows),
        class_="count__facts",
    )


def _section(name: str, heading: str, *content: Markup) -> Markup:
    key = f"count-{name}"
    head = tag("h3", heading, id=key)
    return tag(
        "section", Markup("\n"), lines([head, *content]), class_=f"count__part count__part--{name}",
        aria_labelledby=key,
    )  # fmt: skip


def _shown_result(count: Count) -> Markup:
    if not count.stages:
        return tag("p", "There was nothing to count.")
    return result_table(count)


def _followed(count: Count) -> list[Markup]:
    """Set out the stages, for a count that has any to follow."""
    if not count.stages:
        return []
    if len(count.stages) == 1:
        said = tag("p", count.stages[0].explanation, class_="count__how")
        return [_section("stages", "How it was counted", said)]
    told = _section("stages", "Stage by stage", stages(count))
    sheet = scrolled(sheet_across(count), "The result sheet, stages across", "count-screen")
    turned = tag(
        "details",
        tag("summary", "The same sheet, stages down"),
        scrolled(sheet_down(count), "The result sheet, stages down"),
    )
    bands = [
        sheet_across(count, first, first + STAGES_ACROSS_PAPER)
        for first in range(0, len(count.stages), STAGES_ACROSS_PAPER)
    ]
    parts = [told, _section("sheet", "The result sheet", sheet, _on_paper(bands), turned)]
    parts.append(_section("flow", "The flow of votes", *_flow(count)))
    if (lost := lost_votes(count)) is not None:
        parts.append(
            _section("lost", "Votes that passed to nobody", scrolled(lost, "Votes lost, by reason"))
        )
    return parts


_SIGNS = "\N{MINUS SIGN} for a surplus passed on, \N{MULTIPLICATION SIGN} for an exclusion"


def _flow(count: Count) -> Iterator[Markup]:
    """Draw the flow, say how to read it, and set a table of the same beside it."""
    is_moved = any(stage.transfers for stage in count.stages)
    said = [
        "Each candidate has a lane; a band is as high as their votes are many.",
        "The broken line is the quota, and solid bands are elected candidates.",
        "Ribbons show where votes went." if is_moved else "",
        f"Over each stage stands whose votes moved: {_SIGNS}.",
    ]
    yield tag("p", " ".join(filter(None, said)), class_="count__key")
    picture = joined([flow_names(count), flow(count)])
    yield scrolled(picture, "The flow of votes, stage by stage", "count-flow-frame")
    if is_moved:
        yield tag(
            "details",
            tag("summary", "The flow as a table"),
            scrolled(transfers(count), "Every transfer"),
        )


def _on_paper(bands: list[Markup]) -> Markup:
    """Give the sheet again in pieces that fit paper; on a screen nobody meets them."""
    return tag("div", Markup("\n"), lines(bands), class_="count-paper")


def _more(count: Count) -> list[Markup]:
    """Add what only some counts have: pairs, lots, notes; and the sum that proves the table."""
    parts = []
    if (places := places_filled(count)) is not None:
        parts.append(_section("places", "The places", places))
    if (kept := keep_values(count)) is not None:
        parts.append(_section("keep", "Keep values", kept))
    if (grid := pairwise(count)) is not None:
        parts.append(_section("pairs", "Candidate against candidate", grid))
    if count.lots or count.ending is Ending.LOT_NEEDED:
        parts.append(_section("lots", "Lots", *lots(count)))
    if count.notes:
        notes = [tag("li", f"Line {note.line}: {note.reason}") for note in count.notes]
        parts.append(_section("notes", "Notes on the papers", tag("ul", *notes)))
    parts.append(
        tag(
            "p",
            "The stage table has the SHA-256 ",
            tag("code", table_sha256(count)),
            ": the same in the record, the CSV and every recount.",
            class_="count__sum",
        )
    )
    return parts
