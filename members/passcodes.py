"""Passcodes: how they are made, read back and compared.

Pure: no database and no clock. A passcode is shown to its owner once and never stored; what is kept
is an HMAC bound to one device and one purpose, so that a stolen table cannot be turned back into
codes, and a code made for one thing opens nothing else.
"""

import hashlib
import hmac
import secrets
import unicodedata
from typing import Final

# No letter or digit that can be taken for another in print or handwriting (0 O Q, 1 I L, 2 Z, 5 S,
# 8 B, U V), and no vowels, so that chance spells no words. Source: guide section 4, lesson 33.
ALPHABET: Final = "34679CDFGHJKMNPRTWXY"

# 20 characters give 4.3 bits each. NIST SP 800-63B asks for 20 bits where tries are throttled: a
# passcode that lives for minutes has 25, one that waits on paper for weeks has 34.
MAILED_LENGTH: Final = 6
PRINTED_LENGTH: Final = 8

# Whatever a person pastes is cut here before it is looked at closely.
LONGEST_ENTRY: Final = 64


def generate(length: int = MAILED_LENGTH) -> str:
    """Make a new passcode, each character drawn independently by the system's secure source."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def spaced(passcode: str) -> str:
    """Show a passcode in two halves, which are easier to read aloud and to type: "K7P X34"."""
    middle = len(passcode) // 2
    return f"{passcode[:middle]} {passcode[middle:]}"


def normalise(entry: str) -> str:
    """Read what a person typed or pasted: case, spaces, dashes and invisible marks do not matter.

    Pasted spaces broke codes at another organisation's election (guide section 4, lesson 33).
    """
    folded = unicodedata.normalize("NFKC", entry[:LONGEST_ENTRY]).upper()
    return "".join(character for character in folded if character.isalnum())


def could_be_passcode(entry: str, length: int = MAILED_LENGTH) -> bool:
    """Tell whether an entry has the length and the letters of a passcode: a slip costs no try."""
    code = normalise(entry)
    return len(code) == length and all(character in ALPHABET for character in code)


def seal(entry: str, *, pepper: bytes, device: str, purpose: str) -> str:
    """Turn a passcode into the HMAC that may be stored, for this device and this purpose only."""
    parts = (device.encode(), purpose.encode(), normalise(entry).encode())
    # Each part is preceded by its length, so that no two triples give the same message.
    message = b"".join(len(part).to_bytes(4, "big") + part for part in parts)
    return hmac.new(pepper, message, hashlib.sha256).hexdigest()


def matches(entry: str, sealed: str, *, pepper: bytes, device: str, purpose: str) -> bool:
    """Tell whether an entry is the sealed passcode, in the same time whatever the answer."""
    return hmac.compare_digest(
        seal(entry, pepper=pepper, device=device, purpose=purpose).encode(), sealed.encode()
    )
