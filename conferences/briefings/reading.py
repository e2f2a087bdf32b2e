"""Reading what people type in about a briefing and about themselves. Pure.

Nothing that could begin a header line of a message, or be a link to anything but a page of the web
over an encrypted connection, gets further than this.
"""

import unicodedata
from typing import Final
from urllib.parse import urlsplit

LONGEST_NAME: Final = 100
LONGEST_LINK: Final = 500
_UNSHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


class Unreadable(ValueError):
    """Not what was asked for; the message says why, in plain English."""


def read_line(typed: str, *, longest: int) -> str:
    """Give one line of text, spaces evened out. Raises Unreadable."""
    text = unicodedata.normalize("NFC", typed).strip()
    if len(text) > longest:
        raise Unreadable(f"Longer than {longest} characters.")
    if any(unicodedata.category(letter) in _UNSHOWN for letter in text):
        raise Unreadable("Holds a character that cannot be shown, such as the end of a line.")
    return " ".join(text.split())


def read_name(typed: str) -> str:
    """Give a person's name. Raises Unreadable."""
    name = read_line(typed, longest=LONGEST_NAME)
    if not any(letter.isalpha() for letter in name):
        raise Unreadable("Give your name.")
    if "://" in name or "www." in name.lower():
        raise Unreadable("Give your name, without an address of the web.")
    return name


def read_link(typed: str) -> str:
    """Give a link that begins with https:// and leads to a named host. Raises Unreadable."""
    link = typed.strip()
    if len(link) > LONGEST_LINK:
        raise Unreadable(f"Longer than {LONGEST_LINK} characters.")
    if not link.isascii() or not link.isprintable() or " " in link:
        raise Unreadable("Holds a character that does not belong in a link.")
    try:
        parts = urlsplit(link)
        host, _port = parts.hostname, parts.port
    except ValueError:
        raise Unreadable("Not a link.") from None
    if parts.scheme != "https" or not host or "." not in host:
        raise Unreadable("A link to a meeting begins with https:// and the name of its host.")
    if parts.username is not None or "\\" in link or '"' in link or "<" in link:
        raise Unreadable("Holds a character that does not belong in a link.")
    return link
