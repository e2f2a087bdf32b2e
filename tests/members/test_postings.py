"""A passcode for everyone on a roll: in one statement, to each once, by workers that may die."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from config import celery_app
from members import passcodes, services
from members.delivery.figures import delivery_figures
from members.delivery.pump import DEAD_AFTER, pump
from members.enums import Channel, ContactKind, DispatchState, Office
from members.models import Contact, Dispatch, Member, PasscodeDevice, Posting
from members.services.contacts import contacts_write
from members.services.test_sends import test_send as send_test
from members.tasks import deliveries_look
from tests import servers
from tests.factories.members import make_body, make_member, make_officer, make_union
from tests.members.gateway import KEY, Answer, gateway_running

pytestmark = pytest.mark.django_db
VOTE = "ballot:NDC27/1"
A_DAY, A_SECOND = timedelta(days=1), timedelta(seconds=1)


@pytest.fixture
def ro() -> Member:
    return make_officer(Office.RETURNING_OFFICER, make_union())


def post(actor: Member | None, **more: bool) -> Posting:
    on_the_roll = Member.objects.filter(membership_number__startswith="V")
    return services.passcodes_post(
        actor=actor, purpose=VOTE, members=on_the_roll, label="A vote", lifetime=A_DAY, **more
    )


def voter(number: str, *, prefer: str = "", **details: str) -> Member:
    member = make_member(number=number, email=details.pop("email", ""))
    if details:
        with entry(actor=None) as log:
            contacts_write(member, {ContactKind(kind): text for kind, text in details.items()})
            Contact.objects.filter(member=member, kind=prefer).update(is_preferred=True)
            log.record("contact.changed", subject=member)
    return member


def channel_of(member: Member) -> str:
    return Dispatch.objects.get(member=member, purpose=VOTE).channel


def passcode_in(text: str) -> str:
    [found] = re.findall(rf"is ([{passcodes.ALPHABET}]+ [{passcodes.ALPHABET}]+)\.", text)
    return str(found)


def opens(member: Member, passcode: str, purpose: str) -> bool:
    try:
        services.passcode_verify(
            member=member, channel=Channel.SMS, passcode=passcode, purpose=purpose
        )
    except Refusal:
        return False
    return True


@pytest.mark.sqlite_too
def test_posting_to_nobody_makes_no_row(ro: Member) -> None:
    posting = services.passcodes_post(
        actor=ro, purpose=VOTE, members=Member.objects.none(), label="A vote", lifetime=A_DAY
    )
    assert (posting.addressed, posting.passed_over, posting.unreachable) == (0, 0, 0)


@pytest.mark.sqlite_too
def test_each_is_sent_one_by_the_channel_they_prefer_or_the_best_they_have(ro: Member):
    both = voter("V1", email="v1@example.org", mobile="07700 900181")
    prefers = voter("V2", email="v2@example.org", mobile="07700 900182", prefer="mobile")
    rings = voter("V3", landline="01632 960117")
    writes = voter("V4", post="1 Long Lane, Ambleford")
    nobody = voter("V5")
    dead = voter("V6", email="v6@example.org")
    with entry(actor=None) as log:
        Contact.objects.filter(member=dead).update(failed_at=timezone.now(), failure="bounced")
        log.record("contact.changed", subject=dead)

    posting = post(ro)

    assert [channel_of(each) for each in (both, prefers, rings, writes, nobody)] == [
        "email", "sms", "voice", "post", "",
    ]  # fmt: skip
    assert (posting.addressed, posting.unreachable, posting.passed_over) == (6, 2, 0)
    lost = Dispatch.objects.filter(state=DispatchState.FAILED).order_by("member__name")
    assert {one.member: one.reason for one in lost} == {nobody: "no-channel", dead: "all-failed"}
    first = Entry.objects.get(kind="passcodes.posted")
    assert first.subject == posting.log_name
    # What one asked alone would be sent by is what a batch sends by.
    for each in (both, prefers, rings):
        alone = services.passcode_dispatch(member=each, purpose="another", actor=ro)
        assert alone.channel == channel_of(each)


@pytest.mark.sqlite_too
def test_posting_again_passes_over_whoever_has_one_that_opens(
    ro: Member, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        members = [voter(f"V{n}", email=f"v{n}@example.org") for n in range(3)]
        post(ro)
    PasscodeDevice.objects.filter(user=members[0]).update(expires_at=timezone.now())

    again, insisted = post(ro), post(ro, again=True)

    assert (again.addressed, again.passed_over) == (1, 2)
    assert (insisted.addressed, insisted.passed_over) == (2, 1)


def test_batch_takes_one_statement_however_many_there_are(ro: Member):
    counts = []
    for more in (1, 20):
        for n in range(more):
            voter(f"V{more}-{n}", email=f"v{more}-{n}@example.org")
        with CaptureQueriesContext(connection) as queries:
            post(ro)
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_figures_count_each_member_once_by_branch_in_three_queries(
    ro: Member, django_assert_num_queries
):
    north, south = make_body(name="North"), make_body(name="South")
    people = [voter(f"V{n}", email=f"v{n}@example.org") for n in range(6)] + [voter("V9")]
    for n, member in enumerate(people):
        member.branch = south if n == 6 else north
    with entry(actor=None) as log:
        Member.objects.bulk_update(people, ["branch"])
        log.record("roll.imported", subject="roll")
    post(ro)
    states = ("waiting", "sent", "delivered", "cancelled", "failed", "sent")
    for member, state in zip(people, states, strict=False):
        Dispatch.objects.filter(member=member).update(state=state, reason="server-error")
    services.passcode_reissue(actor=ro, member=people[1], purpose=VOTE, reason="Lost")
    PasscodeDevice.objects.create(user=people[5], purpose=VOTE, used_at=timezone.now())

    with django_assert_num_queries(3):
        board = delivery_figures(VOTE)

    line = board.branches["North"]
    assert (line.issued, line.waiting, line.sent, line.delivered, line.lost, line.cancelled) == (
        6, 2, 1, 1, 1, 1,
    )  # fmt: skip
    assert (line.reissued, line.used) == (1, 1)
    assert board.branches["South"].unreachable == {"no-channel": 1}
    assert board.total.issued == 7
    assert board.total.unreachable == {"no-channel": 1, "server-error": 1}


@pytest.mark.parametrize("office", [Office.MEMBERSHIP_OFFICER, Office.HELPDESK, Office.CHAIR])
def test_posting_is_refused_when_somebody_else_asks(office: Office):
    with pytest.raises(Refusal, match="office"):
        post(make_officer(office, make_union()))

    assert not Posting.objects.exists()


def test_reissue_is_refused_without_a_reason_or_an_office(ro: Member):
    member = voter("V1", email="v1@example.org")

    with pytest.raises(Refusal) as no_reason:
        services.passcode_reissue(actor=ro, member=member, purpose=VOTE, reason=" ")
    with pytest.raises(Refusal) as no_office:
        services.passcode_reissue(actor=member, member=member, purpose=VOTE, reason="Lost")

    assert (no_reason.value.code, no_office.value.code) == ("reason-missing", "not-your-office")


def test_reissue_says_why_under_a_digest_and_keeps_the_time_that_is_left(ro: Member):
    member = voter("V1", email="v1@example.org")
    post(ro)
    Dispatch.objects.update(state=DispatchState.SENT, made_at=timezone.now() - A_DAY / 2)

    new = services.passcode_reissue(actor=ro, member=member, purpose=VOTE, reason="Lost by Ann")

    assert new.lifetime is not None
    assert new.lifetime <= A_DAY / 2
    leaf = bytes(Entry.objects.get(kind="passcode.reissued").leaf)
    assert b"Lost" not in leaf


def test_cancelled_message_is_not_sent_and_one_that_went_out_opens_nothing(ro: Member):
    waits, went = voter("V1", email="v1@example.org"), voter("V2", email="v2@example.org")
    post(ro)
    Dispatch.objects.filter(member=went).update(state=DispatchState.SENT)
    passcode = services.passcode_issue(member=went, purpose=VOTE)

    for member in (waits, went):
        row = Dispatch.objects.get(member=member)
        services.dispatch_cancel(actor=ro, dispatch=row, reason="Wrong roll")
    pump("email")

    assert set(Dispatch.objects.values_list("state", flat=True)) == {"cancelled"}
    with pytest.raises(Refusal):
        services.passcode_verify(
            member=went, channel=Channel.EMAIL, passcode=passcode, purpose=VOTE
        )
    with pytest.raises(Refusal, match="over already"):
        services.dispatch_cancel(actor=ro, dispatch=row, reason="Wrong roll")


def test_sheet_is_posted_once(ro: Member):
    voter("V1", post="1 Long Lane, Ambleford")
    post(ro)
    row = Dispatch.objects.get()

    services.dispatch_mark_posted(actor=ro, dispatch=row)

    with pytest.raises(Refusal, match="No sheet waits"):
        services.dispatch_mark_posted(actor=ro, dispatch=row)


def test_test_send_measures_and_makes_no_row(ro: Member):
    came = send_test(actor=ro, channel=Channel.EMAIL)

    assert came.is_taken
    assert not Dispatch.objects.exists()
    with pytest.raises(Refusal, match="no address of yours"):
        send_test(actor=ro, channel=Channel.VOICE)


def test_message_that_comes_too_late_is_given_up(ro: Member):
    member = voter("V1", email="v1@example.org")
    services.passcode_dispatch(member=member)
    Dispatch.objects.update(made_at=timezone.now() - timedelta(minutes=16))

    pump("email")

    assert Dispatch.objects.get().reason == "too-late"


def test_somebody_at_a_page_goes_before_a_batch(ro: Member, django_capture_on_commit_callbacks):
    for n in range(3):
        voter(f"V{n}", email=f"v{n}@example.org")
    post(ro)
    here = make_member()
    services.passcode_dispatch(member=here)

    pump("email")

    sent = Dispatch.objects.order_by("sent_at").first()
    assert sent is not None
    assert sent.member == here


@pytest.fixture
def broker(redis_url: str) -> Iterator[str]:
    """Tasks go through real Redis, and no worker is there yet."""
    before = celery_app.conf.broker_url
    celery_app.conf.update(broker_url=redis_url, task_always_eager=False)
    del celery_app.amqp  # which holds on to the connections of the broker before
    yield redis_url
    celery_app.conf.update(broker_url=before, task_always_eager=True)
    del celery_app.amqp


@contextmanager
def worker(environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A worker as production starts it, with two processes, in a group that can be killed."""
    command = [sys.executable, "-m", "celery", "-A", "config", "worker", "-Q", "sms", "-c", "2"]
    command += ["--without-mingle", "--without-gossip"]
    with subprocess.Popen(  # noqa: S603
        [*command, "-l", "ERROR"],
        env={**os.environ, **environment},
        start_new_session=True,
    ) as process:
        try:
            yield process
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + servers.PATIENCE_SECONDS
    while not is_so():
        assert time.monotonic() < deadline, "It took too long."
        time.sleep(0.05)


