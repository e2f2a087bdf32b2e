"""Chair and vice-chair with one page before them: each act is done once, and the other is told."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from audit.models import Entry
from conferences.enums import PointKind, SpeakingSide
from conferences.models import Speaker
from conferences.services import session_close
from conferences.speaking import points, queue, speech
from members.enums import Office
from motions.debate import amending, moving, parts, questions
from motions.debate.desk import desk_act
from motions.enums import QuestionKind
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db
CHAIR = "/c/NDC27/chair/"
ACT = "/c/NDC27/chair/act/"
ROSTRUM = "/c/NDC27/rostrum/"
Press = dict[str, str]


def offered(client: Client, act: str, at: str = ACT) -> Press:
    """Read what the chair's page would send to an address for one of its buttons."""
    for form in re.findall(r"<form.*?</form>", client.get(CHAIR).text, re.DOTALL):
        inputs = re.findall(r'<input type="hidden" name="(\w+)"[^>]*? value="([^"]*)"', form)
        sent = {name: unescape(value) for name, value in inputs}
        if f'action="{at}"' in form and sent.get("act") == act:
            return sent
    raise AssertionError(f"{act} is not offered")


def two(sitting: Sitting) -> tuple[Client, Client]:
    return signed_in(sitting.chair), signed_in(sitting.officers[Office.VICE_CHAIR])


def both_press(sitting: Sitting, act: str, at: str = ACT, **typed: str) -> str:
    """Have both press what both have on their pages; give what the second is told."""
    one, other = two(sitting)
    first, second = offered(one, act, at), offered(other, act, at)
    assert one.post(at, first | typed).status_code == 302
    return unescape(other.post(at, second | typed, follow=True).text)


def kinds(kind: str) -> int:
    return Entry.objects.filter(kind=kind).count()


def called(sitting: Sitting) -> None:
    desk_act(conference=sitting.conference, actor=sitting.chair, key="call", number="M5")


def moved(sitting: Sitting) -> None:
    called(sitting)
    mover = sitting.credential("B08-1")
    desk_act(conference=sitting.conference, actor=sitting.chair, key="move", mover=mover)


def in_debate(sitting: Sitting) -> None:
    sitting.into_debate("M5")


def between_items(_sitting: Sitting) -> None:
    pass


@pytest.mark.parametrize(
    ("prepare", "act", "event", "told"),
    [
        (between_items, "guillotine", "motion.guillotined", "Next on the agenda: Motion 5."),
        (moved, "take_back", "motion.taken_back", "called, and waiting to be moved"),
        (in_debate, "amendment_not_moved", "amendment.not_moved", "next is amendment 5.2"),
        (in_debate, "withdraw_amendment", "amendment.withdrawn", "next is amendment 5.2"),
        (between_items, "call", "motion.called", "called, and waiting to be moved"),
        (called, "not_moved", "motion.not_moved", "nobody entitled moved it"),
    ],
)
def test_second_press_is_not_done_to_what_came_next(
    sitting: Sitting, prepare: Callable[[Sitting], None], act: str, event: str, told: str
) -> None:
    prepare(sitting)
    page = both_press(sitting, act)
    assert kinds(event) == 1
    assert "the business has moved on" in page
    assert told in page


def test_nothing_is_done_to_a_debate_while_a_question_about_it_is_put(sitting: Sitting) -> None:
    motion = sitting.into_debate("M5")
    amendment = sitting.amendment("M5.1")
    questions.procedural_put(
        conference=sitting.conference,
        kind=QuestionKind.NEXT_BUSINESS,
        actor=sitting.chair,
        moved_by=sitting.credential("B05-1"),
        motion=motion,
    )
    with refused("question-open"):
        moving.motion_remit(motion=motion, actor=sitting.chair, mover_agrees=True)
    with refused("question-open"):
        amending.amendment_open(
            amendment=amendment,
            mover=sitting.leader_of(amendment),
            seconder=sitting.credential("B11-1"),
            actor=sitting.chair,
        )
    with refused("question-open"):
        amending.amendment_not_moved(amendment=amendment, actor=sitting.chair)
    with refused("question-open"):
        parts.motion_divide(motion=motion, actor=sitting.chair, division="last paragraph")


