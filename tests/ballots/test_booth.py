"""Stepping up: the paper is taken from whoever entered the booth, and from nobody else."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from audit.formats.canonical import parse
from audit.models import Entry
from ballots import services
from ballots.booth_pass import (
    LEEWAY,
    BoothPass,
    booth_pass_token,
    cookie_of,
    read_booth_pass,
)
from ballots.casting import cast
from ballots.models import Ballot
from members.enums import Channel
from members.models import Member, PasscodeDevice
from members.services import sessions_end
from members.services.passcodes import passcode_issue, printed_codes_issue
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.booths import Booth, cast_paper
from tests.factories.conferences import refused
from tests.factories.members import make_member, signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=2)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return hall.open(steps_up=True)


def enter(ballot: Ballot, voter: Member) -> BoothPass:
    passcode = passcode_issue(member=voter, purpose=ballot.log_name)
    return services.booth_enter(
        ballot=ballot, voter=voter, channel=Channel.EMAIL, passcode=passcode
    )


def vote(ballot: Ballot, voter: Member, held: BoothPass | None) -> None:
    cast(ballot_id=ballot.pk, voter=voter, choice="for", request_id=uuid4(), booth_pass=held)


def test_vote_with_a_pass_is_taken_and_changed(hall: Hall, ballot: Ballot) -> None:
    voter = hall.delegates[0]
    held = enter(ballot, voter)
    vote(ballot, voter, held)
    vote(ballot, voter, held)
    (entered,) = (
        parse(bytes(leaf))
        for leaf in Entry.objects.filter(kind="booth.entered").values_list("leaf", flat=True)
    )
    assert (entered["by"], entered["of"]) == (voter.pseudonym, ballot.log_name)
    assert entered["channel"] == "email"


def test_vote_refused_when_the_booth_was_not_entered(hall: Hall, ballot: Ballot) -> None:
    with refused("booth-not-entered"):
        cast_by(hall.delegates[0], ballot)


def test_paper_refused_when_the_booth_was_not_entered(hall: Hall) -> None:
    election = Booth(hall).open(steps_up=True)
    with refused("booth-not-entered"):
        cast_paper(hall.delegates[0], election)


def test_pass_refused_when_of_another_ballot(hall: Hall, ballot: Ballot) -> None:
    voter = hall.delegates[0]
    held = enter(ballot, voter)
    other = hall.open(steps_up=True)
    with refused("booth-not-entered"):
        vote(other, voter, held)
    assert read_booth_pass(booth_pass_token(held), other.pk) is None


def test_pass_refused_when_of_another_member(hall: Hall, ballot: Ballot) -> None:
    held = enter(ballot, hall.delegates[0])
    with refused("booth-not-entered"):
        vote(ballot, hall.delegates[1], held)


def test_pass_refused_when_the_sessions_it_belongs_to_have_ended(
    hall: Hall, ballot: Ballot
) -> None:
    voter = hall.delegates[0]
    held = enter(ballot, voter)
    sessions_end(member=voter)
    with refused("booth-not-entered"):
        vote(ballot, voter, held)


def test_pass_holds_when_the_vote_is_extended_and_not_for_ever(hall: Hall, ballot: Ballot) -> None:
    voter = hall.delegates[0]
    held = enter(ballot, voter)
    assert ballot.closes_at
    first_close = ballot.closes_at
    hours = int(LEEWAY.total_seconds()) + 3600
    services.ballot_extend(ballot=ballot, actor=hall.teller, seconds=hours)
    with time_machine.travel(first_close + timedelta(minutes=5), tick=False):
        vote(ballot, voter, held)
    with time_machine.travel(first_close + LEEWAY + timedelta(minutes=1), tick=False):
        with refused("booth-not-entered"):
            vote(ballot, voter, held)
        vote(ballot, voter, enter(ballot, voter))


def test_line_of_the_printed_sheet_opens_once(hall: Hall, ballot: Ballot) -> None:
    voter = hall.delegates[0]
    line = printed_codes_issue(member=voter, actor=None)[0]
    asked: dict[str, Any] = {
        "ballot": ballot,
        "voter": voter,
        "channel": Channel.PRINTED,
        "passcode": line,
    }
    vote(ballot, voter, services.booth_enter(**asked))
    with refused("passcode-used"):
        services.booth_enter(**asked)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"voter": "stranger"}, "not-on-the-roll"), ({"steps_up": False}, "booth-has-no-door")],
)
def test_booth_refused_when(hall: Hall, change: dict[str, Any], code: str) -> None:
    ballot = hall.open(steps_up=change.get("steps_up", True))
    voter = make_member("Stranger") if "voter" in change else hall.delegates[0]
    with refused(code):
        enter(ballot, voter)


def test_passcode_for_another_ballot_refused_when_entered_here(hall: Hall, ballot: Ballot) -> None:
    voter, other = hall.delegates[0], hall.open(steps_up=True)
    passcode = passcode_issue(member=voter, purpose=other.log_name)
    passcode_issue(member=voter, purpose=ballot.log_name)
    with refused("passcode-foreign"):
        services.booth_enter(ballot=ballot, voter=voter, channel=Channel.EMAIL, passcode=passcode)


def test_void_wipes_the_passcodes_of_its_ballot(hall: Hall, ballot: Ballot) -> None:
    passcode_issue(member=hall.delegates[0], purpose=ballot.log_name)
    hall.void(ballot)
    assert PasscodeDevice.objects.get(purpose=ballot.log_name).sealed == ""


# --- the pages ------------------------------------------------------------------------------------


@pytest.fixture
def phone(hall: Hall) -> Client:
    return signed_in(hall.delegates[0])


def door(ballot: Ballot) -> str:
    return reverse("ballots:booth", args=[ballot.pk])


def test_page_takes_a_pasted_passcode_in_small_letters_and_lets_in(
    hall: Hall, ballot: Ballot, phone: Client
) -> None:
    paper = reverse("ballots:ballot", args=[ballot.pk])
    assert b"Enter your passcode to vote" in phone.get(paper).content
    code = passcode_issue(member=hall.delegates[0], purpose=ballot.log_name)
    pasted = f"  {code[:3]} {code[3:]} ".lower()

    response = phone.post(door(ballot), {"passcode": pasted, "next": paper})

    assert response["Location"] == f"{paper}#vote"
    kept = phone.cookies[cookie_of(ballot.pk)]
    assert (kept["httponly"], kept["samesite"]) == (True, "Strict")
    assert b"choices" in phone.get(paper).content
    vote = {"choice": "for", "request_id": str(uuid4())}
    assert phone.post(reverse("ballots:cast", args=[ballot.pk]), vote).status_code == 302
    assert phone.get(door(ballot))["Location"] == f"{paper}#vote"


def test_page_says_how_long_to_wait_after_a_wrong_passcode(
    hall: Hall, ballot: Ballot, phone: Client
) -> None:
    passcode_issue(member=hall.delegates[0], purpose=ballot.log_name)
    wrong = phone.post(door(ballot), {"passcode": "MMMMMM"})
    assert "That passcode is not right. Wait 1 second" in wrong.content.decode()
    assert 'autocomplete="one-time-code"' in wrong.content.decode()


def test_page_does_not_count_what_cannot_be_a_passcode(
    hall: Hall, ballot: Ballot, phone: Client
) -> None:
    passcode_issue(member=hall.delegates[0], purpose=ballot.log_name)
    slip = phone.post(door(ballot), {"passcode": "AAA"})
    assert "did not count as a try" in slip.content.decode()
    assert PasscodeDevice.objects.get().throttling_failure_count == 0


def test_casting_by_page_is_forbidden_outside_the_booth(ballot: Ballot, phone: Client) -> None:
    vote = {"choice": "for", "request_id": str(uuid4())}
    refusal = phone.post(reverse("ballots:cast", args=[ballot.pk]), vote)
    assert refusal.status_code == 403
    assert "in a new tab" in refusal.content.decode()


def test_pass_in_another_browser_is_nobodys(hall: Hall, ballot: Ballot) -> None:
    thief = signed_in(hall.delegates[1])
    thief.cookies[cookie_of(ballot.pk)] = booth_pass_token(enter(ballot, hall.delegates[0]))
    vote = {"choice": "for", "request_id": str(uuid4())}
    assert thief.post(reverse("ballots:cast", args=[ballot.pk]), vote).status_code == 403


def test_passes_of_votes_that_are_over_are_forgotten(
    hall: Hall, ballot: Ballot, phone: Client
) -> None:
    old = hall.open(steps_up=True)
    phone.cookies[cookie_of(old.pk)] = booth_pass_token(enter(old, hall.delegates[0]))
    hall.void(old)
    code = passcode_issue(member=hall.delegates[0], purpose=ballot.log_name)
    phone.post(door(ballot), {"passcode": code})
    assert phone.cookies[cookie_of(old.pk)].value == ""


def test_refusal_is_a_problem_with_its_code_over_the_api(ballot: Ballot, phone: Client) -> None:
    said = phone.post(
        f"/api/v1/ballots/{ballot.pk}/casts/",
        {"choice": "for", "request_id": str(uuid4())},
        content_type="application/json",
    )
    assert (said.status_code, said.json()["code"]) == (403, "booth-not-entered")
