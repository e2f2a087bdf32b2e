"""What browsers are given is what its parts give."""

import pytest

from ballots.secret.programs import BUILT, PROGRAMS, joined


@pytest.mark.parametrize("path", PROGRAMS)
def test_program_is_what_its_parts_give(path: str) -> None:
    told = "Run: python -m ballots.secret.programs"
    assert (BUILT / path).read_text() == joined(PROGRAMS[path]), told
