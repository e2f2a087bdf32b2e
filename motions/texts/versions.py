"""The versions of a motion's words, each with the entry of the log that first names its hash."""

from contextlib import suppress
from typing import NamedTuple

from audit.formats.errors import NotCanonical
from audit.formats.leaf import read_leaf
from audit.selectors import placed_entries
from motions.models import Motion, MotionText


class Version(NamedTuple):
    """One version, and the place in the log of the entry that names its hash, if there is one."""

    text: MotionText
    seq: int | None


def versions_in_log(motion: Motion) -> list[Version]:
    """List the versions, the newest first, in two queries."""
    first_named: dict[str, int] = {}
    for position in placed_entries(subject=motion.log_name):
        with suppress(NotCanonical):  # written past the program: a check of the log names it
            entry = read_leaf(bytes(position.entry.leaf))
            first_named[str(entry.get("text_sha256"))] = position.seq  # the oldest comes last
    texts = reversed(list(motion.texts.all()))
    return [Version(text, first_named.get(text.sha256)) for text in texts]
