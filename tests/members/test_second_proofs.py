"""Officers prove twice who they are; members do not; a lost second proof is taken away by two."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django_otp.oath import totp
from django_otp_webauthn.models import WebAuthnCredential

from audit.formats.canonical import parse
from audit.models import Entry
from audit.refusal import Refusal
from members import services
from members.enums import Channel, Office
from members.models import Authenticator, Body, Member, SecondProofReset
from tests.factories.members import make_member, make_officer, make_union, signed_in
from tests.members.queries import MemberQueries

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _as_in_production(settings) -> None:
    settings.OFFICERS_NEED_SECOND = True


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def chair(union: Body) -> Member:
    return make_officer(Office.CHAIR, union)


def with_app(member: Member) -> Authenticator:
    """Give a member an authenticator app, enrolled a while ago."""
    device = services.authenticator_begin(member=member)
    services.authenticator_confirm(member=member, passcode=f"{totp(device.bin_key):06}")
    Authenticator.objects.update(last_t=-1)
    return device


def with_passkey(member: Member, name: str = "Phone") -> WebAuthnCredential:
    made: WebAuthnCredential = WebAuthnCredential.objects.create(
        user=member, name=name, credential_id=name.encode(), public_key=b"-", aaguid="-"
    )
    return made


class Browser(Client):
    """A browser that remembers where signing in led."""

    led_to: str


def first_proof(member: Member) -> Browser:
    """Sign in with a line of a printed sheet."""
    [code, *_] = services.printed_codes_issue(member=member, actor=member)
    browser = Browser()
    browser.post(
        "/sign-in/", {"identifier": member.membership_number, "channel": "printed", "next": "/me/"}
    )
    browser.led_to = browser.post("/sign-in/code/", {"passcode": code})["Location"]
    return browser


def signed_in_entries() -> list[dict[str, object]]:
    return [parse(bytes(e.leaf)) for e in Entry.objects.filter(kind="officer.signed_in")]


def test_member_signs_in_with_one_proof():
    browser = first_proof(make_member())

    assert browser.led_to == "/me/"
    assert browser.get("/me/").status_code == 200


def test_officer_is_not_in_before_the_second_proof(chair: Member):
    device = with_app(chair)
    browser = first_proof(chair)

    assert browser.led_to == "/sign-in/second/"
    assert browser.get("/me/").status_code == 302
    assert signed_in_entries() == []

    answer = browser.post("/sign-in/second/", {"passcode": f" {totp(device.bin_key):06} "})

    assert answer["Location"] == "/me/"
    assert browser.get("/me/").status_code == 200
    [entry] = signed_in_entries()
    assert (entry["channel"], entry["second"]) == ("printed", "authenticator")


def test_officer_is_not_in_by_a_wrong_second_proof(chair: Member):
    device = with_app(chair)
    browser = first_proof(chair)
    wrong = f"{(totp(device.bin_key) + 1) % 1_000_000:06}"

    page = browser.post("/sign-in/second/", {"passcode": wrong}).content.decode()
    again = browser.post("/sign-in/second/", {"passcode": f"{totp(device.bin_key):06}"})

    assert "not right" in page
    assert "Wait 1 second and try again" in again.content.decode()
    assert browser.get("/me/").status_code == 302


def test_app_is_no_second_proof_after_itself(chair: Member):
    device = with_app(chair)
    browser = Client()
    browser.post("/sign-in/", {"identifier": chair.membership_number, "channel": "authenticator"})

    page = browser.post("/sign-in/code/", {"passcode": f"{totp(device.bin_key):06}"})

    assert "The app comes second" in page.content.decode()
    with_passkey(chair)
    Authenticator.objects.update(last_t=-1)
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        browser.post("/sign-in/code/", {"passcode": f"{totp(device.bin_key):06}"})
        page = browser.get("/sign-in/second/")
        Authenticator.objects.update(last_t=-1)
        sneaky = browser.post("/sign-in/second/", {"passcode": f"{totp(device.bin_key):06}"})
    assert "Use a passkey" in page.content.decode()
    assert sneaky.status_code == 200
    assert browser.get("/me/").status_code == 302


def test_half_of_a_sign_in_runs_out_and_ends_with_the_sessions(chair: Member):
    with_app(chair)
    browser = first_proof(chair)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        assert browser.get("/sign-in/second/")["Location"] == "/sign-in/"
    assert browser.get("/sign-in/second/").status_code == 200

    services.sessions_end(member=chair)

    assert browser.get("/sign-in/second/")["Location"] == "/sign-in/"


def test_officer_without_a_second_proof_sees_only_where_to_set_one_up(chair: Member):
    browser = first_proof(chair)

    assert browser.led_to == "/sign-in/set-up/"
    for path in ("/", "/me/", "/officers/keys/", "/log/", "/api/v1/conferences/"):
        assert browser.get(path)["Location"] == "/sign-in/set-up/", path
    for path in ("/sign-in/set-up/", "/me/authenticator/", "/me/passkeys/"):
        assert browser.get(path).status_code == 200, path

    browser.get("/me/authenticator/")
    device = Authenticator.objects.get(user=chair)
    browser.post("/me/authenticator/", {"passcode": f"{totp(device.bin_key):06}"})

    assert browser.get("/me/").status_code == 200
    [entry] = signed_in_entries()
    assert entry["second"] == "authenticator"


def test_no_request_asks_the_database_who_is_an_officer(chair: Member):
    with_app(chair)
    browser = signed_in(chair)
    with MemberQueries() as page:
        browser.get("/sign-in/")
    assert len(page.asked) == 1


def test_demo_officer_signs_in_as_before(chair: Member, settings):
    settings.OFFICERS_NEED_SECOND = False

    assert first_proof(chair).led_to == "/me/"


def test_officer_keeps_the_last_second_proof(chair: Member):
    with_app(chair)
    browser = signed_in(chair)

    browser.post("/me/authenticator/remove/")
    assert Authenticator.objects.filter(user=chair, confirmed=True).exists()
    key = with_passkey(chair)
    browser.post("/me/authenticator/remove/")
    browser.post(f"/me/passkeys/{key.pk}/remove/")

    assert not Authenticator.objects.filter(user=chair, confirmed=True).exists()
    assert WebAuthnCredential.objects.filter(user=chair).exists()


def test_passkey_of_another_is_not_removed(chair: Member):
    key = with_passkey(make_member())

    signed_in(chair).post(f"/me/passkeys/{key.pk}/remove/")

    assert WebAuthnCredential.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize("answer", [b"", b"[]", b"{", b'{"id": 7}', b'{"rawId": "\\u0000"}'])
def test_nonsense_for_a_passkey_is_refused_in_words(chair: Member, answer: bytes):
    with_passkey(chair)
    browser = first_proof(chair)
    browser.post("/sign-in/second/ask/")

    for path in ("/sign-in/second/answer/", "/sign-in/second/answer/"):
        refused = browser.post(path, answer, content_type="application/json")
        assert refused.status_code == 400
        assert refused.json()["message"]


def test_lost_second_proof_is_forgotten_by_two(union: Body, chair: Member):
    with_app(chair)
    with_passkey(chair)
    desk = make_officer(Office.HELPDESK, union)
    secretary = make_officer(Office.GENERAL_SECRETARY, union)
    asked = services.second_proof_reset_ask(
        actor=desk, member=chair, checked=["name", "known"], reason="Phone in the canal"
    )
    assert Authenticator.objects.filter(user=chair).exists()
    elsewhere = signed_in(chair)

    services.second_proof_reset_decide(actor=secretary, pk=asked.pk, confirm=True)

    assert not Authenticator.objects.filter(user=chair).exists()
    assert not WebAuthnCredential.objects.filter(user=chair).exists()
    assert elsewhere.get("/me/").status_code == 302
    kinds = set(Entry.objects.values_list("kind", flat=True))
    assert {"second_proof_reset.asked", "second_proof_reset.confirmed"} <= kinds
    assert b"canal" not in bytes(Entry.objects.get(kind="second_proof_reset.asked").leaf)
    with pytest.raises(Refusal, match="decided already"):
        services.second_proof_reset_decide(actor=secretary, pk=asked.pk, confirm=True)


def test_declined_reset_changes_nothing(union: Body, chair: Member):
    with_app(chair)
    desk = make_officer(Office.HELPDESK, union)
    officer = make_officer(Office.RETURNING_OFFICER, union)
    services.second_proof_reset_ask(actor=desk, member=chair, checked=["name"], reason="Lost")
    [asked] = SecondProofReset.objects.all()

    page = signed_in(officer).get("/officers/second-proofs/").content.decode()
    signed_in(officer).post(f"/officers/second-proofs/{asked.pk}/", {"answer": "decline"})

    assert chair.name in page
    assert Authenticator.objects.filter(user=chair).exists()


def test_reset_is_refused_to_oneself_to_one_alone_and_to_others(union: Body):
    desk = make_officer(Office.HELPDESK, union)
    secretary = make_officer(Office.GENERAL_SECRETARY, union)
    chair = make_officer(Office.CHAIR, union)
    for each in (desk, secretary, chair):
        with_app(each)

    def ask(actor: Member, member: Member) -> SecondProofReset:
        return services.second_proof_reset_ask(
            actor=actor, member=member, checked=["name"], reason="Lost"
        )

    with pytest.raises(Refusal, match="for themselves"):
        ask(desk, desk)
    with pytest.raises(Refusal) as not_theirs:
        ask(chair, secretary)
    assert not_theirs.value.code == "not-your-office"
    mine = ask(desk, secretary)
    with pytest.raises(Refusal, match="asked for already"):
        ask(desk, secretary)
    with pytest.raises(Refusal, match="second person"):
        services.second_proof_reset_decide(actor=secretary, pk=mine.pk, confirm=True)
    with pytest.raises(Refusal) as nor_this:
        services.second_proof_reset_decide(actor=desk, pk=mine.pk, confirm=True)
    assert nor_this.value.code == "not-your-office"
    with pytest.raises(Refusal, match="neither an app nor a passkey"):
        ask(desk, make_member())


def test_first_proof_alone_is_of_the_channel_that_was_used(chair: Member):
    with_app(chair)
    with pytest.raises(Refusal, match="first proof"):
        services.second_proof_give(member=chair, first=Channel.AUTHENTICATOR, passcode="000000")
