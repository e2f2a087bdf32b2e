"""The sample conference, from the first session to the last, through the pages.

At once: the chair at the console, the teller at the desk, two delegates with phones, and the screen
in the hall. Everyone else is present and votes as the file says, so that its figures come out.
"""

import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from ballots.enums import Choice
from config.timekeeper import Timekeeper
from members.enums import Office
from members.models import Member
from motions.amendment_life import AmendmentState
from motions.enums import QuestionKind
from motions.loading.loading import file_load
from motions.management.commands.load_conference import SAMPLE
from motions.models import Motion
from motions.procedure.asking import procedure_ask
from motions.states import MotionState
from tests.browser.company import Company
from tests.browser.conftest import DESK, PHONE
from tests.browser.people import come_back

pytestmark = [pytest.mark.browser, pytest.mark.long]

VOTES: list[dict[str, Any]] = json.loads(SAMPLE.read_text())["votes"]
CHOICES = {Choice.FOR: "For", Choice.AGAINST: "Against", Choice.ABSTAIN: "Abstain"}


@dataclass
class Day:
    """The company in the hall, and a browser for each of those we watch."""

    company: Company
    chair: Page
    vice: Page
    teller: Page
    officer: Page
    wall: Page
    phones: dict[Member, Page] = field(default_factory=dict)
    has_counted_down: bool = False

    @property
    def console(self) -> Locator:
        """The chair's business."""
        return self.chair.get_by_role("region", name="Before conference")

    def press(self, name: str | re.Pattern[str], *, at: Page | None = None) -> None:
        """Press a button of the console, wherever on it the button stands."""
        console = (at or self.chair).get_by_role("region", name="Before conference")
        button = console.get_by_role("button", name=name).first
        expect(button).to_be_visible()
        button.click()

    def within(self, *summaries: str, at: Page | None = None) -> Locator:
        """Open what is folded away on the console, one inside the other."""
        place = (at or self.chair).get_by_role("region", name="Before conference")
        for words in summaries:
            folded = place.locator("details", has=self.chair.locator("summary", has_text=words))
            if folded.get_attribute("open") is None:
                folded.locator("summary", has_text=words).first.click()
            place = folded
        return place

    def debates(self, number: str) -> None:
        """Call a motion, and have it moved and seconded."""
        self.press(f"Call {self.motion(number).heading}")
        self.press("Moved")
        self.press("Seconded")
        expect(self.console).to_contain_text("seconded by")

    def opens_amendment(self, number: str) -> None:
        """Take the next amendment: moved, seconded, debated, and put."""
        self.console.get_by_label("Seconded by").first.fill("B05-1")
        self.press(f"Open amendment {number}")
        self.press(f"Put amendment {number} to the vote")

    def ends(self, words: str) -> None:
        """Do what cannot be taken back: the console asks once more."""
        self.within(words).get_by_role("button", name=re.compile("^Yes: ")).click()

    def opens_the_vote(self, *, at: Page | None = None) -> None:
        """Put the motion if it is not put yet, and open the vote."""
        page = at or self.chair
        put = page.get_by_role("button", name="Put the motion")
        opening = page.get_by_role("button", name=re.compile("^Open the vote"))
        expect(put.or_(opening).first).to_be_visible()
        if put.is_visible():
            put.click()
        opening.first.click()
        expect(self.wall.get_by_text("Time left to vote")).to_be_visible()

    def votes(
        self, item: str, outcome: str, *, at: Page | None = None, is_open: bool = False
    ) -> None:
        """Take a vote as the file says, and see the wall and the phones say what came of it."""
        if not is_open:
            self.opens_the_vote(at=at)
        wishes = self.company.vote(row(item), but=tuple(self.phones))
        for member, choice in wishes.items():
            self.votes_on_the_phone(member, choice)
        self.closes(at=at)
        self.press("Declare the result", at=at)
        told = (at or self.chair).get_by_role("region", name="Before conference")
        expect(told).to_contain_text(outcome)
        expect(self.wall.get_by_text(outcome).first).to_be_visible()
        for phone in self.phones.values():
            expect(phone.get_by_text(outcome).first).to_be_visible()

    def votes_alike(self, choice: Choice) -> None:
        """Take a vote that the file has no figures of: everyone votes the same way, elsewhere."""
        self.opens_the_vote()
        self.company.vote_alike(choice)
        self.closes()
        self.press("Declare the result")

    def closes(self, *, at: Page | None = None) -> None:
        """Count down to the close, the first time that everyone has voted; then wait no more."""
        if self.company.has_voted and not self.has_counted_down:
            self.has_counted_down = True
            self.press("Close in 10 seconds", at=at)
            expect(self.wall.get_by_text("Time left to vote")).to_be_visible()
        else:
            self.company.let_the_time_run_out()

    def votes_on_the_phone(self, member: Member, choice: Choice) -> None:
        """Tap once, and have the receipt."""
        phone = self.phones[member]
        phone.get_by_role("button", name=re.compile(f"^{CHOICES[choice]}\\b")).click()
        expect(phone.locator("#my-vote").get_by_text("Recorded")).to_be_visible()

    def cannot_vote_on_the_phone(self, member: Member) -> None:
        """Say that one could not vote."""
        phone = self.phones[member]
        phone.get_by_text("I could not vote").click()
        phone.get_by_label("What went wrong?").fill("Nothing happens when I press.")
        phone.get_by_role("button", name="Tell the tellers").click()
        expect(phone.get_by_text("The tellers have your report.").first).to_be_visible()

    def motion(self, number: str) -> Motion:
        """Read a motion as it stands."""
        return self.company.conference.motions.get(number=number)

    def state(self, number: str) -> MotionState:
        """Say where a motion stands."""
        return self.motion(number).standing


