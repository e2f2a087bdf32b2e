"""What officers fill in to appoint, to end an appointment, and to enter that somebody has left."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members.enums import BodyKind, Office
from members.models import Body


class Day(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AppointForm(forms.Form):
    """Who is to hold which office, where and from when until when."""

    membership_number = forms.CharField(
        label=_("Membership number"),
        max_length=32,
        error_messages={"required": _("Give the membership number.")},
    )
    office = forms.ChoiceField(label=_("Office"), choices=[("", _("Choose")), *Office.choices])
    body = forms.CharField(
        label=_("Of which body"),
        help_text=_("Its code, as B05. Leave it empty for the union itself."),
        required=False,
        max_length=20,
    )
    starts_on = forms.DateField(
        label=_("From"),
        help_text=_("Today, if you leave it empty."),
        required=False,
        widget=Day(),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        help_text=_("The first day on which they no longer hold it. Empty: until ended."),
        required=False,
        widget=Day(),
    )
    independence = forms.CharField(
        label=_("Of a scrutineer: for whom they work, and that it is not the union"),
        help_text=_("Recorded before any vote. The public log shows a seal in its place."),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_office(self) -> Office:
        return Office(self.cleaned_data["office"])

    def clean_body(self) -> Body:
        code: str = self.cleaned_data["body"].strip()
        bodies = Body.objects.select_related("parent")
        if not code:
            body = bodies.filter(parent=None, kind=BodyKind.UNION).first()
            if body is None:
                raise forms.ValidationError(_("No union is entered yet. Give the code of a body."))
            return body
        body = bodies.filter(code__iexact=code).first()
        if body is None:
            raise forms.ValidationError(_("No body has the code %(code)s."), params={"code": code})
        return body


class EndForm(forms.Form):
    """From which day an appointment is over."""

    ends_on = forms.DateField(
        label=_("Ends on"), help_text=_("At once, if you leave it empty."), required=False,
        widget=Day(),
    )  # fmt: skip


class LeaverForm(forms.Form):
    """Who is not a member now, or is one again, and why."""

    membership_number = forms.CharField(
        label=_("Membership number"),
        max_length=32,
        error_messages={"required": _("Give the membership number.")},
    )


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label=_("Why, and who said so"),
        help_text=_("Kept for the scrutineer; the public log shows a seal in its place."),
        max_length=300,
        error_messages={"required": _("Say why.")},
    )
