"""The form of a branch's mandates: one line for each motion."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ballots.enums import Choice
from motions.mandates.giving import FREE, LONGEST, Instruction
from motions.models import Mandate, Motion

_FREE = "free"


class MandateForm(forms.Form):
    """What the branch says on one motion. Left as it is, nothing is entered."""

    choice = forms.ChoiceField(
        label=_("Our mandate"),
        required=False,
        choices=[
            ("", _("Not entered yet")),
            *Choice.choices(),
            (_FREE, _("Free: as our delegates judge")),
        ],
    )
    words = forms.CharField(
        label=_("In words, if it depends on something"),
        help_text=_("For example: for, if the amendment is carried."),
        required=False,
        max_length=LONGEST,
    )

    def __init__(self, *args: Any, motion: Motion, mandate: Mandate | None, **kwargs: Any) -> None:
        """Show what stands, for the branch to change."""
        said = {"choice": mandate.choice or _FREE, "words": mandate.words} if mandate else {}
        super().__init__(*args, **kwargs | {"initial": said, "prefix": motion.reference})
        self.motion, self.mandate = motion, mandate

    @property
    def instruction(self) -> Instruction | None:
        """Give what was entered; None for a line left empty that had nothing before."""
        choice, words = self.cleaned_data["choice"], self.cleaned_data["words"]
        if not choice and not words and self.mandate is None:
            return None
        return Instruction(FREE if choice == _FREE else choice, words)
