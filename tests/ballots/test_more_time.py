from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.models import Entry
from audit.refusal import Refusal
from ballots import services
from ballots.models import Ballot, TimeAsked
from tests.factories.ballots import Hall, make_hall
from tests.factories.members import make_member, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=2)


def opened(hall: Hall, *, more_time_seconds: int = 30) -> Ballot:
    return services.ballot_open(
        ballot=hall.create(),
        actor=hall.teller,
        roll=hall.roll(),
        window_seconds=90,
        more_time_seconds=more_time_seconds,
    )


def near_the_end(ballot: Ballot, seconds: int = 10) -> time_machine.travel:
    ballot.refresh_from_db()
    assert ballot.closes_at
    return time_machine.travel(ballot.closes_at - timedelta(seconds=seconds), tick=False)


def code_of(act: Callable[[], object]) -> str:
    with pytest.raises(Refusal) as refusal:
        act()
    return refusal.value.code


def test_more_time_leaves_what_the_standing_orders_say(hall: Hall) -> None:
    ballot = opened(hall)
    with near_the_end(ballot):
        held = services.more_time_ask(ballot=ballot, voter=hall.delegates[0])
        assert held.closes_at == timezone.now() + timedelta(seconds=30)


def test_log_says_that_the_vote_was_extended_and_not_for_whom(hall: Hall) -> None:
    ballot = opened(hall)
    with near_the_end(ballot):
        services.more_time_ask(ballot=ballot, voter=hall.delegates[0])
    leaf = bytes(Entry.objects.get(kind="ballot.extended").leaf).decode()
    assert hall.delegates[0].pseudonym not in leaf
    assert '"by":"system"' in leaf
    assert TimeAsked.objects.get().roll_entry.voter == hall.delegates[0]


def test_more_time_is_refused_where_there_is_enough_and_says_how_much(hall: Hall) -> None:
    ballot = opened(hall)
    with near_the_end(ballot, 80), pytest.raises(Refusal, match="There are 80 seconds left"):
        services.more_time_ask(ballot=ballot, voter=hall.delegates[0])


def test_each_may_ask_ten_times_and_another_still_may(hall: Hall) -> None:
    ballot = opened(hall)
    first, second = hall.delegates
    for _time in range(10):
        with near_the_end(ballot):
            services.more_time_ask(ballot=ballot, voter=first)
    with near_the_end(ballot):
        refused = code_of(lambda: services.more_time_ask(ballot=ballot, voter=first))
        services.more_time_ask(ballot=ballot, voter=second)
    assert refused == "asked-often"


def test_more_time_is_refused_once_the_time_is_up(hall: Hall) -> None:
    ballot = opened(hall)
    with near_the_end(ballot, -1):
        refused = code_of(lambda: services.more_time_ask(ballot=ballot, voter=hall.delegates[0]))
    assert refused == "ballot-closed"


def test_more_time_is_refused_to_who_is_not_on_the_roll(hall: Hall) -> None:
    ballot = opened(hall)
    stranger = make_member("Stranger")
    refused = code_of(lambda: services.more_time_ask(ballot=ballot, voter=stranger))
    assert refused == "not-on-the-roll"


def test_more_time_is_refused_where_none_was_offered(hall: Hall) -> None:
    ballot = opened(hall, more_time_seconds=0)
    with near_the_end(ballot):
        refused = code_of(lambda: services.more_time_ask(ballot=ballot, voter=hall.delegates[0]))
    assert refused == "no-more-time"


def test_press_without_javascript_leads_back_and_says_until_when(hall: Hall) -> None:
    ballot = opened(hall)
    with near_the_end(ballot):
        answer = signed_in(hall.delegates[0]).post(
            f"/ballots/{ballot.pk}/more-time/", {"next": f"/ballots/{ballot.pk}/"}, follow=True
        )
    assert "The vote is open until" in answer.text
