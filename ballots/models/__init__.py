"""What the ballots room keeps."""

from ballots.models.assistance import Assistance
from ballots.models.ballot import (
    ADVISORY_BANNER,
    TEST_BANNER,
    Ballot,
    Cast,
    Declaration,
    RollEntry,
    TimeAsked,
    UnableReport,
)
from ballots.models.election import CountRecord, Election, Lot, Paper, PaperKey
from ballots.models.membership import (
    LeftOff,
    Mailing,
    MembershipBallot,
    NoReminders,
    TurnoutPoint,
)
from ballots.models.opening import OpeningPiece
from ballots.models.secret import (
    ArchiveRecord,
    SealedBallot,
    SealedVote,
    Trustee,
    TrusteeBoard,
)
from ballots.models.turned_away import TurnedAway

__all__ = [
    "ADVISORY_BANNER",
    "TEST_BANNER",
    "ArchiveRecord",
    "Assistance",
    "Ballot",
    "Cast",
    "CountRecord",
    "Declaration",
    "Election",
    "LeftOff",
    "Lot",
    "Mailing",
    "MembershipBallot",
    "NoReminders",
    "OpeningPiece",
    "Paper",
    "PaperKey",
    "RollEntry",
    "SealedBallot",
    "SealedVote",
    "TimeAsked",
    "Trustee",
    "TrusteeBoard",
    "TurnedAway",
    "TurnoutPoint",
    "UnableReport",
]