def row(item: str) -> dict[str, Any]:
    return next(each for each in VOTES if each["item"] == item)


@pytest.fixture
def day(transactional_db: None, base_url: str, open_page: Callable[..., Page]) -> Iterator[Day]:
    """Load the sample, seat everyone, and open a page for each of those we watch."""
    conference = file_load(content=SAMPLE.read_bytes())
    company = Company(conference)
    first, second = company.leader_of("B02").member, company.leader_of("B11").member
    company.assemble(56, but=(first, second))
    keeper = Timekeeper()
    thread = threading.Thread(target=keeper.run, name="timekeeper")
    thread.start()
    chair, vice, teller, officer = (open_page(DESK) for _ in range(4))
    wall = open_page({"viewport": {"width": 1920, "height": 1080}})
    day = Day(company, chair, vice, teller, officer, wall)
    seats = {
        Office.CHAIR: (day.chair, "chair"),
        Office.VICE_CHAIR: (day.vice, "chair"),
        Office.TELLER: (day.teller, "teller"),
        Office.RETURNING_OFFICER: (day.officer, "returning-officer"),
    }
    for office, (page, address) in seats.items():
        come_back(page, company.officers[office], base_url)
        page.goto(f"/c/{conference.code}/{address}/")
    day.wall.goto(f"/c/{conference.code}/hall/")
    for member in (first, second):
        day.phones[member] = phone = open_page(PHONE)
        come_back(phone, member, base_url)
        phone.goto(f"/c/{conference.code}/now/")
        phone.get_by_role("button", name="I am here").click()
    yield day
    keeper.stopped.set()
    thread.join()


def test_the_sample_conference_runs_through_the_pages(day: Day) -> None:
    first_session(day)
    second_session(day)
    third_session(day)


def first_session(day: Day) -> None:
    day.press("Open session 1")
    day.press(re.compile("^Take Opening"))
    day.press(re.compile("^Opening, .* is over$"))
    refer_back(day)
    for number in (1, 2, 3):
        day.press(f"Adopt SOC report {number}")
    day.debates("SO1")
    day.votes(
        "SO1", "Two thirds of votes cast for and against: 37 needed, 38 reached. CARRIED by 1."
    )

    day.debates("M11")
    day.opens_amendment("11.1")
    day.votes_alike(Choice.FOR)
    retake(day)
    not_reached(day, "M12")

    day.debates("RA1")
    day.votes("RA1", "CARRIED by 3,243.")
    day.debates("RA2")
    day.votes("RA2", "12,725 needed, 12,717 reached. LOST by 8.")
    assert day.state("RA2") == MotionState.LOST
    not_reached(day, "CA")
    day.debates("M6")
    day.votes("M6", "NOT CARRIED")
    assert day.state("M6") == MotionState.NOT_CARRIED
    day.ends("Close session 1")


