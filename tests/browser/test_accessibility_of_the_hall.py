"""axe looks at the pages of a conference that sits, in the middle of a debate (WCAG 2.2 AA).

A speaker speaks, others wait, a point of order waits for the chair, and a procedural motion is
asked for. Each page is looked at on a phone of 360 pixels too: nothing scrolls aside.
"""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from conferences.enums import PointKind, ScreenShows, SpeakingSide
from conferences.screens.services import screen_add, screen_switch
from conferences.speaking.points import point_raise
from conferences.speaking.queue import speaker_ask
from conferences.speaking.speech import speaker_begin, speaker_call
from members.enums import Office
from members.models import Member
from motions.enums import QuestionKind
from motions.ideas.acts import idea_share
from motions.procedure.asking import procedure_ask
from motions.rehearsing.laying_out import rehearsal_start
from tests.browser.conftest import DESK, PHONE, WALL
from tests.browser.people import come_back
from tests.browser.test_accessibility import Check, look
from tests.factories.members import make_officer
from tests.factories.trials_of_ideas import make_round
from tests.factories.trials_of_meetings import make_meeting
from tests.pages.halls import Hall

pytestmark = pytest.mark.browser

HERE = "/c/NDC27/"
OF_A_DELEGATE = [
    f"{HERE}now/",
    f"{HERE}speaking/",
    f"{HERE}procedure/",
    f"{HERE}check-in-room/",
    f"{HERE}practice/",
    f"{HERE}practice/election/",
    f"{HERE}practice/secret/",
    f"{HERE}practice/secret/find/?tracker=unknown",
    f"{HERE}calendar/",
    f"{HERE}minutes/",
    f"{HERE}ideas/",
    f"{HERE}ideas/1/",
    "/meetings/",
]
OF_THE_CHAIR = [f"{HERE}chair/"]
OF_THE_TELLERS = [f"{HERE}teller/"]
OF_THE_CLERK = [
    f"{HERE}screens/",
    f"{HERE}replan/",
    f"{HERE}minutes/",
    f"{HERE}rehearsals/",
    f"{HERE}rehearsals/1/",
    f"{HERE}check-in-room/picture/",
    f"{HERE}readiness/",
    f"{HERE}ideas/new/",
]
OF_A_BRANCH = [f"{HERE}branch/B01/mandates/", "/meetings/new/"]
ON_THE_WALL = [f"{HERE}hall/", *(f"{HERE}hall/{shows}/" for shows in ScreenShows.values)]


@dataclass
class Debate:
    """The hall, the clerk who runs it, and a branch that meets as well."""

    hall: Hall
    clerk: Member
    secretary: Member
    meeting: str


@pytest.fixture
def debate(hall: Hall) -> Debate:
    conference, (branch, _) = hall.conference, hall.branches
    mover, second, third, seconder = hall.credentials
    clerk = make_officer(Office.CLERK, conference.body, "Hester Quill")
    secretary = make_officer(Office.BRANCH_SECRETARY, branch, "Idris Vane")
    rehearsal_start(conference=conference, actor=clerk)
    hall.press("call")
    hall.press("move", mover=mover)
    hall.press("second", seconder=seconder)
    speaks = speaker_ask(credential=second, side=SpeakingSide.FOR, actor=second.member)
    speaker_ask(credential=third, side=SpeakingSide.AGAINST, actor=third.member)
    speaker_call(speaker=speaks, actor=hall.chair)
    speaker_begin(speaker=speaks, actor=hall.chair)
    point_raise(
        credential=third, kind=PointKind.ORDER, words="Is this in order?", actor=third.member
    )
    procedure_ask(credential=third, kind=QuestionKind.NEXT_BUSINESS, actor=third.member)
    idea_share(asked=make_round(conference), member=third.member, words="Bicycles at work.")
    for shows in ScreenShows:
        screen = screen_add(conference=conference, actor=clerk, name=shows.label, slug=shows)
        screen_switch(screen=screen, actor=clerk, shows=shows, message="Lunch is at 12.30")
    return Debate(hall, clerk, secretary, f"/c/{make_meeting(branch).code}/")


def test_pages_of_a_debate(
    debate: Debate, open_page: Callable[..., Page], assert_accessible: Check, base_url: str
) -> None:
    phone, desk, wall = open_page(PHONE), open_page(DESK), open_page(WALL)
    come_back(phone, debate.hall.delegate, base_url)
    look(phone, OF_A_DELEGATE, assert_accessible)
    for officer, addresses in (
        (debate.hall.chair, OF_THE_CHAIR),
        (debate.hall.teller, OF_THE_TELLERS),
        (debate.clerk, OF_THE_CLERK),
        (debate.secretary, [*OF_A_BRANCH, debate.meeting, f"{debate.meeting}now/"]),
    ):
        come_back(desk, officer, base_url)
        look(desk, addresses, assert_accessible)
    look(wall, ON_THE_WALL, assert_accessible)
