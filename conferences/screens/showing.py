"""What a screen on the wall shows: the same fragment for the page, for a push and for a preview.

A screen's own fragment is `screen` on screen:<code>:<slug>. Inside it stand the fragments of what
it follows (`hall`, `wall-speaker`, `wall-elections`, `wall-agenda`; `progress`), which go to every
screen at once on wall:<code>, which no phone has to carry, and floor:<code>.
"""

import hashlib
from collections.abc import Iterator
from typing import Any, Final

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from conferences.elections_shown import elections_shown
from conferences.enums import ScreenShows
from conferences.models import Broadcast, Conference, Floor, Screen
from conferences.screens.agenda import agenda_shown
from conferences.selectors import floor_of, quorum_now
from conferences.speaking.reading import rostrum_of
from live.outbox import Drawn, publish

FOLLOWER: Final = ""
"""The slug of the hall screen that nobody sets: it follows the floor."""
CONTENT: Final = {
    ScreenShows.FLOOR: "conferences/screens/_floor.html",
    ScreenShows.SPEAKER: "conferences/screens/_floor.html",
    ScreenShows.VOTE: "conferences/screens/_floor.html",
    ScreenShows.AGENDA: "conferences/screens/_agenda.html",
    ScreenShows.JOIN: "conferences/screens/_join.html",
    ScreenShows.MESSAGE: "conferences/screens/_message.html",
}


def follower(conference: Conference, *, is_high_contrast: bool = False) -> Screen:
    """Give the hall screen that follows the floor; it has no row, and so is always there."""
    return Screen(
        conference=conference,
        slug=FOLLOWER,
        name="Hall screen",
        shows=ScreenShows.FLOOR,
        is_high_contrast=is_high_contrast,
    )


def channel_of(screen: Screen) -> str:
    """Name a screen's own channel."""
    return f"screen:{screen.conference.code}:{screen.slug}"


def broadcast_of(conference: Conference) -> Broadcast:
    """Give where the hall is seen and heard from; empty where the clerk has entered nothing."""
    return Broadcast.objects.filter(conference=conference).first() or Broadcast(
        conference=conference
    )


def edition_of(broadcast: Broadcast) -> str:
    """Tell one set of addresses from another: a page that was made for an older one loads again.

    What a page may frame is said when it is loaded, so a push alone cannot change it.
    """
    shown = f"{broadcast.captions_url}\n{broadcast.interpreter_url}"
    return hashlib.sha256(shown.encode()).hexdigest()[:12]


def shown_on(screen: Screen, broadcast: Broadcast | None = None) -> dict[str, Any]:
    """Give what the fragment of a screen is made of, as things stand."""
    conference = screen.conference
    shows = ScreenShows(screen.shows)
    context: dict[str, Any] = {
        "conference": conference,
        "screen": screen,
        "content": CONTENT[shows],
        "edition": edition_of(broadcast or broadcast_of(conference)),
    }
    if shows == ScreenShows.AGENDA:
        return context | {"agenda": agenda_shown(conference)}
    if shows in (ScreenShows.JOIN, ScreenShows.MESSAGE):
        return context
    floor = floor_of(conference)
    return context | {
        "floor": floor,
        "ballot": floor.ballot,
        "quorum": quorum_now(conference),
        "rostrum": rostrum_of(conference),
        "shown": elections_shown(conference),
    }


def screen_html(screen: Screen, broadcast: Broadcast | None = None) -> SafeString:
    """Set the fragment of a screen, as things stand."""
    return render_to_string("conferences/screens/_screen.html", shown_on(screen, broadcast))


def screen_publish(screen: Screen) -> None:
    """Push to one screen what it shows now; the floor is held, so that nothing older follows."""
    Floor.objects.select_for_update().get(conference=screen.conference)
    publish(channel_of(screen), "screen", screen_html(screen))


def agenda_drawn(conference: Conference) -> Iterator[Drawn]:
    """Draw the order of business for the screens that show it; none do at most conferences."""
    if conference.screens.filter(shows=ScreenShows.AGENDA).exists():
        context = {"conference": conference, "agenda": agenda_shown(conference)}
        html = render_to_string("conferences/screens/_agenda.html", context)
        yield Drawn(f"wall:{conference.code}", "wall-agenda", html)
