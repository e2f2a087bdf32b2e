"""STV counted one paper at a time, in plain Python, for the piles to be held against.

Written from the texts of the rules like the rules themselves, but with nothing of theirs: every
paper is an object that lies before somebody, and moves by itself.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ballots.counting.lots import Lots

Pick = Callable[[Iterable[int]], int]


@dataclass(slots=True)
class Paper:
    ranking: Sequence[int]
    value: int
    batch: int = 0


class Hall:
    """A table with a box before every candidate; a further RON gets the next box."""

    def __init__(self, candidates: int, seats: int, ron: int | None, lots: Lots) -> None:
        self.candidates, self.seats, self.ron, self.lots = candidates, seats, ron, lots
        self.boxes: dict[int, list[Paper]] = {number: [] for number in range(1, candidates + 1)}
        self.votes = dict.fromkeys(self.boxes, 0)
        self.continuing = list(self.boxes)
        self.elected: list[int] = []
        self.points: list[dict[int, int]] = []
        self.rows: list[tuple[tuple[int, ...], int]] = []
        self.lost = self.quota = self.batch = 0

    @property
    def places(self) -> int:
        return self.seats - len(self.elected)

    def candidate(self, box: int) -> int:
        return box if box <= self.candidates else self.ron or 0

    def next_box(self, paper: Paper) -> int | None:
        """Find the box that a paper goes to next."""
        for number in paper.ranking:
            box = (
                max(self.boxes)
                if number == self.ron and len(self.boxes) > self.candidates
                else number
            )
            if box in self.continuing:
                return box
        return None

    def put(self, paper: Paper, value: int) -> int:
        """Put a paper into its next box at a value; gives what went with it."""
        box = self.next_box(paper)
        if box is None:
            return 0
        self.boxes[box].append(Paper(paper.ranking, value, self.batch))
        self.votes[box] += value
        return value

    def elect(self, box: int) -> None:
        self.continuing.remove(box)
        self.elected.append(box)
        if self.candidate(box) == self.ron:
            further = max(self.boxes) + 1
            self.boxes[further], self.votes[further] = [], 0
            self.continuing.append(further)

    def fill(self) -> None:
        """Elect all who are left, but no further RON that nobody voted for."""
        for box in sorted(self.continuing, key=lambda box: -self.votes[box]):
            if self.votes[box] or box <= self.candidates:
                self.elect(box)

    def with_surplus(self) -> list[int]:
        return [box for box in self.elected if self.votes[box] > self.quota]

    def narrow(self, tied: list[int], pick: Pick, points: Iterable[dict[int, int]]) -> list[int]:
        for point in points:
            best = pick(point.get(box, 0) for box in tied)
            tied = [box for box in tied if point.get(box, 0) == best]
        return tied

    def choose(self, boxes: list[int], pick: Pick, points: Iterable[dict[int, int]]) -> int:
        """Choose the one with the most or fewest votes, then by those points, then by lot."""
        best = pick(self.votes[box] for box in boxes)
        tied = self.narrow([box for box in boxes if self.votes[box] == best], pick, points)
        numbers = {self.candidate(box): box for box in tied}
        if len(numbers) == 1:
            return tied[0]
        return numbers[self.lots.draw(sorted(numbers), why="", rule="")]

    def end_point(self) -> None:
        self.points.append(dict(self.votes))

    def end_stage(self) -> None:
        column = [0] * self.candidates
        for box, votes in self.votes.items():
            column[self.candidate(box) - 1] += votes
        self.rows.append((tuple(column), self.lost))


def first_stage(hall: Hall, rankings: Iterable[Sequence[int]], one: int) -> int:
    """Put every paper into its first box; gives how many there are."""
    return sum(hall.put(Paper(ranking, one), one) == one for ranking in rankings)


def scottish(hall: Hall, rankings: Iterable[Sequence[int]]) -> Hall:
    valid = first_stage(hall, rankings, 10**5)
    hall.quota = (valid // (hall.seats + 1) + 1) * 10**5

    def end_stage() -> None:
        for box in sorted(hall.continuing, key=lambda box: -hall.votes[box]):
            if hall.places and hall.votes[box] >= hall.quota:
                hall.elect(box)
        hall.end_point()
        hall.end_stage()

    end_stage()
    while hall.places:
        if len(hall.continuing) <= hall.places:
            hall.fill()
            break
        back = hall.points[::-1]
        if waiting := hall.with_surplus():
            box = hall.choose(waiting, max, back)
            total = hall.votes[box]
            surplus = total - hall.quota
        else:
            box = hall.choose(hall.continuing, min, back)
            total = surplus = hall.votes[box]
            hall.continuing.remove(box)
        taken, hall.boxes[box] = hall.boxes[box], []
        hall.votes[box] -= surplus
        hall.lost += surplus - sum(hall.put(each, each.value * surplus // total) for each in taken)
        end_stage()
    return hall


def ers97(hall: Hall, rankings: Iterable[Sequence[int]]) -> Hall:
    total = first_stage(hall, rankings, 100) * 100
    reduce_quota(hall, total)
    hall.end_point()
    deem_elected(hall, [])
    hall.end_stage()
    while hall.places:
        if len(hall.continuing) <= hall.places:
            hall.fill()
            break
        waiting, lowest = hall.with_surplus(), excludable_together(hall)
        if waiting and not lowest:
            surplus_by_last_batch(hall, hall.choose(waiting, max, hall.points))
        else:
            lowest = lowest or [hall.choose(hall.continuing, min, hall.points)]
            hall.continuing = [box for box in hall.continuing if box not in lowest]
            if len(hall.continuing) == hall.places:
                hall.fill()
                break
            exclude_by_batches(hall, lowest, total)
        hall.end_stage()
    return hall


def reduce_quota(hall: Hall, total: int) -> None:
    if not hall.elected:
        hall.quota = -((hall.lost - total) // (hall.seats + 1))


def deem_elected(hall: Hall, out: list[int]) -> None:
    while hall.places and hall.continuing:
        active = sum(hall.votes[box] for box in (*hall.continuing, *out))
        active += sum(hall.votes[box] - hall.quota for box in hall.with_surplus())
        most = max(hall.votes[box] for box in hall.continuing)
        if not most or (most < hall.quota and most * (hall.places + 1) < active):
            return
        equal = [box for box in hall.continuing if hall.votes[box] == most]
        if len(equal) > hall.places:
            equal = hall.narrow(equal, max, hall.points)
        if len(equal) > hall.places:
            return
        for box in equal:
            hall.elect(box)


def excludable_together(hall: Hall) -> list[int]:
    ascending = sorted(hall.continuing, key=lambda box: hall.votes[box])
    total = sum(hall.votes[box] - hall.quota for box in hall.with_surplus())
    lowest: list[int] = []
    for size, box in enumerate(ascending[: len(ascending) - hall.places], start=1):
        total += hall.votes[box]
        above = hall.votes[ascending[size]]
        if total <= above and hall.votes[box] < above:
            lowest = ascending[:size]
    return lowest


def exclude_by_batches(hall: Hall, out: list[int], total: int) -> None:
    for value in sorted({each.value for box in out for each in hall.boxes[box]}, reverse=True):
        hall.batch += 1
        for box in out:
            taken = [each for each in hall.boxes[box] if each.value == value]
            hall.votes[box] -= value * len(taken)
            hall.lost += value * len(taken) - sum(hall.put(each, value) for each in taken)
        hall.end_point()
        reduce_quota(hall, total)
        deem_elected(hall, out)
        if not hall.places:
            break


def surplus_by_last_batch(hall: Hall, box: int) -> None:
    surplus = hall.votes[box] - hall.quota
    last = max(each.batch for each in hall.boxes[box])
    onward = [each for each in hall.boxes[box] if each.batch == last and hall.next_box(each)]
    value = min((each.value for each in onward), default=0)
    if value * len(onward) > surplus:
        value = surplus // len(onward)
    hall.batch += 1
    hall.votes[box] = hall.quota
    hall.lost += surplus - sum(hall.put(each, value) for each in onward)
    hall.end_point()
    deem_elected(hall, [])
