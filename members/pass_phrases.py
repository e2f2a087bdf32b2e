"""What an officer's pass-phrase must be: long, and not made of what others know.

Length is what counts: NIST SP 800-63B asks for fifteen characters where a password stands alone,
and forbids rules about capitals and figures, which only make people choose worse.
"""

import unicodedata
from collections.abc import Iterable
from typing import Final

SHORTEST: Final = 15
LONGEST: Final = 200
FEWEST_DIFFERENT: Final = 6


def normalise(typed: str) -> str:
    """Give the one form of a pass-phrase: the same on every keyboard, spaces at the ends gone."""
    return unicodedata.normalize("NFC", typed.strip())


def weakness(phrase: str, known: Iterable[str]) -> str:
    """Say what is weak in a pass-phrase; nothing if it will do. `known` is what others know."""
    if len(phrase) < SHORTEST:
        return f"It needs at least {SHORTEST} characters. Four or five unrelated words will do."
    if len(phrase) > LONGEST:
        return f"It can have {LONGEST} characters at most."
    lowered = phrase.casefold()
    rest = lowered
    for word in known:
        if len(word) > 2:  # noqa: PLR2004 - an initial gives nothing away
            rest = rest.replace(word.casefold(), "")
    if len(rest) < SHORTEST and rest != lowered:
        return "Besides your own name and number there is too little in it."
    if len(set(rest)) < FEWEST_DIFFERENT:
        return "It repeats itself too much."
    return ""
