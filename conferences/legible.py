"""Words that a whole hall reads must say what they seem to say: on the wall, at the rostrum. Pure.

A mark that turns the direction of writing can show "not carried" as something else, and one that
nobody sees can part a word which somebody looks for.
"""

from typing import Final

from audit.refusal import Refusal

_JOINER: Final = "\u200d"  # holds many emoji and some scripts together


def refuse_illegible(words: str) -> None:
    """Refuse words with a character that no reader can see. Raises Refusal "text-not-plain"."""
    for sign in words:
        if not (sign.isprintable() or sign.isspace() or sign == _JOINER):
            raise Refusal(
                "text-not-plain",
                f"There is an invisible character in this (U+{ord(sign):04X}), which would "
                "mislead. Type the words afresh.",
            )
