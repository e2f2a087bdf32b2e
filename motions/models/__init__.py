"""The tables of the motions room."""

from motions.models.amendment import Amendment, AmendmentConsequence
from motions.models.committee import (
    Interest,
    ReferenceBack,
    Ruling,
    SocMeeting,
    SocParagraph,
    SocReport,
)
from motions.models.composite import (
    CompositeAnswer,
    CompositeDraft,
    CompositeGroup,
    CompositeMeeting,
    CompositePresence,
    CompositeSource,
    CompositeText,
)
from motions.models.exchange import ImportedMotion, MotionImport, StagedImport
from motions.models.idea import Idea, IdeaRating, IdeaRound
from motions.models.lodging import Approval, Countersignature, Reminder
from motions.models.mandate import Mandate
from motions.models.minutes import AgreedMinutes, MinutesWords
from motions.models.motion import Motion, MotionConsequence, MotionText
from motions.models.order import (
    DebateGroup,
    MotionPart,
    PriorityBallot,
    PriorityItem,
    SectionTime,
    SpeakingNote,
)
from motions.models.paper import Paper, PaperFile
from motions.models.policy import ActionReport, PolicyAction, Supersession
from motions.models.procedure import CardDemand, ProcedureAsked
from motions.models.question import Question

__all__ = [
    "ActionReport",
    "AgreedMinutes",
    "Amendment",
    "AmendmentConsequence",
    "Approval",
    "CardDemand",
    "CompositeAnswer",
    "CompositeDraft",
    "CompositeGroup",
    "CompositeMeeting",
    "CompositePresence",
    "CompositeSource",
    "CompositeText",
    "Countersignature",
    "DebateGroup",
    "Idea",
    "IdeaRating",
    "IdeaRound",
    "ImportedMotion",
    "Interest",
    "Mandate",
    "MinutesWords",
    "Motion",
    "MotionConsequence",
    "MotionImport",
    "MotionPart",
    "MotionText",
    "Paper",
    "PaperFile",
    "PolicyAction",
    "PriorityBallot",
    "PriorityItem",
    "ProcedureAsked",
    "Question",
    "ReferenceBack",
    "Reminder",
    "Ruling",
    "SectionTime",
    "SocMeeting",
    "SocParagraph",
    "SocReport",
    "SpeakingNote",
    "StagedImport",
    "Supersession",
]
