"""What is typed to put a motion before a meeting."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motions.lodging.drafting import LONGEST_TITLE


class MotionForm(forms.Form):
    """A motion moved at the meeting: its title and its words."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    text = forms.CharField(
        label=_("Words of the motion"),
        help_text=_("As they are to be voted on. An empty line begins a paragraph."),
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def facts(self) -> dict[str, Any]:
        """Give what the act asks for."""
        return dict(self.cleaned_data)
