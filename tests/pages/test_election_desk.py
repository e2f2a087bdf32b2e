"""The desk of an election: seed, time, count, a tie, the declaration; each for its offices."""

import re
from typing import Any

import pytest
from django.test import Client

from ballots.models import Ballot, CountRecord, Lot, RollEntry
from tests.factories.booths import cast_paper
from tests.pages.elections import closed, opened, prepared
from tests.pages.halls import Hall

DICE = {"act": "fix_seed", "seed": "4 1 6 6 2 3 5 1 2 6", "source": "Dice, thrown by the tellers"}


@pytest.fixture
def client(hall: Hall) -> Client:
    return hall.as_(hall.returning_officer)


def desk(ballot: Ballot) -> str:
    return f"/ballots/{ballot.pk}/desk/"


def press(client: Client, ballot: Ballot, act: str, **given: Any) -> Any:
    return client.post(desk(ballot), {"act": act, **given}, follow=True)


def test_desk_is_for_those_who_conduct_it(hall: Hall) -> None:
    ballot = opened(hall)
    assert hall.as_(None).get(desk(ballot)).status_code == 302
    assert hall.as_(hall.delegate).get(desk(ballot)).status_code == 403
    for officer in (hall.chair, hall.teller, hall.returning_officer):
        assert hall.as_(officer).get(desk(ballot)).status_code == 200


def test_seed_is_fixed_once_before_the_close(hall: Hall, client: Client) -> None:
    ballot = prepared(hall)
    assert "Throw dice now" in client.get(desk(ballot)).text
    assert client.post(desk(ballot), DICE | {"seed": "4"}).status_code == 422
    page = client.post(desk(ballot), DICE, follow=True)
    assert "The seed is fixed" in page.text
    assert "4 1 6 6 2 3 5 1 2 6" in page.text
    assert "Throw dice now" not in page.text
    assert client.post(desk(ballot), DICE | {"seed": "6 6 6 6 6"}).status_code == 409


def test_seed_can_no_longer_be_fixed_after_the_close(hall: Hall, client: Client) -> None:
    ballot = closed(hall, opened(hall), [1], [2])
    assert "No seed was fixed before the close" in client.get(desk(ballot)).text
    assert client.post(desk(ballot), DICE).status_code == 409


def test_open_vote_is_given_more_time_and_never_less(hall: Hall, client: Client) -> None:
    ballot = opened(hall)
    before = ballot.closes_at
    assert client.post(desk(ballot), {"act": "extend", "minutes": "0"}).status_code == 422
    asked = press(client, ballot, "extend", minutes=10).text
    assert "Another officer has to give the same" in asked
    assert f"{hall.returning_officer.name} asks for 10 minutes more" in asked
    assert client.post(desk(ballot), {"act": "extend", "minutes": "10"}).status_code == 409
    assert "10 minutes more" in press(hall.as_(hall.teller), ballot, "extend", minutes=10).text
    ballot.refresh_from_db()
    assert ballot.closes_at
    assert before
    assert (ballot.closes_at - before).total_seconds() == 600


def test_early_close_is_refused_where_the_button_was(hall: Hall, client: Client) -> None:
    ballot = opened(hall)
    page = client.post(desk(ballot), {"act": "close"})
    assert page.status_code == 409
    assert "The vote stays open until" in page.text


def test_close_is_offered_only_once_everyone_has_voted(hall: Hall, client: Client) -> None:
    ballot = opened(hall)
    page = client.get(desk(ballot)).text
    assert 'value="close"' not in page
    assert "Voting stays open until" in page
    for line in RollEntry.objects.filter(ballot=ballot).select_related("voter"):
        cast_paper(line.voter, ballot)
    page = client.get(desk(ballot)).text
    assert 'value="close"' in page
    assert "Voting stays open until" not in page
    assert "Voting is closed" in press(client, ballot, "close").text


