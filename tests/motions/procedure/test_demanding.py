"""The demand for a card vote: counted by branches, seen by everyone, and binding on the chair."""

import pytest

from audit.models import Entry
from ballots.enums import VotingForm
from conferences.services import check_out
from live.models import Outbox
from motions.debate import questions, voting
from motions.debate.taking_back import question_take_back
from motions.models import Question
from motions.procedure.demanding import card_demand
from motions.procedure.demands import Demand, card_demand_count
from motions.procedure.reading import demand_now, own_procedure
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db

BRANCHES = ("B05-1", "B06-1", "B11-1", "B12-1", "B13-1")


def demanded(sitting: Sitting, question: Question, number: str) -> Demand:
    credential = sitting.credential(number)
    return card_demand(question=question, credential=credential, actor=credential.member)


def put(sitting: Sitting, number: str = "M9") -> Question:
    motion = sitting.into_debate(number)
    return questions.motion_put(motion=motion, actor=sitting.chair)


def test_branches_are_counted_once_each(sitting: Sitting) -> None:
    question = put(sitting)
    two = sitting.conference.credentials.filter(body__code="B08", may_vote=True)[:2]
    numbers = [each.number for each in two]
    counts = [demanded(sitting, question, number) for number in (*numbers, "B05-1")]
    assert [count.branches for count in counts] == [1, 1, 2]
    assert counts[-1].sentence == "2 of 5 branches"
    assert "2 of 5 branches" in Outbox.objects.filter(event="demand").latest("pk").html
    assert Entry.objects.filter(kind="card_vote.demanded").count() == 3


def test_the_chair_cannot_declare_without_it_once_enough_demand_it(sitting: Sitting) -> None:
    question = put(sitting)
    for number in BRANCHES[:4]:
        demanded(sitting, question, number)
    sitting.count(question, "for", "for", "against")
    assert not card_demand_count(question).is_met
    demanded(sitting, question, BRANCHES[4])
    question.refresh_from_db()
    assert card_demand_count(question).is_met
    with refused("card-vote-demanded"):
        voting.question_declare(question=question, actor=sitting.chair)


def test_the_chair_does_not_take_back_a_question_to_lose_the_demand(sitting: Sitting) -> None:
    question = put(sitting)
    for number in BRANCHES:
        demanded(sitting, question, number)
    with refused("card-vote-demanded"):
        question_take_back(question=question, actor=sitting.chair)


def test_four_branches_do_not_bind(sitting: Sitting) -> None:
    question = put(sitting)
    for number in BRANCHES[:4]:
        demanded(sitting, question, number)
    assert sitting.decide(question, "for", "for").outcome == "carried"


def test_demand_refused_once_declared_and_twice(sitting: Sitting) -> None:
    question = put(sitting)
    demanded(sitting, question, "B05-1")
    with refused("demanded"):
        demanded(sitting, question, "B05-1")
    sitting.decide(question, "for", "for")
    with refused("no-card-demand"):
        demanded(sitting, question, "B06-1")
    assert demand_now(sitting.conference) is None


def test_demand_refused_to_those_who_left_and_on_a_card_vote(sitting: Sitting) -> None:
    question = put(sitting, "RA2")
    assert question.form == VotingForm.CARD_VOTE
    with refused("no-card-demand"):
        demanded(sitting, question, "B05-1")
    check_out(credential=sitting.credential("B05-1"), actor=sitting.chair)
    with refused("not-present"):
        demanded(sitting, question, "B05-1")


def test_demand_refused_where_there_are_no_cards(sitting: Sitting) -> None:
    sitting.set_orders(forms=["show_of_hands"])
    with refused("no-card-demand"):
        demanded(sitting, put(sitting), "B05-1")


def test_ones_own_demand_is_told(sitting: Sitting) -> None:
    question = put(sitting)
    demanded(sitting, question, "B05-1")
    own, other = (own_procedure(sitting.credential(each)) for each in ("B05-1", "B06-1"))
    assert own
    assert other
    assert (own.has_demanded, other.has_demanded) == (True, False)
