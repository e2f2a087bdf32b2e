"""The pages of motions: the motion itself, and the chair's console."""

from motions.views.chair import act, chair, figures
from motions.views.motion import motion, motions

__all__ = ["act", "chair", "figures", "motion", "motions"]
