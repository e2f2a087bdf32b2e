"""The words of a conference."""

from django.db.models import TextChoices


class CredentialKind(TextChoices):
    """What a credential lets its holder do."""

    DELEGATE = "delegate", "Delegate"
    COMMITTEE_DELEGATE = "committee_delegate", "Committee delegate"
    SHARER = "sharer", "Sharer"
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


class Key(TextChoices):
    """A date of a conference's timetable, in the order in which they usually come (guide 3.0)."""

    QUALIFYING_DATE = "qualifying_date", "Members are counted for delegates and card votes"
    CONFERENCE_CALLED = "conference_called", "Conference is called"
    MOTIONS_OPEN = "motions_open", "Motions open"
    MOTIONS_CLOSE = "motions_close", "Motions close"
    SOC_MEETING_1 = "soc_meeting_1", "Standing Orders Committee considers motions"
    SOC_APPEAL_1 = "soc_appeal_1", "Branches' replies to the committee close"
    PRELIMINARY_AGENDA = "preliminary_agenda", "Preliminary agenda published; amendments open"
    DELEGATES_CLOSE = "delegates_close", "Registering delegates closes"
    CONTACT_DATA_CHECK = "contact_data_check", "Delegates check how they are reached"
    ACCESS_REQUESTS_CLOSE = "access_requests_close", "Access requests close"
    AMENDMENTS_CLOSE = "amendments_close", "Amendments close"
    PRIORITY_BALLOT_OPEN = "priority_ballot_open", "Priority ballot opens"
    COMPOSITING_MEETING = "compositing_meeting", "Compositing meetings"
    PRIORITY_BALLOT_CLOSE = "priority_ballot_close", "Priority ballot closes"
    FINAL_AGENDA = "final_agenda", "Final agenda published"
    CONTACT_DATA_FREEZE = "contact_data_freeze", "Contact details are frozen"
    EMERGENCY_MOTIONS_CLOSE = "emergency_motions_close", "Emergency motions close"
    TEST_EVENT = "test_event", "Test of voting and devices"
    REFERENCES_BACK_CLOSE = "references_back_close", "References back close"
    SUBSTITUTIONS_CLOSE = "substitutions_close", "Changes of delegates close"
    SOC_REPORT_3 = "soc_report_3", "Report on emergencies, voting and timetable"
    CONFERENCE = "conference", "Conference sits"
    RESULTS_CERTIFIED = "results_certified", "Results certified"
    COMPLAINTS_INTERNAL_CLOSE = "complaints_internal_close", "Internal complaints close"
    RETENTION_REVIEW = "retention_review", "Records reviewed"

    @property
    def closes(self) -> bool:
        """Say whether something can no longer be sent once this has come: a deadline."""
        return self.value.endswith("_close") or self is Key.SOC_APPEAL_1


VOTING_KINDS = (
    CredentialKind.DELEGATE,
    CredentialKind.COMMITTEE_DELEGATE,
    CredentialKind.SHARER,
)
"""Who may ever vote. The others attend, and the database itself refuses them a vote."""
