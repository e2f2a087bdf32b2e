"""Word the paragraphs and points that one version of a text has and the other has not."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from motions.wording.edits import LAST, Edit, Form, Place
from motions.wording.matching import Pair
from motions.wording.quoting import place_at
from motions.wording.structure import Block, blocks


def restructured(old: str, new: str, lines: Sequence[Pair]) -> list[Edit]:
    """Give the edits that put in and take out whole lines; the numbers of points may follow."""
    edits: list[Edit] = []
    before = -1
    for kind, group in groupby(lines, key=_kind):
        pairs = list(group)
        if kind == "out":
            gone = [pair.old for pair in pairs if pair.old is not None]
            edits += _runs(_taken_out(old, gone))
        elif kind == "in":
            come = [pair.new for pair in pairs if pair.new is not None]
            edits.append(_put_in(old, new, before, come))
        before = max([before, *(pair.old for pair in pairs if pair.old is not None)])
    return edits


def _runs(edits: Iterable[Edit]) -> list[Edit]:
    """Say "delete paragraphs 1 to 3" for three that follow one another."""
    out: list[Edit] = []
    for edit in edits:
        if out and _follows(out[-1], edit):
            out[-1] = replace(out[-1], until=_number(edit.place))
        else:
            out.append(edit)
    return out


def _follows(before: Edit, edit: Edit) -> bool:
    was, now = before.place, edit.place
    alike = edit.form == before.form == Form.DELETE_PART and bool(was.point) == bool(now.point)
    first = before.until or _number(was)
    return alike and first > 0 and _number(now) == first + 1


def _number(place: Place) -> int:
    if place.point and not place.paragraph:
        return int(place.point) if place.point.isdigit() else 0
    return 0 if place.point else place.paragraph


def _kind(pair: Pair) -> str:
    if pair.old is None:
        return "in"
    return "out" if pair.new is None else "kept"


def _taken_out(old: str, gone: Sequence[int]) -> Iterator[Edit]:
    every = blocks(old)
    left = list(gone)
    while left:
        first = every[left[0]]
        if not first.marker:  # a paragraph, and the points that go with it
            below = [i for i, b in enumerate(every) if b.paragraph == first.paragraph]
            if set(below) <= set(left):
                left = [i for i in left if i not in below]
                yield Edit(Form.DELETE_PART, place=Place(paragraph=first.paragraph))
                continue
            yield Edit(Form.DELETE, old=first.whole(old))
        else:
            yield Edit(Form.DELETE_PART, place=_of_point(old, first))
            under = _sub_points(every, left[0])
            left = [i for i in left if i not in under]
            if not left:
                return
        left = left[1:] if left and every[left[0]] is first else left


def _sub_points(every: Sequence[Block], at: int) -> set[int]:
    found = set()
    for i in range(at + 1, len(every)):
        if every[i].level <= every[at].level:
            break
        found.add(i)
    return found


def _of_point(text: str, block: Block) -> Place:
    if not block.is_bullet:
        return place_at(text, block.words_start)
    with_bullets = {each.paragraph for each in blocks(text) if each.is_bullet}
    if len(with_bullets) == 1:
        return Place(point=block.label)
    return Place(paragraph=block.paragraph, point=block.label)


def _put_in(old: str, new: str, before: int, come: Sequence[int]) -> Edit:
    was, now = blocks(old), blocks(new)
    words = "\n".join(now[i].whole(new) for i in come)
    if not was:
        return Edit(Form.ALL, new=new)
    if before < 0:
        return Edit(Form.BEFORE_PART, new=words, place=Place(paragraph=1))
    last = was[before]
    pointed = bool(now[come[0]].marker)
    if pointed and last.marker:
        return Edit(Form.AFTER_PART, new=words, place=_of_point(old, last))
    if pointed and before + 1 < len(was) and was[before + 1].marker:
        return Edit(Form.BEFORE_PART, new=words, place=_of_point(old, was[before + 1]))
    if before == len(was) - 1 and not pointed:
        return Edit(Form.AS_PART, new=words, place=Place(paragraph=LAST))
    return Edit(Form.AFTER_PART, new=words, place=Place(paragraph=last.paragraph))
