import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks

from audit.formats.canonical import parse
from audit.models import Disclosure, Entry
from audit.refusal import Refusal
from audit.store.write_guard import recorded_writes
from ballots.models import Cast, RollEntry, TurnedAway
from conferences.briefings.attendance_file import Attended
from conferences.briefings.attending import (
    briefing_join,
    list_enter,
    list_match,
    recording_watch,
)
from conferences.briefings.consenting import BY_LINK, consent_withdraw, consents_in_force
from conferences.briefings.exporting import list_export
from conferences.briefings.figures import consents_counted, figures_of, registered_by_day
from conferences.briefings.mail import send_confirmation
from conferences.briefings.notices import notices_lay, notices_send, reminders_lay
from conferences.briefings.organising import briefing_cancel, briefing_change
from conferences.briefings.records import forget_what_is_over
from conferences.briefings.registering import (
    guest_erase,
    member_register,
    registration_cancel,
    registration_of,
)
from conferences.briefings.rules import organising_office
from conferences.enums import CredentialKind, NoticeKind, NoticeState
from conferences.models import (
    Briefing,
    BriefingAttendance,
    BriefingNotice,
    BriefingRegistration,
    Consent,
    Credential,
    Guest,
)
from members.enums import Office
from members.models import Body, Member
from members.services import member_suspend
from motions.debate.questions import motion_put
from tests.factories.ballots import cast_by
from tests.factories.briefings import LINK, make_briefing, make_guest
from tests.factories.conferences import Sitting, refused
from tests.factories.members import make_body, make_member, make_officer, make_union

pytestmark = pytest.mark.django_db


@pytest.fixture
def union() -> Body:
    return make_union()


@pytest.fixture
def secretary(union: Body) -> Member:
    return make_officer(Office.GENERAL_SECRETARY, union)


@pytest.fixture
def briefing(union: Body) -> Briefing:
    return make_briefing(union)


def rows(parts: Iterator[bytes]) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(b"".join(parts).decode("utf-8-sig"))))


def export(briefing: Briefing, actor: Member, kind: str) -> list[dict[str, str]]:
    reason = "To send the welcome pack to those who asked"
    return rows(list_export(actor=actor, briefing=briefing, kind=kind, reason=reason))


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"join_link": "javascript:alert(1)"}, "bad-link"),
        ({"join_link": "http://meet.example.org/"}, "bad-link"),
        ({"title": "A\r\nBcc: all@example.org"}, "unreadable"),
        ({"title": "A" * 10_000}, "unreadable"),
        ({"title": " "}, "incomplete"),
        ({"about": "A" * 10_000}, "too-long"),
        ({"starts_at": timezone.now() - timedelta(days=1)}, "in-the-past"),
        ({"ends_at": timezone.now()}, "ends-before-it-starts"),
    ],
)
def test_briefing_refused_when_what_is_told_cannot_be(
    told: dict[str, object], code: str, union: Body
) -> None:
    with refused(code):
        make_briefing(union, **told)
    assert not Briefing.objects.exists()


def test_briefing_is_organised_by_its_body_and_by_the_union(union: Body) -> None:
    branch = make_body("B01", parent=union)
    other = make_body("B02", parent=union)
    secretary = make_officer(Office.BRANCH_SECRETARY, branch)
    assert organising_office(secretary, branch) == Office.BRANCH_SECRETARY
    assert organising_office(secretary, other) is None
    assert organising_office(secretary, union) is None
    assert organising_office(make_officer(Office.CLERK, union), branch) == Office.CLERK
    assert organising_office(make_officer(Office.TELLER, union), union) is None
    with refused("not-your-office"):
        make_briefing(other, actor=secretary)
    assert Entry.objects.filter(kind="act.refused").exists()


def test_log_has_neither_the_joining_link_nor_anybodys_name(briefing: Briefing) -> None:
    make_guest(briefing, purposes=("joining", "rep"))
    log = b"\n".join(bytes(leaf) for leaf in Entry.objects.values_list("leaf", flat=True))
    for secret in ("meet.example.org", "Wren", "wren@", "Pay: what", '"joining"', '"rep"'):
        assert secret.encode() not in log
    assert {"joining", "rep"} <= set(Disclosure.objects.values_list("value", flat=True))


def test_guest_lies_sealed_and_comes_back_as_the_same_guest(
    briefing: Briefing, union: Body
) -> None:
    guest = make_guest(briefing)
    again = make_guest(make_briefing(union), email=" WREN@example.org ")
    assert again == guest
    assert b"Wren" not in bytes(guest.name_sealed or b"")
    assert (again.name, again.email) == ("Wren Ashdown", "wren@example.org")
    assert Guest.objects.count() == 1


