"""What people fill in to come to a briefing, and what organisers fill in to hold one."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from conferences.briefings.attendance_file import MOST_BYTES
from conferences.briefings.consents import LABELS, Purpose, wording
from conferences.briefings.exporting import ATTENDANCE, LONGEST_REASON
from conferences.briefings.reading import Unreadable, read_link, read_name
from conferences.enums import OpenTo
from conferences.models import Briefing, Conference
from members.contacts import details as contact_details
from members.contacts.details import BadDetail
from members.models import Body

_MOMENT: Final = "%Y-%m-%dT%H:%M"


class ConsentsForm(forms.Form):
    """One box for each purpose, unticked."""

    def __init__(self, *args: Any, purposes: Sequence[Purpose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.purposes = purposes
        for each in purposes:
            self.fields[each.value] = forms.BooleanField(label=wording(each).text, required=False)

    @property
    def boxes(self) -> list[forms.BoundField]:
        """Give the boxes, for the page."""
        return [self[each.value] for each in self.purposes]

    @property
    def ticked(self) -> list[Purpose]:
        """Give the purposes whose boxes were ticked."""
        return [each for each in self.purposes if self.cleaned_data.get(each.value)]


class GuestForm(ConsentsForm):
    """Who a guest is. `website` is for machines that fill in everything: people do not see it."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Give your name.")},
    )
    email = forms.CharField(
        label=_("E-mail address"),
        help_text=_("We send one message there first, to be sure that it is yours."),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": _("Give your e-mail address.")},
    )
    website = forms.CharField(
        label=_("Leave this empty"),
        required=False,
        max_length=2000,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def clean_name(self) -> str:
        try:
            return read_name(self.cleaned_data["name"])
        except Unreadable as wrong:
            raise ValidationError(str(wrong)) from None

    def clean_email(self) -> str:
        try:
            return contact_details.read(contact_details.EMAIL, self.cleaned_data["email"])
        except BadDetail as wrong:
            raise ValidationError(str(wrong)) from None

    @property
    def is_from_a_machine(self) -> bool:
        """Tell whether the box that people do not see was filled in."""
        return bool(self.cleaned_data.get("website"))


class BriefingForm(forms.ModelForm):  # type: ignore[type-arg]  # Django's is not generic
    """A briefing, as its organiser announces it."""

    class Meta:
        """The columns that an organiser fills in."""

        model = Briefing
        fields = (
            "title",
            "about",
            "starts_at",
            "ends_at",
            "open_to",
            "capacity",
            "join_link",
            "opens_minutes",
            "access_contact",
            "access_note",
            "recording_link",
        )
        labels = {
            "title": _("Title"),
            "about": _("What it is about"),
            "starts_at": _("Starts"),
            "ends_at": _("Ends"),
            "open_to": _("Who may register"),
            "capacity": _("Places"),
            "join_link": _("Joining link"),
            "opens_minutes": _("Minutes before the start from which the link is shown"),
            "access_contact": _("Whom to ask about access needs"),
            "access_note": _("Captions, BSL, Welsh"),
            "recording_link": _("Link to the recording"),
        }
        help_texts = {
            "about": _("Who speaks, and on what. Empty lines part paragraphs."),
            "starts_at": _("London time."),
            "capacity": _("Leave it empty where the meeting tool has room for everyone."),
            "join_link": _(
                "From any meeting tool; it begins with https://. Only those registered see it, "
                "once the way in is open."
            ),
            "access_contact": _("An office and an address or a number, for everyone to see."),
            "recording_link": _("Afterwards, if there is one. Those registered see it."),
        }
        widgets = {
            "about": forms.Textarea(attrs={"rows": 6}),
            "starts_at": forms.DateTimeInput(
                format=_MOMENT, attrs={"type": "datetime-local", "class": "day"}
            ),
            "ends_at": forms.DateTimeInput(
                format=_MOMENT, attrs={"type": "datetime-local", "class": "day"}
            ),
            "open_to": forms.RadioSelect,
            "join_link": forms.URLInput(attrs={"spellcheck": "false"}),
            "recording_link": forms.URLInput(attrs={"spellcheck": "false"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["open_to"].choices = OpenTo.choices  # type: ignore[attr-defined]
        self.fields["capacity"].required = False
        self.fields["capacity"].widget.attrs |= {"min": 1, "class": "number"}
        self.fields["opens_minutes"].widget.attrs |= {"min": 0, "max": 240, "class": "number"}

    def clean_join_link(self) -> str:
        return _link(self.cleaned_data["join_link"])

    def clean_recording_link(self) -> str:
        link: str = self.cleaned_data["recording_link"]
        return _link(link) if link else ""

    def clean_capacity(self) -> int | None:
        capacity: int | None = self.cleaned_data["capacity"]
        if capacity == 0:
            raise ValidationError(_("A briefing has one place at least, or leave it empty."))
        return capacity

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        starts, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if starts and ends and ends <= starts:
            self.add_error("ends_at", _("A briefing ends after it starts."))
        return cleaned


class NewBriefingForm(BriefingForm):
    """A new briefing: also who holds it, and of which conference it is the visitors' gallery."""

    body = forms.ModelChoiceField(label=_("Held by"), queryset=Body.objects.none())
    conference = forms.ModelChoiceField(
        label=_("Visitors' gallery of a conference"),
        help_text=_(
            "Members who register become visitors of that conference. Visitors never vote."
        ),
        queryset=Conference.objects.none(),
        required=False,
        empty_label=_("No: a briefing by itself"),
    )
    field_order = ["title", "body", "conference"]

    def __init__(self, *args: Any, bodies: QuerySet[Body], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held_by = self.fields["body"]
        assert isinstance(held_by, forms.ModelChoiceField)  # noqa: S101 - declared above
        held_by.queryset = bodies
        held_by.empty_label = None if bodies.count() == 1 else "---------"
        conference = self.fields["conference"]
        assert isinstance(conference, forms.ModelChoiceField)  # noqa: S101 - declared above
        conference.queryset = Conference.objects.filter(body__in=bodies)
        del self.fields["recording_link"]


class ExportForm(forms.Form):
    """Which list is taken away, and why."""

    prefix = "export"
    kind = forms.ChoiceField(
        label=_("Which list?"),
        choices=[
            (ATTENDANCE, _("Who registered and who watched (no addresses)")),
            *((each.value, LABELS[each]) for each in Purpose),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a list.")},
    )
    reason = forms.CharField(
        label=_("What for?"),
        help_text=_(
            "In words. Your name, your office, the reason and the number of rows are kept."
        ),
        min_length=10,
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Say what the list is for."),
            "min_length": _("Say it in a few words more."),
        },
    )


class AttendanceFileForm(forms.Form):
    """The list of who attended, as the meeting tool gives it."""

    prefix = "list"
    file = forms.FileField(
        label=_("Attendance list (CSV)"),
        help_text=_("Any columns, in any order; e-mail address or name, and minutes, are read."),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.tsv,text/csv"}),
        error_messages={"required": _("Choose a file."), "empty": _("The file is empty.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise ValidationError(
                _("The file is larger than %(most)s MB."),
                params={"most": MOST_BYTES // 1024**2},
            )
        return file


def _link(typed: str) -> str:
    try:
        return read_link(typed)
    except Unreadable as wrong:
        raise ValidationError(str(wrong)) from None
