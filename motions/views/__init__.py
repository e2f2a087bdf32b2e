"""The pages of motions: the motion itself, and the chair's console."""

from motions.views.chair import act, chair, figures
from motions.views.motion import motion, motions
from motions.views.packs import pack_file, packs, sign_pack

__all__ = ["act", "chair", "figures", "motion", "motions", "pack_file", "packs", "sign_pack"]
