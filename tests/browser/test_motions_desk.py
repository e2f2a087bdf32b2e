"""A conference from nothing, through the pages: nobody types an address but that of their own."""

import re
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from audit.recording import entry
from conferences.models import Attendance, Conference, Credential
from members.enums import Office
from members.models import Body, Member
from motions.amendment_life import AmendmentState
from motions.models import Question
from motions.states import MotionState
from tests.browser.people import come_back
from tests.factories.members import make_body, make_officer, make_union

pytestmark = pytest.mark.browser

HEAT = "Conference notes that decks are hot.\nConference resolves to campaign for a limit."
DEPOTS = "Conference notes that depots are hot.\nConference asks for guidance."


@dataclass(frozen=True)
class Branch:
    """A branch and its two officers."""

    body: Body
    first: Member
    second: Member


def make_branch(code: str, union: Body) -> Branch:
    body = make_body(code, name=f"Harbour {code}", parent=union)
    first = make_officer(Office.BRANCH_SECRETARY, body, f"First of {code}")
    return Branch(body, first, make_officer(Office.CHAIR, body, f"Second of {code}"))


@dataclass
class Browser:
    """One browser, at which people take turns; each begins at the page that is their own."""

    page: Page
    base_url: str

    def at_own_page(self, member: Member, *links: str) -> Page:
        """Let somebody sit down, and follow links from their own page."""
        self.page.context.clear_cookies()
        come_back(self.page, member, self.base_url)
        self.page.goto("/me/")
        self.follow(*links)
        return self.page

    def follow(self, *links: str) -> None:
        for name in links:
            self.page.get_by_role("link", name=name).first.click()

    def press(self, name: str) -> None:
        self.page.get_by_role("button", name=name).first.click()

    def fill(self, **fields: str) -> None:
        """Fill in fields by their labels, written with underscores."""
        for label, value in fields.items():
            self.page.get_by_label(label.replace("_", " ")).first.fill(value)

    def sees(self, words: str) -> None:
        expect(self.page.get_by_text(words).first).to_be_visible()


def day(offset: int) -> str:
    return f"{timezone.localdate() + timedelta(days=offset):%Y-%m-%d}"


def call_a_conference(browser: Browser, clerk: Member) -> None:
    """Call it, set its deadlines, and give it a session with an item for motions."""
    page = browser.at_own_page(clerk, "Call a conference")
    browser.fill(Title="Harbour Conference", Code="HC30", First_day=day(90), Last_day=day(91))
    page.get_by_label("Quorum: delegates").fill("1")
    page.get_by_label("Quorum: from how many").fill("1")
    browser.press("Call this conference")
    browser.follow("Sessions and items")
    browser.fill(Day=day(90))
    browser.press("Add the session")
    browser.fill(Starts="10:00", Item="Working conditions")
    page.get_by_label("Kind").select_option("motion")
    browser.press("Add")
    browser.sees("Working conditions")
    browser.follow("Setting up", "Timetable of deadlines")
    for label, days in (("Motions open", -9), ("Motions close", 30), ("Amendments close", 60)):
        if not page.get_by_label("Which date").is_visible():
            page.get_by_text("Set a date").click()
        page.get_by_label("Which date").select_option(label=label)
        page.get_by_label("Day", exact=True).fill(day(days))
        browser.press("Set this date")
        expect(page.locator("main")).to_contain_text(label)


def certify(browser: Browser) -> None:
    browser.fill(Approved_at_a_meeting_on=day(-3), Members_present="14")
    browser.fill(Members_needed_for_a_quorum="10")
    browser.page.get_by_label("I certify").check()
    browser.press("Certify and send to the second officer")
    browser.sees("Sent to the second officer")


def lodge_a_motion(browser: Browser, branch: Branch, title: str, text: str) -> None:
    """One officer drafts and sends it with the meeting's certificate; the other confirms it."""
    browser.at_own_page(branch.first, "Our motions", "Draft a motion")
    browser.fill(Title=title, Text=text)
    browser.press("Keep as a draft")
    certify(browser)
    browser.at_own_page(branch.second, "Our motions", title)
    browser.press("Confirm and lodge")
    browser.sees("Both officers are sent a receipt")


def rule_them_in_order(browser: Browser, clerk: Member, soc_chair: Member) -> None:
    """Take both motions in, enter the meeting, and rule: one on its page, one on the desk."""
    page = browser.at_own_page(clerk, "Standing Orders Committee", "Heat on decks")
    browser.press("Take it in")
    browser.follow("Enter the meeting first")
    page.get_by_label(soc_chair.name).check()
    browser.press("Enter it")
    browser.follow("The committee's desk", "Heat on decks")
    page.get_by_label("In order", exact=True).check()
    browser.press("Enter the ruling")
    browser.sees("Ruled, and in the log")
    browser.follow("The committee's desk", "Heat in depots")
    browser.press("Take it in")
    page.get_by_label("In order", exact=True).check()
    browser.press("Enter the ruling")
    browser.sees("Ruled, and in the log")


