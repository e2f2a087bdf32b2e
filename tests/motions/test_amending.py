"""Amendments in debate."""

import pytest

from motions.amendment_life import AmendmentState
from motions.debate import adopting, amending, questions
from motions.models import Amendment, Question
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


def opened(sitting: Sitting, number: str) -> Amendment:
    amendment = sitting.amendment(number)
    return amending.amendment_open(
        amendment=amendment,
        mover=sitting.leader_of(amendment),
        seconder=sitting.credential("B16-1"),
        actor=sitting.chair,
    )


def put(sitting: Sitting, number: str) -> Question:
    return questions.amendment_put(amendment=opened(sitting, number), actor=sitting.chair)


def test_accepted_amendment_becomes_the_next_version(sitting: Sitting) -> None:
    motion = sitting.into_debate("M12")
    amending.amendment_accept(amendment=sitting.amendment("M12.1"), actor=sitting.chair)
    assert sitting.amendment("M12.1").state == AmendmentState.ACCEPTED
    assert motion.substantive.version == 2
    assert motion.substantive.text.endswith("before each ballot in Welsh as well as in English.")
    assert motion.texts.get(version=1).text.endswith("before each ballot.")


def test_carried_amendment_changes_the_words_and_the_conflicting_one_falls(
    sitting: Sitting,
) -> None:
    for report in sitting.conference.soc_reports.all():
        adopting.report_adopt(report=report, actor=sitting.chair)
    motion = sitting.into_debate("M5")
    question = sitting.decide(put(sitting, "M5.1"), *["for"] * 7, *["against"] * 3)
    assert question.outcome == "carried"
    assert sitting.amendment("M5.1").state == AmendmentState.CARRIED
    assert sitting.amendment("M5.2").state == AmendmentState.FALLEN
    assert motion.substantive.version == 2
    assert "in residential and home care" in motion.substantive.text
    motion.refresh_from_db()
    assert motion.standing == MotionState.IN_DEBATE


def test_nothing_falls_by_a_report_that_is_not_adopted(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    sitting.decide(put(sitting, "M5.1"), "for")
    assert sitting.amendment("M5.2").state == AmendmentState.NOT_ACCEPTED


@pytest.mark.parametrize(
    ("votes", "state"),
    [
        (["against"], AmendmentState.LOST),
        (["for", "against"], AmendmentState.NOT_CARRIED),
    ],
)
def test_amendment_that_is_not_carried_changes_no_words(
    sitting: Sitting, votes: list[str], state: AmendmentState
) -> None:
    motion = sitting.into_debate("M5")
    sitting.decide(put(sitting, "M5.1"), *votes)
    assert sitting.amendment("M5.1").state == state
    assert motion.substantive.version == 1


def test_accept_refused_when_the_mover_does_not(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    with refused("not-accepted"):
        amending.amendment_accept(amendment=sitting.amendment("M5.1"), actor=sitting.chair)


def test_accept_refused_when_it_is_not_for_the_mover(sitting: Sitting) -> None:
    sitting.set_orders(mover_may_accept_amendments=False)
    sitting.into_debate("M12")
    with refused("not-for-the-mover"):
        amending.amendment_accept(amendment=sitting.amendment("M12.1"), actor=sitting.chair)


def test_open_refused_when_another_comes_first(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    with refused("not-in-turn"):
        opened(sitting, "M5.2")


def test_open_refused_while_another_is_in_debate(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    opened(sitting, "M5.1")
    with refused("not-lawful-now"):
        opened(sitting, "M5.2")


def test_open_refused_when_the_motion_is_not_in_debate(sitting: Sitting) -> None:
    with refused("not-lawful-now"):
        opened(sitting, "M5.1")


def test_open_refused_when_mover_is_of_another_body_or_seconds_it(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    amendment, leader = sitting.amendment("M5.1"), sitting.credential("B06-1")
    with refused("not-of-the-lodging-body"):
        amending.amendment_open(
            amendment=amendment,
            mover=sitting.credential("B16-1"),
            seconder=leader,
            actor=sitting.chair,
        )
    with refused("same-delegate"):
        amending.amendment_open(
            amendment=amendment, mover=leader, seconder=leader, actor=sitting.chair
        )
    with refused("no-seconder"):
        amending.amendment_open(
            amendment=amendment, mover=leader, seconder=None, actor=sitting.chair
        )


def test_put_refused_when_not_in_debate(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    with refused("not-in-debate"):
        questions.amendment_put(amendment=sitting.amendment("M5.1"), actor=sitting.chair)


def test_amendment_not_moved_or_withdrawn_leaves_the_way_free(sitting: Sitting) -> None:
    motion = sitting.into_debate("M5")
    with refused("amendments-waiting"):
        questions.motion_put(motion=motion, actor=sitting.chair)
    first, second = sitting.amendment("M5.1"), sitting.amendment("M5.2")
    first = amending.amendment_not_moved(amendment=first, actor=sitting.chair)
    second = amending.amendment_withdraw(amendment=second, actor=sitting.chair)
    assert (first.state, second.state) == (AmendmentState.NOT_MOVED, AmendmentState.WITHDRAWN)
    with refused("not-waiting"):
        amending.amendment_withdraw(amendment=first, actor=sitting.chair)
    assert questions.motion_put(motion=motion, actor=sitting.chair).text_version == 1
