"""Who is put forward for a post, answers, writes, withdraws and is ruled on, and when."""

from datetime import timedelta

import pytest
import time_machine

from audit.models import Disclosure, Entry
from conferences.candidates import asked_of, candidates, people_to_nominate, right_to_nominate
from conferences.enums import Consent, PaperOrder, WhoNominates
from conferences.models import Nomination
from conferences.services import (
    nomination_consent,
    nomination_decline,
    nomination_make,
    nomination_rule_on,
    nomination_second,
    nomination_withdraw,
    statement_write,
)
from members.enums import Office
from members.services import appointment_make, member_suspend
from tests.factories.conferences import refused
from tests.factories.elections import Field, make_field
from tests.factories.members import make_body, make_member, make_officer
from tests.pages.halls import make_hall

pytestmark = pytest.mark.django_db
WORDS = "It is open to anybody."


@pytest.fixture
def field() -> Field:
    return make_field(make_hall())


@pytest.fixture
def open_field() -> Field:
    """A post for which two delegates nominate."""
    return make_field(make_hall(), nominated_by=WhoNominates.TWO_DELEGATES)


def test_somebody_nominated_stands_once_they_consent(field: Field) -> None:
    nomination = field.nominate("Ann Umber")
    assert (nomination.standing, candidates(field.post)) == ("Waits for consent", [])
    assert asked_of(nomination.nominee) == [nomination]
    nomination_consent(nomination=nomination, actor=nomination.nominee)
    assert candidates(field.post) == [nomination]


def test_a_candidate_is_a_number_in_the_log_and_the_name_a_digest(field: Field) -> None:
    nomination = field.stands("Ann Umber")
    statement_write(nomination=nomination, actor=nomination.nominee, text="I ask for your vote.")
    assert nomination.log_name == "nomination:NDC27/E1.1"
    entries = Entry.objects.filter(subject=nomination.log_name)
    kinds = ["nomination.made", "nomination.consented", "statement.written"]
    assert list(entries.order_by("at", "id").values_list("kind", flat=True)) == kinds
    leaves = b"".join(bytes(leaf) for leaf in entries.values_list("leaf", flat=True))
    assert b"Umber" not in leaves
    assert b"your vote" not in leaves
    assert Disclosure.objects.filter(entry__in=entries, value="I ask for your vote.").exists()


def test_the_branch_secretary_the_lead_delegate_and_the_desk_nominate_for_a_branch(
    field: Field,
) -> None:
    secretary = make_officer(Office.BRANCH_SECRETARY, field.branch, "Idwal Pryce")
    for actor in (secretary, field.leader, field.clerk):
        field.nominate(make_member(f"For {actor.name}"), actor=actor)
    offices = [
        entry.leaf for entry in Entry.objects.filter(kind="nomination.made").order_by("at", "id")
    ]
    assert b'"office":"branch_secretary"' in bytes(offices[0])
    assert b'"office"' not in bytes(offices[1])
    assert b'"office":"clerk"' in bytes(offices[2])


@pytest.mark.parametrize("who", ["other branch", "plain delegate", "teller", "no branch"])
def test_refused_when_it_is_not_theirs_to_nominate(who: str, field: Field) -> None:
    hall, branch = field.hall, field.branch
    actor, code = field.leader, "not-yours-to-nominate"
    if who == "other branch":
        branch = make_body("B77", parent=hall.conference.body)
    elif who == "plain delegate":
        actor = hall.credentials[1].member
    elif who == "teller":
        actor = hall.teller
    with refused("branch-missing" if who == "no branch" else code):
        nomination_make(
            post=field.post,
            nominee=make_member("Ann Umber"),
            actor=actor,
            branch=None if who == "no branch" else branch,
        )
    assert not Nomination.objects.exists()


def test_refused_when_nominations_have_not_opened(field: Field) -> None:
    too_soon = field.post.nominations_open_at - timedelta(seconds=1)
    with time_machine.travel(too_soon), refused("not-open-yet"):
        field.nominate("Ann Umber")


@pytest.mark.parametrize(("seconds", "late"), [(-1, False), (0, True), (60, True)])
def test_a_nomination_after_the_deadline_is_kept_and_is_late(
    seconds: int, *, late: bool, field: Field
) -> None:
    with time_machine.travel(
        field.post.nominations_close_at + timedelta(seconds=seconds), tick=False
    ):
        nomination = field.nominate("Ann Umber")
    assert nomination.is_late is late
    assert nomination.standing == ("Came late" if late else "Waits for consent")
    leaf = bytes(Entry.objects.get(kind="nomination.made").leaf)
    assert (b'"late":true' in leaf) is late


