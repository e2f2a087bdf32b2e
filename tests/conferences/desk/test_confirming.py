"""Tellers confirm the figures before they are declared, where the standing orders ask for it."""

import pytest

from audit.models import Entry
from ballots.enums import BallotState
from conferences.desk.confirming import figures_confirm, figures_dispute, words_on
from conferences.standing_orders import StandingOrders
from members.models import Member
from tests.factories.conferences import refused
from tests.pages.halls import Hall

WRONG = "Two cards of branch B02 were cast by one delegate."


def confirm(hall: Hall, teller: Member) -> None:
    figures_confirm(ballot=hall.ballot, conference=hall.conference, actor=teller)


def test_a_result_waits_for_as_many_tellers_as_the_standing_orders_say(
    two_confirm: Hall, second: Member
) -> None:
    hall = two_confirm
    hall.vote_on_the_motion()
    with refused("figures-unconfirmed"):
        hall.press("declare")
    confirm(hall, hall.teller)
    with refused("figures-unconfirmed"):
        hall.press("declare")
    confirm(hall, second)
    hall.press("declare")
    assert hall.ballot.state == BallotState.DECLARED


def test_nobody_is_asked_where_the_standing_orders_do_not(hall: Hall) -> None:
    hall.decide_the_motion()
    assert hall.ballot.state == BallotState.DECLARED


def test_one_teller_counts_once(two_confirm: Hall) -> None:
    two_confirm.vote_on_the_motion()
    confirm(two_confirm, two_confirm.teller)
    with refused("said-already"):
        confirm(two_confirm, two_confirm.teller)


def test_a_teller_who_disagrees_says_why_and_the_chair_sees_it(
    two_confirm: Hall, second: Member
) -> None:
    hall = two_confirm
    hall.vote_on_the_motion()
    confirm(hall, hall.teller)
    figures_dispute(ballot=hall.ballot, conference=hall.conference, actor=hall.teller, reason=WRONG)
    words = words_on(hall.ballot, hall.conference)
    assert (len(words.confirmed), words.missing, words.disputed[0].reason) == (0, 2, WRONG)
    page = hall.as_(hall.chair).get("/c/NDC27/chair/").text
    assert f"{hall.teller.name} finds them wrong: {WRONG}" in page
    with pytest.raises(Exception, match=WRONG):
        hall.press("declare")
    leaves = b"".join(bytes(one.leaf) for one in Entry.objects.filter(kind__startswith="figures"))
    assert WRONG.encode() not in leaves
    assert b"for 4" not in leaves


def test_dispute_refused_when_it_gives_no_reason(two_confirm: Hall) -> None:
    two_confirm.vote_on_the_motion()
    with refused("reason-missing"):
        figures_dispute(
            ballot=two_confirm.ballot,
            conference=two_confirm.conference,
            actor=two_confirm.teller,
            reason="wrong",
        )


def test_confirm_refused_while_votes_are_taken_and_to_whoever_is_no_teller(
    two_confirm: Hall,
) -> None:
    hall = two_confirm
    hall.put_the_motion()
    hall.press("open_vote")
    with refused("not-counted"):
        confirm(hall, hall.teller)
    with refused("not-your-office"):
        confirm(hall, hall.chair)


def test_the_desk_shows_the_figures_to_tellers_and_takes_their_word(
    two_confirm: Hall, second: Member
) -> None:
    hall = two_confirm
    hall.vote_on_the_motion()
    browser = hall.as_(hall.teller)
    page = browser.get("/c/NDC27/teller/").text
    assert "Figures to confirm" in page
    assert "I confirm these figures" in page
    done = browser.post("/c/NDC27/teller/confirm/", follow=True)
    assert "Figures confirmed by 1 of 2 tellers" in done.text
    again = browser.post("/c/NDC27/teller/confirm/")
    assert again.status_code == 409
    short = hall.as_(second).post("/c/NDC27/teller/dispute/", {"reason": "no"})
    assert short.status_code == 422
    said = hall.as_(second).post("/c/NDC27/teller/dispute/", {"reason": WRONG}, follow=True)
    assert f"finds them wrong: {WRONG}" in said.text
    assert "I confirm these figures" not in hall.as_(hall.chair).get("/c/NDC27/teller/").text


def test_standing_orders_refused_when_they_ask_for_three_tellers(two_confirm: Hall) -> None:
    document = two_confirm.conference.standing_orders | {"tellers_confirm": 3}
    with pytest.raises(ValueError, match="two tellers"):
        StandingOrders.from_document(document)
