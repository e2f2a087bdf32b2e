"""A passcode read aloud by a machine: slowly, twice, every character told from its neighbours.

Pure. A letter is said with the word that stands for it in the spelling alphabet of radio (ITU Radio
Regulations, appendix 14); M and N, or C and G, cannot be told apart on a telephone without it.
"""

from typing import Final

from members.passcodes import normalise

WORDS: Final = {
    "C": "Charlie", "D": "Delta", "F": "Foxtrot", "G": "Golf", "H": "Hotel", "J": "Juliet",
    "K": "Kilo", "M": "Mike", "N": "November", "P": "Papa", "R": "Romeo", "T": "Tango",
    "W": "Whiskey", "X": "X-ray", "Y": "Yankee",
}  # fmt: skip
FIGURES: Final = {"3": "three", "4": "four", "6": "six", "7": "seven", "9": "nine"}
TIMES: Final = 2


def spelt(passcode: str) -> list[str]:
    """Spell a passcode, a character to a phrase: ["seven", "K for Kilo", "P for Papa"]."""
    return [
        FIGURES[character] if character in FIGURES else f"{character} for {WORDS[character]}"
        for character in normalise(passcode)
    ]


def figures_apart(figures: str) -> str:
    """Have figures said one by one, not as a number: "181" is "1, 8, 1"."""
    return ", ".join(figures)


def spoken(*, first_name: str, number_ends: str, passcode: str, until: str, name: str) -> list[str]:
    """Give a whole call as phrases; the gateway pauses after each (guide 6, landline).

    `until` says how long the passcode works, as in print. Nothing says what it is for.
    """
    characters = spelt(passcode)
    whose = f"Hello. This is a message for {first_name}, whose number ends in"
    greeting = f"{whose} {figures_apart(number_ends)}."
    once = [f"{character}." for character in characters]
    return [
        *([f"{name}."] if name else []),
        greeting,
        f"Please find something to write with. Your passcode has {len(characters)} characters.",
        "It is:",
        *once,
        *("Once more. Your passcode is:", *once) * (TIMES - 1),
        f"It works once, {until}. Never read it out to anyone who rings you. Goodbye.",
    ]
