"""For every line of the lifecycle: how a motion comes to its source, and the button of the act.

A way brings a motion into the state by services, as in life, and gives the press: who does it, at
which address, with what, and when if not now. `WAYS` has at least one for each line.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.utils import timezone

from ballots.models import RollEntry
from ballots.services import (
    ballot_close,
    ballot_declare,
    ballot_recommend_void,
    election_count,
    unable_report,
)
from conferences.enums import Key
from conferences.key_dates import key_date
from conferences.models import AgendaItem, Credential
from members.enums import Office
from members.models import Member
from motions.committee import rulings
from motions.composites.selectors import motions_in, text_put
from motions.debate import adopting, amending, challenging, moving, questions
from motions.enums import QuestionKind
from motions.lodging import countersigning
from motions.models import CompositeGroup, Motion, Question
from motions.order.priority import priority_ballot_open, priority_ballot_set_up
from motions.policy import certifying
from motions.selectors import next_motion
from motions.states import Act, MotionState
from tests.factories.booths import cast_paper
from tests.factories.conferences import Sitting
from tests.factories.lodging import TEXT, BranchDesk
from tests.factories.policy import carried_later
from tests.motions.composites.conftest import Desk
from tests.retracing import retraced

HERE = "/c/NDC27/"
PRIORITIES_OPEN = datetime(2027, 5, 5, 12, tzinfo=UTC)
MEETING = {
    "held_on": "2026-11-10", "meeting": "general", "present": "14", "quorum": "10",
    "certifies": "on",
}  # fmt: skip

S, A = MotionState, Act
Given = dict[str, Any]
_Line = tuple[MotionState, Act, str]


@dataclass(frozen=True)
class Press:
    """A button of a page: whose it is, what is sent with it, and when."""

    motion: Motion
    by: Member
    url: str
    given: Given
    at: datetime | None = None

    def then(self) -> AbstractContextManager[Any]:
        """Be at the time of the press."""
        return time_machine.travel(self.at) if self.at else nullcontext()


@dataclass(frozen=True)
class Hall:
    """A sitting, branch B08 with two officers, the officer of B16, and who is entitled to nothing.

    B16 is the branch whose motion M16 is ruled out.
    """

    sitting: Sitting
    desk: BranchDesk
    b16: Member
    nobody: dict[str, Member]

    @property
    def soc_chair(self) -> Member:
        return self.sitting.officers[Office.SOC_CHAIR]

    @property
    def others(self) -> list[Credential]:
        """Delegates of B13 and B11, of whom none is of B08."""
        return [self.sitting.credential(number) for number in ("B11-1", "B16-1")]

    def closes(self, key: Key, before: timedelta) -> datetime:
        at = key_date(self.sitting.conference, key)
        assert at
        return at - before

    @retraced
    def received(self) -> Motion:
        return rulings.motion_receive(motion=self.desk.lodged(), actor=self.sitting.clerk)

    @retraced
    def in_order(self) -> Motion:
        return rulings.motion_rule_in_order(motion=self.received(), actor=self.sitting.clerk)

    def queried(self, reply_by: datetime) -> Motion:
        return rulings.motion_query(
            motion=self.received(), actor=self.sitting.clerk, question="Which?", reply_by=reply_by
        )

    @retraced
    def reviewed(self) -> Motion:
        with time_machine.travel(self.closes(Key.FINAL_AGENDA, timedelta(days=1))):
            return rulings.motion_review(
                motion=self.sitting.motion("M16"), actor=self.sitting.clerk, reason="It is in order"
            )

    def called(self) -> Motion:
        motion = self.sitting.motion("M6")
        return moving.motion_call(motion=motion, actor=self.sitting.chair)

    def moved(self) -> Motion:
        motion = self.called()
        mover = self.sitting.leader_of(motion)
        return moving.motion_move(motion=motion, mover=mover, actor=self.sitting.chair)

    @retraced
    def put(self) -> Question:
        return questions.motion_put(motion=self.sitting.into_debate("M6"), actor=self.sitting.chair)

    def challenged(self) -> Question:
        question = self.put()
        self.sitting.count(question, "for")
        return challenging.question_challenge(
            question=question, actor=self.sitting.chair, reason="The count looks wrong"
        )

    def policy(self) -> Motion:
        motion = self.sitting.motion("M6")
        self.sitting.decide(self.put(), *["for"] * 8)
        certifying.motion_certify(motion=motion, actor=self.soc_chair)
        return certifying.motion_adopt_policy(motion=motion, actor=self.sitting.clerk)

    def compositing(self) -> tuple[Desk, CompositeGroup]:
        """Group a motion of B08 with the one of B16."""
        motions = [self.in_order(), self.reviewed()]
        desk = Desk(
            self.sitting.conference, self.sitting.clerk, {"B08": self.desk.first, "B16": self.b16}
        )
        return desk, desk.grouped(*(each.number for each in motions))

    @retraced
    def proposed(self) -> tuple[Desk, CompositeGroup]:
        """Put words to both branches, to which B16 has agreed."""
        desk, group = self.compositing()
        group = desk.composed(group)
        desk.put(group, mover="B08", seconder="B16")
        return desk, desk.agree(group, "B16")

    def at_the_committee(self, motion: Motion, **given: str) -> Press:
        meeting = str(self.sitting.conference.soc_meetings.get().pk)
        url = f"{HERE}committee/motions/{motion.reference}/"
        return Press(motion, self.soc_chair, url, {"act": "rule", "meeting": meeting} | given)

    def at_the_branch(self, motion: Motion, by: Member, act: str, **given: str) -> Press:
        url = f"{HERE}branch/B08/motions/{motion.reference}/"
        at = self.closes(Key.MOTIONS_CLOSE, timedelta(hours=1))
        return Press(motion, by, url, {"act": act} | given, at)

    def in_the_chair(self, motion: Motion, act: str, **given: Any) -> Press:
        return Press(motion, self.sitting.chair, f"{HERE}chair/act/", {"act": act} | given)

    def on_composite(self, group: CompositeGroup, act: str, **given: Any) -> Press:
        motion = next(each for each in motions_in(group) if each.lodged_by == self.desk.branch)
        url = f"{HERE}composites/{group.letter}/"
        return Press(motion, self.desk.first, url, {"act": act, "branch": "B08"} | given)


Way = Callable[[Hall], Press]


def submit(hall: Hall) -> Press:
    return hall.at_the_branch(hall.desk.drafted(), hall.desk.first, "send", **MEETING)


def confirm(hall: Hall) -> Press:
    motion = hall.desk.sent()
    seen = motion.substantive.sha256
    return hall.at_the_branch(motion, hall.desk.second, "confirm", seen=seen)


def confirm_late(hall: Hall) -> Press:
    press = confirm(hall)
    at = hall.closes(Key.MOTIONS_CLOSE, -timedelta(seconds=1))
    return Press(press.motion, press.by, press.url, press.given, at)


def send_back(hall: Hall) -> Press:
    motion = hall.desk.sent()
    return hall.at_the_branch(motion, hall.desk.second, "send_back", why="A figure is wrong")


def receive(hall: Hall) -> Press:
    motion = hall.desk.lodged()
    url = f"{HERE}committee/motions/{motion.reference}/"
    return Press(motion, hall.sitting.clerk, url, {"act": "receive"})


def rule(decision: str, **given: str) -> Way:
    return lambda hall: hall.at_the_committee(hall.received(), decision=decision, **given)


def query(hall: Hall) -> Press:
    by = f"{timezone.localtime() + timedelta(days=9):%Y-%m-%dT%H:%M}"
    return hall.at_the_committee(
        hall.received(), decision="queried", reason="Which clips?", reply_by=by
    )


def reply(hall: Hall) -> Press:
    motion = hall.queried(timezone.now() + timedelta(days=9))
    countersigning.motion_reply(motion=motion, actor=hall.desk.first, text=f"{TEXT} Twice.")
    return hall.at_the_branch(motion, hall.desk.second, "countersign")


def no_reply(hall: Hall) -> Press:
    by = timezone.now() + timedelta(hours=1)
    motion = hall.queried(by)
    url = f"{HERE}committee/motions/{motion.reference}/"
    at = by + timedelta(minutes=1)
    return Press(motion, hall.soc_chair, url, {"act": "close_query"}, at)


def review(hall: Hall) -> Press:
    press = hall.at_the_committee(
        hall.sitting.motion("M16"), decision="reviewed", reason="It names nobody"
    )
    at = hall.closes(Key.FINAL_AGENDA, timedelta(days=1))
    return Press(press.motion, hall.sitting.clerk, press.url, press.given, at)


def refer_back(hall: Hall) -> Press:
    motion = hall.sitting.motion("M16")
    counted(hall, QuestionKind.REFERENCE_BACK, motion)
    return hall.in_the_chair(motion, "declare")


def group(hall: Hall) -> Press:
    motions = [hall.in_order(), hall.reviewed()]
    given = {"act": "group", "title": "Clips", "motions": [str(each.pk) for each in motions]}
    return Press(motions[0], hall.soc_chair, f"{HERE}composites/", given)


def agree(hall: Hall) -> Press:
    _desk, made = hall.proposed()
    text = text_put(made)
    assert text
    return hall.on_composite(made, "agree", version=text.version, sha256=text.sha256)


def decline(hall: Hall) -> Press:
    _desk, made = hall.proposed()
    return hall.on_composite(made, "decline", reason="Our words are gone")


def break_up(hall: Hall) -> Press:
    desk, made = hall.proposed()
    made = desk.agree(made, "B08")
    press = hall.on_composite(desk.fresh(made), "break_up", reason="Our words are gone")
    at = hall.closes(Key.FINAL_AGENDA, timedelta(days=1))
    return Press(press.motion, press.by, press.url, press.given, at)


def schedule(hall: Hall) -> Press:
    motion = hall.in_order()
    item = AgendaItem.objects.filter(session__conference=hall.sitting.conference).last()
    assert item
    given = {"act": "place", "item": item.pk, "motions": [motion.number]}
    return Press(motion, hall.soc_chair, f"{HERE}order/", given)


def draw_the_line(hall: Hall) -> Press:
    """Let the branches rank: what nobody ranks is below the line."""
    sitting, motion = hall.sitting, hall.reviewed()
    priority = priority_ballot_set_up(
        conference=sitting.conference,
        actor=sitting.clerk,
        items=[[sitting.motion("M9")], [sitting.motion("M5")], [motion]],
        ranks=1,
        line=1,
    )
    with time_machine.travel(PRIORITIES_OPEN):
        ballot = priority_ballot_open(priority=priority, actor=sitting.returning_officer)
        for line in RollEntry.objects.filter(ballot=ballot).select_related("voter")[:2]:
            cast_paper(line.voter, ballot, (1,))
    assert ballot.closes_at
    with time_machine.travel(ballot.closes_at + timedelta(seconds=1)):
        ballot = ballot_close(ballot=ballot, actor=None)
        election_count(ballot=ballot, actor=sitting.returning_officer)
        ballot_declare(ballot=ballot, actor=sitting.chair)
    return Press(motion, hall.soc_chair, f"{HERE}order/priority/", {"act": "apply"})


def withdraw(prepared: Callable[[Hall], Motion]) -> Way:
    def press(hall: Hall) -> Press:
        motion = prepared(hall)
        countersigning.motion_withdraw(motion=motion, actor=hall.desk.first)
        return hall.at_the_branch(motion, hall.desk.second, "countersign")

    return press


def first_of_all(act: str) -> Way:
    def press(hall: Hall) -> Press:
        motion = next_motion(hall.sitting.conference)
        assert motion
        return hall.in_the_chair(motion, act)

    return press


def fall(hall: Hall) -> Press:
    for report in hall.sitting.conference.soc_reports.all():
        adopting.report_adopt(report=report, actor=hall.sitting.chair)
    motion = hall.sitting.into_debate("M9")
    question = questions.motion_put(motion=motion, actor=hall.sitting.chair)
    hall.sitting.count(question, *["for"] * 8)
    return hall.in_the_chair(hall.sitting.motion("M10"), "declare")


def delegate(hall: Hall) -> Press:
    given = {"act": "delegate", "to": "Executive", "rule": "Rule 8", "decided": "Agreed"}
    return Press(
        hall.sitting.motion("M6"), hall.sitting.clerk, f"{HERE}motions/M6/executive/", given
    )


def move(hall: Hall) -> Press:
    motion = hall.called()
    return hall.in_the_chair(motion, "move", mover=hall.sitting.leader_of(motion).pk)


def second(hall: Hall) -> Press:
    return hall.in_the_chair(hall.moved(), "second", seconder=hall.others[0].pk)


def debated(act: str, number: str = "M6", **given: Any) -> Way:
    return lambda hall: hall.in_the_chair(hall.sitting.into_debate(number), act, **given)


def counted(hall: Hall, kind: QuestionKind, motion: Motion) -> Question:
    """Take a vote on a procedural motion, and close it: it is carried once it is declared."""
    question = questions.procedural_put(
        conference=hall.sitting.conference,
        kind=kind,
        actor=hall.sitting.chair,
        moved_by=hall.others[1],
        motion=motion,
        mover_agrees=True,
    )
    hall.sitting.count(question, *["for"] * 8)
    return question


def by_a_vote(kind: QuestionKind) -> Way:
    def press(hall: Hall) -> Press:
        motion = hall.sitting.into_debate("M6")
        counted(hall, kind, motion)
        return hall.in_the_chair(motion, "declare")

    return press


def resume(hall: Hall) -> Press:
    motion = hall.sitting.into_debate("M6")
    motion = moving.motion_adjourn(motion=motion, actor=hall.sitting.chair, until=timezone.now())
    return hall.in_the_chair(motion, "resume:M6")


def open_amendment(hall: Hall) -> Press:
    motion, amendment = hall.sitting.into_debate("M5"), hall.sitting.amendment("M5.1")
    mover, other = hall.sitting.leader_of(amendment), hall.others[0]
    return hall.in_the_chair(motion, "open_amendment", mover=mover.pk, seconder=other.pk)


def decide_amendment(hall: Hall) -> Press:
    motion, amendment = hall.sitting.into_debate("M5"), hall.sitting.amendment("M5.1")
    amendment = amending.amendment_open(
        amendment=amendment,
        mover=hall.sitting.leader_of(amendment),
        seconder=hall.others[0],
        actor=hall.sitting.chair,
    )
    question = questions.amendment_put(amendment=amendment, actor=hall.sitting.chair)
    hall.sitting.count(question, *["for"] * 8)
    return hall.in_the_chair(motion, "declare")


def accept_amendment(hall: Hall) -> Press:
    hall.sitting.set_orders(mover_may_accept_amendments=True)
    return hall.in_the_chair(hall.sitting.into_debate("M12"), "accept_amendment")


def open_vote(hall: Hall) -> Press:
    motion = hall.put().motion
    assert motion
    return hall.in_the_chair(motion, "open_vote")


def voting_on(act: str, *choices: str, **given: Any) -> Way:
    """Act while the vote on M6 is open."""

    def press(hall: Hall) -> Press:
        ballot = hall.sitting.open_vote(hall.put())
        hall.sitting.cast(ballot, *choices)
        return hall.in_the_chair(hall.sitting.motion("M6"), act, **given)

    return press


def close_at_its_time(hall: Hall) -> Press:
    ballot = hall.sitting.open_vote(hall.put())
    assert ballot.closes_at
    press = hall.in_the_chair(hall.sitting.motion("M6"), "close_vote")
    return replace(press, at=ballot.closes_at + timedelta(seconds=1))


def after_the_count(act: str, *choices: str, **given: Any) -> Way:
    def press(hall: Hall) -> Press:
        hall.sitting.count(hall.put(), *choices)
        return hall.in_the_chair(hall.sitting.motion("M6"), act, **given)

    return press


def on_a_challenge(act: str, **given: Any) -> Way:
    def press(hall: Hall) -> Press:
        hall.challenged()
        return hall.in_the_chair(hall.sitting.motion("M6"), act, **given)

    return press


def void(hall: Hall) -> Press:
    question = hall.put()
    ballot = hall.sitting.open_vote(question)
    for line in ballot.roll.all()[:3]:
        unable_report(ballot=ballot, voter=line.voter, reason="No page")
    hall.sitting.close(question)
    ballot.refresh_from_db()
    ballot_recommend_void(
        ballot=ballot, actor=hall.sitting.returning_officer, reason="3 of 12 could not vote"
    )
    return hall.in_the_chair(hall.sitting.motion("M6"), "void_technical")


def adopt_policy(hall: Hall) -> Press:
    motion = hall.sitting.motion("M6")
    hall.sitting.decide(hall.put(), *["for"] * 8)
    certifying.motion_certify(motion=motion, actor=hall.soc_chair)
    url = f"{HERE}resolutions/M6/certify/"
    return Press(motion, hall.sitting.clerk, url, {"act": "adopt"})


def supersede(hall: Hall) -> Press:
    policy = hall.policy()
    given = {"by": carried_later(hall.sitting).pk, "reason": "Wider words."}
    return Press(policy, hall.sitting.clerk, f"{HERE}resolutions/M6/superseded/", given)


def rescind(hall: Hall) -> Press:
    policy = hall.policy()
    counted(hall, QuestionKind.RESCIND, policy)
    return hall.in_the_chair(policy, "declare")


def take_the_question_back(hall: Hall) -> Press:
    hall.put()
    return hall.in_the_chair(hall.sitting.motion("M6"), "take_back")


WAYS: tuple[tuple[_Line, Way], ...] = (
    ((S.DRAFT, A.SUBMIT, ""), submit),
    ((S.AWAITING_SECOND_OFFICER, A.CONFIRM, "on_time"), confirm),
    ((S.AWAITING_SECOND_OFFICER, A.CONFIRM, "late"), confirm_late),
    ((S.AWAITING_SECOND_OFFICER, A.SEND_BACK, ""), send_back),
    ((S.LODGED, A.RECEIVE, ""), receive),
    ((S.WITH_SOC, A.RULE_IN_ORDER, ""), rule("in_order")),
    ((S.WITH_SOC, A.RULE_NOT_IN_ORDER, ""), rule("not_in_order", code="unclear", reason="Who?")),
    ((S.WITH_SOC, A.QUERY, ""), query),
    ((S.WITH_SOC, A.REFER_ELSEWHERE, ""), rule("referred", to="Rules conference")),
    ((S.QUERY, A.REPLY, ""), reply),
    ((S.QUERY, A.NO_REPLY, ""), no_reply),
    ((S.NOT_IN_ORDER, A.SOC_REVIEW, ""), review),
    ((S.NOT_IN_ORDER, A.REFERENCE_BACK_CARRIED, ""), refer_back),
    ((S.IN_ORDER, A.PROPOSE_COMPOSITE, ""), group),
    ((S.COMPOSITE_PROPOSED, A.AGREE, ""), agree),
    ((S.COMPOSITE_PROPOSED, A.DECLINE, ""), decline),
    ((S.COMPOSITED, A.COMPOSITE_BREAKS_UP, ""), break_up),
    ((S.IN_ORDER, A.SCHEDULE, ""), schedule),
    ((S.IN_ORDER, A.NOT_PRIORITISED, ""), draw_the_line),
    ((S.LODGED, A.WITHDRAW, ""), withdraw(lambda hall: hall.desk.lodged())),
    ((S.WITH_SOC, A.WITHDRAW, ""), withdraw(Hall.received)),
    (
        (S.QUERY, A.WITHDRAW, ""),
        withdraw(lambda hall: hall.queried(timezone.now() + timedelta(days=9))),
    ),
    ((S.CALLED, A.TAKE_BACK, ""), lambda hall: hall.in_the_chair(hall.called(), "take_back")),
    ((S.MOVED, A.TAKE_BACK, ""), lambda hall: hall.in_the_chair(hall.moved(), "take_back")),
    ((S.QUESTION_PUT, A.TAKE_BACK, ""), take_the_question_back),
    ((S.IN_ORDER, A.WITHDRAW, ""), withdraw(Hall.in_order)),
    ((S.SCHEDULED, A.WITHDRAW, ""), withdraw(lambda hall: hall.sitting.motion("M5"))),
    ((S.SCHEDULED, A.CALL, ""), first_of_all("call")),
    ((S.SCHEDULED, A.GUILLOTINE, ""), first_of_all("guillotine")),
    ((S.SCHEDULED, A.CONSEQUENCE, ""), fall),
    ((S.SCHEDULED, A.DELEGATE_TO_BODY, ""), delegate),
    ((S.CALLED, A.MOVE, ""), move),
    ((S.CALLED, A.NOT_MOVED, ""), lambda hall: hall.in_the_chair(hall.called(), "not_moved")),
    ((S.MOVED, A.SECOND, ""), second),
    ((S.MOVED, A.NO_SECONDER, ""), lambda hall: hall.in_the_chair(hall.moved(), "not_seconded")),
    ((S.IN_DEBATE, A.OPEN_AMENDMENT, ""), open_amendment),
    ((S.AMENDMENT_IN_DEBATE, A.AMENDMENT_DECIDED, ""), decide_amendment),
    ((S.IN_DEBATE, A.ACCEPT_AMENDMENT, ""), accept_amendment),
    ((S.IN_DEBATE, A.ADJOURN, ""), debated("adjourn", until="2027-06-15T14:00")),
    ((S.IN_DEBATE, A.ADJOURN, ""), by_a_vote(QuestionKind.ADJOURN_DEBATE)),
    ((S.ADJOURNED, A.RESUME, ""), resume),
    ((S.IN_DEBATE, A.NEXT_BUSINESS, ""), debated("next_business")),
    ((S.IN_DEBATE, A.NEXT_BUSINESS, ""), by_a_vote(QuestionKind.NEXT_BUSINESS)),
    ((S.IN_DEBATE, A.NEXT_BUSINESS, ""), by_a_vote(QuestionKind.PREVIOUS_QUESTION)),
    ((S.IN_DEBATE, A.REMIT, ""), debated("remit")),
    ((S.IN_DEBATE, A.REMIT, ""), by_a_vote(QuestionKind.REMIT)),
    ((S.IN_DEBATE, A.LEAVE_TO_WITHDRAW, ""), debated("withdraw")),
    ((S.IN_DEBATE, A.LEAVE_TO_WITHDRAW, ""), by_a_vote(QuestionKind.LEAVE_TO_WITHDRAW)),
    ((S.IN_DEBATE, A.CLOSE_DEBATE, ""), debated("put_motion")),
    ((S.IN_DEBATE, A.CLOSE_DEBATE, ""), by_a_vote(QuestionKind.CLOSURE)),
    ((S.QUESTION_PUT, A.OPEN_VOTE, ""), open_vote),
    ((S.VOTING, A.EXTEND, ""), voting_on("extend", seconds="30")),
    ((S.VOTING, A.CLOSE_VOTE, ""), close_at_its_time),
    ((S.COUNTED, A.DECLARE, "carried"), after_the_count("declare", "for", "for", "against")),
    ((S.COUNTED, A.DECLARE, "lost"), after_the_count("declare", "for", "against", "against")),
    ((S.COUNTED, A.DECLARE, "not_carried"), after_the_count("declare", "for", "against")),
    ((S.COUNTED, A.CHALLENGE, ""), after_the_count("challenge", "for", reason="Look again")),
    ((S.CHALLENGED, A.ORDER_CARD_VOTE, ""), on_a_challenge("order_card_vote")),
    ((S.CHALLENGED, A.VOID_TECHNICAL, ""), void),
    ((S.CHALLENGED, A.UPHOLD, ""), on_a_challenge("uphold", reason="It was counted twice")),
    ((S.CARRIED, A.ADOPT_POLICY, ""), adopt_policy),
    ((S.POLICY, A.SUPERSEDE, ""), supersede),
    ((S.POLICY, A.SUPERSEDE, ""), rescind),
)
