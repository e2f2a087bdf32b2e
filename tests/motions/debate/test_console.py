"""What the chair's console shows: the words, the pre-flight, the day's items, the demand."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from audit.recording import entry
from ballots.enums import Majority
from ballots.services import ballot_announce_close
from conferences.models import AgendaItem
from motions.debate import questions, voting
from motions.debate.chair import lawful_acts
from motions.debate.console import console
from motions.debate.desk import desk_act
from motions.debate.preflight import votes_needed
from motions.debate.saying import minutes_in_words, words_declaring
from motions.enums import QuestionKind, QuestionState
from motions.models import CardDemand, Question
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db
ACT = "/c/NDC27/chair/act/"


@contextmanager
def prepared() -> Iterator[None]:
    """Set a stage that the services would take long to set."""
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        yield


def do(sitting: Sitting, key: str, **given: Any) -> None:
    desk_act(conference=sitting.conference, actor=sitting.chair, key=key, **given)


def main(sitting: Sitting) -> list[str]:
    return [act.key for act in lawful_acts(sitting.conference) if act.main]


def says(sitting: Sitting) -> str:
    words: str = console(sitting.conference)["says"]
    return words


def voted_on(sitting: Sitting, *choices: str) -> Question:
    question = questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    sitting.count(question, *choices)
    return question


def demand(sitting: Sitting, question: Question, branches: int) -> None:
    codes = ("B05", "B06", "B08", "B11", "B12")[:branches]
    now = question.put_at
    with prepared():
        for code in codes:
            CardDemand.objects.create(
                question=question, credential=sitting.credential(f"{code}-1"), demanded_at=now
            )


@pytest.mark.parametrize(
    ("majority", "votes", "needed"),
    [
        (Majority.SIMPLE, 56, 29),
        (Majority.SIMPLE, 55, 28),
        (Majority.TWO_THIRDS_CAST, 56, 38),
        (Majority.TWO_THIRDS_CAST, 54, 36),
        (Majority.THREE_QUARTERS_CAST, 56, 42),
        (Majority.TWO_THIRDS_CAST, 0, 1),
        (Majority.UNANIMOUS, 56, None),
    ],
)
def test_votes_needed_are_whole_numbers(majority: Majority, votes: int, needed: int | None) -> None:
    assert votes_needed(majority, votes) == needed


def test_speaking_times_are_said_as_people_say_them() -> None:
    assert [minutes_in_words(n) for n in (300, 60, 90)] == ["5 minutes", "1 minute", "90 seconds"]


def test_words_follow_a_motion_to_its_vote(sitting: Sitting) -> None:
    assert says(sitting).startswith("Conference, the next business is")
    do(sitting, "call")
    assert "I call the mover. You have 5 minutes." in says(sitting)
    do(sitting, "move", mover=sitting.credential("B05-1"))
    assert "is moved. Who seconds it?" in says(sitting)
    do(sitting, "second", seconder=sitting.credential("B12-1"))
    assert "is open for debate" in says(sitting)
    do(sitting, "put_motion")
    assert "It needs more votes for than against. You have 90 seconds." in says(sitting)
    do(sitting, "open_vote")
    assert "until it closes" in says(sitting)


def test_amendment_is_announced_with_its_branch(sitting: Sitting) -> None:
    sitting.into_debate("M5")
    assert says(sitting).startswith("We take amendment 5.1 to Motion 5, from ")


def test_declaration_is_one_sentence_to_read_out(sitting: Sitting) -> None:
    question = voted_on(sitting, *["for"] * 8)
    said = words_declaring(question, "8 for. CARRIED by 8.", "carried", advisory=False)
    assert said == "8 for. Carried by 8. I declare Motion 6 carried."
    advisory = words_declaring(question, "8 for.", "carried", advisory=True)
    assert advisory.endswith("It decides nothing.")


def test_figures_are_in_none_of_the_words_that_are_pushed(sitting: Sitting) -> None:
    voted_on(sitting, *["for"] * 7)
    assert says(sitting) == ""


def test_preflight_says_who_votes_and_by_what_rule(sitting: Sitting) -> None:
    questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    checks = {each.about: each for each in console(sitting.conference)["preflight"]}
    assert checks["Who votes"].words.startswith("12 of 12 delegates present, 12 on the roll")
    assert checks["Majority"].words == "Simple majority: 7 of 12 if all vote"
    assert checks["If it fails"].words == "Taken again if 2 or more cannot vote"
    assert all(each.is_well for each in checks.values())


def test_below_quorum_only_an_advisory_vote_is_offered(sitting: Sitting) -> None:
    questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    sitting.leave(7)
    assert main(sitting) == ["open_advisory_vote"]
    assert "this vote is advisory" in says(sitting)
    do(sitting, "open_advisory_vote")
    ballot = sitting.question().ballot
    assert ballot
    assert ballot.is_advisory


def test_preflight_of_a_card_vote_counts_members(sitting: Sitting) -> None:
    question = questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    with prepared():
        Question.objects.filter(pk=question.pk).update(form="card_vote")
    words = console(sitting.conference)["preflight"][0].words
    assert words.startswith("7 of 7 cards present, for ")


def test_demand_that_is_met_binds_the_chair(sitting: Sitting) -> None:
    question = voted_on(sitting, *["for"] * 8)
    demand(sitting, question, 5)
    assert main(sitting) == ["take_card_vote"]
    with refused("card-vote-demanded"):
        do(sitting, "declare")
    sitting.leave(1)  # B05-1, who demanded it: the demand stands
    do(sitting, "take_card_vote")
    question.refresh_from_db()
    assert (question.state, question.form) == (QuestionState.VOTING, "card_vote")


def test_count_cannot_be_upheld_against_a_demand_that_is_met(sitting: Sitting) -> None:
    question = voted_on(sitting, *["for"] * 8)
    do(sitting, "challenge", reason="It looked closer than that")
    demand(sitting, question, 5)
    assert main(sitting) == ["order_card_vote"]
    with refused("card-vote-demanded"):
        do(sitting, "uphold", reason="It was not close")


def test_card_vote_refused_while_too_few_demand_it(sitting: Sitting) -> None:
    question = voted_on(sitting, *["for"] * 8)
    demand(sitting, question, 4)
    assert main(sitting) == ["declare"]
    with refused("not-demanded"):
        do(sitting, "take_card_vote")


def test_close_is_announced_once_everyone_has_voted(sitting: Sitting) -> None:
    question = questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)
    ballot = sitting.open_vote(question)
    with refused("still-voting"):
        ballot_announce_close(ballot=ballot, actor=sitting.chair)
    sitting.cast(ballot, *["for"] * 12)
    assert main(sitting) == ["announce_close"]
    do(sitting, "announce_close")
    before = ballot.closes_at
    ballot.refresh_from_db()
    assert before
    assert ballot.closes_at
    assert ballot.closes_at < before
    assert main(sitting) == []  # the next thing is to wait
    with refused("closing-already"):
        ballot_announce_close(ballot=ballot, actor=sitting.chair)
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        voting.question_close(question=question, actor=None)


def test_formal_item_is_taken_and_ended_in_its_turn(sitting: Sitting) -> None:
    first = AgendaItem.objects.filter(session__number=1).first()
    assert first
    with prepared():
        AgendaItem.objects.filter(pk=first.pk).update(kind="formal", title="Welcome")
        sitting.conference.motions.filter(number="EM1").update(state=MotionState.WITHDRAWN)
    assert main(sitting) == [f"item_take:{first.pk}"]
    assert says(sitting) == "Conference, the next business is welcome."
    do(sitting, f"item_take:{first.pk}")
    assert main(sitting) == [f"item_end:{first.pk}"]
    do(sitting, f"item_end:{first.pk}")
    assert main(sitting) == ["call"]


def test_item_is_taken_from_the_run_sheet_only_between_items(sitting: Sitting) -> None:
    last = AgendaItem.objects.filter(session__number=1).last()
    assert last
    with prepared():
        AgendaItem.objects.filter(pk=last.pk).update(kind="report")
    client = signed_in(sitting.chair)
    assert f'value="item_take:{last.pk}"' in client.get("/c/NDC27/chair/run-sheet/").text
    sitting.into_debate("M9")
    assert "item_take" not in client.get("/c/NDC27/chair/run-sheet/").text
    answer = client.post(ACT, {"act": f"item_take:{last.pk}"}, follow=True)
    assert "the business has moved on" in answer.text


@pytest.mark.parametrize(
    "typed", ["B99-1", "nobody", "B13-1" * 500, "00000000-0000-0000-0000-000000000000"]
)
def test_delegate_who_is_not_there_is_refused_in_words(sitting: Sitting, typed: str) -> None:
    do(sitting, "call")
    do(sitting, "move", mover=sitting.credential("B05-1"))
    answer = signed_in(sitting.chair).post(ACT, {"act": "second", "seconder": typed})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_delegate_is_named_by_number_in_any_case(sitting: Sitting) -> None:
    do(sitting, "call")
    do(sitting, "move", mover=sitting.credential("B05-1"))
    typed = {"act": "second", "seconder": "b12-1 Somebody of Somewhere"}
    assert signed_in(sitting.chair).post(ACT, typed).status_code == 302
    assert sitting.motion("EM1").seconder == sitting.credential("B12-1")


def test_challengers_are_listed_by_number(sitting: Sitting) -> None:
    typed = {"act": "procedural:challenge_ruling", "challengers": "B05-1, B06-1\nB08-1; b11-1"}
    assert signed_in(sitting.chair).post(ACT, typed).status_code == 302
    question = sitting.question()
    assert question.kind == QuestionKind.CHALLENGE_RULING
    assert question.of_chair == sitting.chair


def test_console_asks_few_times(
    sitting: Sitting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    sitting.into_debate("M6")
    with django_assert_max_num_queries(12):
        console(sitting.conference)
