"""The pages of a declaration: what everyone may read, what the returning officer signs."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from audit.store import triggers
from audit.store.sequencer import sequence_all
from ballots.models import Ballot, Declaration
from tests.ballots.test_signing import tampered
from tests.factories.ballots import Hall, make_hall
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return hall.declared("for", "for", "against")


@pytest.fixture
def officer(hall: Hall) -> Client:
    return signed_in(hall.returning_officer)


def address(name: str, ballot: Ballot, *numbers: int) -> str:
    return reverse(f"ballots:{name}", args=[ballot.pk, *numbers])


def said(**different: str) -> dict[str, str]:
    return {
        "rules_kept": "yes",
        "security_given": "yes",
        "without_interference": "yes",
        "roll_inspected": "no",
        "signed_as": "Winifred Tarn",
        **different,
    }


def test_anyone_reads_a_signed_declaration(client: Client, hall: Hall, ballot: Ballot) -> None:
    signed = hall.sign(ballot)
    page = client.get(address("declaration", ballot))
    text = page.content.decode()
    assert page.status_code == 200
    assert "CARRIED" in text
    assert "I have no reason to think the rules of the union on this vote were broken" in text
    assert "A person&#x27;s signature." in text
    assert "A machine&#x27;s seal." in text
    assert signed.sha256 in text
    assert "Certification Officer" in text
    assert "<svg" in text


def test_before_the_signature_everyone_reads_the_result_and_nobody_a_draft(
    client: Client, officer: Client, ballot: Ballot
) -> None:
    text = client.get(address("declaration", ballot)).content.decode()
    assert "CARRIED" in text
    assert "has not signed the declaration yet" in text
    assert "papers issued" not in text
    assert address("sign_declaration", ballot) not in text
    assert (
        address("sign_declaration", ballot)
        in officer.get(address("declaration", ballot)).content.decode()
    )


def test_the_papers_are_what_was_signed(client: Client, hall: Hall, ballot: Ballot) -> None:
    signed = hall.sign(ballot)
    data = client.get(address("declaration_data", ballot))
    assert data.content == signed.document.encode()
    assert data.headers["content-type"] == "application/json"
    paper = client.get(address("declaration_paper", ballot))
    assert paper.content.startswith(b"%PDF-")
    assert paper.headers["content-type"] == "application/pdf"
    assert f"declaration-{ballot.pk.hex[:4].upper()}-" in paper.headers["content-disposition"]


def test_a_corrected_declaration_stays_to_be_read(
    client: Client, hall: Hall, ballot: Ballot
) -> None:
    first = hall.sign(ballot)
    second = hall.sign(ballot, corrects=first, correction="The hour of the close was wrong.")
    text = client.get(address("declaration", ballot)).content.decode()
    assert "The hour of the close was wrong." in text
    assert address("declaration_data", ballot, 1) in text
    assert client.get(address("declaration_data", ballot, 1)).content == first.document.encode()
    assert client.get(address("declaration_data", ballot)).content == second.document.encode()


@pytest.mark.parametrize("name", ["declaration_paper", "declaration_data"])
def test_no_papers_before_the_signature(client: Client, ballot: Ballot, name: str) -> None:
    assert client.get(address(name, ballot)).status_code == 404
    assert client.get(address(name, ballot, 7)).status_code == 404


@pytest.mark.parametrize("name", ["declaration", "declaration_paper", "declaration_data"])
def test_nothing_before_the_result(client: Client, hall: Hall, name: str) -> None:
    assert client.get(address(name, hall.open())).status_code == 404


def test_of_a_void_vote_no_figure_is_shown(client: Client, hall: Hall, ballot: Ballot) -> None:
    hall.sign(ballot)
    hall.void(ballot)
    text = client.get(address("declaration", ballot)).content.decode()
    assert "This vote is void." in text
    assert "CARRIED" not in text
    assert client.get(address("declaration_paper", ballot)).content.startswith(b"%PDF-")
    assert client.get(address("declaration_paper", ballot, 1)).status_code == 404
    assert client.get(address("declaration_data", ballot)).status_code == 404


def test_a_declaration_that_is_not_as_signed_is_not_shown(
    client: Client, hall: Hall, ballot: Ballot
) -> None:
    signed = hall.sign(ballot)
    triggers.remove(connection)
    changed = signed.document.replace("CARRIED", "LOST")
    tampered("UPDATE ballots_declaration SET document = %s", changed)
    page = client.get(address("declaration", ballot))
    assert page.status_code == 409
    assert "the log has another hash for it" in page.content.decode()
    for name in ("declaration_data", "declaration_paper"):
        assert client.get(address(name, ballot)).headers["location"] == page.request["PATH_INFO"]


def test_a_result_that_the_log_never_had_is_not_signed(officer: Client, hall: Hall) -> None:
    ballot = hall.open()
    tampered("UPDATE ballots_ballot SET state = 'declared', result = '{}' WHERE id = %s", ballot.pk)
    page = officer.get(address("sign_declaration", ballot))
    assert page.status_code == 409
    assert "The log knows of no declaration" in page.content.decode()
    assert officer.get(address("declaration_draft", ballot)).status_code == 302


@pytest.mark.parametrize("delegates", [1, 12])
def test_the_page_takes_as_many_queries_for_a_long_roll(
    client: Client, delegates: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hall = make_hall(delegates=delegates)
    ballot = hall.declared(*["for"] * delegates)
    hall.sign(ballot)
    with django_assert_num_queries(6):
        client.get(address("declaration", ballot))


# --- signing ------------------------------------------------------------------------------------


def test_the_officer_sees_the_sums_and_signs(officer: Client, ballot: Ballot) -> None:
    page = officer.get(address("sign_declaration", ballot))
    text = page.content.decode()
    assert page.status_code == 200
    assert "Every sum comes out." in text
    assert "papers issued" in text
    sequence_all()
    done = officer.post(address("sign_declaration", ballot), said(), follow=True)
    assert done.redirect_chain == [(address("declaration", ballot), 302)]
    assert "Signed. The declaration is public from now on." in done.content.decode()
    assert Declaration.objects.get(ballot=ballot).number == 1


def test_the_officer_reads_the_draft_on_paper(officer: Client, ballot: Ballot) -> None:
    draft = officer.get(address("declaration_draft", ballot))
    assert draft.content.startswith(b"%PDF-")


def test_the_officer_corrects_what_was_signed(officer: Client, hall: Hall, ballot: Ballot) -> None:
    hall.sign(ballot)
    assert (
        "Correct the declaration"
        in officer.get(address("sign_declaration", ballot)).content.decode()
    )
    sequence_all()
    missing = officer.post(address("sign_declaration", ballot), said())
    assert missing.status_code == 422
    assert "Say what was wrong with the one already signed." in missing.content.decode()
    wrong = "The hour of the close was wrong."
    officer.post(address("sign_declaration", ballot), said(correction=wrong))
    assert Declaration.objects.filter(ballot=ballot).count() == 2


@pytest.mark.parametrize(
    ("different", "words"),
    [
        ({"signed_as": "W. Tarn"}, "Type your name as the register has it"),
        ({"signed_as": ""}, "Type your name to sign."),
        ({"rules_kept": "no"}, "Say under matters noted what was wrong."),
        ({"roll_inspected": "yes"}, "Say at whose instance the roll was inspected."),
        ({"security_given": ""}, "Choose what you can sign for."),
        ({"without_interference": "perhaps"}, "Select a valid choice."),
    ],
)
def test_refused_when_something_is_not_said(
    officer: Client, ballot: Ballot, different: dict[str, str], words: str
) -> None:
    sequence_all()
    page = officer.post(address("sign_declaration", ballot), said(**different))
    assert page.status_code == 422
    assert words in page.content.decode()
    assert not Declaration.objects.exists()


def test_refused_before_the_log_has_sealed_the_vote(officer: Client, ballot: Ballot) -> None:
    page = officer.post(address("sign_declaration", ballot), said())
    assert page.status_code == 409
    assert "wait, and sign again" in page.content.decode()


def test_no_form_where_the_records_do_not_balance(officer: Client, ballot: Ballot) -> None:
    tampered("UPDATE ballots_rollentry SET weight = 5 WHERE ballot_id = %s", ballot.pk)
    text = officer.get(address("sign_declaration", ballot)).content.decode()
    assert "These records do not balance. Nothing can be signed." in text
    assert "does not balance" in text
    assert "Your full name, to sign" not in text


@pytest.mark.parametrize("name", ["sign_declaration", "declaration_draft"])
def test_refused_when_not_the_returning_officer(hall: Hall, ballot: Ballot, name: str) -> None:
    for member in (hall.chair, hall.delegates[0]):
        assert signed_in(member).get(address(name, ballot)).status_code == 403
    assert Client().get(address(name, ballot)).status_code == 302


@pytest.mark.parametrize("name", ["sign_declaration", "declaration_draft"])
def test_nothing_to_sign_of_a_void_vote(
    officer: Client, hall: Hall, ballot: Ballot, name: str
) -> None:
    hall.void(ballot)
    assert officer.get(address(name, ballot)).status_code == 404


def test_the_vote_leads_to_its_declaration(client: Client, ballot: Ballot) -> None:
    assert address("declaration", ballot) in client.get(address("ballot", ballot)).content.decode()


def test_what_an_officer_or_a_branch_wrote_is_shown_as_words(client: Client, hall: Hall) -> None:
    evil: dict[str, Any] = {"title": "<script>alert(1)</script> #panic()", "question": "<b>?</b>"}
    ballot = hall.declared("for", **evil)
    hall.sign(ballot, matters='<i>none</i> *bold* $x$ #import "x": *')
    text = client.get(address("declaration", ballot)).content.decode()
    assert "<script>alert" not in text
    assert "<i>none" not in text
    assert client.get(address("declaration_paper", ballot)).content.startswith(b"%PDF-")
