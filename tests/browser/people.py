"""What people do in a browser, in the words on the page, and what others do meanwhile."""

from collections import Counter

from playwright.sync_api import Page, expect

from ballots.enums import Choice
from ballots.models import Ballot, RollEntry
from conferences.selectors import floor_of
from members.models import Member
from members.passcodes import could_be_passcode
from tests.factories.ballots import cast_by
from tests.factories.members import signed_in
from tests.pages.halls import Hall


def sign_in_with_passcode(page: Page, member: Member) -> None:
    """Sign in as anyone would: ask for a passcode, fetch it from the mail, type it."""
    page.goto("/sign-in/")
    page.get_by_label("Membership number or e-mail address").fill(member.membership_number)
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Passcode").fill(read_passcode(page, member))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", name="Enter your passcode")).not_to_be_visible()


def read_passcode(page: Page, member: Member) -> str:
    """Look into the demo's mailbox, in a tab of its own."""
    mailbox = page.context.new_page()
    mailbox.goto(f"/mailbox/?to={member.email}")
    letter = mailbox.get_by_role("article").first.inner_text()
    mailbox.close()
    return next(line for line in letter.splitlines() if could_be_passcode(line))


def come_back(page: Page, member: Member, base_url: str) -> None:
    """Arrive with the cookie of somebody who signed in earlier."""
    cookie = signed_in(member).cookies["tellers"]
    page.context.add_cookies([{"name": "tellers", "value": cookie.value, "url": base_url}])


def ballot_of(hall: Hall) -> Ballot:
    """Find the vote that is before conference."""
    ballot = floor_of(hall.conference).ballot
    assert ballot
    return ballot


def open_the_vote(hall: Hall) -> None:
    """Have the chair put the motion and open the vote, elsewhere."""
    hall.put_the_motion()
    hall.press("open_vote")


def others_vote(hall: Hall, choice: str = Choice.FOR) -> None:
    """Have everybody on the roll who has not voted do so, elsewhere."""
    ballot = ballot_of(hall)
    for entry in ballot.roll.filter(cast=None).select_related("voter"):
        cast_by(entry.voter, ballot, choice)


def votes(hall: Hall) -> Counter[str]:
    """Count the votes that count."""
    counted = RollEntry.objects.filter(ballot=ballot_of(hall), cast__isnull=False)
    return Counter(counted.values_list("cast__choice", flat=True))
