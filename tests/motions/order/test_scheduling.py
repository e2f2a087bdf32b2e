"""Places in the order of business: given, moved, left, and refused."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from audit.models import Entry
from audit.recording import entry
from conferences.models import AgendaItem
from motions.debate.guillotine import section_guillotine
from motions.enums import GroupKind
from motions.models import Motion
from motions.order.delegating import motion_delegate
from motions.order.grouping import debate_group_dissolve, debate_group_set
from motions.order.planning import programme
from motions.order.scheduling import motion_schedule, motion_unplace
from motions.order.section_times import section_time_set
from motions.selectors import motions_in_order
from motions.states import MotionState
from tests.factories.conferences import Sitting, refused

pytestmark = pytest.mark.django_db


def item(sitting: Sitting, holding: str) -> AgendaItem:
    found = sitting.motion(holding).agenda_item
    assert found
    return found


def numbers(sitting: Sitting) -> list[str]:
    return [each.number for each in motions_in_order(sitting.conference) if each.place]


def last_leaf() -> str:
    return bytes(Entry.objects.latest("at").leaf).decode()


def test_motion_is_scheduled_moved_and_taken_out_of_its_place(
    sitting: Sitting, waiting: Motion
) -> None:
    m16 = motion_schedule(motion=waiting, actor=sitting.clerk, item=item(sitting, "M9"), place=2)
    assert m16.standing == MotionState.SCHEDULED
    assert numbers(sitting)[:5] == ["EM1", "M5", "M9", "M16", "M10"]
    assert '"majority":"simple"' in last_leaf()
    motion_schedule(motion=m16, actor=sitting.clerk, item=item(sitting, "EM1"), place=99)
    assert numbers(sitting)[:3] == ["EM1", "M16", "M5"]
    m16 = motion_unplace(motion=m16, actor=sitting.clerk)
    assert m16.standing == MotionState.SCHEDULED
    assert m16.number not in numbers(sitting)
    with refused("not-placed"):
        motion_unplace(motion=m16, actor=sitting.clerk)


def test_rule_amendment_is_fixed_to_two_thirds(sitting: Sitting, waiting: Motion) -> None:
    with entry(actor=None) as log:
        waiting.kind = "rule_amendment"
        waiting.save()
        log.record("test.prepared", subject=waiting)
    motion_schedule(motion=waiting, actor=sitting.clerk, item=item(sitting, "M6"))
    assert sitting.motion("M16").majority == "two_thirds_cast"


def test_place_is_refused_when(sitting: Sitting, waiting: Motion) -> None:
    m9 = item(sitting, "M9")
    foreign = item(sitting, "M9")
    foreign.session.conference_id = uuid4()
    with refused("foreign-item"):
        motion_schedule(motion=waiting, actor=sitting.clerk, item=foreign)
    m9.kind = "break"
    with refused("a-break"):
        motion_schedule(motion=waiting, actor=sitting.clerk, item=m9)
    m9.kind, m9.ended_at = "motion", timezone.now()
    with refused("item-is-over"):
        motion_schedule(motion=waiting, actor=sitting.clerk, item=m9)
    with refused("not-lawful-now"):
        motion_schedule(motion=sitting.motion("M18"), actor=sitting.clerk, item=item(sitting, "M6"))


def test_group_is_made_and_dissolved_and_refused(sitting: Sitting) -> None:
    m6, m12, m18 = (sitting.motion(number) for number in ("M6", "M12", "M18"))
    group = debate_group_set(
        conference=sitting.conference,
        actor=sitting.clerk,
        kind=GroupKind.TOGETHER,
        motions=[m6, m12],
    )
    assert str(group) == "M6 and M12"
    for motions, code in (
        ([m6], "too-few-motions"),
        ([m6, m12], "grouped-already"),
        ([sitting.motion("M9"), m18], "cannot-be-grouped"),
    ):
        with refused(code):
            debate_group_set(
                conference=sitting.conference,
                actor=sitting.clerk,
                kind=GroupKind.ALTERNATIVES,
                motions=motions,
            )
    debate_group_dissolve(group=group, actor=sitting.clerk)
    assert not m6.debate_groups.exists()


def test_section_that_is_over_is_guillotined_motion_by_motion(sitting: Sitting) -> None:
    conference = sitting.conference
    ends_at = datetime(2027, 6, 15, 12, tzinfo=timezone.get_current_timezone())
    with refused("no-such-section"):
        section_time_set(
            conference=conference, actor=sitting.clerk, section="Weather", ends_at=ends_at
        )
    with refused("not-in-conference"):
        section_time_set(
            conference=conference,
            actor=sitting.clerk,
            section="Bargaining",
            ends_at=ends_at + timedelta(days=90),
        )
    section_time_set(
        conference=conference, actor=sitting.clerk, section="Bargaining", ends_at=ends_at
    )
    with time_machine.travel(ends_at - timedelta(minutes=1)), refused("time-is-left"):
        section_guillotine(conference=conference, actor=sitting.chair, section="Bargaining")
    with time_machine.travel(ends_at + timedelta(minutes=1)):
        missed = section_guillotine(
            conference=conference, actor=sitting.chair, section="Bargaining"
        )
        assert [each.number for each in missed] == ["M9", "M10"]
        assert all(each.standing == MotionState.NOT_REACHED for each in missed)
        with refused("nothing-left"):
            section_guillotine(conference=conference, actor=sitting.chair, section="Bargaining")
    events = [bytes(row.leaf).decode() for row in Entry.objects.order_by("-at")[:6]]
    assert sum('"goes_to":"executive"' in leaf for leaf in events) == 2


def test_another_body_decides_under_a_rule(sitting: Sitting) -> None:
    motion = sitting.motion("M6")
    with refused("no-rule"):
        motion_delegate(motion=motion, actor=sitting.clerk, to="NEC", rule=" ", decided="agreed")
    motion = motion_delegate(
        motion=motion, actor=sitting.clerk, to="NEC", rule="Rule 8.3", decided="agreed"
    )
    assert motion.standing == MotionState.DECIDED_BY_DELEGATED_BODY
    assert '"rule":"Rule 8.3"' in last_leaf()
    with refused("not-lawful-now"):
        motion_delegate(
            motion=motion, actor=sitting.clerk, to="NEC", rule="Rule 8.3", decided="agreed"
        )


def test_programme_reckons_each_item_and_what_is_in_none(sitting: Sitting, waiting: Motion) -> None:
    planned = programme(sitting.conference)
    lines = {line.item.title: line for line in planned.sessions[0].items}
    assert lines["EM1"].minutes.needs == 20
    assert lines["EM1"].minutes.has == 60
    assert [each.number for each in planned.in_order] == [waiting.number]
    assert programme(sitting.conference, "no such words").in_order == []
