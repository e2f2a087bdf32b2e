"""The words of the motions room that only the database and the pages need."""

from django.db.models import TextChoices


class MotionKind(TextChoices):
    """What sort of words these are."""

    ORDINARY = "ordinary", "Motion"
    EMERGENCY = "emergency", "Emergency motion"
    RULE_AMENDMENT = "rule_amendment", "Rule amendment"
    STANDING_ORDER_AMENDMENT = "standing_order_amendment", "Standing order amendment"
    COMPOSITE = "composite", "Composite"


class NecPosition(TextChoices):
    """What the executive asks conference to do."""

    NONE = "none", "No position"
    SUPPORT = "support", "Support"
    SUPPORT_WITH_QUALIFICATION = "support_with_qualification", "Support with qualification"
    OPPOSE = "oppose", "Oppose"
    REMIT = "remit", "Asks for it to be remitted"
    LEAVE_TO_CONFERENCE = "leave_to_conference", "Leaves it to conference"


class AmendmentState(TextChoices):
    """Where an amendment stands (guide 3.3)."""

    DRAFT = "draft", "Draft"
    AWAITING_SECOND_OFFICER = "awaiting_second", "Awaiting the second officer"
    LODGED = "lodged", "Lodged"
    LATE = "late", "Late"
    WITH_SOC = "with_soc", "With the Standing Orders Committee"
    IN_ORDER = "in_order", "In order"
    NOT_IN_ORDER = "not_in_order", "Not in order"
    ACCEPTED = "accepted", "Accepted by the mover"
    NOT_ACCEPTED = "not_accepted", "Not accepted by the mover"
    COMPOSITED = "composited", "Taken into a composite"
    GROUPED = "grouped", "Grouped with others"
    MOVED = "moved", "Moved"
    IN_DEBATE = "in_debate", "In debate"
    QUESTION_PUT = "question_put", "Question put"
    VOTING = "voting", "Vote open"
    CARRIED = "carried", "Carried"
    LOST = "lost", "Lost"
    NOT_CARRIED = "not_carried", "Not carried"
    WITHDRAWN = "withdrawn", "Withdrawn"
    NOT_MOVED = "not_moved", "Not moved"
    FALLEN = "fallen", "Fell"


class QuestionKind(TextChoices):
    """What is put to conference (guide 3.4 for the procedural ones)."""

    MOTION = "motion", "The motion"
    AMENDMENT = "amendment", "The amendment"
    REFERENCE_BACK = "reference_back", "Reference back"
    CHALLENGE_RULING = "challenge_ruling", "Challenge to the chair's ruling"
    CLOSURE = "closure", "That the question be now put"
    NEXT_BUSINESS = "next_business", "Next business"
    ADJOURN_DEBATE = "adjourn_debate", "Adjourn the debate"
    REMIT = "remit", "Remit to the executive"
    LEAVE_TO_WITHDRAW = "leave_to_withdraw", "Leave to withdraw"
    SUSPEND_STANDING_ORDERS = "suspend_standing_orders", "Suspend standing orders"
    TEST_VOTE = "test_vote", "Test vote"


class QuestionState(TextChoices):
    """How far a question has got. A motion's own question moves the motion with it."""

    PUT = "put", "Put"
    VOTING = "voting", "Vote open"
    COUNTED = "counted", "Counted"
    CHALLENGED = "challenged", "Challenged"
    DECIDED = "decided", "Decided"


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
