"""Shuffling ranked papers before they are opened, so that none leads back to whoever cast it.

The server shuffles; where people open the vote, one of them shuffles after it with a program of
their own, for whoever made every shuffle could undo them all. A shuffle's secrets live only while
it is made, so it is not cut up among workers: one that died made none, and it is made again.
"""

from contextlib import suppress
from typing import Final
from uuid import UUID

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from ballots.enums import SealedStage
from ballots.models import SealedVote
from ballots.sealing.appending import end_shuffles, shuffled
from ballots.sealing.ciphertexts import Ciphertext
from ballots.sealing.documents import BadDocument
from ballots.sealing.questions import RankedQuestion
from ballots.sealing.shuffle_checking import BadShuffle, insist_on_shuffle
from ballots.sealing.shuffle_proofs import read_shuffle
from ballots.sealing.shuffling import shuffle
from ballots.secret.archive import DoneMeanwhileError, archive_append, head_of, vote_locked
from ballots.secret.record import document_in, election_of, sealed_now, shuffles_of
from members.models import Member

BY_SERVER: Final = 1
BY_SERVER_ALONE: Final = 2
"""Shuffles of the server: two where nobody else makes one."""

BY_PEOPLE: Final = 1
"""Shuffles that people make, after the server's."""

_SERVER: Final = 1


def by_server(vote: SealedVote) -> int:
    """Say how many shuffles the server makes of a vote."""
    return BY_SERVER_ALONE if vote.board.is_server_alone else BY_SERVER


def awaits_shuffle(vote: SealedVote) -> bool:
    """Say whether one of the people has to shuffle now."""
    return (
        vote.stage == SealedStage.TALLIED
        and not vote.board.is_server_alone
        and election_of(vote).is_ranked
        and by_server(vote) <= len(shuffles_of(vote)) < by_server(vote) + BY_PEOPLE
    )


def shuffle_make(vote_pk: UUID) -> None:
    """Make the server's next shuffle, unless somebody made it meanwhile."""
    vote = SealedVote.objects.select_related("board").get(pk=vote_pk)
    election, made = election_of(vote), len(shuffles_of(vote))
    raw = shuffle(election, _ranked(vote)).raw
    with suppress(DoneMeanwhileError), entry(actor=None) as log:
        fresh = vote_locked(vote_pk)
        if fresh.stage != SealedStage.TALLIED or len(shuffles_of(fresh)) != made:
            raise DoneMeanwhileError
        _append(fresh, _SERVER, raw, log)


def shuffle_give(*, actor: Member, vote: SealedVote, text: str) -> None:
    """Take a trustee's shuffle, once its proof holds: the same papers, in an order they know."""
    with entry(actor=actor) as log:
        fresh = vote_locked(vote.pk)
        own = fresh.board.trustees.filter(member=actor).first()
        if own is None:
            raise Refusal(
                "not-your-office",
                "Only a trustee of this vote does this.",
                rule="Roles and permissions",
                record="board.refused",
                subject=fresh.ballot.log_name,
                facts={"act": "shuffle.give"},
            )
        if not awaits_shuffle(fresh):
            raise Refusal(
                "no-shuffle-due", "No shuffle is awaited now. Look again what comes next."
            )
        before = _ranked(fresh)
        election = election_of(fresh)
        try:
            given = read_shuffle(document_in(text), election.group, [len(each) for each in before])
            insist_on_shuffle(election, before, given)
        except (BadDocument, BadShuffle) as fault:
            raise Refusal(
                "shuffle-faulty", f"This is not a shuffle of these papers. {fault.words}"
            ) from None
        _append(fresh, own.number, given.raw, log)


def _append(vote: SealedVote, owner: int, raw: bytes, log: OpenEntry) -> None:
    archive_append(vote, shuffled(head_of(vote), owner, raw))
    log.record(
        "sealed_vote.shuffled",
        subject=vote.ballot,
        trustee=owner,
        height=vote.height,
        head=vote.head,
    )
    people = 0 if vote.board.is_server_alone else BY_PEOPLE
    if len(shuffles_of(vote)) == by_server(vote) + people:
        vote.stage = SealedStage.SHUFFLED
        archive_append(vote, end_shuffles(head_of(vote)))


def _ranked(vote: SealedVote) -> list[list[Ciphertext]]:
    """Give the ciphertexts of the ranked questions in the order they stand in now."""
    questions = election_of(vote).questions
    return [
        list(answer)
        for question, answer in zip(questions, sealed_now(vote), strict=True)
        if isinstance(question, RankedQuestion)
    ]