def test_a_late_nomination_is_kept_however_far_the_election_has_gone(field: Field) -> None:
    field.close()
    with field.after_the_deadline():
        late = field.nominate("Ann Umber")
        assert late.is_late
        with refused("nominations-closed"):
            nomination_consent(nomination=late, actor=late.nominee)
        with refused("came-late"):
            nomination_rule_on(nomination=late, actor=field.officer, valid=True, reason=WORDS)


def test_refused_when_somebody_is_nominated_twice_for_one_post(field: Field) -> None:
    first = field.nominate("Ann Umber")
    with refused("nominated-already"):
        field.nominate(first.nominee)
    nomination_decline(nomination=first, actor=first.nominee)
    again = field.nominate(first.nominee)
    with refused("nominated-already"):
        nomination_consent(nomination=first, actor=first.nominee)
    nomination_consent(nomination=again, actor=again.nominee)
    assert candidates(field.post) == [again]


@pytest.mark.parametrize("office", [Office.RETURNING_OFFICER, Office.TELLER, Office.SCRUTINEER])
def test_refused_when_whoever_counts_the_votes_would_stand(office: Office, field: Field) -> None:
    counts = make_officer(office, field.hall.conference.body, "Ngozi Counter")
    with refused("counts-the-votes"):
        field.nominate(counts)
    nomination = field.nominate("Ann Umber")

    appointment_make(
        actor=None, member=nomination.nominee, office=office, body=field.hall.conference.body
    )
    with refused("counts-the-votes"):
        nomination_consent(nomination=nomination, actor=nomination.nominee)


def test_refused_when_the_person_is_not_in_membership(field: Field) -> None:
    gone = make_member("Gone Away")
    member_suspend(actor=None, member=gone)
    gone.refresh_from_db()
    with refused("not-in-good-standing"):
        field.nominate(gone)


def test_refused_when_somebody_else_answers_writes_or_withdraws(field: Field) -> None:
    nomination = field.stands("Ann Umber")
    for act in (nomination_consent, nomination_decline):
        with refused("not-your-nomination"):
            act(nomination=nomination, actor=field.leader)
    with refused("not-your-nomination"):
        statement_write(nomination=nomination, actor=field.officer, text="Vote for nobody.")
    with refused("not-yours-to-withdraw"):
        nomination_withdraw(nomination=nomination, actor=field.leader, reason=WORDS)
    assert Entry.objects.filter(kind="act.refused").count() == 4


def test_one_may_think_again_until_the_deadline(field: Field) -> None:
    nomination = field.nominate("Ann Umber")
    nomination_decline(nomination=nomination, actor=nomination.nominee)
    back = nomination_consent(nomination=nomination, actor=nomination.nominee)
    assert back.consent == Consent.GIVEN
    with refused("answered-already"):
        nomination_decline(nomination=nomination, actor=nomination.nominee)
    with field.after_the_deadline(), refused("nominations-closed"):
        nomination_consent(nomination=nomination, actor=nomination.nominee)


def test_a_statement_may_be_written_again_until_the_deadline(field: Field) -> None:
    nomination = field.stands("Ann Umber")
    me = nomination.nominee
    for text in ("First.  \r\n\r\nSecond.", "Better."):
        nomination = statement_write(nomination=nomination, actor=me, text=text)
    assert (nomination.statement, nomination.statement_version) == ("Better.", 2)
    kept = Disclosure.objects.filter(name="statement").values_list("value", flat=True)
    assert set(kept) == {"First.\n\nSecond.", "Better."}
    with field.after_the_deadline(), refused("nominations-closed"):
        statement_write(nomination=nomination, actor=me, text="Best.")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("word " * 151, "statement-too-long"),
        ("x" * 20_001, "statement-too-long"),
        ("Hello\x00there", "statement-not-plain"),
        ("Turned \u202eround", "statement-not-plain"),
    ],
)
def test_refused_when_a_statement_is_too_long_or_not_plain(
    text: str, code: str, field: Field
) -> None:
    nomination = field.stands("Ann Umber")
    with refused(code):
        statement_write(nomination=nomination, actor=nomination.nominee, text=text)