def test_closed_is_counted_looked_at_again_and_declared(hall: Hall, client: Client) -> None:
    ballot = closed(hall, opened(hall), [1, 2], [1, 3], [1, 2], [2, 1])
    page = client.get(desk(ballot)).text
    assert "Count the papers" in page
    assert "Declare the result" not in page
    page = press(client, ballot, "count").text
    assert "Aled Bevan" in page
    assert "Declare the result" in page
    page = press(client, ballot, "look_again").text
    assert "Look again before you declare" in page
    assert "Aled Bevan" in page
    assert "Not yet" in page
    ballot.refresh_from_db()
    assert ballot.state == "closed"
    assert "Declared." in press(client, ballot, "declare").text
    ballot.refresh_from_db()
    assert ballot.state == "declared"
    public = hall.as_(None).get(f"/ballots/{ballot.pk}/").text
    assert "Elected" in public
    assert "Aled Bevan" in public


def test_nothing_to_look_at_again_before_the_count(hall: Hall, client: Client) -> None:
    ballot = closed(hall, opened(hall), [1], [2])
    assert "Look again before you declare" not in press(client, ballot, "look_again").text


def test_tie_stops_the_count_until_a_lot_is_drawn_before_a_witness(
    hall: Hall, client: Client
) -> None:
    ballot = closed(hall, opened(hall, seats=1, ron=False), [1], [1], [2], [2])
    page = press(client, ballot, "count").text
    assert "The count has stopped at a tie" in page
    assert "Whoever is drawn is EXCLUDED" in page
    assert "Declare the result" not in page
    assert "Carys Dunn" not in page.split("On whom the lot fell")[1].split("</form>")[0]
    drawn = {"act": "record_lot", "drawn": "2"}
    assert client.post(desk(ballot), drawn).status_code == 422
    page = press(client, ballot, "record_lot", drawn="2", witness="Idris Penhale").text
    assert "counted again with it" in page
    assert Lot.objects.get().drawn == 2
    assert CountRecord.objects.filter(ballot=ballot).count() == 2
    assert re.findall(r'ranking__name">([^<]+)<', page) == ["Aled Bevan"]
    assert "Declare the result" in page


def test_lot_for_a_place_says_that_it_is_won(hall: Hall, client: Client) -> None:
    ballot = closed(hall, opened(hall, rule="plurality", seats=1, ron=False), [1], [1], [2], [2])
    assert "Whoever is drawn takes the place." in press(client, ballot, "count").text
    page = press(client, ballot, "record_lot", drawn="2", witness="Idris Penhale").text
    assert re.findall(r'ranking__name">([^<]+)<', page) == ["Bronwen Tallis"]


def test_withdrawal_is_noted_and_shown(hall: Hall, client: Client) -> None:
    ballot = opened(hall)
    assert client.post(desk(ballot), {"act": "withdraw", "number": "4"}).status_code == 422
    page = press(client, ballot, "withdraw", number=4, reason="Has moved abroad").text
    assert "Has moved abroad" in page
    assert "Has moved abroad" in hall.as_(hall.delegate).get(f"/ballots/{ballot.pk}/").text
    assert "Has moved abroad" not in hall.as_(None).get(f"/ballots/{ballot.pk}/").text


def test_chair_neither_counts_nor_is_told_to(hall: Hall) -> None:
    ballot = closed(hall, opened(hall), [1], [2])
    chair = hall.as_(hall.chair)
    assert "Count the papers" not in chair.get(desk(ballot)).text
    assert chair.post(desk(ballot), {"act": "count"}).status_code == 409


def test_desk_shows_no_figures_while_voting_is_open(hall: Hall, client: Client) -> None:
    page = client.get(desk(opened(hall))).text
    assert "Nobody is shown figures while voting is open" in page
    assert "0</strong> of 4" in page


def test_unknown_act_is_refused(hall: Hall, client: Client) -> None:
    assert client.post(desk(opened(hall)), {"act": "shorten"}).status_code == 409
