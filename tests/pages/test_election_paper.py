"""The paper of an election as pages without a script: marked, reviewed, cast, seen and changed."""

import gzip
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.contrib.staticfiles import finders
from django.core.mail import EmailMessage
from django.test import Client
from pytest_django.fixtures import Settings

from audit.models import Entry
from ballots.models import Ballot, Cast, RollEntry
from ballots.selectors import paper_of
from ballots.services import candidate_withdraw
from live.models import Outbox
from tests.factories.members import make_member
from tests.pages.elections import FIVE, opened, prepared, voted
from tests.pages.halls import Hall

RANKED = {"c2": "1", "c5": "2", "c1": "3"}
MOST_BYTES = 60_000


@pytest.fixture
def client(hall: Hall) -> Client:
    return hall.as_(hall.delegate)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return opened(hall)


def at(ballot: Ballot, rest: str = "") -> str:
    return f"/vote/{ballot.pk}/{rest}"


def press(client: Client, ballot: Ballot, act: str, **marks: Any) -> Any:
    return client.post(at(ballot), {"act": act, "request_id": str(uuid4()), **marks})


def test_paper_says_how_to_mark_it_and_names_everybody(client: Client, ballot: Ballot) -> None:
    page = client.get(at(ballot))
    assert page.status_code == 200
    assert "2 places to fill" in page.text
    assert "Number as many as you like, 1 for your first choice" in page.text
    assert "A later choice can never harm an earlier one." in page.text
    assert "rests on trust in whoever runs this server" in page.text
    assert all(name in page.text for name in (*FIVE, "Re-open nominations"))
    assert "What is re-open nominations (RON)?" in page.text
    assert "I could not vote" in page.text
    assert "no-store" in page["Cache-Control"]


def test_marked_reviewed_and_cast_with_one_more_press(
    hall: Hall, client: Client, ballot: Ballot
) -> None:
    review = press(client, ballot, "review", **RANKED)
    assert review.status_code == 200
    assert "You have ranked" in review.text
    order = re.findall(r'ranking__name">([^<]+)<', review.text)
    assert order == ["Bronwen Tallis", "Efa Rhydderch", "Aled Bevan"]
    assert "3 not ranked: Carys Dunn, Dilwyn Prosser and Re-open nominations" in review.text
    assert not Cast.objects.exists()

    done = press(client, ballot, "cast", **RANKED)
    assert (done.status_code, done["Location"]) == (302, at(ballot))
    assert paper_of(ballot, hall.delegate) == [2, 5, 1]
    page = client.get(at(ballot)).text
    assert re.search(r"Recorded \d\d:\d\d:\d\d", page)
    assert "See or change my paper" in page
    assert "I could not vote" not in page
    assert "Bronwen" not in page


def test_review_moves_somebody_up_without_a_script(client: Client, ballot: Ballot) -> None:
    page = client.post(at(ballot), {**RANKED, "up": "1"}).text
    order = re.findall(r'ranking__name">([^<]+)<', page)
    assert order == ["Bronwen Tallis", "Aled Bevan", "Efa Rhydderch"]
    page = client.post(at(ballot), {**RANKED, "down": "2"}).text
    assert re.findall(r'name="c2" value="(\d)"', page) == ["2"]


@pytest.mark.parametrize("strange", ["9" * 5000, "٣", "6", "-1", ""])
def test_review_stays_as_it_is_where_a_strange_name_is_moved(
    strange: str, client: Client, ballot: Ballot
) -> None:
    page = client.post(at(ballot), {**RANKED, "up": strange}).text
    order = re.findall(r'ranking__name">([^<]+)<', page)
    assert order == ["Bronwen Tallis", "Efa Rhydderch", "Aled Bevan"]


