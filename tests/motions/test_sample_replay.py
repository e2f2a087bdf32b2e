"""The sample conference with every vote and election taken, as the command tells of it."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_sample_comes_out_as_expected_and_its_log_verifies(replayed: str) -> None:
    lines = replayed.splitlines()
    assert lines[-1] == "14 votes: 14 as expected"
    assert "VERIFIED. Every stored entry is as it was signed." in lines
    assert sum(line.startswith("  ✓") for line in lines) == 14
    assert "12,725 needed, 12,717 reached. LOST by 8." in replayed


def test_the_sample_elects_by_transfers_by_lot_and_by_confirming(replayed: str) -> None:
    committee = "Bronwen Tallis, Ottoline Braddock and Celeste Adeyemi-Ward"
    assert f"Elected, in this order: {committee}." in replayed
    assert "Kwabena Thistle. A tie was decided by lot." in replayed
    assert "Elected: Eilidh Corran." in replayed
