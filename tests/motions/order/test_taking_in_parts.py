"""Motions in parts, motions in groups, and what the chair announces of what falls."""

import pytest

from conferences.models import Floor
from motions.debate import desk, moving, parts, questions
from motions.debate.adopting import report_adopt
from motions.debate.chair import lawful_acts
from motions.enums import GroupKind, PartState, QuestionKind
from motions.models import MotionConsequence
from motions.order.consequences import consequence_remove, motion_consequence_enter
from motions.order.grouping import debate_group_set
from motions.order.parts import in_parts
from motions.selectors import business
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db
FOR, AGAINST = ("for", "for"), ("against", "against")


def main_acts(sitting: Sitting) -> list[str]:
    return [act.key for act in lawful_acts(sitting.conference) if act.main]


def test_part_that_is_lost_is_taken_out_before_the_last_vote(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    before = motion.substantive
    parts.motion_divide(motion=motion, actor=sitting.chair, division="last paragraph")
    assert main_acts(sitting) == ["put_part"]
    with refused("parts-waiting"):
        questions.motion_put(motion=motion, actor=sitting.chair)
    with refused("in-parts-already"):
        parts.motion_divide(motion=motion, actor=sitting.chair, division="paragraph 1")
    question = parts.part_put(motion=motion, actor=sitting.chair)
    assert question.wording == "That the last paragraph stand part of motion 6"
    sitting.decide(question, *AGAINST)
    motion = sitting.motion("M6")
    assert motion.standing == MotionState.IN_DEBATE
    assert motion.substantive.text == before.text.rpartition("\n")[0]
    with refused("not-in-parts"):
        parts.motion_rejoin(motion=motion, actor=sitting.chair)
    whole = questions.motion_put(motion=motion, actor=sitting.chair)
    assert (whole.text_version, whole.text_sha256) == (2, motion.substantive.sha256)
    sitting.decide(whole, *FOR)
    said = "Taken in parts: last paragraph LOST, remaining motion CARRIED."
    assert in_parts(sitting.motion("M6")) == said
    assert Floor.objects.get(conference=sitting.conference).effect == f"Motion 6 is carried. {said}"


def test_motion_that_loses_every_part_is_lost_by_a_vote(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    parts.motion_divide(motion=motion, actor=sitting.chair, division="paragraphs 1-2; paragraph 3")
    sitting.decide(parts.part_put(motion=motion, actor=sitting.chair), *AGAINST)
    motion = sitting.motion("M6")
    with refused("part-was-put"):
        parts.motion_rejoin(motion=motion, actor=sitting.chair)
    with refused("all-that-is-left"):
        parts.part_put(motion=motion, actor=sitting.chair)
    assert main_acts(sitting) == ["put_motion"]
    sitting.decide(questions.motion_put(motion=motion, actor=sitting.chair), *AGAINST)
    motion = sitting.motion("M6")
    assert motion.standing == MotionState.LOST
    assert in_parts(motion) == "Taken in parts: paragraphs 1 to 2 LOST, paragraph 3 LOST."


def test_conference_itself_takes_a_motion_in_parts_or_not(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    given = {
        "kind": QuestionKind.TAKE_IN_PARTS,
        "division": "last paragraph",
        "moved_by": sitting.credential("B13-1"),
    }
    desk.desk_act(conference=sitting.conference, actor=sitting.chair, key="procedural", **given)
    assert sitting.question().wording.endswith("be taken in parts: last paragraph")
    sitting.decide(sitting.question(), *AGAINST)
    assert not motion.parts.exists()
    desk.desk_act(conference=sitting.conference, actor=sitting.chair, key="procedural", **given)
    sitting.decide(sitting.question(), *FOR)
    assert [each.state for each in motion.parts.all()] == [PartState.WAITING]
    desk.desk_act(conference=sitting.conference, actor=sitting.chair, key="rejoin")
    assert not motion.parts.exists()


def test_division_is_refused_when(sitting: Sitting) -> None:
    with refused("no-debate"):
        parts.motion_divide(
            motion=sitting.motion("M6"), actor=sitting.chair, division="last paragraph"
        )
    motion = sitting.into_debate("M12")
    with refused("amendments-waiting"):
        parts.motion_divide(motion=motion, actor=sitting.chair, division="last paragraph")
    with refused("no-part"):
        parts.part_put(motion=motion, actor=sitting.chair)


def test_motions_debated_together_are_moved_first_and_voted_on_in_turn(sitting: Sitting) -> None:
    first, second = sitting.motion("EM1"), sitting.motion("M6")
    debate_group_set(
        conference=sitting.conference,
        actor=sitting.clerk,
        kind=GroupKind.TOGETHER,
        motions=[first, second],
    )
    sitting.into_debate("EM1")
    assert main_acts(sitting) == ["call:M6"]
    with refused("business-unfinished"):
        moving.motion_call(motion=sitting.motion("M5"), actor=sitting.chair)
    sitting.into_debate("M6")
    now = business(sitting.conference)
    assert now.motion == first  # one debate; the votes in the order of business
    assert "put_motion" in main_acts(sitting)
    with refused("business-unfinished"):
        moving.motion_call(motion=sitting.motion("M5"), actor=sitting.chair)
    sitting.decide(questions.motion_put(motion=now.motion, actor=sitting.chair), *FOR)
    now = business(sitting.conference)
    assert now.motion == second
    assert now.motion.standing == MotionState.IN_DEBATE
    sitting.decide(questions.motion_put(motion=now.motion, actor=sitting.chair), *AGAINST)
    assert business(sitting.conference).motion is None


def test_what_falls_is_told_before_and_announced_after(sitting: Sitting) -> None:
    report_adopt(report=sitting.conference.soc_reports.get(number=1), actor=sitting.chair)
    motion = sitting.into_debate("M9")
    question = questions.motion_put(motion=motion, actor=sitting.chair)
    sitting.count(question, *FOR)
    hint = next(act.hint for act in lawful_acts(sitting.conference) if act.key == "declare")
    assert hint == "If it is carried, Motion 10 falls, as report 1 paragraph 1.5 says."
    desk.desk_act(conference=sitting.conference, actor=sitting.chair, key="declare")
    assert Floor.objects.get(conference=sitting.conference).effect == (
        "Motion 9 is carried. Motion 10 therefore falls, as report 1 paragraph 1.5 says."
    )


def test_consequence_waits_in_the_draft_report_and_is_refused_when(sitting: Sitting) -> None:
    m5, m6, m9, m10 = (sitting.motion(number) for number in ("M5", "M6", "M9", "M10"))
    made = motion_consequence_enter(carried=m5, fallen=m6, actor=sitting.clerk)
    assert made.paragraph.text == "If motion 5 is carried, motion 6 falls."
    assert made.paragraph.report.published_at is None
    both_ways = motion_consequence_enter(carried=m6, fallen=m5, actor=sitting.clerk)
    assert both_ways.paragraph.ref != made.paragraph.ref
    for carried, fallen, code in (
        (m5, m6, "said-already"),
        (m5, m5, "falls-with-itself"),
        (m5, sitting.motion("M18"), "ended"),
    ):
        with refused(code):
            motion_consequence_enter(carried=carried, fallen=fallen, actor=sitting.clerk)
    consequence_remove(consequence=made, actor=sitting.clerk)
    published = MotionConsequence.objects.get(carried=m9, fallen=m10)
    with refused("published"):
        consequence_remove(consequence=published, actor=sitting.clerk)
