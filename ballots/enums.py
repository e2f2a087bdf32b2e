"""The words of a ballot."""

from django.db.models import TextChoices


class VotingForm(TextChoices):
    """How a question is voted on (guide 3.6)."""

    SHOW_OF_HANDS = "show_of_hands", "Show of hands"
    CARD_VOTE = "card_vote", "Card vote"
    SECRET_BALLOT = "secret_ballot", "Secret ballot"


class Choice(TextChoices):
    """The answers to a question put to the vote. An abstention is cast and counted."""

    FOR = "for", "For"
    AGAINST = "against", "Against"
    ABSTAIN = "abstain", "Abstain"


class Majority(TextChoices):
    """The tests of guide 3.5, computed in whole numbers."""

    SIMPLE = "simple", "Simple majority"
    TWO_THIRDS_CAST = "two_thirds_cast", "Two thirds of votes cast for and against"
    TWO_THIRDS_PRESENT = "two_thirds_present", "Two thirds of those present"
    TWO_THIRDS_AGAINST = "two_thirds_against", "Two thirds against"
    THREE_QUARTERS_CAST = "three_quarters_cast", "Three quarters of votes cast"
    UNANIMOUS = "unanimous", "Unanimous"
    NONE = "none", "None: the result is indicative"


class Outcome(TextChoices):
    """What the majority test says."""

    CARRIED = "carried", "Carried"
    LOST = "lost", "Lost"
    NOT_CARRIED = "not_carried", "Not carried"
    INDICATIVE = "indicative", "Indicative"


class BallotState(TextChoices):
    """Where a ballot stands."""

    UNDER_REVIEW = "under_review", "Waiting for a second person"
    REFUSED = "refused", "Refused"
    READY = "ready", "Ready"
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"
    DECLARED = "declared", "Declared"
    VOIDED = "voided", "Void"
