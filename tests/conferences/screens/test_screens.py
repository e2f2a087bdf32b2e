"""The screens on the wall: what each shows, who sets it, and what it may frame."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from audit.models import Entry
from audit.store.write_guard import recorded_writes
from conferences.enums import ScreenShows, SpeakingSide
from conferences.models import Broadcast, Screen, Speaker
from conferences.screens.agenda import coming_next
from conferences.screens.services import (
    MOST_SCREENS,
    broadcast_set,
    screen_add,
    screen_remove,
    screen_switch,
)
from live.models import Outbox
from members.models import Member
from tests.factories.conferences import refused
from tests.pages.halls import Hall

WALL, FOYER, DESK = "/c/NDC27/hall/", "/c/NDC27/hall/foyer/", "/c/NDC27/screens/"


def pushed(channel: str, event: str) -> str:
    return Outbox.objects.filter(channel=channel, event=event).latest("id").html


def test_a_screen_that_is_switched_is_told_on_its_own_channel(
    hall: Hall, foyer: Screen, clerk: Member
) -> None:
    before = Outbox.objects.latest("id").pk if Outbox.objects.exists() else 0
    screen_switch(screen=foyer, actor=clerk, shows="message", message="Lunch until 14:00")
    told = Outbox.objects.filter(id__gt=before)
    assert [(one.channel, one.event) for one in told] == [("screen:NDC27:foyer", "screen")]
    assert "Lunch until 14:00" in told[0].html


def test_what_a_message_says_is_not_in_the_log(foyer: Screen, clerk: Member) -> None:
    screen_switch(screen=foyer, actor=clerk, shows="message", message="Ask for Asha Bellweather")
    leaf = bytes(Entry.objects.get(kind="screen.switched").leaf)
    assert b"Asha" not in leaf
    assert b'"shows":"message"' in leaf


@pytest.mark.parametrize("shows", ScreenShows.values)
def test_a_screen_shows_what_it_is_set_to_without_sign_in(
    shows: str, hall: Hall, foyer: Screen, clerk: Member, client: Client
) -> None:
    hall.press("call")
    screen_switch(screen=foyer, actor=clerk, shows=shows, message="Quiet, please")
    answer = client.get(FOYER)
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert f'data-shows="{shows}"' in answer.text
    assert ("Quiet, please" in answer.text) == (shows == "message")
    assert ("Shorter working week" in answer.text) == (shows in ("floor", "speaker", "vote"))


def test_the_hall_screen_follows_the_floor_whatever_is_set(hall: Hall, client: Client) -> None:
    hall.press("call")
    page = client.get(WALL)
    assert "Shorter working week pilots 1" in page.text
    assert 'data-contrast=""' in page.text
    assert 'data-contrast="high"' in client.get(WALL + "?contrast=high").text
    assert "hall" in {event for (event,) in Outbox.objects.values_list("event")}
    assert not Outbox.objects.filter(channel="floor:NDC27", event="hall").exists()


def test_the_hall_screen_tells_between_items_what_comes_next(hall: Hall, client: Client) -> None:
    coming = coming_next(hall.conference)
    assert coming
    assert all(line.state != "done" for line in coming)
    page = client.get(WALL).content.decode()
    assert "Order of business" in page
    assert f">{coming[0].at}</time>" in page


def test_the_hall_screen_shows_who_speaks_and_until_when(hall: Hall, client: Client) -> None:
    hall.press("call")
    hall.press("move", mover=hall.credentials[0])
    hall.conference.floor.refresh_from_db()
    subject, began = hall.conference.floor.subject, timezone.now()
    with recorded_writes():
        hall.conference.speakers.all().delete()
        Speaker.objects.create(
            conference=hall.conference,
            subject=subject,
            credential=hall.credentials[1],
            side=SpeakingSide.AGAINST,
            seconds=180,
            asked_at=began,
            called_at=began,
            began_at=began,
        )
    page = client.get(WALL).text
    assert hall.credentials[1].member.name in page
    assert "Speaker, against" in page
    assert f'data-ends-at="{(began + timedelta(seconds=180)).isoformat()[:19]}' in page


def test_an_unknown_screen_is_not_found(hall: Hall, client: Client) -> None:
    assert client.get("/c/NDC27/hall/attic/").status_code == 404


def test_only_the_very_origin_of_the_interpreter_may_be_framed_and_only_there(
    hall: Hall, clerk: Member, client: Client
) -> None:
    assert "frame-src" not in client.get(WALL)["Content-Security-Policy"]
    broadcast_set(
        conference=hall.conference,
        actor=clerk,
        interpreter_url="https://bsl.example.org/live?room=1",
        joining_url="https://meet.example.org/secret",
    )
    page = client.get(WALL)
    policy = [part.strip() for part in page["Content-Security-Policy"].split(";")]
    assert "frame-src https://bsl.example.org" in policy
    assert "meet.example.org" not in page.text
    assert "frame-src" not in client.get("/c/NDC27/")["Content-Security-Policy"]


def test_new_addresses_make_every_wall_load_again(hall: Hall, foyer: Screen, clerk: Member) -> None:
    page = hall.as_(None).get(FOYER).text
    edition = page.partition('data-edition="')[2][:12]
    broadcast_set(
        conference=hall.conference, actor=clerk, captions_url="https://captions.example.org/"
    )
    for slug in ("", "foyer"):
        html = pushed(f"screen:NDC27:{slug}", "screen")
        assert "data-edition=" in html
        assert edition not in html


def test_broadcast_refused_when_an_address_is_not_https(hall: Hall, clerk: Member) -> None:
    with refused("address-unsafe"):
        broadcast_set(
            conference=hall.conference, actor=clerk, stream_url="http://stream.example.org/"
        )
    assert not Broadcast.objects.exists()


def test_switch_refused_when_a_message_is_empty_or_too_long(foyer: Screen, clerk: Member) -> None:
    with refused("message-missing"):
        screen_switch(screen=foyer, actor=clerk, shows="message", message="  ")
    with refused("message-too-long"):
        screen_switch(screen=foyer, actor=clerk, shows="message", message="x" * 201)
    with refused("no-such-content"):
        screen_switch(screen=foyer, actor=clerk, shows="running_result")


def test_add_refused_when_the_address_is_taken_or_there_are_too_many(
    hall: Hall, foyer: Screen, clerk: Member
) -> None:
    with refused("screen-exists"):
        screen_add(conference=hall.conference, actor=clerk, name="Foyer 2", slug="foyer")
    with refused("screen-nameless"):
        screen_add(conference=hall.conference, actor=clerk, name=" ", slug="other")
    for number in range(MOST_SCREENS - 1):
        screen_add(conference=hall.conference, actor=clerk, name="S", slug=f"s{number}")
    with refused("too-many-screens"):
        screen_add(conference=hall.conference, actor=clerk, name="S", slug="one-more")


def test_a_screen_taken_away_follows_the_floor_and_cannot_be_set(
    foyer: Screen, clerk: Member
) -> None:
    screen_remove(screen=foyer, actor=clerk)
    assert 'data-shows="floor"' in pushed("screen:NDC27:foyer", "screen")
    with refused("screen-gone"):
        screen_switch(screen=foyer, actor=clerk, shows="join")


def test_the_desk_sets_a_screen_and_shows_it_in_small(
    hall: Hall, foyer: Screen, clerk: Member
) -> None:
    browser = hall.as_(clerk)
    answer = browser.post(
        DESK + "set/foyer/", {"shows": "message", "message": "Fire drill"}, follow=True
    )
    assert answer.status_code == 200
    assert "Foyer is set." in answer.text
    assert answer.text.count('class="preview"') == 2
    assert Screen.objects.get().message == "Fire drill"


def test_the_desk_gives_back_what_was_typed_and_says_why_not(hall: Hall, clerk: Member) -> None:
    browser = hall.as_(clerk)
    answer = browser.post(DESK + "broadcast/", {"stream_url": "http://stream.example.org/x"})
    assert answer.status_code == 409
    assert "begin with https://" in answer.text
    assert 'value="http://stream.example.org/x"' in answer.text
    added = browser.post(DESK + "add/", {"name": "Bar", "slug": "the bar"})
    assert added.status_code == 422
    assert 'value="the bar"' in added.text
    assert browser.post(DESK + "set/attic/", {"shows": "join"}).status_code == 404


def test_the_desk_is_for_its_offices(hall: Hall, foyer: Screen) -> None:
    assert hall.as_(hall.delegate).get(DESK).status_code == 403
    assert hall.as_(None).get(DESK).status_code == 302
    refused_page = hall.as_(hall.delegate).post(DESK + "set/foyer/", {"shows": "join"})
    assert refused_page.status_code == 403
    assert Screen.objects.get().shows == ScreenShows.FLOOR


@pytest.mark.parametrize("number", [1, 3])
def test_a_wall_asks_a_fixed_number_of_queries(
    number: int, clerk: Member, django_assert_max_num_queries: DjangoAssertNumQueries, hall: Hall
) -> None:
    for each in range(number):
        screen_add(conference=hall.conference, actor=clerk, name="S", slug=f"s{each}")
    hall.press("call")
    browser = Client()
    with django_assert_max_num_queries(16):
        browser.get("/c/NDC27/hall/s0/")
