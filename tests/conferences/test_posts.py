"""Posts from the guard to the vote, or to a declaration without one."""

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from audit.models import Entry
from ballots.counting.contest import Reserved
from ballots.enums import BallotState
from ballots.guard import Answer, Attestation
from ballots.services import ballot_recommend_void, ballot_void
from conferences.candidates import candidates, standing
from conferences.enums import PostState
from conferences.models import Post
from conferences.nominations import Outlook
from conferences.services import (
    nomination_rule_on,
    nomination_withdraw,
    nominations_close,
    post_ask_later_close,
    post_confirm_later_close,
    post_declare_unopposed,
    post_put_to_vote,
    post_review,
    post_vote_open,
)
from members.enums import Office
from members.services import appointment_make
from tests.factories.conferences import refused
from tests.factories.elections import Field, make_field
from tests.pages.halls import Hall, make_hall

pytestmark = pytest.mark.django_db
REASON = "The page was down for an hour."


@pytest.fixture
def hall() -> Hall:
    return make_hall()


@pytest.fixture
def field(hall: Hall) -> Field:
    return make_field(hall)


@pytest.mark.parametrize(
    ("facts", "law"),
    [
        ({"class_code": "S46_EXECUTIVE"}, "ss.46-52"),
        ({"class_code": "S46_PRESIDENT"}, "s.46(2); narrow exception s.46(4)"),
        ({"class_code": "UNKNOWN"}, "-"),
        ({"attestation": Attestation()}, "union rules; s.108A(2)(a)"),
        (
            {"attestation": Attestation(Answer.YES, Answer.NO, Answer.NO, Answer.NO)},
            "union rules; s.108A(2)(a)",
        ),
        ({"class_code": "SURVEY"}, "none"),
    ],
)
def test_refused_when_the_guard_blocks_the_post(
    facts: dict[str, Any], law: str, hall: Hall
) -> None:
    with pytest.raises(Exception, match=r"\w") as no:
        make_field(hall, **facts)
    assert no.value.code.startswith("guard-")  # type: ignore[attr-defined]
    assert no.value.rule == law  # type: ignore[attr-defined]
    assert not Post.objects.exists()
    assert Entry.objects.get(kind="post.refused").subject == "conference:NDC27"


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"seats": 0}, "places-impossible"),
        ({"rule": "plurality", "reserved": [Reserved("women", 4)]}, "places-impossible"),
        ({"rule": "plurality", "reserved": [Reserved("women", 1)] * 2}, "places-impossible"),
        ({"rule": "av"}, "rule-does-not-fit"),
        ({"rule": "fptp"}, "rule-does-not-fit"),
        ({"title": " "}, "post-unnamed"),
        ({"guard_basis": "no"}, "basis-missing"),
        ({"statement_words": 0}, "statement-length"),
        ({"nominations_open_at": timezone.now() + timedelta(days=9)}, "closes-before-it-opens"),
        (
            {
                "nominations_open_at": timezone.now() - timedelta(days=9),
                "nominations_close_at": timezone.now() - timedelta(days=8),
            },
            "closes-in-the-past",
        ),
    ],
)
def test_refused_when_a_post_cannot_be_set_up_so(
    facts: dict[str, Any], code: str, hall: Hall
) -> None:
    with refused(code):
        make_field(hall, **facts)
    assert not Post.objects.exists()


def test_refused_when_the_office_does_not_set_up_posts(hall: Hall) -> None:
    with refused("not-your-office"):
        make_field(hall, clerk=hall.teller)


def test_refused_when_a_reference_is_taken(field: Field) -> None:
    for reference in ("E1", "e1"):
        with refused("reference-taken"):
            make_field(field.hall, clerk=field.clerk, reference=reference)


def test_a_post_whose_words_name_the_executive_waits_for_a_second_person(hall: Hall) -> None:
    field = make_field(hall, title="Observer of the Executive")
    assert field.post.state == PostState.UNDER_REVIEW
    with refused("not-announced"):
        field.nominate("Ann Umber")
    with refused("own-review"):
        post_review(post=field.post, actor=field.clerk, approve=True, reason=REASON)
    with refused("not-your-office"):
        post_review(post=field.post, actor=hall.teller, approve=True, reason=REASON)
    with refused("reason-missing"):
        post_review(post=field.post, actor=field.officer, approve=True, reason="ok")
    post_review(post=field.post, actor=field.officer, approve=True, reason=REASON)
    assert field.post.state == PostState.NOMINATIONS
    with refused("not-under-review"):
        post_review(post=field.post, actor=field.officer, approve=False, reason=REASON)


