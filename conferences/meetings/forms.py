"""What is typed to call a meeting."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conferences.enums import MeetingKind
from conferences.meetings.agenda import AgendaError, Line, read_agenda
from conferences.meetings.calling import LONGEST
from conferences.models import Conference
from members.models import Body

if TYPE_CHECKING:  # the stubs know a type that Django's classes cannot be asked for
    _OneBody = forms.ModelChoiceField[Body]
    _OneConference = forms.ModelChoiceField[Conference]
else:
    _OneBody = _OneConference = forms.ModelChoiceField

USUAL = "19:00 Opening and apologies\n19:05 Minutes of the last meeting\n19:15 Motions\n20:00 Close"


class MeetingForm(forms.Form):
    """Which body meets, when, with what quorum and agenda, and by what power it decides."""

    body = _OneBody(Body.objects.none(), label=_("Who meets"), empty_label=None)
    title = forms.CharField(
        label=_("Title"), max_length=LONGEST, help_text=_("Such as: General meeting, March.")
    )
    held_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    quorum = forms.IntegerField(
        label=_("Quorum: members present"),
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    enabling_rule = forms.CharField(
        label=_("Rule or decision that lets it meet and vote online"),
        help_text=_("Such as: branch rule 7, as changed on 4 March. Without one no vote is taken."),
        max_length=LONGEST,
    )
    agenda = forms.CharField(
        label=_("Agenda"),
        help_text=_("A time and a title on each line. A line with the word “motions” takes them."),
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    within = _OneConference(
        Conference.objects.none(),
        label=_("Beside a conference"),
        required=False,
        empty_label=_("No: by itself"),
    )
    delegated_by = forms.CharField(
        label=_("Rule by which it may decide business of that conference"),
        help_text=_("Empty unless a rule gives it that power. It is cited with each decision."),
        max_length=LONGEST,
        required=False,
    )

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        """Offer the bodies whose meetings this officer calls, and conferences not yet over."""
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["body"].queryset = bodies  # type: ignore[attr-defined]
        self.fields["within"].queryset = Conference.objects.filter(  # type: ignore[attr-defined]
            kind=MeetingKind.CONFERENCE, rehearses=None, ends_on__gte=today
        )
        self.fields["held_on"].initial = today
        self.fields["agenda"].initial = USUAL

    def clean_agenda(self) -> Sequence[Line]:
        """Read the agenda, or say which line is none."""
        try:
            return read_agenda(self.cleaned_data["agenda"])
        except AgendaError as no:
            raise forms.ValidationError(str(no)) from no