def test_motion_called_once_its_session_is_closed_is_refused(sitting: Sitting) -> None:
    session_close(session=sitting.conference.sessions.get(number=1), actor=sitting.chair)
    with refused("not-sitting"):
        moving.motion_call(motion=sitting.motion("EM1"), actor=sitting.chair)


def test_page_that_slept_through_a_whole_debate_ends_no_other(sitting: Sitting) -> None:
    chair, vice_chair = two(sitting)
    sitting.into_debate("M6")
    stale = offered(vice_chair, "withdraw")
    chair.post(ACT, offered(chair, "withdraw"))
    sitting.into_debate("M9")
    answer = vice_chair.post(ACT, stale, follow=True)
    assert sitting.motion("M9").standing == MotionState.IN_DEBATE
    assert "in debate." in answer.text


def test_vote_extended_by_two_at_once_is_extended_once(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    desk_act(conference=sitting.conference, actor=sitting.chair, key="put_motion")
    desk_act(conference=sitting.conference, actor=sitting.chair, key="open_vote")
    before = sitting.question().ballot
    page = both_press(sitting, "extend", seconds="30")
    after = sitting.question().ballot
    assert before
    assert before.closes_at
    assert after
    assert after.closes_at
    assert (after.closes_at - before.closes_at).seconds == 30
    assert kinds("ballot.extended") == 1
    assert "The vote has been given more time already: it is open until" in page
    again = signed_in(sitting.chair)
    again.post(ACT, offered(again, "extend") | {"seconds": "30"})
    assert kinds("ballot.extended") == 2
    assert sitting.motion(motion.number).standing == MotionState.VOTING


def waiting(sitting: Sitting, *numbers: str) -> list[Speaker]:
    sitting.into_debate("M6")
    sides = (SpeakingSide.FOR, SpeakingSide.AGAINST, SpeakingSide.FOR)
    return [
        queue.speaker_ask(
            credential=sitting.credential(number),
            side=side,
            actor=sitting.credential(number).member,
        )
        for number, side in zip(numbers, sides, strict=False)
    ]


def test_speaker_called_by_two_is_called_once(sitting: Sitting) -> None:
    waiting(sitting, "B05-1")
    page = both_press(sitting, "call", ROSTRUM)
    assert kinds("speaker.called") == 1
    assert "has been called already." in page


def test_speaker_named_by_two_is_called_once(sitting: Sitting) -> None:
    sitting.into_debate("M6")
    typed = {"credential": "B05-1", "speaking_as": "speaker", "side": "for"}
    page = both_press(sitting, "enter", ROSTRUM, **typed)
    assert kinds("speaker.called") == 1
    assert "has been called already." in page


def test_speaker_put_first_by_two_is_put_there_once(sitting: Sitting) -> None:
    waiting(sitting, "B05-1", "B06-1", "B12-1")
    page = both_press(sitting, "place", ROSTRUM)
    assert kinds("speaker.placed") == 1
    assert "has been put there already." in page


def test_minute_given_by_two_is_given_once_and_another_when_asked_again(sitting: Sitting) -> None:
    (speaker,) = waiting(sitting, "B05-1")
    speech.speaker_call(speaker=speaker, actor=sitting.chair)
    speech.speaker_begin(speaker=speaker, actor=sitting.chair)
    before = Speaker.objects.get(pk=speaker.pk).seconds
    page = both_press(sitting, "more", ROSTRUM)
    assert "has been given more time already." in page
    assert Speaker.objects.get(pk=speaker.pk).seconds == before + 60
    chair, _vice_chair = two(sitting)
    chair.post(ROSTRUM, offered(chair, "more", ROSTRUM))
    assert Speaker.objects.get(pk=speaker.pk).seconds == before + 120


def test_second_ruling_on_a_point_is_told_the_first(sitting: Sitting) -> None:
    sitting.into_debate("M6")
    delegate = sitting.credential("B05-1")
    points.point_raise(
        credential=delegate, kind=PointKind.ORDER, words="Time", actor=delegate.member
    )
    page = both_press(sitting, "rule", ROSTRUM, upheld="no", ruling="There is time left")
    assert kinds("point_of_order.ruled") == 1
    assert f"{sitting.chair.name} ruled on that point at" in page
    assert "Not upheld. There is time left" in page
