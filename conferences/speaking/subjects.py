"""What one may ask to speak on. Conferences know their agenda; the motions room adds its own kinds.

A subject is known by its log name, as `Floor.subject` has it: `agenda:TC27/1.4`, `motion:TC27/M9`.
"""

from collections.abc import Callable
from dataclasses import dataclass

from audit.refusal import Refusal
from conferences.enums import SpeakingAs
from conferences.models import AgendaItem, Conference, Credential


@dataclass(frozen=True, slots=True)
class Subject:
    """What is spoken on. `over` says in words why nobody may speak on it; empty: they may.

    `reply_over` says the same of the mover's reply, which may follow the question. `mover_time`
    names the speaking time of whoever moves it, in the standing orders. `parts` are those who speak
    without asking: who moves it, who seconds it, who replies.
    """

    name: str
    heading: str
    over: str = ""
    reply_over: str = ""
    mover_time: str = "mover"
    parts: tuple[tuple[SpeakingAs, Credential], ...] = ()

    def opens_with(self, credential: Credential) -> bool:
        """Say whether somebody moves or seconds it: they have their speech, and no other."""
        return any(credential.pk == each.pk for _part, each in self.parts)


Reader = Callable[[Conference, str], Subject | None]

kinds: dict[str, Reader] = {}
"""How a subject is read, by the kind that begins its log name. The name is given without it."""


def subject_named(conference: Conference, name: str) -> Subject | None:
    """Find what one may speak on; None for what nobody speaks on, such as a test vote."""
    kind, _colon, rest = name.partition(":")
    read = kinds.get(kind)
    code, _slash, within = rest.partition("/")
    if read is None or code != conference.code:
        return None
    return read(conference, within)


def open_subject(conference: Conference, name: str, *, for_reply: bool = False) -> Subject:
    """Find what one may speak on now, or reply on; refuse what is over."""
    subject = subject_named(conference, name)
    if subject is None:
        raise Refusal("nothing-to-speak-on", "There is nothing to speak on just now.")
    if over := subject.reply_over if for_reply else subject.over:
        raise Refusal("debate-over", over, rule="Rules of debate")
    return subject


def _agenda_item(conference: Conference, place: str) -> Subject | None:
    session, _point, position = place.partition(".")
    if not (session.isdecimal() and position.isdecimal() and len(place) < 10):  # noqa: PLR2004
        return None
    item = (
        AgendaItem.objects.filter(
            session__conference=conference, session__number=session, position=position
        )
        .select_related("session__conference")
        .first()
    )
    if item is None:
        return None
    is_over = item.ended_at or item.session.closed_at
    over = f"{item.title} is over." if is_over else ""
    return Subject(item.log_name, item.title, over, over)


kinds["agenda"] = _agenda_item
