"""Passcodes by text and call, through a real gateway that fails, waits, repeats itself and reports.

Four of the sample conference's edge cases are here, by their names in `edge_cases`.
"""

import re
from collections.abc import Iterator

import pytest
from django.core import mail
from django.core.cache import cache
from django.utils import timezone

from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from members import passcodes, services
from members.delivery import gateway as gateway_client
from members.delivery.pump import pump
from members.enums import Channel, ContactKind, DispatchState
from members.models import Contact, DemoMail, Dispatch, Member
from members.services.contacts import contacts_write
from members.tasks import ask_for_passcode
from tests.factories.members import make_member
from tests.members.gateway import KEY, SECRET, Answer, Gateway, gateway_running, report

pytestmark = pytest.mark.django_db(transaction=True)
VOTE = "ballot:7"


@pytest.fixture(scope="module")
def running() -> Iterator[Gateway]:
    with gateway_running() as gateway:
        yield gateway


@pytest.fixture
def gateway(running: Gateway, settings) -> Gateway:
    settings.GATEWAY_URL, settings.GATEWAY_KEY = running.url, KEY
    settings.REPORT_SECRETS = {"phone": SECRET, "mail": SECRET}
    running.asked.clear()
    running.sent.clear()
    running.next.clear()
    cache.clear()
    return running


def with_contacts(name: str = "Joan Pickersgill", **details: str) -> Member:
    member = make_member(name, email=details.pop("email", ""))
    with entry(actor=None) as log:
        contacts_write(member, {ContactKind(kind): text for kind, text in details.items()})
        log.record("contact.changed", subject=member)
    return member


def passcode_in(text: str) -> str:
    [found] = re.findall(
        rf"is ([{passcodes.ALPHABET}]{{3,4}} [{passcodes.ALPHABET}]{{3,4}})\.", text
    )
    return str(found)


def opens(member: Member, passcode: str, purpose: str = "sign-in") -> bool:
    try:
        services.passcode_verify(
            member=member, channel=Channel.SMS, passcode=passcode, purpose=purpose
        )
    except Refusal:
        return False
    return True


def states() -> list[tuple[str, str, str]]:
    rows = Dispatch.objects.order_by("made_at")
    return list(rows.values_list("channel", "state", "reason"))


def retry(channel: str = "sms") -> None:
    """Do what a worker does when the wait is over."""
    Dispatch.objects.filter(state=DispatchState.WAITING).update(next_try_at=timezone.now())
    pump(channel)


def test_no_smartphone_text_only_carries_the_code_itself(gateway: Gateway):
    member = with_contacts(mobile="07700 900181")

    services.passcode_dispatch(member=member)

    [text] = gateway.texts
    assert gateway.asked[0]["to"] == "+447700900181"
    assert gateway.asked[0]["path"] == "/texts"
    assert "http" not in text
    assert len(text) <= 160
    assert opens(member, passcode_in(text))


def test_no_mobile_landline_only_is_read_the_code_twice(gateway: Gateway):
    member = with_contacts("Ewart Stannery", landline="01632 960117")

    services.passcode_dispatch(member=member)

    [call] = gateway.sent.values()
    spelt = [phrase for phrase in call["say"] if re.fullmatch(r"(\w for )?[\w-]+\.", phrase)]
    assert call["path"] == "/calls"
    assert call["to"] == "+441632960117"
    assert len(spelt) == 2 * passcodes.MAILED_LENGTH
    assert spelt[: passcodes.MAILED_LENGTH] == spelt[passcodes.MAILED_LENGTH :]
    figures = {"three": "3", "four": "4", "six": "6", "seven": "7", "nine": "9"}
    heard = "".join(figures.get(each[:-1], each[0]) for each in spelt[: passcodes.MAILED_LENGTH])
    assert opens(member, heard)


def test_shared_email_couple_gets_two_codes_that_name_each_lightly(gateway: Gateway):
    couple = [
        make_member(name, number=number, email="holloway.pike@example.org")
        for name, number in (("Agnes Holloway-Pike", "L90001"), ("Bertram Holloway-Pike", "L90002"))
    ]

    for member in couple:
        ask_for_passcode(member.membership_number)

    for message, first, ends in zip(mail.outbox, ("Agnes", "Bertram"), ("001", "002"), strict=True):
        assert first in message.body
        assert f"ends in {ends}" in message.body
        assert "Holloway" not in message.body
        assert "L9000" not in message.body
    codes = [re.findall(r"^    (\S+ \S+)", str(each.body), re.MULTILINE)[0] for each in mail.outbox]
    assert not opens(couple[0], codes[1])
    assert opens(couple[1], codes[1])


