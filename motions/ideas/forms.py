"""What is typed in a round of ideas."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Body
from motions.ideas.acts import LONGEST
from motions.models.idea import MOST_STARS

if TYPE_CHECKING:  # the stubs know a type that Django's classes cannot be asked for
    _OneBody = forms.ModelChoiceField[Body]
else:
    _OneBody = forms.ModelChoiceField

_MOMENT = "%Y-%m-%dT%H:%M"


class RoundForm(forms.Form):
    """Whom to ask what, and until when."""

    body = _OneBody(Body.objects.none(), label=_("Who is asked"), empty_label=None)
    question = forms.CharField(
        label=_("Question"),
        max_length=200,
        help_text=_("Such as: What should conference take up this year?"),
    )
    opens_at = forms.DateTimeField(
        label=_("Opens"), widget=forms.DateTimeInput({"type": "datetime-local"}, _MOMENT)
    )
    closes_at = forms.DateTimeField(
        label=_("Closes"), widget=forms.DateTimeInput({"type": "datetime-local"}, _MOMENT)
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        """Offer the bodies that this officer may ask; a fortnight from now is the usual time."""
        super().__init__(*args, **kwargs)
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        now = timezone.localtime().replace(second=0, microsecond=0)
        self.fields["opens_at"].initial = now
        self.fields["closes_at"].initial = now + timedelta(days=14)


class ShareForm(forms.Form):
    """An idea, in a few sentences."""

    words = forms.CharField(
        label=_("Your idea"),
        help_text=_("What should change, and why. Others see the words and never whose they are."),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": LONGEST}),
    )


class RateForm(forms.Form):
    """Stars for one idea, or none."""

    idea = forms.IntegerField(min_value=1, max_value=2**31)
    stars = forms.IntegerField(min_value=0, max_value=MOST_STARS)


class HideForm(forms.Form):
    """Why an idea is hidden."""

    idea = forms.IntegerField(min_value=1, max_value=2**31)
    reason = forms.CharField(max_length=300)
