"""The practice secret ballot: sealed and checked as a real one, in an election that counts nothing.

The election is always the same. Its key is an element whose logarithm nobody knows, made as the
generators of a shuffle are: so no practice ballot can ever be opened, by us either. Everybody has
the same credential, so that nothing tells one who practises from another. A ballot is checked and
let go; its tracker alone goes back to the browser that sent it, to be found.
"""

from datetime import datetime
from functools import cache
from typing import Final

from audit.refusal import Refusal
from ballots.enums import BallotState, VotingForm
from ballots.models import Ballot
from ballots.papers import FOR_AGAINST_ABSTAIN
from ballots.sealing.ballots import insist_on_ballot, largest_ballot, tracker
from ballots.sealing.credentials import public_credential, secret_from
from ballots.sealing.documents import BadDocument
from ballots.sealing.elections import Election, build_election
from ballots.sealing.generators import generator
from ballots.sealing.groups import BELENIOS_2048
from ballots.sealing.questions import Question
from conferences.rehearsing.practising import OPEN_FOR, PAPERS, Practice

TITLE: Final = "Practice secret ballot"
PAPER: Final = next(paper for paper in PAPERS if paper.key is Practice.SECRET)
CREDENTIAL: Final = secret_from(b"Tellers: the credential that everybody practises with")

_UUID: Final = "PracticeBa11ot"


@cache
def practice_election() -> Election:
    """Give the election that every practice ballot is sealed for."""
    answers = tuple(option.label for option in FOR_AGAINST_ABSTAIN)
    raw = build_election(
        name=TITLE,
        description="For practice. Nothing is counted or kept.",
        group=BELENIOS_2048,
        public_key=generator(BELENIOS_2048, 0),
        questions=[Question(PAPER.question, answers, 1, 1)],
        uuid=_UUID,
    )
    return Election.read(raw)


def practice_ballot(now: datetime) -> Ballot:
    """Give a vote for the booth's page, which is in no database."""
    return Ballot(
        title=TITLE,
        question=PAPER.question,
        options=[{"key": each.key, "label": each.label} for each in FOR_AGAINST_ABSTAIN],
        class_code="CONF_VOTE",
        form=VotingForm.SECRET_BALLOT,
        is_sealed=True,
        state=BallotState.OPEN,
        opened_at=now,
        closes_at=now + OPEN_FOR,
    )


def practice_cast(raw: bytes) -> str:
    """Check a practice ballot as a real one is checked; give its tracker, and keep nothing."""
    election = practice_election()
    if len(raw) > largest_ballot(election):
        raise Refusal("too-large", "That is far too large for a ballot. It was not read.")
    own = public_credential(CREDENTIAL, election.uuid, election.group)
    try:
        insist_on_ballot(election, raw, {own})
    except BadDocument as fault:
        words = f"This ballot could not be counted, so on the day it would not be taken. {fault}"
        raise Refusal("ballot-faulty", words) from None
    return tracker(raw)
