"""A question taken by secret ballot: put, cast, opened, declared; below the floor; by trustees."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from audit.recording import entry
from ballots.enums import VotingForm
from ballots.models import Ballot, Cast, SealedVote
from ballots.secret.boards import board_retire
from ballots.secret.seats import votes_waiting
from ballots.services import ballot_recommend_void
from live.models import Outbox
from motions.debate import questions, voting
from motions.debate.chair import lawful_acts
from motions.debate.console import console
from motions.debate.desk import desk_act
from motions.enums import QuestionState
from motions.models import CardDemand, Question
from motions.states import MotionState
from tests.factories.ballots import Hall
from tests.factories.conferences import Sitting, refused
from tests.factories.members import signed_in
from tests.factories.secret import SealedHall
from tests.factories.trustees import CoreHolder, make_board

pytestmark = pytest.mark.django_db


def do(sitting: Sitting, key: str, **given: Any) -> None:
    desk_act(conference=sitting.conference, actor=sitting.chair, key=key, **given)


def keys(sitting: Sitting) -> list[str]:
    return [act.key for act in lawful_acts(sitting.conference)]


def put(sitting: Sitting) -> Question:
    return questions.motion_put(motion=sitting.into_debate("M6"), actor=sitting.chair)


def opened(sitting: Sitting) -> SealedHall:
    put(sitting)
    do(sitting, "by_secret_ballot")
    do(sitting, "open_vote")
    ballot = Ballot.objects.get(question=sitting.question())
    voters = [line.voter for line in ballot.roll.select_related("voter").order_by("admitted")]
    body, officer = sitting.conference.body, sitting.returning_officer
    return SealedHall(Hall(body, body, sitting.chair, officer, officer, voters), ballot)


def closed(sitting: Sitting, *choices: str) -> SealedHall:
    sealed = opened(sitting)
    for number, choice in enumerate(choices):
        sealed.cast(number, choice)
    sealed.close()
    return sealed


def test_motion_is_carried_by_secret_ballot(
    sitting: Sitting, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sealed = closed(sitting, "for", "for", "for", "against", "abstain", "for")
    assert sealed.ballot.form == VotingForm.SECRET_BALLOT
    assert not Cast.objects.exists()
    shown = console(sitting.conference)
    assert shown["opening"] is None
    assert [button.act.key for button in shown["main"]] == ["declare"]
    assert "order_card_vote" not in keys(sitting)
    do(sitting, "declare")
    assert sitting.motion("M6").standing == MotionState.CARRIED
    sealed.ballot.refresh_from_db()
    assert sealed.ballot.result
    assert sealed.ballot.result["figures"] == {"for": 4, "against": 1, "abstain": 1}


def test_nothing_is_declared_while_the_ballots_are_sealed(sitting: Sitting) -> None:
    sealed = closed(sitting, "for", "for", "for", "for", "for")
    shown = console(sitting.conference)
    assert "declare" not in keys(sitting)
    assert "added up" in shown["says"]
    pages = {
        sitting.chair: ("motions:chair", "motions:figures", "conferences:teller"),
        sitting.returning_officer: ("conferences:returning_officer",),
        sealed.hall.delegates[0]: ("conferences:now", "conferences:hall"),
    }
    for who, names in pages.items():
        for name in names:
            answer = signed_in(who).get(reverse(name, args=[sitting.conference.code]))
            assert answer.status_code == 200
            assert "are counted" not in answer.text
            assert "CARRIED" not in answer.text
    with refused("still-sealed"):
        do(sitting, "declare")


def test_vote_with_too_few_ballots_is_left_sealed_and_taken_again(
    sitting: Sitting, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        sealed = closed(sitting, "for", "against")
    assert keys(sitting) == ["challenge"]
    assert "stays sealed" in console(sitting.conference)["says"]
    assert signed_in(sitting.chair).get("/c/NDC27/chair/").status_code == 200
    desk = signed_in(sitting.returning_officer).get("/c/NDC27/returning-officer/").text
    assert "Left sealed" in desk
    for shown in ("chair", "hall"):
        assert "Left sealed" in Outbox.objects.filter(event=shown).latest("pk").html
    do(sitting, "challenge", reason="Too few voted for it to be opened.")
    officer, why = sitting.returning_officer, "Too few voted for it to be opened."
    ballot_recommend_void(ballot=sealed.ballot, actor=officer, reason=why)
    assert keys(sitting) == ["void_technical"]
    do(sitting, "void_technical")
    again = sitting.question()
    assert again.state == QuestionState.VOTING
    assert again.ballot
    assert again.ballot.is_sealed


def test_vote_whose_trustees_do_not_come_is_taken_again(
    sitting: Sitting, django_capture_on_commit_callbacks: Any
) -> None:
    officer = sitting.returning_officer
    board, people = make_board(sitting.conference.body, officer, [CoreHolder(), CoreHolder()])
    with django_capture_on_commit_callbacks(execute=True):
        sealed = closed(sitting, "for", "for", "for", "against", "for")
    shown = console(sitting.conference)
    assert shown["opening"].awaited == [person.name for person in people]
    for event in ("now", "hall"):  # on every phone, and on the wall
        html = Outbox.objects.filter(event=event).latest("pk").html
        assert "2 of 2 trustees open their total" in html
    assert keys(sitting) == ["challenge"]
    assert len(list(votes_waiting())) == 1
    do(sitting, "challenge", reason="Nobody can be reached.")
    assert keys(sitting) == ["uphold"]
    ballot_recommend_void(ballot=sealed.ballot, actor=officer, reason="Nobody can be reached.")
    board_retire(actor=officer, board=board)
    assert keys(sitting)[0] == "void_technical"
    do(sitting, "void_technical")
    again = sitting.question().ballot
    assert again
    assert SealedVote.objects.get(pk=again.pk).board.is_server_alone
    assert not list(votes_waiting())


def test_form_is_chosen_back_before_the_vote(sitting: Sitting) -> None:
    question = put(sitting)
    do(sitting, "by_secret_ballot")
    with refused("in-this-form"):
        do(sitting, "by_secret_ballot")
    assert console(sitting.conference)["preflight"][-1].about == "Who opens it"
    do(sitting, "not_by_secret_ballot")
    question.refresh_from_db()
    assert question.form == VotingForm.SHOW_OF_HANDS


def test_card_vote_stays_recorded(sitting: Sitting) -> None:
    questions.motion_put(motion=sitting.into_debate("RA2"), actor=sitting.chair)
    assert "by_secret_ballot" not in keys(sitting)
    with refused("card-votes-are-recorded") as caught:
        do(sitting, "by_secret_ballot")
    assert "98 in 100 of the votes" in caught.value.message


def test_card_vote_that_is_demanded_is_not_taken_in_secret(sitting: Sitting) -> None:
    question = put(sitting)
    branches = ("B05", "B06", "B08", "B11", "B12")
    with entry(actor=None) as log:
        CardDemand.objects.bulk_create(
            CardDemand(
                question=question,
                credential=sitting.credential(f"{code}-1"),
                demanded_at=timezone.now(),
            )
            for code in branches
        )
        log.record("test.prepared", subject="test")
    assert "by_secret_ballot" not in keys(sitting)
    with refused("card-vote-demanded"):
        do(sitting, "by_secret_ballot")


def test_conference_decides_where_the_standing_orders_know_no_secret_ballot(
    sitting: Sitting,
) -> None:
    sitting.set_orders(forms=("show_of_hands", "card_vote"))
    put(sitting)
    with refused("conference-decides"):
        do(sitting, "by_secret_ballot")
    do(sitting, "by_secret_ballot", decided=True)
    do(sitting, "open_vote")
    assert sitting.question().ballot


def test_too_few_voters_for_secrecy(sitting: Sitting) -> None:
    put(sitting)
    do(sitting, "by_secret_ballot")
    sitting.leave(sitting.conference.credentials.filter(may_vote=True).count() - 4)
    with refused("too-few-for-secrecy"):
        voting.question_open_vote(question=sitting.question(), actor=sitting.chair, advisory=True)


def test_now_leads_to_the_booth(sitting: Sitting) -> None:
    sealed = opened(sitting)
    client = signed_in(sealed.hall.delegates[0])
    page = client.get("/c/NDC27/now/").content.decode()
    assert reverse("ballots:secret_booth", args=[sealed.ballot.pk]) in page
    sealed.cast(0, "for")
    page = client.get("/c/NDC27/now/").content.decode()
    assert "Change my vote" in page
