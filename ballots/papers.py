"""What is printed on a ballot paper: the options, in their order."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from ballots.enums import Choice

_KEY = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_FEWEST = 2  # a choice is between two things


@dataclass(frozen=True, slots=True)
class Option:
    """One answer a voter may choose: its key in the records and its name on the paper."""

    key: str
    label: str

    def as_record(self) -> dict[str, str]:
        """Give the option as it is stored."""
        return asdict(self)


# A question put to conference. An abstention is cast and counted (guide 3.5).
FOR_AGAINST_ABSTAIN = tuple(Option(choice.value, choice.label) for choice in Choice)


def paper_of(labels: Sequence[str]) -> list[Option]:
    """Make a paper from the names of its options alone.

    An option may be a person, and keys stand in the log in clear: so a key says only which place
    its option has on the paper. For, Against and Abstain keep the keys they have everywhere.
    """
    known = {option.label.casefold(): option.key for option in FOR_AGAINST_ABSTAIN}
    return [
        Option(known.get(label.strip().casefold(), f"option-{place}"), label)
        for place, label in enumerate(labels, start=1)
    ]


def words_of(question: str, options: Sequence[Option]) -> dict[str, str]:
    """Give the words on a paper that may name people, each under the name it has in the log.

    The log shows the keys in clear and these as salted digests.
    """
    return {"question": question} | {
        f"option {option.key}": option.label
        for option in options
        if option not in FOR_AGAINST_ABSTAIN
    }


def is_key(key: str) -> bool:
    """Say whether this could be the key of an option at all."""
    return _KEY.fullmatch(key) is not None


def faults(options: Sequence[Option]) -> list[str]:
    """Say what is wrong with a paper, if anything is."""
    found = []
    if len(options) < _FEWEST:
        found.append("A ballot paper needs at least two options.")
    if any(not is_key(option.key) or not as_read(option.label) for option in options):
        found.append("Every option needs a name with letters or digits in it.")
    keys = {option.key for option in options}
    labels = {as_read(option.label) for option in options}
    if len(keys) < len(options) or len(labels) < len(options):
        found.append("Two options on the paper cannot be told apart.")
    return found


def as_read(label: str) -> str:
    """Give what a reader tells options apart by: letters and digits, and no sign unseen.

    >>> as_read("Ann-Marie  O\u2019Neil") == as_read("ann marie o'ne\u200bil")
    True
    """
    plain = unicodedata.normalize("NFKC", label).casefold()
    seen = "".join(sign for sign in plain if unicodedata.category(sign) != "Cf")
    return " ".join(re.findall(r"[^\W_]+", seen))
