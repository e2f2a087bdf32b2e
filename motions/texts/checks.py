"""What may not stand in the words of a motion, said so that whoever typed it can put it right.

HTML and scripts are not refused: a motion may speak of them. They are kept as plain characters and
shown as such (motions.texts.rendering), so that they never run.
"""

import unicodedata
from collections.abc import Callable

from audit.refusal import Refusal
from motions.wording import counted_words

MOST_CHARACTERS = 60_000
"""About 10,000 words: twenty times the longest limit in use (guide 3.0: 500 words)."""

_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_LEFT_ALONE = frozenset("\n\u200d")  # the joiner holds many emoji and some scripts together
_UNSEEN = frozenset({"Cf", "Co", "Cn"})


def refuse_bad_words(
    text: str,
    *,
    limit: int | None = None,
    most: int = MOST_CHARACTERS,
    count: Callable[[str], int] = counted_words,
) -> None:
    """Refuse words that are too many, or that hold characters no reader can see.

    `limit` is in words, counted by `count` (an amendment: motions.wording.counted_in, which leaves
    the rubrics out); `most` is in characters. Raises Refusal "text-too-long", "too-many-words" or
    "text-not-plain", which names the character and the paragraph it stands in.
    """
    text = text.replace("\r\n", "\n")  # as forms send the end of a line
    if len(text) > most:
        over = len(text) - most
        raise Refusal(
            "text-too-long",
            f"This is {len(text):,} characters long and at most {most:,} can be taken: "
            f"{over:,} too many.",
        )
    for at, sign in enumerate(text):
        if sign < "\x7f" and (sign >= " " or sign == "\n"):
            continue
        if trouble := _trouble(sign):
            raise Refusal("text-not-plain", f"{_where(text, at)} there is {trouble}. Take it out.")
    if limit is not None and (words := count(text)) > limit:
        raise Refusal(
            "too-many-words",
            f"This has {words:,} words and the limit is {limit:,}: {words - limit:,} too many.",
        )


def _trouble(sign: str) -> str:
    if sign in _LEFT_ALONE:
        return ""
    kind = unicodedata.category(sign)
    code = f"U+{ord(sign):04X}"
    if sign in _TURNING:
        return f"a character that turns the direction of writing ({code}), and would mislead"
    if kind == "Cs":
        return f"half a character ({code}), which cannot be kept"
    if kind == "Cc":
        return f"a control character ({code}), which is no part of any words"
    if kind in _UNSEEN:
        return f"an invisible character ({code})"
    return ""


def _where(text: str, at: int) -> str:
    paragraph = text.count("\n", 0, at) + 1
    before = "".join(c if c.isprintable() else " " for c in text[max(0, at - 40) : at]).split()
    after = f", after “{' '.join(before[-3:])}”," if before else ""
    return f"In paragraph {paragraph}{after}" if "\n" in text or before else "In the text"
