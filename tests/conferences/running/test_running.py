"""Items taken, ended, moved and carried, and the calendars that say so."""

from datetime import time
from typing import Any

import icalendar
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from audit.selectors import leaves
from conferences.models import AgendaItem, CalendarFeed
from conferences.running.addresses import calendar_give_out, calendar_revoke
from conferences.running.reading import current_session, sessions_planned
from conferences.running.replanning import item_carry, item_move
from conferences.running.taking import item_end, item_take
from conferences.selectors import floor_of
from conferences.services import session_close, session_open
from conferences.setting_up.programme import item_arrange, item_drop
from live.models import Outbox
from motions.debate import moving
from motions.minutes.gathering import minutes_of
from tests.factories.conferences import Sitting, refused
from tests.factories.members import make_member, signed_in

pytestmark = pytest.mark.django_db
ICS = "/c/NDC27/calendar.ics"


def items(sitting: Sitting, session: int = 1) -> list[AgendaItem]:
    return list(sitting.conference.sessions.get(number=session).items.all())


def lunch(sitting: Sitting, session: int = 1) -> AgendaItem:
    return item_arrange(
        session=sitting.conference.sessions.get(number=session),
        actor=sitting.clerk,
        title="LUNCH 75",
        kind="break",  # type: ignore[arg-type]
        starts_at=time(12, 30),
    )


def test_taking_an_item_ends_the_one_before_and_tells_everyone(sitting: Sitting) -> None:
    first, second, *_rest = items(sitting)
    item_take(item=first, actor=sitting.chair)
    before = Outbox.objects.count()
    item_take(item=second, actor=sitting.chair)
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.ended_at is not None
    assert (second.taken_at is not None, second.ended_at) == (True, None)
    shown = {each.event: each for each in Outbox.objects.order_by("id")[before:]}
    assert {"now", "plan", "agenda"} <= shown.keys()
    assert len(shown["plan"].html) < 3_000  # every phone carries it
    (leaf,) = leaves("agenda_item.taken", subject=second.log_name)
    assert (leaf["present"], leaf["quorate"]) == (12, True)


def test_item_that_ends_leaves_conference_between_items(sitting: Sitting) -> None:
    pause = item_take(item=lunch(sitting), actor=sitting.chair)
    assert floor_of(sitting.conference).note == "Conference resumes at 13:00."
    item_end(item=pause, actor=sitting.chair)
    floor = floor_of(sitting.conference)
    assert (floor.heading, floor.item) == ("", None)
    assert list(leaves("agenda_item.ended", subject=pause.log_name))


def test_item_is_not_taken_or_ended_when(sitting: Sitting) -> None:
    first = items(sitting)[0]
    with refused("item-not-under-way"):
        item_end(item=first, actor=sitting.chair)
    with refused("not-sitting"):
        item_take(item=lunch(sitting, 2), actor=sitting.chair)
    item_take(item=first, actor=sitting.chair)
    with refused("item-under-way"):
        item_take(item=first, actor=sitting.chair)
    item_end(item=first, actor=sitting.chair)
    with refused("item-over"):
        item_take(item=first, actor=sitting.chair)
    with refused("not-your-office"):
        item_take(item=items(sitting)[1], actor=sitting.clerk)
    sitting.into_debate("M6")
    with refused("business-unfinished"):
        item_take(item=items(sitting)[1], actor=sitting.chair)


def test_motion_takes_its_item_and_the_last_decision_ends_it(sitting: Sitting) -> None:
    motion = sitting.into_debate("M6")
    item = motion.agenda_item
    assert item
    item.refresh_from_db()
    assert (item.taken_at is not None, item.ended_at) == (True, None)
    moving.motion_shelve(motion=motion, actor=sitting.chair)
    item.refresh_from_db()
    assert item.ended_at is not None
    two = sitting.into_debate("M9")
    moving.motion_shelve(motion=two, actor=sitting.chair)
    assert two.agenda_item
    two.agenda_item.refresh_from_db()
    assert two.agenda_item.ended_at is None  # M10 stands in the same item


def test_session_that_closes_ends_its_item_and_names_what_is_lost(sitting: Sitting) -> None:
    first, *rest = items(sitting)
    item_take(item=first, actor=sitting.chair)
    session_close(session=first.session, actor=sitting.chair)
    first.refresh_from_db()
    assert first.ended_at is not None
    closed = sessions_planned(sitting.conference)[0]
    assert [each.pk for each in closed.left_over] == [each.pk for each in rest]
    words = [each.words for each in minutes_of(sitting.conference)]
    assert f"Not reached: {rest[0].title}." in words


