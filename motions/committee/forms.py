"""What is filled in: a ruling, a meeting, an interest, a paragraph; and what a branch asks for."""

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from members.models import Member
from motions.enums import Decision, MeetingKind, ParagraphKind, ReasonCode
from motions.models import Motion, SocMeeting

DAYS_TO_REPLY = 5
"""Working days that a branch has to answer a query, unless the committee says otherwise."""

_LOCAL = "%Y-%m-%dT%H:%M"
_WEEKEND = 5  # Saturday is the fifth day, counted from Monday

if TYPE_CHECKING:  # the stubs know a type that Django's classes cannot be asked for
    _Meeting = forms.ModelChoiceField[SocMeeting]
    _People = forms.ModelMultipleChoiceField[Member]
    _Person = forms.ModelChoiceField[Member]
    _Motion = forms.ModelChoiceField[Motion]
else:
    _Meeting = _Person = _Motion = forms.ModelChoiceField
    _People = forms.ModelMultipleChoiceField


def reply_by_default(now: datetime | None = None) -> datetime:
    """Give five working days from now, at the end of an office's day. Bank holidays count."""
    day = timezone.localtime(now).date()
    left = DAYS_TO_REPLY
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < _WEEKEND
    return timezone.make_aware(datetime.combine(day, time(17)))


def _moment(**more: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=_LOCAL), **more
    )


def _words(rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **more)


class _MeetingField(_Meeting):
    def label_from_instance(self, obj: Any) -> str:
        when = f"{timezone.localtime(obj.held_at):%-d %B %Y, %H:%M}"
        return f"{obj.number}: {when} ({obj.get_kind_display()})"


class RulingForm(forms.Form):
    """What the committee decided, at which meeting, and why."""

    decision = forms.ChoiceField(
        label=_("What does the committee decide?"), widget=forms.RadioSelect
    )
    meeting = _MeetingField(
        SocMeeting.objects.none(), label=_("At which meeting?"), empty_label=None
    )
    code = forms.ChoiceField(
        label=_("Kind of reason"), choices=[("", _("Choose")), *ReasonCode.choices], required=False
    )
    to = forms.CharField(label=_("Referred to which body?"), max_length=200, required=False)
    reply_by = _moment(label=_("Reply by"), required=False)
    reason = _words(
        4,
        label=_("In words"),
        help_text=_(
            "The reason, or the question to the branch. The branch is told in these words."
        ),
        max_length=4_000,
        required=False,
    )
    is_private = forms.BooleanField(
        label=_("For the branch alone: others are told only what kind of reason it is"),
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        decisions: Sequence[Decision],
        meetings: Sequence[SocMeeting],
        **kwargs: Any,
    ) -> None:
        """Offer what may be decided now, at the meetings that were held."""
        super().__init__(*args, **kwargs)
        self.fields["decision"].choices = [(one.value, one.label) for one in decisions]  # type: ignore[attr-defined]
        held = SocMeeting.objects.filter(pk__in=[each.pk for each in meetings])
        self.fields["meeting"].queryset = held.order_by("-held_at")  # type: ignore[attr-defined]
        self.fields["reply_by"].initial = reply_by_default

    def clean(self) -> dict[str, Any]:
        """Ask for what the decision needs."""
        given = super().clean() or {}
        decision = given.get("decision")
        if decision == Decision.NOT_IN_ORDER and not given.get("code"):
            self.add_error("code", _("Choose the kind of reason."))
        if decision == Decision.REFERRED and not given.get("to"):
            self.add_error("to", _("Name the body."))
        if decision == Decision.QUERIED and not given.get("reply_by"):
            self.add_error("reply_by", _("Say until when the branch may reply."))
        wanting = {Decision.NOT_IN_ORDER, Decision.QUERIED, Decision.REVIEWED}
        if decision in wanting and not given.get("reason"):
            self.add_error("reason", _("Say it in words: the branch will read them."))
        return given


class MeetingForm(forms.Form):
    """A meeting of the committee, to come or held."""

    held_at = _moment(label=_("When"))
    kind = forms.ChoiceField(label=_("How it met"), choices=MeetingKind.choices)
    present = _People(
        Member.objects.none(),
        label=_("Who was there"),
        help_text=_("Leave it open until it has been held."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    chair = _Person(Member.objects.none(), label=_("In the chair"), required=False)
    agenda = _words(4, label=_("Agenda"), max_length=8_000, required=False)

    def __init__(self, *args: Any, committee: Any, **kwargs: Any) -> None:
        """Offer those who sit on the committee."""
        super().__init__(*args, **kwargs)
        for name in ("present", "chair"):
            self.fields[name].queryset = committee  # type: ignore[attr-defined]


class InterestForm(forms.Form):
    """An interest that a member declares, or that the clerk enters for one."""

    member = _Person(Member.objects.none(), label=_("Who"), empty_label=None)
    nature = forms.CharField(label=_("What the interest is"), max_length=300)

    def __init__(self, *args: Any, committee: Any, **kwargs: Any) -> None:
        """Offer those who may be named here."""
        super().__init__(*args, **kwargs)
        self.fields["member"].queryset = committee  # type: ignore[attr-defined]


class DraftForm(forms.Form):
    """The day that a report bears."""

    dated_on = forms.DateField(
        label=_("Date of the report"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ParagraphForm(forms.Form):
    """One paragraph of a draft."""

    pk = forms.IntegerField(widget=forms.HiddenInput, required=False)
    kind = forms.ChoiceField(
        label=_("About"), choices=ParagraphKind.choices, initial=ParagraphKind.NOTED
    )
    text = _words(4, label=_("Words"), max_length=6_000)
    numbers = forms.CharField(
        label=_("Motions and amendments it names"),
        help_text=_("Their numbers, such as M1, M5.1."),
        max_length=20_000,
        required=False,
    )
    instead_of = forms.CharField(
        label=_("In place of an earlier paragraph"),
        help_text=_("Its number, such as 1.5."),
        max_length=12,
        required=False,
    )

    def clean_numbers(self) -> list[str]:
        """Read a list of numbers, however they are set apart."""
        given: str = self.cleaned_data["numbers"]
        return [each.upper() for each in re.split(r"[\s,;]+", given) if each]


ParagraphFormSet = forms.formset_factory(ParagraphForm, extra=1, can_order=True, can_delete=True)


class ReferenceBackForm(forms.Form):
    """Why a branch asks for reference back."""

    motion = forms.ModelChoiceField(
        Motion.objects.none(),
        label=_("About"),
        empty_label=_("The whole paragraph"),
        required=False,
    )
    reason = _words(
        5,
        label=_("Why should the committee look again?"),
        help_text=_("Everybody will read it."),
        max_length=2_000,
    )

    def __init__(self, *args: Any, motions: Any, **kwargs: Any) -> None:
        """Offer the motions that the paragraph names."""
        super().__init__(*args, **kwargs)
        self.fields["motion"].queryset = motions  # type: ignore[attr-defined]
        if not motions.exists():
            del self.fields["motion"]