def lodge_an_amendment(browser: Browser, branch: Branch) -> None:
    page = browser.at_own_page(branch.first, "Our motions", "Motions", "Heat on decks", "Amend")
    browser.fill(The_amendment="At end add: 'by 2031.'")
    browser.press("Show what it changes")
    expect(page.locator("#preview ins").first).to_be_visible()
    browser.press("Keep as a draft")
    certify(browser)
    browser.at_own_page(branch.second, "Our motions", "B02-a1")
    browser.press("Confirm and lodge")
    browser.sees("Lodged as amendment M1.1")


def make_a_composite(browser: Browser, clerk: Member, branches: list[Branch]) -> None:
    page = browser.at_own_page(clerk, "Composites")
    page.get_by_label("What the composite is about").fill("Heat at work")
    page.get_by_label("Heat on decks").check()
    page.get_by_label("Heat in depots").check()
    browser.press("Propose the composite")
    browser.follow("Heat at work", "Work on the words")
    browser.press("Put in everything left of M1")
    expect(page.locator("#said-2-1")).to_be_visible()
    browser.press("Put in everything left of M2")
    expect(page.locator("#said-4-1")).to_be_visible()
    browser.press("Put these words to the branches")
    for branch in branches:
        browser.at_own_page(branch.first, "Our motions", "Composite A")
        browser.press("Agree to version 1")
    browser.sees("Agreed by every branch")


def publish_a_report(browser: Browser, clerk: Member) -> None:
    browser.at_own_page(clerk, "Standing Orders Committee")
    browser.page.get_by_role("main").get_by_role("link", name="Reports").click()
    browser.press("Draw up the next report")
    browser.press("Save, and see how it reads")
    browser.press("Publish")
    browser.sees("Report 1")


def ask_for_reference_back(browser: Browser, branch: Branch) -> None:
    page = browser.at_own_page(branch.first, "Our motions", "Reports", "Report 1")
    page.get_by_role("link", name=re.compile("reference back", re.IGNORECASE)).first.click()
    browser.fill(Why_should_the_committee="We were not heard.")
    browser.press("Ask for it")
    browser.sees("asks for reference back")


def put_it_to_conference(browser: Browser, chair: Member) -> None:
    page = browser.at_own_page(chair, "Chair's page")
    browser.press("Open session 1")
    page.locator("summary", has_text="A procedural motion").click()
    page.locator("summary", has_text="Reference back").click()
    asked = page.locator("details[open] details[open]")
    asked.get_by_label("Moved by").fill("B01-1")
    asked.get_by_label("Paragraph").select_option(index=1)
    asked.get_by_role("button", name="Put it to conference").click()
    browser.sees("be referred back")


def arrive(conference: Conference, branch: Branch) -> None:
    """Let an officer of the branch come to conference as its delegate."""
    now = timezone.now()
    with entry(actor=None) as log:
        credential = Credential.objects.create(
            conference=conference,
            number=f"{branch.body.code}-1",
            member=branch.first,
            body=branch.body,
            kind="delegate",
            is_leader=True,
            card_strength=100,
            admitted_at=now,
        )
        Attendance.objects.create(credential=credential, checked_in_at=now)
        log.record("test.prepared", subject=conference)


def test_conference_is_entered_from_nothing(
    transactional_db: None, desk: Page, base_url: str
) -> None:
    union = make_union()
    clerk = make_officer(Office.CLERK, union, "Hester Quillfeather")
    soc_chair = make_officer(Office.SOC_CHAIR, union, "Orla Brightwater")
    chair = make_officer(Office.CHAIR, union, "Maureen Ashgrove")
    one, other = branches = [make_branch(code, union) for code in ("B01", "B02")]
    browser = Browser(desk, base_url)

    call_a_conference(browser, clerk)
    conference = Conference.objects.get(code="HC30")
    lodge_a_motion(browser, one, "Heat on decks", HEAT)
    lodge_a_motion(browser, other, "Heat in depots", DEPOTS)
    rule_them_in_order(browser, clerk, soc_chair)
    lodge_an_amendment(browser, other)
    make_a_composite(browser, clerk, branches)
    publish_a_report(browser, clerk)
    ask_for_reference_back(browser, one)
    arrive(conference, one)
    put_it_to_conference(browser, chair)

    standing = {each.number: each.standing for each in conference.motions.all()}
    assert standing == {
        "M1": MotionState.COMPOSITED,
        "M2": MotionState.COMPOSITED,
        "CA": MotionState.SCHEDULED,
    }
    assert conference.amendments.get().state == AmendmentState.LODGED
    question = Question.objects.get(conference=conference)
    assert question.paragraph
    assert question.paragraph.references_back.get().body == one.body
