"""Erasing what stands behind digests of the log: the leaves stay, and still verify.

A leaf names each erased digest by its position, so that the verifier tells "erased", which two
people answer for, from "tampered".
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from audit.formats.disclosure import salted_digest
from audit.models import Disclosure, Position
from audit.recording import OpenEntry
from audit.refusal import Refusal
from audit.retention import DIGESTS_IN_A_LEAF


def disclosures_erase(disclosures: Iterable[Disclosure]) -> list[tuple[UUID, str]]:
    """Delete salts and values, and give the digests that nobody can open from now on.

    Only inside an act that goes on to `erasure_perform`: the log must say what was erased.
    """
    erased = list(disclosures)
    Disclosure.objects.filter(pk__in=[one.pk for one in erased]).delete()
    return [(one.entry_id, salted_digest(one.salt, one.name, one.value)) for one in erased]


def erasure_perform(
    log: OpenEntry, digests: Iterable[tuple[UUID, str]], *, subject: str, **facts: Any
) -> list[UUID]:
    """Record which digests of which entries were erased; give the entries that say so.

    Each names at most 500, as `erased: [[position, digest], ...]` in the order of the log. An entry
    that has no place yet cannot be named, so its salts cannot be erased yet: that is refused, and
    what was deleted in this act comes back with its transaction.
    """
    digests = list(digests)
    places = _places({entry for entry, _ in digests})
    if any(entry not in places for entry, _ in digests):
        raise Refusal(
            "not-placed-yet",
            "Some of these entries wait for their place in the log. Try again in a minute.",
        )
    erased = sorted([places[entry], digest] for entry, digest in digests)
    return [
        log.record(
            "erasure.performed",
            subject=subject,
            attested=True,
            erased=erased[start : start + DIGESTS_IN_A_LEAF],
            **facts,
        ).id
        for start in range(0, len(erased), DIGESTS_IN_A_LEAF)
    ]


def _places(entries: set[UUID]) -> dict[UUID, int]:
    wanted = sorted(entries)
    places: dict[UUID, int] = {}
    for start in range(0, len(wanted), 2_000):
        batch = Position.objects.filter(entry__in=wanted[start : start + 2_000])
        places |= dict(batch.values_list("entry_id", "seq"))
    return places
