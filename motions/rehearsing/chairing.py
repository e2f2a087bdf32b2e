"""A chair for a rehearsal without one, who presses the next lawful button.

Whatever it does is in the log as done by the system, never in the name of the chair.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final, cast

from django.utils import timezone

from audit.refusal import Refusal
from ballots.enums import BallotState, VotingForm
from ballots.models import Ballot
from ballots.selectors import turnout
from conferences.rehearsing.company import Company
from conferences.selectors import floor_of
from motions.debate.acts_on_a_question import must_be_settled
from motions.debate.chair import LawfulAct, lawful_acts, movers, seconders
from motions.debate.desk import desk_act
from motions.enums import QuestionState
from motions.models import Question
from motions.selectors import amendments_waiting, business

if TYPE_CHECKING:
    from conferences.models import Conference
    from members.models import Member

TICK_SECONDS: Final = 0.1
NEARLY_OVER: Final = timedelta(seconds=4)
EXTENSION_SECONDS: Final = 8
CARD_VOTE_ON: Final = 2  # this vote is challenged, and taken again by cards: both are rehearsed
MOST_PRESSES: Final = 2_000  # no agenda needs more: a circle would be a fault of ours
_SYSTEM: Final = cast("Member", None)  # `acting` lets the system do what the table names
_NEEDS: Final = {"mover", "seconder"}


class SimulatedChair:
    """Runs the order of business of a rehearsal by its buttons."""

    def __init__(
        self, company: Company, *, votes: int, tell: Callable[[str, int], bool], slack: int
    ) -> None:
        """`tell` hears what is being done and how many votes are over, and says whether to go on.

        `slack` is how many seconds a vote is open beyond its own time at the pace of the run: what
        this machine may need to cast the votes of everyone at once.
        """
        self.company, self.votes, self.tell, self.slack = company, votes, tell, slack
        self.conference: Conference = company.conference
        self.rehearsed: set[str] = set()
        self.demanded = False
        company.hold_open = self.hold_open

    @property
    def taken(self) -> int:
        """Count the votes that are over."""
        return len(self.company.measured)

    def run(self) -> None:
        """Take the business in its order, to the last vote asked for or the last motion."""
        for _ in range(MOST_PRESSES):
            self.company.tick()
            doing = floor_of(self.conference).heading or "Opening the session"
            if not self.tell(doing, self.taken) or not self._go_on():
                return

    def _go_on(self) -> bool:
        """Do the next thing; say whether there was one."""
        question = business(self.conference).question
        if question is None:
            act = self._next()
            if act is None or self.taken >= self.votes:
                return False
            self._press(act)
        else:
            self._answer(question)
        return True

    def _next(self) -> LawfulAct | None:
        acts = lawful_acts(self.conference)
        main = [act for act in acts if act.main and not act.key.startswith("close_session")]
        return main[0] if main else None

    def _press(self, act: LawfulAct) -> None:
        given: dict[str, Any] = {}
        if _NEEDS & set(act.needs):
            about: Any = business(self.conference).motion
            if act.key == "open_amendment":
                about = amendments_waiting(about)[0]
            here = movers(about) if "mover" in act.needs else seconders(about)
            if (somebody := here.first()) is None:
                self.do({"open_amendment": "amendment_not_moved"}.get(act.key, "not_moved"))
                return
            given["mover" if "mover" in act.needs else "seconder"] = somebody
        self.do(act.key, **given)

    def do(self, key: str, **given: Any) -> None:
        """Press a button."""
        self.rehearsed.add(key.partition(":")[0])
        desk_act(conference=self.conference, actor=_SYSTEM, key=key, **given)

    def _answer(self, question: Question) -> None:
        match QuestionState(question.state):
            case QuestionState.PUT:
                act = self._next()  # below its quorum conference takes an advisory vote
                key = act.key if act else "open_vote"
                self.do(key, seconds=self._seconds(question.form))
            case QuestionState.VOTING:
                self._vote(question)
            case QuestionState.COUNTED:
                self._count(question)
            case QuestionState.CHALLENGED:
                self._settle(question)
            case QuestionState.DECIDED:
                raise AssertionError("A question that is decided is before conference no more.")

    def _seconds(self, form: str) -> int:
        paced = self.company.windows(form) / self.company.crowd.pace
        return max(self.conference.orders.windows.minimum, round(paced) + self.slack)

    def _vote(self, question: Question) -> None:
        ballot = question.ballot
        assert ballot is not None  # noqa: S101 - a question under vote has one
        self.company.follow(ballot)
        while timezone.now() < (ballot.closes_at or timezone.now()) or self.company.is_behind:
            self.company.tick()
            self.tell(f"Vote: {question.wording}", self.taken)
            if turnout(ballot).is_complete:
                break
            time.sleep(TICK_SECONDS)
        with suppress(Refusal):  # the clock may be quicker
            if Ballot.objects.get(pk=ballot.pk).state == BallotState.OPEN:
                self.do("close_vote")
        self.company.end("")

    def hold_open(self, ballot: Ballot) -> None:
        """Extend a vote that this machine would not be done with: being slow is not being late."""
        left = (ballot.closes_at or timezone.now()) - timezone.now()
        if left < NEARLY_OVER:
            with suppress(Refusal):  # the clock has closed it: whoever comes now is late
                self.do("extend", seconds=EXTENSION_SECONDS)
            ballot.refresh_from_db(fields=["closes_at"])

    def _count(self, question: Question) -> None:
        assert question.ballot is not None  # noqa: S101
        is_card = question.form == VotingForm.CARD_VOTE
        self.rehearsed.add("a card vote" if is_card else "a show of hands")
        if must_be_settled(question, question.ballot):
            self.do("challenge", reason="So many could not vote that it has to be settled.")
        elif self.taken >= min(CARD_VOTE_ON, self.votes) and not (self.demanded or is_card):
            self.demanded = True
            self.do("challenge", reason="A card vote is asked for, to rehearse it.")
        else:
            self.do("declare")

    def _settle(self, question: Question) -> None:
        if self.demanded and question.form != VotingForm.CARD_VOTE:
            self.do("order_card_vote", seconds=self._seconds(VotingForm.CARD_VOTE))
        else:
            self.do("uphold", reason="In a rehearsal the count stands, whatever it is.")
