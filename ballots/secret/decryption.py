"""Opening the sum of a sealed vote: the server's share, then those of t people, then the result.

A trustee's share is taken once, and only after its proof held: it is of this trustee's key and of
this very tally (specification, 4.18). The result is there with the last share that is needed.
"""

from dataclasses import dataclass
from typing import Final

from audit.recording import OpenEntry, entry
from audit.refusal import Refusal
from ballots.enums import OpeningWork, SealedStage
from ballots.models import Ballot, OpeningPiece, SealedVote, Trustee
from ballots.sealing.appending import decrypted
from ballots.sealing.decrypting import insist_on_partial_decryption, read_partial_decryption
from ballots.sealing.documents import BadDocument
from ballots.sealing.opening import read_out
from ballots.sealing.tallying import Answers
from ballots.secret.archive import archive_append, head_of, vote_locked
from ballots.secret.record import (
    document_in,
    election_of,
    parts_of,
    sealed_now,
    tally_of,
    trustees_in,
)
from ballots.secret.result import insist_on_opening, result_write
from ballots.signals import ballot_changed
from members.models import Member

SERVER: Final = 1
"""The server's number among the trustees of every vote."""

CHECKED_AT_ONCE: Final = 60
"""Ciphertexts whose proofs are checked while the trustee waits; more are checked by a worker."""


@dataclass(frozen=True, slots=True)
class Part:
    """One trustee of a vote, and whether their share is there."""

    owner: int
    trustee: Trustee
    is_given: bool
    is_being_checked: bool

    @property
    def name(self) -> str:
        """Give the name of the person, or of the server."""
        return self.trustee.member.name if self.trustee.member else "The server"


@dataclass(frozen=True, slots=True)
class Opening:
    """How far the opening of a vote is."""

    vote: SealedVote
    parts: tuple[Part, ...]
    missing: int
    waits_for_people: bool

    @property
    def people(self) -> tuple[Part, ...]:
        """Give the trustees who are people."""
        return tuple(part for part in self.parts if part.trustee.member_id)

    @property
    def given(self) -> int:
        """Count the people whose share is there."""
        return sum(part.is_given for part in self.people)

    @property
    def awaited(self) -> list[str]:
        """Name those any of whom are still awaited."""
        if not self.waits_for_people:
            return []
        return [part.name for part in self.people if not part.is_given]

    def of(self, member: object) -> Part | None:
        """Find somebody's part."""
        pk = getattr(member, "pk", None)
        return next((part for part in self.people if part.trustee.member_id == pk), None)


def is_ready_to_open(vote: SealedVote) -> bool:
    """Say whether the ciphertexts are the last ones: tallied, and ranked papers shuffled too."""
    ranked = vote.stage == SealedStage.TALLIED and election_of(vote).is_ranked
    return vote.stage in {SealedStage.TALLIED, SealedStage.SHUFFLED} and not ranked


def opening_of(vote: SealedVote) -> Opening:
    """Look how far the opening of a vote is, and for whom it waits."""
    given = {part.owner for part in parts_of(vote)}
    checking = set(
        vote.pieces.filter(work=OpeningWork.CHECK, outcome="").values_list("number", flat=True)
    )
    rows = vote.board.trustees.select_related("member").order_by("number")
    parts = tuple(
        Part(row.number, row, row.number in given, row.number in checking) for row in rows
    )
    missing = trustees_in(vote).missing(tuple(given)) if vote.height is not None else 0
    ready = is_ready_to_open(vote) if vote.election else False
    return Opening(vote, parts, missing, ready and missing > 0)


def part_give(*, actor: Member, vote: SealedVote, text: str) -> None:
    """Take a trustee's share of a vote's opening: once, and only if it holds.

    A long one is kept until a worker has checked it (`part_take`).
    """
    with entry(actor=actor) as log:
        fresh = vote_locked(vote.pk)
        own = _insist_on_trustee(fresh, actor)
        _insist_on_turn(fresh, own)
        answers = sealed_now(fresh)
        if sum(map(len, answers)) > CHECKED_AT_ONCE:
            OpeningPiece.objects.create(
                vote=fresh,
                work=OpeningWork.CHECK,
                number=own.number,
                given=document_in(text).decode(),
            )
            log.record("partial_decryption.handed_in", subject=fresh.ballot, trustee=own.number)
            return
        try:
            raw = checked_part(fresh, own.number, document_in(text), answers)
        except BadDocument as fault:
            raise Refusal(
                "part-faulty", f"This is not your part of this vote. {fault.words}"
            ) from None
        part_append(fresh, own.number, raw, log)


def checked_part(vote: SealedVote, owner: int, text: bytes, answers: Answers) -> bytes:
    """Read a share, hold its proofs against its owner's key, and give its canonical bytes."""
    election = election_of(vote)
    part = read_partial_decryption(election, text, answers)
    key = trustees_in(vote).key_of(owner).public
    insist_on_partial_decryption(election, answers, key, part)
    return part.raw


def part_append(vote: SealedVote, owner: int, raw: bytes, log: OpenEntry) -> None:
    """Append a share that was checked. The row of the vote is held.

    The log is not told the head that the chain has with it. Before the declaration that head is
    all that hides the result: it stands in the event of the result, whose own head is in the log,
    and with it anybody could try the few sums that there can be.
    """
    archive_append(vote, decrypted(head_of(vote), owner, raw))
    log.record("partial_decryption.given", subject=vote.ballot, trustee=owner, height=vote.height)
    awaited = trustees_in(vote).missing([part.owner for part in parts_of(vote)])
    if not awaited:
        result_make(vote, log)
    act = "part_opened" if awaited else "opened_sums"
    ballot_changed.send(sender=Ballot, ballot=vote.ballot, act=act, actor=None)


def result_make(vote: SealedVote, log: OpenEntry) -> None:
    """Work the result out and append it: the sums, or the ranked papers one by one (4.19)."""
    election, answers = election_of(vote), sealed_now(vote)
    parts = {
        part.owner: read_partial_decryption(election, part.raw, answers).factors
        for part in parts_of(vote)
    }
    factors = trustees_in(vote).joined(parts)
    result = read_out(election, answers, factors, tally_of(vote).weight)
    result_write(vote, result, log)
    vote.pieces.all().delete()


def _insist_on_trustee(vote: SealedVote, actor: Member) -> Trustee:
    own = vote.board.trustees.filter(member=actor).first()
    if own is None:
        raise Refusal(
            "not-your-office",
            "Only a trustee of this vote does this, with a key of their own.",
            rule="Roles and permissions",
            record="board.refused",
            subject=vote.ballot.log_name,
            facts={"act": "partial_decryption.give"},
        )
    return own


def _insist_on_turn(vote: SealedVote, own: Trustee) -> None:
    insist_on_opening(vote)
    opening = opening_of(vote)
    part = next(part for part in opening.parts if part.owner == own.number)
    if part.is_given or part.is_being_checked:
        raise Refusal("part-given", "You have opened your part already. It is done once.")
    if vote.stage == SealedStage.RESULT:
        raise Refusal("opened-already", "As many as are needed have opened this vote already.")
    if not opening.waits_for_people:
        raise Refusal("not-yet", "This vote cannot be opened yet.")
