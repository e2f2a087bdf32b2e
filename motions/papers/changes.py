"""What an issue changes in the one before: new, changed, moved, gone. Pure.

Entries are known by their keys. Of those that are in both, the fewest are called moved: whoever
reads that one motion was put forward need not read that all the others were put back.
"""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from motions.papers.content import Content, Entry, Mark, with_marks


def compared(old: Content | None, new: Content) -> Content:
    """Mark in a content what differs from the issue before; the first issue has no marks."""
    if old is None:
        return with_marks(replace(new, since=""), {}, ())
    before = {each.key: each for each in old.entries}
    now = [each.key for each in new.entries]
    places = {key: place for place, key in enumerate(before)}
    stayed = set(longest_in_order([places[key] for key in now if key in places]))
    marks: dict[str, Mark] = {}
    for entry in new.entries:
        was = before.get(entry.key)
        if was is None:
            marks[entry.key] = Mark("new")
        elif mark := _changed(was, entry):
            marks[entry.key] = mark
        elif places[entry.key] not in stayed:
            marks[entry.key] = Mark("moved")
    present = set(now)
    gone = [(each.key, each.heading) for each in old.entries if each.key not in present]
    return replace(with_marks(new, marks, gone), since=old.issue)


def longest_in_order(places: Sequence[int]) -> list[int]:
    """Give the longest run of numbers that rises, with others between them left out.

    >>> longest_in_order([3, 0, 1, 2, 5, 4])
    [0, 1, 2, 4]
    """
    ends: list[int] = []  # the smallest end of a run of each length
    at: list[int] = []
    before: list[int] = []
    for index, place in enumerate(places):
        length = bisect_left(ends, place)
        before.append(at[length - 1] if length else -1)
        ends[length:] = [place, *ends[length + 1 :]]
        at[length:] = [index, *at[length + 1 :]]
    found: list[int] = []
    index = at[-1] if at else -1
    while index >= 0:
        found.append(places[index])
        index = before[index]
    return found[::-1]


def _changed(was: Entry, now: Entry) -> Mark | None:
    facts = _facts(was, now)
    text = was.text if was.text != now.text else None
    heading = was.heading if was.heading != now.heading else None
    return Mark("changed", facts, text, heading) if facts or heading or text is not None else None


def _facts(was: Entry, now: Entry) -> tuple[str, ...]:
    before, after = dict(was.facts), dict(now.facts)
    names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
    return (*names, *(("Notes",) if was.notes != now.notes else ()))
