import pytest

from conferences.enums import FloorPhase
from config.templatetags.typesetting import (
    agenda_words,
    parted,
    steps,
    tone,
    whole_share,
)


@pytest.mark.parametrize(
    ("heading", "kind", "number", "words"),
    [
        ("Motion 1: Shorter week", "Motion", "1", "Shorter week"),
        ("Composite A: Rosters", "Composite", "A", "Rosters"),
        (
            "Standing order amendment 1: Order 14: times",
            "Standing order amendment",
            "1",
            "Order 14: times",
        ),
        ("Amendment 1.2 to Motion 1: Shorter week", "Amendment to Motion 1", "1.2", "Shorter week"),
        ("Session 1", "", "", "Session 1"),
        ("", "", "", ""),
    ],
)
def test_a_heading_parts_into_number_and_title(
    heading: str, kind: str, number: str, words: str
) -> None:
    assert parted(heading) == (kind, number, words)


@pytest.mark.parametrize("phase", [phase for phase in FloorPhase if phase != FloorPhase.IDLE])
def test_every_phase_but_idle_is_one_step_of_the_way(phase: FloorPhase) -> None:
    assert [step.current for step in steps(phase)].count(True) == 1


def test_between_items_is_no_step_of_the_way() -> None:
    assert not any(step.current or step.done for step in steps(FloorPhase.IDLE))


def test_a_state_without_a_tone_of_its_own_is_quiet() -> None:
    assert tone("CARRIED") == "carried"
    assert tone("WITH_SOC") == ""


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("BREAK 15", "Break, 15 minutes"),
        ("LUNCH 75", "Lunch, 75 minutes"),
        ("BREAKAGES 2026", "BREAKAGES 2026"),
        ("M6", "M6"),
    ],
)
def test_a_pause_of_the_timetable_is_spelt_out(title: str, words: str) -> None:
    assert agenda_words(title) == words


@pytest.mark.parametrize(("part", "whole", "said"), [(0, 0, 0), (429, 430, 99), (430, 430, 100)])
def test_a_whole_share_is_a_hundred_only_of_all(part: int, whole: int, said: int) -> None:
    assert whole_share(part, whole) == said
