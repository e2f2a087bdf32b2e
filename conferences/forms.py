"""What the teller's desk may type: more time."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ExtendForm(forms.Form):
    """More time for an open vote; there is no form for less."""

    seconds = forms.IntegerField(
        label=_("Seconds more"),
        min_value=5,
        max_value=3600,
        initial=30,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "required": _("Say how many seconds more."),
            "min_value": _("A vote is never shortened: give 5 seconds or more."),
        },
    )
