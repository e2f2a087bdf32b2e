"""What is given with a press about speaking, read from a form and refused in plain words."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.enums import PointKind, SpeakingAs, SpeakingSide
from conferences.speaking.points import LONGEST_POINT, LONGEST_RULING


class AskForm(forms.Form):
    """On which side somebody asks to speak, on what, and whether it is their first conference."""

    side = forms.ChoiceField(
        choices=SpeakingSide.choices,
        error_messages={"required": _("Say whether you speak for, against or to it.")},
    )
    subject = forms.CharField(max_length=120, required=False)
    is_first_time = forms.BooleanField(required=False)


class PointForm(forms.Form):
    """A point, in a sentence."""

    kind = forms.ChoiceField(choices=PointKind.choices)
    words = forms.CharField(
        max_length=LONGEST_POINT,
        error_messages={"required": _("Say in a few words what the point is.")},
    )


class RulingForm(forms.Form):
    """How the chair rules: upheld, not upheld, or (empty) taken as said."""

    upheld = forms.ChoiceField(choices=[("yes", ""), ("no", ""), ("", "")], required=False)
    ruling = forms.CharField(max_length=LONGEST_RULING, required=False)

    def is_upheld(self) -> bool | None:
        """Give the ruling as it is kept."""
        return {"yes": True, "no": False}.get(self.cleaned_data["upheld"])


class EnterForm(forms.Form):
    """Whom the chair calls besides those who wait, and in which part."""

    credential = forms.CharField(
        max_length=20, error_messages={"required": _("Give the number on the credential.")}
    )
    speaking_as = forms.ChoiceField(choices=SpeakingAs.choices)
    side = forms.ChoiceField(choices=SpeakingSide.choices)

    def clean_credential(self) -> Any:
        """Read a number in either case, with spaces left out."""
        return "".join(self.cleaned_data["credential"].split()).upper()
