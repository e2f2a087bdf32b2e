"""Asking to speak, being called, the clock, and the end of the subject."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Entry
from conferences.enums import SpeakingAs, SpeakingSide
from conferences.models import Speaker
from conferences.services import check_in, check_out
from conferences.speaking import queue, speech
from conferences.speaking.reading import (
    balance,
    own_speaking,
    rostrum_of,
    speakers_of,
    speaking_now,
    speeches,
    spoken_count,
)
from live.models import Outbox
from motions.debate import moving, questions
from motions.enums import QuestionKind
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db

FOR, AGAINST, TO = SpeakingSide.FOR, SpeakingSide.AGAINST, SpeakingSide.TO


def ask(sitting: Sitting, number: str, side: SpeakingSide = FOR, **more: object) -> Speaker:
    credential = sitting.credential(number)
    return queue.speaker_ask(
        credential=credential,
        side=side,
        actor=credential.member,
        **more,  # type: ignore[arg-type]
    )


def names(sitting: Sitting, subject: str) -> list[str]:
    return [one.speaker.credential.number for one in speakers_of(sitting.conference, subject)]


def spoke(sitting: Sitting, number: str, side: SpeakingSide) -> Speaker:
    speaker = speech.speaker_call(speaker=ask(sitting, number, side), actor=sitting.chair)
    speech.speaker_begin(speaker=speaker, actor=sitting.chair)
    return speech.speaker_end(speaker=speaker, actor=sitting.chair)


def test_those_who_ask_are_put_in_turn_with_the_reason(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    ask(sitting, "B05-1", FOR)
    ask(sitting, "B06-1", AGAINST)
    ask(sitting, "B12-1", FOR, is_first_time=True)
    spoke(sitting, "B13-1", FOR)
    line = speakers_of(sitting.conference, motion.log_name)
    assert [one.speaker.credential.number for one in line] == ["B06-1", "B12-1", "B05-1"]
    assert "against" in line[0].because
    assert "their first time here" in line[1].because
    assert balance(sitting.conference, motion.log_name).against == 0


def test_a_speech_runs_by_the_clock_and_the_log_says_how_long(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    speaker = speech.speaker_call(speaker=ask(sitting, "B05-1"), actor=sitting.chair)
    now = timezone.now()
    with time_machine.travel(now, tick=False):
        speaker = speech.speaker_begin(speaker=speaker, actor=sitting.chair)
        assert speaking_now(sitting.conference) == speaker
        assert speaker.runs_out_at == now + timedelta(seconds=180)
    with time_machine.travel(now + timedelta(seconds=100), tick=False):
        speaker = speech.speaker_give_more(speaker=speaker, seconds=60, actor=sitting.chair)
        assert speaker.seconds == 240
    with time_machine.travel(now + timedelta(seconds=250), tick=False):
        speaker = speech.speaker_give_more(speaker=speaker, seconds=60, actor=sitting.chair)
        assert speaker.runs_out_at == now + timedelta(seconds=310)
        speech.speaker_end(speaker=speaker, actor=sitting.chair)
    assert speaking_now(sitting.conference) is None
    ended = Entry.objects.filter(subject=speaker.log_name, kind="speaker.ended").get()
    assert b'"seconds":250' in bytes(ended.leaf)
    assert [one.credential.number for one in speeches(sitting.conference)] == ["B05-1"]
    assert spoken_count(sitting.conference, sitting.credential("B05-1")) == 1
    assert motion.log_name == speaker.subject


def test_calling_another_puts_back_whoever_was_called(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    first, second = ask(sitting, "B05-1"), ask(sitting, "B06-1")
    speech.speaker_call(speaker=first, actor=sitting.chair)
    speech.speaker_call(speaker=second, actor=sitting.chair)
    rostrum = rostrum_of(sitting.conference)
    assert rostrum.called == second
    assert names(sitting, motion.log_name) == ["B05-1"]


def test_beginning_ends_the_speech_before(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    speech.speaker_enter(
        conference=sitting.conference,
        subject=motion.log_name,
        credential=sitting.credential("B08-1"),
        speaking_as=SpeakingAs.MOVER,
        actor=sitting.chair,
    )
    mover = speaking_now(sitting.conference)
    assert mover
    assert mover.seconds == sitting.conference.orders.speaking_times.mover
    other = speech.speaker_call(speaker=ask(sitting, "B05-1"), actor=sitting.chair)
    speech.speaker_begin(speaker=other, actor=sitting.chair)
    mover.refresh_from_db()
    assert mover.ended_at
    assert speaking_now(sitting.conference) == other


def test_the_chair_places_one_before_the_others(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    for number in ("B05-1", "B06-1", "B12-1"):
        last = ask(sitting, number)
    queue.speaker_place(speaker=last, place=1, actor=sitting.chair)
    middle = Speaker.objects.get(credential__number="B06-1", ended_at=None)
    queue.speaker_place(speaker=middle, place=1, actor=sitting.chair)
    assert names(sitting, motion.log_name) == ["B06-1", "B12-1", "B05-1"]
    queue.speaker_place(speaker=middle, place=None, actor=sitting.chair)
    assert names(sitting, motion.log_name)[0] == "B12-1"


def test_whoever_is_passed_over_may_ask_again(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    speaker = speech.speaker_call(speaker=ask(sitting, "B05-1"), actor=sitting.chair)
    queue.speaker_pass_over(speaker=speaker, actor=sitting.chair)
    assert rostrum_of(sitting.conference).called is None
    assert ask(sitting, "B05-1").pk != speaker.pk


def test_one_who_has_spoken_speaks_again_only_if_the_chair_calls_them(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    spoke(sitting, "B05-1", FOR)
    with refused("may-not-ask-to-speak"):
        ask(sitting, "B05-1")
    speech.speaker_enter(
        conference=sitting.conference,
        subject=motion.log_name,
        credential=sitting.credential("B05-1"),
        speaking_as=SpeakingAs.SPEAKER,
        actor=sitting.chair,
    )
    assert spoken_count(sitting.conference, sitting.credential("B05-1")) == 2


def test_there_is_one_reply(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")

    def reply() -> Speaker:
        return speech.speaker_enter(
            conference=sitting.conference,
            subject=motion.log_name,
            credential=sitting.credential("B08-1"),
            speaking_as=SpeakingAs.REPLY,
            actor=sitting.chair,
        )

    speech.speaker_end(speaker=reply(), actor=sitting.chair)
    with refused("has-replied"):
        reply()


def test_the_reply_may_follow_the_question_and_nobody_else(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    waiting = ask(sitting, "B05-1")
    questions.motion_put(motion=motion, actor=sitting.chair)
    assert rostrum_of(sitting.conference).waiting_in_all == 0
    with refused("debate-over"):
        ask(sitting, "B06-1")
    with refused("debate-over"):
        speech.speaker_call(speaker=waiting, actor=sitting.chair)
    speech.speaker_enter(
        conference=sitting.conference,
        subject=motion.log_name,
        credential=sitting.credential("B08-1"),
        speaking_as=SpeakingAs.REPLY,
        actor=sitting.chair,
    )


def test_the_queue_ends_when_the_vote_opens(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    waiting = ask(sitting, "B05-1")
    question = questions.motion_put(motion=motion, actor=sitting.chair)
    sitting.open_vote(question)
    waiting.refresh_from_db()
    assert waiting.withdrawn_at
    closed = Entry.objects.get(kind="speakers.closed")
    assert b'"waited":1' in bytes(closed.leaf)
    assert not rostrum_of(sitting.conference).takes_speakers


def test_nobody_speaks_while_another_question_is_voted_on(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    called = speech.speaker_call(speaker=ask(sitting, "B05-1"), actor=sitting.chair)
    speech.speaker_begin(speaker=called, actor=sitting.chair)
    ask(sitting, "B06-1", AGAINST)
    closure = questions.procedural_put(
        conference=sitting.conference,
        kind=QuestionKind.CLOSURE,
        actor=sitting.chair,
        moved_by=sitting.credential("B12-1"),
        motion=motion,
    )
    assert speaking_now(sitting.conference)
    sitting.open_vote(closure)
    assert speaking_now(sitting.conference) is None
    assert names(sitting, motion.log_name) == ["B06-1"]


def test_an_adjourned_debate_keeps_its_queue(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    ask(sitting, "B05-1")
    moving.motion_adjourn(
        motion=motion, actor=sitting.chair, until=timezone.now() + timedelta(hours=1)
    )
    assert names(sitting, motion.log_name) == ["B05-1"]


def test_one_may_ask_beforehand_for_a_motion_on_the_agenda(sitting: Sitting) -> None:
    motion = sitting.motion("M9")
    away = check_out(credential=sitting.credential("B05-1"), actor=sitting.chair)
    ask(sitting, "B05-1", subject=motion.log_name)
    sitting.into_debate("M9")
    assert rostrum_of(sitting.conference).line == []
    assert [one.credential.number for one in rostrum_of(sitting.conference).away] == ["B05-1"]
    check_in(credential=away, actor=away.member)
    assert names(sitting, motion.log_name) == ["B05-1"]


def test_own_place_is_told(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    ask(sitting, "B05-1")
    ask(sitting, "B06-1")
    own = own_speaking(sitting.credential("B06-1"))
    assert own.place_in_words == "About 1 speaker before you."
    assert own_speaking(sitting.credential("B12-1")).why_not == ""


def test_asking_refused_when_asked_already(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    ask(sitting, "B05-1")
    with refused("already-waiting"):
        ask(sitting, "B05-1")


def test_asking_refused_when_not_checked_in(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    check_out(credential=sitting.credential("B05-1"), actor=sitting.chair)
    with refused("may-not-ask-to-speak"):
        ask(sitting, "B05-1")


def test_asking_refused_when_nothing_is_before_conference(sitting: Sitting) -> None:
    with refused("nothing-to-speak-on"):
        ask(sitting, "B05-1")


def test_asking_refused_on_another_conference_and_on_what_is_not_there(sitting: Sitting) -> None:
    for subject in ("motion:NONE/M9", "motion:NDC27/ZZ", "agenda:NDC27/x.y", "question:1"):
        with refused("nothing-to-speak-on"):
            ask(sitting, "B05-1", subject=subject)


def test_calling_refused_when_they_have_left(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    speaker = ask(sitting, "B05-1")
    check_out(credential=sitting.credential("B05-1"), actor=sitting.chair)
    with refused("not-present"):
        speech.speaker_call(speaker=speaker, actor=sitting.chair)


def test_clock_refused_when_not_called(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    with refused("not-called"):
        speech.speaker_begin(speaker=ask(sitting, "B05-1"), actor=sitting.chair)


def test_more_time_refused_out_of_bounds_and_to_the_silent(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    speaker = speech.speaker_call(speaker=ask(sitting, "B05-1"), actor=sitting.chair)
    with refused("not-speaking"):
        speech.speaker_give_more(speaker=speaker, seconds=60, actor=sitting.chair)
    speech.speaker_begin(speaker=speaker, actor=sitting.chair)
    for seconds in (0, 10**9):
        with refused("too-much-time"):
            speech.speaker_give_more(speaker=speaker, seconds=seconds, actor=sitting.chair)


def test_withdrawing_refused_once_begun_and_twice(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    gone = ask(sitting, "B05-1")
    queue.speaker_withdraw(speaker=gone, actor=sitting.credential("B05-1").member)
    with refused("not-waiting"):
        queue.speaker_withdraw(speaker=gone, actor=sitting.credential("B05-1").member)
    speaker = speech.speaker_call(speaker=ask(sitting, "B06-1"), actor=sitting.chair)
    speech.speaker_begin(speaker=speaker, actor=sitting.chair)
    with refused("has-begun"):
        queue.speaker_withdraw(speaker=speaker, actor=sitting.credential("B06-1").member)


def test_placing_refused_at_no_place(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    with refused("no-such-place"):
        queue.speaker_place(speaker=ask(sitting, "B05-1"), place=0, actor=sitting.chair)


def test_everyone_is_shown_and_the_chair_has_the_buttons(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    speaker = ask(sitting, "B05-1", AGAINST)
    name = speaker.credential.member.name
    shown = {row.event: row for row in Outbox.objects.order_by("pk")}
    assert name in shown["speakers"].html
    assert "1 waits to speak: 1 against" in shown["speakers"].html
    assert "<form" not in shown["speakers"].html
    assert f"Call {name}" in shown["rostrum"].html
    assert shown["rostrum"].channel == f"desk:{sitting.conference.code}"


def test_asking_is_cheap(sitting: Sitting, django_assert_max_num_queries: object) -> None:
    sitting.into_debate("M9")
    ask(sitting, "B05-1")
    with django_assert_max_num_queries(22):  # type: ignore[operator]
        ask(sitting, "B06-1")