def test_refused_when_a_statement_comes_before_consent(field: Field) -> None:
    nomination = field.nominate("Ann Umber")
    with refused("not-a-candidate"):
        statement_write(nomination=nomination, actor=nomination.nominee, text="Here I am.")


def test_a_nominee_withdraws_freely_before_the_vote(field: Field) -> None:
    nomination = field.stands("Ann Umber")
    nomination_withdraw(nomination=nomination, actor=nomination.nominee)
    assert candidates(field.post) == []
    with refused("over-already"):
        nomination_withdraw(nomination=nomination, actor=nomination.nominee)
    with refused("no-longer-nominated"):
        nomination_consent(nomination=nomination, actor=nomination.nominee)
    assert field.nominate(nomination.nominee).number == 2


def test_the_returning_officer_rules_with_a_reason(field: Field) -> None:
    nomination = field.stands("Ann Umber")
    with refused("reason-missing"):
        nomination_rule_on(nomination=nomination, actor=field.officer, valid=False, reason="no")
    with refused("not-your-office"):
        nomination_rule_on(nomination=nomination, actor=field.clerk, valid=False, reason=WORDS)
    fallen = nomination_rule_on(
        nomination=nomination, actor=field.officer, valid=False, reason="Lapsed membership, 2026."
    )
    assert (fallen.standing, candidates(field.post)) == ("Found invalid", [])
    again = nomination_rule_on(nomination=fallen, actor=field.officer, valid=True, reason=WORDS)
    assert candidates(field.post) == [again]


def test_refused_when_a_place_is_claimed_that_is_not_kept(field: Field) -> None:
    nomination = field.nominate("Ann Umber")
    with refused("no-such-places"):
        nomination_consent(nomination=nomination, actor=nomination.nominee, eligible_for=["women"])


def test_two_delegates_nominate(open_field: Field) -> None:
    one, another = (open_field.hall.credentials[n].member for n in (0, 3))
    nomination = open_field.nominate("Ann Umber")
    nomination_consent(nomination=nomination, actor=nomination.nominee)
    assert nomination.standing == "Waits for a seconder"
    assert candidates(open_field.post) == []
    for own in (one, nomination.nominee):
        with refused("own-nomination" if own == one else "not-a-delegate"):
            nomination_second(nomination=nomination, actor=own)
    nomination = nomination_second(nomination=nomination, actor=another)
    assert candidates(open_field.post) == [nomination]
    with refused("needs-no-seconder"):
        nomination_second(nomination=nomination, actor=another)


def test_refused_when_a_delegate_nominates_themselves(open_field: Field) -> None:
    with refused("own-nomination"):
        open_field.nominate(open_field.leader)


def test_a_paper_by_lot_is_in_the_order_of_its_seed_and_not_of_nomination() -> None:
    field = make_field(make_hall(), order=PaperOrder.LOT, order_seed="dice 3 4 6 1")
    for name in ("Ann Umber", "Bo Vale", "Cy West", "Di Xu"):
        field.stands(name)
    assert field.post.order_seed == "dice 3 4 6 1"
    drawn = [one.nominee.name for one in candidates(field.post)]
    assert sorted(drawn) == ["Ann Umber", "Bo Vale", "Cy West", "Di Xu"]
    assert drawn == [one.nominee.name for one in candidates(field.post)]


def test_nobody_pages_through_the_register_to_nominate(field: Field) -> None:
    own, delegate = make_member("Ann Umber", branch=field.branch), field.hall.credentials[3].member
    stranger = make_member("Ann Elsewhere", branch=field.hall.branches[1])
    right = right_to_nominate(field.post, field.leader)
    assert people_to_nominate(right, field.post, "ann") == [own]
    assert people_to_nominate(right, field.post, delegate.name) == [delegate]
    assert people_to_nominate(right, field.post, own.membership_number.lower()) == [own]
    assert people_to_nominate(right, field.post, stranger.membership_number) == []
    assert people_to_nominate(right, field.post, "a") == []
    assert not right_to_nominate(field.post, stranger)
    desk = right_to_nominate(field.post, field.clerk)
    assert set(people_to_nominate(desk, field.post, "ann")) == {own, stranger}


def test_a_deadline_is_the_servers(field: Field) -> None:
    post = field.post
    in_time = {}
    for seconds in (-1, 0):
        at = post.nominations_close_at + timedelta(seconds=seconds)
        with time_machine.travel(at, tick=False):
            in_time[seconds] = post.takes_nominations
    assert in_time == {-1: True, 0: False}
