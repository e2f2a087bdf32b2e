"""What is typed after conference: an action, a report on it, what takes the place of a policy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from motions.enums import ActionState
from motions.models import Motion
from motions.policy.actions import LONGEST


def _plain(words: str) -> str:
    """Browsers end a line with two characters; we keep one."""
    return words.replace("\r\n", "\n").replace("\r", "\n")


class ActionForm(forms.Form):
    """Something that a resolution asks for."""

    what = forms.CharField(
        label=_("What is to be done?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what is to be done.")},
    )
    responsible = forms.CharField(
        label=_("By whom?"),
        help_text=_("A committee or an officer by their title; no name."),
        max_length=120,
        error_messages={"required": _("Say which committee or officer is to do it.")},
    )
    due_on = forms.DateField(
        label=_("By when?"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def clean_what(self) -> str:
        """Keep lines as we write them."""
        return _plain(self.cleaned_data["what"])


class ReportForm(forms.Form):
    """How an action has come on."""

    text = forms.CharField(
        label=_("What has been done?"),
        help_text=_("The branch that sent the motion is told, and anyone can read it."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what has been done.")},
    )
    state = forms.ChoiceField(label=_("It is now"), choices=ActionState.choices)

    def clean_text(self) -> str:
        """Keep lines as we write them."""
        return _plain(self.cleaned_data["text"])

    def clean_state(self) -> ActionState:
        """Give the state as the act asks for it."""
        return ActionState(self.cleaned_data["state"])


class SupersedeForm(forms.Form):
    """Which later resolution takes the place of a policy."""

    by = forms.ModelChoiceField(
        Motion.objects.none(), label=_("Superseded by"), empty_label=_("Choose a resolution")
    )
    reason = forms.CharField(
        label=_("In what?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in what the later resolution takes its place.")},
    )

    def __init__(self, *args: Any, later: Any, **kwargs: Any) -> None:
        """Offer the resolutions of later conferences."""
        super().__init__(*args, **kwargs)
        self.fields["by"].queryset = later  # type: ignore[attr-defined] # a ModelChoiceField

    def clean_reason(self) -> str:
        """Keep lines as we write them."""
        return _plain(self.cleaned_data["reason"])


class SearchForm(forms.Form):
    """What is looked for in the policy book."""

    q = forms.CharField(label=_("Words"), required=False, max_length=200)
    section = forms.ChoiceField(label=_("Section"), required=False)
    year = forms.TypedChoiceField(label=_("Year"), required=False, coerce=int, empty_value=None)
    superseded = forms.BooleanField(label=_("Also what is no longer in force"), required=False)

    def __init__(self, *args: Any, sections: Any, years: Any, **kwargs: Any) -> None:
        """Offer the sections and years that the book has."""
        super().__init__(*args, **kwargs)
        section, year = self.fields["section"], self.fields["year"]
        section.choices = [("", _("Every section")), *((each, each) for each in sections)]  # type: ignore[attr-defined]
        year.choices = [("", _("Every year")), *((str(each), str(each)) for each in years)]  # type: ignore[attr-defined]
