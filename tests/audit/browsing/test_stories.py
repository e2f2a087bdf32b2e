"""A story told from the log alone."""

from dataclasses import dataclass

import pytest

from audit.browsing.stories import MOST_LINES, story_by, story_of
from audit.recording import Pen, entry
from audit.store.sequencer import sequence_all
from tests.audit.entries import write_entries

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@dataclass
class Somebody:
    """Whoever acts, without a pen."""

    pseudonym: str
    pen: Pen | None = None


MOTION, BALLOT = "motion:X/1", "ballot:b"


def write(*events: tuple[str, str]) -> None:
    """Write entries one after the other, each in its own place."""
    for kind, subject in events:
        with entry(actor=None) as log:
            log.record(kind, subject=subject)
        sequence_all()


def test_lanes_show_where_each_subjects_life_begins_and_ends() -> None:
    write(
        ("motion.called", MOTION),
        ("ballot.opened", BALLOT),
        ("motion.paused", MOTION),
        ("ballot.closed", BALLOT),
        ("motion.declared", MOTION),
        ("question.put", "question:q"),
    )
    story = story_of([MOTION, BALLOT, "question:q"])
    assert story.lanes == ["motion", "ballot", "question"]
    assert [line.lanes for line in story.lines] == [
        ["start", "none", "none"],
        ["through", "start", "none"],
        ["act", "through", "none"],
        ["through", "end", "none"],
        ["end", "none", "none"],
        ["none", "none", "only"],
    ]
    assert [line.seq for line in story.lines] == list(range(6))


def test_votes_are_one_line_where_the_first_of_them_stands() -> None:
    write(("ballot.opened", BALLOT))
    write_entries(3, "vote.cast", BALLOT)
    sequence_all()
    write_entries(1, "vote.refused", BALLOT)
    write(("ballot.closed", BALLOT))
    lines = story_of([BALLOT]).lines
    assert [(line.seq, line.many, line.last, line.kind) for line in lines] == [
        (0, 0, 0, ""),
        (1, 3, 3, "vote.cast"),
        (4, 1, 4, "vote.refused"),
        (5, 0, 0, ""),
    ]


def test_event_stands_alone_unless_two_subjects_share_a_lane() -> None:
    write(("motion.called", MOTION), ("ballot.opened", BALLOT), ("ballot.opened", "ballot:c"))
    headlines = [line.headline for line in story_of([MOTION, BALLOT, "ballot:c"]).lines]
    assert headlines == ["Motion called", "", ""]


def test_story_that_is_too_long_is_cut_and_says_so() -> None:
    write_entries(MOST_LINES + 1, "motion.noted", MOTION)
    sequence_all()
    story = story_of([MOTION])
    assert (len(story.lines), story.is_cut) == (MOST_LINES, True)


def test_persons_story_has_what_they_did_and_what_was_done_about_them() -> None:
    someone = Somebody("p_0123456789abcdefghijkl")
    with entry(actor=someone) as log:
        log.record("motion.called", subject=MOTION)
    write(("member.entered", f"member:{someone.pseudonym}"), ("motion.called", MOTION))
    story = story_by(someone.pseudonym, [f"member:{someone.pseudonym}"])
    assert [line.seq for line in story.lines] == [0, 1]


def test_story_of_nothing_has_no_lines_and_no_lanes() -> None:
    story = story_of(["motion:none"])
    assert (story.lines, story.lanes, story.days) == ([], [], [])
