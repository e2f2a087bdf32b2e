"""Passcodes reach a real mail server, and one that fails leaves nothing behind that opens."""

import re
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from threading import Event

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from celery.contrib.testing.worker import start_worker

from audit.models import Entry
from audit.refusal import Refusal
from config import celery_app
from members import services
from members.enums import Channel
from members.models import Contact, DemoMail, Dispatch, PasscodeDevice
from members.tasks import ask_for_passcode
from tests import servers
from tests.factories.members import make_member

pytestmark = pytest.mark.django_db(transaction=True)


class Postbox:
    """A mail server's door: takes messages, or turns the first ones away."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.turn_away = 0
        self.unknown = ""
        self.arrived = Event()

    async def handle_RCPT(  # noqa: N802
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if address == self.unknown:
            return "550 5.1.1 no such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.turn_away:
            self.turn_away -= 1
            return "451 asha@example.org is greylisted"
        self.messages.append(message_from_bytes(envelope.original_content or b""))
        self.arrived.set()
        return "250 OK"


@pytest.fixture
def postbox(settings) -> Iterator[Postbox]:
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=servers.free_port())
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = server.hostname, server.port
    server.start()
    yield box
    server.stop()


@pytest.fixture
def worker(redis_url: str) -> Iterator[None]:
    """A worker behind a real broker, as in production."""
    broker = celery_app.conf.broker_url
    _use_broker(redis_url, eager=False)
    with start_worker(celery_app, pool="solo", perform_ping_check=False):
        yield
    _use_broker(broker, eager=True)


def _use_broker(url: str, *, eager: bool) -> None:
    celery_app.conf.update(broker_url=url, task_always_eager=eager)
    del celery_app.amqp  # which holds on to the connections of the broker before


def passcode_in(message: Message) -> str:
    body = message.get_payload(decode=True)
    assert isinstance(body, bytes)
    [found] = re.findall(r"^    ([3-9A-Z]{3} [3-9A-Z]{3})\s*$", body.decode(), re.MULTILINE)
    return str(found)


def sign_in(identifier: str, passcode: str) -> None:
    services.member_sign_in(identifier=identifier, channel=Channel.EMAIL, passcode=passcode)


def test_passcode_arrives_by_mail_and_opens(postbox: Postbox):
    member = make_member("Zoë Umber")

    ask_for_passcode(member.membership_number)

    [message] = postbox.messages
    assert message["To"] == member.email
    sign_in(member.membership_number, passcode_in(message))


def test_headers_hold_no_passcode(postbox: Postbox):
    ask_for_passcode(make_member().email)

    [message] = postbox.messages
    assert passcode_in(message).replace(" ", "") not in str(message.items()).replace(" ", "")


def test_failed_mail_leaves_no_passcode_and_no_address_in_the_log(postbox: Postbox, caplog):
    postbox.turn_away = 1
    member = make_member(email="asha@example.org")

    ask_for_passcode(member.email)

    assert PasscodeDevice.objects.get().sealed == ""
    assert Entry.objects.filter(kind="passcode.undelivered", subject=member.log_name).exists()
    assert "SMTPDataError" in caplog.text
    assert "asha" not in caplog.text
    ask_for_passcode(member.email)
    sign_in(member.email, passcode_in(postbox.messages[0]))


def test_address_that_the_mail_server_does_not_know_is_used_no_more(postbox: Postbox, settings):
    postbox.unknown = "gone@example.org"
    settings.GATEWAY_URL, settings.DEMO = "", False
    member = make_member(email="gone@example.org")

    ask_for_passcode(member.membership_number)

    [row] = Dispatch.objects.all()
    assert (row.state, row.reason, row.tries) == ("bounced", "bounced", 1)
    assert Contact.objects.get().failure == "bounced"
    ask_for_passcode(member.membership_number)
    assert Dispatch.objects.count() == 1


def test_mail_server_that_is_down_is_survived(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", servers.free_port()
    member = make_member()

    ask_for_passcode(member.email)

    with pytest.raises(Refusal):
        sign_in(member.email, "K7PX34")


def test_worker_tries_again_with_a_new_passcode(worker, postbox: Postbox):
    postbox.turn_away = 1
    member = make_member()

    ask_for_passcode(member.email)

    assert postbox.arrived.wait(60)
    sign_in(member.email, passcode_in(postbox.messages[0]))
    kinds = Entry.objects.filter(subject=member.log_name, kind__startswith="passcode.")
    assert sorted(kinds.values_list("kind", flat=True)) == [
        "passcode.issued",
        "passcode.issued",
        "passcode.undelivered",
    ]


def test_demo_mailbox_shows_newest_first_and_only_in_the_demo(client, settings):
    settings.EMAIL_BACKEND = "members.delivery.mailbox.MailboxBackend"
    settings.DEMO = True
    first, second = make_member("Ann"), make_member("Bea")
    for member in (first, second):
        ask_for_passcode(member.email)

    page = client.get("/mailbox/").content.decode()
    fragment = client.get("/mailbox/", {"to": first.email}, headers={"HX-Request": "true"})

    assert page.index("Hello Bea") < page.index("Hello Ann")
    assert "Hello Bea" not in fragment.content.decode()
    assert "<html" not in fragment.content.decode()
    settings.DEMO = False
    assert client.get("/mailbox/").status_code == 404


def test_demo_mailbox_keeps_the_newest_messages_only(settings):
    settings.EMAIL_BACKEND = "members.delivery.mailbox.MailboxBackend"
    DemoMail.objects.bulk_create(DemoMail(to=f"{n}@example.org") for n in range(250))

    ask_for_passcode(make_member().email)

    assert DemoMail.objects.count() == 200
    assert DemoMail.objects.values_list("subject", flat=True)[0] == "Your passcode"
