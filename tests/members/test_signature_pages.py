"""The page on which an officer sets up a key, takes up the pen and puts it down."""

import pytest
from django.test import Client

from audit.formats.paserk import SAMPLE
from audit.models import Entry
from members.enums import Office
from members.models import Body, Member, OfficerKey
from members.services import officer_key_enrol
from tests.factories.members import make_member, make_officer, make_union, signed_in
from tests.members.queries import MemberQueries

pytestmark = pytest.mark.django_db

PHRASE = "lanterns above a quiet harbour"
PAGE = "/me/signature/"


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def chair(union: Body) -> Member:
    return make_officer(Office.CHAIR, union)


@pytest.fixture
def key(chair: Member) -> OfficerKey:
    officer_key_enrol(actor=chair, pass_phrase=PHRASE, cost=SAMPLE)
    return OfficerKey.objects.get()


@pytest.fixture
def browser(chair: Member) -> Client:
    return signed_in(chair)


def take_up(browser: Client, phrase: str = PHRASE, onward: str = "") -> object:
    return browser.post(f"{PAGE}pen/", {"take_up-pass_phrase": phrase, "next": onward})


def page(browser: Client) -> str:
    return browser.get(PAGE).content.decode()


def test_key_is_set_up_and_the_pen_taken_up_at_once(browser: Client) -> None:
    answer = browser.post(f"{PAGE}set-up/", {"new-chosen": PHRASE, "new-again": PHRASE})
    assert answer.status_code == 302
    cookie = answer.cookies["pen"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Strict", "/")
    assert "You sign as Maureen Ashgrove until" in page(browser)
    assert OfficerKey.objects.get().fingerprint in page(browser)


def test_two_different_pass_phrases_are_refused(browser: Client) -> None:
    answer = browser.post(f"{PAGE}set-up/", {"new-chosen": PHRASE, "new-again": "otherwise"})
    assert answer.status_code == 422
    assert "The two are not the same." in answer.content.decode()
    assert not OfficerKey.objects.exists()


def test_weak_pass_phrase_is_refused_and_never_shown_again(browser: Client) -> None:
    answer = browser.post(f"{PAGE}set-up/", {"new-chosen": "hunter2", "new-again": "hunter2"})
    assert "at least 15 characters" in answer.content.decode()
    assert "hunter2" not in answer.content.decode()


@pytest.mark.usefixtures("key")
def test_pen_is_taken_up_and_put_down(browser: Client) -> None:
    assert "Take up your pen" in page(browser)
    take_up(browser)
    assert "You sign as Maureen Ashgrove" in page(browser)
    browser.post(f"{PAGE}pen/down/")
    assert "Take up your pen" in page(browser)
    assert not browser.cookies["pen"].value


@pytest.mark.usefixtures("key")
def test_wrong_pass_phrase_is_said_to_be_one(browser: Client) -> None:
    answer = browser.post(f"{PAGE}pen/", {"take_up-pass_phrase": "not this one"})
    assert answer.status_code == 422
    assert "That is not the pass-phrase of your key." in answer.content.decode()
    assert "pen" not in browser.cookies


@pytest.mark.usefixtures("key")
def test_taking_up_the_pen_leads_back_to_the_desk(browser: Client) -> None:
    answer = browser.post(
        f"{PAGE}pen/", {"take_up-pass_phrase": PHRASE, "next": "/c/NDC27/teller/"}
    )
    assert answer.headers["Location"] == "/c/NDC27/teller/"


@pytest.mark.usefixtures("key")
def test_taking_up_the_pen_leads_to_no_other_site(browser: Client) -> None:
    answer = browser.post(
        f"{PAGE}pen/", {"take_up-pass_phrase": PHRASE, "next": "https://elsewhere.example/"}
    )
    assert answer.headers["Location"] == PAGE


@pytest.mark.usefixtures("key")
def test_signing_out_puts_the_pen_down(browser: Client, chair: Member) -> None:
    take_up(browser)
    browser.post("/sign-out/")
    assert not browser.cookies["pen"].value


@pytest.mark.usefixtures("key")
def test_pen_left_in_a_browser_is_not_the_next_persons(browser: Client, union: Body) -> None:
    take_up(browser)
    teller = make_officer(Office.TELLER, union, "Ngozi Farrant")
    other = signed_in(teller)
    other.cookies["pen"] = browser.cookies["pen"].value
    assert "You sign as" not in page(other)


@pytest.mark.usefixtures("key")
def test_pass_phrase_is_changed(browser: Client) -> None:
    new = "four unrelated little words"
    browser.post(
        f"{PAGE}pass-phrase/",
        {"change-pass_phrase": PHRASE, "change-chosen": new, "change-again": new},
    )
    take_up(browser, new)
    assert "You sign as" in page(browser)


@pytest.mark.usefixtures("key")
def test_pass_phrase_is_not_changed_by_guessing(browser: Client) -> None:
    new = "four unrelated little words"
    answer = browser.post(
        f"{PAGE}pass-phrase/",
        {"change-pass_phrase": "a guess", "change-chosen": new, "change-again": new},
    )
    assert answer.status_code == 422
    assert "That is not the pass-phrase" in answer.content.decode()


def test_key_is_retired_and_another_set_up(browser: Client, key: OfficerKey) -> None:
    take_up(browser)
    browser.post(f"{PAGE}retire/")
    assert "Set up your key" in page(browser)
    browser.post(f"{PAGE}set-up/", {"new-chosen": PHRASE, "new-again": PHRASE})
    assert OfficerKey.objects.filter(retired_at=None).exclude(pk=key.pk).exists()


def test_member_without_office_is_told_that_there_is_nothing_to_do() -> None:
    browser = signed_in(make_member())
    assert "Only officers sign what they do." in page(browser)
    assert browser.get("/officers/keys/").status_code == 403


@pytest.mark.parametrize("address", [PAGE, "/officers/keys/"])
def test_stranger_is_asked_to_sign_in(address: str) -> None:
    assert Client().get(address).status_code == 302


@pytest.mark.parametrize("act", ["confirm", "retire"])
def test_member_without_office_fills_no_log_with_refusals(key: OfficerKey, act: str) -> None:
    browser, before = signed_in(make_member()), Entry.objects.count()
    answer = browser.post(f"/officers/keys/{act}/", {"fingerprint": key.fingerprint})
    assert (answer.status_code, Entry.objects.count()) == (403, before)


def test_fingerprint_is_confirmed_on_the_page_of_all_keys(key: OfficerKey, union: Body) -> None:
    browser = signed_in(make_officer(Office.RETURNING_OFFICER, union, "Tobias Lockwell"))
    assert "I compared it" in browser.get("/officers/keys/").content.decode()
    answer = browser.post("/officers/keys/confirm/", {"fingerprint": key.fingerprint}, follow=True)
    assert "Compared by Tobias Lockwell" in answer.content.decode()


def test_key_of_an_officer_who_has_gone_is_retired_by_the_clerk(
    key: OfficerKey, union: Body
) -> None:
    clerk = signed_in(make_officer(Office.CLERK, union, "Hester Quillfeather"))
    assert "Maureen Ashgrove has gone" in clerk.get("/officers/keys/").text
    for words in ("is retired. What it signed stays signed.", "not in force any more"):
        answer = clerk.post("/officers/keys/retire/", {"fingerprint": key.fingerprint}, follow=True)
        assert words in answer.text


def test_key_of_another_is_not_retired_by_a_teller(key: OfficerKey, union: Body) -> None:
    teller = signed_in(make_officer(Office.TELLER, union, "Ngozi Farrant"))
    assert "has gone" not in teller.get("/officers/keys/").text
    answer = teller.post("/officers/keys/retire/", {"fingerprint": key.fingerprint}, follow=True)
    assert "Only the general secretary or the committee clerk" in answer.text
    assert OfficerKey.objects.filter(retired_at=None).exists()


@pytest.mark.parametrize("others", [1, 3])
def test_all_keys_are_listed_in_a_fixed_number_of_queries(
    browser: Client, union: Body, others: int
) -> None:
    for number in range(others):
        officer = make_officer(Office.TELLER, union, f"Teller {number}")
        officer_key_enrol(actor=officer, pass_phrase=PHRASE, cost=SAMPLE)
    with MemberQueries() as queries:
        browser.get("/officers/keys/")
    assert len(queries.asked) == 6
