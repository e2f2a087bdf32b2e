"""The kinds of body, and the offices people hold."""

from enum import Enum, auto

from django.db.models import IntegerChoices, TextChoices


class BodyKind(TextChoices):
    """What a body is."""

    UNION = "union", "Union"
    REGION = "region", "Region"
    BRANCH = "branch", "Branch"
    COMMITTEE = "committee", "Committee"


class Office(TextChoices):
    """An office held in a body, from a day until a day. Guide 3.8 says what each may do."""

    CHAIR = "chair", "Chair"
    VICE_CHAIR = "vice_chair", "Vice chair"
    GENERAL_SECRETARY = "general_secretary", "General secretary"
    BRANCH_SECRETARY = "branch_secretary", "Branch secretary"
    SOC_CHAIR = "soc_chair", "Standing Orders Committee chair"
    SOC_MEMBER = "soc_member", "Standing Orders Committee member"
    CLERK = "clerk", "Committee clerk"
    RETURNING_OFFICER = "returning_officer", "Returning officer"
    TELLER = "teller", "Teller"
    SCRUTINEER = "scrutineer", "Scrutineer"
    AUDITOR = "auditor", "Auditor"
    EXECUTIVE = "executive", "Executive member"
    MEMBERSHIP_OFFICER = "membership_officer", "Membership officer"
    HELPDESK = "helpdesk", "Helpdesk"
    ACCESS_OFFICER = "access_officer", "Access officer"
    ADMINISTRATOR = "administrator", "System administrator"


class ContactKind(TextChoices):
    """What a contact detail is."""

    EMAIL = "email", "E-mail"
    MOBILE = "mobile", "Mobile"
    LANDLINE = "landline", "Landline"
    POST = "post", "Postal address"


class ContactState(TextChoices):
    """What became of a change of a contact detail."""

    MADE = "made", "Made at once"
    WAITING = "waiting", "Waits for a second person"
    APPROVED = "approved", "Approved by a second person"
    REFUSED = "refused", "Refused by a second person"
    REPLACED = "replaced", "Replaced by a later change"


class ContactSource(TextChoices):
    """From where a change of a contact detail came."""

    OWN = "own", "The member"
    OFFICER = "officer", "An officer, for the member"
    IMPORT = "import", "A membership roll"


class Channel(TextChoices):
    """How a passcode reaches its owner."""

    EMAIL = "email", "By e-mail"
    SMS = "sms", "By text message"
    VOICE = "voice", "By telephone, read aloud"
    POST = "post", "By post"
    AUTHENTICATOR = "authenticator", "Authenticator app"
    PRINTED = "printed", "Printed code"
    ASSISTED = "assisted", "By telephone, with two people"


class DispatchState(TextChoices):
    """How far a message to a member has come."""

    WAITING = "waiting", "Waiting to be sent"
    SENDING = "sending", "Being sent"
    SENT = "sent", "Sent"
    DELIVERED = "delivered", "Delivered"
    BOUNCED = "bounced", "Came back"
    FAILED = "failed", "Not sent"
    CANCELLED = "cancelled", "Cancelled"


class Urgency(IntegerChoices):
    """Whose message goes first."""

    AT_A_PAGE = 0, "Somebody waits for it"
    ONE = 1, "To one person"
    BATCH = 2, "To many"


class Verdict(Enum):
    """What a device says of a passcode."""

    ACCEPTED = auto()
    WRONG = auto()
    EXPIRED = auto()
    USED = auto()
    TOO_SOON = auto()
