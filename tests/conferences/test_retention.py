from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.holding import held
from audit.models import Deletion
from audit.refusal import Refusal
from audit.retention import due_now
from audit.services.deletions import deletion_ask, deletion_confirm
from audit.services.holds import hold_place, hold_release
from conferences.models import Attendance, Complaint
from conferences.retention import COMPLAINTS, KEY
from conferences.services.complaints import complaint_close, complaint_receive
from conferences.services.presence import check_in, check_out
from tests.pages.halls import Hall, make_hall

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_too]

LATER = timedelta(days=3 * 366)


@pytest.fixture
def hall() -> Hall:
    return make_hall()


def destroyed(hall: Hall, rule: str, subject: str) -> Deletion:
    deletion = deletion_ask(actor=hall.chair, office="a", rule=rule, subject=subject)
    return deletion_confirm(actor=hall.returning_officer, office="b", deletion=deletion)


def due(rule: str) -> list[str]:
    return [one.subject for one in due_now(timezone.now()) if one.rule == rule]


def come_and_go(hall: Hall) -> None:
    credential = hall.credentials[0]
    if not credential.is_present:
        check_in(credential=credential, actor=None)
    check_out(credential=credential, actor=None)
    check_in(credential=credential, actor=None)


def complaint_about_the_vote(hall: Hall) -> Complaint:
    today = timezone.localdate()
    return complaint_receive(
        conference=hall.conference,
        actor=hall.returning_officer,
        complainant="Rosalind Quillfeather",
        about="I was not let in",
        rule="Rule 12",
        breach_on=today,
        received_on=today,
        vote=hall.ballot,
    )


def test_presence_goes_24_months_after_a_conference(hall: Hall) -> None:
    come_and_go(hall)
    spells = Attendance.objects.count()
    assert spells
    ended = hall.conference.ends_on
    with time_machine.travel(timezone.now().replace(year=ended.year + 3)):
        assert due(KEY) == [hall.conference.log_name]
        deletion = destroyed(hall, KEY, hall.conference.log_name)
        assert deletion.certificate
        assert deletion.certificate["rows"] == {"spells of presence": spells}
        assert not Attendance.objects.exists()
        assert due(KEY) == []


def test_vote_is_held_with_its_motion_and_its_conference(hall: Hall) -> None:
    hall.vote_on_the_motion()
    ballot = hall.ballot
    for subject in (hall.conference.log_name, "motion:NDC27/M1"):
        assert not held(ballot)
        hold = hold_place(actor=hall.chair, subject=subject, reason="Complaint 3")
        assert held(ballot)
        assert held(hall.delegate)  # who stands on its roll
        hold_release(actor=hall.chair, hold=hold, reason="Settled")


def test_live_complaint_holds_the_records_of_its_vote(hall: Hall) -> None:
    hall.vote_on_the_motion()
    complaint = complaint_about_the_vote(hall)
    assert held(hall.ballot)
    assert held(complaint)
    complaint_close(
        complaint=complaint,
        actor=hall.returning_officer,
        outcome="Not upheld",
        closed_on=timezone.localdate(),
    )
    assert not held(hall.ballot)


def test_live_complaint_about_one_vote_holds_who_was_present_and_what_was_put(hall: Hall) -> None:
    come_and_go(hall)
    hall.vote_on_the_motion()
    complaint = complaint_about_the_vote(hall)
    assert held(hall.ballot.asked_for)
    with time_machine.travel(timezone.now() + LATER):
        assert due(KEY) == [hall.conference.log_name]
        with pytest.raises(Refusal, match="while a complaint is live"):
            destroyed(hall, KEY, hall.conference.log_name)
        assert Attendance.objects.exists()
        complaint_close(
            complaint=complaint,
            actor=hall.returning_officer,
            outcome="Not upheld",
            closed_on=timezone.localdate(),
        )
        destroyed(hall, KEY, hall.conference.log_name)
        assert not Attendance.objects.exists()


def test_complainant_goes_24_months_after_the_complaint_closed(hall: Hall) -> None:
    hall.vote_on_the_motion()
    complaint = complaint_about_the_vote(hall)
    with time_machine.travel(timezone.now() + LATER):
        assert due(COMPLAINTS) == []  # it is live
        complaint_close(
            complaint=complaint,
            actor=hall.returning_officer,
            outcome="Not upheld",
            closed_on=timezone.localdate(),
        )
        with pytest.raises(Refusal, match="24 months"):
            destroyed(hall, COMPLAINTS, complaint.log_name)
    with time_machine.travel(timezone.now() + 2 * LATER):
        assert due(COMPLAINTS) == [complaint.log_name]
        destroyed(hall, COMPLAINTS, complaint.log_name)
        complaint.refresh_from_db()
        assert (complaint.complainant, complaint.about, complaint.outcome) == ("", "", "")
        assert due(COMPLAINTS) == []
