"""What the hall is shown at the end of an act: once, in order, and in the act's transaction."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.recording import entry
from audit.refusal import Refusal
from conferences.hall import FLOOR, Part, drawn_by, show
from conferences.services import floor_set
from live.models import Outbox
from motions.debate.desk import desk_act
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db

EVENTS = ["now", "hall", "teller", "speakers", "wall-speaker", "rostrum", "chair"]


@pytest.fixture
def shown(sitting: Sitting) -> int:
    """Count what was published before the test's own act."""
    return Outbox.objects.count()


def since(before: int) -> list[str]:
    return list(Outbox.objects.order_by("id").values_list("event", flat=True)[before:])


def test_every_part_is_drawn_by_somebody() -> None:
    assert set(drawn_by) == set(Part)


def test_a_part_asked_for_twice_is_drawn_once_as_the_act_leaves_it(
    sitting: Sitting, shown: int
) -> None:
    with entry(actor=None) as log:
        floor_set(conference=sitting.conference, heading="First", subject="one")
        floor_set(conference=sitting.conference, heading="Second", subject="two")
        show(sitting.conference, Part.DESK)
        assert since(shown) == []
        log.record("test.prepared", subject="test")
    assert since(shown) == EVENTS
    for row in Outbox.objects.filter(event__in=("now", "hall", "teller", "chair")):
        assert "First" not in row.html
    assert "Second" in Outbox.objects.filter(event="now").latest("id").html


def test_an_act_within_an_act_shows_nothing_before_the_whole_is_done(
    sitting: Sitting, shown: int
) -> None:
    with entry(actor=None) as log:
        with entry(actor=None) as inner:
            floor_set(conference=sitting.conference, heading="Within")
            inner.record("test.prepared", subject="test")
        assert since(shown) == []
        log.record("test.prepared", subject="test")
    assert "chair" in since(shown)


def test_what_is_refused_is_never_shown(sitting: Sitting, shown: int) -> None:
    with refused("no-such-thing"), entry(actor=None) as log:
        floor_set(conference=sitting.conference, heading="Never")
        log.record("test.prepared", subject="test")
        raise Refusal("no-such-thing", "No.")
    assert since(shown) == []


def test_an_inner_refusal_leaves_the_floor_shown_as_it_is(sitting: Sitting, shown: int) -> None:
    with entry(actor=None) as log:
        with refused("no-such-thing"), entry(actor=None):
            floor_set(conference=sitting.conference, heading="Never")
            raise Refusal("no-such-thing", "No.")
        log.record("test.prepared", subject="test")
    assert not Outbox.objects.filter(html__contains="Never").exists()
    assert since(shown)  # the truth once more: nobody knows how far the inner act had come


def test_outside_an_act_it_is_drawn_at_once(sitting: Sitting, shown: int) -> None:
    show(sitting.conference, *FLOOR)
    assert since(shown) == ["now", "hall", "teller"]


def test_speakers_are_not_drawn_where_neither_subject_nor_phase_changed(
    sitting: Sitting, shown: int
) -> None:
    with entry(actor=None) as log:
        floor_set(conference=sitting.conference, note="Conference resumes at 14:00.")
        log.record("test.prepared", subject="test")
    assert since(shown) == ["now", "hall", "teller", "chair"]


def test_a_press_of_the_chair_asks_few_times(sitting: Sitting) -> None:
    sitting.into_debate("M6")
    with CaptureQueriesContext(connection) as asked:
        desk_act(conference=sitting.conference, actor=sitting.chair, key="put_motion")
    assert len(asked) <= 36, len(asked)  # 57 when each fragment read the floor for itself
    floors = [row for row in asked if 'FROM "conferences_floor"' in row["sql"]]
    assert len(floors) == 3  # the lock, what was before, and one reading for all that is shown
