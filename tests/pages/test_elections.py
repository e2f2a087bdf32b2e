"""The pages of an election up to the vote, as delegates, candidates and officers use them."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from conferences.enums import Consent, PostState, WhoNominates
from conferences.models import Nomination, Post
from conferences.services import post_put_to_vote, post_vote_open
from members.enums import Office
from tests.factories.elections import Field, make_field
from tests.factories.members import make_member, make_officer
from tests.pages.halls import Hall

HOME = "/c/NDC27/elections/"
POST = f"{HOME}E1/"
DESK, NOMINATE, MINE, NEW = (
    f"{POST}desk/",
    f"{POST}nominate/",
    f"{POST}my-nomination/",
    f"{HOME}new/",
)
REASON = "She is not in membership."
ASKED: dict[str, Any] = {
    "reference": "E2",
    "title": "Trustees of the benevolent fund",
    "duties": "Look after the fund between conferences.",
    "seats": "2",
    "rule": "plurality",
    "ron": "on",
    "reserved_seats": "1",
    "reserved_for": "Women",
    "nominated_by": "delegate",
    "nominations_open_at": "2027-01-01T10:00",
    "nominations_close_at": "2027-02-01T12:00",
    "statement_words": "100",
    "order": "surname",
    "class_code": "NON_S46_OFFICE",
    "guard_basis": "They neither sit on the executive nor attend it.",
    **dict.fromkeys(
        ("executive_seat", "principal_officer", "industrial_action", "statutory_question"), "no"
    ),
}


@pytest.fixture
def field(hall: Hall) -> Field:
    return make_field(hall)


def closed(field: Field, *names: str) -> Post:
    for name in names:
        field.stands(name)
    return field.close()


def test_anyone_sees_the_posts_and_how_many_are_nominated_and_not_who(field: Field) -> None:
    field.stands("Ann Umber")
    for client in (field.hall.as_(None), field.hall.as_(field.leader)):
        for address in (HOME, POST):
            page = client.get(address).text
            assert "Standing Orders Committee 2027-28" in page
            assert "<strong>1</strong> nominated" in page
            assert "Umber" not in page


def test_once_nominations_close_members_see_all_candidates_and_strangers_none(
    field: Field,
) -> None:
    closed(field, "Bo Vale", "Ann Umber")
    page = field.hall.as_(field.leader).get(POST).text
    assert page.index("Ann Umber") < page.index("Bo Vale")
    assert "By surname, as on the paper" in page
    assert "trust in whoever runs this server" in page
    stranger = field.hall.as_(None).get(POST).text
    assert "Ann Umber" not in stranger
    assert "Names are for members." in stranger


def test_whoever_may_nominate_finds_looks_again_and_sends(field: Field) -> None:
    ann = make_member("Ann Umber", branch=field.branch)
    leader = field.hall.as_(field.leader)
    assert "Nominate somebody" in leader.get(POST).text
    assert "Ann Umber" in leader.get(NOMINATE, {"q": "umber"}).text
    look = leader.get(NOMINATE, {"q": "umber", "nominee": str(ann.pk)}).text
    assert "Send the nomination" in look
    assert not Nomination.objects.exists()
    sent = {"q": "umber", "nominee": str(ann.pk), "branch": field.branch.code}
    answer = leader.post(NOMINATE, sent, follow=True)
    assert "Ann Umber is nominated, and stands once they consent." in answer.text
    again = leader.post(NOMINATE, sent)
    assert (again.status_code, "has been nominated" in again.text) == (409, True)


def test_nobody_is_nominated_whom_the_search_does_not_find(field: Field) -> None:
    stranger = make_member("Stranger Fenn", branch=field.hall.branches[1])
    sent = {"q": "fenn", "nominee": str(stranger.pk), "branch": field.branch.code}
    leader = field.hall.as_(field.leader)
    assert leader.post(NOMINATE, sent).status_code == 404
    assert "Nobody found" in leader.get(NOMINATE, {"q": "fenn"}).text
    assert leader.post(NOMINATE, sent | {"nominee": "x"}).status_code == 404


def test_a_page_for_nominating_is_for_whoever_nominates(field: Field) -> None:
    assert field.hall.as_(None).get(NOMINATE).status_code == 302
    other = field.hall.as_(field.hall.credentials[1].member)
    answer = other.get(NOMINATE)
    assert (answer.status_code, "branches nominate" in answer.text) == (403, True)
    assert "Nominate somebody" not in other.get(POST).text


def test_a_delegate_nominates_another_delegate(hall: Hall) -> None:
    field = make_field(hall, nominated_by=WhoNominates.DELEGATE)
    other = hall.credentials[3].member
    client = hall.as_(hall.credentials[1].member)
    sent = {"q": other.name, "nominee": str(other.pk)}
    assert client.post(NOMINATE, sent).status_code == 302
    assert Nomination.objects.get().nominee == other
    assert field.post.nominations.count() == 1


def test_a_second_delegate_who_chooses_the_same_person_seconds(hall: Hall) -> None:
    field = make_field(hall, nominated_by=WhoNominates.TWO_DELEGATES)
    other = hall.credentials[3].member
    sent = {"q": other.name, "nominee": str(other.pk)}
    hall.as_(hall.delegate).post(NOMINATE, sent)
    second = hall.as_(hall.credentials[1].member)
    assert "Second the nomination" in second.get(NOMINATE, sent).text
    second.post(NOMINATE, sent)
    (nomination,) = field.post.nominations.all()
    assert nomination.seconded_by == hall.credentials[1].member


def test_a_late_nomination_is_said_to_be_late(field: Field) -> None:
    ann = make_member("Ann Umber", branch=field.branch)
    with field.after_the_deadline():
        client = field.hall.as_(field.leader)
        assert "kept and marked late" in client.get(NOMINATE).text
        sent = {"q": "umber", "nominee": str(ann.pk), "branch": field.branch.code}
        answer = client.post(NOMINATE, sent, follow=True)
        assert "The nomination of Ann Umber is kept, marked late." in answer.text
        assert "It is kept, and you are no candidate." in field.hall.as_(ann).get(MINE).text


def test_whoever_was_nominated_reads_it_first_wherever_they_look(field: Field) -> None:
    nomination = field.nominate(field.hall.credentials[1].member)
    client = field.hall.as_(nomination.nominee)
    for address in ("/me/", "/c/NDC27/now/", HOME, POST):
        assert "You have been nominated" in client.get(address).text, address
    client.post(MINE, {"act": "consent"})
    assert "You have been nominated" not in client.get("/c/NDC27/now/").text
    assert "You stand" in client.get("/me/").text


def test_a_nominee_consents_writes_and_withdraws(field: Field) -> None:
    nomination = field.nominate("Ann Umber")
    client = field.hall.as_(nomination.nominee)
    assert "Do you consent to stand?" in client.get(MINE).text
    answer = client.post(MINE, {"act": "consent"}, follow=True)
    assert "Write your statement next" in answer.text
    answer = client.post(MINE, {"act": "statement", "text": "Vote for <b>me</b>."}, follow=True)
    assert "Vote for &lt;b&gt;me&lt;/b&gt;." in answer.text
    long = client.post(MINE, {"act": "statement", "text": "word " * 151})
    assert (long.status_code, "Yours has 151." in long.text) == (409, True)
    assert "word word" in long.text
    assert "You have withdrawn." in client.post(MINE, {"act": "withdraw"}, follow=True).text


def test_a_nominee_declines_and_may_think_again(field: Field) -> None:
    nomination = field.nominate("Ann Umber")
    client = field.hall.as_(nomination.nominee)
    assert "You have declined." in client.post(MINE, {"act": "decline"}, follow=True).text
    client.post(MINE, {"act": "consent"})
    nomination.refresh_from_db()
    assert nomination.consent == Consent.GIVEN


def test_a_nomination_is_nobody_elses_page(field: Field) -> None:
    field.nominate("Ann Umber")
    assert field.hall.as_(field.leader).get(MINE).status_code == 404
    nominee = field.hall.as_(Nomination.objects.get().nominee)
    assert nominee.post(MINE, {"act": "rule"}).status_code == 404


def test_a_statement_is_shown_as_it_was_written_and_marked_up_by_nobody(field: Field) -> None:
    nomination = field.stands("Ann Umber")
    client = field.hall.as_(nomination.nominee)
    client.post(MINE, {"act": "statement", "text": "<script>alert(1)</script>\n\nSecond."})
    field.close()
    page = field.hall.as_(field.leader).get(POST).text
    assert "<script>alert" not in page
    assert "<p>Second.</p>" in page


@pytest.mark.parametrize("address", [DESK, NEW])
def test_the_desk_is_for_its_offices(address: str, field: Field) -> None:
    assert field.hall.as_(None).get(address).status_code == 302
    assert field.hall.as_(field.leader).get(address).status_code == 403
    assert field.hall.as_(field.clerk).get(address).status_code == 200


def test_a_teller_at_the_desk_sees_no_names_before_nominations_close(field: Field) -> None:
    field.stands("Ann Umber")
    assert "Ann Umber" not in field.hall.as_(field.hall.teller).get(DESK).text
    assert "Ann Umber" in field.hall.as_(field.officer).get(DESK).text
    (look,) = Entry.objects.filter(kind="record.seen")
    assert look.subject == "post:NDC27/E1"
    field.close()
    assert "Ann Umber" in field.hall.as_(field.hall.teller).get(DESK).text


def test_an_officer_who_is_nominated_sees_no_rival_sooner_than_they_see_it(field: Field) -> None:
    field.stands("Ann Umber")
    field.nominate(field.clerk)
    assert "Ann Umber" not in field.hall.as_(field.clerk).get(DESK).text
    assert not Entry.objects.filter(kind="record.seen").exists()


def test_a_post_is_set_up_and_a_refusal_keeps_what_was_typed(field: Field) -> None:
    clerk = field.hall.as_(field.clerk)
    with time_machine.travel("2027-01-02T10:00:00Z"):
        clerk = field.hall.as_(field.clerk)
        statutory = clerk.post(NEW, ASKED | {"class_code": "S46_EXECUTIVE"})
        assert statutory.status_code == 409
        assert "The law: ss.46-52 of the Trade Union" in statutory.text
        assert "Look after the fund between conferences." in statutory.text
        wrong = clerk.post(NEW, ASKED | {"reference": "post one", "reserved_for": ""})
        assert wrong.status_code == 422
        assert "such as E4" in wrong.text
        assert "and for whom" in wrong.text
        made = clerk.post(NEW, ASKED, follow=True)
    assert "Set up, and in the log." in made.text
    post = Post.objects.get(reference="E2")
    assert (post.reserved, post.state) == ([{"tag": "women", "seats": 1}], PostState.NOMINATIONS)


def test_a_post_under_review_is_for_officers_until_it_is_approved(hall: Hall) -> None:
    make_field(hall, title="Observer of the Executive")
    assert "Observer" not in hall.as_(hall.delegate).get(HOME).text
    assert hall.as_(hall.delegate).get(POST).status_code == 404
    officer = hall.as_(hall.returning_officer)
    assert "Approve the post" in officer.get(DESK).text
    done = officer.post(
        DESK, {"act": "approve", "approve-reason": "Only watches, has no seat."}, follow=True
    )
    assert "Done, and in the log." in done.text
    assert "Observer" in hall.as_(hall.delegate).get(HOME).text


def test_the_returning_officer_rules_on_a_nomination_at_the_desk(field: Field) -> None:
    field.stands("Ann Umber")
    officer = field.hall.as_(field.officer)
    short = officer.post(DESK, {"act": "invalid.1", "invalid.1-reason": "no"})
    assert (short.status_code, "Give the reason in words." in short.text) == (422, True)
    officer.post(DESK, {"act": "invalid.1", "invalid.1-reason": REASON})
    assert Nomination.objects.get().standing == "Found invalid"
    nominee = field.hall.as_(Nomination.objects.get().nominee)
    for address in (MINE, "/me/", "/c/NDC27/now/", HOME, POST):
        assert REASON in nominee.get(address).text, address
    clerk = field.hall.as_(field.clerk)
    assert clerk.post(DESK, {"act": "valid.1", "valid.1-reason": REASON}).status_code == 404


def test_two_people_move_the_deadline_at_the_desk(field: Field) -> None:
    until = timezone.localtime(field.post.nominations_close_at + timedelta(days=1))
    asked = {
        "act": "ask-later",
        "ask-later-until": until.strftime("%Y-%m-%dT%H:%M"),
        "ask-later-reason": "The page was down for an hour.",
    }
    clerk, officer = field.hall.as_(field.clerk), field.hall.as_(field.officer)
    clerk.post(DESK, asked)
    own = clerk.post(DESK, {"act": "confirm-later"})
    assert (own.status_code, "A second person must confirm" in own.text) == (409, True)
    assert "asks that nominations close later" in officer.get(DESK).text
    officer.post(DESK, {"act": "confirm-later"})
    assert f"{until:%H:%M}" in field.hall.as_(None).get(POST).text


def desk_after_the_deadline(field: Field, act: str, **given: str) -> str:
    with field.after_the_deadline():
        client = field.hall.as_(field.officer)
        return client.post(DESK, {"act": act} | given, follow=True).text


def test_unopposed_candidates_are_declared_with_the_vacancy(field: Field) -> None:
    closed(field, "Ann Umber", "Bo Vale")
    said = "2 candidates for 3 places: both elected unopposed, one place vacant."
    assert said in field.hall.as_(None).get(POST).text
    assert "Done, and in the log." in desk_after_the_deadline(field, "declare")
    assert "Elected unopposed" in field.hall.as_(field.leader).get(HOME).text


def test_a_contested_post_is_put_to_the_vote_and_opened_from_the_desk(hall: Hall) -> None:
    field = make_field(hall, seats=1, ron=True)
    closed(field, "Ann Umber", "Bo Vale")
    with field.after_the_deadline():
        officer = hall.as_(hall.returning_officer)
        assert "The paper as it would be" in officer.get(DESK).text
        officer.post(DESK, {"act": "put"})
        assert field.post.state == PostState.VOTE
        officer.post(DESK, {"act": "open", "open-minutes": "30"})
        ballot = field.post.ballot
        assert ballot
        for address in (HOME, POST):
            assert f'"/vote/{ballot.pk}/"' in hall.as_(hall.delegate).get(address).text
            for other in (None, hall.returning_officer):
                page = hall.as_(other).get(address).text
                assert f'"/vote/{ballot.pk}/"' not in page
                assert "Follow the vote" in page
        paper = hall.as_(hall.delegate).get(f"/vote/{ballot.pk}/").text
        assert f'href="{HOME}"' in paper, "a voter finds the way back to conference"
        assert "To the desk of the vote" in officer.get(DESK).text


def test_a_candidate_is_told_that_the_vote_has_opened(hall: Hall) -> None:
    field = make_field(hall, seats=1, ron=True)
    closed(field, "Ann Umber", "Bo Vale")
    with field.after_the_deadline():
        post_put_to_vote(post=field.post, actor=field.officer)
        post_vote_open(post=field.post, actor=hall.chair, window_seconds=600)
        ann = Nomination.objects.get(nominee__name="Ann Umber").nominee
        client = hall.as_(ann)
        assert "write to the returning officer" in client.get(MINE).text
        assert client.post(MINE, {"act": "withdraw"}).status_code == 409


def test_acts_that_are_not_due_are_not_found(field: Field) -> None:
    officer = field.hall.as_(field.officer)
    for act in ("put", "close", "declare", "open", "forget", "invalid.7", "x.1", ""):
        assert officer.post(DESK, {"act": act}).status_code == 404, act


@pytest.mark.parametrize("address", ["E9/", "E9/nominate/", "E9/desk/", "E9/my-nomination/"])
def test_unknown_posts_are_not_found(address: str, field: Field) -> None:
    assert field.hall.as_(field.officer).get(HOME + address).status_code == 404


def test_a_reference_is_taken_in_capitals_or_not(field: Field) -> None:
    officer = field.hall.as_(field.officer)
    for address in ("e1/", "e1/desk/"):
        assert "Standing Orders Committee 2027-28" in officer.get(HOME + address).text


def queries(client: Client, address: str, count: DjangoAssertNumQueries, number: int) -> None:
    with count(number):
        client.get(address)


@pytest.mark.parametrize("posts", [1, 3])
def test_posts_are_listed_in_as_many_queries_for_one_as_for_three(
    posts: int, hall: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = make_officer(Office.CLERK, hall.conference.body)
    for number in range(posts):
        field = make_field(hall, clerk=clerk, reference=f"E{number + 1}")
        for name in ("Ann", "Bo", "Cy")[: number + 1]:
            field.stands(f"{name} Umber {number}")
    queries(hall.as_(hall.delegate), HOME, django_assert_num_queries, 9)


OFFICER = "/c/NDC27/returning-officer/"


def test_the_returning_officer_sees_every_post_and_what_comes_next(hall: Hall) -> None:
    field = make_field(hall, seats=1, ron=True)
    officer = hall.as_(hall.returning_officer)
    page = officer.get(OFFICER).text
    assert f'href="{DESK}"' in page
    assert "Nominations close on" in page
    closed(field, "Ann Umber", "Bo Vale")
    assert "Next: Put it to the vote" in officer.get(OFFICER).text
    post_put_to_vote(post=field.post, actor=field.officer)
    post_vote_open(post=field.post, actor=field.officer, window_seconds=600)
    page = officer.get(OFFICER).text
    assert "Not yet put to the vote" not in page
    assert "No seed is fixed yet; after the close a tie can only be drawn by hand." in page


@pytest.mark.parametrize("posts", [1, 3])
def test_a_returning_officer_asks_as_much_of_the_database_for_one_post_as_for_three(
    posts: int, hall: Hall, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    clerk = make_officer(Office.CLERK, hall.conference.body)
    for number in range(posts):
        field = make_field(hall, clerk=clerk, reference=f"E{number + 1}")
        closed(field, f"Ann Umber {number}", f"Bo Vale {number}")
    queries(hall.as_(hall.returning_officer), OFFICER, django_assert_num_queries, 12)


@pytest.mark.parametrize("stand", [1, 3])
def test_a_desk_asks_as_much_of_the_database_for_one_as_for_three(
    stand: int, field: Field, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(stand):
        field.stands(f"Ann Umber {number}")
    client = field.hall.as_(field.officer)
    client.get(DESK)
    queries(client, DESK, django_assert_num_queries, 7)
