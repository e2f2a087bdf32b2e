"""The delivery board of a vote: passcodes are posted, sent by a worker's pump, and looked at."""

import pytest
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from ballots.models import Ballot
from ballots.selectors.delivery import delivery_board, unreached
from ballots.services.posting import ballot_passcodes_post
from members.delivery.pump import pump
from members.enums import Channel, DispatchState, Office
from members.models import Contact, Dispatch
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.members import make_officer, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return hall.open(steps_up=True)


def address(ballot: Ballot) -> str:
    return f"/ballots/{ballot.pk}/delivery/"


def lose_address_of(hall: Hall) -> None:
    with entry(actor=None) as log:
        Contact.objects.filter(member=hall.delegates[0]).update(failure="bounced")
        log.record("contact.changed", subject=hall.delegates[0])


def test_board_is_for_those_who_answer_for_the_vote(hall: Hall, ballot: Ballot) -> None:
    helpdesk = make_officer(Office.HELPDESK, hall.union)
    for member, status in (
        (hall.returning_officer, 200),
        (helpdesk, 200),
        (hall.teller, 403),
        (hall.delegates[0], 403),
    ):
        assert signed_in(member).get(address(ballot)).status_code == status


def test_passcodes_are_posted_from_the_page_and_their_way_is_shown(
    hall: Hall, ballot: Ballot, mailoutbox: list[object]
) -> None:
    lose_address_of(hall)
    officer = signed_in(hall.returning_officer)

    answer = officer.post(address(ballot), {"act": "post"}, follow=True)

    assert "2 passcodes are on their way." in answer.text
    assert delivery_board(ballot).total.figures.waiting == 2
    pump(Channel.EMAIL)
    board = delivery_board(ballot)
    assert (board.total.figures.sent, board.total.figures.lost) == (2, 1)
    assert len(mailoutbox) == 2
    page = officer.get(address(ballot)).text
    assert "3 of 3 on the roll have been sent a passcode" in page
    assert hall.delegates[0].name in page
    assert "Nothing arrives at any address that is known" in page
    assert "@example.org" not in page
    assert Entry.objects.filter(kind="record.seen", subject=ballot.log_name).exists()


def test_posting_twice_sends_nothing_twice(hall: Hall, ballot: Ballot) -> None:
    ballot_passcodes_post(ballot=ballot, actor=hall.returning_officer)
    pump(Channel.EMAIL)
    again = ballot_passcodes_post(ballot=ballot, actor=hall.returning_officer)
    assert (again.addressed, again.passed_over) == (0, 3)
    new = ballot_passcodes_post(ballot=ballot, actor=hall.returning_officer, again=True)
    assert new.addressed == 3


def test_whoever_has_voted_is_left_in_peace(hall: Hall) -> None:
    ballot = hall.open()
    cast_by(hall.delegates[0], ballot)
    with entry(actor=None) as log:
        Ballot.objects.filter(pk=ballot.pk).update(steps_up=True)
        log.record("ballot.changed", subject=ballot)
    assert ballot_passcodes_post(ballot=ballot, actor=hall.returning_officer).addressed == 2


def test_posting_is_refused(hall: Hall, ballot: Ballot) -> None:
    for actor in (hall.teller, hall.chair, hall.delegates[0]):
        with pytest.raises(Refusal):
            ballot_passcodes_post(ballot=ballot, actor=actor)
    with pytest.raises(Refusal, match="asks for no passcode"):
        ballot_passcodes_post(ballot=hall.open(), actor=hall.returning_officer)
    with pytest.raises(Refusal, match="while it is open"):
        ballot_passcodes_post(ballot=hall.create(steps_up=True), actor=hall.returning_officer)
    assert not Dispatch.objects.exists()


def test_test_is_refused_in_words(hall: Hall, ballot: Ballot) -> None:
    officer = signed_in(hall.returning_officer)
    for channel in ("", "pigeon"):
        answer = officer.post(address(ballot), {"act": "test", "channel": channel}, follow=True)
        assert "Choose a channel." in answer.text


@pytest.mark.parametrize("delegates", [1, 3])
def test_board_takes_the_same_queries_for_one_and_three(
    delegates: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hall = make_hall(delegates=delegates)
    ballot = hall.open(steps_up=True)
    ballot_passcodes_post(ballot=ballot, actor=hall.returning_officer)
    Dispatch.objects.update(state=DispatchState.BOUNCED, reason="bounced")
    with django_assert_num_queries(4):
        assert delivery_board(ballot).total.figures.lost == delegates
        assert len(unreached(ballot)) == delegates
