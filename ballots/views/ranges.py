"""A part of a file, as a browser or `curl` asks for it that goes on where the line broke."""

import re
from typing import Final

_ONE: Final = re.compile(r"bytes=[ \t]*([0-9]{0,15})-([0-9]{0,15})[ \t]*")


def asked_range(header: str, size: int) -> range | None:
    """Say which bytes of so many a Range header asks for (RFC 9110, section 14.1.2).

    None is the whole file: nothing was asked, or several parts, or what is no range. An empty
    range is one that the file does not reach.
    """
    asked = _ONE.fullmatch(header)
    if asked is None or asked.group(0).strip() == "bytes=-":
        return None
    first, last = asked.groups()
    if not first:
        return range(max(size - int(last), 0), size) if int(last) else range(0)
    if last and int(last) < int(first):
        return None
    return range(int(first), min(int(last) + 1, size) if last else size)
