"""What a returning officer says of a board, and what a trustee hands in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from ballots.sealing.groups import BELENIOS_2048, RFC_3526_2048
from ballots.secret.boards import FEWEST, MOST
from members.models import Body, Member

ALONE, PEOPLE = "alone", "people"
LONGEST_MESSAGE = 64 * 1024 * 1024  # bytes: the partial decryption of 34,000 ranked papers


class BoardForm(forms.Form):
    """Who shall open sealed votes: the kind of votes, the people, and how many of them."""

    name = forms.CharField(
        label=_("What the board is for"),
        help_text=_("Such as: Conference 2027."),
        max_length=200,
        error_messages={"required": _("Say in a few words what the board is for.")},
    )
    body = forms.ModelChoiceField(Body.objects.none(), label=_("Whose votes"), empty_label=None)
    group = forms.ChoiceField(
        label=_("Which votes"),
        choices=[
            (BELENIOS_2048.name, _("For and against, and elections marked with crosses")),
            (RFC_3526_2048.name, _("Elections in which candidates are ranked: 1, 2, 3")),
        ],
        initial=BELENIOS_2048.name,
        widget=forms.RadioSelect,
    )
    who = forms.ChoiceField(
        label=_("Who can open them"),
        choices=[
            (PEOPLE, _("Trustees: people who each hold a part of the key, beside the server")),
            (ALONE, _("The server alone")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose who can open the votes.")},
    )
    numbers = forms.CharField(
        label=_("Trustees, by membership number"),
        help_text=_(
            "One on a line, 2 to 9 people. Choose people who would not act together in secret."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    threshold = forms.IntegerField(
        label=_("How many of them have to come together"),
        help_text=_(
            "With 2 of 3, one may lose their file or fall ill, and nobody alone opens anything."
        ),
        required=False,
        min_value=FEWEST,
        max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, bodies: Sequence[Body], **kwargs: Any) -> None:
        """Offer the bodies for whose votes this officer may make one."""
        super().__init__(*args, **kwargs)
        body = self.fields["body"]
        if isinstance(body, forms.ModelChoiceField):
            body.queryset = Body.objects.filter(pk__in=[each.pk for each in bodies])
        self._only: Body | None = bodies[0] if len(bodies) == 1 else None
        if self._only is not None:
            body.widget, body.initial, body.required = forms.HiddenInput(), self._only, False

    def clean_body(self) -> Body | None:
        """Take the one body where there is one only."""
        return self.cleaned_data.get("body") or self._only

    def clean(self) -> dict[str, Any]:
        """Find the people, and say whom there is no finding."""
        given = super().clean() or self.cleaned_data
        given["people"] = []
        if given.get("who") != PEOPLE:
            return given
        numbers = given.get("numbers", "").replace(",", " ").split()
        found = {
            member.membership_number.lower(): member
            for member in Member.objects.filter(membership_number__in=numbers)
        }
        unknown = [number for number in numbers if number.lower() not in found]
        if unknown:
            self.add_error(
                "numbers", _("No member has the number %(number)s.") % {"number": unknown[0][:40]}
            )
        elif not numbers:
            self.add_error("numbers", _("Name the trustees by their membership numbers."))
        if not given.get("threshold") and "threshold" not in self.errors:
            self.add_error("threshold", _("Say how many of them have to come together."))
        given["people"] = [found[number.lower()] for number in numbers if number.lower() in found]
        return given


class MessageForm(forms.Form):
    """One message of a trustee: pasted, or in a file, as the page or belenios-tool wrote it."""

    file = forms.FileField(label=_("The file"), required=False, allow_empty_file=True)
    message = forms.CharField(
        label=_("or paste what it says"),
        required=False,
        max_length=500_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Give the one text, whichever way it came."""
        given = super().clean() or self.cleaned_data
        sent = given.get("file")
        if isinstance(sent, UploadedFile):
            if (sent.size or 0) > LONGEST_MESSAGE:
                raise forms.ValidationError(_("That file is far too long to be the right one."))
            try:
                text = sent.read().decode()
            except UnicodeDecodeError:
                raise forms.ValidationError(
                    _("That file is no text. Choose the one that the last step wrote.")
                ) from None
        else:
            text = given.get("message", "")
        if not text.strip():
            raise forms.ValidationError(_("Choose the file, or paste what it says."))
        given["text"] = text.strip()
        return given
