"""The count as plain text for a terminal, in columns that fit its width.

Candidates go down and stages across, in as many bands as the width asks for; or each stage goes
down on its own, for a narrow window.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

from ballots.counting.amounts import amount, change
from ballots.counting.record import Count, Stage
from ballots.counting.sheet.json_record import table_sha256
from ballots.counting.sheet.wording import NON_TRANSFERABLE, fates, headline, sentences, title
from ballots.counting.words import labels, many, plain

_WIDEST_NAME = 28
_GAP = "  "


def write(count: Count, *, width: int = 100, stages_down: bool = False) -> str:
    """Set a count as text. No line is wider than `width`, which is 60 at the least."""
    width = max(width, 60)
    parts = [_head(count), *(_stages(count) if stages_down else _bands(count, width)), _end(count)]
    lines = [line for part in parts for line in (*part, "")]
    return "\n".join(_fitted(lines, width)) + "\n"


def _head(count: Count) -> list[str]:
    quota = "" if count.quota is None else f", quota {amount(count.quota, count.rule.places)}"
    places, papers = many(count.contest.seats, "place"), many(count.papers.valid, "valid paper")
    return [
        count.contest.title,
        f"{count.rule.name}: {places}, {papers}{quota}",
        "",
        headline(count) + ".",
        *sentences(count),
        *count.remarks,
    ]


def _end(count: Count) -> list[str]:
    """Give the sentence of each stage, the lots, and the sum that proves the table."""
    lines = []
    for place, stage in enumerate(count.stages, start=1):
        lines += [f"{place}. {title(count, stage)}. {stage.explanation}", ""]
    names = labels(count.contest)
    for draw in count.lots:
        how = f"by hand, witnessed by {draw.witness}" if draw.witness else "by hand"
        if draw.counter is not None:
            how = f"counter {draw.counter}, SHA-256 {draw.hash}"
        tied = ", ".join(names[number - 1] for number in draw.tied)
        lines += [f"Lot between {tied}: {names[draw.drawn - 1]} ({how}).", ""]
    return [*lines, f"Stage table, SHA-256: {table_sha256(count)}"]


def _bands(count: Count, width: int) -> Iterator[list[str]]:
    """Lay candidates down and stages across, band under band."""
    columns = [_column(count, place) for place in range(len(count.stages))]
    names = _names(count)
    first = max(map(_cells, names), default=0)
    outcome = ["", "Outcome", *fates(count), "", ""]
    while columns:
        band: list[list[str]] = []
        used = first
        while columns:
            wide = max(map(_cells, columns[0])) + len(_GAP)
            if band and used + wide > width:
                break
            band.append(columns.pop(0))
            used += wide
        if not columns and used + max(map(len, outcome)) + len(_GAP) > width:
            yield _set([names], band)
            yield _set([names, outcome], [])
        elif not columns:
            yield _set([names], band, [outcome])
        else:
            yield _set([names], band)


def _column(count: Count, place: int) -> list[str]:
    """Set one stage: what each gained or lost, and the new total."""
    stage, places = count.stages[place], count.rule.places
    before = count.stages[place - 1] if place else None
    lines = [(*pair, amount(total, places)) for pair, total in _lines(stage, before)]
    moved = [change(now - was, places) if before else "" for now, was, _ in lines]
    wide = max(map(len, moved))
    return [
        f"Stage {place + 1}",
        _short(str(stage.action), stage, before),
        *(
            f"{said:>{wide}}{' ' if wide else ''}{total}"
            for said, (_, _, total) in zip(moved, _aligned(lines), strict=True)
        ),
    ]


def _short(action: str, stage: Stage, before: Stage | None) -> str:
    """Say what a stage does where there is room for a word and the candidates' numbers."""
    if before is None or not stage.who:
        return "" if before is None else action
    return f"{action} {','.join(map(str, stage.who[:3]))}{'…' * (len(stage.who) > 3)}"  # noqa: PLR2004 -- as above


def _lines(stage: Stage, before: Stage | None) -> Iterator[tuple[tuple[int, int], int]]:
    now = (*stage.votes, stage.non_transferable, stage.total)
    was = (*before.votes, before.non_transferable, before.total) if before else now
    yield from (((a, b), a) for a, b in zip(now, was, strict=True))


def _aligned(lines: Sequence[tuple[int, int, str]]) -> Iterator[tuple[int, int, str]]:
    wide = max(len(total) for *_, total in lines)
    yield from ((now, was, f"{total:>{wide}}") for now, was, total in lines)


def _stages(count: Count) -> Iterator[list[str]]:
    """Lay the stages down, each a table of its own."""
    names = _names(count)[2:]
    for place, stage in enumerate(count.stages):
        column = _column(count, place)[2:]
        yield [f"Stage {place + 1}. {title(count, stage)}", *_set([names], [column])]


def _names(count: Count) -> list[str]:
    numbered = [f"{place} {name}" for place, name in enumerate(labels(count.contest), start=1)]
    return ["", "", *(_cut(plain(each)) for each in numbered), NON_TRANSFERABLE, "Total"]


def _set(
    left: Sequence[list[str]], right: Sequence[list[str]], after: Sequence[list[str]] = ()
) -> list[str]:
    """Set columns side by side: words to the left, figures to the right."""
    padded = [
        *(_padded(column) for column in left),
        *(_padded(column, to_the_right=True) for column in right),
        *(_padded(column) for column in after),
    ]
    return [_GAP.join(cells).rstrip() for cells in zip(*padded, strict=True)]


def _padded(column: list[str], *, to_the_right: bool = False) -> list[str]:
    wide = max(map(_cells, column))
    pads = [" " * (wide - _cells(cell)) for cell in column]
    pairs = zip(column, pads, strict=True)
    return [pad + cell if to_the_right else cell + pad for cell, pad in pairs]


def _cut(name: str) -> str:
    """Shorten a name to what the column holds; its number still tells who it is."""
    while _cells(name) > _WIDEST_NAME:
        name = name.rstrip("…")[:-1] + "…"
    return name


def _cells(text: str) -> int:
    """Count the cells that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in text
    )


def _fitted(lines: Iterable[str], width: int) -> Iterator[str]:
    """Break what is too long, sentences and not columns, and let nobody's name steer a terminal."""
    for line in lines:
        if _cells(line) > width:
            yield from wrap(plain(line), width, subsequent_indent="   ") or [""]
        else:
            yield plain(line)
