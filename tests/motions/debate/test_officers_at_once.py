"""Officers who press in the same moment, on connections of their own: one act, and no deadlock."""

from collections.abc import Callable
from datetime import time
from threading import Barrier, Thread

import pytest
from django.db import connection

from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from ballots.services import ballot_recommend_void
from conferences.desk.confirming import figures_confirm
from conferences.enums import AgendaKind
from conferences.models import AgendaItem, Conference
from conferences.running.replanning import item_carry, item_move
from conferences.running.taking import item_take
from conferences.services import session_close
from members.enums import Office
from motions.debate import challenging, moving, parts, questions, taking_back, voting
from motions.enums import QuestionKind, QuestionState
from motions.models import Question
from motions.rehearsing.laying_out import rehearsal_start
from tests.factories.conferences import Sitting, make_sitting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _on_postgresql() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time.")


@pytest.fixture
def sitting() -> Sitting:
    made = make_sitting()
    return Sitting(Conference.objects.get(pk=made.conference.pk), made.officers)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """Do these together; give the codes of those that were refused. Anything else is a fault."""
    refused: list[str] = []
    faults: list[Exception] = []
    start = Barrier(len(acts))

    def do(act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            start.wait(timeout=20)
            act()
        except Refusal as refusal:
            refused.append(refusal.code)
        except Exception as fault:  # noqa: BLE001 - said by the test, and not by a dying thread
            faults.append(fault)
        finally:
            connection.close()

    threads = [Thread(target=do, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return refused


def kinds(kind: str) -> int:
    return Entry.objects.filter(kind=kind).count()


def counted(sitting: Sitting) -> Question:
    question = questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    sitting.count(question, *["for"] * 12)
    question.refresh_from_db()
    return question


def report_of_the_session(sitting: Sitting) -> AgendaItem:
    """Make the last item of the session one that the chair takes by a button of its own."""
    items = AgendaItem.objects.filter(session__number=1).select_related("session__conference")
    with entry(actor=None) as log:
        log.record("test.prepared", subject=sitting.conference)
        items.filter(title="M6").update(kind=AgendaKind.REPORT)
    return items.get(title="M6")


def test_mover_is_taken_back_once(sitting: Sitting) -> None:
    motion = moving.motion_call(motion=sitting.motion("M6"), actor=sitting.chair)
    motion = moving.motion_move(motion=motion, mover=sitting.leader_of(motion), actor=sitting.chair)
    back = [lambda: taking_back.motion_take_back(motion=motion, actor=sitting.chair)] * 2
    assert at_once(*back) == ["taken-back-already"]
    assert kinds("motion.taken_back") == 1


def test_part_is_put_once(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    parts.motion_divide(motion=motion, actor=sitting.chair, division="last paragraph")
    put = [lambda: parts.part_put(motion=motion, actor=sitting.chair)] * 2
    assert at_once(*put) == ["question-open"]
    assert kinds("part.put") == 1


def test_motion_ends_or_a_question_is_put_on_it_and_never_both(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    refused = at_once(
        lambda: moving.motion_remit(motion=motion, actor=sitting.chair, mover_agrees=True),
        lambda: questions.procedural_put(
            conference=sitting.conference,
            kind=QuestionKind.CLOSURE,
            actor=sitting.officers[Office.VICE_CHAIR],
            moved_by=sitting.credential("B05-1"),
            motion=motion,
        ),
    )
    assert len(refused) == 1
    assert kinds("motion.remitted") + kinds("question.put") == 1


def test_figures_are_confirmed_declared_challenged_and_doubted_in_one_moment(
    sitting: Sitting,
) -> None:
    question = counted(sitting)
    ballot = question.ballot
    assert ballot
    at_once(
        lambda: voting.question_declare(question=question, actor=sitting.chair),
        lambda: figures_confirm(
            ballot=ballot,
            conference=sitting.conference,
            actor=sitting.officers[Office.TELLER],
        ),
        lambda: challenging.question_challenge(
            question=question, actor=sitting.chair, reason="Two cards went astray"
        ),
        lambda: ballot_recommend_void(
            ballot=ballot, actor=sitting.returning_officer, reason="Two cards went astray"
        ),
    )
    question.refresh_from_db()
    assert question.state in (QuestionState.DECIDED, QuestionState.CHALLENGED)


def test_item_is_moved_while_it_is_taken(sitting: Sitting) -> None:
    item = report_of_the_session(sitting)
    at_once(
        lambda: item_move(item=item, actor=sitting.clerk, starts_at=time(16)),
        lambda: item_take(item=item, actor=sitting.chair),
    )
    assert kinds("agenda_item.taken") == 1


def test_item_is_carried_by_two_while_it_is_taken(sitting: Sitting) -> None:
    item = report_of_the_session(sitting)
    second = sitting.conference.sessions.get(number=2)
    carry = [
        lambda: item_carry(item=item, actor=sitting.clerk, session=second, starts_at=time(16))
    ] * 2
    at_once(*carry, lambda: item_take(item=item, actor=sitting.chair))
    assert kinds("agenda_item.carried") + kinds("agenda_item.taken") == 1


def test_item_is_carried_while_its_motion_is_called(sitting: Sitting) -> None:
    motion = sitting.motion("EM1")
    item = AgendaItem.objects.select_related("session__conference").get(motions=motion)
    second = sitting.conference.sessions.get(number=2)
    at_once(
        lambda: item_carry(item=item, actor=sitting.clerk, session=second, starts_at=time(16)),
        lambda: moving.motion_call(motion=motion, actor=sitting.chair),
    )
    assert kinds("motion.called") == 1


def test_motion_is_not_called_into_a_session_that_closes(sitting: Sitting) -> None:
    session = sitting.conference.sessions.get(number=1)
    refused = at_once(
        lambda: session_close(session=session, actor=sitting.chair),
        lambda: moving.motion_call(
            motion=sitting.motion("EM1"), actor=sitting.officers[Office.VICE_CHAIR]
        ),
    )
    assert len(refused) == 1
    assert kinds("motion.called") + kinds("session.closed") == 1


def test_one_rehearsal_is_started(sitting: Sitting) -> None:
    start = [lambda: rehearsal_start(conference=sitting.conference, actor=sitting.clerk)] * 2
    assert at_once(*start) == ["clear-the-last"]
