"""The words of a ballot of the membership. Pure.

A message to a telephone or a mailbox that others see must not give away that its reader belongs to
a union (guide 2.7, 6). So where the union has not chosen to be named in messages, the fixed banner,
which names the Act, stands in full on the page that the message leads to, and the message says the
same of itself without the name of the Act.
"""

from collections.abc import Sequence
from typing import Final

from ballots.enums import Word
from ballots.papers import Option, as_read, paper_of

NEUTRAL_BANNER: Final = "It is indicative and has no legal effect."

BLANK: Final = Option("blank", "Neither: a blank paper")
"""Cast and counted, so that whoever wants neither answer need not stay away."""

CLASSES_HELD: Final = frozenset({"PAY_CONSULT", "SURVEY", "IA_CONSULT"})
"""The classes of the guard's table that are put to members and are indicative."""

NOT_HELD_SO: Final = (
    "This is not an indicative question to members. Elections and votes of conference have pages "
    "of their own; a ballot that the law asks for is held elsewhere."
)


_ASKED_FOR: Final = "membership:"


def asked_for(body_code: str) -> str:
    """Name what asks for a ballot of a membership, as its ballot keeps it."""
    return f"{_ASKED_FOR}{body_code}"


def is_of_membership(name: str) -> bool:
    """Tell from what asked for a ballot whether it is a membership's, to be read by members."""
    return name.startswith(_ASKED_FOR)


class MailingKind(Word):
    """What goes to the roll."""

    NOTICE = "notice", "Notice that it is open"
    REMINDER = "reminder", "Reminder to those who have not voted"

    @property
    def template(self) -> str:
        """Name the words, in templates/members/notices."""
        return "answer-asked" if self is MailingKind.NOTICE else "answer-awaited"


RECORDED: Final = "answer-recorded"
"""The notice that something was cast in a member's name; never what."""


class LeftOffFor(Word):
    """Why the union's rule leaves somebody off the roll."""

    ARREARS = "arrears", "In arrears beyond what the rule allows"
    CATEGORY = "category", "In a category of membership that does not vote"
    OTHER = "other", "Left off by another rule"


def paper(labels: Sequence[str], *, blank: bool) -> list[Option]:
    """Make the paper, with the blank answer last where it is offered and nobody wrote one."""
    made = paper_of(labels)
    has_one = any(as_read(one.label) == as_read(BLANK.label) for one in made)
    return [*made, BLANK] if blank and not has_one else made


def banner_of_message(banner: str, name: str) -> str:
    """Give the banner as a message carries it: in full where the union is named in messages."""
    return banner if name else NEUTRAL_BANNER
