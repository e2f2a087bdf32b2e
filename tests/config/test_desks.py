"""Nobody is led to a page that turns them away, and every office of work is led somewhere."""

from collections import defaultdict

import pytest

from audit.recording import entry
from ballots.models import Ballot
from config.desks import PAGES, Link, pages_of
from members.enums import Office
from members.models import Body
from members.permissions import BRANCH_OFFICERS
from members.selectors import offices_of
from tests.factories.members import make_officer, signed_in
from tests.pages.halls import Hall, make_hall

WORKLESS = {Office.EXECUTIVE, Office.ADMINISTRATOR}


def turned_away(office: Office, body: Body) -> tuple[list[Link], list[str]]:
    """Open every page that an office leads to; give them, and those that did not open."""
    officer = make_officer(office, body, str(office.label))
    client = signed_in(officer)
    [held] = offices_of(officer)
    links = list(pages_of(held))
    listed = client.get("/me/").content.decode()
    assert all(f'href="{link.url}"' in listed for link in links)
    return links, [link.url for link in links if client.get(link.url).status_code != 200]


@pytest.fixture
def hall() -> Hall:
    """A hall with a vote open, whose voters step up."""
    hall = make_hall()
    hall.put_the_motion()
    hall.press("open_vote")
    with entry(actor=None) as log:
        log.record("test.prepared", subject="test")
        Ballot.objects.filter(pk=hall.ballot.pk).update(steps_up=True)
    return hall


@pytest.mark.django_db
def test_every_office_is_led_to_pages_that_open_to_it(hall: Hall) -> None:
    led = defaultdict(set)
    for office in set(Office) - WORKLESS:
        links, closed = turned_away(office, hall.conference.body)
        assert closed == [], office
        assert links, office
        led[office] = {link.url for link in links}
    assert f"/ballots/{hall.ballot.pk}/delivery/" in led[Office.RETURNING_OFFICER]
    assert "/sheets/" in led[Office.RETURNING_OFFICER] & led[Office.ACCESS_OFFICER]
    assert "/assist/" in led[Office.HELPDESK] & led[Office.ACCESS_OFFICER]
    assert "/members/imports/" in led[Office.MEMBERSHIP_OFFICER]
    assert {page.each for page in PAGES} == {
        "union",
        "conference",
        "branch",
        "part",
        "vote",
        "membership",
    }


@pytest.mark.django_db
def test_officer_of_a_branch_is_led_to_the_branch_and_not_to_the_union(hall: Hall) -> None:
    branch = hall.credentials[0].body
    for office in BRANCH_OFFICERS:
        links, closed = turned_away(office, branch)
        assert closed == []
        assert f"/c/{hall.conference.code}/branches/{branch.code}/" in {one.url for one in links}
        assert not {"/helpdesk/", "/officers/"} & {one.url for one in links}
