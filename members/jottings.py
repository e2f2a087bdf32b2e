"""Jottings: what a person has typed into a long form and not yet sent, kept for them as they type.

How a page gives its form a jotting, in four lines:

    initial = {...} | jotted(member, KEY)                     what was typed earlier, for the form
    form = MotionForm(request.POST or None, initial=initial)
    jotting_clear(member, KEY)                                after the act has succeeded
    render(request, ..., {"jotting": jotting_for(member, KEY)})

and in the template, inside the form (and `tellers/js/jottings.js` in its scripts block):

    <form method="post">
      ... the fields ...
      {% include "members/_jotting.html" %}
      <button class="button">Send</button>
    </form>

What is typed, ticked or chosen is kept; a hidden field is not, unless it says `data-jotted`. A
script that fills fields in fires `input` on them. Without JavaScript all fields are kept: set
hidden ones that must be fresh after `jotted`.

KEY names the form and what it is about, such as "motion:NDC27/B08-3"; letters, digits and :/.-_ up
to 120. As one types, `jottings.js` keeps the fields in the tab at once (sessionStorage, so that a
session that has run out loses nothing: sign in again, come back, and the words are there) and at
the server a moment later, for any other device. Without JavaScript the button Save for later does
the same. A jotting is read by nobody but its writer, is no act and so not in the log, and goes
after 90 days, with the act (`jotting_clear`), or with the person.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from audit.refusal import Refusal
from members.models import Jotting, Member

KEPT: Final = timedelta(days=90)
MOST_CHARACTERS: Final = 400_000
MOST_OF_ONE: Final = 200
_KEY: Final = re.compile(r"[A-Za-z0-9:/._-]{1,120}")
NOT_TYPED: Final = frozenset({"csrfmiddlewaretoken", "jotting", "jotting-act", "jotting-back"})


@dataclass(frozen=True, slots=True)
class JottingOf:
    """What a page says of a form's jotting: whose it is, and when it was last kept."""

    key: str
    of: str
    saved_at: datetime | None
    is_empty: bool


def jotted(member: Member, key: str) -> dict[str, Any]:
    """Give the fields as they were last typed, for a form's `initial`; nothing if there are none.

    A field with several values, such as a list of ticks, is a list; anything else is text.
    """
    found = Jotting.objects.filter(member=member, key=key).first()
    return dict(found.fields) if found else {}


def jotting_for(member: Member, key: str) -> JottingOf:
    """Say what the template shows beside the form."""
    found = Jotting.objects.filter(member=member, key=key).first()
    return JottingOf(
        key, member.pseudonym, found.saved_at if found else None, not (found and found.fields)
    )


def jotting_save(member: Member, key: str, fields: Mapping[str, Sequence[str]]) -> datetime:
    """Keep what was typed in place of what was kept before; say when."""
    if not _KEY.fullmatch(key):
        raise Refusal("not-a-jotting", "This form cannot be kept.")
    kept = {name: _told(values) for name, values in fields.items() if name not in NOT_TYPED}
    length = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if length > MOST_CHARACTERS:
        raise Refusal(
            "too-long-to-keep",
            f"This is {length:,} characters long; {MOST_CHARACTERS:,} can be kept while you type.",
        )
    _make_room(member, key)
    now = timezone.now()
    Jotting.objects.update_or_create(
        member=member, key=key, defaults={"fields": kept, "saved_at": now}
    )
    return now


def jotting_clear(member: Member, key: str) -> None:
    """Let go of what was typed: it was sent, or is not wanted any more."""
    if _KEY.fullmatch(key):
        _make_room(member, key)
        Jotting.objects.update_or_create(
            member=member, key=key, defaults={"fields": {}, "saved_at": timezone.now()}
        )


def _make_room(member: Member, key: str) -> None:
    """Let the oldest go where somebody has as many as there may be."""
    mine = Jotting.objects.filter(member=member)
    if not mine.filter(key=key).exists() and mine.count() >= MOST_OF_ONE:
        mine.order_by("saved_at")[:1].get().delete()


def jottings_forget(now: datetime) -> int:
    """Forget what nobody has typed at for 90 days."""
    return Jotting.objects.filter(saved_at__lt=now - KEPT).delete()[0]


def _told(values: Sequence[str]) -> str | list[str]:
    plain = [value.replace("\r\n", "\n") for value in values]
    return plain[0] if len(plain) == 1 else plain