def test_a_post_that_a_second_person_refuses_is_not_held(hall: Hall) -> None:
    field = make_field(hall, title="Observer of the Executive")
    post = post_review(post=field.post, actor=field.officer, approve=False, reason=REASON)
    assert (post.state, post.is_public) == (PostState.REFUSED, False)


def test_a_deadline_is_moved_later_by_two_people(field: Field) -> None:
    before = field.post.nominations_close_at
    until = before + timedelta(days=1)
    with refused("never-sooner"):
        post_ask_later_close(post=field.post, actor=field.clerk, until=before, reason=REASON)
    with refused("nothing-asked"):
        post_confirm_later_close(post=field.post, actor=field.officer)
    post_ask_later_close(post=field.post, actor=field.clerk, until=until, reason=REASON)
    assert field.post.nominations_close_at == before
    with refused("own-request"):
        post_confirm_later_close(post=field.post, actor=field.clerk)
    post_confirm_later_close(post=field.post, actor=field.officer)
    assert field.post.nominations_close_at == until


def test_a_later_deadline_can_be_declined_by_whoever_asked(field: Field) -> None:
    until = field.post.nominations_close_at + timedelta(days=1)
    post_ask_later_close(post=field.post, actor=field.clerk, until=until, reason=REASON)
    post_confirm_later_close(post=field.post, actor=field.clerk, confirm=False)
    assert field.post.later_close_at is None
    assert field.post.nominations_close_at < until


def test_refused_when_the_deadline_has_passed_and_would_be_moved(field: Field) -> None:
    until = field.post.nominations_close_at + timedelta(days=1)
    post_ask_later_close(post=field.post, actor=field.clerk, until=until, reason=REASON)
    with field.after_the_deadline(), refused("deadline-passed"):
        post_confirm_later_close(post=field.post, actor=field.officer)
    with field.after_the_deadline(), refused("deadline-passed"):
        post_ask_later_close(
            post=field.post, actor=field.clerk, until=until + timedelta(days=1), reason=REASON
        )


def test_nominations_close_at_the_deadline_and_not_before(field: Field) -> None:
    with refused("still-open"):
        nominations_close(post=field.post, actor=None)
    field.stands("Ann Umber")
    field.nominate("Bo Vale")
    assert field.close().state == PostState.CLOSED
    leaf = bytes(Entry.objects.get(kind="post.nominations_closed").leaf)
    assert b'"candidates":1' in leaf
    assert b'"vacancies":2' in leaf
    with field.after_the_deadline(), refused("not-open"):
        nominations_close(post=field.post, actor=None)


def test_too_few_are_elected_unopposed_and_the_vacancies_are_said(field: Field) -> None:
    field.stands("Ann Umber")
    field.stands("Bo Vale")
    with refused("not-closed"):
        post_declare_unopposed(post=field.post, actor=field.officer)
    field.close()
    with refused("needs-no-vote"):
        post_put_to_vote(post=field.post, actor=field.officer)
    with refused("not-your-office"):
        post_declare_unopposed(post=field.post, actor=field.clerk)
    post = post_declare_unopposed(post=field.post, actor=field.officer)
    assert post.state == PostState.UNOPPOSED
    assert [one.paper_number for one in candidates(post)] == [1, 2]
    leaf = bytes(Entry.objects.get(kind="post.declared_unopposed").leaf)
    assert b'"vacancies":1' in leaf
    assert b"Umber" not in leaf
    with refused("over-already"):
        one = candidates(post)[0]
        nomination_withdraw(nomination=one, actor=one.nominee)


