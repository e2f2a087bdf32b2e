"""What somebody tries who holds part of what is needed: an office, a browser, or the database."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from members import services
from members.delivery.pump import pump
from members.enums import Channel, ContactKind, DispatchState, Office
from members.models import Contact, KnownBrowser
from members.models.passcodes import MOST_FAILURES_COUNTED
from members.services.contact_changes import contact_change
from members.services.dispatching import passcode_dispatch
from members.services.passcodes import passcode_issue, passcode_verify
from members.services.second_proofs import needs_second_proof
from members.tasks import passcode_send
from tests.factories.members import make_member, make_officer, make_union, signed_in

pytestmark = pytest.mark.django_db


def test_known_browser_opens_with_the_passcode_of_the_day_beside_others():
    member = make_member()
    known = KnownBrowser.objects.create(member=member, browser="known")
    passcode_issue(member=member)
    today = f"day:conference:x/{timezone.localdate().isoformat()}"
    code = passcode_issue(member=member, purpose=today, lifetime=timedelta(hours=20))

    passcode_verify(member=member, channel=Channel.EMAIL, passcode=code, browser="known")

    known.refresh_from_db()
    assert known.throttling_failure_count == 0


def test_wrong_try_from_a_known_browser_counts_once_and_makes_it_wait():
    member = make_member()
    known = KnownBrowser.objects.create(member=member, browser="known")
    today = f"day:conference:x/{timezone.localdate().isoformat()}"
    for purpose in ("sign-in", today):
        passcode_issue(member=member, purpose=purpose)
    for code in ("passcode-wrong", "passcode-too-soon"):
        with pytest.raises(Refusal) as refusal:
            passcode_verify(
                member=member, channel=Channel.EMAIL, passcode="333333", browser="known"
            )
        assert refusal.value.code == code

    known.refresh_from_db()
    assert known.throttling_failure_count == 1 < MOST_FAILURES_COUNTED


def test_officer_of_tomorrow_proves_twice_today_as_the_session_lasts_until_then(settings):
    settings.OFFICERS_NEED_SECOND = True
    settings.SESSION_COOKIE_AGE = 24 * 60 * 60
    union, tomorrow = make_union(), timezone.localdate() + timedelta(days=1)
    for day, needs in ((tomorrow, True), (tomorrow + timedelta(days=1), False)):
        member = make_member()
        services.appointment_make(
            actor=None, member=member, office=Office.TELLER, body=union, starts_on=day
        )
        assert needs_second_proof(member) is needs


def test_seal_of_another_put_in_place_opens_nothing_breaks_no_page_and_can_be_mended(caplog):
    victim, thief = make_member(email="a@example.org"), make_member(email="b@example.org")
    planted = Contact.objects.get(member=thief, kind=ContactKind.EMAIL).sealed
    with entry(actor=None) as log:  # as from the database's console
        Contact.objects.filter(member=victim).update(sealed=planted)
        log.record("test.prepared", subject="test")
    desk = make_officer(Office.HELPDESK, make_union())

    for page in ("/me/", "/me/contact/", "/me/data/"):
        assert signed_in(victim).get(page).status_code == 200
    assert (
        signed_in(desk).post("/helpdesk/", {"number": victim.membership_number}).status_code == 200
    )
    sent = passcode_dispatch(member=victim)
    pump(Channel.EMAIL, seconds=2)
    sent.refresh_from_db()
    assert (sent.state, sent.reason, mail.outbox) == (DispatchState.FAILED, "no-address", [])
    assert "does not open" in caplog.text
    assert "example.org" not in caplog.text

    contact_change(actor=victim, member=victim, kind=ContactKind.EMAIL, text="a@example.org")
    assert Contact.objects.get(member=victim).opened() == "a@example.org"


def test_shared_address_that_the_mail_server_refuses_breaks_nothing_and_is_in_no_log(
    settings, caplog
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1  # nobody listens there
    for _ in range(2):
        make_member(email="both@example.org")

    passcode_send("both@example.org")

    assert "ConnectionRefusedError" in caplog.text
    assert "both" not in caplog.text
