"""What should not be typed, or comes too late: refused in plain words, and given back."""

import re
from html import escape

import pytest
from django.test import Client

from audit.store.write_guard import recorded_writes
from members.enums import Office
from motions.models import CompositeGroup
from motions.states import MotionState
from tests.factories.amending import Amending, make_amending
from tests.factories.conferences import Sitting
from tests.factories.lodging import TEXT, BranchDesk, make_desk
from tests.factories.members import make_officer, signed_in
from tests.motions.composites.conftest import Desk

pytestmark = pytest.mark.django_db
NEW = "/c/NDC27/branch/B08/motions/new/"
TYPED = {"act": "keep", "kind": "ordinary", "title": "Paper clips"}
SCRIPT = f"{TEXT} <script>alert(1)</script> [now](javascript:alert(2)) <img src=x onerror=alert(3)>"


@pytest.fixture
def desk(sitting: Sitting) -> BranchDesk:
    return make_desk(sitting)


@pytest.fixture
def amending(sitting: Sitting) -> Amending:
    return make_amending(sitting)


def test_motion_of_a_megabyte_is_refused_and_given_back(desk: BranchDesk) -> None:
    words = "Paper clips cost money. " * 41_000
    answer = signed_in(desk.first).post(NEW, TYPED | {"text": words})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "characters long and at most 60,000 can be taken" in page
    assert page.count("Paper clips cost money.") >= 41_000
    assert not desk.sitting.conference.motions.filter(state=MotionState.DRAFT).exists()


def test_motion_of_several_megabytes_is_refused_unread_and_says_what_to_do(
    desk: BranchDesk,
) -> None:
    answer = signed_in(desk.first).post(NEW, TYPED | {"text": "Clips. " * 400_000})
    assert answer.status_code == 400
    assert "more than this page can take" in answer.content.decode()


def test_script_in_a_motion_is_shown_as_typed_and_never_runs(desk: BranchDesk) -> None:
    answer = signed_in(desk.first).post(NEW, TYPED | {"text": SCRIPT})
    motion = desk.sitting.conference.motions.get(state=MotionState.DRAFT)
    for page in (
        signed_in(desk.first).get(answer.headers["Location"]).content.decode(),
        _public(desk, SCRIPT),
    ):
        assert "&lt;script&gt;alert(1)" in page
        for runs in ("<script>alert", "<img src=x", 'href="javascript'):
            assert runs not in page
    assert motion.substantive.text == SCRIPT


def _public(desk: BranchDesk, text: str) -> str:
    motion = desk.lodged(title="Clips for all", text=text)
    return Client().get(f"/c/NDC27/motions/{motion.number}/").content.decode()


def test_words_turned_round_are_refused_by_name_and_given_back(desk: BranchDesk) -> None:
    answer = signed_in(desk.first).post(NEW, TYPED | {"text": f"{TEXT} \u202eyes"})
    assert answer.status_code == 409
    assert "turns the direction of writing (U+202E)" in answer.content.decode()
    assert "\u202eyes</textarea>" in answer.content.decode()


def test_amendment_to_a_motion_withdrawn_meanwhile_is_refused_and_given_back(
    desk: BranchDesk, amending: Amending
) -> None:
    with desk.in_time():
        asked = withdraw(desk)
    assert asked == MotionState.WITHDRAWN
    adds = "At end add: 'and to report each year.'"
    typed = {"body": str(amending.branch.pk), "text": "", "instruction": adds, "keep": "keep"}
    with amending.in_time():
        answer = signed_in(amending.first).post("/c/NDC27/motions/M9/amend/", typed)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "cannot be amended. It stands at: withdrawn." in page
    assert escape(adds) in page


def withdraw(desk: BranchDesk) -> MotionState:
    """Withdraw M9 on the branch's page, by two officers."""
    motion = desk.sitting.motion("M9")
    address = f"/c/NDC27/branch/B08/motions/{motion.reference}/"
    signed_in(desk.first).post(address, {"act": "withdraw"})
    signed_in(desk.second).post(address, {"act": "countersign"})
    return desk.sitting.motion("M9").standing


def test_slower_of_two_who_confirm_at_once_is_told_so(desk: BranchDesk) -> None:
    """Two have the page before them; that the lock holds is tried in tests/motions/lodging."""
    motion = desk.sent()
    third = make_officer(Office.CHAIR, desk.branch, "Third Officer")
    address = f"/c/NDC27/branch/B08/motions/{motion.reference}/"
    press = {"act": "confirm", "seen": motion.substantive.sha256}
    with desk.in_time():
        assert signed_in(desk.second).post(address, press).status_code == 302
        answer = signed_in(third).post(address, press)
    motion.refresh_from_db()
    assert answer.status_code == 409
    said = f"it is {motion.number}. You need do nothing."
    assert said in answer.content.decode()
    assert motion.confirmed_by == desk.second


def test_composite_of_a_motion_already_composited_is_refused_and_given_back(
    sitting: Sitting, desk: BranchDesk
) -> None:
    with recorded_writes():
        before = sitting.conference.motions.filter(number__in=("M5", "M6", "M10"))
        before.update(state=MotionState.IN_ORDER, agenda_item=None, place=None)
    b12 = make_officer(Office.BRANCH_SECRETARY, sitting.motion("M10").lodged_by, "Of B12")
    Desk(sitting.conference, sitting.clerk, {"B08": desk.first, "B12": b12}).agreed()
    again = [sitting.motion(number).pk for number in ("M5", "M6")]
    answer = signed_in(sitting.clerk).post(
        "/c/NDC27/composites/", {"act": "group", "title": "Clips and pins", "motions": again}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "M5 is in a composite already. A motion is in one at a time." in page
    assert 'value="Clips and pins"' in page
    assert re.search(rf'value="{again[1]}"[^>]*checked', page)
    assert CompositeGroup.objects.count() == 1
    assert sitting.motion("M6").standing == MotionState.IN_ORDER
