"""Addresses of other people's pages, which we lead to or frame. Pure.

Only https: a wall shows what it frames to a whole hall, and a phone follows what it is led to.
"""

from typing import Final
from urllib.parse import urlsplit

LONGEST: Final = 500
_LOOSE: Final = "Type the address of a page, such as https://stream.example.org/conference."


class BadAddressError(ValueError):
    """Says in words what is wrong with an address."""


def https_address(typed: str) -> str:
    """Give an address as it is kept; nothing stays nothing. Raises BadAddressError.

    No name and no password stand in it: whoever reads the address would have them.

    >>> https_address(" https://stream.example.org/conference ")
    'https://stream.example.org/conference'
    """
    address = typed.strip()
    if not address:
        return ""
    if len(address) > LONGEST:
        raise BadAddressError(f"An address has {LONGEST} characters at most.")
    if not address.isascii() or any(not character.isprintable() for character in address):
        raise BadAddressError(_LOOSE)
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname, parts.port
    except ValueError as wrong:
        raise BadAddressError(_LOOSE) from wrong
    if parts.scheme.lower() != "https":
        raise BadAddressError("Only addresses that begin with https:// are safe to lead people to.")
    if not host or any(character in " ;,'\"<>\\" for character in address):
        raise BadAddressError(_LOOSE)
    if parts.username is not None or parts.password is not None:
        raise BadAddressError("Leave the name and the password out of the address.")
    return address


def origin_of(address: str) -> str:
    """Give the origin of an address, as a content security policy names it.

    >>> origin_of("https://bsl.example.org:8443/live?room=1")
    'https://bsl.example.org:8443'
    """
    parts = urlsplit(address)
    return f"https://{parts.netloc.lower()}"
