"""Procedural motions asked for from the floor: lawful ones, by whom, joined, declined, put."""

from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Entry
from conferences.enums import PointKind, SpeakingSide
from conferences.services import check_out
from conferences.speaking import points, queue, speech
from live.models import Outbox
from motions.debate import moving
from motions.debate.taking import procedure_take
from motions.enums import PROCEDURAL, QuestionKind
from motions.models import ProcedureAsked
from motions.procedure.asking import (
    procedure_ask,
    procedure_decline,
    procedure_join,
    procedure_withdraw,
)
from motions.procedure.reading import asked_for, own_procedure
from motions.procedure.rules import procedure_rules
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db

_K = QuestionKind


def ask(
    sitting: Sitting, number: str, kind: QuestionKind = _K.NEXT_BUSINESS, words: str = ""
) -> ProcedureAsked:
    credential = sitting.credential(number)
    return procedure_ask(credential=credential, kind=kind, actor=credential.member, words=words)


def shown() -> str:
    return Outbox.objects.filter(event="procedure").latest("pk").html


def test_a_delegate_asks_and_the_chair_sees_it_with_its_rule(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    asked = ask(sitting, "B05-1")
    assert "Next business" in shown()
    assert "The motion is shelved, and not taken again here." in shown()
    assert asked.credential.member.name in shown()
    assert asked.motion == sitting.motion("M9")


def test_the_chair_puts_it_and_everyone_who_asked_is_settled(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    first = ask(sitting, "B05-1")
    ask(sitting, "B06-1")
    question = procedure_take(asked=first, actor=sitting.chair)
    assert question.kind == _K.NEXT_BUSINESS
    assert question.moved_by == first.credential
    assert not asked_for(sitting.conference)
    assert question.asked_for_by.count() == 2


def test_an_attempt_to_put_it_by_who_does_not_preside_is_in_the_log(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    asked = ask(sitting, "B05-1")
    with refused("not-your-office"):
        procedure_take(asked=asked, actor=asked.credential.member)
    assert Entry.objects.filter(kind="act.refused").count() == 1


def test_what_was_said_with_it_is_in_the_question(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    asked = ask(sitting, "B05-1", _K.SUSPEND_STANDING_ORDERS, "12.3, for 20 minutes")
    question = procedure_take(asked=asked, actor=sitting.chair)
    assert question.wording == "That standing orders be suspended: 12.3, for 20 minutes"


def test_a_remit_is_put_only_if_the_mover_agrees(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    asked = ask(sitting, "B05-1", _K.REMIT)
    with refused("mover-does-not-agree"):
        procedure_take(asked=asked, actor=sitting.chair)
    assert procedure_take(asked=asked, actor=sitting.chair, mover_agrees=True).kind == _K.REMIT


def test_the_chair_declines_and_says_why(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    asked = ask(sitting, "B05-1")
    with refused("no-reason"):
        procedure_decline(asked=asked, reason=" ", actor=sitting.chair)
    with refused("too-long"):
        procedure_decline(asked=asked, reason="x" * 501, actor=sitting.chair)
    procedure_decline(asked=asked, reason="It has only begun.", actor=sitting.chair)
    asked.refresh_from_db()
    assert asked.reason == "It has only begun."
    with refused("settled"):
        procedure_decline(asked=asked, reason="Again.", actor=sitting.chair)


def test_a_challenge_is_joined_and_binds_the_chair_once_enough_make_it(sitting: Sitting) -> None:
    raiser = sitting.credential("B05-1")
    point = points.point_raise(
        credential=raiser, kind=PointKind.ORDER, words="Out of time", actor=raiser.member
    )
    points.point_rule(point=point, upheld=False, actor=sitting.chair, ruling="In time.")
    first = ask(sitting, "B05-1", _K.CHALLENGE_RULING)
    assert first.words == "The ruling on point of order 1: Not upheld. In time."
    with refused("too-few-challengers"):
        procedure_take(asked=first, actor=sitting.chair)
    for number in ("B06-1", "B11-1"):
        credential = sitting.credential(number)
        procedure_join(asked=first, credential=credential, actor=credential.member)
    assert asked_for(sitting.conference)[0].count_in_words == "3 of 4 needed"
    assert not asked_for(sitting.conference)[0].is_binding
    ask(sitting, "B12-1", _K.CHALLENGE_RULING, "something else")
    group = asked_for(sitting.conference)[0]
    assert {row.words for row in group.rows} == {first.words}
    assert "bound to put it" in shown()
    with refused("bound-to-put"):
        procedure_decline(asked=first, reason="No.", actor=sitting.chair)
    assert procedure_take(asked=first, actor=sitting.chair).kind == _K.CHALLENGE_RULING


def test_a_challenger_who_left_does_not_count(sitting: Sitting) -> None:
    for number in ("B05-1", "B06-1", "B11-1", "B12-1"):
        ask(sitting, number, _K.CHALLENGE_RULING, "The ruling on time")
    check_out(credential=sitting.credential("B12-1"), actor=sitting.chair)
    assert asked_for(sitting.conference)[0].count_in_words == "3 of 4 needed"


def test_what_is_not_lawful_now_is_refused(sitting: Sitting) -> None:
    with refused("not-lawful-now"):
        ask(sitting, "B05-1", _K.NEXT_BUSINESS)
    sitting.into_debate("M9")
    for kind in (_K.RESCIND, _K.TEST_VOTE, _K.MOTION):
        with refused("not-lawful-now"):
            ask(sitting, "B05-1", kind)


def test_one_who_moved_seconded_or_spoke_may_not_cut_the_debate_short(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    credential = sitting.credential("B05-1")
    speaker = queue.speaker_ask(
        credential=credential, side=SpeakingSide.FOR, actor=credential.member
    )
    speech.speaker_call(speaker=speaker, actor=sitting.chair)
    speech.speaker_begin(speaker=speaker, actor=sitting.chair)
    assert motion.mover
    for number in ("B05-1", motion.mover.number):
        with refused("not-yours-to-move"):
            ask(sitting, number, _K.NEXT_BUSINESS)
    own = own_procedure(credential)
    assert own
    closure = next(one for one in own.may_move if one.rule.kind == _K.NEXT_BUSINESS)
    assert "You have spoken" in closure.why_not


def test_only_the_mover_asks_for_leave_to_withdraw(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    with refused("not-yours-to-move"):
        ask(sitting, "B05-1", _K.LEAVE_TO_WITHDRAW)
    assert motion.mover
    ask(sitting, motion.mover.number, _K.LEAVE_TO_WITHDRAW)


def test_asking_refused_twice_without_words_and_when_away(sitting: Sitting) -> None:
    sitting.into_debate("M9")
    asked = ask(sitting, "B05-1")
    with refused("asked"):
        ask(sitting, "B05-1")
    procedure_withdraw(asked=asked, actor=asked.credential.member)
    ask(sitting, "B05-1")
    with refused("no-words"):
        ask(sitting, "B05-1", _K.ADJOURN_DEBATE)
    with refused("too-long"):
        ask(sitting, "B05-1", _K.ADJOURN_DEBATE, "x" * 301)
    check_out(credential=sitting.credential("B06-1"), actor=sitting.chair)
    with refused("not-present"):
        ask(sitting, "B06-1")


def test_what_was_asked_about_a_motion_lapses_with_it(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    asked = ask(sitting, "B05-1", _K.ADJOURN_DEBATE, "after lunch")
    moving.motion_shelve(motion=motion, actor=sitting.chair)
    asked.refresh_from_db()
    assert asked.withdrawn_at


def test_what_was_asked_about_a_debate_stays_while_it_is_adjourned(sitting: Sitting) -> None:
    motion = sitting.into_debate("M9")
    ask(sitting, "B05-1")
    moving.motion_adjourn(
        motion=motion, actor=sitting.chair, until=timezone.now() + timedelta(hours=1)
    )
    assert [group.is_lawful for group in asked_for(sitting.conference)] == [False]


@pytest.mark.parametrize("kind", [QuestionKind(value) for value, _label in PROCEDURAL])
def test_every_procedural_motion_has_its_rule(sitting: Sitting, kind: QuestionKind) -> None:
    rule = procedure_rules(sitting.conference, kind)
    assert all((rule.who, rule.debate, rule.majority, rule.carried, rule.lost))
    assert "{" not in rule.who


def test_the_rules_are_those_of_the_conference(sitting: Sitting) -> None:
    sitting.set_orders(ruling_challengers=7, withdrawal_majority="unanimous")
    assert procedure_rules(sitting.conference, _K.CHALLENGE_RULING).who.startswith("7 delegates")
    assert procedure_rules(sitting.conference, _K.LEAVE_TO_WITHDRAW).majority == "Unanimous"
