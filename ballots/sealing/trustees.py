"""Those who open an election: alone, or so many of a group (section 4.7), and how parts are joined.

The list of an election has items of two kinds. The key of a single trustee is needed; of a
threshold group as many members as it says are enough. The election's key is the product of all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod
from typing import Any, Final

from ballots.sealing.certificates import MOST, Ceremony, gather, read_certificate
from ballots.sealing.documents import BadDocument, compact, items, members, parse, small
from ballots.sealing.groups import Group
from ballots.sealing.pedersen import (
    Commitments,
    Voutput,
    insist_on_share,
    read_all_commitments,
    signatures,
)
from ballots.sealing.results import Factors, multiplied
from ballots.sealing.trustee_keys import PublicKey, read_public_key

_ITEM: Final = 2_000_000
_NAMES: Final = ("threshold", "certs", "coefexps", "verification_keys")


@dataclass(frozen=True)
class ThresholdKey:
    """A key made together: what the ceremony leaves for everybody to check (section 4.6.7)."""

    ceremony: Ceremony
    commitments: tuple[Commitments, ...]
    keys: tuple[PublicKey, ...]

    @classmethod
    def of(
        cls, ceremony: Ceremony, commitments: Sequence[Commitments], voutputs: Sequence[Voutput]
    ) -> "ThresholdKey":
        """Put together what was read and checked: the server's step 6."""
        if not len(commitments) == len(voutputs) == ceremony.size:
            raise BadDocument("shape", "Not all trustees have finished.")
        keys = tuple(voutput.public_key for voutput in voutputs)
        return cls(ceremony, tuple(commitments), keys)

    @property
    def public(self) -> int:
        """Give the key that votes are sealed with: nobody has the secret of it."""
        group = self.ceremony.group
        return group.product(each.coefficients[0] for each in self.commitments)

    def document(self) -> dict[str, Any]:
        """Write it as the specification does."""
        document: dict[str, Any] = {
            "threshold": self.ceremony.threshold,
            "certs": [each.signed.document() for each in self.ceremony.certificates],
            "coefexps": [each.signed.document() for each in self.commitments],
            "verification_keys": [key.document() for key in self.keys],
        }
        if self.ceremony.is_bound:
            document["signatures"] = signatures(self.commitments)
        return document


@dataclass(frozen=True)
class Trustees:
    """All who open an election, as they were read from `raw`, the bytes that count."""

    raw: bytes
    group: Group
    items: tuple[PublicKey | ThresholdKey, ...]

    @classmethod
    def read(cls, raw: bytes, group: Group) -> "Trustees":
        """Read the list, and see that every key in it is proven, and fits its ceremony.

        Raise `BadDocument`, with the codes of `trustee_keys`, `certificates` and `pedersen`.
        """
        found = [
            _read_item(group, item, number)
            for number, item in enumerate(items(parse(raw, limit=_ITEM * MOST), "trustees"), 1)
        ]
        if not found:
            raise BadDocument("shape", "Nobody is there to open the election.")
        return cls(raw, group, tuple(found))

    @property
    def public_key(self) -> int:
        """Give the election's key: the product of all."""
        return self.group.product(item.public for item in self.items)

    @property
    def keys(self) -> tuple[PublicKey, ...]:
        """Give the keys of all owners in their order, a group's members too; the first is 1."""
        return tuple(key for item in self.items for key in _members_of(item))

    def key_of(self, owner: int) -> PublicKey:
        """Give the key that an owner's parts are checked with, or raise `BadDocument` (`owner`)."""
        if not 1 <= owner <= len(self.keys):
            raise BadDocument("owner", f"There is no trustee {owner}.")
        return self.keys[owner - 1]

    def missing(self, owners: Sequence[int]) -> int:
        """Say how many parts are still needed, with those of these owners there already."""
        return sum(needed - len(there) for needed, there in self._there(owners))

    def joined(self, parts: Mapping[int, Factors]) -> Factors:
        """Join the parts of owners: what each beta of the tally is divided by (section 4.19).

        Of a group exactly as many as are needed are used, the first ones. Raise `BadDocument`
        (`missing`) if there are too few.
        """
        if self.missing(tuple(parts)):
            raise BadDocument("missing", "Not all trustees who are needed have opened their part.")
        found: list[Factors] = []
        first = 1
        for item, (needed, there) in zip(self.items, self._there(tuple(parts)), strict=True):
            chosen = {owner - first + 1: parts[owner] for owner in there[:needed]}
            is_group = isinstance(item, ThresholdKey)
            found.append(interpolated(self.group, chosen) if is_group else chosen[1])
            first += len(_members_of(item))
        return multiplied(self.group, found)

    def _there(self, owners: Sequence[int]) -> list[tuple[int, list[int]]]:
        """Give for each item how many parts it needs, and the owners of those that can be used."""
        found = []
        first = 1
        for item in self.items:
            count = len(_members_of(item))
            needed = item.ceremony.threshold if isinstance(item, ThresholdKey) else 1
            there = sorted(owner for owner in set(owners) if first <= owner < first + count)
            found.append((needed, there[:needed]))
            first += count
        return found