def test_member_registers_once_and_ticks_count_for_members_only(briefing: Briefing) -> None:
    member = make_member()
    first = member_register(actor=member, briefing=briefing, purposes=["rep", "joining", "x"])
    assert member_register(actor=member, briefing=briefing, purposes=["rep"]) == first
    assert [each.purpose for each in consents_in_force(member)] == ["rep"]
    assert Consent.objects.get().words.startswith("I may be interested in becoming a rep")


@pytest.mark.parametrize("why", ["full", "over", "cancelled", "members-only"])
def test_place_refused_when_there_is_none(why: str, union: Body, secretary: Member) -> None:
    asked: dict[str, dict[str, Any]] = {
        "full": {"capacity": 1},
        "members-only": {"open_to": "members"},
    }
    told = asked.get(why, {})
    briefing = make_briefing(union, **told)
    if why == "full":
        member_register(actor=make_member(), briefing=briefing)
    if why == "cancelled":
        briefing_cancel(actor=secretary, briefing=briefing)
    later = timedelta(days=8 if why == "over" else 0)
    with time_machine.travel(timezone.now() + later), refused(why):
        make_guest(briefing)
    assert not Guest.objects.exists()


def test_place_given_up_is_free_again(union: Body) -> None:
    briefing = make_briefing(union, capacity=1)
    place = member_register(actor=make_member(), briefing=briefing)
    registration_cancel(registration=place)
    make_guest(briefing)
    with refused("given-up-already"):
        registration_cancel(registration=place)


def test_consent_is_history_and_the_last_word_counts(briefing: Briefing) -> None:
    guest = make_guest(briefing, purposes=("joining", "briefings"))
    consent_withdraw(person=guest, how=BY_LINK, purpose="joining")
    assert consent_withdraw(person=guest, how=BY_LINK, purpose="joining") == []
    assert [each.purpose for each in consents_in_force(guest)] == ["briefings"]
    told = [(each.purpose, each.is_given) for each in Consent.objects.all()]
    assert told == [("joining", True), ("briefings", True), ("joining", False)]
    assert {each.wording_sha256 == "" for each in Consent.objects.all()} == {False}
    assert consents_counted(briefing) == {"joining": 0, "briefings": 1, "rep": 0}


def test_list_for_a_purpose_holds_only_those_who_consent_to_it_now(
    briefing: Briefing, secretary: Member, union: Body
) -> None:
    make_guest(briefing, name="Yes Sampleton", email="yes@example.org", purposes=("joining",))
    make_guest(briefing, name="Other Box", email="other@example.org", purposes=("briefings",))
    make_guest(briefing, name="No Box", email="no@example.org")
    back = make_guest(briefing, name="Took Back", email="back@example.org", purposes=("joining",))
    gone = make_guest(briefing, name="Erased", email="erased@example.org", purposes=("joining",))
    elsewhere = make_briefing(union)
    make_guest(elsewhere, name="Elsewhere", email="else@example.org", purposes=("joining",))
    consent_withdraw(person=back, how=BY_LINK)
    guest_erase(guest=gone)
    left = make_member("Left Member")
    member_register(actor=left, briefing=briefing, purposes=["rep"])
    member_suspend(actor=None, member=left)
    assert [row["e_mail"] for row in export(briefing, secretary, "joining")] == ["yes@example.org"]
    assert export(briefing, secretary, "rep") == []
    assert [row["name"] for row in export(briefing, secretary, "briefings")] == ["Other Box"]
    assert "e_mail" not in export(briefing, secretary, "attendance")[0]


def test_list_is_safe_in_a_spreadsheet_and_in_the_log(
    briefing: Briefing, secretary: Member
) -> None:
    make_guest(briefing, name="=HYPERLINK(A1)", purposes=("joining",))
    assert export(briefing, secretary, "joining")[0]["name"] == "'=HYPERLINK(A1)"
    entry = Entry.objects.get(kind="briefing_list.exported")
    leaf = parse(bytes(entry.leaf))
    assert (leaf["rows"], leaf["list"], leaf["by"]) == (1, "joining", secretary.pseudonym)
    assert leaf["office"] == Office.GENERAL_SECRETARY
    assert Disclosure.objects.get(entry=entry).value.startswith("To send the welcome pack")


def test_list_refused_when_the_office_the_reason_or_the_list_is_missing(
    briefing: Briefing, secretary: Member, union: Body
) -> None:
    for actor, kind, reason, code in (
        (make_officer(Office.TELLER, union), "joining", "A reason in words", "not-your-office"),
        (secretary, "joining", "why", "reason-missing"),
        (secretary, "everyone", "A reason in words", "no-such-list"),
    ):
        with refused(code):
            list_export(actor=actor, briefing=briefing, kind=kind, reason=reason)


