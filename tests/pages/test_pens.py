"""A whole vote under the officers' own pens, pressed at their desks as in life."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.test import Client
from pytest_django import Settings

from audit.formats.attestation import ATTESTATION, OfficerKeys
from audit.formats.paserk import SAMPLE
from audit.models import Position
from audit.store.sequencer import sequence_all
from ballots.enums import BallotState
from members.models import Member
from members.services import officer_key_enrol, officer_key_retire
from motions.debate.voting import question_close
from tests.factories.ballots import cast_by
from tests.pages.halls import Hall

CHAIR, TELLER, OFFICER = "/c/NDC27/chair/", "/c/NDC27/teller/", "/c/NDC27/returning-officer/"
PHRASE = "lanterns above a quiet harbour"


@pytest.fixture(autouse=True)
def _must_sign(settings: Settings) -> None:
    settings.OFFICERS_MUST_SIGN = True


def at_desk(hall: Hall, officer: Member) -> Client:
    """A browser in which an officer has taken up the pen, as they would."""
    officer_key_enrol(actor=officer, pass_phrase=PHRASE, cost=SAMPLE)
    client = hall.as_(officer)
    answer = client.post("/me/signature/pen/", {"take_up-pass_phrase": PHRASE})
    assert answer.status_code == 302
    return client


def press(client: Client, act: str, **given: object) -> Any:
    return client.post(f"{CHAIR}act/", {"act": act, **given})


def leaves() -> Iterator[dict[str, Any]]:
    """Read the log in its own order."""
    sequence_all()
    for leaf in Position.objects.order_by("seq").values_list("entry__leaf", flat=True):
        yield json.loads(bytes(leaf))


def signed_by() -> dict[str, str]:
    """Judge the log as a scrutineer does: who signed which kind of act."""
    keys = OfficerKeys(site.AUDIT_ORIGIN)
    judged = [(leaf["t"], keys.judge(leaf)) for leaf in leaves()]
    return {kind: key.name for kind, key in judged if key}


def test_vote_from_opening_to_result_is_signed_by_who_conducts_it(hall: Hall) -> None:
    hall.put_the_motion()
    chair, teller = at_desk(hall, hall.chair), at_desk(hall, hall.teller)
    assert press(chair, "open_vote").status_code == 302
    assert teller.post(f"{TELLER}extend/", {"seconds": 30}).status_code == 302
    for line in hall.ballot.roll.select_related("voter"):
        cast_by(line.voter, hall.ballot, "for")
    assert teller.post(f"{TELLER}close/").status_code == 302
    assert press(chair, "declare").status_code == 302
    assert hall.ballot.state == BallotState.DECLARED
    signed = signed_by()
    assert signed["ballot.opened"] == signed["ballot.declared"] == hall.chair.pseudonym
    assert signed["ballot.extended"] == signed["ballot.closed"] == hall.teller.pseudonym


def test_vote_that_the_clock_closes_bears_the_seal_alone(hall: Hall) -> None:
    hall.put_the_motion()
    press(at_desk(hall, hall.chair), "open_vote")
    closes_at = hall.ballot.closes_at
    assert closes_at
    with time_machine.travel(closes_at + timedelta(seconds=1)):
        question_close(question=hall.conference.questions.latest("put_at"), actor=None)
    [closed] = [leaf for leaf in leaves() if leaf["t"] == "ballot.closed"]
    assert closed["by"] == "system"
    assert ATTESTATION not in closed


def test_votes_are_signed_by_no_voter(hall: Hall) -> None:
    hall.put_the_motion()
    press(at_desk(hall, hall.chair), "open_vote")
    cast_by(hall.delegate, hall.ballot, "for")
    kinds = Counter(leaf["t"] for leaf in leaves() if ATTESTATION in leaf)
    assert "vote.cast" not in kinds
    assert kinds["ballot.opened"] == 1


def test_act_without_a_pen_is_refused_and_nothing_is_lost(hall: Hall) -> None:
    hall.put_the_motion()
    client = hall.as_(hall.chair)
    refused = press(client, "open_vote")
    assert refused.status_code == 409
    assert "This act needs your own signature." in refused.text
    assert "/me/signature/" in refused.text
    assert "open_vote" in refused.text
    client = at_desk(hall, hall.chair)
    assert press(client, "open_vote").status_code == 302
    assert hall.ballot.state == BallotState.OPEN


def test_reason_that_was_typed_is_kept_when_the_pen_is_missing(
    settings: Settings, hall: Hall
) -> None:
    settings.OFFICERS_MUST_SIGN = False
    hall.vote_on_the_motion()
    settings.OFFICERS_MUST_SIGN = True
    answer = hall.as_(hall.returning_officer).post(
        f"{OFFICER}recommend-void/", {"reason": "The doors were locked for ten minutes."}
    )
    assert answer.status_code == 409
    assert "The doors were locked for ten minutes." in answer.text
    assert "Take up your pen" in answer.text


def test_desk_says_who_signs(hall: Hall) -> None:
    assert "Your acts are not signed." in hall.as_(hall.teller).get(TELLER).text
    page = at_desk(hall, hall.teller).get(TELLER).text
    assert "as Ngozi Farrant" in page
    assert "Your acts are not signed." not in page


def test_delegates_page_says_nothing_of_pens(hall: Hall) -> None:
    assert "pen" not in hall.as_(hall.delegate).get("/c/NDC27/now/").text.split()


def test_pen_of_a_retired_key_is_refused_at_the_desk(hall: Hall) -> None:
    hall.put_the_motion()
    client = at_desk(hall, hall.chair)
    officer_key_retire(actor=hall.chair, member=hall.chair)
    answer = press(client, "open_vote")
    assert answer.status_code == 409
    assert "Your signing key was retired." in answer.text
