"""Piles hold what a count of one paper at a time holds, whatever the papers."""

import random

import pytest

from ballots.counting.lots import Lots
from ballots.counting.named import RULES
from tests.ballots.counting.elections import contest, papers
from tests.ballots.counting.stv import one_by_one


def elections(seed):
    """Make small elections, many with ties, papers alike, RON, or places for more than stand."""
    chance = random.Random(seed)
    for _ in range(60):
        candidates, seats = chance.randint(1, 8), chance.randint(1, 5)
        kinds = [
            chance.sample(range(1, candidates + 1), chance.randint(1, candidates))
            for _ in range(chance.randint(1, 12))
        ]
        often = [chance.random() ** 2 for _ in kinds]
        rankings = chance.choices(kinds, often, k=chance.choice([1, 3, 8, 20, 60, 200]))
        yield candidates, seats, chance.choice([None, candidates]), rankings


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("code", ["scottish", "ers97"])
def test_the_sheet_is_that_of_a_count_of_one_paper_at_a_time(code, seed):
    for candidates, seats, ron, rankings in elections(seed):
        hall = one_by_one.Hall(candidates, seats, ron, Lots("a seed"))
        getattr(one_by_one, code)(hall, rankings)
        stood = contest("ABCDEFGH"[:candidates], seats, ron=ron)
        count = RULES[code][1](stood, papers(*((1, *each) for each in rankings)), Lots("a seed"))
        assert [(stage.votes, stage.non_transferable) for stage in count.stages] == hall.rows
        numbers = sorted(hall.candidate(box) for box in hall.elected)
        assert sorted(count.elected) == [number for number in numbers if number != ron]
        assert count.quota == hall.quota
