"""Where the day is going, worked out from plain values."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from conferences.running.picture import WIDTH, picture_of
from conferences.running.plan import Plan, Slot, minutes, plan_of

DAY = datetime(2027, 6, 15, tzinfo=UTC)


def at(hour: int, minute: int = 0) -> datetime:
    return DAY + timedelta(hours=hour, minutes=minute)


def morning() -> list[Slot]:
    """Report at 10, a motion at 10.20, break at 11, a motion at 11.15, close at 12."""
    return [
        Slot(1, "Report", at(10)),
        Slot(2, "Motion 6", at(10, 20)),
        Slot(3, "Break", at(11), is_break=True, keeps_time=True),
        Slot(4, "Motion 9", at(11, 15)),
        Slot(5, "Close", at(12)),
    ]


def planned(slots: list[Slot], now: datetime, **more: object) -> Plan:
    plan = plan_of(slots, now=now, **more)  # type: ignore[arg-type]
    assert plan is not None
    return plan


def taken(slots: list[Slot], key: int, begins: datetime, ends: datetime | None = None) -> None:
    slots[key - 1] = replace(slots[key - 1], taken_at=begins, ended_at=ends)


def test_plan_of_a_session_ahead_is_its_agenda() -> None:
    plan = planned(morning(), at(7), is_sitting=False)
    assert [each.begins for each in plan.items] == [each.slot.starts_at for each in plan.items]
    assert (plan.ends_at, plan.overrun, plan.minutes_late) == (at(12), 0, 0)
    assert plan.not_reached == ()
    assert plan.stretches == ()  # an hour on end is enough, and not too much


def test_plan_says_what_is_late_and_that_the_break_keeps_its_time() -> None:
    slots = morning()
    taken(slots, 1, at(10), at(10, 35))
    taken(slots, 2, at(10, 35))
    plan = planned(slots, at(10, 40))
    second, pause, fourth = plan.items[1:4]
    assert plan.now is second
    assert plan.minutes_late == 15  # a motion of forty minutes, begun fifteen late
    assert (pause.begins, pause.ends) == (at(11), at(11, 15))
    assert fourth.minutes_late == 15
    assert (plan.ends_at, plan.overrun) == (at(12, 15), 15)


def test_debate_breaks_off_for_a_break_that_keeps_its_time() -> None:
    slots = morning()
    taken(slots, 1, at(10), at(10, 40))
    plan = planned(slots, at(10, 40))
    second, pause = plan.items[1:3]
    assert (second.begins, second.ends) == (at(10, 40), at(11, 35))  # twenty, the break, and twenty
    assert pause.begins == at(11)
    slots[2] = replace(slots[2], keeps_time=False)
    movable = planned(slots, at(10, 40))
    assert movable.items[1].ends == movable.items[2].begins == at(11, 20)


def test_business_after_the_closing_time_is_not_reached() -> None:
    slots = morning()
    taken(slots, 1, at(10), at(11, 50))
    plan = planned(slots, at(11, 50))
    assert [each.slot.title for each in plan.not_reached] == ["Motion 9"]
    assert plan.overrun > 0


def test_what_is_known_of_the_business_counts_more_than_the_agenda() -> None:
    slots = morning()
    taken(slots, 1, at(10), at(10, 20))
    taken(slots, 2, at(10, 20))
    slots[1] = replace(slots[1], needs=600)
    assert planned(slots, at(10, 25)).now.ends == at(10, 35)  # type: ignore[union-attr]
    assert planned(slots, at(10, 25), waiting=1200).now.ends == at(10, 45)  # type: ignore[union-attr]
    slots[3] = replace(slots[3], needs=0)  # both of its motions were withdrawn
    assert planned(slots, at(10, 25)).items[3].ends == planned(slots, at(10, 25)).items[3].begins


def test_guillotine_ends_an_item_at_the_time_of_its_section() -> None:
    slots = morning()
    slots[3] = replace(slots[3], needs=7200, stops_at=at(11, 50))
    assert planned(slots, at(9), is_sitting=False).items[3].ends == at(11, 50)


def test_item_that_was_passed_by_is_not_waited_for() -> None:
    slots = morning()
    taken(slots, 2, at(10, 20))
    plan = planned(slots, at(10, 30))
    assert plan.items[0].is_passed
    assert (plan.next, plan.minutes_late) == (plan.items[2], 0)
    slots[0] = replace(slots[0], needs=600)  # but for one with a motion still to come
    again = planned(slots, at(10, 30))
    assert (again.next, again.items[0].begins) == (again.items[0], at(11, 15))


def test_session_that_is_late_to_open_is_behind() -> None:
    assert planned(morning(), at(10, 12)).minutes_late == 12


def test_stretch_without_a_break_is_pointed_out_planned_and_live() -> None:
    slots = [each for each in morning() if not each.is_break]
    (stretch,) = planned(slots, at(7), is_sitting=False).stretches
    assert (stretch.begins, stretch.ends, stretch.minutes) == (at(10), at(12), 120)
    slots = morning()
    taken(slots, 1, at(9, 50), at(10, 20))
    assert planned(slots, at(10, 20)).stretches[0].begins == at(9, 50)


moments = st.integers(0, 600).map(lambda minute: at(9) + timedelta(minutes=minute))


@st.composite
def days(draw: st.DrawFn) -> tuple[list[Slot], datetime]:
    starts = sorted(draw(st.sets(st.integers(0, 480), min_size=1, max_size=9)))
    now = draw(moments)
    taken_so_far = draw(st.integers(0, len(starts)))
    slots, clock = [], at(9)
    for key, start in enumerate(starts):
        slot = Slot(
            key,
            "Item",
            at(9) + timedelta(minutes=start),
            is_break=draw(st.booleans()),
            keeps_time=draw(st.booleans()),
            needs=draw(st.none() | st.integers(0, 7200)),
            stops_at=draw(st.none() | moments),
        )
        if key < taken_so_far and clock < now:
            ends = clock + timedelta(minutes=draw(st.integers(1, 90)))
            slot = replace(slot, taken_at=clock, ended_at=ends if ends <= now else None)
            clock = min(ends, now) if ends <= now else now
        slots.append(slot)
    return slots, now


@given(days(), st.integers(0, 3600), st.booleans())
def test_plan_is_sound_whatever_the_day(
    day: tuple[list[Slot], datetime],
    waiting: int,
    is_sitting: bool,  # noqa: FBT001
) -> None:
    slots, now = day
    plan = planned(slots, now, waiting=waiting, is_sitting=is_sitting)
    assert [each.slot.key for each in plan.items] == [each.key for each in slots]
    ahead = [each for each in plan.items if each.slot.taken_at is None]
    for each in plan.items:
        assert each.begins <= each.ends
        if each.slot.taken_at:
            assert each.begins == each.slot.taken_at
    movable = [each for each in ahead if not each.slot.keeps_time]
    for one, after in pairwise(movable):
        assert one.begins <= after.begins  # nothing is taken out of its order
    if any(slot.taken_at for slot in slots):
        assert all(each.begins >= now for each in ahead)  # nothing is planned for the past
    for each in ahead:
        if each.slot.keeps_time:
            assert each.begins >= each.slot.starts_at  # a guest is not asked to come sooner
    assert plan.overrun == max(0, minutes(plan.ends_at - plan.closes_at))
    assert {each.slot.key for each in plan.not_reached}.isdisjoint(
        {slots[-1].key, *(slot.key for slot in slots if slot.taken_at)}
    )


@given(days())
def test_picture_keeps_within_its_width(day: tuple[list[Slot], datetime]) -> None:
    slots, now = day
    picture = picture_of(planned(slots, now), now)
    if picture is None:
        return
    for block in (*picture.planned, *picture.real):
        assert 0 <= block.x <= WIDTH
        assert block.x + block.width <= WIDTH + 1
    assert 0 <= picture.closes <= WIDTH