def test_joining_counts_once_and_only_while_it_is_open(union: Body) -> None:
    briefing = make_briefing(union)
    place = member_register(actor=make_member(), briefing=briefing)
    with refused("not-open"):
        briefing_join(registration=place)
    with time_machine.travel(briefing.opens_at + timedelta(seconds=1)) as clock:
        assert briefing_join(registration=place) == LINK
        first = BriefingAttendance.objects.get().joined_at
        clock.shift(60)
        briefing_join(registration=place)
        assert BriefingAttendance.objects.get().joined_at == first
    with refused("no-recording"):
        recording_watch(registration=place)
    figures = figures_of(briefing)
    assert (figures.registered, figures.watched, figures.watch_rate) == (1, 1, 100)


def test_meeting_tools_list_is_matched_by_address_then_by_a_name_of_ones_own(
    briefing: Briefing, secretary: Member
) -> None:
    guest = make_guest(briefing)
    member = make_member("Asha Bellweather", email="asha@example.org")
    twins = [make_member("Sam Twin", email="twins@example.org") for _ in range(2)]
    for each in (member, *twins):
        member_register(actor=each, briefing=briefing)
    matched = list_match(
        briefing,
        [
            Attended(2, "Somebody's tablet", "wren@example.org", 40),
            Attended(3, "asha bellweather", "", 12),
            Attended(4, "Sam Twin", "twins@example.org", 5),
            Attended(5, "Stranger", "stranger@example.org", 50),
        ],
    )
    mine = {registration_of(briefing, each) for each in (guest, member)}
    assert {place for place, _ in matched.places} == {each.pk for each in mine if each}
    assert [one.line for one in matched.unmatched] == [4, 5]
    assert list_enter(actor=secretary, briefing=briefing, places=matched.places) == 2
    assert list_enter(actor=secretary, briefing=briefing, places=[*matched.places[:1], (0, 9)]) == 1
    figures = figures_of(briefing)
    assert (figures.listed, figures.watch_rate) == (1, 25)


