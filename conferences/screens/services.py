"""The screens on the wall, and where the hall is seen and heard from: who set what, and when.

An act shows at once on the screen that it is about, in the transaction of the act itself.
"""

from typing import Final

from audit.refusal import Refusal
from conferences.enums import ScreenShows
from conferences.legible import refuse_illegible
from conferences.models import Broadcast, Conference, Screen
from conferences.rules import acting
from conferences.screens.addresses import BadAddressError, https_address
from conferences.screens.showing import follower, screen_publish
from members.models import Member

MOST_SCREENS: Final = 20
LONGEST_MESSAGE: Final = 200
ADDRESSES: Final = ("stream_url", "joining_url", "captions_url", "interpreter_url")


def screen_add(*, conference: Conference, actor: Member, name: str, slug: str) -> Screen:
    """Add a screen with an address of its own; it follows the floor until it is set."""
    with acting(actor, conference, "screen.add") as log:
        held = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
        if not name.strip() or not slug:
            raise Refusal("screen-nameless", "Give the screen a name, and an address of its own.")
        refuse_illegible(name)
        if held.screens.filter(slug=slug).exists():
            raise Refusal("screen-exists", f"There is a screen at {slug} already.")
        if held.screens.count() >= MOST_SCREENS:
            raise Refusal("too-many-screens", f"A conference has {MOST_SCREENS} screens at most.")
        screen = Screen.objects.create(conference=held, slug=slug, name=name.strip())
        log.record("screen.added", subject=screen)
    return screen


def screen_switch(
    *,
    screen: Screen,
    actor: Member,
    shows: str,
    message: str = "",
    is_high_contrast: bool = False,
    has_interpreter: bool = False,
) -> Screen:
    """Set what a screen shows, and show it there.

    A message may name a person, so the log has its digest.
    """
    conference = screen.conference
    with acting(actor, conference, "screen.switch") as log:
        held = _held(screen)
        words = message.strip()
        if shows not in ScreenShows.values:
            raise Refusal("no-such-content", "Choose what the screen shows.")
        if shows == ScreenShows.MESSAGE and not words:
            raise Refusal("message-missing", "Write the message that the screen shall show.")
        if len(words) > LONGEST_MESSAGE:
            raise Refusal(
                "message-too-long",
                f"At twenty metres {LONGEST_MESSAGE} characters can be read, not {len(words)}.",
            )
        refuse_illegible(words)
        held.shows = shows
        held.message = words
        held.is_high_contrast = is_high_contrast
        held.has_interpreter = has_interpreter
        held.save(update_fields=["shows", "message", "is_high_contrast", "has_interpreter"])
        log.record(
            "screen.switched",
            subject=held,
            shows=str(shows),
            high_contrast=is_high_contrast,
            interpreter=has_interpreter,
            personal={"message": words} if words else {},
        )
        screen_publish(held)
    return held


def screen_remove(*, screen: Screen, actor: Member) -> None:
    """Take a screen away; whoever still has its page open sees what is before conference."""
    with acting(actor, screen.conference, "screen.remove") as log:
        held = _held(screen)
        log.record("screen.removed", subject=held)
        held.shows, held.has_interpreter = ScreenShows.FLOOR, False
        screen_publish(held)
        held.delete()


def broadcast_set(
    *, conference: Conference, actor: Member, note: str = "", **addresses: str
) -> Broadcast:
    """Enter where to watch, join, read captions and see the interpreter: https addresses only.

    An address may hold the key to a meeting, so the log has its digest.
    """
    with acting(actor, conference, "broadcast.set") as log:
        held = Conference.objects.select_for_update(of=("self",)).get(pk=conference.pk)
        broadcast = Broadcast.objects.filter(conference=held).first() or Broadcast(conference=held)
        try:
            for name in ADDRESSES:
                setattr(broadcast, name, https_address(addresses.get(name, "")))
        except BadAddressError as wrong:
            raise Refusal("address-unsafe", str(wrong)) from wrong
        broadcast.note = note.strip()[:300]
        broadcast.save()
        said = {name: getattr(broadcast, name) for name in (*ADDRESSES, "note")}
        log.record(
            "broadcast.set",
            subject=broadcast,
            entered=sorted(name for name, words in said.items() if words),
            personal={name: words for name, words in said.items() if words},
        )
        for screen in (follower(held), *held.screens.all()):
            screen_publish(screen)
    return broadcast


def _held(screen: Screen) -> Screen:
    found = Screen.objects.select_related("conference").select_for_update(of=("self",))
    held = found.filter(pk=screen.pk).first()
    if held is None:
        raise Refusal("screen-gone", "This screen has been taken away meanwhile.")
    return held
