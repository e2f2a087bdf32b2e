"""The chair's desk: what may be done next, and doing it through the one door."""

from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from motions.debate.chair import lawful_acts, movers, procedures, seconders
from motions.debate.desk import _ACTS, desk_act
from motions.enums import QuestionKind
from motions.selectors import (
    business,
    declarations,
    motion_in_full,
    motions_in_order,
    next_motion,
    reports_in_order,
    run_sheet,
)
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db


def keys(sitting: Sitting) -> list[str]:
    return [act.key for act in lawful_acts(sitting.conference) if not act.procedure]


def do(sitting: Sitting, key: str, **given: Any) -> None:
    desk_act(conference=sitting.conference, actor=sitting.chair, key=key, **given)


def test_the_main_act_leads_through_a_motion(sitting: Sitting) -> None:
    taken = []
    given: dict[str, dict[str, Any]] = {
        "move": {"mover": sitting.credential("B05-1")},
        "second": {"seconder": sitting.credential("B12-1")},
    }
    for _ in range(5):
        main = lawful_acts(sitting.conference)[0]
        assert main.main
        taken.append(main.key)
        do(sitting, main.key, **given.get(main.key, {}))
    assert taken == ["call", "move", "second", "put_motion", "open_vote"]
    assert keys(sitting) == ["extend"]
    assert not lawful_acts(sitting.conference)[0].main  # the next thing is to wait
    sitting.close(sitting.question())
    assert keys(sitting)[0] == "declare"
    do(sitting, "declare")
    assert sitting.motion("EM1").standing == MotionState.NOT_CARRIED
    assert lawful_acts(sitting.conference)[0].label.startswith("Call Motion 5")


def test_amendments_come_before_the_motion(sitting: Sitting) -> None:
    sitting.into_debate("M12")
    assert keys(sitting)[0] == "accept_amendment"
    do(sitting, "accept_amendment")
    assert keys(sitting)[0] == "put_motion"


def test_an_amendment_not_accepted_is_opened_and_put(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    assert keys(sitting)[0] == "open_amendment"
    assert "accept_amendment" not in keys(sitting)
    do(
        sitting,
        "open_amendment",
        mover=sitting.credential("B06-1"),
        seconder=sitting.credential("B11-1"),
    )
    assert keys(sitting) == ["put_amendment", "withdraw_amendment_with_leave"]
    do(sitting, "put_amendment")
    assert keys(sitting) == ["open_vote", "by_secret_ballot", "take_back"]


def test_every_lawful_act_has_a_door(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    for act in lawful_acts(sitting.conference):
        assert act.key.partition(":")[0] in _ACTS


def test_challenge_and_uphold_through_the_desk(sitting: Sitting) -> None:
    sitting.into_debate("M6")
    do(sitting, "put_motion")
    do(sitting, "open_vote")
    sitting.close(sitting.question())
    do(sitting, "challenge", reason="A recount is asked for")
    assert set(keys(sitting)) == {"uphold", "order_card_vote"}
    do(sitting, "uphold", reason="Counted again, the same")
    assert keys(sitting)[0] == "declare"


def test_procedural_motion_through_the_desk(sitting: Sitting) -> None:
    sitting.into_debate("M6")
    do(
        sitting,
        "procedural",
        kind=QuestionKind.NEXT_BUSINESS,
        moved_by=sitting.credential("B16-1"),
    )
    assert business(sitting.conference).question is not None
    assert procedures(sitting.conference) == []


def test_session_is_closed_and_the_next_opened(sitting: Sitting) -> None:
    do(sitting, "close_session")
    assert keys(sitting) == ["open_session"]
    do(sitting, "open_session")
    assert "close_session" in keys(sitting)


def test_report_is_adopted_and_debate_resumed(sitting: Sitting) -> None:
    do(sitting, "adopt_report:1")
    assert "adopt_report:2" in keys(sitting)
    sitting.into_debate("M6")
    do(sitting, "adjourn", until=timezone.now())
    assert "resume:M6" in keys(sitting)
    do(sitting, "resume:M6")
    assert sitting.motion("M6").standing == MotionState.IN_DEBATE


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("abdicate", "unknown-act"),
        ("move", "nothing-on-the-floor"),
        ("declare", "no-question"),
        ("put_amendment", "no-amendment"),
        ("adopt_report:9", "nothing-to-act-on"),
        ("adopt_report:one", "nothing-to-act-on"),
        ("adopt_report:99999999999", "nothing-to-act-on"),
        ("call:M99", "no-motion"),
    ],
)
def test_refused_when_there_is_nothing_to_act_on(sitting: Sitting, key: str, code: str) -> None:
    with refused(code):
        do(sitting, key, mover=sitting.credential("B05-1"))


def test_refused_when_something_needed_is_not_given(sitting: Sitting) -> None:
    do(sitting, "call")
    with refused("not-given"):
        do(sitting, "move")


def test_movers_and_seconders_are_present_delegates(sitting: Sitting) -> None:
    motion = sitting.motion("M5")
    assert [each.number for each in movers(motion)] == ["B08-1", "B08-2", "B08-3"]
    assert seconders(motion).count() == 12
    assert seconders(sitting.into_debate("M6")).count() == 11


def test_next_motion_follows_the_order_of_business(sitting: Sitting) -> None:
    assert next_motion(sitting.conference) == sitting.motion("EM1")


def test_lists_take_a_fixed_number_of_queries(
    sitting: Sitting, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(3):
        for motion in motions_in_order(sitting.conference):
            assert motion.substantive.text
            assert motion.heading
            list(motion.amendments.all())
    with django_assert_num_queries(2):
        sheet = run_sheet(sitting.conference)
    assert [[m.number for m in row.motions] for row in sheet] == [
        ["EM1"],
        ["M5"],
        ["M9", "M10"],
        ["M12"],
        ["RA2"],
        ["M6"],
    ]
    # the motion; its texts, sources, consequences, questions; its rulings with their meetings and
    # the paragraphs that name it with their reports; its amendments, with what falls and what
    # alters them
    with django_assert_num_queries(12):
        found = motion_in_full(sitting.conference, "M5")
        assert [each.number for each in found.amendments.all()] == ["M5.1", "M5.2"]
        assert [str(c) for a in found.amendments.all() for c in a.consequences.all()]
    with django_assert_num_queries(2):
        assert [len(report.paragraphs.all()) for report in reports_in_order(sitting.conference)]
    with django_assert_num_queries(1):
        assert list(declarations(sitting.conference)) == []
