"""The words of the motions room that only the database and the pages need."""

from django.db.models import TextChoices


class MotionKind(TextChoices):
    """What sort of words these are."""

    ORDINARY = "ordinary", "Motion"
    EMERGENCY = "emergency", "Emergency motion"
    RULE_AMENDMENT = "rule_amendment", "Rule amendment"
    STANDING_ORDER_AMENDMENT = "standing_order_amendment", "Standing order amendment"
    COMPOSITE = "composite", "Composite"


RULE_KINDS = (MotionKind.RULE_AMENDMENT, MotionKind.STANDING_ORDER_AMENDMENT)
"""What changes rules, and needs two thirds."""


class NecPosition(TextChoices):
    """What the executive asks conference to do."""

    NONE = "none", "No position"
    SUPPORT = "support", "Support"
    SUPPORT_WITH_QUALIFICATION = "support_with_qualification", "Support with qualification"
    OPPOSE = "oppose", "Oppose"
    REMIT = "remit", "Asks for it to be remitted"
    LEAVE_TO_CONFERENCE = "leave_to_conference", "Leaves it to conference"


class QuestionKind(TextChoices):
    """What is put to conference (guide 3.4 for the procedural ones)."""

    MOTION = "motion", "The motion"
    AMENDMENT = "amendment", "The amendment"
    PART = "part", "A part of the motion"
    REFERENCE_BACK = "reference_back", "Reference back"
    CHALLENGE_RULING = "challenge_ruling", "Challenge to the chair's ruling"
    CLOSURE = "closure", "That the question be now put"
    NEXT_BUSINESS = "next_business", "Next business"
    ADJOURN_DEBATE = "adjourn_debate", "Adjourn the debate"
    REMIT = "remit", "Remit to the executive"
    LEAVE_TO_WITHDRAW = "leave_to_withdraw", "Leave to withdraw"
    PREVIOUS_QUESTION = "previous_question", "Previous question"
    NO_CONFIDENCE = "no_confidence", "No confidence in the chair"
    TAKE_IN_PARTS = "take_in_parts", "Take in parts"
    RESCIND = "rescind", "Rescind a resolution"
    SUSPEND_STANDING_ORDERS = "suspend_standing_orders", "Suspend standing orders"
    TEST_VOTE = "test_vote", "Test vote"


PROCEDURAL = [
    (kind.value, kind.label)
    for kind in QuestionKind
    if kind
    not in (QuestionKind.MOTION, QuestionKind.AMENDMENT, QuestionKind.PART, QuestionKind.TEST_VOTE)
]
"""What a delegate may ask to move (guide 3.4)."""


class QuestionState(TextChoices):
    """How far a question has got. A motion's own question moves the motion with it."""

    PUT = "put", "Put"
    VOTING = "voting", "Vote open"
    COUNTED = "counted", "Counted"
    CHALLENGED = "challenged", "Challenged"
    DECIDED = "decided", "Decided"
    TAKEN_BACK = "taken_back", "Taken back before a vote"


OVER = (QuestionState.DECIDED, QuestionState.TAKEN_BACK)
"""When a question is before conference no more."""

ABOUT_THE_CHAIR = (QuestionKind.CHALLENGE_RULING, QuestionKind.NO_CONFIDENCE)
"""While conference decides on these, whoever they are about leaves the chair (guide 3.4)."""


class ParagraphKind(TextChoices):
    """What a paragraph of a Standing Orders Committee report is about."""

    NOTED = "noted", "For noting"
    IN_ORDER = "in_order", "In order"
    NOT_IN_ORDER = "not_in_order", "Not in order"
    LATE = "late", "Late"
    CONSEQUENTIAL = "consequential", "Consequence"
    COMPOSITE_INVITED = "composite_invited", "Invited to composite"
    TWO_THIRDS = "two_thirds", "Two thirds needed"
    COMPOSITES_AGREED = "composites_agreed", "Composites agreed"
    AMENDMENTS = "amendments", "Amendments"
    GROUPED = "grouped", "Grouped debate"
    ORDER_OF_BUSINESS = "order_of_business", "Order of business"
    CONDUCT = "conduct", "Conduct of business"
    EMERGENCY_ADMITTED = "emergency_admitted", "Emergency motion admitted"
    NOT_EMERGENCY = "not_emergency", "Not an emergency"
    VOTING = "voting", "Voting"
    SUBSTITUTIONS = "substitutions", "Substitutions"
    WITHDRAWN = "withdrawn", "Withdrawn"
    RECEIVED = "received", "Received"
    QUERIES = "queries", "Queries with branches"
    REFERRED = "referred", "Referred to other bodies"
    REPORTED_AGAIN = "reported_again", "Reported again"


