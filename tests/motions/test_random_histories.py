"""Random histories: always a way on, no decided words that change, and a log that says it all."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import Entry
from audit.refusal import Refusal
from conferences.models import AgendaItem
from motions import amendment_life
from motions.amendment_life import AmendmentAct, AmendmentState
from motions.committee import rulings
from motions.debate import amending, challenging, moving, questions, voting
from motions.lifecycle import TERMINAL, lines_from
from motions.lodging import countersigning, drafting, sending
from motions.lodging.drafting import Paper
from motions.models import Amendment, Motion
from motions.order.scheduling import motion_schedule
from motions.selectors import amendments_waiting
from motions.states import Act, MotionState
from motions.steps import TEXT_IS_LOCKED, sha256
from tests.factories.conferences import Sitting
from tests.factories.lodging import TEXT, BranchDesk, certificate, make_desk

UNLOCKED = frozenset(MotionState) - TEXT_IS_LOCKED
PUT = MotionState.QUESTION_PUT


def reachable(state: MotionState) -> set[MotionState]:
    """Give every state that can follow, the state itself among them."""
    seen, edge = {state}, {state}
    while edge:
        edge = {line.target for each in edge for line in lines_from(each)} - seen
        seen |= edge
    return seen


@pytest.mark.parametrize("state", sorted(reachable(MotionState.VOTING) | TERMINAL))
def test_words_that_are_voted_on_or_have_ended_can_never_be_changed_again(
    state: MotionState,
) -> None:
    assert reachable(state) <= TEXT_IS_LOCKED


def test_words_that_are_put_are_locked_until_that_is_taken_back() -> None:
    assert PUT in TEXT_IS_LOCKED
    back = [line for line in lines_from(PUT) if line.target not in TEXT_IS_LOCKED]
    assert [line.act for line in back] == [Act.TAKE_BACK]


@given(st.data())
def test_walk_over_the_motions_table_always_goes_on_and_keeps_decided_words(
    data: st.DataObject,
) -> None:
    state, version, put = MotionState.DRAFT, 1, 0
    for _ in range(60):
        ways = lines_from(state)
        assert ways or state in TERMINAL
        if not ways:
            break
        if data.draw(st.booleans()) and state in UNLOCKED:
            version += 1
        line = data.draw(st.sampled_from(ways))
        state = line.target
        if state == PUT or line.act == Act.TAKE_BACK:  # put in error: nothing is put any more
            put = version if state == PUT else 0
        assert not put or put == version


@given(st.data())
def test_walk_over_the_amendments_table_always_goes_on_and_keeps_lodged_words(
    data: st.DataObject,
) -> None:
    state, lodged = AmendmentState.DRAFT, False
    for _ in range(60):
        ways = amendment_life.lines_from(state)
        assert ways or state in amendment_life.ENDED
        if not ways:
            break
        line = data.draw(st.sampled_from(ways))
        assert not (lodged and line.act == AmendmentAct.REDRAFT)
        lodged |= line.act == AmendmentAct.CONFIRM
        state = line.target


@dataclass
class Story:
    """One motion through services, with what the log has said of it so far."""

    desk: BranchDesk
    motion: Motion
    seen: set[Any] = field(default_factory=set)
    put: str = ""  # the hash of the words that were put to the vote

    @property
    def sitting(self) -> Sitting:
        return self.desk.sitting

    def act(self, act: Act) -> None:
        """Try an act, as somebody entitled; check what came of it, and what the log says."""
        before = self.motion.standing
        try:
            with transaction.atomic():
                _ACTS[act](self)
        except Refusal:
            assert not self.news(), act
            return
        self.motion = Motion.objects.select_related("conference", "lodged_by").get(
            pk=self.motion.pk
        )
        self.check(before)

    def check(self, before: MotionState) -> None:
        """Hold the newest text to the log, decided words to themselves, and states to events."""
        now, text, told = self.motion.standing, self.motion.substantive, self.news()
        assert text.sha256 == sha256(text.text)
        hashes = [each["text_sha256"] for each in told if "text_sha256" in each]
        assert text.sha256 in hashes or not hashes
        assert now == before or hashes
        moves = [(each["was"], each["now"]) for each in told if "was" in each]
        state: str = before
        while following := next((each for each in moves if each[0] == state), None):
            moves.remove(following)
            state = following[1]
        assert (state, moves) == (now, [])
        self.put = text.sha256 if now == PUT else self.put
        assert self.put in ("", text.sha256)
        assert lines_from(now) or now in TERMINAL

    def news(self) -> list[dict[str, Any]]:
        """Read what the log has said of the motion since it was last asked."""
        entries = Entry.objects.filter(subject=self.motion.log_name).exclude(pk__in=self.seen)
        found = {each.pk: json.loads(bytes(each.leaf)) for each in entries}
        self.seen |= found.keys()
        return list(found.values())


def _reply(story: Story) -> None:
    text = f"{story.motion.substantive.text} Again."
    asked = countersigning.motion_reply(motion=story.motion, actor=story.desk.first, text=text)
    countersigning.motion_countersign(asked=asked, actor=story.desk.second)


def _withdraw(story: Story) -> None:
    asked = countersigning.motion_withdraw(motion=story.motion, actor=story.desk.first)
    countersigning.motion_countersign(asked=asked, actor=story.desk.second)


def _submit(story: Story) -> None:
    paper = Paper("Clips", f"{story.motion.substantive.text} And pins.")
    drafting.motion_redraft(motion=story.motion, paper=paper, actor=story.desk.first)
    sending.motion_submit(motion=story.motion, actor=story.desk.first, certificate=certificate())


def _schedule(story: Story) -> None:
    item = AgendaItem.objects.filter(session__conference=story.sitting.conference).last()
    assert item
    motion_schedule(motion=story.motion, actor=story.sitting.clerk, item=item)


def _next_amendment(story: Story) -> Amendment:
    waiting = amendments_waiting(story.motion)
    if not waiting:
        raise Refusal("no-amendment", "None is waiting.")
    return waiting[0]


def _open_amendment(story: Story) -> None:
    amendment = _next_amendment(story)
    amending.amendment_open(
        amendment=amendment,
        mover=story.sitting.leader_of(amendment),
        seconder=story.sitting.credential("B16-1"),
        actor=story.sitting.chair,
    )


def _decide_amendment(story: Story) -> None:
    amendment = story.motion.amendments.get(state=AmendmentState.IN_DEBATE)
    amendment.motion = story.motion
    question = questions.amendment_put(amendment=amendment, actor=story.sitting.chair)
    story.sitting.decide(question, *["for"] * 8)


def _close_vote(story: Story) -> None:
    question = story.sitting.question()
    assert question.ballot
    story.sitting.cast(question.ballot, "for", "for", "against")
    story.sitting.close(question)


def _chair(act: Callable[..., Any], **given: Any) -> Callable[[Story], object]:
    return lambda story: act(motion=story.motion, actor=story.sitting.chair, **given)


def _asked(act: Callable[..., Any], **given: Any) -> Callable[[Story], object]:
    return lambda story: act(question=story.sitting.question(), actor=story.sitting.chair, **given)


_ACTS: dict[Act, Callable[[Story], object]] = {
    Act.SUBMIT: _submit,
    Act.SEND_BACK: lambda s: sending.motion_send_back(
        motion=s.motion, actor=s.desk.second, why="A slip"
    ),
    Act.CONFIRM: lambda s: sending.motion_confirm(motion=s.motion, actor=s.desk.second),
    Act.RECEIVE: lambda s: rulings.motion_receive(motion=s.motion, actor=s.sitting.clerk),
    Act.RULE_IN_ORDER: lambda s: rulings.motion_rule_in_order(
        motion=s.motion, actor=s.sitting.clerk
    ),
    Act.RULE_NOT_IN_ORDER: lambda s: rulings.motion_rule_not_in_order(
        motion=s.motion, actor=s.sitting.clerk, reason="Unclear"
    ),
    Act.QUERY: lambda s: rulings.motion_query(
        motion=s.motion,
        actor=s.sitting.clerk,
        question="Which?",
        reply_by=timezone.now() + timedelta(days=9),
    ),
    Act.REPLY: _reply,
    Act.SOC_REVIEW: lambda s: rulings.motion_review(
        motion=s.motion, actor=s.sitting.clerk, reason="Clear now"
    ),
    Act.SCHEDULE: _schedule,
    Act.WITHDRAW: _withdraw,
    Act.CALL: _chair(moving.motion_call),
    Act.NOT_MOVED: _chair(moving.motion_not_moved),
    Act.MOVE: lambda s: moving.motion_move(
        motion=s.motion, mover=s.sitting.leader_of(s.motion), actor=s.sitting.chair
    ),
    Act.SECOND: lambda s: moving.motion_second(
        motion=s.motion, seconder=s.sitting.credential("B16-1"), actor=s.sitting.chair
    ),
    Act.OPEN_AMENDMENT: _open_amendment,
    Act.AMENDMENT_DECIDED: _decide_amendment,
    Act.ACCEPT_AMENDMENT: lambda s: amending.amendment_accept(
        amendment=_next_amendment(s), actor=s.sitting.chair
    ),
    Act.ADJOURN: lambda s: moving.motion_adjourn(
        motion=s.motion, actor=s.sitting.chair, until=timezone.now()
    ),
    Act.RESUME: _chair(moving.motion_resume),
    Act.REMIT: _chair(moving.motion_remit, mover_agrees=True),
    Act.CLOSE_DEBATE: _chair(questions.motion_put),
    Act.OPEN_VOTE: _asked(voting.question_open_vote),
    Act.EXTEND: _asked(voting.question_extend, seconds=30),
    Act.CLOSE_VOTE: _close_vote,
    Act.DECLARE: _asked(voting.question_declare),
    Act.CHALLENGE: _asked(challenging.question_challenge, reason="Look again"),
    Act.ORDER_CARD_VOTE: _asked(challenging.question_order_card_vote),
    Act.UPHOLD: _asked(challenging.question_uphold, reason="It was right"),
}
_ENDS_AT_ONCE = {Act.WITHDRAW, Act.NOT_MOVED, Act.REMIT}


@contextmanager
def undone() -> Iterator[None]:
    """Give back what an example did."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def desk(sitting: Sitting) -> BranchDesk:
    """Give branch B08, whose M5 is scheduled and has two amendments, in a hall of much leave."""
    sitting.set_orders(mover_may_accept_amendments=True)
    return make_desk(sitting)


@pytest.mark.django_db
@settings(
    max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(is_new=st.booleans(), ends_early=st.booleans(), data=st.data())
def test_motion_acted_on_at_random_is_in_the_log_and_keeps_its_decided_words(
    desk: BranchDesk, *, is_new: bool, ends_early: bool, data: st.DataObject
) -> None:
    with undone(), time_machine.travel(desk.deadline() - timedelta(hours=1)):
        story = Story(desk, desk.drafted(text=TEXT) if is_new else desk.sitting.motion("M5"))
        story.news()
        for _ in range(16):
            lawful = {line.act for line in lines_from(story.motion.standing)} & _ACTS.keys()
            likely = lawful if ends_early else lawful - _ENDS_AT_ONCE
            if not likely:
                break
            story.act(data.draw(st.sampled_from(sorted(likely))))
