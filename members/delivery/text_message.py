"""A passcode in one text message: the code itself, no link, 160 characters of the plain alphabet.

Pure. A single character outside that alphabet (GSM 03.38) halves what a message can hold, and some
old phones show it as a box; so a name is written in its nearest plain letters.
"""

import unicodedata
from typing import Final

LONGEST: Final = 160
LONGEST_NAME: Final = 30
# The basic table of GSM 03.38 without its Greek capitals; each takes one place.
PLAIN: Final = frozenset(
    "@£$¥èéùìòÇ\nØøÅåÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà_"
)
# Quotation marks, dashes and letters that come apart into no plain letter.
_INSTEAD: Final = str.maketrans("\u2019\u2018\u2013\u2014\u201c\u201d\u0142\u0141", "''--\"\"lL")


def plain(text: str) -> str:
    """Write a text in the plain alphabet, leaving out what it has no letter for."""
    composed = unicodedata.normalize("NFC", text.translate(_INSTEAD))
    return "".join(_plain(character) for character in composed)


def text_message(
    *, first_name: str, number_ends: str, passcode: str, until: str, name: str = ""
) -> str:
    """Write the message. `until` says how long the passcode works; `name` is the union's wish."""
    who = plain(first_name)[:LONGEST_NAME].strip() or "You"
    sender = f"{plain(name)[:LONGEST_NAME]}: " if name else ""
    told = f"{sender}{who} (number ending {plain(number_ends)}), your passcode is {passcode}."
    rest = f" It works once, {until}. Never tell it to anyone."
    return (told + plain(rest))[:LONGEST]


def _plain(character: str) -> str:
    if character in PLAIN:
        return character
    bare = unicodedata.normalize("NFKD", character)
    return "".join(letter for letter in bare if letter in PLAIN)