def test_refused_when_whoever_is_nominated_acts_in_office(hall: Hall) -> None:
    field = make_field(hall)
    rival, later = field.stands("Bo Vale"), field.post.nominations_close_at + timedelta(days=1)
    mine = field.stands(field.clerk)
    field.stands(hall.chair)
    with refused("candidate"):
        post_ask_later_close(post=field.post, actor=field.clerk, until=later, reason=REASON)
    post_ask_later_close(post=field.post, actor=field.officer, until=later, reason=REASON)
    with refused("candidate"):
        post_confirm_later_close(post=field.post, actor=field.clerk)
    appointed = field.clerk  # as returning officer, once nominated: nobody may be both before
    union, office = hall.conference.body, Office.RETURNING_OFFICER
    appointment_make(actor=None, member=appointed, office=office, body=union)
    with refused("candidate"):
        nomination_rule_on(nomination=rival, actor=appointed, valid=False, reason=REASON)
    with refused("candidate"):
        nomination_withdraw(nomination=rival, actor=appointed, reason=REASON)
    field.close()
    with refused("candidate"):
        post_declare_unopposed(post=field.post, actor=hall.chair)
    with refused("candidate"):
        post_put_to_vote(post=field.post, actor=appointed)
    assert Entry.objects.filter(kind="act.refused", subject="post:NDC27/E1").count() == 6
    nomination_withdraw(nomination=mine, actor=field.clerk)
    nomination_rule_on(nomination=rival, actor=appointed, valid=False, reason=REASON)


def test_a_post_for_which_nobody_stands_is_declared_vacant(field: Field) -> None:
    field.close()
    with refused("needs-no-vote"):
        post_put_to_vote(post=field.post, actor=field.officer)
    assert post_declare_unopposed(post=field.post, actor=field.officer).decided_at


def test_a_contested_post_goes_to_the_vote_in_the_order_of_the_page(hall: Hall) -> None:
    field = make_field(hall, seats=1, ron=True)
    for name in ("Bo Vale", "Ann Umber"):
        field.stands(name)
    with refused("not-closed"):
        post_put_to_vote(post=field.post, actor=field.officer)
    field.close()
    with refused("needs-a-vote"):
        post_declare_unopposed(post=field.post, actor=field.officer)
    with refused("not-your-office"):
        post_put_to_vote(post=field.post, actor=field.clerk)
    ballot = post_put_to_vote(post=field.post, actor=field.officer)
    assert (ballot.asked_for, ballot.state) == ("post:NDC27/E1", BallotState.READY)
    assert ballot.question == "Election: Standing Orders Committee 2027-28. 1 place."
    assert ballot.election.names == ["Ann Umber", "Bo Vale", "Re-open nominations"]
    assert ballot.enabling_rule == "Sample Rule 12.9"
    assert [one.paper_number for one in candidates(field.post)] == [1, 2]
    with refused("not-closed"):
        post_put_to_vote(post=field.post, actor=field.officer)


def test_one_candidate_with_ron_is_confirmed_or_nominations_are_re_opened(hall: Hall) -> None:
    field = make_field(hall, seats=1, rule="plurality", ron=True)
    field.stands("Eilidh Corran")
    field.close()
    assert standing(field.post).outlook is Outlook.CONFIRM
    with refused("needs-a-vote"):
        post_declare_unopposed(post=field.post, actor=field.officer)
    ballot = post_put_to_vote(post=field.post, actor=field.officer)
    assert "confirm those nominated, or re-open nominations" in ballot.question


def test_reserved_places_go_to_the_paper_with_those_who_may_take_them(hall: Hall) -> None:
    field = make_field(hall, seats=2, rule="plurality", ron=True, reserved=[Reserved("women", 1)])
    field.stands("Ann Umber", "women")
    field.stands("Bo Vale")
    field.close()
    election = post_put_to_vote(post=field.post, actor=field.officer).election
    assert election.reserved == [{"tag": "women", "seats": 1}]
    assert [each["tags"] for each in election.candidates] == [["women"], [], []]


def test_places_that_are_kept_make_a_vote_of_few_candidates(hall: Hall) -> None:
    field = make_field(hall, seats=3, rule="plurality", reserved=[Reserved("women", 2)])
    for name in ("Ann Umber", "Bo Vale"):
        field.stands(name)
    field.close()
    assert (standing(field.post).electable, standing(field.post).outlook) == (1, "contested")
    assert post_put_to_vote(post=field.post, actor=field.officer).election.seats == 3


