"""Tellers confirm the figures before the chair declares them, each signed in as themselves.

Source: guide 3.8: two tellers or more confirm the figures, and report faults. How many have to is
a standing order (`tellers_confirm`). One who finds them wrong says why; the chair sees that, and a
vote is then challenged or voided, never silently counted again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils import timezone

from audit.refusal import Refusal
from ballots.enums import BallotState
from ballots.models import Ballot
from ballots.selectors import count
from ballots.signals import ballot_changed
from conferences.hall import FLOOR, show
from conferences.models import Conference, Floor, TellersWord
from conferences.rules import acting
from members.models import Member

SHORTEST: Final = 10


@dataclass(frozen=True, slots=True)
class Words:
    """What tellers have said of the figures of one vote: of each teller, the last word."""

    needed: int
    confirmed: Sequence[TellersWord]
    disputed: Sequence[TellersWord]

    @property
    def is_met(self) -> bool:
        """Say whether enough tellers have confirmed."""
        return len(self.confirmed) >= self.needed

    @property
    def missing(self) -> int:
        """Count the tellers still waited for."""
        return max(0, self.needed - len(self.confirmed))


def words_on(ballot: Ballot, conference: Conference) -> Words:
    """Give what the tellers have said of a vote, in one query."""
    said = TellersWord.objects.filter(ballot=ballot).select_related("teller")
    last = {word.teller_id: word for word in said}  # in the order given: the last stays
    return Words(
        needed=conference.orders.tellers_confirm,
        confirmed=[word for word in last.values() if word.agrees],
        disputed=[word for word in last.values() if not word.agrees],
    )


def figures_confirm(*, ballot: Ballot, conference: Conference, actor: Member) -> TellersWord:
    """Confirm, as one teller, that the counted figures of the vote before conference are right."""
    return _say(ballot, conference, actor, agrees=True, reason="")


def figures_dispute(
    *, ballot: Ballot, conference: Conference, actor: Member, reason: str
) -> TellersWord:
    """Say, as one teller, that the figures are wrong, and why: the chair sees it at once."""
    return _say(ballot, conference, actor, agrees=False, reason=reason.strip())


def insist_on_tellers(ballot: Ballot) -> None:
    """Refuse a declaration that the standing orders would have tellers confirm first."""
    floor = Floor.objects.select_related("conference").filter(ballot=ballot).first()
    if floor is None or ballot.asked_for == floor.conference.log_name:
        return
    words = words_on(ballot, floor.conference)
    if words.is_met:
        return
    disputes = "".join(
        f" {word.teller.name} says that they are wrong: {word.reason}" for word in words.disputed
    )
    raise Refusal(
        "figures-unconfirmed",
        f"The standing orders ask {words.needed} "
        f"{'teller' if words.needed == 1 else 'tellers'} to confirm the figures first; "
        f"{len(words.confirmed)} {'has' if len(words.confirmed) == 1 else 'have'}.{disputes}",
        rule="guide 3.8",
    )


def _say(
    ballot: Ballot, conference: Conference, actor: Member, *, agrees: bool, reason: str
) -> TellersWord:
    act = "figures.confirm" if agrees else "figures.dispute"
    with acting(actor, conference, act) as log:
        # The ballot is locked before the floor, in the order in which the chair declares it.
        held = Ballot.objects.select_for_update().get(pk=ballot.pk)
        Floor.objects.select_for_update().get(conference=conference)
        _insist_on_closed(held, conference)
        if not agrees and len(reason) < SHORTEST:
            raise Refusal("reason-missing", "Say in words what is wrong with the figures.")
        words = words_on(held, conference)
        mine = words.confirmed if agrees else words.disputed
        if any(word.teller_id == actor.pk for word in mine):
            raise Refusal(
                "said-already",
                "You have said so already. Another teller has to, signed in as themselves.",
            )
        figures = dict(count(held).votes)
        word = TellersWord.objects.create(
            conference=conference,
            ballot=held,
            teller=actor,
            agrees=agrees,
            reason=reason[:500],
            figures=figures,
            at=timezone.now(),
        )
        # The figures are nobody's to read before they are declared, so the log has their digest.
        seen = ", ".join(f"{choice} {votes}" for choice, votes in figures.items())
        log.record(
            "figures.confirmed" if agrees else "figures.disputed",
            subject=held,
            attested=True,
            personal={"figures": seen} | ({"reason": reason} if reason else {}),
        )
        ballot_changed.send(sender=Ballot, ballot=held, act="figures", actor=actor)
        show(conference, *FLOOR)
    return word


def _insist_on_closed(ballot: Ballot, conference: Conference) -> None:
    if not Floor.objects.filter(conference=conference, ballot=ballot).exists():
        raise Refusal("not-before-conference", "That is not the vote that is taken now.")
    if ballot.state != BallotState.CLOSED:
        raise Refusal("not-counted", "Figures are confirmed once the vote is closed and counted.")
