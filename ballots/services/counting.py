"""Counting an election, and drawing lots by hand where the count asks for them.

A count is kept as it was made. Where a tie needs a lot that no seed decides, it stops and says
between whom; the lot is drawn before a witness, typed in, and the papers are counted again. A lot
stands in every later count (ERS97 5.6.3).
"""

import hashlib
from collections.abc import Sequence

from django.utils import timezone

from audit.formats.disclosure import new_salt
from audit.recording import entry
from audit.refusal import Refusal
from ballots.candidates import candidate_named
from ballots.counting.record import Ending
from ballots.counting.sheet import json_record
from ballots.declaring.counts_of_elections import counted_again
from ballots.enums import BallotAct
from ballots.models import Ballot, CountRecord, Lot
from ballots.reconciling_elections import digest_of_count, digest_of_lot
from ballots.secret.outcome import insist_on_opened
from ballots.selectors import OpenedPapers, count_of
from ballots.services.insisting import locked
from ballots.services.unaltered import insist_on_the_log
from ballots.signals import ballot_changed
from members.models import Member

LONGEST_WITNESS = 200


def election_count(*, ballot: Ballot, actor: Member | None) -> CountRecord:
    """Count a closed election by its rule, and keep the count. It can be counted again.

    The log has a salted digest of record and papers: their hashes are told at the declaration.
    """
    with entry(actor=actor) as log:
        ballot, _row = locked(ballot, BallotAct.COUNT, actor)
        _insist_on_election(ballot)
        insist_on_opened(ballot)
        papers = OpenedPapers(ballot)
        insist_on_the_log(ballot, BallotAct.COUNT, papers)
        found = counted_again(papers)
        record = json_record.write(found)
        kept = CountRecord(
            ballot=ballot,
            number=ballot.counts.count() + 1,
            rule=found.rule.code,
            ending=str(found.ending),
            elected=list(found.elected),
            tied=sorted(found.tied),
            record=record.decode(),
            sha256=hashlib.sha256(record).hexdigest(),
            papers_sha256=papers.sha256,
            salt=new_salt(),
            counted_by=actor,
            counted_at=timezone.now(),
        )
        made = log.record(
            "election.counted",
            subject=ballot,
            attested=True,
            number=kept.number,
            rule=kept.rule,
            digest=digest_of_count(kept),
        )
        kept.entry_id = made.id
        kept.save(force_insert=True)
        ballot_changed.send(sender=Ballot, ballot=ballot, act="counted", actor=actor)
    return kept


def lot_record(
    *, ballot: Ballot, actor: Member, tied: Sequence[int], drawn: int, witness: str
) -> Lot:
    """Record a lot drawn by hand, as the last count asked for: on whom it fell, and who saw it."""
    with entry(actor=actor) as log:
        ballot, _row = locked(ballot, BallotAct.RECORD_LOT, actor)
        _insist_on_election(ballot)
        among = _insist_on_tie(ballot, tied, drawn)
        witness = _insist_on_witness(ballot, actor, witness)
        lot = Lot(
            ballot=ballot,
            number=ballot.lots.count() + 1,
            tied=among,
            drawn=drawn,
            witness=witness,
            salt=new_salt(),
            recorded_by=actor,
            recorded_at=timezone.now(),
        )
        made = log.record(
            "lot.recorded",
            subject=ballot,
            attested=True,
            number=lot.number,
            digest=digest_of_lot(lot),
            personal={"witness": lot.witness},
        )
        lot.entry_id = made.id
        lot.save(force_insert=True)
        ballot_changed.send(sender=Ballot, ballot=ballot, act="lot_recorded", actor=actor)
    return lot


def _insist_on_election(ballot: Ballot) -> None:
    if not ballot.is_election:
        raise Refusal(
            "not-an-election", "This is no election: its figures are counted as they are."
        )


def _insist_on_tie(ballot: Ballot, tied: Sequence[int], drawn: int) -> list[int]:
    """Refuse a lot that the last count did not ask for, or that was recorded since."""
    last, among = count_of(ballot), sorted(set(tied))
    if last is None or last.ending != Ending.LOT_NEEDED:
        raise Refusal("no-lot-needed", "No count asks for a lot. Count the papers first.")
    if ballot.lots.filter(recorded_at__gt=last.counted_at).exists():
        raise Refusal("lot-recorded", "The lot is recorded. Count the papers again.")
    if among != last.tied:
        said = ", ".join(map(str, last.tied))
        raise Refusal("other-tie", f"The lot is between candidates {said}, and no others.")
    if drawn not in among:
        raise Refusal("drawn-not-tied", f"The lot cannot fall on {drawn}, who does not tie.")
    return among


def _insist_on_witness(ballot: Ballot, actor: Member, witness: str) -> str:
    witness = " ".join(witness.split())
    if not witness or len(witness) > LONGEST_WITNESS:
        raise Refusal("witness-missing", "Name who saw the lot being drawn.")
    if witness.casefold() == " ".join(actor.name.casefold().split()):
        raise Refusal("witness-yourself", "The witness has to be somebody else than you.")
    if candidate_named(ballot, witness) is not None:
        raise Refusal("witness-stands", "The witness cannot be a candidate in this election.")
    return witness
