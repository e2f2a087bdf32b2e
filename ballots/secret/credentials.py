"""The one source of credentials: what a voter signs a sealed ballot with, and nobody keeps.

A secret is derived whenever it is wanted, from a secret of the installation that is not in the
database, the vote and the voter. So the server could vote for whoever did not: the published list
of who voted, receipts and the reconciliation are the check. A registrar off the server would take
the place of this module alone.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor
from functools import lru_cache, partial
from typing import Final
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

from ballots.models import RollEntry, SealedVote
from ballots.sealing.credentials import public_credential, public_in, secret_from
from ballots.sealing.groups import GROUPS

_SEED_BYTES: Final = 64
_STEP: Final = 500
_CHUNK: Final = 50

Progress = Callable[[int, int], None]
"""Told how many credentials are made, of how many."""


@sensitive_variables()
def credential_of(vote: SealedVote, line: RollEntry) -> str:
    """Give the secret credential of one line of the roll, in the form that the tool takes.

    For the voter alone, once they have stepped up.
    """
    return secret_of(vote.uuid, line.voter_id)


@sensitive_variables()
def secret_of(uuid: str, voter: UUID) -> str:
    """Derive a voter's secret in the vote of this uuid."""
    info = f"tellers|credential of a sealed vote|{uuid}|{voter}".encode()
    seed = HKDF(SHA256(), _SEED_BYTES, salt=None, info=info).derive(
        settings.SEALING_SECRET.encode()
    )
    return secret_from(seed)


@sensitive_variables()
@lru_cache(maxsize=4096)  # a voter who changes their mind asks again, and so does their phone
def public_of(uuid: str, group: str, voter: UUID) -> int:
    """Give the public half of a voter's credential: what the published list has."""
    return public_credential(secret_of(uuid, voter), uuid, GROUPS[group])


def publics_of(
    vote: SealedVote,
    voters: Sequence[UUID],
    *,
    progress: Progress | None = None,
    makers: Executor | None = None,
) -> list[int]:
    """Give the public credentials of a roll: some 1,500 a second, so a large one is prepared.

    With `makers`, processes of one's own share the work.
    """
    found: list[int] = []
    for begin in range(0, len(voters), _STEP):
        if progress:
            progress(begin, len(voters))
        owned = [secret_of(vote.uuid, voter) for voter in voters[begin : begin + _STEP]]
        make = partial(public_in, vote.group, vote.uuid)
        found += makers.map(make, owned, chunksize=_CHUNK) if makers else map(make, owned)
    if progress:
        progress(len(voters), len(voters))
    return found


def sum_of_roll(uuid: str, voters: Iterable[UUID]) -> str:
    """Hash who is on a roll, so that credentials prepared for it are used for no other."""
    lines = "\n".join(sorted(map(str, voters)))
    return hashlib.sha256(f"{uuid}\n{lines}".encode()).hexdigest()