@pytest.mark.django_db(transaction=True)
def test_worker_killed_in_mid_batch_loses_no_code_and_no_two_of_a_person_open(broker: str):
    """A worker of production is killed with -9 while it sends; another takes up its rows."""
    members = {f"+4477009001{n:02}": voter(f"V{n}", mobile=f"07700 9001{n:02}") for n in range(24)}
    is_any_left = Dispatch.objects.exclude(state=DispatchState.SENT).exists
    with gateway_running() as gateway:
        environment = {
            **servers.environment(connection.settings_dict["NAME"]),
            "REDIS_URL": broker,
            "TELLERS_GATEWAY_URL": gateway.url,
            "TELLERS_GATEWAY_KEY": KEY,
        }
        # Once half are sent, the gateway takes what it is given and does not say so in time.
        gateway.next = [Answer() for _ in range(12)] + [Answer(after=4.0)] * 2
        post(None)
        with worker(environment) as first:
            wait_until(lambda: len(gateway.asked) >= 14)
            os.killpg(first.pid, signal.SIGKILL)
        under_way = Dispatch.objects.filter(state=DispatchState.SENDING)
        assert under_way.update(claimed_at=timezone.now() - DEAD_AFTER - A_SECOND) == 2
        with worker(environment):
            deliveries_look()
            wait_until(lambda: not is_any_left())
        wait_until(lambda: len(gateway.sent) == len(members) + 2)

    received: dict[str, list[str]] = {number: [] for number in members}
    for message in sorted(gateway.sent.values(), key=lambda each: each["try"]):
        received[message["to"]].append(passcode_in(message["text"]))
    for number, member in members.items():
        *void, good = received[number]
        assert not [code for code in void if opens(member, code, VOTE)]
        PasscodeDevice.objects.filter(user=member).update(throttling_failure_timestamp=None)
        assert opens(member, good, VOTE)
        assert not opens(member, good, VOTE)
    assert sorted(map(len, received.values()))[-3:] == [1, 2, 2]
