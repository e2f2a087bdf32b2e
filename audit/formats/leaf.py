"""One entry of the log: a canonical JSON object that says when, who, what and of what.

    at    when, to the second, in UTC             id    the entry's own UUID
    by    who: a pseudonym, or the system         of    what was acted upon
    t     what happened, as noun.past_participle  v     the version of this form
    _sd   salted digests of personal values, where there are any

Whatever else stands in an entry is a fact of the act.
"""

from typing import Any

from audit.formats.canonical import parse
from audit.formats.errors import NotCanonical

DIGESTS = "_sd"
SYSTEM = "system"
"""Who acted, where nobody did: a clock that ran out, a command on the union's own machine."""

_TEXTS = ("at", "by", "id", "of", "t")


def read_leaf(entry: bytes) -> dict[str, Any]:
    """Read an entry; refuse one that is not in due form."""
    leaf = parse(entry)
    if not isinstance(leaf, dict):
        raise NotCanonical("An entry must be an object.")
    for name in _TEXTS:
        if type(leaf.get(name)) is not str:
            raise NotCanonical(f"It does not say `{name}`, which must be a text.")
    if type(leaf.get("v")) is not int:
        raise NotCanonical("It does not say `v`, the version of its form.")
    if DIGESTS in leaf and not _are_texts(leaf[DIGESTS]):
        raise NotCanonical(f"Its `{DIGESTS}` is not a list of digests.")
    return leaf


def _are_texts(value: object) -> bool:
    return isinstance(value, list) and all(type(one) is str for one in value)
