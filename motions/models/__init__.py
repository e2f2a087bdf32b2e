"""The tables of the motions room."""

from motions.models.amendment import Amendment, AmendmentConsequence
from motions.models.committee import SocParagraph, SocReport
from motions.models.motion import Motion, MotionConsequence, MotionText
from motions.models.question import Question

__all__ = [
    "Amendment",
    "AmendmentConsequence",
    "Motion",
    "MotionConsequence",
    "MotionText",
    "Question",
    "SocParagraph",
    "SocReport",
]
