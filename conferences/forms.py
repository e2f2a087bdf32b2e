"""What the teller and the returning officer may type: more time, and a reason."""

from django import forms
from django.utils.translation import gettext_lazy as _

from ballots.services.insisting import SHORTEST_REASON


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


class ReasonForm(forms.Form):
    """Why a vote is challenged, or why it should be void."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In words. It goes into the record."),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Give the reason in words."),
            "min_length": _("Give the reason in words."),
        },
    )
