"""By keyboard alone: two motions are composed, two branches agree, and the composite stands."""

import pytest
from playwright.sync_api import Page, expect

from members.models import Member
from motions.composites.grouping import group_propose
from motions.models import Motion
from motions.states import MotionState
from tests.browser.people import come_back
from tests.factories.composites import make_compositing
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

PAGE = "/c/NDC27/composites/A/"


def press(page: Page, name: str, key: str = "Enter") -> None:
    page.get_by_role("button", name=name, exact=True).focus()
    page.keyboard.press(key)


def agree(page: Page, officer: Member, base_url: str) -> None:
    page.context.clear_cookies()
    come_back(page, officer, base_url)
    page.goto(PAGE)
    press(page, "Agree to version 1")


def test_two_motions_are_composed_and_agreed_by_keyboard(
    hall: Hall, desk: Page, base_url: str
) -> None:
    scene = make_compositing(hall)
    group_propose(
        conference=hall.conference,
        actor=scene.clerk,
        motions=list(scene.motions),
        title="A maximum working temperature",
    )
    come_back(desk, scene.clerk, base_url)
    desk.goto(f"{PAGE}desk/")
    press(desk, "Put in sentence 1.1 of M2")
    expect(desk.locator("#said-1-1")).to_contain_text("decks are hot")
    press(desk, "Put in sentence 1.2 of M3")
    expect(desk.locator("#said-1-2")).to_contain_text("Nobody measures it")
    expect(desk.locator("#said-aloud")).to_have_text("Put in paragraph 1.")
    press(desk, "Move sentence 1.2 up", "ArrowUp")
    expect(desk.locator("#said-1-1")).to_contain_text("Nobody measures it")
    expect(desk.get_by_role("button", name="Move sentence 1.1 up")).to_be_focused()
    press(desk, "Undo")
    expect(desk.locator("#said-1-1")).to_contain_text("decks are hot")
    press(desk, "Put in everything left of M3, in its own paragraphs")
    expect(desk.locator("#said-3-1")).to_contain_text("guidance")
    press(desk, "Put these words to the branches")
    expect(desk.get_by_text("The words are put to the branches")).to_be_visible()
    agree(desk, scene.officers[0], base_url)
    expect(desk.get_by_text("1 of 2 branches have agreed")).to_be_visible()
    agree(desk, scene.officers[1], base_url)
    expect(desk.get_by_text("Agreed by every branch")).to_be_visible()
    composite = Motion.objects.get(conference=hall.conference, number="CA")
    assert composite.standing == MotionState.SCHEDULED