def test_email_hard_bounce_falls_back_to_a_text_with_a_fresh_code(gateway: Gateway):
    member = with_contacts("Simeon Harkaway", email="bounce@example.org", mobile="07700 900192")
    dispatch = services.passcode_dispatch(member=member)
    [first] = re.findall(r"^    (\S+ \S+)", str(mail.outbox[0].body), re.MULTILINE)

    told = {"id": str(dispatch.pk), "try": 1, "event": "bounced"}
    answers = [report(told, to="mail").json() for _ in range(2)]

    assert answers == [{"received": 1, "new": 1}, {"received": 1, "new": 0}]
    assert states() == [("email", "bounced", "bounced"), ("sms", "sent", "")]
    assert Contact.objects.get(kind=ContactKind.EMAIL).failure == "bounced"
    assert Entry.objects.filter(kind="passcode.bounced", subject=member.log_name).count() == 1
    assert not opens(member, first)
    assert opens(with_waits_over(member), passcode_in(gateway.texts[0]))


@pytest.mark.parametrize("status", [500, 429, 408])
def test_failing_gateway_is_asked_again_with_another_code(gateway: Gateway, status: int):
    gateway.next = [Answer(status)]
    member = with_contacts(mobile="07700 900181")

    services.passcode_dispatch(member=member)
    assert states()[0][:2] == ("sms", "waiting")
    retry()

    assert states() == [("sms", "sent", "server-error" if status != 429 else "server-busy")]
    assert [each["try"] for each in gateway.asked] == [1, 2]
    assert opens(member, passcode_in(gateway.texts[0]))


def test_gateway_that_takes_a_text_but_is_too_slow_to_say_so_sends_no_second_code_that_opens(
    gateway: Gateway, monkeypatch
):
    monkeypatch.setattr(gateway_client, "PATIENCE_SECONDS", 0.2)
    gateway.next = [Answer(202, after=0.4)]
    member = with_contacts(mobile="07700 900181")

    services.passcode_dispatch(member=member)
    retry()

    while len(gateway.sent) < 2:
        pass
    by_try = sorted(gateway.sent.values(), key=lambda each: each["try"])
    codes = [passcode_in(each["text"]) for each in by_try]
    assert not opens(member, codes[0])
    assert gateway.report(0, "delivered").status_code == 200  # of the first: old news
    assert opens(with_waits_over(member), codes[1])
    assert not opens(with_waits_over(member), codes[1])


def with_waits_over(member: Member) -> Member:
    member.passcodedevice_set.update(throttling_failure_count=0, throttling_failure_timestamp=None)
    return member


def test_gateway_that_is_busy_is_left_alone_for_as_long_as_it_asks(gateway: Gateway):
    gateway.next = [Answer(429, headers={"Retry-After": "120"})]
    one, two = with_contacts(mobile="07700 900181"), with_contacts(mobile="07700 900182")

    services.passcode_dispatch(member=one)
    services.passcode_dispatch(member=two)

    assert len(gateway.asked) == 1
    due = Dispatch.objects.get(member=one).next_try_at
    assert (due - timezone.now()).total_seconds() > 100
    cache.clear()
    retry()
    assert len(gateway.sent) == 2


def test_number_that_is_refused_is_used_no_more(gateway: Gateway):
    gateway.next = [Answer(422, {"reason": "unreachable"})]
    member = with_contacts(mobile="07700 900181", landline="01632 960117")

    services.passcode_dispatch(member=member)

    assert states() == [("sms", "bounced", "unreachable"), ("voice", "sent", "")]
    assert Contact.objects.get(kind=ContactKind.MOBILE).failure == "unreachable"
    with pytest.raises(Refusal) as answer:
        services.passcode_dispatch(member=member, channel=Channel.SMS, purpose=VOTE)
    assert answer.value.code == "unreachable"


def test_reports_out_of_order_and_twice_change_nothing_back(gateway: Gateway):
    member = with_contacts(mobile="07700 900181")
    services.passcode_dispatch(member=member)

    for event in ("delivered", "delivered", "failed", "delivered", "bounced"):
        assert gateway.report(0, event, "not-answered").status_code == 200

    [row] = Dispatch.objects.all()
    assert (row.state, row.reason) == ("failed", "not-answered")
    assert row.delivered_at is not None
    assert Contact.objects.get().failure == ""


