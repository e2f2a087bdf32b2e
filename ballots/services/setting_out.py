"""Setting out an election: what it must have, and what is kept and logged of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from audit.recording import OpenEntry
from audit.refusal import Refusal
from ballots.counting.contest import Reserved
from ballots.counting.named import RULES
from ballots.election_paper import Nominee, faults, listed
from ballots.enums import VotingForm
from ballots.models import Ballot, Election
from ballots.papers import Option
from ballots.reconciling_elections import facts_of, words_of

CLASSES: Final = frozenset({"NON_S46_OFFICE", "BRANCH_OFFICE", "PRIORITY"})
"""What an election may be of: posts off the executive, and motions to be put in order."""


ELECTS_NOBODY: Final = frozenset({"priority", "priority-points"})
"""The rules of a priority ballot. Its class is that of motions, whose words the guard passes over:
so no rule that fills a place may go with it."""


@dataclass(frozen=True, slots=True)
class AskedElection:
    """An election as it is asked for: the rule's code, the places, and who stands."""

    rule: str
    seats: int
    nominees: Sequence[Nominee]
    ron: bool
    reserved: Sequence[Reserved] = ()

    def options(self) -> list[Option]:
        """Give the names on the paper as a ballot keeps its options, keyed by number alone."""
        names = [each["name"] for each in listed(self.nominees, ron=self.ron)]
        return [Option(f"candidate-{place}", name) for place, name in enumerate(names, start=1)]


def insist_on_election(form: VotingForm, asked: AskedElection | None, class_code: str) -> None:
    """Refuse an election that cannot be held, or a form that does not go with what is asked."""
    if (form is VotingForm.ELECTION) is not (asked is not None):
        raise Refusal("not-set-out", "An election names its rule, its places and who stands.")
    if asked is None:
        return
    if class_code not in CLASSES:
        raise Refusal(
            "class-not-of-an-election",
            "An election is to a post off the executive, to a branch office, or of motions for "
            "the agenda. Choose the class that says so.",
            rule="guide 2.9",
        )
    if class_code == "PRIORITY" and asked.rule not in ELECTS_NOBODY:
        raise Refusal(
            "motions-are-not-elected",
            "A priority ballot puts motions in order and elects nobody. For a post, choose the "
            "class of the post.",
            rule="guide 2.9",
        )
    rule, _count = RULES.get(asked.rule, (None, None))
    wrong = faults(rule, asked.seats, asked.nominees, ron=asked.ron, reserved=asked.reserved)
    if wrong:
        raise Refusal("election-faulty", " ".join(wrong))


def election_set_out(ballot: Ballot, asked: AskedElection, log: OpenEntry) -> Election:
    """Keep an election beside its ballot. The log has the candidates as one salted digest."""
    election = Election.objects.create(
        ballot=ballot,
        rule=asked.rule,
        seats=asked.seats,
        candidates=listed(asked.nominees, ron=asked.ron),
        ron=asked.ron,
        reserved=[{"tag": each.tag, "seats": each.seats} for each in asked.reserved],
    )
    log.record(
        "election.set_out", subject=ballot, **facts_of(election), personal=words_of(election)
    )
    return election