def test_change_goes_back_with_every_number(client: Client, ballot: Ballot) -> None:
    page = press(client, ballot, "change", **RANKED).text
    assert 'name="c2" value="1"' in page
    assert 'name="c5" value="2"' in page
    assert "There is a problem" not in page


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        ({"c1": "1", "c2": "1"}, "Aled Bevan and Bronwen Tallis have the same number, 1."),
        ({"c1": "1", "c2": "3"}, "You have written 3, but no 2."),
        ({"c1": "one"}, "Beside Aled Bevan stands “one”. Write a number from 1 to 6."),
        ({}, "You have not numbered anybody."),
    ],
)
@pytest.mark.parametrize("act", ["review", "cast"])
def test_paper_that_says_nothing_clear_is_explained_and_kept(
    client: Client, ballot: Ballot, marks: dict[str, str], words: str, act: str
) -> None:
    page = press(client, ballot, act, **marks)
    assert page.status_code == 422
    assert words in page.text
    for name, value in marks.items():
        assert f'name="{name}" value="{value}"' in page.text
    assert not Cast.objects.exists()


def test_gap_is_closed_up_in_one_press(client: Client, ballot: Ballot) -> None:
    marks = {"c3": "1", "c1": "4", "c2": "2"}
    assert "Close the gap" in press(client, ballot, "review", **marks).text
    page = press(client, ballot, "close_up", **marks).text
    assert re.findall(r'ranking__name">([^<]+)<', page) == [
        "Carys Dunn",
        "Bronwen Tallis",
        "Aled Bevan",
    ]


def test_blank_paper_is_asked_about_and_then_cast(
    hall: Hall, client: Client, ballot: Ballot
) -> None:
    page = press(client, ballot, "blank", **RANKED).text
    assert "Your paper is blank" in page
    assert "What you have marked so far is not used." in page
    assert 'name="c2" value="1"' in press(client, ballot, "change", blank="1", **RANKED).text
    assert press(client, ballot, "cast", blank="1", **RANKED).status_code == 302
    assert paper_of(ballot, hall.delegate) == []
    assert "A blank paper." in client.get(at(ballot, "mine/")).text


def test_same_paper_sent_twice_counts_once(client: Client, ballot: Ballot) -> None:
    sent = {"act": "cast", "request_id": str(uuid4()), **RANKED}
    assert [client.post(at(ballot), sent).status_code for _ in range(2)] == [302, 302]
    assert Cast.objects.count() == 1


def test_voter_sees_what_they_cast_and_changes_it_until_the_close(
    hall: Hall, client: Client, ballot: Ballot
) -> None:
    press(client, ballot, "cast", **RANKED)
    page = client.get(at(ballot, "mine/"))
    assert "no-store" in page["Cache-Control"]
    assert "What you cast" in page.text
    assert 'name="c2" value="1"' in page.text
    press(client, ballot, "cast", c3="1")
    assert paper_of(ballot, hall.delegate) == [3]
    other = hall.as_(hall.credentials[1].member)
    assert other.get(at(ballot, "mine/")).status_code == 302


def test_late_paper_is_refused_and_said_to_be(client: Client, ballot: Ballot) -> None:
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1), tick=False):
        page = press(client, ballot, "cast", **RANKED)
    assert page.status_code == 409
    assert "This came too late and was not counted." in page.text
    assert not Cast.objects.exists()


def test_whoever_is_not_on_the_roll_or_not_signed_in_gets_no_paper(
    hall: Hall, ballot: Ballot
) -> None:
    assert hall.as_(None).get(at(ballot)).status_code == 302
    stranger = hall.as_(make_member("Nobody Here"))
    assert "You are not on the roll" in stranger.get(at(ballot)).text
    page = press(stranger, ballot, "cast", **RANKED)
    assert page.status_code == 403
    assert "You are not on the roll" in page.text


def test_strangers_see_no_names_on_the_page_of_an_election(hall: Hall, ballot: Ballot) -> None:
    for shown in (ballot, prepared(hall)):
        page = hall.as_(None).get(f"/ballots/{shown.pk}/").text
        assert "Names are for members" in page
        assert not any(name in page for name in FIVE)
        assert FIVE[0] in hall.as_(hall.delegate).get(f"/ballots/{shown.pk}/").text


def test_no_error_report_shows_a_paper(
    client: Client, ballot: Ballot, settings: Settings, mailoutbox: list[EmailMessage]
) -> None:
    settings.ADMINS = [("Operator", "operator@sample.tellers.example")]
    settings.PAPER_SECRET = None
    client.raise_request_exception = False
    assert press(client, ballot, "cast", **RANKED).status_code == 500
    (report,) = mailoutbox
    assert "c5 = '****" in str(report.body)
    assert "c5 = '2'" not in str(report.body)


