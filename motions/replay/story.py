"""The story of a replay: take each vote of the file in turn, and see what comes out of it.

Everything goes through the services that the pages use. Nothing is taken from the file but what
people did: who voted how, who could not vote, what the mover accepts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from ballots.enums import Choice, Outcome
from ballots.models import Ballot
from ballots.selectors import turnout
from ballots.services import ballot_recommend_void
from conferences.models import Conference
from motions.amendment_life import AmendmentState
from motions.debate import adopting, amending, challenging, moving, questions, voting
from motions.enums import QuestionKind, QuestionState
from motions.models import Amendment, Motion, Question
from motions.replay.hall import CHOICES, Hall
from motions.replay.votes import VoteKind, VoteRow
from motions.selectors import amendments_waiting, business
from motions.states import MotionState


@dataclass(frozen=True, slots=True)
class Obtained:
    """What came out of one vote."""

    result: str
    majority: str = ""
    form: str = ""
    figures: Mapping[str, int] = field(default_factory=dict)
    admitted: int = 0
    unable: int = 0
    explanation: str = ""


class Story:
    """A conference that goes through the votes of its file."""

    def __init__(
        self,
        conference: Conference,
        hall: Hall,
        votes: Sequence[VoteRow],
        expected: Mapping[str, str],
    ) -> None:
        self.conference = conference
        self.hall = hall
        self.chair = hall.chair
        self.voted_on = {row.on for row in votes}
        self.expected_of_amendments = expected

    def take(self, row: VoteRow) -> Obtained:
        """Take one vote, from whatever comes before it to its declaration."""
        match row.kind:
            case VoteKind.REFERENCE_BACK:
                return self._procedure(row, QuestionKind.REFERENCE_BACK, self._motion(row.on))
            case VoteKind.RULING:
                self._adopt_reports()
                return self._procedure(row, QuestionKind.CHALLENGE_RULING, None)
            case VoteKind.REMIT:
                return self._remit(row)
            case VoteKind.AMENDMENT:
                return self._amendment(row)
            case _:
                return self._motion_vote(row)

    def has_fallen(self, number: str) -> bool:
        """Say whether a motion or an amendment fell in consequence of another."""
        if motion := self.conference.motions.filter(number=number).first():
            return motion.standing == MotionState.FELL_CONSEQUENTIAL
        amendment = Amendment.objects.get(motion__conference=self.conference, number=number)
        return amendment.state == AmendmentState.FALLEN

    def _procedure(self, row: VoteRow, kind: QuestionKind, motion: Motion | None) -> Obtained:
        challengers = self.hall.several(self.conference.orders.ruling_challengers)
        mover = self.hall.someone_of(motion.lodged_by.code) if motion else challengers[0]
        question = questions.procedural_put(
            conference=self.conference,
            kind=kind,
            actor=self.chair,
            moved_by=mover,
            motion=motion,
            wording=row.question,
            challengers=challengers if kind == QuestionKind.CHALLENGE_RULING else (),
        )
        obtained = self._vote(row, question)
        carried = obtained.result == Outcome.CARRIED
        named = {
            QuestionKind.REFERENCE_BACK: ("reference_back_lost", "reference_back_carried"),
            QuestionKind.CHALLENGE_RULING: ("ruling_stands", "ruling_overturned"),
        }[kind][carried]
        return Obtained(
            named,
            obtained.majority,
            obtained.form,
            obtained.figures,
            obtained.admitted,
            obtained.unable,
            obtained.explanation,
        )

    def _remit(self, row: VoteRow) -> Obtained:
        motion = self._into_debate(self._motion(row.on))
        motion = moving.motion_remit(motion=motion, actor=self.chair, mover_agrees=True)
        remitted = motion.standing == MotionState.REMITTED
        return Obtained("remitted_to_nec" if remitted else motion.state.lower())

    def _amendment(self, row: VoteRow) -> Obtained:
        amendment = self._amendment_numbered(row.on)
        self._into_debate(amendment.motion)
        self._settle_amendments(amendment.motion, until=row.on)
        return self._vote(row, self._open_and_put(amendment))

    def _motion_vote(self, row: VoteRow) -> Obtained:
        motion = self._motion(row.on)
        under_vote = motion.questions.filter(
            kind=QuestionKind.MOTION, state=QuestionState.VOTING
        ).first()
        if under_vote:  # taken again after a technical failure
            return self._vote(row, under_vote)
        motion = self._into_debate(motion)
        self._settle_amendments(motion)
        return self._vote(row, questions.motion_put(motion=motion, actor=self.chair))

    def _vote(self, row: VoteRow, question: Question) -> Obtained:
        presides = self.hall.vice_chair if question.of_chair else self.chair  # who left the chair
        ballot = question.ballot or voting.question_open_vote(question=question, actor=presides)
        self.hall.vote(ballot, row)
        if row.unable:
            self.hall.report_unable(ballot, row.unable)
        self.hall.wait_for_the_end_of(ballot)
        voting.question_close(question=question, actor=None)
        if row.unable and self._is_voided(question):
            votes = turnout(ballot)
            return Obtained(
                "voided_technical_failure",
                question.majority,
                question.form,
                admitted=votes.roll,
                unable=votes.unable,
                explanation=f"{votes.unable} of {votes.roll} could not vote. VOID.",
            )
        question = voting.question_declare(question=question, actor=presides)
        return _obtained(question, ballot)

    def _is_voided(self, question: Question) -> bool:
        """Recommend voiding a vote that people could not cast; order it if they are enough."""
        ballot = _ballot_of(question)
        votes = turnout(ballot)
        ballot_recommend_void(
            ballot=ballot,
            actor=self.hall.returning_officer,
            reason=f"{votes.unable} of {votes.roll} admitted could not vote.",
        )
        if not self.conference.orders.must_retake(unable=votes.unable, admitted=votes.roll):
            challenging.question_uphold(
                question=question, actor=self.chair, reason="Fewer than the standing orders ask."
            )
            return False
        challenging.question_void_technical(question=question, actor=self.chair)
        return True

    def _into_debate(self, motion: Motion) -> Motion:
        self._adopt_reports()
        before = business(self.conference).motion
        if before and before.pk != motion.pk:
            tomorrow = self.hall.clock.now() + timedelta(days=1)
            moving.motion_adjourn(motion=before, actor=self.chair, until=tomorrow)
        if motion.standing == MotionState.ADJOURNED:
            return moving.motion_resume(motion=motion, actor=self.chair)
        if motion.standing != MotionState.SCHEDULED:
            return motion
        moving.motion_call(motion=motion, actor=self.chair)
        mover = self.hall.someone_of(motion.lodged_by.code)
        moving.motion_move(motion=motion, mover=mover, actor=self.chair)
        preferred = motion.seconding_body.code if motion.seconding_body else ""
        seconder = self.hall.someone_else_than(mover, preferred)
        return moving.motion_second(motion=motion, seconder=seconder, actor=self.chair)

    def _settle_amendments(self, motion: Motion, until: str = "") -> None:
        """Take the amendments in turn, up to one that has a vote of its own in the file.

        The file gives no figures for some: those are decided as it says, with one voice.
        """
        while waiting := amendments_waiting(self._motion(motion.number)):
            first = self._amendment_numbered(waiting[0].number)
            if first.number == until or first.number in self.voted_on:
                return
            if first.mover_accepts:
                amending.amendment_accept(amendment=first, actor=self.chair)
                continue
            carried = self.expected_of_amendments.get(first.number) == "carried"
            question = self._open_and_put(first)
            ballot = voting.question_open_vote(question=question, actor=self.chair)
            self.hall.vote_alike(ballot, Choice.FOR if carried else Choice.AGAINST)
            voting.question_close(question=question, actor=self.chair)
            voting.question_declare(question=question, actor=self.chair)

    def _open_and_put(self, amendment: Amendment) -> Question:
        mover = self.hall.someone_of(amendment.lodged_by.code)
        amending.amendment_open(
            amendment=amendment,
            mover=mover,
            seconder=self.hall.someone_else_than(mover),
            actor=self.chair,
        )
        return questions.amendment_put(amendment=amendment, actor=self.chair)

    def _adopt_reports(self) -> None:
        for report in self.conference.soc_reports.filter(adopted_at__isnull=True):
            adopting.report_adopt(report=report, actor=self.chair)

    def _motion(self, number: str) -> Motion:
        return self.conference.motions.select_related(
            "conference", "lodged_by", "seconding_body"
        ).get(number=number)

    def _amendment_numbered(self, number: str) -> Amendment:
        return Amendment.objects.select_related("motion__conference", "lodged_by").get(
            motion__conference=self.conference, number=number
        )


def _obtained(question: Question, ballot: Ballot) -> Obtained:
    ballot.refresh_from_db()
    result = ballot.result or {}
    figures = {name: result["figures"].get(choice, 0) for name, choice in CHOICES.items()}
    votes = turnout(ballot)
    return Obtained(
        question.outcome,
        question.majority,
        question.form,
        figures,
        votes.roll,
        votes.unable,
        result["explanation"],
    )


def _ballot_of(question: Question) -> Ballot:
    question.refresh_from_db()
    if question.ballot is None:
        raise ValueError("A question under vote has a ballot.")
    return question.ballot
