"""A teller or returning officer whose page shows the last vote does nothing to the next one."""

import re
from datetime import timedelta
from html import unescape

import pytest

from audit.models import Entry
from ballots.enums import BallotState
from conferences.models import TellersWord
from tests.pages.halls import Hall, make_hall

DESK = "/c/NDC27/teller/"
OFFICER = "/c/NDC27/returning-officer/"
DOUBT = {"reason": "Two cards of branch B02 were cast by one delegate."}


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall(motions=2)


def shown(page: str) -> str:
    found = re.search(r'name="ballot" value="([^"]+)"', page)
    assert found
    return found[1]


def next_vote(hall: Hall, *, close: bool) -> None:
    """Declare the vote before conference, and take that on the next motion."""
    hall.press("declare")
    if close:
        hall.vote_on_the_motion()
        return
    hall.put_the_motion()
    hall.press("open_vote")


@pytest.mark.parametrize("act", ["close", "confirm", "dispute"])
def test_act_on_the_last_vote_leaves_the_next_alone(hall: Hall, act: str) -> None:
    hall.vote_on_the_motion()
    teller = hall.as_(hall.teller)
    last = shown(teller.get(DESK).text)
    next_vote(hall, close=act != "close")
    addresses = {"close": "close/", "confirm": "confirm/", "dispute": "dispute/"}
    answer = teller.post(DESK + addresses[act], {"ballot": last} | DOUBT)
    assert answer.status_code == 409
    assert "Nothing was done: another vote came meanwhile." in answer.text
    assert hall.ballot.question in unescape(answer.text)
    assert not TellersWord.objects.exists()
    assert hall.ballot.state == (BallotState.OPEN if act == "close" else BallotState.CLOSED)


@pytest.mark.parametrize("act", ["void", "challenge"])
def test_doubt_of_the_last_vote_is_not_of_the_next(hall: Hall, act: str) -> None:
    hall.vote_on_the_motion()
    officer = hall.as_(hall.returning_officer)
    last = shown(officer.get(OFFICER).text)
    next_vote(hall, close=True)
    sent = DOUBT | {"ballot": last, "act": "challenge", "back": "conferences:returning_officer"}
    if act == "void":
        answer = officer.post(f"{OFFICER}recommend-void/", sent)
        assert "Nothing was done: another vote came meanwhile." in answer.text
    else:
        answer = officer.post("/c/NDC27/chair/act/", sent, follow=True)
        assert "the business has moved on" in answer.text
    assert not hall.ballot.awaits_void_order
    assert not Entry.objects.filter(kind="question.challenged").exists()


def test_two_desks_extend_once(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    page = hall.as_(hall.teller).get(DESK).text
    until = re.search(r'name="open_until" value="([^"]+)"', page)
    assert until
    before = hall.ballot.closes_at
    hall.press("extend", seconds=30)
    sent = {"ballot": shown(page), "open_until": unescape(until[1]), "seconds": 30}
    answer = hall.as_(hall.teller).post(f"{DESK}extend/", sent)
    assert answer.status_code == 409
    assert "The vote has been given more time already" in answer.text
    assert before
    assert hall.ballot.closes_at == before + timedelta(seconds=30)
    longer = hall.as_(hall.teller).post(f"{DESK}extend/", sent | {"seconds": 60})
    assert longer.status_code == 302
    assert hall.ballot.closes_at == before + timedelta(seconds=60)
