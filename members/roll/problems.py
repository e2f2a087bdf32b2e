"""What can be wrong with a roll file: with a row of it, or with all of it."""

from enum import StrEnum
from typing import NamedTuple


class UnreadableRollError(Exception):
    """The file as a whole is not a membership roll; the message says what to do about it."""


class Trouble(StrEnum):
    """What can be wrong with a line."""

    BADLY_ENCODED = "badly-encoded"
    MALFORMED = "malformed"
    TOO_MANY_CELLS = "too-many-cells"
    MISSING = "missing"
    TOO_LONG = "too-long"
    CONTROL_CHARACTER = "control-character"
    FORMULA = "formula"
    BAD_NUMBER = "bad-number"
    BAD_EMAIL = "bad-e-mail"
    BAD_MOBILE = "bad-mobile"
    BAD_LANDLINE = "bad-landline"
    BAD_ADDRESS = "bad-address"
    BAD_DATE = "bad-date"
    BAD_CHANNEL = "bad-channel"
    UNKNOWN_BRANCH = "unknown-branch"
    DUPLICATE = "duplicate"
    ERASED = "erased"


class Problem(NamedTuple):
    """One reason why a line is left out: where, what, and in words."""

    line: int
    column: str
    trouble: Trouble
    message: str
