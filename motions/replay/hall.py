"""The hall of a replay: who chairs, who is present, and how they vote as the file says."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, repeat
from uuid import uuid4

from django.db.models import QuerySet

from ballots.casting import cast
from ballots.enums import Choice
from ballots.models import Ballot, RollEntry
from ballots.services import unable_report
from conferences.models import Conference, Credential
from conferences.services import check_in, session_open
from members.enums import Office
from members.selectors import officers_of
from motions.replay.booth import pass_for
from motions.replay.clock import StoryClock
from motions.replay.votes import VoteRow

CHOICES = {
    "votes_for": Choice.FOR,
    "votes_against": Choice.AGAINST,
    "abstentions": Choice.ABSTAIN,
}
_BY_BRANCH = {"for": Choice.FOR, "against": Choice.AGAINST, "abstain": Choice.ABSTAIN}


class Hall:
    """A conference sitting, with its officers at their desks."""

    def __init__(self, conference: Conference, clock: StoryClock) -> None:
        self.conference = conference
        self.clock = clock
        officers = {each.office: each.member for each in officers_of(conference.body)}
        self.chair = officers[Office.CHAIR]
        self.vice_chair = officers[Office.VICE_CHAIR]
        self.returning_officer = officers[Office.RETURNING_OFFICER]

    def assemble(self, votes: Iterable[VoteRow]) -> None:
        """Check in as many as voted or were admitted at most, leaders first; open the session."""
        wanted = max((max(row.admitted, row.voted) for row in votes), default=0)
        credentials = list(
            self.conference.credentials.select_related("conference", "member", "body")
        )
        voting = sorted((c for c in credentials if c.may_vote), key=lambda c: not c.is_leader)
        others = [c for c in credentials if not c.may_vote]
        for credential in (*(voting[:wanted] if wanted else voting), *others):
            check_in(credential=credential, actor=credential.member)
        session = self.conference.sessions.first()
        if session:
            session_open(session=session, actor=self.chair)

    def someone_of(self, code: str) -> Credential:
        """Give the first delegate present of a body: its leader, if it has one."""
        return self._present().filter(body__code=code)[0]

    def someone_else_than(self, credential: Credential, preferred: str = "") -> Credential:
        """Give another delegate present, of the preferred body if there is one."""
        others = self._present().exclude(pk=credential.pk)
        return others.filter(body__code=preferred).first() or others[0]

    def several(self, number: int) -> Sequence[Credential]:
        """Give so many delegates present."""
        return list(self._present().filter(may_vote=True)[:number])

    def vote(self, ballot: Ballot, row: VoteRow) -> None:
        """Let everyone on the roll vote as the figures of the file say."""
        if row.branches:
            self._cast_cards(ballot, row.branches)
        else:
            self._cast(ballot, row.figures)

    def vote_alike(self, ballot: Ballot, choice: Choice) -> None:
        """Let everyone on the roll vote the same way."""
        for line in self.roll(ballot):
            self._vote(line, choice)

    def report_unable(self, ballot: Ballot, number: int) -> None:
        """Let so many of those who have not voted say that they could not."""
        for line in self.roll(ballot).filter(voted=False)[:number]:
            unable_report(ballot=ballot, voter=line.voter, reason="The page did not open.")

    def wait_for_the_end_of(self, ballot: Ballot) -> None:
        """Let the time of a vote run out."""
        ballot.refresh_from_db()
        if ballot.closes_at:
            self.clock.forward_to(ballot.closes_at)

    def roll(self, ballot: Ballot) -> QuerySet[RollEntry]:
        """Give everyone on the roll of a vote, always in the same order."""
        entries = RollEntry.objects.filter(ballot=ballot).select_related("voter", "ballot")
        return entries.order_by("pk")

    def _cast(self, ballot: Ballot, figures: Mapping[str, int]) -> None:
        choices = chain.from_iterable(
            repeat(choice, figures.get(name, 0)) for name, choice in CHOICES.items()
        )
        for line, choice in zip(self.roll(ballot), choices, strict=False):
            self._vote(line, choice)

    def _cast_cards(self, ballot: Ballot, branches: Mapping[str, Iterable[str]]) -> None:
        wishes = {code: _BY_BRANCH[name] for name, codes in branches.items() for code in codes}
        for line in self.roll(ballot).select_related("body"):
            if line.body and line.body.code in wishes:
                self._vote(line, wishes[line.body.code])

    def _vote(self, line: RollEntry, choice: Choice) -> None:
        cast(
            ballot_id=line.ballot_id,
            voter=line.voter,
            choice=choice.value,
            request_id=uuid4(),
            booth_pass=pass_for(line.ballot, line.voter),
        )

    def _present(self) -> QuerySet[Credential]:
        return (
            self.conference.credentials.filter(admitted_at__isnull=False)
            .select_related("conference", "member", "body")
            .order_by("-is_leader", "number")
        )