def test_election_not_open_yet_has_no_paper(hall: Hall, client: Client) -> None:
    page = client.get(at(prepared(hall)))
    assert "not open yet" in page.text
    assert "Review my paper" not in page.text


def test_withdrawn_candidate_is_shown_with_the_reason_and_cannot_be_marked(
    hall: Hall, client: Client, ballot: Ballot
) -> None:
    press(client, ballot, "cast", c4="1", c1="2")
    candidate_withdraw(
        ballot=ballot, actor=hall.returning_officer, number=4, reason="Has moved abroad"
    )
    page = client.get(at(ballot, "mine/")).text
    assert "Has moved abroad" in page
    assert 'name="c4"' not in page
    assert 'name="c1" value="1"' in page


def test_crosses_are_counted_and_one_too_many_is_refused(hall: Hall) -> None:
    ballot = opened(hall, rule="plurality", ron=False)
    client = hall.as_(hall.delegate)
    assert "Mark up to 2." in client.get(at(ballot)).text
    page = client.post(at(ballot), {"act": "review", "x": ["1", "2", "3"]})
    assert page.status_code == 422
    assert "You have marked 3. The paper allows 2: take out 1." in page.text
    assert page.text.count(" checked") == 3
    press(client, ballot, "cast", x=["3", "1"])
    assert paper_of(ballot, hall.delegate) == [1, 3]


def test_one_candidate_is_confirmed_or_nominations_opened_again(hall: Hall) -> None:
    ballot = opened(hall, ["Aled Bevan"], rule="av", seats=1)
    client = hall.as_(hall.delegate)
    page = client.get(at(ballot)).text
    assert "Confirm Aled Bevan" in page
    assert 'type="radio"' in page
    press(client, ballot, "cast", x="2")
    assert paper_of(ballot, hall.delegate) == [2]


def test_my_votes_lists_what_is_open_to_me(hall: Hall, client: Client, ballot: Ballot) -> None:
    page = client.get("/vote/").text
    assert ballot.title in page
    assert "Not yet" in page
    press(client, ballot, "cast", **RANKED)
    assert "You have voted" in client.get("/vote/").text
    assert "No vote is open to you" in hall.as_(make_member("Nobody Here")).get("/vote/").text


def test_pages_take_a_fixed_number_of_queries(
    hall: Hall, client: Client, ballot: Ballot, django_assert_max_num_queries: Any
) -> None:
    opened(hall, [f"Candidate {number}" for number in range(1, 32)], title="Tellers")
    big = Ballot.objects.get(title="Tellers")
    client.get(at(ballot))
    for address in (at(ballot), at(big), "/vote/"):
        with django_assert_max_num_queries(9):
            client.get(address)


def test_first_load_weighs_little_on_a_bad_phone(hall: Hall, client: Client) -> None:
    names = [f"Candidate with a long name {number}" for number in range(1, 32)]
    ballot = opened(hall, names, seats=14, ron=False)
    page = client.get(at(ballot), headers={"Accept-Encoding": "gzip"})
    plain = client.get(at(ballot)).text
    assets = re.findall(r'(?:href|src)="/static/([^"]+\.(?:css|js|woff2|svg))"', plain)
    assert len(assets) >= 6
    weights = {"page": len(page.content)}
    for name in assets:
        found = finders.find(name)
        assert isinstance(found, str)
        data = Path(found).read_bytes()
        weights[name] = len(data) if name.endswith("woff2") else len(gzip.compress(data))
    assert sum(weights.values()) < MOST_BYTES, weights


def test_nothing_that_is_pushed_or_logged_tells_a_ranking(hall: Hall, ballot: Ballot) -> None:
    voted(hall, ballot, [2, 5, 1])
    sealed = Cast.objects.get().choice
    assert "2 5 1" not in sealed
    pushed = "".join(Outbox.objects.values_list("html", flat=True))
    logged = b"".join(bytes(leaf) for leaf in Entry.objects.values_list("leaf", flat=True))
    assert sealed not in pushed
    assert sealed.encode() not in logged
    assert RollEntry.objects.filter(ballot=ballot, cast__isnull=False).count() == 1
