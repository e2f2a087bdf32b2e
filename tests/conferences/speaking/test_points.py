"""Points of order: raised at once, ruled on in words, and a flood of them that silences nobody."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Entry
from conferences.enums import PointKind
from conferences.models import Credential, PointOfOrder
from conferences.services import check_out
from conferences.speaking import points
from conferences.speaking.reading import last_ruling, own_speaking, points_waiting, rostrum_of
from conferences.speaking.rules import why_not_speak
from live.models import Outbox
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db


def raised(
    sitting: Sitting,
    number: str = "B05-1",
    words: str = "Rule 9 is broken",
    kind: PointKind = PointKind.ORDER,
) -> PointOfOrder:
    credential = sitting.credential(number)
    return points.point_raise(
        credential=credential, kind=kind, words=words, actor=credential.member
    )


def shown(event: str) -> str:
    return Outbox.objects.filter(event=event).latest("pk").html


def test_a_point_is_above_all_at_the_chair_and_its_words_are_for_the_chair(
    sitting: Sitting,
) -> None:
    motion = sitting.into_debate("M9")
    point = raised(sitting)
    assert point.subject == motion.log_name
    assert 'data-points="1"' in shown("rostrum")
    assert "Rule 9 is broken" in shown("rostrum")
    assert "A point waits for the chair" in shown("speakers")
    assert "Rule 9 is broken" not in shown("speakers")


def test_a_ruling_is_recorded_and_shown_to_everyone(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    point = raised(sitting)
    points.point_rule(point=point, upheld=False, actor=sitting.chair, ruling="Rule 9 was kept.")
    assert not points_waiting(sitting.conference)
    assert last_ruling(sitting.conference) == point
    assert "Not upheld. Rule 9 was kept." in shown("speakers")
    ruled = Entry.objects.get(kind="point_of_order.ruled")
    assert b"Rule 9" not in bytes(ruled.leaf)
    assert b'"upheld":false' in bytes(ruled.leaf)


def test_a_point_may_be_taken_as_said(sitting: Sitting) -> None:
    point = points.point_rule(point=raised(sitting), upheld=None, actor=sitting.chair)
    assert point.ruling_in_words == "Taken as said."
    assert rostrum_of(sitting.conference).points == []


@pytest.mark.parametrize(
    ("kind", "name", "upheld"),
    [
        (PointKind.ORDER, "Point of order", "Not upheld"),
        (PointKind.INFORMATION, "Point of information", "Not allowed"),
        (PointKind.EXPLANATION, "Personal explanation", "Not allowed"),
    ],
)
def test_a_point_is_called_and_ruled_on_as_what_it_is(
    sitting: Sitting, kind: PointKind, name: str, upheld: str
) -> None:
    point = raised(sitting, kind=kind)
    assert f'value="no">{upheld}<' in shown("rostrum")
    assert f"{name}: the chair will rule." in shown("wall-speaker")
    ruled = points.point_rule(point=point, upheld=False, actor=sitting.chair)
    assert ruled.ruling_in_words == f"{upheld}."


def test_points_are_numbered_and_heard_in_the_order_raised(sitting: Sitting) -> None:
    first, second = raised(sitting), raised(sitting, "B06-1")
    assert (first.number, second.number) == (1, 2)
    assert rostrum_of(sitting.conference).points == [first, second]


def test_one_point_of_a_person_waits_at_a_time(sitting: Sitting) -> None:
    point = raised(sitting)
    with refused("point-waiting"):
        raised(sitting)
    points.point_withdraw(point=point, actor=point.credential.member)
    assert raised(sitting).number == 2


def test_a_flood_is_told_when_the_next_may_come_and_nobody_else_waits(sitting: Sitting) -> None:
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        for _ in range(3):
            points.point_rule(point=raised(sitting), upheld=False, actor=sitting.chair)
        with refused("too-many-points"):
            raised(sitting)
        assert (
            "You can raise the next at" in own_speaking(sitting.credential("B05-1")).point_why_not
        )
        raised(sitting, "B06-1")
    with time_machine.travel(now + timedelta(minutes=10, seconds=1), tick=False):
        raised(sitting)


def test_a_point_that_was_upheld_does_not_count_towards_a_flood(sitting: Sitting) -> None:
    for _ in range(4):
        points.point_rule(point=raised(sitting), upheld=True, actor=sitting.chair)


def test_a_point_refused_without_words_and_with_too_many(sitting: Sitting) -> None:
    with refused("no-words"):
        raised(sitting, words="  \n ")
    with refused("too-long"):
        raised(sitting, words="x" * 301)


def test_a_point_refused_to_those_who_watch_and_those_who_left(sitting: Sitting) -> None:
    check_out(credential=sitting.credential("B05-1"), actor=sitting.chair)
    with refused("not-present"):
        raised(sitting)
    watching = Credential(kind="visitor", conference=sitting.conference)
    assert "is for watching" in why_not_speak(watching, None, has_spoken=False, beforehand=False)


def test_ruling_refused_twice_and_on_what_was_taken_back(sitting: Sitting) -> None:
    point = points.point_rule(point=raised(sitting), upheld=None, actor=sitting.chair)
    with refused("ruled"):
        points.point_rule(point=point, upheld=True, actor=sitting.chair)
    other = raised(sitting, "B06-1")
    points.point_withdraw(point=other, actor=other.credential.member)
    with refused("withdrawn"):
        points.point_rule(point=other, upheld=True, actor=sitting.chair)


def test_ruling_refused_in_too_many_words(sitting: Sitting) -> None:
    with refused("too-long"):
        points.point_rule(point=raised(sitting), upheld=True, actor=sitting.chair, ruling="x" * 501)
