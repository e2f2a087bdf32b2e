import json
import re
from datetime import UTC, datetime, time

import pytest
import time_machine
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from audit.recording import entry
from audit.refusal import Refusal
from audit.store.sequencer import sequence_all
from conferences.models import ReadinessDecision
from conferences.readiness.checks import report_on
from conferences.readiness.report import State
from conferences.services.readiness import readiness_decide
from members.days import day_purpose
from members.enums import ContactKind
from members.models import Contact, Posting
from tests.pages.halls import Hall

PAGE = "/c/NDC27/readiness/"


def states(hall: Hall) -> dict[str, State]:
    return {one.code: one.state for one in report_on(hall.conference).findings}


def decide(hall: Hall, **told: object) -> ReadinessDecision:
    asked: dict[str, object] = {
        "conference": hall.conference,
        "actor": hall.returning_officer,
        "is_go": True,
        "seen": report_on(hall.conference).sha256,
        "sender_checked": True,
        "reason": "The annual meeting may not be put off.",
        **told,
    }
    return readiness_decide(**asked)  # type: ignore[arg-type]


def test_report_is_for_officers(hall: Hall) -> None:
    assert hall.as_(None).get(PAGE).status_code == 302
    assert hall.as_(hall.delegate).get(PAGE).status_code == 403
    assert "Record the decision" not in hall.as_(hall.teller).get(PAGE).text
    assert "Record the decision" in hall.as_(hall.returning_officer).get(PAGE).text


def test_delegate_without_any_way_to_a_passcode_is_named(hall: Hall) -> None:
    assert states(hall)["reach"] is State.READY
    with entry(actor=None) as log:
        Contact.objects.filter(member=hall.delegate).update(failure="bounced")
        log.record("contact.changed", subject=hall.delegate, channels=["email"])
    assert states(hall)["reach"] is State.LOOK
    page = hall.as_(hall.returning_officer).get(PAGE).text
    assert hall.delegate.name in page
    assert hall.delegate.contact(ContactKind.EMAIL) not in page


def test_log_that_was_never_signed_stands_in_the_way(hall: Hall) -> None:
    assert states(hall)["log"] is State.STOP
    sequence_all()
    assert states(hall)["log"] is State.READY


def test_decision_is_kept_with_its_report_and_logged(hall: Hall) -> None:
    seen = report_on(hall.conference)
    officer = hall.as_(hall.returning_officer)
    shown = officer.get(PAGE).text
    found = re.search(r'name="seen" value="([0-9a-f]{64})"', shown)
    assert found
    assert found[1] == seen.sha256

    answer = officer.post(
        PAGE,
        {"seen": found[1], "decision": "not-yet", "reason": "No head of the log is signed."},
        follow=True,
    )

    assert "conference does not go ahead yet" in answer.text
    decision = ReadinessDecision.objects.get()
    assert decision.findings == seen.as_rows()
    leaf = json.loads(bytes(Entry.objects.get(kind="readiness.decided").leaf))
    assert (leaf["go"], leaf["report_sha256"]) == (False, seen.sha256)
    assert "signed" not in bytes(Entry.objects.get(kind="readiness.decided").leaf).decode()


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"seen": "0" * 64}, "report-moved"),
        ({"reason": " "}, "reason-missing"),
        ({"is_go": False, "reason": ""}, "reason-missing"),
        ({"sender_checked": False}, "sender-unchecked"),
    ],
)
def test_decision_is_refused(hall: Hall, told: dict[str, object], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        decide(hall, **told)
    assert refused.value.code == code
    assert not ReadinessDecision.objects.exists()


def test_nobody_but_the_returning_officer_decides(hall: Hall) -> None:
    for actor in (hall.teller, hall.chair, hall.delegate):
        with pytest.raises(Refusal, match="returning officer"):
            decide(hall, actor=actor)
    assert decide(hall).is_go


def test_what_was_written_is_kept_when_it_is_refused(hall: Hall) -> None:
    officer = hall.as_(hall.returning_officer)
    told = {"seen": "0" * 64, "decision": "go", "reason": "We have to."}
    page = officer.post(PAGE, told).text
    assert "Something has changed since you looked" in page
    assert "We have to." in page


def test_report_takes_the_same_queries_however_many_delegates_there_are(
    hall: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(25):  # the plan of the day, for its breaks: eight
        report_on(hall.conference)


def test_returning_officer_sends_the_passcodes_of_the_first_day(hall: Hall) -> None:
    day = hall.conference.starts_on
    with time_machine.travel(datetime.combine(day, time(9), UTC), tick=False):
        assert "Passcodes of the day" in hall.as_(hall.teller).get(PAGE).text
        assert "Send delegates" not in hall.as_(hall.teller).get(PAGE).text
        hall.as_(hall.teller).post(f"{PAGE}passcodes/")
        assert not Posting.objects.exists()

        officer = hall.as_(hall.returning_officer)
        assert "Send delegates today's passcode" in officer.get(PAGE).text
        told = officer.post(f"{PAGE}passcodes/", follow=True).text
    assert "on their way" in told
    assert Posting.objects.get().purpose == day_purpose("NDC27", day)
