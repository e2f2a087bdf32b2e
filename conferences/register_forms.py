"""What is entered into the registers."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ballots.models import Ballot
from ballots.services.insisting import SHORTEST_REASON
from conferences.models import Conference


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=SHORTEST_REASON,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Say it in words."),
            "min_length": _("Say it in a few words more."),
        },
    )


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        initial=timezone.localdate,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "day"}),
        error_messages={
            "required": _("Give the day."),
            "invalid": _("Give the day as year, month, day: 2027-06-15."),
        },
    )


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        initial=timezone.localtime,
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "day"}
        ),
        error_messages={
            "required": _("Give the day and the time."),
            "invalid": _("Give the day and the time, such as 2027-06-15 10:30."),
        },
    )


def _rule() -> forms.CharField:
    return forms.CharField(
        label=_("Which rule or standing order?"),
        max_length=200,
        error_messages={"required": _("Name the rule.")},
    )


class RegisterForm(forms.Form):
    """A form of a register. It knows the conference, whose votes may have to be chosen from."""

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        """Offer the votes that were ever opened, the latest first."""
        super().__init__(*args, **kwargs)
        for name in {"vote", "votes"} & self.fields.keys():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
            field.queryset = _votes_of(conference)


class IncidentForm(RegisterForm):
    """What is going wrong."""

    started_at = _moment(_("When did it start?"))
    what = _words(_("What happened?"))
    effect = forms.CharField(
        label=_("Its effect on the vote"),
        help_text=_("Stands on the declaration of each vote it touched. Name nobody."),
        min_length=SHORTEST_REASON,
        max_length=200,
        error_messages={
            "required": _("Say what it did to the vote, or that it did nothing."),
            "min_length": _("Say it in a few words more."),
        },
    )
    votes = forms.ModelMultipleChoiceField(
        label=_("The votes it touched"),
        queryset=Ballot.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )


class EndForm(RegisterForm):
    """When it was over."""

    ended_at = _moment(_("When did it end?"))


class DecisionForm(RegisterForm):
    """What follows."""

    decision = _words(_("What is decided, and why?"))


class DepartureForm(RegisterForm):
    """A rule that is not kept."""

    rule = _rule()
    departed_on = _day(_("From which day was it not kept?"))
    reason = _words(_("Why could it not be kept?"))


class ToldForm(RegisterForm):
    """When somebody was told."""

    told_on = _day(_("On which day?"))


class ReplyForm(RegisterForm):
    """What came back."""

    replied_on = _day(_("On which day did the reply come?"))
    reply = _words(_("What does it say?"))


class ComplaintForm(RegisterForm):
    """Who complains of what."""

    complainant = forms.CharField(
        label=_("Who complains?"),
        help_text=_("Kept here only, and erased in time. The log has a digest."),
        max_length=200,
        error_messages={"required": _("Say who complains.")},
    )
    rule = _rule()
    vote = forms.ModelChoiceField(
        label=_("Is it about one vote?"),
        queryset=Ballot.objects.none(),
        required=False,
        empty_label=_("No, about the whole of it"),
    )
    breach_on = _day(
        _("On which day is the rule said to have been broken?"), _("The six months start with it.")
    )
    received_on = _day(_("On which day did the complaint come?"))
    about = _words(_("What is complained of?"))


class BegunForm(RegisterForm):
    """When the internal procedure began."""

    began_on = _day(_("On which day did the internal procedure begin?"))


class EndedForm(RegisterForm):
    """When the internal procedure ended."""

    ended_on = _day(_("On which day did the internal procedure end?"))


class CloseForm(RegisterForm):
    """How it came out."""

    closed_on = _day(_("On which day?"))
    outcome = _words(_("How did it come out?"))


def _votes_of(conference: Conference) -> QuerySet[Ballot]:
    held = Ballot.objects.filter(body=conference.body_id, opened_at__isnull=False)
    return held.order_by("-opened_at")
