import re
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from audit.store.sequencer import sequence_all
from ballots.declaring.wording import OfficerStatement
from ballots.enums import BallotState
from ballots.guard import ballot_class
from ballots.services import declaration_sign, unable_report
from tests.factories.ballots import cast_by
from tests.pages.halls import Hall

CHAIR, TELLER, OFFICER = "/c/NDC27/chair/", "/c/NDC27/teller/", "/c/NDC27/returning-officer/"


@pytest.mark.parametrize("address", [CHAIR, TELLER, OFFICER])
def test_a_desk_asks_to_sign_in(address: str, hall: Hall) -> None:
    assert hall.as_(None).get(address).status_code == 302


@pytest.mark.parametrize("address", [CHAIR, TELLER, OFFICER])
def test_a_desk_turns_a_delegate_away_in_words(address: str, hall: Hall) -> None:
    answer = hall.as_(hall.delegate).get(address)
    assert answer.status_code == 403
    assert "This page is not yours to open" in answer.text


def test_a_desk_is_for_its_office(hall: Hall) -> None:
    assert hall.as_(hall.chair).get(CHAIR).status_code == 200
    assert hall.as_(hall.teller).get(TELLER).status_code == 200
    assert hall.as_(hall.returning_officer).get(OFFICER).status_code == 200
    assert hall.as_(hall.teller).get(CHAIR).status_code == 403
    assert hall.as_(hall.chair).get(OFFICER).status_code == 403


def test_the_chair_is_offered_one_big_next_act(hall: Hall) -> None:
    page = hall.as_(hall.chair).get(CHAIR).text
    assert page.count("button--big") == 1
    assert "Call Motion 1: Shorter working week pilots 1" in page


def test_the_chair_sees_what_a_vote_would_be_before_opening_it(hall: Hall) -> None:
    hall.put_the_motion()
    page = hall.as_(hall.chair).get(CHAIR).text
    assert "4 of 4 delegates present, 4 on the roll, show of hands" in page
    assert re.search(r"<dt>Quorum</dt>\s*<dd>Met; 1 delegate and 1 branch needed</dd>", page)
    assert "Simple majority" in page


def test_the_chair_presses_through_a_motion(hall: Hall) -> None:
    client = hall.as_(hall.chair)
    presses: list[dict[str, object]] = [
        {"act": "call"},
        {"act": "move", "mover": hall.credentials[0].pk},
        {"act": "second", "seconder": hall.credentials[-1].pk},
        {"act": "put_motion"},
        {"act": "open_vote"},
        {"act": "extend", "seconds": 30},
    ]
    for pressed in presses:
        assert client.post(f"{CHAIR}act/", pressed).status_code == 302
    assert hall.ballot.state == BallotState.OPEN


def test_an_act_that_needs_more_says_what_and_keeps_the_page(hall: Hall) -> None:
    hall.press("call")
    answer = hall.as_(hall.chair).post(f"{CHAIR}act/", {"act": "move", "mover": ""})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text


def test_what_ends_business_is_asked_again_in_words(hall: Hall) -> None:
    hall.press("call")
    hall.press("move", mover=hall.credentials[0])
    hall.press("second", seconder=hall.credentials[-1])
    page = hall.as_(hall.chair).get(CHAIR).text
    before, heading, after = page.partition("Ends this business")
    assert heading
    assert 'value="procedural:next_business"' in before
    for key in ("remit", "withdraw", "next_business"):
        assert f'name="act" value="{key}"' not in before
        assert f'<details id="ends-{key}-motion-1-' in after
    assert "Yes: Motion 1 is withdrawn" in after


