"""The one field at the booth's door: a passcode, whichever way it came."""

from django import forms
from django.utils.translation import gettext_lazy as _

from members import passcodes
from members.forms import DIGITS_OF_AN_AUTHENTICATOR


class BoothForm(forms.Form):
    """A passcode as typed or pasted; spaces, dashes and small letters are as good."""

    passcode = forms.CharField(
        label=_("Your passcode"),
        help_text=_(
            "The letters and figures sent to you for this vote, or the six figures in your "
            "authenticator app, or the next code on your printed sheet."
        ),
        max_length=passcodes.LONGEST_ENTRY,
        widget=forms.TextInput(
            attrs={
                "class": "passcode",
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
            }
        ),
        error_messages={"required": _("Enter your passcode.")},
    )

    def clean_passcode(self) -> str:
        """Tell a slip of the pen from a wrong passcode: it costs no try."""
        code = passcodes.normalise(self.cleaned_data["passcode"])
        of_the_app = code.isdecimal() and len(code) == DIGITS_OF_AN_AUTHENTICATOR
        lengths = (passcodes.MAILED_LENGTH, passcodes.PRINTED_LENGTH)
        if not of_the_app and not any(passcodes.could_be_passcode(code, n) for n in lengths):
            raise forms.ValidationError(
                _(
                    "That is not a passcode: they have six letters and figures, or eight on a "
                    "printed sheet. Check it; this did not count as a try."
                )
            )
        return code