def test_report_of_delivery_may_overtake_our_own_note(gateway: Gateway):
    member = with_contacts(mobile="07700 900181")
    row = services.passcode_dispatch(member=member)
    Dispatch.objects.update(state=DispatchState.SENDING, sent_at=None)

    gateway.report(0, "delivered")

    row.refresh_from_db()
    assert row.state == DispatchState.DELIVERED


def test_bounce_of_an_old_message_does_not_void_the_code_asked_for_since(gateway: Gateway):
    member = with_contacts(email="old@example.org", mobile="07700 900181")
    old = services.passcode_dispatch(member=member)
    member.passcodedevice_set.update(last_generated_timestamp=None)
    services.passcode_dispatch(member=member, channel=Channel.SMS)

    report({"id": str(old.pk), "try": 1, "event": "bounced"}, to="mail")

    assert len(gateway.sent) == 1
    assert opens(member, passcode_in(gateway.texts[0]))


def test_bounce_after_the_code_was_used_sends_no_other(gateway: Gateway):
    member = with_contacts(mobile="07700 900181", landline="01632 960117")
    services.passcode_dispatch(member=member)
    assert opens(member, passcode_in(gateway.texts[0]))

    gateway.report(0, "bounced")

    assert len(gateway.sent) == 1


@pytest.mark.parametrize(
    ("told", "status"),
    [
        ({"id": "00000000-0000-4000-8000-000000000000", "try": 1, "event": "bounced"}, 200),
        ([], 200),
        ({"id": "7", "try": 1, "event": "bounced"}, 400),
        ({"id": "00000000-0000-4000-8000-000000000000", "try": True, "event": "bounced"}, 400),
        ({"id": "00000000-0000-4000-8000-000000000000", "try": 1, "event": "opened"}, 400),
        ("bounced", 400),
        ([{}] * 501, 400),
        ("x" * 70_000, 413),
    ],
)
def test_report_is_answered_by_what_it_says(gateway: Gateway, told: object, status: int):
    answer = report(told)

    assert answer.status_code == status
    if status != 200:
        assert answer["Content-Type"] == "application/problem+json"


def test_report_is_refused_when_not_signed_by_the_gateway_or_old(
    gateway: Gateway, settings, client
):
    member = with_contacts(email="a@example.org", mobile="07700 900181")
    row = services.passcode_dispatch(member=member)
    told = {"id": str(row.pk), "try": 1, "event": "bounced"}

    assert report(told, to="mail", secret="another").status_code == 401
    assert report(told, to="mail", at=int(timezone.now().timestamp()) - 301).status_code == 401
    assert report(told, to="nobody").status_code == 401
    assert client.post("/delivery/mail/", b"{}", content_type="text/plain").status_code == 401
    assert report(told, to="phone").json()["new"] == 0  # it speaks of texts and calls only
    settings.REPORT_SECRETS = {}
    assert report(told, to="mail", secret="").status_code == 401
    assert states() == [("email", "sent", "")]


def test_messages_name_no_union_unless_it_says_so(gateway: Gateway, settings):
    make_member(number="U1")
    settings.MESSAGE_NAME = ""
    members = [with_contacts(mobile=f"07700 90018{n}") for n in range(2)]

    services.passcode_dispatch(member=members[0])
    settings.MESSAGE_NAME = "Lantern"
    services.passcode_dispatch(member=members[1])

    assert [text.startswith("Lantern: ") for text in gateway.texts] == [False, True]
    assert not re.search("(?i)union|ballot|vote|lantern", gateway.texts[0])


def test_demo_shows_texts_and_calls_on_its_page(settings):
    settings.DEMO, settings.GATEWAY_URL = True, ""
    services.passcode_dispatch(member=with_contacts(mobile="07700 900181"))
    services.passcode_dispatch(member=with_contacts(landline="01632 960117"))

    subjects = list(DemoMail.objects.values_list("subject", flat=True))
    assert subjects == ["Telephone call", "Text message"]


def test_stranger_at_the_sign_in_page_gets_nothing_by_any_channel(gateway: Gateway):
    with_contacts(mobile="07700 900181")

    for channel in (Channel.EMAIL, Channel.SMS, Channel.VOICE):
        ask_for_passcode("nobody", channel=channel)

    assert not Dispatch.objects.exists()
    assert not gateway.asked
