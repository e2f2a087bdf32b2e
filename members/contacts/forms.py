"""What people fill in about contact details: their own, and at an officer's desk."""

from datetime import datetime
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from members.enums import ContactKind
from members.models import Body

_ATTRIBUTES: dict[str, dict[str, str]] = {
    ContactKind.EMAIL: {"autocomplete": "email", "inputmode": "email", "autocapitalize": "none"},
    ContactKind.MOBILE: {"autocomplete": "tel", "inputmode": "tel"},
    ContactKind.LANDLINE: {"autocomplete": "home tel", "inputmode": "tel"},
    ContactKind.POST: {"autocomplete": "street-address", "rows": "4"},
}
_LABELS = {
    ContactKind.EMAIL: _("Your e-mail address"),
    ContactKind.MOBILE: _("Your mobile number"),
    ContactKind.LANDLINE: _("Your landline number"),
    ContactKind.POST: _("Your postal address"),
}


class DetailForm(forms.Form):
    """One field: a detail of one kind. Empty, it is taken away."""

    text = forms.CharField(max_length=400, required=False)

    def __init__(self, data: QueryDict | None = None, *, kind: ContactKind) -> None:
        super().__init__(data, prefix=str(kind))
        widget = forms.Textarea if kind is ContactKind.POST else forms.TextInput
        self.fields["text"].widget = widget(attrs=_ATTRIBUTES[kind])
        self.fields["text"].label = _LABELS[kind]


class ChangeForMemberForm(forms.Form):
    """A change for a member who rang or came, by an officer who made sure who it was."""

    prefix = "change"
    membership_number = forms.CharField(label=_("Membership number"), max_length=32)
    kind = forms.ChoiceField(label=_("What changes"), choices=ContactKind.choices)
    text = forms.CharField(
        label=_("The new detail"),
        help_text=_("Leave it empty to take the old one away."),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": "2"}),
    )
    reason = forms.CharField(
        label=_("How you made sure who it was"),
        max_length=300,
        error_messages={"required": _("Say how you made sure that it is the member who asks.")},
    )

    def clean_kind(self) -> ContactKind:
        return ContactKind(self.cleaned_data["kind"])


class _SpanForm(forms.Form):
    """From a moment until a moment, for all members or those of a body."""

    label = forms.CharField(label=_("What for"), max_length=200)
    starts = forms.DateTimeField(
        label=_("From"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    ends = forms.DateTimeField(
        label=_("Until"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    body: "forms.ModelChoiceField[Body]" = forms.ModelChoiceField(
        label=_("Members of"),
        queryset=Body.objects.none(),
        required=False,
        empty_label=_("The whole union"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = Body.objects.exclude(parent=None)  # type: ignore[attr-defined]

    @property
    def span(self) -> tuple[datetime, datetime]:
        """Give both moments."""
        return self.cleaned_data["starts"], self.cleaned_data["ends"]


class FreezeForm(_SpanForm):
    """A freeze, with the reason for it."""

    prefix = "freeze"
    reason = forms.CharField(label=_("Why then"), max_length=300)


class CheckForm(_SpanForm):
    """A contact check."""

    prefix = "check"


class DomainsForm(forms.Form):
    """Employers' mail domains, one a line."""

    prefix = "domains"
    text = forms.CharField(
        label=_("Employers' mail domains"),
        help_text=_("One a line, such as employer.example.com. Domains below it count too."),
        widget=forms.Textarea(attrs={"rows": "4", "spellcheck": "false"}),
        max_length=200_000,
    )


class DecideForm(forms.Form):
    """Approve or refuse, and why."""

    reason = forms.CharField(
        label=_("How you made sure, or what is wrong"),
        max_length=300,
        error_messages={"required": _("Say how you made sure, or what is wrong.")},
    )
    verdict = forms.ChoiceField(
        choices=[("approve", ""), ("refuse", "")],
        widget=forms.HiddenInput,  # a button says it
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("Approve or refuse.")),
    )
