"""Attacks on a live conference and on the meetings beside it: docs/security.md lists them."""

import pytest
from django.test import Client
from django.utils import timezone

from audit.browsing.subjects import found, named
from audit.models import Entry
from audit.store.write_guard import recorded_writes
from ballots.enums import Majority, TrusteeWay, VotingForm
from ballots.guard import Attestation
from ballots.models import Ballot, SealedVote, Trustee
from ballots.services import ballot_create
from conferences.enums import PointKind, SpeakingSide
from conferences.meetings.agenda import read_agenda
from conferences.meetings.calling import meeting_call
from conferences.models import Conference
from conferences.screens.services import screen_add, screen_switch
from conferences.speaking.points import point_raise
from conferences.speaking.queue import speaker_ask, speaker_withdraw
from members.enums import Office
from members.models import Body, Member
from members.services import appointment_make
from motions.debate.questions import procedural_put
from motions.enums import QuestionKind
from motions.models import Motion, Question
from motions.procedure.asking import procedure_ask, procedure_withdraw
from motions.rehearsing.laying_out import rehearsal_start
from motions.selectors import policy_to_rescind
from motions.states import MotionState
from tests.factories.conferences import refused
from tests.factories.members import make_member, make_officer, signed_in
from tests.factories.trials_of_meetings import AGENDA, make_meeting
from tests.pages.halls import Hall, make_hall


@pytest.fixture
def hall(db: None) -> Hall:
    return make_hall(delegates=3, motions=2)


def called_by(hall: Hall, caller: Member, rule: str) -> Conference:
    return meeting_call(
        body=hall.branches[0],
        actor=caller,
        title="General meeting",
        held_on=timezone.localdate(),
        quorum=2,
        enabling_rule="Branch rule 7",
        agenda=read_agenda(AGENDA),
        within=hall.conference,
        delegated_by=rule,
    )


def test_branch_gives_itself_no_power_over_the_business_of_conference(hall: Hall) -> None:
    secretary = make_officer(Office.BRANCH_SECRETARY, hall.branches[0])
    with refused("not-yours-to-give"):
        called_by(hall, secretary, "Rule 99")
    assert Entry.objects.filter(kind="act.refused").exists()
    assert not called_by(hall, secretary, "").delegated_by
    appointment_make(actor=None, member=secretary, office=Office.CLERK, body=hall.conference.body)
    assert called_by(hall, secretary, "Rule 8.3").delegated_by == "Rule 8.3"


def test_rehearsal_rescinds_no_policy(hall: Hall) -> None:
    clerk = make_officer(Office.CLERK, hall.conference.body)
    copy = rehearsal_start(conference=hall.conference, actor=clerk).copy
    with recorded_writes():
        Motion.objects.filter(pk=hall.motion.pk).update(state=MotionState.POLICY)
    policy = Motion.objects.select_related("conference").get(pk=hall.motion.pk)
    assert policy in policy_to_rescind(hall.conference)
    assert not policy_to_rescind(copy).exists()
    with refused("only-a-rehearsal"):
        procedural_put(conference=copy, kind=QuestionKind.RESCIND, actor=hall.chair, motion=policy)


def vote_of_a_meeting(branch: Body, form: VotingForm) -> tuple[Ballot, Question, Motion]:
    """Put a motion to the vote at a branch's meeting."""
    meeting = make_meeting(branch)
    with recorded_writes():
        motion = Motion.objects.create(
            conference=meeting, reference="M1", number="M1", title="Sack the caretaker",
            lodged_by=branch, lodged_order=1, lodged_at=timezone.now(), place=1,
        )  # fmt: skip
        question = Question.objects.create(
            conference=meeting, kind=QuestionKind.MOTION, motion=motion, wording="He is sacked",
            majority=Majority.SIMPLE, form=form,
        )  # fmt: skip
    ballot = ballot_create(
        actor=None,
        body=branch,
        title="Sack the caretaker",
        question=question.wording,
        class_code="CONF_VOTE",
        attestation=Attestation.all_no(),
        form=form,
        majority=Majority.SIMPLE,
        asked_for=question.log_name,
        enabling_rule="Branch rule 7",
    )
    return ballot, question, motion


def test_vote_of_a_meeting_is_read_by_its_own_members_alone(hall: Hall) -> None:
    branch, other = hall.branches
    ballot, question, motion = vote_of_a_meeting(branch, VotingForm.SHOW_OF_HANDS)
    page, told = f"/ballots/{ballot.pk}/", f"/api/v1/ballots/{ballot.pk}/"
    assert signed_in(make_member(branch=branch)).get(page).status_code == 200
    for reader in (signed_in(make_member(branch=other)), Client()):
        assert reader.get(page).status_code == 404
        assert reader.get(told).status_code == 404
    for said in named([ballot.log_name, question.log_name, motion.log_name]).values():
        assert "acked" not in said.title
    assert not {ballot.log_name, motion.log_name} & set(found("caretaker"))


def test_vote_of_a_meeting_is_read_by_the_trustees_who_have_to_open_it(hall: Hall) -> None:
    """A scrutineer from outside the branch could not fetch the archive that waits for them."""
    branch, other = hall.branches
    ballot, _, _ = vote_of_a_meeting(branch, VotingForm.SECRET_BALLOT)
    trustee, stranger = make_member(branch=other), make_member(branch=other)
    with recorded_writes():
        board = SealedVote.objects.get(pk=ballot.pk).board
        Trustee.objects.create(board=board, number=2, member=trustee, way=TrusteeWay.BROWSER)
    page = f"/ballots/{ballot.pk}/"
    assert signed_in(stranger).get(page).status_code == 404
    assert signed_in(trustee).get(page).status_code == 200


@pytest.mark.parametrize("words", ["Not car\u202edeirr", "Car\u200bried"])
def test_words_for_the_wall_and_the_chair_hold_nothing_unseen(hall: Hall, words: str) -> None:
    screen = screen_add(conference=hall.conference, actor=hall.chair, name="Foyer", slug="foyer")
    with refused("text-not-plain"):
        screen_switch(screen=screen, actor=hall.chair, shows="message", message=words)
    with refused("text-not-plain"):
        point_raise(
            credential=hall.credentials[0], kind=PointKind.ORDER, words=words, actor=hall.delegate
        )


def test_delegate_does_not_ask_and_take_back_without_end(hall: Hall) -> None:
    hall.press("call")
    credential = hall.credentials[-1]
    for _ in range(5):
        turn = speaker_ask(credential=credential, side=SpeakingSide.FOR, actor=credential.member)
        speaker_withdraw(speaker=turn, actor=credential.member)
        asked = procedure_ask(
            credential=credential,
            kind=QuestionKind.NO_CONFIDENCE,
            actor=credential.member,
            words="x",
        )
        procedure_withdraw(asked=asked, actor=credential.member)
    with refused("asked-often"):
        speaker_ask(credential=credential, side=SpeakingSide.FOR, actor=credential.member)
    with refused("asked-often"):
        procedure_ask(
            credential=credential,
            kind=QuestionKind.NO_CONFIDENCE,
            actor=credential.member,
            words="x",
        )


def test_number_that_no_key_has_is_no_item(hall: Hall) -> None:
    press = {"act": f"item_take:{'9' * 5000}"}
    answer = hall.as_(hall.chair).post(f"/c/{hall.conference.code}/chair/act/", press)
    assert answer.status_code == 409
