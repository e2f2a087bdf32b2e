"""What the log, the pack, the schedule and the people themselves are told of posts."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from audit.browsing.subjects import found, named
from audit.holding import held
from audit.retention import due_now
from audit.services.deletions import deletion_ask, deletion_confirm
from audit.services.holds import hold_place
from conferences.circumstances import of_post
from conferences.election_records import KEY
from conferences.election_tables import nominations, posts
from conferences.models import Nomination
from conferences.services import post_put_to_vote, post_vote_open, statement_write
from config.timekeeper import close_nominations
from members.services.subject_access import as_json, told_about
from motions.scrutiny import votes_of
from tests.factories.elections import Field, make_field
from tests.pages.halls import make_hall

pytestmark = pytest.mark.django_db
LATER = timedelta(days=3 * 366)


@pytest.fixture
def field() -> Field:
    """A post for one place, for which somebody stands with a statement."""
    field = make_field(make_hall(), seats=1, ron=True)
    one = field.stands("Ann Umber")
    statement_write(nomination=one, actor=one.nominee, text="I ask for your vote.")
    return field


def due() -> list[str]:
    return [one.subject for one in due_now(timezone.now()) if one.rule == KEY]


def test_the_log_calls_a_post_by_its_title_and_a_nomination_by_its_number(field: Field) -> None:
    said = named(["post:NDC27/E1", "nomination:NDC27/E1.1", "nomination:NDC27/E9.1", "post:x"])
    assert said["post:NDC27/E1"].title == "E1, Standing Orders Committee 2027-28"
    assert said["post:NDC27/E1"].url == "/c/NDC27/elections/E1/"
    assert said["nomination:NDC27/E1.1"].title == (
        "nomination 1 for E1, Standing Orders Committee 2027-28"
    )
    assert len(said) == 2
    assert "post:NDC27/E1" in found("orders committee")


def test_the_log_does_not_name_a_post_that_the_guard_holds_back() -> None:
    make_field(make_hall(), title="Observer of the Executive")
    assert named(["post:NDC27/E1"]) == {}


def test_statements_go_24_months_after_a_conference_and_who_stood_stays(field: Field) -> None:
    assert due() == []
    with time_machine.travel(timezone.now() + LATER):
        assert due() == ["conference:NDC27"]
        asked = deletion_ask(
            actor=field.hall.chair, office="a", rule=KEY, subject="conference:NDC27"
        )
        deletion_confirm(actor=field.officer, office="b", deletion=asked)
        assert due() == []
    one = Nomination.objects.get()
    assert (one.statement, one.nominee.name, one.statement_version) == ("", "Ann Umber", 1)


def test_a_hold_on_a_post_keeps_its_nominations(field: Field) -> None:
    hold_place(
        actor=field.officer, office="returning_officer", subject="post:NDC27/E1", reason="A case."
    )
    assert held("nomination:NDC27/E1.1")
    with time_machine.travel(timezone.now() + LATER):
        (found_due,) = [one for one in due_now(timezone.now()) if one.rule == KEY]
        assert found_due.holds


def test_a_nominee_is_told_what_is_held_and_an_officer_not_of_whom(field: Field) -> None:
    nominee = Nomination.objects.get().nominee
    told = as_json(told_about(nominee)).decode()
    assert "I ask for your vote." in told
    assert "Standing Orders Committee 2027-28" in told
    others = as_json(told_about(field.leader)).decode()
    assert "nomination:NDC27/E1.1" in others
    assert "Umber" not in others


def test_the_tables_of_a_pack_name_nobody_and_keep_what_came_late(field: Field) -> None:
    with field.after_the_deadline():
        field.nominate("Bo Vale")
        close_nominations()
    listed = posts(field.hall.conference).to_csv().decode()
    assert "E1,Standing Orders Committee 2027-28,1,ers97" in listed
    table = nominations(field.hall.conference).to_csv().decode()
    assert "Stands" in table
    assert "Came late" in table
    assert "Umber" not in table
    assert Nomination.objects.get(number=1).nominee.log_name in table


def test_the_clock_closes_nominations_once(field: Field) -> None:
    close_nominations()
    assert field.post.closed_at is None
    with field.after_the_deadline():
        close_nominations()
        close_nominations()
        assert field.post.closed_at


def test_an_election_is_among_the_votes_of_its_conference_and_tells_of_its_post(
    field: Field,
) -> None:
    field.stands("Bo Vale")
    field.close()
    ballot = post_put_to_vote(post=field.post, actor=field.officer)
    ballot = post_vote_open(post=field.post, actor=field.hall.chair, window_seconds=600)
    assert votes_of(field.hall.conference) == [ballot]
    told = of_post(ballot)
    assert told
    assert told.subject == "E1: Standing Orders Committee 2027-28"
