"""The decision on the readiness report."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class ReadinessForm(forms.Form):
    """Go or not yet, on the report that was seen."""

    seen = forms.CharField(max_length=64, widget=forms.HiddenInput)
    decision = forms.ChoiceField(
        label=_("Does conference go ahead?"),
        choices=[("go", _("Go")), ("not-yet", _("Not yet"))],
        widget=forms.RadioSelect,
    )
    sender_checked = forms.BooleanField(
        label=_("Mail from us passes SPF, DKIM and DMARC: I have seen it"), required=False
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for Not yet, and to go ahead although something is in the way."),
    )

    def decided(self) -> dict[str, Any]:
        """Give what the service asks for."""
        told = self.cleaned_data
        return {
            "seen": told["seen"],
            "is_go": told["decision"] == "go",
            "sender_checked": told["sender_checked"],
            "reason": told["reason"],
        }

    def again(self, seen: str) -> dict[str, Any]:
        """Give what was sent, on the report as it is now."""
        return {**{name: self.data.get(name) for name in self.fields}, "seen": seen}
