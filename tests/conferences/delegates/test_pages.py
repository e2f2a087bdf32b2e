"""The pages of delegates: two browsers register one person, and nobody sees more than theirs."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from conferences.delegates.delegations import branch_lines, seats_designated
from conferences.models import Registration, RegistrationQuery
from tests.conferences.delegates.conftest import Branch
from tests.factories.members import signed_in

pytestmark = pytest.mark.django_db

PAGE = "/c/NDC27/branches/B05/"


def said(client: Client, address: str, **posted: object) -> str:
    """Post, follow, and give the page."""
    return client.post(address, posted, follow=True).content.decode()


def test_two_officers_register_in_two_browsers(branch: Branch) -> None:
    first, second = signed_in(branch.secretary), signed_in(branch.chair)
    page = said(first, PAGE, act="enter", membership_number="new-1", as_what="delegate")
    assert "Sample NEW-1 is entered" in page
    assert "You entered this" in page
    assert "Confirm Sample NEW-1" not in page
    assert "Confirm Sample NEW-1" in second.get(PAGE).content.decode()
    number = Registration.objects.get().number
    assert "Another officer of the branch confirms" in said(
        first, PAGE, act="confirm", number=number
    )
    assert "the credential is issued" in said(second, PAGE, act="confirm", number=number)


def test_refused_number_can_be_queried_from_where_it_was_refused(branch: Branch) -> None:
    client = signed_in(branch.secretary)
    answer = client.post(PAGE, {"act": "enter", "membership_number": "ZZ-9", "as_what": "delegate"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nobody with that number counts in" in page
    assert 'name="membership_number" value="ZZ-9"' in page
    page = said(
        client,
        PAGE,
        act="query",
        membership_number="ZZ-9",
        why="not-of-this-branch",
        words="She moved to us in June.",
    )
    assert "Your query is with" in page
    clerk = signed_in(branch.sitting.clerk)
    assert "She moved to us in June." in clerk.get("/c/NDC27/delegates/").content.decode()
    query = RegistrationQuery.objects.get()
    page = said(
        clerk, "/c/NDC27/delegates/", act="answer", number=query.number, reason="Not on the roll."
    )
    assert "Answered." in page
    assert "Not on the roll." in client.get(PAGE).content.decode()


def test_substitute_is_chosen_late_and_allowed_by_the_committee(branch: Branch) -> None:
    branch.terms(substitute_by=timezone.now() - timedelta(minutes=1))
    replaced = branch.sitting.credential("B05-2")
    first, second = signed_in(branch.secretary), signed_in(branch.chair)
    as_what = f"replaces:{replaced.pk}"
    said(first, PAGE, act="enter", membership_number="NEW-1", as_what=as_what)
    number = Registration.objects.get().number
    assert "waits for the Standing Orders Committee" in said(
        second, PAGE, act="confirm", number=number
    )
    clerk, here = signed_in(branch.sitting.clerk), "/c/NDC27/delegates/"
    assert "in place of B05-2" in clerk.get(here).content.decode()
    page = said(clerk, here, act="decide", number=number, allow="yes", reason="In hospital.")
    assert "Decided, and in the log." in page
    assert "Revoked" in first.get(PAGE).content.decode()


def test_sharer_hands_over_from_their_own_page(branch: Branch) -> None:
    branch.terms(sharers_allowed=True)
    leader = branch.sitting.credential("B05-1")
    sharer = branch.register("NEW-1", shares=leader)
    here = "/c/NDC27/delegates/"
    client = signed_in(leader.member)
    assert f"Hand over to {sharer.member.name}" in client.get(here).content.decode()
    assert "holds the credential now" in said(client, here, act="hand_over")
    page = client.get(here).content.decode()
    assert "Hand over to" not in page
    assert "May vote" in signed_in(sharer.member).get(here).content.decode()


def test_pages_are_closed_to_others(branch: Branch) -> None:
    stranger = signed_in(branch.sitting.credential("B06-1").member)
    assert stranger.get(PAGE).status_code == 403
    assert "All branches" not in stranger.get("/c/NDC27/delegates/").content.decode()
    assert stranger.post("/c/NDC27/delegates/", {"act": "nothing"}).status_code == 404
    assert Client().get(PAGE).status_code == 302
    clerk = signed_in(branch.sitting.clerk)
    assert "Register somebody" not in clerk.get(PAGE).content.decode()
    posted = {"act": "enter", "membership_number": "NEW-1", "as_what": "delegate"}
    assert clerk.post(PAGE, posted).status_code == 409
    assert signed_in(branch.secretary).get("/c/NDC27/branches/NONE/").status_code == 404


def test_not_filled_in_is_said_in_words(branch: Branch) -> None:
    answer = signed_in(branch.secretary).post(PAGE, {"act": "enter", "as_what": "delegate"})
    assert answer.status_code == 422
    assert "Type the membership number." in answer.content.decode()
    assert (
        signed_in(branch.secretary).post(PAGE, {"act": "confirm", "number": "x"}).status_code == 404
    )


def test_calculator_tries_without_setting_and_gives_a_table(branch: Branch) -> None:
    client = signed_in(branch.sitting.clerk)
    here = "/c/NDC27/entitlements/"
    tried = {"preset": "per-thousand", "qualifying_on": "2026-12-31"}
    page = client.get(here, tried).content.decode()
    assert "You are trying this out" in page
    assert "1 up to 1,000 members" in page
    assert "1 up to 250 members" in client.get(here).content.decode()
    wrong = client.get(here, {"preset": "own-bands", "bands": "x", "qualifying_on": "2026-12-31"})
    assert wrong.status_code == 422
    assert client.post(here, tried | {"act": "set"}).status_code == 409  # they are fixed
    assert client.post(here, {"act": "fix"}).status_code == 409
    lines = client.get("/c/NDC27/entitlements.csv").content.decode().splitlines()
    assert lines[1].startswith("B05,")
    assert ",250,1," in next(line for line in lines if line.startswith("B11"))


def test_overview_takes_a_fixed_number_of_queries(
    branch: Branch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    conference = branch.conference
    with django_assert_num_queries(3):
        branch_lines(conference)
    branch.register("NEW-1", seat_for="low_paid")
    with django_assert_num_queries(3):
        lines = branch_lines(conference)
    assert {(line.branch.code, line.registered, line.free) for line in lines} >= {("B05", 3, 0)}
    assert seats_designated(lines)[0][1] is None  # fewer than five are withheld