def test_item_moves_and_says_from_where(sitting: Sitting) -> None:
    item = items(sitting)[2]
    item_move(item=item, actor=sitting.clerk, starts_at=time(15, 20))
    item_move(item=item, actor=sitting.clerk, starts_at=time(15, 40))
    item.refresh_from_db()
    assert (item.starts_at, item.moved_from) == (time(15, 40), time(12))
    page = signed_in(sitting.clerk).get("/c/NDC27/").content.decode()
    assert "moved from 12:00" in page
    with refused("same-time"):
        item_move(item=item, actor=sitting.clerk, starts_at=time(15, 40))
    item_move(item=item, actor=sitting.clerk, starts_at=time(12))
    item.refresh_from_db()
    assert item.moved_from is None  # it is back where everyone expects it


def test_item_is_carried_with_its_motions_and_a_slot_of_its_own(sitting: Sitting) -> None:
    motion = sitting.motion("M6")
    item, second = motion.agenda_item, sitting.conference.sessions.get(number=2)
    assert item
    session_close(session=item.session, actor=sitting.chair)
    carried = item_carry(item=item, actor=sitting.clerk, session=second, starts_at=time(10))
    with refused("not-sitting"):
        item_take(item=carried, actor=sitting.chair)
    motion.refresh_from_db()
    assert motion.agenda_item == carried
    assert carried.carried_from == item
    assert list(leaves("agenda_item.carried", subject=item.log_name))
    page = Client().get("/c/NDC27/").content.decode()
    assert "moved to session 2, 10:00" in page
    assert f"moved from session 1, {item.starts_at:%H:%M}" in page
    with refused("item-carried"):
        item_carry(item=item, actor=sitting.clerk, session=second, starts_at=time(11))
    with refused("same-session"):
        item_carry(item=carried, actor=sitting.clerk, session=second, starts_at=time(11))


def test_item_stays_when_it_was_taken_or_its_session_is_over(sitting: Sitting) -> None:
    first, second, *_rest = items(sitting)
    item_take(item=first, actor=sitting.chair)
    with refused("item-taken"):
        item_move(item=first, actor=sitting.clerk, starts_at=time(16))
    session_close(session=first.session, actor=sitting.chair)
    with refused("session-over"):
        item_move(item=second, actor=sitting.clerk, starts_at=time(16))
    session_open(session=sitting.conference.sessions.get(number=2), actor=sitting.chair)
    session_close(session=sitting.conference.sessions.get(number=2), actor=sitting.chair)
    with refused("session-over"):
        item_carry(
            item=second,
            actor=sitting.clerk,
            session=sitting.conference.sessions.get(number=2),
            starts_at=time(16),
        )


def test_desk_moves_an_item_and_gives_back_what_cannot_be(sitting: Sitting) -> None:
    item = items(sitting)[1]
    page = f"/c/NDC27/replan/{item.pk}/"
    clerk, delegate = signed_in(sitting.clerk), signed_in(make_member())
    assert delegate.get("/c/NDC27/replan/").status_code == 403
    assert delegate.post(page, {}).status_code == 403
    sent = {"session": item.session_id, "starts_at": "16:45"}
    assert clerk.post(page, sent).status_code == 302
    again = clerk.post(page, sent)
    assert (again.status_code, b"is down for 16:45 already" in again.content) == (409, True)
    for wrong in ("25:99", "x" * 9_000, ""):
        answer = clerk.post(page, sent | {"starts_at": wrong})
        assert answer.status_code == 422


