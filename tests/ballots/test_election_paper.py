"""Names on the paper of an election can be read again from the file of its papers."""

import numpy as np
import pytest

from ballots.counting.contest import Contest, Papers
from ballots.counting.files import blt
from ballots.counting.rules import ers97
from ballots.election_paper import Nominee, faults, listed

NO_PAPERS = Papers(np.zeros((0, 1), np.int16), np.zeros(0, np.int64))


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("  Ann  Lee ", "Ann Lee"),
        ("Ann\N{NO-BREAK SPACE}Lee", "Ann Lee"),
        ("Ann\nLee\t", "Ann Lee"),
        ("Ann\N{ZERO WIDTH SPACE} Lee\N{RIGHT-TO-LEFT OVERRIDE}", "Ann Lee"),
        ("Ann\x07 Lee", "Ann Lee"),
        ("Fati\N{ZERO WIDTH NON-JOINER}ma", "Fati\N{ZERO WIDTH NON-JOINER}ma"),
        ('Ann "Nan" Lee', 'Ann "Nan" Lee'),
    ],
)
def test_name_is_put_on_the_paper_as_a_file_can_hold_it(typed: str, name: str) -> None:
    (kept,) = listed([Nominee(typed)], ron=False)
    assert kept["name"] == name
    again, _papers = blt.read(blt.write(Contest("A contest", (name,), 1), NO_PAPERS))
    assert again.candidates == (name,)


def test_name_of_signs_that_nobody_sees_is_none() -> None:
    assert faults(ers97.RULE, 1, [Nominee("\N{ZERO WIDTH SPACE}"), Nominee("Bo")], ron=True) == [
        "Every candidate needs a name."
    ]
