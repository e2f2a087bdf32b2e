import pytest

from conferences.models import Conference
from conferences.rehearsing.limits import is_rehearsed
from conferences.rules import acting
from conferences.selectors import conferences_listed
from members.models import Member
from members.permissions import MAY
from motions.rehearsing.laying_out import code_of, rehearsal_start
from motions.states import MotionState
from tests.factories.conferences import refused
from tests.pages.halls import Hall


def test_copy_has_what_is_to_come_and_nothing_that_was_done(hall: Hall, clerk: Member) -> None:
    hall.press("call")
    copy = rehearsal_start(conference=hall.conference, actor=clerk).copy
    assert copy.code == "NDC27-R1"
    assert copy.title.startswith("REHEARSAL: National Delegate Conference")
    assert copy.rehearses == hall.conference
    assert [each.number for each in copy.motions.all()] == ["M2"]
    assert copy.motions.get().state == MotionState.SCHEDULED
    assert copy.motions.filter(agenda_item__session__conference=copy).exists()
    assert copy.motions.get().substantive.text
    assert copy.credentials.count() == hall.conference.credentials.count()
    assert not copy.credentials.filter(admitted_at__isnull=False).exists()
    assert not copy.sessions.filter(opened_at__isnull=False).exists()
    assert copy.orders.step_up == "none"
    assert copy.orders.quorum == hall.conference.orders.quorum


def test_rehearsal_is_in_no_list_of_conferences(hall: Hall, clerk: Member) -> None:
    rehearsal_start(conference=hall.conference, actor=clerk)
    assert [each.code for each in conferences_listed()] == ["NDC27"]
    assert "NDC27-R1" not in hall.as_(None).get("/").text


def test_second_rehearsal_is_refused_until_the_first_is_cleared(hall: Hall, clerk: Member) -> None:
    first = rehearsal_start(conference=hall.conference, actor=clerk)
    with refused("clear-the-last"):
        rehearsal_start(conference=hall.conference, actor=clerk)
    with refused("only-a-rehearsal"):
        rehearsal_start(conference=first.copy, actor=clerk)


def test_conference_without_business_is_not_rehearsed(hall: Hall, clerk: Member) -> None:
    for _ in range(2):
        hall.press("call")
        hall.press("not_moved")
    with refused("nothing-to-rehearse"):
        rehearsal_start(conference=hall.conference, actor=clerk)
    assert not Conference.objects.filter(rehearses__isnull=False).exists()


@pytest.mark.parametrize(
    "act",
    ["paper.issue", "motion.certify", "motion.adopt_policy", "scrutiny_pack.ask_for",
     "passcodes.post", "readiness.decide", "ballot.sign", "post.create", "rehearsal.start"],
)  # fmt: skip
def test_what_lasts_is_refused_in_a_rehearsal(act: str) -> None:
    assert act in MAY
    assert not is_rehearsed(act)


@pytest.mark.parametrize("act", ["session.open", "question.put", "motion.move", "speaker.ask"])
def test_what_the_hall_does_can_be_rehearsed(act: str) -> None:
    assert act in MAY
    assert is_rehearsed(act)


def test_act_that_lasts_is_refused_and_the_attempt_is_logged(hall: Hall, clerk: Member) -> None:
    copy = rehearsal_start(conference=hall.conference, actor=clerk).copy
    with refused("only-a-rehearsal"), acting(clerk, copy, "paper.issue"):
        raise AssertionError("A paper was issued in a rehearsal.")


def test_long_code_leaves_room_for_the_mark() -> None:
    assert code_of(Conference(code="A" * 20), 12) == "A" * 16 + "-R12"
