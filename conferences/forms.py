"""What the desks may type: more time, or a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from conferences.rules import CHAIRING
from members.models import Member
from members.selectors import appointments_in_force


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


class VoidForm(forms.Form):
    """What two people need to void a vote: who orders it, and why."""

    ordered_by = forms.ModelChoiceField(
        Member.objects.none(), label=_("Ordered by, in the chair"), empty_label=None
    )
    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In words. It goes into the record. The figures will never be shown."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Give the reason for voiding the vote.")},
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        """Offer those who preside."""
        super().__init__(*args, **kwargs)
        presiding = appointments_in_force().filter(body=conference.body_id, office__in=CHAIRING)
        self.fields["ordered_by"].queryset = Member.objects.filter(  # type: ignore[attr-defined]
            pk__in=presiding.values("member")
        )
