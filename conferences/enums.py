"""The words of a conference."""

from django.db.models import TextChoices

from conferences.keys import Key as Key  # noqa: PLC0414 - given on, with the other words


class CredentialKind(TextChoices):
    """What a credential lets its holder do."""

    DELEGATE = "delegate", "Delegate"
    COMMITTEE_DELEGATE = "committee_delegate", "Committee delegate"
    SHARER = "sharer", "Sharer"
    MEMBER = "member", "Member"
    EXECUTIVE = "executive", "Executive member"
    VISITOR = "visitor", "Visitor"
    OBSERVER = "observer", "Observer"
    PRESS = "press", "Press"


class FloorPhase(TextChoices):
    """Where the business before conference stands."""

    IDLE = "idle", "Between items"
    CALLED = "called", "Called"
    MOVED = "moved", "Moved"
    DEBATE = "debate", "In debate"
    AMENDMENT = "amendment", "Amendment in debate"
    QUESTION_PUT = "question_put", "The question is put"
    VOTING = "voting", "Voting"
    COUNTED = "counted", "Counted"
    DECLARED = "declared", "Declared"


class AgendaKind(TextChoices):
    """What a slot in the order of business is for."""

    FORMAL = "formal", "Formal business"
    REPORT = "report", "Report"
    MOTION = "motion", "Motion"
    SPEAKER = "speaker", "Speaker"
    BREAK = "break", "Break"


class IncidentState(TextChoices):
    """Where an incident stands."""

    OPEN = "open", "Still happening"
    ENDED = "ended", "Ended, waits for a decision"
    DECIDED = "decided", "Decided"


class ComplaintState(TextChoices):
    """How far a complaint has come."""

    RECEIVED = "received", "Received"
    PROCEDURE_BEGUN = "procedure_begun", "Internal procedure begun"
    PROCEDURE_ENDED = "procedure_ended", "Internal procedure ended"
    OFFICER_TOLD = "officer_told", "Certification Officer told"
    CLOSED = "closed", "Closed"


class PackState(TextChoices):
    """How far a scrutiny pack has come."""

    WAITING = "waiting", "Waiting to be made"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"


class PostState(TextChoices):
    """How far the election to a post has come, up to the vote; then its ballot says."""

    UNDER_REVIEW = "under_review", "Waiting for a second person"
    REFUSED = "refused", "Refused"
    NOMINATIONS = "nominations", "Nominations"
    CLOSED = "closed", "Nominations are closed"
    UNOPPOSED = "unopposed", "Decided without a vote"
    VOTE = "vote", "Put to the vote"


class WhoNominates(TextChoices):
    """Who may put a name forward."""

    BRANCHES = "branches", "Branches"
    DELEGATE = "delegate", "Any delegate"
    TWO_DELEGATES = "two_delegates", "A delegate, seconded by another"


class PaperOrder(TextChoices):
    """In which order the names stand on the paper, and on every page before it."""

    SURNAME = "surname", "By surname"
    LOT = "lot", "By lot"


class Consent(TextChoices):
    """What somebody who was nominated has said to it."""

    WAITING = "waiting", "Has not answered"
    GIVEN = "given", "Consents to stand"
    DECLINED = "declined", "Declines"


class OpenTo(TextChoices):
    """Who may register for a briefing."""

    MEMBERS = "members", "Members only"
    GUESTS = "guests", "Members and guests"


class NoticeKind(TextChoices):
    """What a message about a briefing says."""

    REGISTERED = "registered", "You have a place"
    CHANGED = "changed", "Time or place has changed"
    REMINDER = "reminder", "Reminder"
    CANCELLED = "cancelled", "It is cancelled"


class NoticeState(TextChoices):
    """Where a message about a briefing stands."""

    WAITING = "waiting", "Waiting"
    SENT = "sent", "Sent"
    FAILED = "failed", "Could not be sent"


class RegistrationState(TextChoices):
    """How far the registration of somebody by their branch has come."""

    WAITING = "waiting", "Waits for the second officer"
    LATE = "late", "Waits for the Standing Orders Committee"
    REGISTERED = "registered", "Registered"
    DECLINED = "declined", "Not confirmed"
    REFUSED = "refused", "Refused by the committee"
    WITHDRAWN = "withdrawn", "Withdrawn"


class SeatFor(TextChoices):
    """For whom a seat of a delegation is designated."""

    WOMEN = "women", "Women's seat"
    LOW_PAID = "low_paid", "Low-paid members' seat"
    YOUNG = "young", "Young members' seat"


VOTING_KINDS = (
    CredentialKind.DELEGATE,
    CredentialKind.COMMITTEE_DELEGATE,
    CredentialKind.SHARER,
    CredentialKind.MEMBER,
)
"""Who may ever vote: delegates, and at a meeting its members.

The others attend, and the database itself refuses them a vote.
"""


class MeetingKind(TextChoices):
    """What sits: the same tools serve each."""

    CONFERENCE = "conference", "Conference"
    COMMITTEE = "committee", "Committee meeting"
    BRANCH = "branch", "Branch meeting"


class SpeakingSide(TextChoices):
    """On which side somebody asks to speak; `to` is neither."""

    FOR = "for", "For"
    AGAINST = "against", "Against"
    TO = "to", "To the question"


class SpeakingAs(TextChoices):
    """In which part somebody speaks: it decides the time, and the place in the debate."""

    MOVER = "mover", "Mover"
    SECONDER = "seconder", "Seconder"
    SPEAKER = "speaker", "Speaker"
    EXECUTIVE = "executive", "For the executive"
    REPLY = "reply", "Right of reply"


class PointKind(TextChoices):
    """What a point is about."""

    ORDER = "order", "Point of order"
    INFORMATION = "information", "Point of information"
    EXPLANATION = "explanation", "Personal explanation"

    @property
    def rulings(self) -> dict[bool | None, str]:
        """Give what the chair may say to it: only a point of order has anything to uphold."""
        if self is PointKind.ORDER:
            return {True: "Upheld", False: "Not upheld", None: "Taken as said"}
        return {True: "Allowed", False: "Not allowed", None: "Taken as said"}


class ScreenShows(TextChoices):
    """What a screen on the wall shows."""

    FLOOR = "floor", "What is before conference"
    SPEAKER = "speaker", "The speaker and the clock"
    VOTE = "vote", "The vote and its result"
    AGENDA = "agenda", "The order of business"
    JOIN = "join", "How to join, large"
    MESSAGE = "message", "A message"


class DeviceKind(TextChoices):
    """What a delegate holds in their hand."""

    PHONE = "phone", "Phone"
    TABLET = "tablet", "Tablet"
    COMPUTER = "computer", "Computer"
    OTHER = "other", "Something else"


class DeviceSystem(TextChoices):
    """What it runs, as its browser says."""

    ANDROID = "android", "Android"
    IOS = "ios", "iPhone or iPad"
    MAC = "mac", "Mac"
    WINDOWS = "windows", "Windows"
    OTHER = "other", "Another system"


class RehearsalState(TextChoices):
    """How far a rehearsal has come."""

    READY = "ready", "Laid out"
    RUNNING = "running", "Under way"
    REPORTED = "reported", "Reported"
    CLEARED = "cleared", "Cleared away"
