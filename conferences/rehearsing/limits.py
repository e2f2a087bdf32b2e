"""What may be done in a rehearsal: everything of the hall, and nothing that lasts. Pure.

Nothing decided in a rehearsal is anybody's decision, so an act is refused there unless it is one of
these: a new act is real until somebody says here that it can be rehearsed.
"""

from typing import Final

NOUNS: Final = frozenset(
    {
        "agenda_item",
        "broadcast",
        "card_vote",
        "credential",
        "incident",
        "part",
        "point_of_order",
        "procedure",
        "question",
        "screen",
        "session",
        "speaker",
        "speaking_note",
    }
)
"""Everything that is done to one of these."""

ACTS: Final = frozenset(
    {
        "amendment.accept",
        "amendment.leave_out",
        "amendment.open",
        "amendment.put",
        "amendment.withdraw",
        "motion.call",
        "motion.direct",
        "motion.divide",
        "motion.guillotine",
        "motion.move",
        "motion.put",
        "motion.second",
        "motion.take_back",
        "motion.withdraw",
    }
)
"""And of motions and amendments, what the chair does in debate."""


def is_rehearsed(act: str) -> bool:
    """Say whether an act of the table of permissions can be done in a rehearsal."""
    return act in ACTS or act.partition(".")[0] in NOUNS