class Decision(TextChoices):
    """What the Standing Orders Committee decided on a motion or an amendment (guide 3.2)."""

    IN_ORDER = "in_order", "In order"
    NOT_IN_ORDER = "not_in_order", "Not in order"
    QUERIED = "queried", "Queried with the branch"
    NO_REPLY = "no_reply", "Not in order: no reply to the query"
    REFERRED = "referred", "Referred elsewhere"
    REVIEWED = "reviewed", "In order, on review"


class ReasonCode(TextChoices):
    """Why something is not in order (guide 3.0, 3.2, 3.3); the words beside it say how."""

    NOT_ONE_SUBJECT = "not_one_subject", "More than one subject"
    NOT_GENERAL_POLICY = "not_general_policy", "Not a matter of general policy"
    UNCLEAR = "unclear", "Not clear what conference would decide"
    RULE_CHANGE = "rule_change", "A change of rule under another name"
    IDENTIFIABLE_PERSON = (
        "identifiable_person",
        "About an identifiable person, or a disciplinary matter",
    )
    UNLAWFUL = "unlawful", "Would commit the union to what it may not lawfully do"
    DEFAMATORY = "defamatory", "Defamatory"
    SAME_AS_ANOTHER = "same_as_another", "The same as another motion"
    DECIDED_LATELY = "decided_lately", "Decided by conference lately"
    NOT_APPROVED = "not_approved", "Not shown to be approved by a quorate meeting"
    LATE = "late", "Received late"
    OVER_LIMIT = "over_limit", "Over the limit"
    NOT_EMERGENCY = "not_emergency", "Not an emergency"
    NO_REPLY = "no_reply", "The branch did not reply"
    NOT_RELEVANT = "not_relevant", "Not relevant to the motion"
    DIRECT_NEGATIVE = "direct_negative", "A direct negative"
    NOT_UNDERSTOOD = "not_understood", "It does not say what is to be changed"
    OTHER = "other", "Another reason"


class MeetingKind(TextChoices):
    """How the committee met."""

    MEETING = "meeting", "Meeting"
    COMPOSITING = "compositing", "Compositing meeting"
    BETWEEN = "between", "Decided between meetings, by correspondence"


class GroupKind(TextChoices):
    """How motions that are debated together hang together."""

    TOGETHER = "together", "Debated together, voted on in turn"
    ALTERNATIVES = "alternatives", "Alternatives: one debate, and the first to be carried stands"


class PartState(TextChoices):
    """How far the vote on a part of a motion has got."""

    PROPOSED = "proposed", "Proposed"
    WAITING = "waiting", "Still to be put"
    CARRIED = "carried", "Carried"
    LOST = "lost", "Lost"
    NOT_TAKEN = "not_taken", "Not put"


class CompositeState(TextChoices):
    """How far the making of one motion from several has got."""

    BEING_MADE = "being_made", "Being composited"
    PUT_TO_BRANCHES = "put", "Put to the branches"
    AGREED = "agreed", "Agreed by every branch"
    GIVEN_UP = "given_up", "Given up"
    BROKEN_UP = "broken_up", "Broken up"


class ActionState(TextChoices):
    """How far something that a resolution asks for has come."""

    TO_DO = "to_do", "To do"
    UNDER_WAY = "under_way", "Under way"
    DONE = "done", "Done"
    NOT_POSSIBLE = "not_possible", "Not possible"


class ApprovingMeeting(TextChoices):
    """The meeting of a branch at which it approved a paper."""

    GENERAL = "general", "Branch meeting"
    SPECIAL = "special", "Special branch meeting"
    ANNUAL = "annual", "Annual general meeting"
    COMMITTEE = "committee", "Committee meeting"


class BranchAct(TextChoices):
    """What takes two officers of a branch after a motion is lodged."""

    REPLY = "reply", "Answer to the committee"
    WITHDRAW = "withdraw", "Withdrawal"


class PaperKind(TextChoices):
    """What delegates are given to read."""

    PRELIMINARY_AGENDA = "preliminary_agenda", "Preliminary agenda"
    FINAL_AGENDA = "final_agenda", "Final agenda"
    SOC_REPORT = "soc_report", "Standing Orders Committee report"
    ORDER_OF_BUSINESS = "order_of_business", "Order of business"


class PaperFormat(TextChoices):
    """In which forms an issue of a paper can be had."""

    HTML = "html", "Page"
    PDF = "pdf", "PDF"
    LARGE_PRINT = "large_print", "Large print PDF"
    DOCX = "docx", "Word"
    TEXT = "text", "Plain text"


class FileState(TextChoices):
    """How far the making of a file has come."""

    WAITING = "waiting", "Waiting to be made"
    MAKING = "making", "Being made"
    READY = "ready", "Ready"
    FAILED = "failed", "Could not be made"
