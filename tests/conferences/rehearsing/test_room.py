import json

import pytest
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from audit.store.write_guard import recorded_writes
from ballots.enums import Choice
from ballots.models import Declaration
from ballots.secret.assisted import sealed_for
from ballots.secret.casting import secret_cast
from ballots.services import unable_report
from ballots.services.booth import booth_open
from ballots.services.fit_to_sign import insist_on_independence
from conferences.models import DeviceCheck, Floor, TestVote
from conferences.rehearsing import testing
from conferences.rehearsing.checking import check_in_picture
from members.enums import Channel
from tests.factories.ballots import cast_by
from tests.factories.conferences import refused
from tests.pages.halls import Hall, make_hall

ROOM = "/c/NDC27/check-in-room/"
PICTURE = f"{ROOM}picture/"
WELL = {"kind": "phone", "has_script": "on", "has_storage": "true", "stream_ms": "120"}
IPHONE = {"user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile"}


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall(delegates=3)


def test_room_tells_a_delegate_what_will_happen_and_where_help_is(hall: Hall) -> None:
    page = hall.as_(hall.delegate).get(ROOM, headers=IPHONE).text
    assert "01632 960100" in page
    assert "If 1/10 of those admitted could not" in page
    assert "not the record" in page
    assert hall.credentials[1].member.name in page
    assert hall.as_(None).get(ROOM).status_code == 302
    assert "hold no credential" in hall.as_(hall.chair).get(ROOM).text


def test_device_that_works_is_ready_and_one_that_does_not_is_seen_by_the_tellers(
    hall: Hall,
) -> None:
    browser = hall.as_(hall.delegate)
    answer = browser.post(f"{ROOM}device/", WELL, headers=IPHONE, follow=True)
    assert "Your device is ready" in answer.text
    check = DeviceCheck.objects.get()
    assert (check.kind, check.system, check.stream_ms) == ("phone", "ios", 120)
    assert not check.has_trouble
    browser.post(f"{ROOM}device/", WELL | {"trouble": "No sound"}, follow=True)
    other = hall.as_(hall.credentials[1].member)
    other.post(f"{ROOM}device/", {"kind": "computer", "has_script": "on"})
    told = hall.as_(hall.teller).get(PICTURE).text
    assert "No sound" in told
    assert "Nothing live arrives" in told
    assert DeviceCheck.objects.count() == 2
    assert not Entry.objects.filter(kind__startswith="device").exists()


def test_browser_without_scripts_is_taken_at_its_word(hall: Hall) -> None:
    hall.as_(hall.delegate).post(f"{ROOM}device/", {"kind": "other", "stream_ms": "5"})
    check = DeviceCheck.objects.get()
    assert check.stream_ms is None
    assert not check.has_trouble


@pytest.mark.parametrize(
    "wrong",
    [{"kind": "spade"}, {"stream_ms": "x"}, {"stream_ms": str(10**30)}, {"trouble": "a" * 201},
    ],
)  # fmt: skip
def test_check_that_cannot_be_read_is_given_back(hall: Hall, wrong: dict[str, str]) -> None:
    answer = hall.as_(hall.delegate).post(f"{ROOM}device/", WELL | wrong)
    assert answer.status_code == 200
    assert "There is a problem" in answer.text or "error" in answer.text
    assert not DeviceCheck.objects.exists()


def test_clock_that_is_years_wrong_is_kept_as_far_as_a_number_goes(hall: Hall) -> None:
    hall.as_(hall.delegate).post(f"{ROOM}device/", WELL | {"clock_ms": str(10**11)})
    assert DeviceCheck.objects.get().clock_ms == 2**31 - 1


