"""Which column of a file is what: guessed from its headings, or as the officer set it.

`meanings` are as many as the headings: a name from `MEANINGS` for each column that is read, and ""
for each that is not. A postal address may stand in several columns, any other thing in one.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final

MEMBERSHIP_NUMBER: Final = "membership number"
NAME: Final = "name"
FIRST_NAME: Final = "first name"
LAST_NAME: Final = "last name"
BRANCH: Final = "branch"
EMAIL: Final = "e-mail"
MOBILE: Final = "mobile"
LANDLINE: Final = "landline"
POST: Final = "postal address"
JOINED_ON: Final = "joined on"
PREFERRED: Final = "preferred channel"

# What membership systems call the columns we read, in lower case and without punctuation.
MEANINGS: Final[Mapping[str, frozenset[str]]] = {
    MEMBERSHIP_NUMBER: frozenset(
        {"membership number", "member number", "membership no", "member no", "number"}
        | {"membership id", "member id", "mem no", "rhif aelodaeth"}
    ),
    NAME: frozenset({"name", "full name", "member name", "member", "enw"}),
    FIRST_NAME: frozenset({"first name", "forename", "given name", "firstname", "enw cyntaf"}),
    LAST_NAME: frozenset({"last name", "surname", "family name", "lastname", "cyfenw"}),
    BRANCH: frozenset({"branch", "branch code", "branch name", "branch no", "cangen"}),
    EMAIL: frozenset({"email", "e mail", "email address", "e mail address", "ebost"}),
    MOBILE: frozenset({"mobile", "mobile number", "mobile phone", "mobile no", "ffon symudol"}),
    LANDLINE: frozenset(
        {"landline", "home phone", "home telephone", "telephone", "phone", "landline number"}
        | {"ffon cartref"}
    ),
    POST: frozenset(
        {"address", "postal address", "home address", "town", "city", "county", "postcode"}
        | {"post code", "address postcode", "cyfeiriad", "cod post"}
        | {f"address {number}" for number in range(1, 6)}
        | {f"address line {number}" for number in range(1, 6)}
    ),
    JOINED_ON: frozenset(
        {"joined", "joined on", "date joined", "join date", "joining date", "start date"}
        | {"membership start date", "dyddiad ymuno"}
    ),
    PREFERRED: frozenset(
        {"preferred channel", "preferred contact", "contact preference", "preferred contact method"}
    ),
}
REQUIRED: Final = (MEMBERSHIP_NUMBER, NAME, BRANCH)
MAY_BE_SEVERAL: Final = frozenset({POST})


def folded(heading: str) -> str:
    """Write a heading without capitals and punctuation, so that the same one is the same words."""
    return " ".join(re.sub(r"[\W_]+", " ", heading).lower().split())


def guessed(headings: Sequence[str]) -> list[str]:
    """Say what each column is, as far as its heading tells."""
    known = {name: meaning for meaning, names in MEANINGS.items() for name in names}
    return [known.get(folded(heading), "") for heading in headings]


def objection(meanings: Sequence[str]) -> str:
    """Say in words why a roll cannot be read by these columns; empty where it can."""
    named = Counter(meaning for meaning in meanings if meaning)
    if named[FIRST_NAME] and named[LAST_NAME]:
        named.setdefault(NAME, 1)
    if missing := [meaning for meaning in REQUIRED if not named[meaning]]:
        return f"The first line must name the columns. Not found: {', '.join(missing)}."
    twice = [m for m, times in named.items() if times > 1 and m not in MAY_BE_SEVERAL]
    return f"Two columns are headed {', and two '.join(twice)}." if twice else ""


def signature(headings: Sequence[str]) -> str:
    """Name a set of headings in their order, to find again what was set for them."""
    return hashlib.sha256("\0".join(map(folded, headings)).encode()).hexdigest()


def unread(headings: Sequence[str], meanings: Sequence[str]) -> list[str]:
    """Name the headings of the columns that are not read."""
    return [h for h, meaning in zip(headings, meanings, strict=True) if h and not meaning]
