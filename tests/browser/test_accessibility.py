"""axe looks at every page, as each person who uses it, in each phase of a vote (WCAG 2.2 AA)."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from audit.models import Position
from audit.store.sequencer import sequence_all
from ballots.services import election_count
from members.enums import Office
from members.models import Member
from tests.browser.people import ballot_of, come_back, open_the_vote, others_vote
from tests.factories.members import make_officer
from tests.pages.elections import closed, opened
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

Check = Callable[[Page], None]

NO_PAGE = "/nowhere/"
NEEDS_NOBODY = ["/", "/sign-in/", "/mailbox/", "/design/", "/log/", "/log/witnesses/", NO_PAGE]
OF_THE_LOG = [
    "/log/?q=motion+1",
    "/log/?q=nonsense",
    "/log/0/",
    "/log/heads/",
    "/log/how-to-check/",
    "/log/story/motion:NDC27/M1/",
]
OF_A_MEMBER = ["/me/", "/me/authenticator/", "/me/signature/"]
OF_THE_CONFERENCE = ["/c/NDC27/", "/c/NDC27/motions/", "/c/NDC27/motions/M1/", "/c/NDC27/hall/"]
DELEGATE = "/c/NDC27/now/"
NARROWEST = 360
DRAWN_WIDE = """() => new Promise(found => requestAnimationFrame(() => requestAnimationFrame(
  () => found(document.documentElement.scrollWidth))))"""
BEYOND = """narrowest => [...document.body.querySelectorAll("*")]
  .filter(one => one.getBoundingClientRect().right > narrowest + 1 && !one.firstElementChild)
  .map(one => `${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 80)}`)"""


def look(page: Page, addresses: list[str], check: Check) -> None:
    page.emulate_media(reduced_motion="reduce")  # a sheet that is still fading in is too pale
    for address in addresses:
        answer = page.goto(address)
        assert answer
        assert answer.ok or address == NO_PAGE, f"{address} answers {answer.status}"
        expect(page.locator("h1").first).to_be_attached()
        check(page)
        assert_fits_a_phone(page)


def assert_fits_a_phone(page: Page) -> None:
    """Hold the page beside the narrowest phone we promise: nothing scrolls aside."""
    size = page.viewport_size
    assert size
    page.set_viewport_size({"width": NARROWEST, "height": 640})
    wide = page.evaluate("document.documentElement.scrollWidth")
    if wide > NARROWEST:  # perhaps of the width before
        wide = page.evaluate(DRAWN_WIDE)
    beyond = page.evaluate(BEYOND, NARROWEST) if wide > NARROWEST else []
    page.set_viewport_size(size)
    assert wide <= NARROWEST, f"{page.url} is {wide} pixels wide on a phone: {beyond}"


def desks(hall: Hall) -> list[tuple[Member, str]]:
    """Name each desk in the hall, and who sits at it."""
    return [
        (hall.chair, "/c/NDC27/chair/"),
        (hall.teller, "/c/NDC27/teller/"),
        (hall.returning_officer, "/c/NDC27/returning-officer/"),
    ]


def look_everywhere(hall: Hall, phone: Page, desk: Page, check: Check, base_url: str) -> None:
    ballot = f"/ballots/{ballot_of(hall).pk}/"
    come_back(phone, hall.delegate, base_url)
    look(phone, [*OF_THE_CONFERENCE, DELEGATE, ballot], check)
    for officer, address in desks(hall):
        come_back(desk, officer, base_url)
        look(desk, [address], check)


@pytest.mark.usefixtures("hall")
def test_pages_for_anyone(phone: Page, desk: Page, assert_accessible: Check) -> None:
    look(phone, NEEDS_NOBODY, assert_accessible)
    look(desk, NEEDS_NOBODY, assert_accessible)


def test_pages_of_a_member(
    hall: Hall, phone: Page, assert_accessible: Check, base_url: str
) -> None:
    come_back(phone, hall.delegate, base_url)
    look(phone, [*OF_A_MEMBER, *OF_THE_CONFERENCE, DELEGATE], assert_accessible)


def test_pages_while_a_vote_is_open(
    hall: Hall, phone: Page, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    open_the_vote(hall)
    look_everywhere(hall, phone, desk, assert_accessible, base_url)


def test_pages_of_an_election(
    hall: Hall, phone: Page, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    ballot = opened(hall, seats=1)
    come_back(phone, hall.delegate, base_url)
    pages = ["/vote/", f"/vote/{ballot.pk}/", f"/ballots/{ballot.pk}/", DELEGATE, "/c/NDC27/hall/"]
    look(phone, pages, assert_accessible)
    closed(hall, ballot, [1], [1], [2], [2])
    election_count(ballot=ballot, actor=hall.returning_officer)
    come_back(desk, hall.returning_officer, base_url)
    look(desk, [f"/ballots/{ballot.pk}/desk/"], assert_accessible)


def test_pages_once_a_vote_is_counted_and_declared(
    hall: Hall, phone: Page, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    open_the_vote(hall)
    others_vote(hall)
    hall.press("close_vote")
    look_everywhere(hall, phone, desk, assert_accessible, base_url)
    hall.press("declare")
    look_everywhere(hall, phone, desk, assert_accessible, base_url)


def test_pages_that_answer_a_slip(hall: Hall, phone: Page, assert_accessible: Check) -> None:
    phone.goto("/sign-in/")
    phone.get_by_label("Membership number or e-mail address").fill(hall.delegate.membership_number)
    phone.get_by_role("button", name="Continue").click()
    phone.get_by_label("Passcode").fill("000 000")
    phone.get_by_role("button", name="Sign in").click()
    expect(phone.get_by_role("alert").or_(phone.locator(".field__error")).first).to_be_visible()
    assert_accessible(phone)


def test_pages_of_an_indicative_vote(
    hall: Hall, phone: Page, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    come_back(desk, hall.returning_officer, base_url)
    look(desk, ["/c/NDC27/ballots/", "/c/NDC27/ballots/new/"], assert_accessible)
    desk.get_by_label("Title").fill("Employers' offer of June 2027")
    desk.get_by_label("The question, as it is put").fill("What should we do with the offer?")
    desk.get_by_label("The answers on the paper").fill("Accept\nReject\nNeed to hear more")
    for question in desk.get_by_role("radio", name="No", exact=True).all():
        question.check()
    desk.get_by_role("radio", name="Strike or action short of a strike").check()
    desk.get_by_role("button", name="Propose this ballot").click()
    expect(desk.get_by_role("alert")).to_contain_text("it cannot be held here, by anyone")
    assert_accessible(desk)
    desk.get_by_role("radio", name="Consultative or indicative ballot").check()
    desk.get_by_role("button", name="Propose this ballot").click()
    expect(desk.get_by_role("button", name="Open the vote")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("button", name="Open the vote").click()
    expect(desk.get_by_text("The vote is open to the delegates present.")).to_be_visible()
    look_everywhere(hall, phone, desk, assert_accessible, base_url)
    others_vote(hall, "option-1")
    hall.as_(hall.teller).post("/c/NDC27/teller/close/")
    look_everywhere(hall, phone, desk, assert_accessible, base_url)
    come_back(desk, hall.returning_officer, base_url)
    desk.goto("/c/NDC27/returning-officer/")
    desk.get_by_role("button", name="Declare the figures").click()
    expect(desk.get_by_text("The figures are declared.")).to_be_visible()
    look_everywhere(hall, phone, desk, assert_accessible, base_url)


def test_pages_of_the_log(
    hall: Hall, phone: Page, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    hall.decide_the_motion()
    sequence_all()
    vote = Position.objects.filter(entry__kind="vote.cast").values_list("seq", flat=True)[0]
    look(phone, [*OF_THE_LOG, f"/log/{vote}/"], assert_accessible)
    look(desk, [*OF_THE_LOG, f"/log/{vote}/"], assert_accessible)
    scrutineer = make_officer(Office.SCRUTINEER, hall.conference.body, "Rhiannon Oakhanger")
    come_back(desk, scrutineer, base_url)
    look(desk, ["/log/desk/", f"/log/people/{hall.chair.pseudonym}/"], assert_accessible)
    desk.goto(f"/log/{vote}/")
    desk.get_by_label("Why do you need to see them?").fill("A complaint")
    desk.get_by_role("button", name="Show them").click()
    expect(desk.get_by_text("choice: for")).to_be_visible()
    assert_accessible(desk)
    desk.goto("/log/desk/")
    desk.get_by_label("Membership number").fill("nobody")
    desk.get_by_label("Why", exact=True).fill("A complaint")
    desk.get_by_role("button", name="Find, and record").click()
    expect(desk.get_by_text("There is nobody with that membership number.")).to_be_visible()
    assert_accessible(desk)
