import pytest

from audit.models import Entry
from ballots.models import Ballot, RollEntry
from conferences.enums import RehearsalState
from conferences.models import Conference, Rehearsal
from conferences.readiness.report import State
from conferences.rehearsing.crowd import Crowd
from conferences.rehearsing.measures import Measures
from conferences.rehearsing.rehearsals import rehearsal_run
from members.enums import Office
from members.models import Member
from motions.models import Motion
from motions.rehearsing.laying_out import rehearsal_start
from motions.rehearsing.running import run
from motions.states import MotionState
from tests.factories.members import make_officer
from tests.pages.halls import Hall, make_hall

pytestmark = pytest.mark.django_db

QUICK = Crowd(late=0, drop_outs=0, unable=0, slow=0, silent=0, double_taps=50, votes=2, pace=20)


@pytest.fixture
def hall() -> Hall:
    return make_hall(delegates=3, motions=2)


@pytest.fixture
def clerk(hall: Hall) -> Member:
    return make_officer(Office.CLERK, hall.conference.body, "Una Birtwhistle")


def rehearse(hall: Hall, clerk: Member, crowd: Crowd = QUICK) -> Rehearsal:
    rehearsal = rehearsal_start(conference=hall.conference, actor=clerk)
    return run(rehearsal_run(rehearsal=rehearsal, actor=clerk, crowd=crowd))


def test_rehearsal_takes_votes_by_show_and_by_card_and_loses_none(
    hall: Hall, clerk: Member
) -> None:
    rehearsal = rehearse(hall, clerk)
    measures = Measures.from_document(rehearsal.measures)
    assert rehearsal.state == RehearsalState.REPORTED, rehearsal.trouble
    print(measures, rehearsal.findings)
    assert {vote.form for vote in measures.votes} == {"show_of_hands", "card_vote"}
    assert measures.acknowledged == RollEntry.objects.filter(cast__isnull=False).count()
    assert measures.lost_or_doubled == 0
