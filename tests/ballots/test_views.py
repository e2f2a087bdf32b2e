"""The pages of a ballot: what a voter sees, and what they are told when it cannot be done."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from ballots.enums import Majority, VotingForm
from ballots.guard import INDICATIVE_BANNER
from ballots.models import Ballot, Cast, RollEntry, UnableReport
from ballots.papers import Option
from ballots.services import ballot_close, ballot_declare
from members.services import sessions_end
from tests.factories.ballots import Hall, cast_by, make_hall
from tests.factories.members import make_member, signed_in

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}
CONSULTATION: dict[str, Any] = {
    "class_code": "PAY_CONSULT",
    "majority": Majority.NONE,
    "title": "Pay 2027",
    "question": "Accept or reject the offer?",
    "options": [Option("accept", "Accept"), Option("reject", "Reject")],
}


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3)


@pytest.fixture
def ballot(hall: Hall) -> Ballot:
    return hall.open()


@pytest.fixture
def delegate(hall: Hall) -> Client:
    return signed_in(hall.delegates[0])


def address(name: str, ballot: Ballot) -> str:
    return reverse(f"ballots:{name}", args=[ballot.pk])


def paper_number(client: Client, ballot: Ballot) -> str:
    return str(client.get(address("ballot", ballot)).context["request_id"])


def counted(ballot: Ballot) -> list[str | None]:
    roll = RollEntry.objects.filter(ballot=ballot).order_by("pk")
    return list(roll.values_list("cast__choice", flat=True))


def after(ballot: Ballot) -> time_machine.travel:
    assert ballot.closes_at
    return time_machine.travel(ballot.closes_at + timedelta(seconds=1))


def test_paper_shows_question_weight_and_options(hall: Hall) -> None:
    ballot = hall.open(form=VotingForm.CARD_VOTE, weights=[1_190, 1_240, 860])
    page = signed_in(hall.delegates[0]).get(address("ballot", ballot))
    html = page.content.decode()
    assert "That motion 9 be carried" in html
    assert "1,190" in html
    for choice in ("for", "against", "abstain"):
        assert f'value="{choice}"' in html
    assert "no-store" in page["Cache-Control"]


def test_voting_by_plain_form_leads_to_the_receipt(ballot: Ballot, delegate: Client) -> None:
    vote = {"choice": "against", "request_id": paper_number(delegate, ballot)}
    answer = delegate.post(address("cast", ballot), vote)
    assert (answer.status_code, answer["Location"]) == (302, address("receipt", ballot))
    page = delegate.get(answer["Location"]).content.decode()
    assert "Against" in page
    assert "v4.public." in page
    assert "<svg" in page
    assert counted(ballot)[0] == "against"


def test_slip_and_paper_lead_to_the_signed_receipt(ballot: Ballot, delegate: Client) -> None:
    link = f'href="{address("receipt", ballot)}"'
    slip = delegate.post(address("cast", ballot), {"choice": "for"}, headers=HTMX)
    assert link in slip.text
    assert link in delegate.get(address("ballot", ballot)).text
    assert link not in delegate.get(address("receipt", ballot)).text


def test_voting_with_htmx_answers_with_the_receipt_only(ballot: Ballot, delegate: Client) -> None:
    answer = delegate.post(address("cast", ballot), {"choice": "for"}, headers=HTMX)
    html = answer.content.decode()
    assert 'data-choice="for"' in html
    assert "<html" not in html
    assert len(html) < 2_000
    assert counted(ballot)[0] == "for"


def test_sending_the_same_paper_twice_counts_once(ballot: Ballot, delegate: Client) -> None:
    vote = {"choice": "for", "request_id": str(uuid4())}
    answers = {delegate.post(address("cast", ballot), vote, headers=HTMX).content for _ in range(2)}
    assert len(answers) == 1
    assert Cast.objects.count() == 1


def test_used_paper_with_another_choice_is_refused_with_a_fresh_paper(
    ballot: Ballot, delegate: Client
) -> None:
    vote = {"choice": "for", "request_id": str(uuid4())}
    delegate.post(address("cast", ballot), vote)
    answer = delegate.post(address("cast", ballot), {**vote, "choice": "against"})
    assert answer.status_code == 409
    assert "This paper has been used" in answer.content.decode()
    assert answer.context["request_id"] != UUID(vote["request_id"])
    assert counted(ballot)[0] == "for"


def test_casting_takes_a_fixed_number_of_queries(
    hall: Hall, delegate: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ballot = hall.open()
    delegate.post(address("cast", ballot), {"choice": "for"}, headers=HTMX)
    with django_assert_num_queries(0):  # the one statement goes past Django's counting
        delegate.post(address("cast", ballot), {"choice": "for"}, headers=HTMX)


@pytest.mark.parametrize("delegates", [1, 3])
def test_paper_takes_a_fixed_number_of_queries(
    delegates: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    hall = make_hall(delegates=delegates)
    ballot, client = hall.open(), signed_in(hall.delegates[0])
    cast_by(hall.delegates[0], ballot)
    client.get(address("ballot", ballot))
    with django_assert_num_queries(7):
        client.get(address("ballot", ballot))


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("vote", "status", "words"),
    [
        ({"choice": "maybe"}, 422, "not an option on the paper"),
        ({}, 422, "not an option on the paper"),
        ({"choice": "for", "request_id": "7"}, 422, "number of this paper"),
    ],
)
def test_vote_refused_for_what_is_not_on_the_paper(
    ballot: Ballot,
    delegate: Client,
    *,
    headers: dict[str, str],
    vote: dict[str, str],
    status: int,
    words: str,
) -> None:
    answer = delegate.post(address("cast", ballot), vote, headers=headers)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert not Cast.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_vote_refused_after_the_close(ballot: Ballot, hall: Hall, headers: dict[str, str]) -> None:
    with after(ballot):
        client = signed_in(hall.delegates[0])
        answer = client.post(address("cast", ballot), {"choice": "for"}, headers=headers)
    assert answer.status_code == 409
    assert "This came too late and was not counted." in answer.content.decode()
    assert not Cast.objects.exists()


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_vote_refused_when_not_on_the_roll(ballot: Ballot, headers: dict[str, str]) -> None:
    stranger = signed_in(make_member("A stranger"))
    answer = stranger.post(address("cast", ballot), {"choice": "for"}, headers=headers)
    assert answer.status_code == 403
    assert "not on the roll" in answer.content.decode()


def test_vote_without_a_session_leads_to_sign_in_and_back(ballot: Ballot) -> None:
    plain = Client().post(address("cast", ballot), {"choice": "for"})
    assert plain["Location"].startswith(reverse("members:sign_in"))
    assert str(ballot.pk) in plain["Location"]
    by_htmx = Client().post(address("cast", ballot), {"choice": "for"}, headers=HTMX)
    assert by_htmx.status_code == 401
    assert str(ballot.pk) in by_htmx["HX-Redirect"]


def test_vote_after_signing_out_everywhere_leads_to_sign_in(
    ballot: Ballot, hall: Hall, delegate: Client
) -> None:
    sessions_end(member=hall.delegates[0])
    answer = delegate.post(address("cast", ballot), {"choice": "for"})
    assert answer["Location"].startswith(reverse("members:sign_in"))
    assert not Cast.objects.exists()


@pytest.mark.parametrize("forged", ["", "x" * 64])
def test_vote_with_a_forged_token_changes_nothing(ballot: Ballot, hall: Hall, forged: str) -> None:
    client = signed_in(hall.delegates[0], enforce_csrf_checks=True)
    client.get(address("ballot", ballot))
    answer = client.post(address("cast", ballot), {"choice": "for", "csrfmiddlewaretoken": forged})
    assert answer.status_code == 403
    assert "Nothing was changed" in answer.content.decode()
    assert not Cast.objects.exists()


def test_vote_in_a_ten_megabyte_body_changes_nothing(ballot: Ballot, hall: Hall) -> None:
    client = signed_in(hall.delegates[0], enforce_csrf_checks=True)
    client.get(address("ballot", ballot))
    body = b"choice=for&padding=" + b"x" * 10_000_000
    answer = client.post(
        address("cast", ballot), body, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code in {400, 413}
    assert "Nothing was changed" in answer.content.decode()
    assert not Cast.objects.exists()


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_vote_only_by_post(ballot: Ballot, delegate: Client, method: str) -> None:
    assert getattr(delegate, method)(address("cast", ballot)).status_code == 405


def test_unknown_ballot_is_not_found(delegate: Client) -> None:
    for name in ("ballot", "receipt"):
        assert delegate.get(reverse(f"ballots:{name}", args=[uuid4()])).status_code == 404
    cast_at = reverse("ballots:cast", args=[uuid4()])
    assert delegate.post(cast_at, {"choice": "for"}).status_code == 404


def test_ballot_under_review_is_not_shown(hall: Hall, delegate: Client) -> None:
    ballot = hall.create(**{**CONSULTATION, "class_code": "IA_CONSULT"})
    assert delegate.get(address("ballot", ballot)).status_code == 404


def test_receipt_of_nobody_leads_back_to_the_paper(ballot: Ballot, delegate: Client) -> None:
    assert delegate.get(address("receipt", ballot))["Location"] == address("ballot", ballot)


def test_indicative_banner_is_on_paper_receipt_and_result(hall: Hall) -> None:
    ballot, client = hall.open(**CONSULTATION), signed_in(hall.delegates[0])
    pages = [client.get(address("ballot", ballot))]
    client.post(address("cast", ballot), {"choice": "reject"})
    pages.append(client.get(address("receipt", ballot)))
    with after(ballot):
        client = signed_in(hall.delegates[0])
        ballot_declare(ballot=ballot_close(ballot=ballot, actor=None), actor=hall.chair)
        pages.append(client.get(address("ballot", ballot)))
    for page in pages:
        assert INDICATIVE_BANNER in page.content.decode()


def test_declared_ballot_explains_itself(hall: Hall) -> None:
    ballot = hall.open(
        form=VotingForm.CARD_VOTE,
        majority=Majority.TWO_THIRDS_CAST,
        weights=[12_717, 6_370, 1],
    )
    cast_by(hall.delegates[0], ballot, "for")
    cast_by(hall.delegates[1], ballot, "against")
    with after(ballot):
        ballot_declare(ballot=ballot_close(ballot=ballot, actor=None), actor=hall.chair)
        html = Client().get(address("ballot", ballot)).content.decode()
    assert "12,725 needed, 12,717 reached. LOST by 8." in html
    assert "Maureen Ashgrove" in html


def test_closed_ballot_shows_no_figures_before_the_declaration(hall: Hall) -> None:
    ballot = hall.open(form=VotingForm.CARD_VOTE, weights=[12_717, 6_370, 1])
    cast_by(hall.delegates[0], ballot, "for")
    with after(ballot):
        ballot_close(ballot=ballot, actor=None)
        html = Client().get(address("ballot", ballot)).content.decode()
    assert "12,717" not in html


def test_voided_ballot_never_shows_its_figures(hall: Hall) -> None:
    ballot = hall.open(form=VotingForm.CARD_VOTE, weights=[12_717, 6_370, 1])
    cast_by(hall.delegates[0], ballot, "for")
    with after(ballot):
        ballot_declare(ballot=ballot_close(ballot=ballot, actor=None), actor=hall.chair)
        hall.void(ballot)
        html = Client().get(address("ballot", ballot)).content.decode()
    assert "This vote is void" in html
    assert "12,717" not in html


def test_report_of_being_unable_is_taken_once(ballot: Ballot, delegate: Client) -> None:
    report = {"reason": "The page froze"}
    assert delegate.post(address("unable", ballot), report).status_code == 302
    again = delegate.post(address("unable", ballot), report)
    assert (again.status_code, UnableReport.objects.count()) == (409, 1)
    assert "already have your report" in again.content.decode()
