"""Two motions in order, of two branches, and those who make one of them."""

from dataclasses import dataclass

from audit.recording import entry
from members.enums import Office
from members.models import Member
from motions.models import Motion, MotionText
from motions.states import MotionState
from motions.steps import sha256
from tests.factories.members import make_officer
from tests.pages.halls import Hall

HEAT = "Conference notes that decks are hot.\nConference resolves to campaign for a limit."
DEPOTS = "Conference notes that depots are hot. Nobody measures it.\nConference asks for guidance."


@dataclass
class Compositing:
    """A hall whose second and third motion, M2 and M3, may be made into one."""

    hall: Hall
    clerk: Member
    officers: tuple[Member, Member]
    motions: tuple[Motion, Motion]


def make_compositing(hall: Hall) -> Compositing:
    clerk = make_officer(Office.CLERK, hall.conference.body, "Hester Quillfeather")
    first, second = hall.branches
    officers = (
        make_officer(Office.BRANCH_SECRETARY, first),
        make_officer(Office.BRANCH_SECRETARY, second),
    )
    motions = []
    with entry(actor=None) as log:
        for number, branch, title, text in (
            (2, first, "Heat on decks", HEAT),
            (3, second, "Heat in depots", DEPOTS),
        ):
            motion = Motion.objects.create(
                conference=hall.conference,
                reference=f"M{number}",
                number=f"M{number}",
                kind="ordinary",
                title=title,
                lodged_by=branch,
                majority="simple",
                form="show_of_hands",
                state=MotionState.IN_ORDER,
                nec_position="none",
                lodged_order=number,
            )
            MotionText.objects.create(
                motion=motion, version=1, text=text, sha256=sha256(text), why="as lodged"
            )
            motions.append(motion)
        log.record("test.prepared", subject=hall.conference)
    return Compositing(hall, clerk, officers, (motions[0], motions[1]))