def build_trustees(keys: Sequence[PublicKey | ThresholdKey]) -> bytes:
    """Write the list of trustees; owners are numbered in this order."""
    return compact([[_kind(key), key.document()] for key in keys])


def interpolated(group: Group, parts: Mapping[int, Factors]) -> Factors:
    """Join the parts of members of one group, by Lagrange at nought (section 4.19).

    The coefficients are fractions of small numbers, so each factor is raised to a small number, and
    only the product to the inverse of their denominator.
    """
    coefficients = lagrange(tuple(parts))
    common = lcm(*(coefficient.denominator for coefficient in coefficients.values()))
    whole = {member: int(part * common) for member, part in coefficients.items()}
    inverse = pow(common, -1, int(group.q))

    def joined(factors: Sequence[int]) -> int:
        raised = zip(whole.values(), factors, strict=True)
        total = group.product(group.power(factor, exponent) for exponent, factor in raised)
        return total if common == 1 else group.power(total, inverse)

    return tuple(
        tuple(joined(place) for place in zip(*answer, strict=True))
        for answer in zip(*(parts[member] for member in whole), strict=True)
    )


def lagrange(members_there: Sequence[int]) -> dict[int, Fraction]:
    """Give what each member's value counts for in the value at nought."""
    return {
        member: Fraction(
            prod(other for other in members_there if other != member),
            prod(other - member for other in members_there if other != member),
        )
        for member in members_there
    }


def _members_of(item: PublicKey | ThresholdKey) -> tuple[PublicKey, ...]:
    return item.keys if isinstance(item, ThresholdKey) else (item,)


def _kind(item: PublicKey | ThresholdKey) -> str:
    return "Pedersen" if isinstance(item, ThresholdKey) else "Single"


def _read_item(group: Group, document: object, number: int) -> PublicKey | ThresholdKey:
    where = f"Item {number} of the trustees"
    kind, value = items(document, where, 2)
    if kind == "Single":
        return read_public_key(group, value, where)
    if kind == "Pedersen":
        return read_threshold_key(group, value, where)
    raise BadDocument("shape", f"{where} is of no kind that is known.")


def read_threshold_key(group: Group, document: object, where: str) -> ThresholdKey:
    """Read what a ceremony left, and check it as each of its trustees could."""
    parts = members(document, where, _order(document), optional=("signatures",))
    certificates = [
        read_certificate(group, each, f"{where}, certificate {index}")
        for index, each in enumerate(items(parts["certs"], where), start=1)
    ]
    ceremony = gather(group, certificates, small(parts["threshold"], where))
    commitments = read_all_commitments(ceremony, parts["coefexps"], parts.get("signatures"), where)
    keys = tuple(
        read_public_key(group, key, f"{where}, key {index}")
        for index, key in enumerate(items(parts["verification_keys"], where, ceremony.size), 1)
    )
    for index, key in enumerate(keys, start=1):
        insist_on_share(ceremony, commitments, index, key)
    return ThresholdKey(ceremony, tuple(commitments), keys)


def _order(document: object) -> tuple[str, ...]:
    """Give the order of members: the signatures of a bound ceremony may stand before the keys."""
    if isinstance(document, dict) and list(document)[3:4] == ["signatures"]:
        return (*_NAMES[:3], "signatures", _NAMES[3])
    return (*_NAMES, "signatures")
