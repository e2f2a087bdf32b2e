"""Casting the simulated votes of a secret ballot: encrypted by many, taken one after the other."""

from collections.abc import Callable, Iterable
from concurrent.futures import Executor
from functools import partial

from ballots.models import MembershipBallot, RollEntry, SealedVote
from ballots.secret.casting import secret_cast
from ballots.secret.credentials import credential_of
from ballots.services.booth import booth_open
from members.enums import Channel
from motions.replay.browsers import Asked, encrypted

Put = Callable[[Iterable[tuple[RollEntry, str]]], None]
"""Casts the votes of these lines of the roll, each for an option by its key."""

_CHUNK = 16


def sealed_put(plan: MembershipBallot, many: Executor) -> Put:
    """Cast as voters' browsers do: the server is given encrypted ballots alone."""
    vote = SealedVote.objects.defer("credentials").get(pk=plan.pk)
    keys = [option.key for option in plan.ballot.paper]

    def wish(line: RollEntry, choice: str) -> Asked:
        return credential_of(vote, line), tuple(int(key == choice) for key in keys)

    def put(choices: Iterable[tuple[RollEntry, str]]) -> None:
        wanted = list(choices)
        asked = [wish(line, choice) for line, choice in wanted]
        ballots = many.map(partial(encrypted, vote.election), asked, chunksize=_CHUNK)
        for (line, _choice), raw in zip(wanted, ballots, strict=True):
            held = booth_open(ballot=plan.ballot, voter=line.voter, channel=Channel.EMAIL)
            secret_cast(ballot_id=plan.pk, voter=line.voter, raw=raw, booth_pass=held)

    return put