def test_agenda_takes_the_same_number_of_queries(
    sitting: Sitting, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    second = sitting.conference.sessions.get(number=2)
    for _ in range(3):
        lunch(sitting, 2)
    first = items(sitting)[0]
    item_carry(item=first, actor=sitting.clerk, session=second, starts_at=time(9))
    with django_assert_max_num_queries(30):
        assert Client().get("/c/NDC27/").status_code == 200


# --- calendars ----------------------------------------------------------------------------------


def events(data: bytes) -> dict[str, Any]:
    """Read a calendar with a parser that is not ours, by the first part of each UID."""
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    calendar: Any = icalendar.Calendar.from_ical(data)
    assert calendar.get_missing_tzids() == set()
    found = {str(each["uid"]).partition("@")[0]: each for each in calendar.events}
    assert len(found) == len(calendar.events)
    for each in calendar.events:
        assert {"UID", "DTSTAMP", "DTSTART", "SUMMARY", "SEQUENCE", "STATUS"} <= each.keys()
        assert each.get("LAST-MODIFIED") is not None
        if "DTEND" in each:
            assert each.end > each.start  # 3.8.2.2: later than DTSTART
    return found


def test_calendar_of_the_conference_is_read_by_others(sitting: Sitting) -> None:
    item = items(sitting)[2]
    found = events(Client().get(ICS).content)
    of_item = found[item.log_name]
    assert (str(of_item["summary"]), of_item["sequence"]) == (item.title, 0)
    local = of_item.start
    assert (local.date(), local.time(), str(local.tzinfo)) == (
        item.session.held_on,  # also when it is opened on another
        time(12),
        "Europe/London",
    )
    assert "session:NDC27/1" in found
    assert any(uid.startswith("key-date:NDC27/") for uid in found)


def test_calendar_has_the_same_uid_and_a_higher_sequence_after_a_change(sitting: Sitting) -> None:
    item, second = items(sitting)[2], sitting.conference.sessions.get(number=2)
    before = events(Client().get(ICS).content)[item.log_name]
    item_move(item=item, actor=sitting.clerk, starts_at=time(15, 20))
    moved = events(Client().get(ICS).content)[item.log_name]
    assert (moved["sequence"], moved.start.time()) == (before["sequence"] + 1, time(15, 20))
    assert str(moved["description"]) == "Moved from 12:00."
    carried = item_carry(item=item, actor=sitting.clerk, session=second, starts_at=time(10))
    found = events(Client().get(ICS).content)
    assert carried.log_name not in found  # it is the same item, at another time
    assert found[item.log_name]["sequence"] > moved["sequence"]
    assert found[item.log_name].start.date() == second.held_on


def test_item_taken_off_is_cancelled_and_not_left_out(sitting: Sitting) -> None:
    pause = lunch(sitting, 2)
    uid = pause.log_name
    assert events(Client().get(ICS).content)[uid]["status"] == "CONFIRMED"
    item_drop(item=pause, actor=sitting.clerk)
    gone = events(Client().get(ICS).content)[uid]
    assert (gone["status"], gone["sequence"], gone["summary"]) == ("CANCELLED", 2, "LUNCH 75")


def test_calendar_is_sent_again_only_when_it_has_changed(sitting: Sitting) -> None:
    first = Client().get(ICS)
    tag = first["ETag"]
    same = Client().get(ICS, headers={"if-none-match": tag})
    assert (same.status_code, same.content) == (304, b"")
    item_move(item=items(sitting)[1], actor=sitting.clerk, starts_at=time(15, 20))
    changed = Client().get(ICS, headers={"if-none-match": tag})
    assert (changed.status_code, changed["ETag"] != tag) == (200, True)


def test_own_calendar_has_a_secret_address_that_can_be_revoked(sitting: Sitting) -> None:
    holder = sitting.motion("M6").lodged_by.credentials.filter(may_vote=True)[0].member
    _feed, key = calendar_give_out(conference=sitting.conference, actor=holder)
    page = f"/c/NDC27/calendar/{key}.ics"
    answer = Client().get(page)
    assert answer.status_code == 200
    assert answer["Cache-Control"].startswith("private")
    found = events(answer.content)
    assert f"motion:NDC27/{sitting.motion('M6').reference}" in found
    assert f"motion:NDC27/{sitting.motion('M9').reference}" not in found
    for name in sitting.conference.credentials.values_list("member__name", flat=True):
        assert name.encode() not in answer.content
    assert not CalendarFeed.objects.filter(key_sha256__contains=key).exists()
    _feed, fresh = calendar_give_out(conference=sitting.conference, actor=holder)
    assert Client().get(page).status_code == 404
    assert Client().get(f"/c/NDC27/calendar/{fresh}.ics").status_code == 200
    calendar_revoke(conference=sitting.conference, actor=holder)
    assert Client().get(f"/c/NDC27/calendar/{fresh}.ics").status_code == 404
    with refused("no-address"):
        calendar_revoke(conference=sitting.conference, actor=holder)


def test_calendar_page_shows_the_key_once(sitting: Sitting) -> None:
    member = signed_in(sitting.clerk)
    assert Client().get("/c/NDC27/calendar/").status_code == 302
    shown = member.post("/c/NDC27/calendar/", {"act": "make"}).content.decode()
    address = next(part for part in shown.split() if ".ics</code>" in part and "/calendar/" in part)
    key = address.partition("/calendar/")[2].partition(".ics")[0]
    assert key
    assert key not in member.get("/c/NDC27/calendar/").content.decode()
    assert Client().get(f"/c/NDC27/calendar/{key}.ics").status_code == 200
    member.post("/c/NDC27/calendar/", {"act": "revoke"})
    assert member.post("/c/NDC27/calendar/", {"act": "revoke"}).status_code == 409


def test_session_that_sits_is_the_current_one(sitting: Sitting) -> None:
    planned = sessions_planned(sitting.conference)
    here = current_session(planned)
    assert here
    assert (here.session.number, here.is_sitting) == (1, True)
