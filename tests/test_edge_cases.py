"""The twelve people of the sample conference for whom a hall, a phone or a rule does not fit.

Each test is named after its case in `edge_cases` of the sample, takes the person's name, branch,
address and number from there, and acts as that person, or as whoever serves them, would. What each
room does in such a case is tested more closely in its own tests.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction
from django.test import Client, TestCase
from django.utils import timezone
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import Settings

from audit.models import Entry
from audit.recording import entry
from ballots.models import Ballot, RollEntry
from ballots.selectors.delivery import delivery_board
from ballots.services import assistance_cast, assistance_confirm, assistance_open
from ballots.services.posting import ballot_passcodes_post
from conferences.enums import RegistrationState
from conferences.models import Credential
from conferences.selectors import credential_of
from conferences.services import (
    registration_confirm,
    registration_decide,
    registration_query_raise,
)
from members.contacts.freeze_report import table
from members.delivery.pump import pump
from members.enums import Channel, ContactKind, ContactState, DispatchState, Office
from members.models import Body, Contact, Dispatch, Member, PrintedCode
from members.passcodes import MAILED_LENGTH
from members.services import (
    member_create,
    passcode_dispatch,
)
from members.services.contact_changes import contact_change, contact_change_decide
from members.services.contacts import contacts_write
from members.services.employer_domains import employer_domains_add
from members.services.helpdesk import Help, helpdesk_act
from motions.debate import questions
from motions.debate.desk import desk_act
from tests.conferences.delegates.conftest import Branch
from tests.factories.ballots import Hall
from tests.factories.conferences import Sitting, make_sitting, refused, sample_document
from tests.factories.freezes import frozen
from tests.factories.members import make_body, make_officer, signed_in
from tests.members.gateway import KEY, SECRET, Gateway, gateway_running, report

pytestmark = pytest.mark.django_db

CASES: dict[str, dict[str, Any]] = {each["case"]: each for each in sample_document()["edge_cases"]}


@dataclass
class Sample:
    """The conference, sitting, and the people of the cases on its register."""

    sitting: Sitting
    helpdesk: Member
    access_officer: Member

    @property
    def union(self) -> Body:
        return self.sitting.conference.body

    @property
    def returning_officer(self) -> Member:
        return self.sitting.returning_officer

    def people(self, case: str) -> list[Member]:
        names = CASES[case]["people"]
        return [Member.objects.select_related("branch").get(name=name) for name in names]

    def person(self, case: str) -> Member:
        (person,) = self.people(case)
        return person

    def vote_of(self, *voters: Member) -> Ballot:
        """Open a vote that asks for a passcode of its own."""
        assert voters[0].branch
        officers = self.sitting.officers
        hall = Hall(
            self.union,
            voters[0].branch,
            self.sitting.chair,
            self.returning_officer,
            officers[Office.TELLER],
            list(voters),
        )
        return hall.open(steps_up=True, window_seconds=3600)

    def branch(self, code: str) -> Branch:
        """Give a branch its two officers, and one more seat than it has delegates."""
        body = Body.objects.get(code=code)
        officers = [
            make_officer(Office.BRANCH_SECRETARY, body, f"Secretary of {code}"),
            make_officer(Office.CHAIR, body, f"Chair of {code}"),
        ]
        branch = Branch(self.sitting, body, *officers)
        branch.allow(self.sitting.conference.credentials.filter(body=body).count() + 1)
        return branch


def _enter(person: str, case: dict[str, Any], number: str) -> None:
    branch = Body.objects.filter(code=case["branch"]).first() or make_body(case["branch"])
    late = case["case"] == "joined_after_qualifying_date"
    member = member_create(
        actor=None,
        membership_number=number,
        name=person,
        branch=branch,
        email=case.get("email") or "",
        mobile=case.get("mobile") or "",
        joined_on=date(2027, 1, 4) if late else date(2019, 5, 1),
    )
    if landline := case.get("landline"):
        with entry(actor=None) as log:
            contacts_write(member, {ContactKind.LANDLINE: landline})
            log.record("contact.changed", subject=member)


@pytest.fixture(scope="module")
def _sample(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Sample]:
    with django_db_blocker.unblock(), transaction.atomic():
        sitting = make_sitting()
        union = sitting.conference.body
        people = [(name, case) for case in CASES.values() for name in case["people"]]
        for place, (name, case) in enumerate(people):
            _enter(name, case, f"EC{place:03}")
        yield Sample(
            sitting,
            make_officer(Office.HELPDESK, union, "Olive Hart"),
            make_officer(Office.ACCESS_OFFICER, union, "Piotr Vane"),
        )
        transaction.set_rollback(True)


@pytest.fixture
def sample(_sample: Sample, db: None) -> Sample:
    """Give the sample to each test; what the test does is undone after it."""
    return _sample


@pytest.fixture(scope="module")
def _running() -> Iterator[Gateway]:
    with gateway_running() as gateway:
        yield gateway


@pytest.fixture(autouse=True)
def gateway(_running: Gateway, settings: Settings) -> Gateway:
    settings.GATEWAY_URL, settings.GATEWAY_KEY = _running.url, KEY
    settings.REPORT_SECRETS = {"phone": SECRET, "mail": SECRET}
    _running.asked.clear()
    _running.sent.clear()
    cache.clear()
    return _running


def ask(browser: Client, identifier: str, channel: Channel) -> None:
    with TestCase.captureOnCommitCallbacks(execute=True):
        browser.post("/sign-in/", {"identifier": identifier, "channel": channel})


def gets_in(browser: Client, passcode: str, member: Member) -> bool:
    browser.post("/sign-in/code/", {"passcode": passcode})
    return member.name in browser.get("/me/").text


def code_in(text: str) -> str:
    (found,) = re.findall(r"\b[3-9A-Z]{3} [3-9A-Z]{3}\b", text)
    return str(found)


def heard(phrases: list[str]) -> list[str]:
    """Write down a passcode as it is spelt in a call: "P for Papa.", "seven."."""
    figures = {"three": "3", "four": "4", "six": "6", "seven": "7", "nine": "9"}
    spelt = [one for one in phrases if re.fullmatch(r"(\w for )?[\w-]+\.", one)]
    return [figures.get(one[:-1], one[0]) for one in spelt]


def number_called(case: str, kind: str) -> str:
    """Write the number of a case as a gateway gets it."""
    return "+44" + str(CASES[case][kind]).replace(" ", "").removeprefix("0")


def test_shared_email_couple(sample: Sample) -> None:
    couple = sample.people("shared_email_couple")
    address = CASES["shared_email_couple"]["email"]
    browsers = [Client(), Client()]

    ask(Client(), address, Channel.EMAIL)
    assert "give your own number" in mail.outbox.pop().body
    for browser, member in zip(browsers, couple, strict=True):
        ask(browser, member.membership_number, Channel.EMAIL)

    codes = [code_in(str(each.body)) for each in mail.outbox]
    assert codes[0] != codes[1]
    for message, member in zip(mail.outbox, couple, strict=True):
        assert message.to == [address]
        assert member.name.split()[0] in message.body
        assert f"ends in {member.membership_number[-3:]}." in message.body
        assert member.name.split()[1] not in message.body
        assert member.membership_number not in message.body
    assert not gets_in(browsers[0], codes[1], couple[0])
    assert gets_in(browsers[1], codes[1], couple[1])
    reports = signed_in(sample.returning_officer).get("/officers/contacts/reports/")
    assert "1 e-mail address is shared by 2 members" in reports.text


def test_no_mobile_landline_only(sample: Sample, gateway: Gateway) -> None:
    ewart, browser = sample.person("no_mobile_landline_only"), Client()

    ask(browser, ewart.membership_number, Channel.VOICE)
    (call,) = gateway.sent.values()
    assert (call["path"], call["to"]) == (
        "/calls",
        number_called("no_mobile_landline_only", "landline"),
    )
    spelt = heard(call["say"])
    assert spelt[:MAILED_LENGTH] == spelt[MAILED_LENGTH:]
    assert gets_in(browser, "".join(spelt[:MAILED_LENGTH]), ewart)

    checked: dict[str, Any] = {"actor": sample.helpdesk, "member": ewart, "act": Help.REISSUE}
    with refused("identity-not-checked"):
        helpdesk_act(**checked, checked=["name"], reason="The call was cut off")
    helpdesk_act(**checked, checked=["name", "branch"], reason="The call was cut off")
    pump(Channel.VOICE)
    assert [each["path"] for each in gateway.sent.values()] == ["/calls", "/calls"]


def test_no_smartphone_text_only(sample: Sample, gateway: Gateway) -> None:
    joan, browser = sample.person("no_smartphone_text_only"), Client()

    ask(browser, joan.membership_number, Channel.SMS)
    (text,) = gateway.sent.values()
    assert text["to"] == number_called("no_smartphone_text_only", "mobile")
    assert "http" not in text["text"]
    assert gets_in(browser, code_in(text["text"]), joan)

    ballot = sample.vote_of(joan)
    call = assistance_open(ballot=ballot, member=joan, actor=sample.helpdesk, identity_checked=True)
    with refused("two-people"):
        assistance_confirm(assistance=call, actor=sample.helpdesk)
    assistance_confirm(assistance=call, actor=sample.access_officer)
    assistance_cast(assistance=call, actor=sample.helpdesk, choice="for", request_id=uuid4())
    assert RollEntry.objects.get(ballot=ballot, voter=joan).cast_id is not None


def test_workplace_email_only(sample: Sample) -> None:
    nadia = sample.person("workplace_email_only")
    officer = make_officer(Office.MEMBERSHIP_OFFICER, sample.union)
    domain = CASES["workplace_email_only"]["email"].partition("@")[2]
    with TestCase.captureOnCommitCallbacks(execute=True):  # what is held already is marked
        employer_domains_add(actor=officer, text=domain)

    with refused("unreachable"):
        passcode_dispatch(member=nadia)
    ask(Client(), nadia.membership_number, Channel.EMAIL)
    assert mail.outbox == []
    page = signed_in(nadia).get("/me/contact/").text
    assert "Please give a personal address instead." in page
    contact_change(actor=nadia, member=nadia, kind=ContactKind.EMAIL, text="nadia@example.org")
    assert passcode_dispatch(member=nadia).channel == Channel.EMAIL


def test_email_hard_bounce(sample: Sample, gateway: Gateway) -> None:
    simeon = sample.person("email_hard_bounce")
    ballot = sample.vote_of(simeon)
    ballot_passcodes_post(ballot=ballot, actor=sample.returning_officer)
    pump(Channel.EMAIL)
    assert mail.outbox[0].to == [CASES["email_hard_bounce"]["email"]]

    dispatch = Dispatch.objects.get(member=simeon)
    report({"id": str(dispatch.pk), "try": 1, "event": "bounced"}, to="mail")
    pump(Channel.SMS)

    assert Contact.objects.get(member=simeon, kind=ContactKind.EMAIL).failure == "bounced"
    assert [each["to"] for each in gateway.sent.values()] == [
        number_called("email_hard_bounce", "mobile")
    ]
    (line,) = delivery_board(ballot).lines
    assert simeon.branch
    assert (line.name, line.figures.bounced, line.figures.sent) == (simeon.branch.name, 1, 1)
    board = signed_in(sample.returning_officer).get(f"/ballots/{ballot.pk}/delivery/")
    assert "1 came back at least once" in board.text


def test_contact_changed_in_freeze(sample: Sample) -> None:
    philippa, new = (
        sample.person("contact_changed_in_freeze"),
        CASES["contact_changed_in_freeze"]["email"],
    )
    with entry(actor=None) as log:
        contacts_write(philippa, {ContactKind.EMAIL: "old.address@example.org"})
        log.record("contact.changed", subject=philippa)
    freeze = frozen(sample.returning_officer)

    with TestCase.captureOnCommitCallbacks(execute=True):
        signed_in(philippa).post(
            "/me/contact/", {"act": "change", "kind": "email", "email-text": new}
        )

    change = freeze.changes.get()
    assert change.state == ContactState.WAITING
    assert mail.outbox[0].to == ["old.address@example.org"]
    assert Member.objects.get(pk=philippa.pk).email == "old.address@example.org"
    assert philippa.name in table(named=True).to_csv().decode()
    with refused("not-your-office"):
        contact_change_decide(actor=philippa, change=change, approve=True, reason="It is mine")
    contact_change_decide(
        actor=sample.returning_officer, change=change, approve=True, reason="Rang the old number"
    )
    assert Member.objects.get(pk=philippa.pk).email == new


def test_bsl_user(sample: Sample, gateway: Gateway) -> None:
    rafe, browser = sample.person("bsl_user"), Client()

    passcode_dispatch(member=rafe)
    pump(Channel.EMAIL)
    sent = Dispatch.objects.get(member=rafe)
    report({"id": str(sent.pk), "try": 1, "event": "bounced"}, to="mail")
    pump(Channel.SMS)
    gateway.report(0, "failed", "unreachable")
    pump(Channel.VOICE)
    assert [each["path"] for each in gateway.sent.values()] == ["/texts"]  # nobody rings him
    offered = browser.get("/sign-in/").text
    assert all(f'value="{way}"' in offered for way in ("email", "sms", "authenticator", "printed"))

    conference = sample.sitting.conference
    questions.motion_put(motion=sample.sitting.into_debate("M6"), actor=sample.sitting.chair)
    desk_act(conference=conference, actor=sample.sitting.chair, key="open_vote", accessible=True)
    ballot = sample.sitting.question().ballot
    assert ballot
    assert ballot.opened_at
    assert ballot.closes_at
    least = sample_document()["conference"]["vote_window_seconds"]["accessible"]
    assert ballot.closes_at - ballot.opened_at >= timedelta(seconds=least)


def test_screen_reader_user(sample: Sample) -> None:
    """That the words are read out, `tests/browser/test_vote.py` hears in a browser."""
    mirabel, browser = sample.person("screen_reader_user"), Client()

    ask(browser, mirabel.membership_number, Channel.EMAIL)
    field = re.search(r"<input[^>]*one-time-code[^>]*>", browser.get("/sign-in/code/").text)
    assert field
    assert "pattern=" not in field[0]
    assert "onpaste" not in field[0]
    letters = code_in(str(mail.outbox[0].body)).lower().replace(" ", "")
    assert gets_in(browser, f"\t {'  '.join(letters)}\n", mirabel)

    questions.motion_put(motion=sample.sitting.into_debate("M6"), actor=sample.sitting.chair)
    ballot = sample.sitting.open_vote(sample.sitting.question())
    assert ballot.closes_at
    page = browser.get(f"/c/{sample.sitting.conference.code}/now/").text
    assert "live/live.js" in page
    assert "data-closes-at=" in page


def test_large_print_and_post(sample: Sample) -> None:
    hubert = sample.person("large_print_and_post")
    for kind, text in ((ContactKind.POST, "14 Harbour Row, Linford"), (ContactKind.LANDLINE, "")):
        contact_change(actor=hubert, member=hubert, kind=kind, text=text)
    ballot = sample.vote_of(hubert)
    ballot_passcodes_post(ballot=ballot, actor=sample.returning_officer)
    waiting = Dispatch.objects.get(member=hubert, channel=Channel.POST)
    desk = signed_in(sample.returning_officer)
    asked = {"sheet": str(waiting.pk), "large": hubert.membership_number}

    assert hubert.name in desk.get("/sheets/").text
    paper = desk.post("/sheets/", {**asked, "act": "print"})
    desk.post("/sheets/", {**asked, "act": "posted"})

    assert paper.content.startswith(b"%PDF-")
    assert PrintedCode.objects.filter(sheet__user=hubert).count() == 10
    waiting.refresh_from_db()
    assert waiting.state == DispatchState.SENT
    assert Entry.objects.filter(kind="printed_codes.issued", subject=hubert.log_name).exists()


def test_two_branches_same_person(sample: Sample) -> None:
    lindsay = sample.person("two_branches_same_person")
    record = sample.branch(CASES["two_branches_same_person"]["branch"])

    record.register(lindsay.membership_number)
    with refused("not-of-this-branch"):
        sample.branch("B05").enter(lindsay.membership_number)
    with refused("already-registered"):
        record.enter(lindsay.membership_number)

    (credential,) = Credential.objects.filter(member=lindsay)
    assert credential.body == record.body
    assert Entry.objects.filter(kind="registration.refused").count() == 2


def test_joined_after_qualifying_date(sample: Sample) -> None:
    corin = sample.person("joined_after_qualifying_date")
    branch = sample.branch(CASES["joined_after_qualifying_date"]["branch"])

    with refused("joined-after") as said:
        branch.enter(corin.membership_number)
    assert "31 December 2026" in said.value.message
    assert "query it" in said.value.message
    query = registration_query_raise(
        conference=branch.conference,
        branch=branch.body,
        actor=branch.secretary,
        membership_number=corin.membership_number,
        why="joined-after",
        words="He joined in November; the form was entered late.",
    )

    assert credential_of(corin, branch.conference) is None
    assert Entry.objects.filter(kind="registration_query.raised", subject=query.log_name).exists()


def test_substitute_after_deadline(sample: Sample) -> None:
    magda = sample.person("substitute_after_deadline")
    branch = sample.branch(CASES["substitute_after_deadline"]["branch"])
    branch.terms(substitute_by=timezone.now() - timedelta(minutes=1))
    replaced = branch.sitting.credential(f"{branch.body.code}-1")

    late = registration_confirm(
        registration=branch.enter(magda.membership_number, replaces=replaced), actor=branch.chair
    )
    assert late.state == RegistrationState.LATE
    assert credential_of(magda, branch.conference) is None
    assert credential_of(replaced.member, branch.conference) == replaced
    registration_decide(
        registration=late,
        actor=sample.sitting.clerk,
        allow=True,
        reason="Report 4: the delegate is in hospital.",
    )

    replaced.refresh_from_db()
    assert replaced.revoked_at
    assert not replaced.may_vote
    taken = credential_of(magda, branch.conference)
    assert taken
    assert taken.may_vote
    assert Entry.objects.filter(kind="registration.decided", subject=late.log_name).exists()


def test_every_case_of_the_sample_has_a_test() -> None:
    tested = {name.removeprefix("test_") for name in globals() if name.startswith("test_")}
    assert len(CASES) == 12
    assert set(CASES) <= tested