def test_two_candidates_of_one_name_are_told_apart_on_the_paper(hall: Hall) -> None:
    field = make_field(hall, seats=1)
    for _ in range(2):
        field.stands("Ann Umber")
    field.close()
    names = post_put_to_vote(post=field.post, actor=field.officer).election.names
    assert names == [f"Ann Umber ({field.branch.name}, nomination {n})" for n in (1, 2)]


def test_names_that_read_alike_or_as_nobody_are_told_apart_on_the_paper(hall: Hall) -> None:
    field = make_field(hall, seats=1, ron=True)
    for name in ("Ann-Marie Umber", "Ann Marie Um\u200bber", "Re\u2011open nominations", "Ron"):
        field.stands(name)
    field.stands("\u202eBo Vale")
    field.close()
    *names, last = post_put_to_vote(post=field.post, actor=field.officer).election.names
    assert sum(f"({field.branch.name}, nomination " in name for name in names) == 4
    assert "Bo Vale" in names
    assert last == "Re-open nominations"


def on_the_paper(hall: Hall) -> Field:
    field = make_field(hall, seats=1, ron=True)
    field.stands("Ann Umber")
    field.stands("Bo Vale")
    field.close()
    post_put_to_vote(post=field.post, actor=field.officer)
    return field


def on_paper_withdrawn(field: Field) -> str:
    ballot = field.post.ballot
    assert ballot
    return str(ballot.election.candidates[0]["withdrawn"])


def test_the_vote_opens_to_every_delegate_present_or_not(hall: Hall) -> None:
    field = on_the_paper(hall)
    with refused("window-too-short"):
        post_vote_open(post=field.post, actor=hall.teller, window_seconds=10)
    with refused("not-your-office"):
        post_vote_open(post=field.post, actor=field.clerk, window_seconds=600)
    ballot = post_vote_open(post=field.post, actor=hall.teller, window_seconds=600)
    assert (ballot.state, ballot.roll_size) == (BallotState.OPEN, 4)


def test_refused_when_a_post_is_opened_that_was_not_put_to_the_vote(field: Field) -> None:
    with refused("not-put"):
        post_vote_open(post=field.post, actor=field.hall.chair, window_seconds=600)


def test_a_candidate_withdraws_freely_until_the_vote_opens(hall: Hall) -> None:
    field = on_the_paper(hall)
    ann = candidates(field.post)[0]
    nomination_withdraw(nomination=ann, actor=ann.nominee)
    assert "At their own wish." in on_paper_withdrawn(field)


def test_once_the_vote_is_open_the_returning_officer_enters_a_withdrawal(hall: Hall) -> None:
    field = on_the_paper(hall)
    post_vote_open(post=field.post, actor=hall.chair, window_seconds=600)
    ann = candidates(field.post)[0]
    with refused("not-yours-to-withdraw"):
        nomination_withdraw(nomination=ann, actor=ann.nominee)
    with refused("reason-missing"):
        nomination_withdraw(nomination=ann, actor=field.officer)
    nomination_withdraw(nomination=ann, actor=field.officer, reason="She has moved to Cork.")
    assert "moved to Cork" in on_paper_withdrawn(field)


def test_refused_when_a_ruling_would_come_after_the_paper_is_made(hall: Hall) -> None:
    field = on_the_paper(hall)
    with refused("paper-is-made"):
        nomination_rule_on(
            nomination=candidates(field.post)[0], actor=field.officer, valid=False, reason=REASON
        )


def test_a_post_whose_vote_is_void_is_put_again_to_those_who_still_stand(hall: Hall) -> None:
    field = on_the_paper(hall)
    first = field.post.ballot
    assert first
    ann = candidates(field.post)[0]
    nomination_withdraw(nomination=ann, actor=ann.nominee)
    ballot_recommend_void(ballot=first, actor=field.officer, reason="The wrong paper was made.")
    ballot_void(ballot=first, actor=hall.chair)
    again = post_put_to_vote(post=field.post, actor=field.officer)
    assert (again.replaces, again.election.names) == (first, ["Bo Vale", "Re-open nominations"])
