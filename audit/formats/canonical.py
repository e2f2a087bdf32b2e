"""The one form in which an act is written down, so that everyone hashes the same bytes.

RFC 8785 (JSON Canonicalization Scheme), narrowed to what the log needs: objects with ASCII keys,
arrays, strings, whole numbers below 2^53, true, false and null. No floats: their spelling is where
implementations of RFC 8785 differ.
"""

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from audit.formats.errors import NotCanonical

MAX_INTEGER = 2**53 - 1


def canonical(value: object) -> bytes:
    """Write a value in its canonical form; refuse what has none here."""
    try:
        _check(value)
        return _ENCODER.encode(value).encode("utf-8")
    except RecursionError:
        raise NotCanonical("This is nested too deeply.") from None
    except UnicodeEncodeError:
        raise NotCanonical("A text holds half a character (a lone surrogate).") from None


def parse(data: bytes) -> Any:
    """Read canonical bytes back; refuse any other spelling of the same value."""
    try:
        text = data.decode("utf-8")
        value = _DECODER.decode(text)
        if not text.isascii():
            _check(value)
        encoded = _ENCODER.encode(value)
    except NotCanonical:
        raise
    except RecursionError:
        raise NotCanonical("This is nested too deeply.") from None
    except ValueError:
        raise NotCanonical("This is not JSON in UTF-8.") from None
    if encoded != text:
        raise NotCanonical("This JSON is not in canonical form (RFC 8785).")
    return value


def _check(value: object) -> None:
    match value:
        case None | bool() | str():
            return
        case int():
            if not -MAX_INTEGER <= value <= MAX_INTEGER:
                raise NotCanonical("A number must lie between -(2^53 - 1) and 2^53 - 1.")
        case Mapping():
            for key, item in value.items():
                if not (isinstance(key, str) and key.isascii()):
                    raise NotCanonical(f"A key must be ASCII text, not {key!r}.")
                _check(item)
        case list() | tuple():
            for item in value:
                _check(item)
        case _:
            raise NotCanonical(f"A {type(value).__name__} has no canonical form here.")


def _integer(digits: str) -> int:
    if len(digits) > len(str(-MAX_INTEGER)) or abs(number := int(digits)) > MAX_INTEGER:
        raise NotCanonical("A number must lie between -(2^53 - 1) and 2^53 - 1.")
    return number


def _no_float(_text: str) -> NoReturn:
    raise NotCanonical("A number must be whole: no fraction, exponent, NaN or Infinity.")


# Made once: to make them for each entry would take as long as reading it. Sorted by code point,
# which for ASCII keys is the order of UTF-16 units that RFC 8785 asks for.
_DECODER = json.JSONDecoder(parse_float=_no_float, parse_constant=_no_float, parse_int=_integer)
_ENCODER = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, check_circular=False
)
