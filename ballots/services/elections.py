"""An election before its count: asked for, a candidate withdrawn, the seed for lots fixed."""

from collections.abc import Sequence

from django.utils import timezone

from audit.recording import entry
from audit.refusal import Refusal
from ballots.candidates import candidate_of
from ballots.counting.contest import Reserved
from ballots.declaring.wording import day
from ballots.election_paper import Nominee
from ballots.enums import BallotAct, BallotState, Majority, VotingForm
from ballots.guard import Attestation
from ballots.models import Ballot, Election
from ballots.secret.making import Sealing
from ballots.services.creation import ballot_create
from ballots.services.insisting import insist_on_reason, locked
from ballots.services.setting_out import AskedElection
from ballots.signals import ballot_changed
from members.models import Body, Member

LONGEST_SEED = 200
SHORTEST_SEED = 6


def election_create(
    *,
    actor: Member | None,
    title: str,
    question: str,
    class_code: str,
    attestation: Attestation,
    rule: str,
    seats: int,
    candidates: Sequence[Nominee],
    asked_for: str,
    body: Body | None = None,
    ron: bool = True,
    reserved: Sequence[Reserved] = (),
    enabling_rule: str = "",
    is_test: bool = False,
    steps_up: bool = False,
    replaces: Ballot | None = None,
    sealing: Sealing | None = None,
) -> Ballot:
    """Create an election, if the statutory guard allows it: a ballot with its `election`.

    `rule` is a code of `ballots.counting.named`. With `ron`, Re-open nominations is put last on the
    paper (guide R30). Everything else is as in `ballot_create`.
    """
    asked = AskedElection(rule, seats, candidates, ron, reserved)
    return ballot_create(
        actor=actor,
        title=title,
        question=question,
        class_code=class_code,
        attestation=attestation,
        form=VotingForm.ELECTION,
        majority=Majority.NONE,
        asked_for=asked_for,
        body=body,
        options=asked.options(),
        enabling_rule=enabling_rule,
        is_test=is_test,
        steps_up=steps_up,
        replaces=replaces,
        election=asked,
        sealing=sealing,
    )


def candidate_withdraw(
    *, ballot: Ballot, actor: Member | None, number: int, reason: str
) -> Election:
    """Note that a candidate withdrew: the count passes over them, and says so with day and reason.

    A candidate may do so themselves. Once the papers are counted it is too late.
    """
    with entry(actor=actor) as log:
        own = candidate_of(ballot, actor) == number
        ballot, _row = locked(ballot, BallotAct.WITHDRAW, actor, by_right=own)
        election = _election(ballot)
        if ballot.counts.exists():
            raise Refusal("already-counted", "The papers are counted: nobody can withdraw now.")
        candidate = election.candidate(number)
        if candidate is None or (election.ron and number == len(election.candidates)):
            raise Refusal("no-such-candidate", f"Candidate {number} is not a person on the paper.")
        if candidate["withdrawn"]:
            raise Refusal("already-withdrawn", f"Candidate {number} has withdrawn already.")
        why = insist_on_reason(reason)
        candidate["withdrawn"] = f"Withdrew on {day(timezone.localdate())}: {why}"
        election.save(update_fields=["candidates"])
        log.record(
            "candidate.withdrawn",
            subject=ballot,
            attested=not own,
            candidate=number,
            while_open=ballot.state != BallotState.READY,
            personal={"withdrawn": candidate["withdrawn"]},
        )
        ballot_changed.send(sender=Ballot, ballot=ballot, act="candidate_withdrawn", actor=actor)
    return election


def seed_fix(*, ballot: Ballot, actor: Member | None, seed: str, source: str) -> Election:
    """Fix what lots are drawn from, once and in public, before anybody can know how papers fall.

    `source` says where it comes from: dice thrown by officers, or a value that all can look up.
    """
    with entry(actor=actor) as log:
        ballot, _row = locked(ballot, BallotAct.FIX_SEED, actor)
        election = _election(ballot)
        if ballot.closes_at is not None and timezone.now() >= ballot.closes_at:
            raise Refusal("seed-too-late", "The time for voting is up: draw lots by hand instead.")
        if election.seed:
            raise Refusal("seed-fixed", "The seed is fixed already, and stands.")
        seed, source = " ".join(seed.split()), " ".join(source.split())
        if not SHORTEST_SEED <= len(seed) <= LONGEST_SEED:
            raise Refusal(
                "seed-length", f"A seed has from {SHORTEST_SEED} to {LONGEST_SEED} characters."
            )
        if not source or len(source) > LONGEST_SEED:
            raise Refusal("seed-source", "Say in a few words where the seed comes from.")
        election.seed, election.seed_source = seed, source
        election.seed_fixed_by, election.seed_fixed_at = actor, timezone.now()
        election.save(update_fields=["seed", "seed_source", "seed_fixed_by", "seed_fixed_at"])
        log.record("seed.fixed", subject=ballot, attested=True, seed=seed, source=source)
        ballot_changed.send(sender=Ballot, ballot=ballot, act="seed_fixed", actor=actor)
    return election


def _election(ballot: Ballot) -> Election:
    """Take the election's row, with that of its ballot already taken."""
    found = Election.objects.select_for_update(of=("self",)).filter(pk=ballot.pk).first()
    if found is None:
        raise Refusal("not-an-election", "This is no election.")
    return found
