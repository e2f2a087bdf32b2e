"""What is asked for in the minutes: the clerk's words, and which meeting agreed them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from motions.minutes.keeping import LONGEST


class WordsForm(forms.Form):
    """Words behind an entry."""

    after = forms.UUIDField(widget=forms.HiddenInput)
    words = forms.CharField(
        label=_("Words of the clerk"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AgreeForm(forms.Form):
    """Which meeting agreed the minutes, and which minutes."""

    sha256 = forms.CharField(max_length=64, widget=forms.HiddenInput)
    at_meeting = forms.CharField(
        label=_("Agreed by which meeting?"),
        help_text=_("Such as: Executive, 4 July 2027."),
        max_length=200,
    )