def test_the_chair_is_offered_to_close_a_vote_only_when_everyone_has_voted(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    page = hall.as_(hall.chair).get(CHAIR).text
    assert 'value="close_vote"' not in page
    assert "the vote closes by itself" in page
    for line in hall.ballot.roll.select_related("voter"):
        cast_by(line.voter, hall.ballot, "for")
    page = hall.as_(hall.chair).get(CHAIR).text
    assert "Close in 10 seconds" in page
    assert 'value="close_vote"' not in page


def test_a_refused_act_is_explained_where_it_was_pressed(hall: Hall) -> None:
    hall.vote_on_the_motion()
    one_branch = {"reason": "A card vote is demanded", "demanded_by": [hall.credentials[0].pk]}
    answer = hall.as_(hall.chair).post(f"{CHAIR}act/", {"act": "challenge", **one_branch})
    assert answer.status_code == 409
    assert "Delegates of 5 branches are needed" in answer.text


def test_an_act_the_business_has_overtaken_changes_nothing(hall: Hall) -> None:
    answer = hall.as_(hall.chair).post(f"{CHAIR}act/", {"act": "declare"}, follow=True)
    assert "the business has moved on" in answer.text


def test_a_delegate_cannot_press_the_chairs_buttons(hall: Hall) -> None:
    assert hall.as_(hall.delegate).post(f"{CHAIR}act/", {"act": "call"}).status_code == 403


def test_the_chair_sees_the_figures_of_a_closed_vote_and_a_teller_does_not(hall: Hall) -> None:
    hall.vote_on_the_motion()
    assert "I declare Motion 1 carried." in hall.as_(hall.chair).get(f"{CHAIR}figures/").text
    assert hall.as_(hall.teller).get(f"{CHAIR}figures/").status_code == 403
    assert not re.search("(?i)motion 1 (is )?carried", hall.as_(hall.teller).get(TELLER).text)


def test_a_refused_act_shows_a_teller_no_figures(hall: Hall) -> None:
    hall.vote_on_the_motion()
    answer = hall.as_(hall.teller).post(f"{CHAIR}act/", {"act": "declare"}, follow=True)
    assert "Your office does not allow this." in answer.text
    assert not re.search("(?i)motion 1 (is )?carried", answer.text)


def test_the_teller_sees_who_is_waited_for_by_branch(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    page = hall.as_(hall.teller).get(TELLER).text
    assert "Branch B01" in page
    assert "2 / 2" in page
    assert "From 1, the vote is taken again." in page


def test_the_teller_extends_a_vote(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    before = hall.ballot.closes_at
    answer = hall.as_(hall.teller).post(f"{TELLER}extend/", {"seconds": 30}, follow=True)
    assert "30 seconds more" in answer.text
    after = hall.ballot.closes_at
    assert before
    assert after
    assert (after - before).total_seconds() == 30


@pytest.mark.parametrize("seconds", ["", "-30", "0", "soon", "99999999"])
def test_an_extension_that_is_none_is_explained_and_changes_nothing(
    seconds: str, hall: Hall
) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    before = hall.ballot.closes_at
    answer = hall.as_(hall.teller).post(f"{TELLER}extend/", {"seconds": seconds})
    assert answer.status_code == 422
    assert "There is a problem" in answer.text
    assert hall.ballot.closes_at == before


def test_the_teller_cannot_close_a_vote_early(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    answer = hall.as_(hall.teller).post(f"{TELLER}close/")
    assert answer.status_code == 409
    assert "The vote stays open until" in answer.text


def test_conducting_no_vote_is_not_found(hall: Hall) -> None:
    assert hall.as_(hall.teller).post(f"{TELLER}close/").status_code == 404


def test_the_returning_officer_sees_that_the_figures_reconcile(hall: Hall) -> None:
    hall.vote_on_the_motion()
    page = hall.as_(hall.returning_officer).get(OFFICER).text
    assert "The papers counted are the marks on the roll." in page
    assert "CONF_VOTE" not in page
    assert ballot_class("CONF_VOTE").what in page
    assert '<td class="board__words">Allowed</td>' in page


def test_the_returning_officer_sees_which_declarations_wait_for_the_signature(hall: Hall) -> None:
    hall.decide_the_motion()
    ballot = hall.ballot
    client = hall.as_(hall.returning_officer)
    sign = reverse("ballots:sign_declaration", args=[ballot.pk])
    assert client.get(OFFICER).text.count(sign) == 2  # beside the figures, and in the list
    sequence_all()
    declaration_sign(
        ballot=ballot,
        actor=hall.returning_officer,
        statement=OfficerStatement(hall.returning_officer.name),
    )
    page = client.get(OFFICER).text
    assert reverse("ballots:declaration", args=[ballot.pk]) in page
    assert "Sign it" not in page


def test_the_returning_officer_sees_no_figures_while_a_vote_is_open(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    page = hall.as_(hall.returning_officer).get(OFFICER).text
    assert "Nobody sees figures while the vote is open." in page
    assert "Reconciliation" not in page


def test_the_returning_officer_challenges_a_count_with_a_reason(hall: Hall) -> None:
    hall.vote_on_the_motion()
    pressed = {"act": "challenge", "back": "conferences:returning_officer"}
    client = hall.as_(hall.returning_officer)
    refused = client.post(f"{CHAIR}act/", pressed, follow=True)
    assert "Give the reason in words." in refused.text
    answer = client.post(f"{CHAIR}act/", pressed | {"reason": "Seven of 56 could not reach it."})
    assert answer["Location"] == OFFICER
    page = hall.as_(hall.chair).get(CHAIR).text
    assert "Void and take the vote again" not in page
    assert "the returning officer has to recommend it first" in page


def test_the_returning_officer_knows_what_a_recommendation_can_come_to(hall: Hall) -> None:
    hall.vote_on_the_motion()
    page = hall.as_(hall.returning_officer).get(OFFICER).text
    assert "From 1 who could not vote, the vote is taken again. Here 0 could not." in page
    assert "the chair can then only let the count stand" in page


def test_a_vote_is_voided_by_two_people_each_at_their_own_desk(hall: Hall) -> None:
    hall.put_the_motion()
    hall.press("open_vote")
    first = hall.ballot
    unable_report(ballot=first, voter=hall.delegate, reason="The page froze")
    assert first.closes_at
    with time_machine.travel(first.closes_at + timedelta(seconds=1)):
        hall.press("close_vote")
        address = f"{OFFICER}recommend-void/"
        reason = {"reason": "One of four could not vote."}
        assert hall.as_(hall.chair).post(address, reason).status_code == 403
        officer, chair = hall.as_(hall.returning_officer), hall.as_(hall.chair)
        assert "From 1 who could not vote" in officer.get(OFFICER).text
        assert "Give the reason in words." in officer.post(address, {"reason": ""}).text
        assert "It waits for the chair" in officer.post(address, reason, follow=True).text
        assert officer.post(address, reason).status_code == 409
        page = chair.get(CHAIR).text
        assert "Tobias Lockwell, returning officer, recommends that this vote is void" in page
        assert "One of four could not vote." in page
        ordered = {"act": "void_technical"}
        assert "Only the chair" in officer.post(f"{CHAIR}act/", ordered, follow=True).text
        assert chair.post(f"{CHAIR}act/", ordered).status_code == 302
    first.refresh_from_db()
    assert first.state == BallotState.VOIDED
    assert hall.ballot.replaces == first


def test_one_returns_from_an_act_to_no_address_but_a_desks(hall: Hall) -> None:
    pressed = {"act": "call", "back": "https://example.org/"}
    assert hall.as_(hall.chair).post(f"{CHAIR}act/", pressed)["Location"] == CHAIR