def test_test_vote_is_for_all_decides_nothing_and_is_minuted(hall: Hall) -> None:
    teller, returning_officer = hall.teller, hall.returning_officer
    opened = hall.as_(teller).post(f"{ROOM}test-vote/open/", {"minutes": 30}, follow=True)
    assert "The test vote is open" in opened.text
    test_vote = TestVote.objects.get()
    with refused("test-vote-open"):
        testing.test_vote_open(conference=hall.conference, actor=teller, seconds=600)
    assert "Test vote: can you see" in hall.as_(hall.delegate).get(ROOM).text
    cast_by(hall.delegate, test_vote.ballot, Choice.FOR)
    cast_by(hall.credentials[1].member, test_vote.ballot, Choice.AGAINST)
    unable_report(ballot=test_vote.ballot, voter=hall.credentials[2].member, reason="It hangs")
    total, branches = check_in_picture(hall.conference, test_vote)
    assert (total.expected, total.voted, total.trouble) == (6, 2, 1)
    assert sum(branch.expected for branch in branches) == 6
    assert Floor.objects.get(conference=hall.conference).ballot is None
    with refused("note-missing"):
        testing.test_vote_conclude(
            test_vote=test_vote, actor=teller, was_successful=False, note=" "
        )
    answer = hall.as_(returning_officer).post(
        f"{ROOM}test-vote/conclude/", {"outcome": "yes"}, follow=True
    )
    assert "in the minutes" in answer.text
    leaf = json.loads(bytes(Entry.objects.get(kind="test_vote.concluded").leaf))
    assert (leaf["managed"], leaf["could_not"], leaf["successful"]) == (2, 1, True)
    assert leaf["of"] == "test-vote:NDC27/1"
    with refused("already-concluded"):
        testing.test_vote_conclude(test_vote=test_vote, actor=teller, was_successful=True, note="")
    assert not Declaration.objects.exists()


@pytest.mark.parametrize("seconds", [0, 59, 4 * 60 * 60 + 1])
def test_test_vote_of_an_unfit_length_is_refused(hall: Hall, seconds: int) -> None:
    with refused("window-unfit"):
        testing.test_vote_open(conference=hall.conference, actor=hall.teller, seconds=seconds)


def test_test_vote_that_nobody_came_to_is_not_concluded(hall: Hall) -> None:
    with recorded_writes():
        hall.conference.credentials.update(admitted_at=None)
    test_vote = testing.test_vote_open(conference=hall.conference, actor=hall.teller, seconds=600)
    with refused("nobody-here"):
        testing.test_vote_conclude(
            test_vote=test_vote, actor=hall.teller, was_successful=True, note=""
        )


def test_test_vote_is_never_certified(hall: Hall) -> None:
    test_vote = testing.test_vote_open(conference=hall.conference, actor=hall.teller, seconds=60)
    with refused("only-a-test"):
        insist_on_independence(test_vote.ballot, hall.returning_officer)


def test_picture_is_for_officers(hall: Hall) -> None:
    assert hall.as_(None).get(PICTURE).status_code == 302
    assert hall.as_(hall.delegate).get(PICTURE).status_code == 403
    fragment = hall.as_(hall.teller).get(PICTURE, headers={"HX-Request": "true"}).text
    assert fragment.lstrip().startswith("<div")


@pytest.mark.parametrize("branches", [1, 3])
def test_picture_asks_the_same_however_many_branches(
    branches: int, db: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    many = make_hall(branches=branches, delegates=2)
    with django_assert_num_queries(2):
        _, found = check_in_picture(many.conference, None)
    assert len(found) == branches


def test_test_vote_by_secret_ballot_leads_to_the_booth_and_asks_no_trustee(hall: Hall) -> None:
    hall.as_(hall.teller).post(f"{ROOM}test-vote/open/", {"minutes": "10", "paper": "secret"})
    ballot = TestVote.objects.get().ballot
    assert ballot.is_sealed
    assert ballot.sealed_vote.board.is_server_alone
    browser = hall.as_(hall.delegate)
    assert "To the booth" in browser.get(ROOM).text
    line = ballot.roll.get(voter=hall.delegate)
    held = booth_open(ballot=ballot, voter=line.voter, channel=Channel.EMAIL)
    secret_cast(ballot_id=ballot.pk, voter=line.voter, raw=sealed_for(line, "for"), booth_pass=held)
    assert "your sealed vote is in" in browser.get(ROOM).text
    _total, branches = check_in_picture(hall.conference, TestVote.objects.get())
    assert sum(branch.voted for branch in branches) == 1
