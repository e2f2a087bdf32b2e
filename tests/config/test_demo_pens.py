"""In the demo, whoever signs in as an officer signs as one, with no trouble."""

from collections.abc import Iterator

import pytest
from django.conf import settings as site
from django.contrib.auth.signals import user_logged_in
from django.test import Client

from config.demo.pens import lay_out_pens
from members.enums import Office
from members.models import Member, OfficerKey
from members.services import officer_key_reseal, printed_codes_issue
from tests.factories.members import make_member, make_officer, make_union

pytestmark = pytest.mark.django_db

PAGE = "/me/signature/"


@pytest.fixture
def _pens() -> Iterator[None]:
    lay_out_pens()
    yield
    user_logged_in.disconnect(dispatch_uid="config.demo.pens")


@pytest.fixture
def teller() -> Member:
    return make_officer(Office.TELLER, make_union(), "Ngozi Farrant")


@pytest.mark.usefixtures("_pens")
def test_sample_officer_holds_the_pen_after_signing_in(teller: Member) -> None:
    for _ in range(2):  # the second time the key is there
        assert "You sign as Ngozi Farrant" in signed_in_by_page(teller)
    assert OfficerKey.objects.count() == 1


@pytest.mark.usefixtures("_pens")
def test_sample_delegate_gets_no_pen() -> None:
    assert "Only officers sign" in signed_in_by_page(make_member())
    assert not OfficerKey.objects.exists()


@pytest.mark.usefixtures("_pens")
def test_visitor_may_choose_a_pass_phrase_of_their_own(teller: Member) -> None:
    signed_in_by_page(teller)
    officer_key_reseal(
        actor=teller,
        pass_phrase=site.SAMPLE_PASS_PHRASE,
        new_pass_phrase="four unrelated little words",
    )
    assert "Take up your pen" in signed_in_by_page(teller)


def signed_in_by_page(member: Member) -> str:
    """Sign in with a printed code, and look at the page My signature."""
    client = Client()
    client.post("/sign-in/", {"identifier": member.membership_number, "channel": "printed"})
    [code, *_] = printed_codes_issue(member=member, actor=None)
    assert client.post("/sign-in/code/", {"passcode": code}).status_code == 302
    return client.get(PAGE).text
