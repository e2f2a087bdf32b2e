from audit.models import Entry
from ballots.enums import BallotState, Majority, VotingForm
from ballots.guard import Attestation
from ballots.models import ADVISORY_BANNER, Ballot
from ballots.papers import FOR_AGAINST_ABSTAIN
from ballots.services import ballot_create
from conferences.services import indicative_vote_open, indicative_vote_propose
from members.models import Member
from tests.factories.conferences import Sitting, make_sitting, refused


def propose(sitting: Sitting, class_code: str = "SURVEY") -> Ballot:
    return indicative_vote_propose(
        conference=sitting.conference,
        actor=sitting.clerk,
        title="Where to meet in 2028",
        question="Should conference meet by the sea?",
        options=FOR_AGAINST_ABSTAIN,
        class_code=class_code,
        attestation=Attestation.all_no(),
    )


def open_vote(sitting: Sitting, ballot: Ballot, actor: Member | None = None) -> Ballot:
    return indicative_vote_open(
        ballot=ballot, conference=sitting.conference, actor=actor or sitting.returning_officer
    )


def test_what_is_held_elsewhere_leaves_nothing_but_the_record_of_the_attempt(db: None) -> None:
    sitting = make_sitting()
    with refused("held-elsewhere"):
        propose(sitting, "PRIORITY")
    assert not Ballot.objects.exists()
    assert Entry.objects.filter(kind="ballot.refused").count() == 1


def test_only_the_desk_opens_it(db: None) -> None:
    sitting = make_sitting()
    ballot = propose(sitting)
    with refused("not-your-office"):
        open_vote(sitting, ballot, sitting.clerk)
    ballot.refresh_from_db()
    assert ballot.state == BallotState.READY


def test_below_its_quorum_conference_can_only_be_advised(db: None) -> None:
    sitting = make_sitting()
    sitting.leave(8)
    ballot = open_vote(sitting, propose(sitting))
    assert ADVISORY_BANNER in ballot.banners
    assert ballot.roll_size == 4


def test_those_who_have_left_are_not_on_the_roll_and_nobody_is_no_roll(db: None) -> None:
    sitting = make_sitting()
    sitting.leave(99)
    with refused("empty-roll"):
        open_vote(sitting, propose(sitting))


def test_a_ballot_asked_for_by_something_else_is_not_opened_here(db: None) -> None:
    sitting = make_sitting()
    proposed = propose(sitting)
    foreign = ballot_create(
        actor=sitting.clerk,
        body=sitting.conference.body,
        title=proposed.title,
        question=proposed.question,
        class_code=proposed.class_code,
        attestation=Attestation.all_no(),
        form=VotingForm.SHOW_OF_HANDS,
        majority=Majority.NONE,
        asked_for="conference:OTHER",
    )
    with refused("foreign-ballot"):
        open_vote(sitting, foreign)


def test_it_is_opened_once(db: None) -> None:
    sitting = make_sitting()
    ballot = open_vote(sitting, propose(sitting))
    with refused("business-unfinished"):
        open_vote(sitting, ballot)


def test_a_second_waits_until_the_first_is_declared(db: None) -> None:
    sitting = make_sitting()
    first, second = propose(sitting), propose(sitting)
    open_vote(sitting, first)
    with refused("business-unfinished"):
        open_vote(sitting, second)
