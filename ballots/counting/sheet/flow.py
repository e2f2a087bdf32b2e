"""The flow of votes through the stages, as a picture in SVG.

Every candidate has a lane. In it a band stands on its baseline, as high as the votes are many, from
stage to stage; what leaves one band runs in ribbons to the lanes that gain it, and the lane at the
foot gathers the votes that pass to nobody. Names and outcomes are written on the lanes, and parts
differ by pattern and outline too, so that the picture is read without colour. Whole numbers only.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ballots.counting.amounts import amount, short
from ballots.counting.record import Action, Count, Stage
from ballots.counting.sheet.markup import Markup, lines, tag
from ballots.counting.sheet.wording import NON_TRANSFERABLE, fates, title
from ballots.counting.words import labels, many

_LEFT, _RIGHT, _TOP, _POST = 180, 175, 56, 10
_MANY = 14  # candidates: above this, lanes are low
_LONGEST = 21  # letters of a name, on a lane


_Table = Sequence[Sequence[int]]


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where things stand. `most` is the tallest band, in units of the rule."""

    stages: int
    lanes: int
    most: int

    @property
    def lane(self) -> int:
        return 40 if self.lanes > _MANY else 60

    @property
    def line(self) -> int:
        """Give the distance of two lines of words in one lane."""
        return 14 if self.lane > 40 else 12  # noqa: PLR2004 -- a low lane

    @property
    def step(self) -> int:
        return max(52, min(160, 800 // max(self.stages - 1, 1)))

    @property
    def width(self) -> int:
        return _LEFT + self.step * (self.stages - 1) + _POST + _RIGHT

    @property
    def height(self) -> int:
        return _TOP + self.lane * self.lanes + 12

    def x(self, stage: int) -> int:
        return _LEFT + self.step * stage

    def base(self, lane: int) -> int:
        return _TOP + self.lane * (lane + 1)

    def shows(self, votes: int) -> bool:
        """Say whether so many votes have any height to scale."""
        return votes * (self.lane - 12) >= self.most

    def tall(self, votes: int) -> int:
        """Give the height of so many votes; the least of them still shows."""
        if votes <= 0:
            return 0
        return max(1, votes * (self.lane - 12) // self.most)


def _laid_out(count: Count) -> tuple[_Table, _Layout]:
    table = [(*stage.votes, stage.non_transferable) for stage in count.stages]
    return table, _Layout(len(table), len(table[0]), max(1, *(max(row) for row in table)))


def flow_size(count: Count) -> tuple[int, int]:
    """Say how wide and how high the picture of a flow is, in its own units."""
    _table, layout = _laid_out(count)
    return layout.width, layout.height


def flow(count: Count) -> Markup:
    """Draw the flow of a count of two stages or more, with its title and description."""
    table, layout = _laid_out(count)
    parts = [
        tag("title", f"The flow of votes: {count.contest.title}", id="count-flow-title"),
        tag("desc", _described(count), id="count-flow-desc"),
        _patterns(),
        *_headings(count, layout),
        *_grounds(count, layout),
        *_ribbons(count, layout),
        *_bands(count, table, layout),
        *_names(count, table, layout),
        *_ends(count, table, layout),
    ]
    return tag(
        "svg",
        Markup("\n"),
        lines(parts),
        xmlns="http://www.w3.org/2000/svg",
        class_="count-flow",
        view_box=f"0 0 {layout.width} {layout.height}",
        width=layout.width,
        height=layout.height,
        role="img",
        aria_labelledby="count-flow-title count-flow-desc",
    )


def _described(count: Count) -> str:
    """Say in words what the picture shows."""
    names, ends = labels(count.contest), fates(count)
    elected = "; ".join(f"{names[n - 1]}: {ends[n - 1].lower()}" for n in count.elected)
    left = amount(count.stages[-1].non_transferable, count.rule.places)
    return (
        f"{many(len(count.stages), 'stage')} from left to right, one lane for each candidate. "
        f"{elected}. Non-transferable at the end: {left}. The tables have every figure."
    )


def _patterns() -> Markup:
    return tag(
        "defs",
        tag(
            "pattern",
            tag("rect", class_="count-flow__weave-ground", width=6, height=6),
            tag("path", class_="count-flow__weave", d="M0 0V6"),
            id="count-weave",
            width=6,
            height=6,
            pattern_units="userSpaceOnUse",
            pattern_transform="rotate(45)",
        ),
    )


def _headings(count: Count, layout: _Layout) -> Iterator[Markup]:
    """Head the stages with their numbers, and say with candidates' numbers what each does."""
    for place, stage in enumerate(count.stages):
        x = layout.x(place) + _POST // 2
        yield tag("text", str(place + 1), class_="count-flow__stage", x=x, y=20)
        yield tag(
            "text", _brief(stage, place), tag("title", title(count, stage)),
            class_="count-flow__what", x=x, y=38,
        )  # fmt: skip


def _brief(stage: Stage, place: int) -> str:
    if place == 0 or not stage.who:
        return "first" if place == 0 else "again"
    who = ", ".join(map(str, stage.who[:2])) + "…" * (len(stage.who) > 2)  # noqa: PLR2004 -- no room for a third
    return f"{'−' if stage.action is Action.SURPLUS else '×'} {who}"  # noqa: RUF001 -- a minus, and a cross


def _grounds(count: Count, layout: _Layout) -> Iterator[Markup]:
    """Rule the lanes, and mark in each how high the quota is."""
    end = layout.x(layout.stages - 1) + _POST
    for lane in range(layout.lanes):
        y = layout.base(lane)
        yield tag("path", class_="count-flow__base", d=f"M{_LEFT} {y}H{end}")
        if lane == layout.lanes - 1:
            continue
        runs = []
        for place, stage in enumerate(count.stages):
            quota = count.quota if stage.quota is None else stage.quota
            if quota is not None and 0 < quota <= layout.most:
                start = layout.x(place)
                stop = layout.x(place + 1) if place < layout.stages - 1 else end
                runs.append(f"M{start} {y - layout.tall(quota)}H{stop}")
        if runs:
            yield tag("path", class_="count-flow__quota", d="".join(runs))


def _ribbons(count: Count, layout: _Layout) -> Iterator[Markup]:
    """Run what each stage transfers from lane to lane."""
    nobody = layout.lanes - 1
    for place, stage in enumerate(count.stages):
        if not place:
            continue
        before = (*count.stages[place - 1].votes, count.stages[place - 1].non_transferable)
        after = (*stage.votes, stage.non_transferable)
        left = dict(enumerate(after))
        risen = {
            lane: min(was, now) for lane, (was, now) in enumerate(zip(before, after, strict=True))
        }
        moved = _moved(stage, nobody)
        for (source, to), votes in sorted(moved.items(), reverse=True):
            start = layout.base(source) - layout.tall(left[source])
            left[source] += votes
            start_top = layout.base(source) - layout.tall(left[source])
            stop = layout.base(to) - layout.tall(risen[to])
            risen[to] += votes
            stop_top = layout.base(to) - layout.tall(risen[to])
            yield _ribbon(
                (layout.x(place - 1) + _POST, start, min(start_top, start - 1)),
                (layout.x(place), stop, min(stop_top, stop - 1)),
                _kind(votes, layout, is_lost=to == nobody),
            )


def _kind(votes: int, layout: _Layout, *, is_lost: bool) -> str:
    """Tell ribbons from threads, which are too thin to be drawn to scale."""
    if is_lost:
        return "count-flow__lost"
    return "count-flow__moved" if layout.shows(votes) else "count-flow__thread"


def _moved(stage: Stage, nobody: int) -> dict[tuple[int, int], int]:
    """Add up the transfers of a stage from lane to lane, whatever their values."""
    moved: defaultdict[tuple[int, int], int] = defaultdict(int)
    for each in stage.transfers:
        lane = nobody if each.to is None else each.to - 1
        if lane != each.source - 1 and each.votes > 0:
            moved[each.source - 1, lane] += each.votes
    return moved


def _ribbon(start: tuple[int, int, int], stop: tuple[int, int, int], kind: str) -> Markup:
    (x1, low1, high1), (x2, low2, high2) = start, stop
    middle = (x1 + x2) // 2
    return tag(
        "path",
        class_=kind,
        d=(
            f"M{x1} {high1}C{middle} {high1} {middle} {high2} {x2} {high2}"
            f"V{low2}C{middle} {low2} {middle} {low1} {x1} {low1}Z"
        ),
    )


def _bands(count: Count, table: _Table, layout: _Layout) -> Iterator[Markup]:
    """Draw each candidate's votes at every stage, and what stays with them between stages."""
    elected_at = {
        number: place for place, stage in enumerate(count.stages) for number in stage.elected
    }
    for lane in range(layout.lanes):
        base = layout.base(lane)
        kinds: dict[str, list[str]] = {"held": [], "elected": [], "nobody": []}
        for place, row in enumerate(table):
            is_in = elected_at.get(lane + 1, layout.stages) <= place
            kind = "nobody" if lane == layout.lanes - 1 else "elected" if is_in else "held"
            now = layout.tall(row[lane])
            x = layout.x(place)
            if not now:
                continue
            kinds[kind].append(f"M{x} {base}v-{now}h{_POST}v{now}Z")
            if place < layout.stages - 1 and (kept := min(row[lane], table[place + 1][lane])) > 0:
                tall = layout.tall(kept)
                kinds[kind].append(f"M{x + _POST} {base}v-{tall}H{layout.x(place + 1)}V{base}Z")
        for kind, drawn in kinds.items():
            if drawn:
                yield tag("path", class_=f"count-flow__{kind}", d="".join(drawn))


def flow_names(count: Count) -> Markup:
    """Draw the names alone, to stay in sight beside a picture that is moved along.

    They stand in the picture itself too, so a screen reader passes them over here.
    """
    table, layout = _laid_out(count)
    return tag(
        "svg",
        Markup("\n"),
        lines(_names(count, table, layout)),
        class_="count-flow-names",
        view_box=f"0 0 {_LEFT - 10} {layout.height}",
        width=_LEFT - 10,
        height=layout.height,
        aria_hidden="true",
        focusable="false",
    )


def _names(count: Count, table: _Table, layout: _Layout) -> Iterator[Markup]:
    """Write on each lane whose it is, and what they began with."""
    names = [f"{number} {name}" for number, name in enumerate(labels(count.contest), start=1)]
    for lane, name in enumerate([*names, NON_TRANSFERABLE]):
        low = layout.base(lane) - 4
        cut = name if len(name) <= _LONGEST else f"{name[: _LONGEST - 1]}…"
        began = short(table[0][lane], count.rule.places)
        where = {"x": _LEFT - 12, "y": low - layout.line}
        yield tag("text", cut, tag("title", name), class_="count-flow__name", **where)
        yield tag("text", began, class_="count-flow__figure", x=_LEFT - 12, y=low)


def _ends(count: Count, table: _Table, layout: _Layout) -> Iterator[Markup]:
    """Write at the end of each lane what became of the candidate, and with how many votes."""
    x = layout.x(layout.stages - 1) + _POST + 10
    for lane, fate in enumerate([*fates(count), ""]):
        low = layout.base(lane) - 4
        is_in = fate.startswith("Elected")
        if fate:
            tone = "count-flow__fate" + " count-flow__fate--in" * is_in
            yield tag("text", "✓ " * is_in + fate, class_=tone, x=x, y=low - layout.line)
        if left := table[-1][lane]:
            yield tag("text", short(left, count.rule.places), class_="count-flow__end", x=x, y=low)
