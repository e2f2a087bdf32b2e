"""axe looks at every page on the way from a branch's draft to a resolution (WCAG 2.2 AA)."""

from dataclasses import dataclass
from datetime import date

import pytest
from playwright.sync_api import Page

from audit.recording import entry
from audit.store.write_guard import recorded_writes
from conferences.enums import Key
from members.enums import Office
from members.models import Body, Member
from members.services.appointments import appointment_make
from motions.amendments.drafting import amendment_draft
from motions.committee.reports import report_draft
from motions.composites.grouping import group_propose
from motions.enums import PaperKind
from motions.models import Motion
from motions.papers.issuing import paper_issue
from motions.policy.actions import action_enter
from motions.policy.certifying import motion_adopt_policy, motion_certify
from motions.states import MotionState
from tests.browser.people import come_back
from tests.browser.test_accessibility import Check, look
from tests.factories.conferences import Sitting, make_sitting
from tests.factories.lodging import BranchDesk
from tests.factories.members import make_officer
from tests.motions.composites.conftest import before_the_agenda
from tests.snapshots import remembered

pytestmark = pytest.mark.browser

HERE = "/c/NDC27/"
TO_READ = [
    "/policy/",
    f"{HERE}timetable/",
    f"{HERE}receipt/",
    f"{HERE}motions/M5/",
    f"{HERE}motions/M5/versions/",
    f"{HERE}reports/",
    f"{HERE}reports/1/",
    f"{HERE}composites/",
    f"{HERE}dispositions/",
    f"{HERE}papers/",
    f"{HERE}papers/soc-report-1/1/",
    f"{HERE}today/",
    f"{HERE}resolutions/M6/",
]
OF_A_BRANCH = [
    f"{HERE}branch/B08/motions/",
    f"{HERE}branch/B08/motions/new/",
    f"{HERE}motions/M12/amend/",
    f"{HERE}composites/A/",
    f"{HERE}order/priority/",
]
OF_THE_COMMITTEE = [
    f"{HERE}setting-up/",
    f"{HERE}standing-orders/",
    f"{HERE}programme/",
    f"{HERE}timetable/",
    f"{HERE}committee/",
    f"{HERE}committee/motions/M18/",
    f"{HERE}committee/amendments/M12.1/",
    f"{HERE}committee/meetings/",
    f"{HERE}committee/meetings/1/",
    f"{HERE}committee/reports/",
    f"{HERE}composites/A/desk/",
    f"{HERE}order/",
    f"{HERE}order/consequences/",
    f"{HERE}order/priority/",
    f"{HERE}papers/draft/preliminary-agenda/",
    f"{HERE}exchange/",
    f"{HERE}resolutions/",
    f"{HERE}resolutions/M6/",
]
OF_THE_EXECUTIVE = [f"{HERE}motions/M9/executive/"]


@dataclass
class Scene:
    """The weeks before conference: motions in order, a draft of each kind, one old resolution."""

    sitting: Sitting
    branch: Member
    of_the_branch: list[str]  # pages of what it has not sent yet
    of_the_committee: list[str]


@pytest.fixture
def scene(transactional_db: None) -> Scene:
    return make_scene()


@remembered
def make_scene() -> Scene:
    sitting = make_sitting(before_the_agenda)
    conference, clerk = sitting.conference, sitting.clerk
    first = sitting.credential("B08-1").member
    branch = Body.objects.get(code="B08")
    appointment_make(actor=None, member=first, office=Office.BRANCH_SECRETARY, body=branch)
    with entry(actor=None) as log:  # what opens and closes does so on no day of the calendar
        closing = (Key.MOTIONS_CLOSE, Key.AMENDMENTS_CLOSE, Key.FINAL_AGENDA)
        conference.key_dates.filter(key__in=closing).delete()
        log.record("test.prepared", subject=conference)
    group_propose(
        conference=conference,
        actor=clerk,
        motions=[sitting.motion("M5"), sitting.motion("M10")],
        title="Safe staffing and fair claims",
    )
    motion = BranchDesk(sitting, branch, first, first).drafted()
    amendment = amendment_draft(
        motion=sitting.motion("M12"),
        body=branch,
        instruction="At end add: 'and to report each year.'",
        actor=first,
    )
    report = report_draft(conference=conference, actor=clerk, dated_on=date(2027, 5, 4))
    paper_issue(conference=conference, kind=PaperKind.SOC_REPORT, actor=clerk, report=1)
    resolve(sitting)
    of_the_branch = [
        f"{HERE}branch/B08/motions/{motion.reference}/",
        f"{HERE}amendments/{amendment.reference}/",
        f"{HERE}amendments/{amendment.reference}/words/",
    ]
    of_the_committee = [
        f"{HERE}committee/reports/{report.number}/",
        f"{HERE}committee/reports/{report.number}/preview/",
    ]
    return Scene(sitting, first, of_the_branch, of_the_committee)


def resolve(sitting: Sitting) -> None:
    """Have M6 carried, certified, entered in the policy book and acted on."""
    motion = sitting.motion("M6")
    with recorded_writes():
        Motion.objects.filter(pk=motion.pk).update(state=MotionState.CARRIED)
    motion_certify(motion=sitting.motion("M6"), actor=sitting.officers[Office.SOC_CHAIR])
    policy = motion_adopt_policy(motion=sitting.motion("M6"), actor=sitting.clerk)
    action_enter(
        motion=policy,
        actor=sitting.clerk,
        what="Write the checklist",
        responsible="Safety Committee",
        due_on=date(2028, 1, 31),
    )


def test_pages_that_anyone_reads(scene: Scene, phone: Page, assert_accessible: Check) -> None:
    look(phone, TO_READ, assert_accessible)


def test_pages_of_a_branch(
    scene: Scene, phone: Page, assert_accessible: Check, base_url: str
) -> None:
    come_back(phone, scene.branch, base_url)
    look(phone, [*OF_A_BRANCH, *scene.of_the_branch], assert_accessible)


def test_pages_of_those_who_arrange_conference(
    scene: Scene, desk: Page, assert_accessible: Check, base_url: str
) -> None:
    come_back(desk, scene.sitting.clerk, base_url)
    look(desk, [*OF_THE_COMMITTEE, *scene.of_the_committee], assert_accessible)
    executive = make_officer(Office.EXECUTIVE, scene.sitting.conference.body, "Ines Calder")
    come_back(desk, executive, base_url)
    look(desk, OF_THE_EXECUTIVE, assert_accessible)