def test_figures_take_as_many_queries_for_many_as_for_one(
    briefing: Briefing, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(3):
        make_guest(briefing, email=f"g{number}@example.org", purposes=("joining",))
    with django_assert_num_queries(5):
        figures_of(briefing)
        registered_by_day(briefing)
        consents_counted(briefing)


def test_notice_names_neither_union_nor_briefing_and_goes_once(
    briefing: Briefing, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    make_guest(briefing)
    member_register(actor=make_member(email="asha@example.org"), briefing=briefing)
    with django_capture_on_commit_callbacks(execute=True):
        assert (notices_send(), notices_send()) == (2, 0)
    assert {one.to[0] for one in mail.outbox} == {"wren@example.org", "asha@example.org"}
    for one in mail.outbox:
        told = f"{one.subject} {one.body}"
        assert "Pay: what" not in told.partition("http")[0]
        assert "Lantern" not in told
        assert LINK not in told
        assert one.subject in {"Your place", "Your place at a meeting"}
    assert set(BriefingNotice.objects.values_list("state", flat=True)) == {NoticeState.SENT}


def test_notice_is_tried_again_when_the_mail_server_is_away(
    briefing: Briefing, settings: pytest.FixtureRequest
) -> None:
    make_guest(briefing)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # type: ignore[attr-defined]
    settings.EMAIL_PORT = 1  # type: ignore[attr-defined]
    settings.EMAIL_HOST = "127.0.0.1"  # type: ignore[attr-defined]
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        assert notices_send() == 0
        assert BriefingNotice.objects.get().state == NoticeState.WAITING
        for _ in range(8):
            clock.shift(3 * 3600)
            notices_send()
    notice = BriefingNotice.objects.get()
    assert (notice.state, notice.tries) == (NoticeState.FAILED, 8)


def test_reminder_is_laid_down_once_the_day_before(briefing: Briefing) -> None:
    make_guest(briefing)
    assert reminders_lay() == 0
    with time_machine.travel(briefing.starts_at - timedelta(hours=23)):
        assert (reminders_lay(), reminders_lay()) == (1, 0)
    assert BriefingNotice.objects.filter(kind=NoticeKind.REMINDER).count() == 1


def test_change_of_time_and_cancelling_are_told(briefing: Briefing, secretary: Member) -> None:
    make_guest(briefing)
    briefing_change(actor=secretary, briefing=briefing, about="Other words, nothing new.")
    assert not BriefingNotice.objects.filter(kind=NoticeKind.CHANGED).exists()
    later = briefing.starts_at + timedelta(days=1)
    ends = later + timedelta(hours=1)
    fresh = briefing_change(actor=secretary, briefing=briefing, starts_at=later, ends_at=ends)
    assert fresh.edition == 2
    briefing_cancel(actor=secretary, briefing=briefing)
    kinds = set(BriefingNotice.objects.values_list("kind", flat=True))
    assert kinds == {NoticeKind.REGISTERED, NoticeKind.CHANGED, NoticeKind.CANCELLED}
    with refused("cancelled"):
        briefing_change(actor=secretary, briefing=briefing, about="Too late for this.")


def test_guest_who_is_erased_leaves_nothing_but_a_place_that_somebody_had(
    briefing: Briefing,
) -> None:
    guest = make_guest(briefing, purposes=("joining",))
    guest_erase(guest=guest)
    guest.refresh_from_db()
    assert (guest.name, guest.email, guest.mark) == ("", "", None)
    assert not BriefingNotice.objects.exists()
    assert consents_in_force(guest) == []
    assert make_guest(briefing) != guest


def test_guests_and_attendance_are_forgotten_after_24_months(briefing: Briefing) -> None:
    guest = make_guest(briefing)
    place = registration_of(briefing, guest)
    assert place
    with time_machine.travel(briefing.opens_at + timedelta(minutes=1)):
        briefing_join(registration=place)
    with time_machine.travel(briefing.ends_at + timedelta(days=720)):
        assert forget_what_is_over()["guests"] == 0
    with time_machine.travel(briefing.ends_at + timedelta(days=735)):
        assert forget_what_is_over() == {
            "guests": 1,
            "attendance at briefings": 1,
            "messages about briefings": 1,
        }
    guest.refresh_from_db()
    assert guest.erased_at is not None
    assert BriefingRegistration.objects.count() == 1


def test_waiting_messages_are_called_off_with_the_place(briefing: Briefing) -> None:
    place = member_register(actor=make_member(), briefing=briefing)
    notices_lay(briefing, NoticeKind.REMINDER)
    registration_cancel(registration=place)
    assert not BriefingNotice.objects.exists()


class TestVisitors:
    """Visitors are never voters."""

    def test_member_becomes_a_visitor_who_may_not_vote(self, sitting: Sitting) -> None:
        briefing = make_briefing(sitting.conference.body, conference=sitting.conference)
        member = make_member("Vera Visitor")
        member_register(actor=member, briefing=briefing)
        credential = Credential.objects.get(member=member)
        assert (credential.kind, credential.may_vote) == (CredentialKind.VISITOR, False)
        held = Credential.objects.filter(pk=credential.pk)
        with recorded_writes(), transaction.atomic(), pytest.raises(IntegrityError):
            held.update(may_vote=True)

    def test_delegate_stays_a_delegate(self, sitting: Sitting) -> None:
        briefing = make_briefing(sitting.conference.body, conference=sitting.conference)
        delegate = sitting.credential("B08-1")
        member_register(actor=delegate.member, briefing=briefing)
        assert Credential.objects.get(member=delegate.member) == delegate

    def test_visitor_and_guest_are_on_no_roll_and_cast_nothing(self, sitting: Sitting) -> None:
        briefing = make_briefing(sitting.conference.body, conference=sitting.conference)
        member = make_member("Vera Visitor")
        member_register(actor=member, briefing=briefing)
        guest = make_guest(briefing)
        sitting.into_debate("M6")
        question = motion_put(motion=sitting.motion("M6"), actor=sitting.chair)
        ballot = sitting.open_vote(question)
        roll = set(RollEntry.objects.filter(ballot=ballot).values_list("voter", flat=True))
        assert roll
        assert member.pk not in roll
        assert guest.pk not in roll
        with pytest.raises(Refusal):
            cast_by(member, ballot)
        with pytest.raises(Refusal):
            cast_by(guest, ballot)  # type: ignore[arg-type]  # the point: it is no member
        assert list(TurnedAway.objects.values_list("voter")) == [(member.pk,)]
        assert not Cast.objects.filter(roll_entry__voter=member).exists()

    def test_place_given_up_revokes_the_visitor(self, sitting: Sitting) -> None:
        briefing = make_briefing(sitting.conference.body, conference=sitting.conference)
        place = member_register(actor=make_member("Vera Visitor"), briefing=briefing)
        registration_cancel(registration=place)
        assert Credential.objects.get(member=place.member).revoked_at is not None


def test_greeting_of_a_stranger_holds_no_address_of_the_web() -> None:
    send_confirmation(
        "x@example.org",
        name="evil.example/prize Smith",
        briefing=Briefing(starts_at=timezone.now()),
        link="https://tellers.example/briefings/confirm/1/",
    )

    assert "evil.example" not in mail.outbox[-1].body
    assert "Hello evil," in mail.outbox[-1].body
