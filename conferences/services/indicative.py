"""An indicative vote of the delegates present: proposed, opened, and shown until it is declared.

It asks what conference thinks and decides nothing, so it has no majority test and every vote weighs
one (guide 2.9). The statutory guard speaks before anything exists.
"""

from collections.abc import Sequence

from audit.recording import entry
from audit.refusal import Refusal
from ballots.enums import Majority, VotingForm
from ballots.guard import Attestation
from ballots.models import Ballot
from ballots.papers import Option
from ballots.services import RollLine, ballot_create, ballot_open
from conferences.enums import FloorPhase
from conferences.models import Conference, Floor
from conferences.proposals import held_elsewhere
from conferences.rules import acting
from conferences.selectors import quorum_now, voters_present
from conferences.services.floor import floor_set
from members.models import Member

_PHASE_AFTER = {
    "opened": FloorPhase.VOTING,
    "extended": FloorPhase.VOTING,
    "closed": FloorPhase.COUNTED,
    "declared": FloorPhase.DECLARED,
    "voided": FloorPhase.DECLARED,
}


def indicative_vote_propose(
    *,
    conference: Conference,
    actor: Member,
    title: str,
    question: str,
    options: Sequence[Option],
    class_code: str,
    attestation: Attestation,
    enabling_rule: str = "",
) -> Ballot:
    """Ask for an indicative ballot of delegates. What the guard blocks is refused and recorded."""
    with entry(actor=actor) as log:
        ballot = ballot_create(
            actor=actor,
            body=conference.body,
            title=title,
            question=question,
            options=options,
            class_code=class_code,
            attestation=attestation,
            form=VotingForm.SHOW_OF_HANDS,
            majority=Majority.NONE,
            asked_for=conference.log_name,
            enabling_rule=enabling_rule,
            steps_up=conference.orders.elections_step_up,
        )
        _refuse_what_is_held_elsewhere(conference, ballot)
        log.record("indicative_vote.proposed", subject=conference, ballot=ballot.log_name)
    return ballot


def indicative_vote_open(
    *,
    ballot: Ballot,
    conference: Conference,
    actor: Member,
    window_seconds: int | None = None,
) -> Ballot:
    """Open it to the delegates present, while nothing else is before conference.

    Below its quorum conference can only be advised, and the paper says that too (guide 3.7).
    """
    with acting(actor, conference, "indicative_vote.open") as log:
        # The ballot is locked before the floor, in the order in which the clock closes a vote.
        ballot = Ballot.objects.select_for_update().get(pk=ballot.pk)
        if ballot.asked_for != conference.log_name:
            raise Refusal("foreign-ballot", "That ballot was not proposed to this conference.")
        _refuse_what_is_held_elsewhere(conference, ballot)
        _insist_on_free_floor(conference)
        windows = conference.orders.windows
        seconds = windows.default if window_seconds is None else window_seconds
        if seconds < windows.minimum:
            raise Refusal(
                "window-too-short",
                f"A vote stays open for {windows.minimum} seconds at least.",
                rule="Standing orders: voting",
            )
        quorum = quorum_now(conference)
        ballot = ballot_open(
            ballot=ballot,
            actor=actor,
            roll=_roll(conference),
            window_seconds=seconds,
            present=quorum.present.delegates,
            entitled=quorum.entitled,
            advisory=not quorum.is_met,
            more_time_seconds=conference.orders.more_time_seconds,
        )
        log.record(
            "indicative_vote.opened",
            subject=conference,
            ballot=ballot.log_name,
            window_seconds=seconds,
        )
    return ballot


def indicative_vote_show(*, ballot: Ballot, act: str) -> None:
    """Show an indicative vote, as an act on it has left it, to everyone in the hall."""
    phase = _PHASE_AFTER.get(act)
    conference = _conference_asking(ballot)
    if phase is None or conference is None:
        return
    on_the_floor = Floor.objects.filter(conference=conference, ballot=ballot).exists()
    if act == "opened" or on_the_floor:
        floor_set(conference=conference, phase=phase, heading=ballot.title, ballot=ballot)


def _refuse_what_is_held_elsewhere(conference: Conference, ballot: Ballot) -> None:
    if why := held_elsewhere(ballot.ballot_class):
        raise Refusal(
            "held-elsewhere",
            f"{ballot.ballot_class.what}: it is not held from here. {why}",
            rule=ballot.ballot_class.law,
            record="ballot.refused",
            subject=conference.log_name,
            facts={"class_code": ballot.class_code},
            personal={"title": ballot.title},
        )


def _insist_on_free_floor(conference: Conference) -> None:
    phase = Floor.objects.select_for_update().get(conference=conference).phase
    if phase not in (FloorPhase.IDLE, FloorPhase.DECLARED):
        raise Refusal("business-unfinished", "Finish the business under way first.")


def _conference_asking(ballot: Ballot) -> Conference | None:
    asking, _, code = ballot.asked_for.partition(":")
    return Conference.objects.filter(code=code).first() if asking == "conference" else None


def _roll(conference: Conference) -> list[RollLine]:
    voters = voters_present(conference, VotingForm.SHOW_OF_HANDS)
    return [
        RollLine(
            voter=credential.member, body=credential.body, weight=1, admitted=credential.log_name
        )
        for credential in voters.select_related("conference", "member", "body")
    ]
