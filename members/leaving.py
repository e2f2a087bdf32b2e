"""What it means for somebody to leave: told by every room before it is entered."""

from collections.abc import Callable, Iterable, Iterator
from typing import Final

from django.utils.translation import gettext as _

from members.models import Member
from members.selectors import offices_of

effects: Final[list[Callable[[Member], Iterable[str]]]] = []
"""Asked what a person has that leaving touches: sentences."""


def effects_of_leaving(member: Member) -> Iterator[str]:
    """Say what happens when a member is entered as having left."""
    yield _("They are signed out everywhere at once, and cannot sign in.")
    for held in offices_of(member):
        yield _("They are %(office)s of %(body)s. End that appointment besides.") % {
            "office": held.get_office_display(),
            "body": held.body.name,
        }
    for said_by in effects:
        yield from said_by(member)
    yield _("Their entry, their past votes and the log stay as they are.")
    yield _("You can let them back in at any time, until their entry is erased.")
