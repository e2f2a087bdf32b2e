"""Compositing: grouped by the committee, worked on, put to the branches, agreed, broken up."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from audit.models import Entry
from audit.recording import entry
from conferences.models import KeyDate
from members.models import Member
from motions.amendment_life import AmendmentState
from motions.composites import editing
from motions.composites.consenting import composite_agree, composite_break_up, composite_decline
from motions.composites.drafts import draft_change, draft_undo, step_now, words_now
from motions.composites.grouping import group_propose, meeting_record, meeting_set
from motions.composites.provenance import assembled, share
from motions.composites.selectors import (
    composition_of,
    group_by_letter,
    groups_of,
    standing_of,
    text_put,
    words_of,
)
from motions.enums import CompositeState, MotionKind
from motions.models import Amendment, CompositeGroup
from motions.states import MotionState
from tests.factories.conferences import refused
from tests.motions.composites.conftest import Desk, tomorrow

pytestmark = pytest.mark.django_db


def last_event(kind: str) -> Entry:
    return Entry.objects.filter(kind=kind).latest("at")


def test_two_motions_grouped_composed_and_agreed_stand_as_one(desk: Desk) -> None:
    group = desk.agreed()
    composite = group.motion
    assert composite
    assert (composite.number, composite.kind) == ("CA", MotionKind.COMPOSITE)
    assert composite.standing == MotionState.SCHEDULED
    assert composite.seconding_body
    assert (composite.lodged_by.code, composite.seconding_body.code) == ("B08", "B12")
    assert group.state == CompositeState.AGREED
    for number in ("M5", "M10"):
        source = desk.motion(number)
        assert (source.standing, source.composite) == (MotionState.COMPOSITED, composite)
    text = text_put(group)
    assert text
    assert composite.substantive.sha256 == text.sha256
    assert all(share(each, composition_of(text)).percent == 100 for each in words_of(group))
    assert not group.drafts.exists()


def test_group_takes_the_amendments_that_the_mover_accepts(desk: Desk) -> None:
    group = desk.grouped("M12", "M10")
    assert [each.number for each in group.sources.all()] == ["M10", "M12", "M12.1"]
    desk.composed(group)
    desk.put(group, mover="B11", seconder="B12")
    desk.agree(group, "B11")
    desk.agree(group, "B12")
    amendment = Amendment.objects.get(conference=desk.conference, number="M12.1")
    assert amendment.state == AmendmentState.COMPOSITED
    composite_break_up(
        group=group,
        actor=desk.officers["B11"],
        branch=desk.branch("B11"),
        reason="Our Welsh is gone",
    )
    amendment.refresh_from_db()
    assert amendment.state == AmendmentState.IN_ORDER


def test_group_is_lettered_and_meets_on_the_day_of_the_timetable(desk: Desk) -> None:
    first, second = desk.grouped("M5", "M10"), desk.grouped("M6", "M12")
    assert (first.letter, second.letter) == ("A", "B")
    day = desk.conference.key_dates.get(key="compositing_meeting")
    assert (first.meets_at, first.meets_on_day) == (day.at, True)


@pytest.mark.parametrize(
    ("numbers", "code"),
    [
        (("M5",), "one-motion-alone"),
        (("M5", "M5"), "one-motion-alone"),
        (("M5", "M9"), "one-branch-alone"),
        (("M5", "M16"), "not-in-order"),
        (("M5", "EM1"), "not-in-order"),
        (("M5", "RA2"), "different-kinds"),
        (("M10", "M12"), "already-in-a-group"),
    ],
)
def test_group_refused_when(desk: Desk, numbers: tuple[str, ...], code: str) -> None:
    if code == "already-in-a-group":
        desk.grouped("M5", "M10")
    with refused(code):
        desk.grouped(*numbers)


def test_group_refused_when_a_motion_is_composited_already(desk: Desk) -> None:
    desk.agreed()
    with refused("already-in-a-group"):
        desk.grouped("M5", "M12")


def test_group_refused_when_it_has_no_title(desk: Desk) -> None:
    with refused("no-title"):
        group_propose(
            conference=desk.conference,
            actor=desk.clerk,
            motions=[desk.motion("M5"), desk.motion("M10")],
            title=" \n",
        )


def test_meeting_is_minuted_with_who_was_there_for_each_branch(desk: Desk) -> None:
    group = desk.grouped()
    there = [(desk.branch(code), desk.officers[code]) for code in ("B08", "B12")]
    meeting = meeting_record(
        group=group,
        actor=desk.clerk,
        held_at=timezone.now() - timedelta(hours=1),
        notes="Agreed to start from motion 5.",
        present=there,
    )
    assert meeting.present.count() == 2
    with refused("not-in-the-group"):
        meeting_record(
            group=group,
            actor=desk.clerk,
            held_at=timezone.now(),
            notes="",
            present=[(desk.branch("B11"), desk.officers["B11"])],
        )
    with refused("nobody-there"):
        meeting_record(group=group, actor=desk.clerk, held_at=timezone.now(), notes="", present=[])
    with refused("not-held-yet"):
        meeting_record(group=group, actor=desk.clerk, held_at=tomorrow(), notes="", present=there)


def test_meeting_is_set_anew(desk: Desk) -> None:
    group = desk.grouped()
    at = tomorrow()
    group = meeting_set(
        group=group, actor=desk.clerk, title="Staffing", meets_at=at, meets_where="Online"
    )
    assert (group.title, group.meets_at, group.meets_on_day) == ("Staffing", at, False)
    with refused("strange-time"):
        meeting_set(
            group=group,
            actor=desk.clerk,
            title="Staffing",
            meets_at=at.replace(year=1),
            meets_where="",
        )


def test_change_at_the_desk_refused_when_somebody_made_one_meanwhile(desk: Desk) -> None:
    group = desk.grouped()
    say = "Conference thanks the night shift."
    seen = step_now(group).number
    draft_change(
        group=group,
        actor=desk.clerk,
        step=seen,
        edit=lambda made: editing.say(made, say, "after-0"),
    )
    with refused("changed-meanwhile"):
        draft_change(
            group=group,
            actor=desk.clerk,
            step=seen,
            edit=lambda made: editing.say(made, "Other words.", "after-0"),
        )
    assert assembled(words_now(step_now(group))) == say


def test_desk_refused_to_branch_officers(desk: Desk) -> None:
    with refused("not-your-office"):
        draft_change(
            group=desk.grouped(),
            actor=desk.officers["B08"],
            step=0,
            edit=lambda made: editing.say(made, "Ours.", "after-0"),
        )


def test_changes_are_undone_one_after_another(desk: Desk) -> None:
    group = desk.grouped()
    for words in ("One.", "Two.", "Three."):
        step = step_now(group).number
        draft_change(
            group=group,
            actor=desk.clerk,
            step=step,
            edit=partial(editing.say, words=words, to="after-0"),
        )
    for left in ("Two.\nOne.", "One.", ""):
        draft_undo(group=group, actor=desk.clerk, step=step_now(group).number)
        assert assembled(words_now(step_now(group))) == left
    with refused("nothing-to-undo"):
        draft_undo(group=group, actor=desk.clerk, step=step_now(group).number)
    assert group.drafts.count() == 6


def test_text_refused_when_it_has_no_words_or_no_two_branches(desk: Desk) -> None:
    group = desk.grouped()
    with refused("no-words"):
        desk.put(group)
    desk.composed(group)
    with refused("mover-and-seconder"):
        desk.put(group, seconder="B08")
    with refused("mover-and-seconder"):
        desk.put(group, seconder="B11")
    desk.put(group)
    with refused("nothing-changed"):
        desk.put(group)


def test_agree_refused_when_other_words_were_read(desk: Desk) -> None:
    group = desk.composed(desk.grouped())
    with refused("no-words-yet"):
        composite = desk.fresh(group)
        composite_agree(
            group=composite,
            actor=desk.officers["B08"],
            branch=desk.branch("B08"),
            version=1,
            sha256="",
        )
    desk.put(group)
    with refused("other-words-now"):
        desk.agree(group, "B08", version=7)
    with refused("not-in-the-group"):
        desk.agree(group, "B11")
    desk.agree(group, "B08")
    with refused("answered-already"):
        desk.agree(group, "B08")


def test_new_words_ask_every_branch_again(desk: Desk) -> None:
    group = desk.composed(desk.grouped())
    desk.put(group)
    desk.agree(group, "B08")
    draft_change(
        group=group,
        actor=desk.clerk,
        step=step_now(group).number,
        edit=lambda made: editing.say(made, "And it thanks them.", "1"),
    )
    desk.put(group)
    assert [each.waits for each in standing_of(desk.fresh(group))] == [True, True]
    desk.agree(group, "B12")
    assert desk.fresh(group).state == CompositeState.PUT_TO_BRANCHES


def decline(desk: Desk, group: CompositeGroup, code: str) -> None:
    composite_decline(
        group=group,
        actor=desk.officers[code],
        branch=desk.branch(code),
        reason="Our point on agency staff is lost.",
    )


def test_group_of_two_is_given_up_when_one_declines(desk: Desk) -> None:
    group = desk.composed(desk.grouped())
    desk.put(group)
    decline(desk, group, "B12")
    assert desk.fresh(group).state == CompositeState.GIVEN_UP
    assert {desk.motion(n).standing for n in ("M5", "M10")} == {MotionState.IN_ORDER}
    assert desk.grouped().letter == "B"
    with refused("not-in-the-making"):
        decline(desk, group, "B08")


def test_group_goes_on_when_two_remain_and_asks_for_words_without_the_third(desk: Desk) -> None:
    group = desk.composed(desk.grouped("M5", "M10", "M12"))
    desk.put(group)
    desk.agree(group, "B08")
    decline(desk, group, "B11")
    group = desk.fresh(group)
    assert (group.state, text_put(group)) == (CompositeState.BEING_MADE, None)
    assert desk.motion("M12").standing == MotionState.IN_ORDER
    assert desk.motion("M10").standing == MotionState.COMPOSITE_PROPOSED
    with refused("words-of-a-motion-that-left"):
        desk.put(group)


def test_decline_refused_without_a_reason(desk: Desk) -> None:
    with refused("no-reason"):
        composite_decline(
            group=desk.grouped(),
            actor=desk.officers["B08"],
            branch=desk.branch("B08"),
            reason=" ",
        )


def broken_up(desk: Desk, group: CompositeGroup, by: Member | None = None) -> None:
    composite_break_up(
        group=group,
        actor=by or desk.officers["B12"],
        branch=desk.branch("B12"),
        reason="Our members did not agree.",
    )


def test_broken_up_composite_leaves_each_motion_with_its_own_words(desk: Desk) -> None:
    before = {n: desk.motion(n).substantive.sha256 for n in ("M5", "M10")}
    group = desk.agreed()
    broken_up(desk, group)
    group = desk.fresh(group)
    assert group.state == CompositeState.BROKEN_UP
    assert group.motion
    assert group.motion.standing == MotionState.WITHDRAWN
    for number, sha256 in before.items():
        motion = desk.motion(number)
        assert (motion.standing, motion.composite) == (MotionState.IN_ORDER, None)
        assert motion.substantive.sha256 == sha256
    with refused("not-agreed"):
        broken_up(desk, group)
    assert last_event("composite.broken_up").subject == group.log_name


def test_break_up_refused_once_the_final_agenda_is_out(desk: Desk) -> None:
    group = desk.agreed()
    with entry(actor=None) as log:
        KeyDate.objects.create(
            conference=desk.conference,
            key="final_agenda",
            at=timezone.now() - timedelta(minutes=1),
        )
        log.record("test.prepared", subject=desk.conference)
    with refused("final-agenda"):
        broken_up(desk, group)


def test_groups_are_listed_in_a_fixed_number_of_queries(
    desk: Desk, django_assert_num_queries
) -> None:
    def read() -> None:
        for group in groups_of(desk.conference):
            words_of(group)
            standing_of(group)

    desk.composed(desk.grouped())
    with django_assert_num_queries(6):
        read()
    desk.grouped("M6", "M12")
    with django_assert_num_queries(6):
        read()
    assert group_by_letter(desk.conference, "B").title
