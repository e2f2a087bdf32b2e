"""Word the changes within the lines that two versions of a text have in common."""

from collections.abc import Iterator, Sequence

from motions.wording.comparing import Run, differences
from motions.wording.edits import Edit, Form, Place
from motions.wording.finding import Span, found_in
from motions.wording.matching import ALIKE, Pair, likeness
from motions.wording.quoting import (
    place_at,
    word_spans,
    words_between,
    words_ending_at,
    words_starting_at,
)
from motions.wording.structure import blocks

_LONG = 14  # words to delete: more than these are named by their first and last
_PAIR = 2  # words: of fewer, the second or third place is hard to find on paper
_WIDEST = 4  # words taken in on either side, so that a change can be told apart


def reworded(old: str, new: str, lines: Sequence[Pair]) -> list[Edit]:
    """Give the edits that turn each old line into the line it became."""
    was, now = blocks(old), blocks(new)
    edits: list[Edit] = []
    for pair in lines:
        if pair.old is None or pair.new is None:
            continue
        a, b = was[pair.old], now[pair.new]
        if a.words(old) != b.words(new):
            if likeness(a.words(old), b.words(new)) < ALIKE and (whole := _whole(old, pair.old)):
                edits.append(Edit(Form.REPLACE_PART, new=b.words(new), place=whole))
                continue
            last = pair.old == len(was) - 1
            edits += _in_line(old, (a.words_start, a.end), b.words(new), last=last)
    return edits


def _whole(old: str, at: int) -> Place | None:
    """Name a whole paragraph or point, if this line is all of it."""
    every = blocks(old)
    block = every[at]
    if at + 1 < len(every) and every[at + 1].level > block.level:
        return None
    return place_at(old, block.words_start) if not block.is_bullet else None


def _in_line(old: str, line: Span, new: str, *, last: bool) -> Iterator[Edit]:
    spans = word_spans(old, *line)
    was = [old[slice(*each)] for each in spans]
    at_new = word_spans(new)
    now = [new[slice(*each)] for each in at_new]
    for run in _joined(differences(was, now)):
        if run.same:
            continue
        words = new[at_new[run.c][0] : at_new[run.d - 1][1]] if run.c < run.d else ""
        edit = _edit(old, spans, run, words, last=last)
        if edit:
            yield edit


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Make one change of two with a single word between them: one thing to find, not two."""
    out: list[Run] = []
    for i, run in enumerate(runs):
        tiny = run.same and run.b - run.a == 1 and 0 < i < len(runs) - 1
        same = run.same and not tiny
        if out and not same and not out[-1].same:
            out[-1] = Run(same, out[-1].a, run.b, out[-1].c, run.d)
        else:
            out.append(run._replace(same=same))
    return out


def _edit(old: str, spans: Sequence[Span], run: Run, words: str, *, last: bool) -> Edit | None:
    if run.a == run.b:
        if last and (edit := _on_from_the_end(old, spans, run.a, words)):
            return edit
        return _inserted(old, spans, run.a, words)
    start, end = spans[run.a][0], spans[run.b - 1][1]
    if run.b - run.a > _LONG and (edit := _from_to(old, spans[run.a : run.b], words)):
        return edit
    form = Form.REPLACE if words else Form.DELETE
    for quoted in words_between(old, start, end):
        if not quoted.which or run.b - run.a > _PAIR:
            return Edit(form, quoted.words, new=words, place=quoted.place, which=quoted.which)
    return _widened(old, spans, run, words)


def _on_from_the_end(old: str, spans: Sequence[Span], at: int, words: str) -> Edit | None:
    """See an addition at the end for what it is, though the full stop moves."""
    if at == len(spans):
        return Edit(Form.AT_END, new=words)
    if at == len(spans) - 1 and old[slice(*spans[at])] == "." and words[:1].islower():
        return Edit(Form.AT_END, new=f"{words}.")
    return None


def _inserted(old: str, spans: Sequence[Span], at: int, words: str) -> Edit | None:
    if at:
        for anchor in words_ending_at(old, spans[at - 1][1]):
            return Edit(
                Form.INSERT_AFTER, anchor.words, new=words, place=anchor.place, which=anchor.which
            )
    if at < len(spans):
        for anchor in words_starting_at(old, spans[at][0]):
            return Edit(
                Form.INSERT_BEFORE, anchor.words, new=words, place=anchor.place, which=anchor.which
            )
    return None


def _from_to(old: str, spans: Sequence[Span], words: str) -> Edit | None:
    """Name a long run of words by its first few and its last few."""
    start, end = spans[0][0], spans[-1][1]
    for few in (3, 4, 5, 6):
        first = old[start : spans[few - 1][1]]
        final = old[spans[-few][0] : end]
        whole = (0, len(old))
        after = spans[few - 1][1]
        begins = found_in(old, whole, first) == [(start, after)]
        ends = found_in(old, (after, len(old)), final)[:1] == [(spans[-few][0], end)]
        if begins and ends:
            return Edit(Form.FROM_TO, first, to=final, new=words)
    return None


def _widened(old: str, spans: Sequence[Span], run: Run, words: str) -> Edit | None:
    """Take in words on both sides until the words come once; they are put back as they were."""
    for by in range(1, _WIDEST + 1):
        for left, right in ((0, by), (by, 0), (by, by)):
            a, b = max(0, run.a - left), min(len(spans), run.b + right)
            start, end = spans[a][0], spans[b - 1][1]
            before = old[start : spans[run.a][0]]
            after = old[spans[run.b - 1][1] : end]
            new = before + words + after if words else (before.rstrip() + after).strip()
            for quoted in words_between(old, start, end):
                if not quoted.which:
                    return Edit(Form.REPLACE, quoted.words, new=new, place=quoted.place)
    start, end = spans[run.a][0], spans[run.b - 1][1]
    form = Form.REPLACE if words else Form.DELETE
    for quoted in words_between(old, start, end):
        return Edit(form, quoted.words, new=words, place=quoted.place, which=quoted.which)
    return None
