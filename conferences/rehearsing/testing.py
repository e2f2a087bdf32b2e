"""Test votes: everyone who may vote tries it, before it counts (guide lessons 10 and 11).

One is a ballot as any other, marked a test, on a roll of every voting credential: whoever comes in
while it is open can try. It never comes before conference, carries nothing, and is minuted as a
test with what it found.
"""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from audit.refusal import Refusal
from ballots.enums import BallotState, Majority, VotingForm
from ballots.guard import Attestation
from ballots.models import RollEntry, UnableReport
from ballots.services import RollLine, ballot_create, ballot_open
from conferences.enums import DeviceKind
from conferences.models import Conference, DeviceCheck, TestVote
from conferences.rehearsing.trying import OneTried, Tried, tried
from conferences.rules import acting
from conferences.selectors import quorum_now
from conferences.services.numbering import next_number
from members.models import Member

QUESTION = "Test vote: can you see and use this paper?"
LONGEST_SECONDS = 4 * 60 * 60
UNTOLD = "Not said"


def test_vote_open(
    *,
    conference: Conference,
    actor: Member,
    seconds: int,
    is_secret: bool = False,  # noqa: PT028 - it is named as the vote is, and is no test
) -> TestVote:
    """Open a test vote to every voting delegate, whether they have come or not.

    One that `is_secret` is sealed by its voters, with a passcode and a tracker, as on the day; the
    server alone opens it, so that no trustee is asked to.
    """
    with acting(actor, conference, "test_vote.open") as log:
        number = next_number(conference, TestVote.objects)
        if not 60 <= seconds <= LONGEST_SECONDS:  # noqa: PLR2004 - a minute
            raise Refusal("window-unfit", "A test vote is open for a minute to four hours.")
        if open_now := test_vote_of(conference):
            raise Refusal("test-vote-open", f"{open_now} is open already.")
        roll = [
            RollLine(each.member, each.body, 1, each.log_name)
            for each in conference.credentials.filter(may_vote=True).select_related(
                "member", "body", "conference"
            )
        ]
        name = f"test-vote:{conference.code}/{number}"
        ballot = ballot_create(
            actor=actor,
            body=conference.body,
            title=f"{conference.code}: Test vote {number}"[:200],
            question=QUESTION,
            class_code="CONF_VOTE",
            attestation=Attestation.all_no(),
            form=VotingForm.SECRET_BALLOT if is_secret else VotingForm.SHOW_OF_HANDS,
            majority=Majority.SIMPLE,
            asked_for=name,
            is_test=True,
        )
        quorum = quorum_now(conference)
        ballot = ballot_open(
            ballot=ballot,
            actor=actor,
            roll=roll,
            window_seconds=seconds,
            present=quorum.present.delegates,
            entitled=quorum.entitled,
        )
        made = TestVote.objects.create(conference=conference, number=number, ballot=ballot)
        log.record("test_vote.opened", subject=made, ballot=ballot.log_name, window_seconds=seconds)
    return made


def test_vote_conclude(
    *, test_vote: TestVote, actor: Member, was_successful: bool, note: str
) -> TestVote:
    """Conclude a test vote for the minutes. The paper may be left open to those who come later."""
    with acting(actor, test_vote.conference, "test_vote.conclude") as log:
        held = (
            TestVote.objects.select_for_update(of=("self",))
            .select_related("conference", "ballot")
            .get(pk=test_vote.pk)
        )
        if held.concluded_at:
            raise Refusal("already-concluded", f"{held} was concluded already.")
        found = found_by(held)
        if not found.here:
            raise Refusal("nobody-here", "Nobody has checked in, so nothing has been tested.")
        if not was_successful and not note.strip():
            raise Refusal("note-missing", "Say what went wrong, and what will be done about it.")
        held.concluded_at, held.was_successful = timezone.now(), was_successful
        held.figures, held.note = found.to_document(), note.strip()[:300]
        held.save()
        log.record(
            "test_vote.concluded",
            subject=held,
            successful=was_successful,
            here=found.here,
            managed=found.managed,
            could_not=found.reported,
            devices={one.device: [one.managed, one.tried] for one in found.devices},
            personal={"note": held.note},
        )
    return held


def test_vote_of(conference: Conference) -> TestVote | None:
    """Give the test vote that is open now, if one is."""
    return (
        conference.test_votes.filter(
            ballot__state=BallotState.OPEN, ballot__closes_at__gt=timezone.now()
        )
        .select_related("ballot", "conference")
        .first()
    )


def test_vote_last(conference: Conference) -> TestVote | None:
    """Give the newest test vote, open or over."""
    return conference.test_votes.select_related("ballot", "conference").first()


def found_by(test_vote: TestVote) -> Tried:
    """Add up what a test vote has found so far, of those who are here or have tried."""
    checks = DeviceCheck.objects.filter(
        credential__conference=test_vote.conference, credential__member=OuterRef("voter")
    )
    here = test_vote.conference.credentials.filter(
        member=OuterRef("voter"), admitted_at__isnull=False
    )
    reports = UnableReport.objects.filter(roll_entry=OuterRef("pk"))
    lines = (
        RollEntry.objects.filter(ballot=test_vote.ballot)
        .annotate(is_here=Exists(here), reported=Exists(reports), device=checks.values("kind")[:1])
        .filter(Q(is_here=True) | Q(voted=True) | Q(reported=True))
        .values_list("device", "voted", "reported")
    )
    return tried(
        OneTried(str(DeviceKind(device).label) if device else UNTOLD, voted, reported)
        for device, voted, reported in lines
    )
