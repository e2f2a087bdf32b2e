"""The words of a ballot. Pure, so that the majority tests and the guard run without Django."""

from enum import StrEnum
from typing import Self


class Word(StrEnum):
    """A word of the house: its value in records, and how it is said to people."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        """Keep the words for people beside the value."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        return word

    @classmethod
    def choices(cls) -> list[tuple[str, str]]:
        """List the values and labels, as a model field asks for them."""
        return [(word.value, word.label) for word in cls]


class VotingForm(Word):
    """How a question is voted on (guide 3.6)."""

    SHOW_OF_HANDS = "show_of_hands", "Show of hands"
    CARD_VOTE = "card_vote", "Card vote"
    SECRET_BALLOT = "secret_ballot", "Secret ballot"
    ELECTION = "election", "Election"


class Choice(Word):
    """The answers to a question put to the vote. An abstention is cast and counted."""

    FOR = "for", "For"
    AGAINST = "against", "Against"
    ABSTAIN = "abstain", "Abstain"


class Majority(Word):
    """The tests of guide 3.5, computed in whole numbers."""

    SIMPLE = "simple", "Simple majority"
    TWO_THIRDS_CAST = "two_thirds_cast", "Two thirds of votes cast for and against"
    TWO_THIRDS_PRESENT = "two_thirds_present", "Two thirds of those present"
    TWO_THIRDS_AGAINST = "two_thirds_against", "Stands unless two thirds of votes cast are against"
    TWO_THIRDS_PRESENT_AGAINST = (
        "two_thirds_against_p",
        "Stands unless two thirds of those present are against",
    )
    THREE_QUARTERS_CAST = "three_quarters_cast", "Three quarters of votes cast for and against"
    UNANIMOUS = "unanimous", "Unanimous"
    NONE = "none", "No majority test: the result is indicative"


class Outcome(Word):
    """What the majority test says."""

    CARRIED = "carried", "Carried"
    LOST = "lost", "Lost"
    NOT_CARRIED = "not_carried", "Not carried"
    INDICATIVE = "indicative", "Indicative"


class BallotState(Word):
    """Where a ballot stands."""

    DRAFT = "draft", "Draft"
    UNDER_REVIEW = "under_review", "Waiting for a second person"
    REFUSED = "refused", "Refused"
    READY = "ready", "Ready"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    DECLARED = "declared", "Declared"
    VOIDED = "voided", "Void"


HELD_BACK = frozenset({BallotState.UNDER_REVIEW, BallotState.REFUSED})
"""The states of a ballot that is nobody's to see but its officers': the guard has not let it by."""


class BallotAct(Word):
    """What is done to a ballot, by services only."""

    CREATE = "create", "Create"
    SEND_TO_REVIEW = "send_to_review", "Send to a second person"
    APPROVE = "approve", "Approve"
    REFUSE = "refuse", "Refuse"
    OPEN = "open", "Open"
    EXTEND = "extend", "Extend"
    ANNOUNCE_CLOSE = "announce_close", "Announce that it closes, once all have voted"
    CLOSE = "close", "Close"
    WITHDRAW = "withdraw", "Note that a candidate withdrew"
    FIX_SEED = "fix_seed", "Fix the seed for lots"
    COUNT = "count", "Count"
    RECORD_LOT = "record_lot", "Record a lot drawn by hand"
    DECLARE = "declare", "Declare"
    SIGN = "sign", "Sign the declaration"
    RECOMMEND_VOID = "recommend_void", "Recommend that it is void"
    UPHOLD = "uphold", "Let it stand"
    VOID = "void", "Void"


OF_ELECTIONS = frozenset(
    {BallotAct.WITHDRAW, BallotAct.FIX_SEED, BallotAct.COUNT, BallotAct.RECORD_LOT}
)
"""What is done to elections alone."""


class TurnedAwayFor(Word):
    """Why a vote was turned away before it was taken. What was chosen is not looked at."""

    AFTER_CLOSE = "after_close", "Came after the close, unopened"
    NOT_ON_THE_ROLL = "not_on_the_roll", "Not on the roll of this vote"
    NOT_AUTHENTICATED = "not_authenticated", "Signed out, or the passcode not entered"
    VOTE_VOID = "vote_void", "The vote was void by then"
    NOT_ON_THE_PAPER = "not_on_the_paper", "Not a choice on the paper"


class Rejection(Word):
    """Why a paper is not counted (guide 5.2)."""

    OVER_VOTE = "over_vote", "More choices than the paper allows"
    NO_PREFERENCE = "no_preference", "No choice made"
    DUPLICATE_CREDENTIAL = "duplicate_credential", "Second paper on one credential"
    AFTER_CLOSE = "after_close", "Came after the close, unopened"
    CREDENTIAL_REVOKED = "credential_revoked", "Credential revoked"
    WRONG_BRANCH = "wrong_branch", "Wrong branch"
    FAILED_AUTHENTICATION = "failed_authentication", "Voter not authenticated"
    VOIDED_VOTE = "voided_vote", "The vote was voided"
    MALFORMED = "malformed", "Not a choice on the paper"


class BoardState(Word):
    """Where a board of trustees stands."""

    FORMING = "forming", "Being formed"
    READY = "ready", "Ready"
    RETIRED = "retired", "Retired"


class TrusteeWay(Word):
    """How a trustee holds their part of the key."""

    SERVER = "server", "Kept by the server"
    BROWSER = "browser", "Kept in a file, used in the browser"
    TOOL = "tool", "Kept and used with belenios-tool"


class SealedStage(Word):
    """Where the archive of a sealed vote stands."""

    ASKED = "asked", "Not prepared"
    PREPARED = "prepared", "Prepared"
    VOTING = "voting", "Taking ballots"
    ENDED = "ended", "Closed to ballots"
    TALLIED = "tallied", "Tallied, still sealed"
    SHUFFLED = "shuffled", "Shuffled, still sealed"
    RESULT = "result", "Opened"
    UNOPENED = "unopened", "Too few ballots: never opened"


class OpeningWork(Word):
    """What the pieces of long work are: before a vote opens, and once it is closed."""

    PREPARE = "prepare", "Making the voters' credentials"
    TALLY = "tally", "Adding up the sealed ballots"
    SHUFFLE = "shuffle", "Shuffling the sealed papers"
    SERVER = "server", "The server's part of the opening"
    CHECK = "check", "Checking a trustee's part"
