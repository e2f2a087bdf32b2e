"""What an officer of a branch types: a motion, the meeting that approved it, an answer."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from motions.enums import RULE_KINDS, ApprovingMeeting, MotionKind
from motions.lodging.approval import Certificate
from motions.lodging.drafting import LONGEST_TITLE, Paper
from motions.lodging.entitled import SENT_BY_BRANCHES
from motions.models import Motion

_DAY = {"type": "date"}


def _written(field: forms.Field, conference: Conference) -> None:
    """Have words counted as they are typed, and made plain where they are pasted."""
    field.widget.attrs |= {
        "data-word-limit": conference.orders.motion_words,
        "data-paste": reverse("motions:cleaned_words"),
    }


class PaperForm(forms.Form):
    """A motion as a branch writes it. Its words are judged by the act, which says what is wrong."""

    kind = forms.ChoiceField(label=_("What it is"), widget=forms.RadioSelect)
    title = forms.CharField(
        label=_("Title"),
        max_length=LONGEST_TITLE,
        help_text=_("A few words by which conference will know it."),
        error_messages={"required": _("Give it a title.")},
    )
    text = forms.CharField(
        label=_("Text"),
        help_text=_(
            "One paragraph a line; points begin with “1. ”, and other items with “- ”. "
            "What you paste from a word processor is made plain."
        ),
        widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "true"}),
        error_messages={"required": _("Write the text of the motion.")},
    )
    arose_on = forms.DateField(
        label=_("It arose on"),
        required=False,
        widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d"),
        help_text=_("For an emergency motion: after motions had closed."),
    )
    why_urgent = forms.CharField(
        label=_("Why it cannot wait"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For an emergency motion: for the committee, which decides."),
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        """Offer the kinds that this conference takes, and count words by its limit."""
        super().__init__(*args, **kwargs)
        taken = conference.orders.rule_amendments_taken
        kind = self.fields["kind"]
        assert isinstance(kind, forms.ChoiceField)  # noqa: S101 - declared above
        kind.choices = [
            (one.value, one.label) for one in SENT_BY_BRANCHES if taken or one not in RULE_KINDS
        ]
        kind.initial = MotionKind.ORDINARY
        _written(self.fields["text"], conference)

    @staticmethod
    def of(motion: Motion) -> dict[str, Any]:
        """Give what a draft says now, to begin with."""
        return {
            "kind": motion.kind,
            "title": motion.title,
            "text": motion.substantive.text,
            "arose_on": motion.arose_on,
            "why_urgent": motion.why_urgent,
        }

    @property
    def paper(self) -> Paper:
        """Give it as the act takes it."""
        told = self.cleaned_data
        return Paper(
            told["title"],
            told["text"],
            MotionKind(told["kind"]),
            told["arose_on"],
            told["why_urgent"],
        )


class CertificateForm(forms.Form):
    """What the first officer certifies of the meeting that approved these very words."""

    held_on = forms.DateField(
        label=_("Approved at a meeting on"), widget=forms.DateInput(attrs=_DAY, format="%Y-%m-%d")
    )
    meeting = forms.ChoiceField(label=_("Which was a"), choices=ApprovingMeeting.choices)
    present = forms.IntegerField(
        label=_("Members present"),
        min_value=1,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    quorum = forms.IntegerField(
        label=_("Members needed for a quorum"),
        min_value=1,
        max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    moved_by = forms.CharField(label=_("Moved there by"), required=False, max_length=120)
    seconded_by = forms.CharField(label=_("Seconded there by"), required=False, max_length=120)
    certifies = forms.BooleanField(
        label=_("I certify that this meeting was quorate and approved these very words"),
        error_messages={"required": _("Certify that the meeting was quorate and approved it.")},
    )

    def clean_held_on(self) -> Any:
        """Refuse a meeting that has still to be held, beside its field."""
        held_on = self.cleaned_data["held_on"]
        if held_on > timezone.localdate():
            raise forms.ValidationError(_("That day is still to come."))
        return held_on

    @property
    def certificate(self) -> Certificate:
        """Give it as the act takes it."""
        told = self.cleaned_data
        return Certificate(
            told["held_on"],
            told["present"],
            told["quorum"],
            ApprovingMeeting(told["meeting"]),
            told["moved_by"],
            told["seconded_by"],
        )


class SendBackForm(forms.Form):
    """Why a second officer will not confirm."""

    why = forms.CharField(
        label=_("What is wrong with it?"),
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("The officer who sent it reads this. It is a draft again then."),
        error_messages={"required": _("Say what is wrong with it.")},
    )


class ReplyForm(forms.Form):
    """A branch's answer to a query: its words as they would be, and what it says beside them."""

    text = forms.CharField(
        label=_("The motion, with your changes"),
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "true"}),
    )
    note = forms.CharField(
        label=_("To the committee"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed only if the words stay as they are."),
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        """Count words by the limit of this conference."""
        super().__init__(*args, **kwargs)
        _written(self.fields["text"], conference)
