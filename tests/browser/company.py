"""The sample conference: who is in a browser, and all others, who vote as the file says."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain, repeat
from typing import Any
from uuid import uuid4

from django.db.models import QuerySet
from django.utils import timezone

from audit.store.write_guard import recorded_writes
from ballots.casting import cast
from ballots.enums import Choice
from ballots.models import Ballot, RollEntry
from ballots.services import unable_report
from conferences.models import Conference, Credential
from conferences.selectors import floor_of
from conferences.services import check_in
from members.enums import Office
from members.models import Member
from members.selectors import officers_of

FIGURES = {"votes_for": Choice.FOR, "votes_against": Choice.AGAINST, "abstentions": Choice.ABSTAIN}
BRANCHES = {
    "for_branches": Choice.FOR,
    "against_branches": Choice.AGAINST,
    "abstain_branches": Choice.ABSTAIN,
}


@dataclass
class Company:
    """A conference and its 56 voting delegates present, some of whom sit at a browser."""

    conference: Conference
    officers: dict[Office, Member] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find who holds which office."""
        officers = officers_of(self.conference.body)
        self.officers = {Office(each.office): each.member for each in officers}

    def assemble(self, number: int, *, but: tuple[Member, ...]) -> None:
        """Check in so many voting delegates, leaders first, but those who do it themselves."""
        held = self.conference.credentials.select_related("conference", "member", "body")
        voting = sorted((each for each in held if each.may_vote), key=lambda c: not c.is_leader)
        others = [each for each in held if not each.may_vote]
        for credential in (*voting[:number], *others):
            if credential.member not in but:
                check_in(credential=credential, actor=credential.member)

    def leader_of(self, code: str) -> Credential:
        """Give the leader of a branch's delegation."""
        held = self.conference.credentials.select_related("conference", "member", "body")
        return held.get(body__code=code, is_leader=True)

    @property
    def ballot(self) -> Ballot:
        """Give the vote before conference."""
        ballot = floor_of(self.conference).ballot
        assert ballot
        return ballot

    def wishes(self, row: Mapping[str, Any]) -> Iterator[tuple[RollEntry, Choice]]:
        """Say how each on the roll votes, so that the figures are those of the file."""
        if "for_branches" in row:
            codes = {code: choice for key, choice in BRANCHES.items() for code in row[key]}
            for line in self._roll():
                assert line.body
                yield line, codes[line.body.code]
            return
        choices = chain.from_iterable(repeat(c, row.get(key, 0)) for key, c in FIGURES.items())
        yield from zip(self._roll(), choices, strict=False)

    def vote(self, row: Mapping[str, Any], *, but: tuple[Member, ...]) -> dict[Member, Choice]:
        """Have everyone vote as the file says; give the wishes of those who do it themselves."""
        wishes = list(self.wishes(row))
        self._cast(each for each in wishes if each[0].voter not in but)
        return {line.voter: choice for line, choice in wishes if line.voter in but}

    def vote_alike(self, choice: Choice) -> None:
        """Have everyone on the roll vote the same way."""
        self._cast((line, choice) for line in self._roll())

    def cannot_vote(self, number: int) -> None:
        """Have so many of those who have not voted report that they could not."""
        waiting = RollEntry.objects.filter(ballot=self.ballot, voted=False, unable=None)
        for line in waiting.select_related("voter").order_by("pk")[:number]:
            unable_report(ballot=self.ballot, voter=line.voter, reason="The page did not open.")

    def let_the_time_run_out(self) -> None:
        """Let the closing time have come: nobody waits ninety seconds for a test."""
        with recorded_writes():
            Ballot.objects.filter(pk=self.ballot.pk).update(closes_at=timezone.now())

    def _roll(self) -> QuerySet[RollEntry]:
        roll = RollEntry.objects.filter(ballot=self.ballot).select_related("voter", "body")
        return roll.order_by("pk")

    def _cast(self, wishes: Iterable[tuple[RollEntry, Choice]]) -> None:
        for line, choice in wishes:
            cast(
                ballot_id=line.ballot_id,
                voter=line.voter,
                choice=choice.value,
                request_id=uuid4(),
            )

    @property
    def has_voted(self) -> bool:
        """Say whether everyone on the roll has."""
        return not RollEntry.objects.filter(ballot=self.ballot, voted=False).exists()