def second_session(day: Day) -> None:
    day.press("Open session 2")
    day.debates("M9")
    day.opens_amendment("9.1")
    day.votes_alike(Choice.AGAINST)
    day.votes("M9", "LOST by 7.")
    day.debates("M10")
    day.votes("M10", "CARRIED by 28.")
    day.debates("M1")
    day.opens_amendment("1.2")
    day.votes("M1.2", "LOST by 17.")
    day.press("Take amendment 1.1 in")
    day.votes("M1 as amended by 1.1", "CARRIED by 49.")
    not_reached(day, "EM1")
    day.debates("M5")
    day.opens_amendment("5.1")
    day.votes("M5.1", "CARRIED by 42.")
    assert day.motion("M5").amendments.get(number="M5.2").state == AmendmentState.FALLEN
    challenge(day)
    remit(day, "M5")
    not_reached(day, "M2")
    not_reached(day, "M13")
    day.ends("Close session 2")


def third_session(day: Day) -> None:
    day.press("Open session 3")
    not_reached(day, "CB")
    day.debates("M14")
    remit(day, "M14")
    not_reached(day, "M15")
    day.ends("Close session 3")
    expect(day.console).to_contain_text("The last session is over.")


def refer_back(day: Day) -> None:
    """Ask that the paragraph on motion 17 be referred back, before the report is adopted."""
    folded = day.within("A procedural motion", "Reference back")
    folded.get_by_label("Moved by").fill("B11-1")
    folded.get_by_label("Paragraph").select_option(label="1.3 Not in order")
    folded.get_by_role("button", name="Put it to conference").click()
    day.votes("SOC3 reference back on M17", "LOST by 41.")


def retake(day: Day) -> None:
    """Seven of 56 cannot vote: the vote is void on two persons' word, and taken again."""
    first, other = day.phones
    day.opens_the_vote()
    wishes = day.company.vote(row("M11 first vote"), but=tuple(day.phones))
    day.votes_on_the_phone(other, wishes[other])
    day.cannot_vote_on_the_phone(first)
    day.company.cannot_vote(6)
    expect(day.teller.get_by_text("7 of 56 could not vote")).to_be_visible()
    day.company.let_the_time_run_out()
    expect(day.console.get_by_role("button", name="Challenge the count")).to_be_visible()
    expect(day.console).not_to_contain_text("I declare")
    officer = day.officer
    officer.reload()
    officer.get_by_label("Reason").fill("7 of 56 admitted could not vote.")
    officer.get_by_role("button", name="Recommend that it is void").click()
    day.press("Void and take the vote again")
    expect(day.wall.get_by_text("Time left to vote")).to_be_visible()
    day.votes("M11 as amended (retaken)", "CARRIED by 21.", is_open=True)
    assert day.state("M11") == MotionState.CARRIED


def challenge(day: Day) -> None:
    """Challenge a ruling from the floor: two by their phones, two elsewhere; it stands.

    The vice-chair presides meanwhile: nobody judges their own ruling.
    """
    for phone, button in zip(day.phones.values(), ("Ask to move it", "Join them"), strict=True):
        phone.reload()
        folded = phone.locator("#move-challenge_ruling")
        folded.locator("summary").click()
        if button == "Ask to move it":
            folded.get_by_role("textbox").fill("That amendment 5.2 falls")
        folded.get_by_role("button", name=button).click()
        expect(phone.locator("#move-challenge_ruling").get_by_text("of 4 needed")).to_be_visible()
    for code in ("B01", "B03"):
        leader = day.company.leader_of(code)
        procedure_ask(
            credential=leader,
            kind=QuestionKind.CHALLENGE_RULING,
            actor=leader.member,
            words="That amendment 5.2 falls",
        )
    asked = day.chair.get_by_role("region", name="Asked for from the floor")
    asked.get_by_role("button", name="Put it to conference").click()
    day.vice.reload()
    day.votes("Challenge to chair's ruling (session 2)", "LOST by 7.", at=day.vice)


def remit(day: Day, number: str) -> None:
    """Pass a motion to the executive: its mover agrees, and nobody objects."""
    day.ends("Remitted: agreed")
    assert day.state(number) == MotionState.REMITTED


def not_reached(day: Day, number: str) -> None:
    """Let time run out for a motion that the file gives no figures of."""
    day.ends(f"{day.motion(number).spoken} not reached")
    assert day.state(number) == MotionState.NOT_REACHED
