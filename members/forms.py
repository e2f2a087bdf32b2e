"""What people fill in to sign in, to confirm an authenticator and to import a roll."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from members import pass_phrases, passcodes
from members.delivery.channels import BY_GATEWAY, channels_open
from members.enums import Channel
from members.services.helpdesk import FACTS, LONGEST_REASON, Help

DIGITS_OF_AN_AUTHENTICATOR = 6
# The ways are the same for everybody: which of them somebody has is not for a stranger to learn.
WAYS_IN = {
    Channel.EMAIL: _("By e-mail"),
    Channel.SMS: _("By text message"),
    Channel.VOICE: _("By a call that reads it out twice"),
    Channel.AUTHENTICATOR: _("Authenticator app"),
    Channel.PRINTED: _("Printed code"),
}


class SignInForm(forms.Form):
    """Who someone is, and how they want to prove it. Everybody is offered the same ways."""

    identifier = forms.CharField(
        label=_("Membership number or e-mail address"),
        max_length=254,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
        error_messages={"required": _("Enter your membership number or your e-mail address.")},
    )
    channel = forms.ChoiceField(
        label=_("How do you want to get your passcode?"),
        help_text=_("Everybody is offered all of them. Choose one that you have."),
        initial=Channel.EMAIL,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        closed = set(BY_GATEWAY) - set(channels_open())  # for everybody alike: there is no gateway
        field = self.fields["channel"]
        field.choices = [  # type: ignore[attr-defined]
            (str(way), words) for way, words in WAYS_IN.items() if way not in closed
        ]

    def clean_channel(self) -> Channel:
        return Channel(self.cleaned_data["channel"])


class PasscodeForm(forms.Form):
    """A passcode as typed or pasted. A slip is told from a wrong passcode: it costs no try."""

    passcode = forms.CharField(
        label=_("Passcode"),
        max_length=passcodes.LONGEST_ENTRY,
        widget=forms.TextInput(
            attrs={
                "class": "passcode",
                "autocomplete": "one-time-code",
                "autocapitalize": "characters",
                "autocorrect": "off",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        error_messages={"required": _("Enter the passcode.")},
    )

    def __init__(self, *args: Any, channel: Channel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.channel = channel
        field = self.fields["passcode"]
        if channel is Channel.AUTHENTICATOR:
            field.label = _("The six figures in your authenticator app")
            field.widget.attrs["inputmode"] = "numeric"
        elif channel is Channel.PRINTED:
            field.label = _("The next code on your printed sheet")
            field.help_text = _("Eight letters and figures. Spaces and capitals do not matter.")
        else:
            field.help_text = _(
                "Six letters and figures, or eight if it was sent ahead for a day of conference. "
                "Spaces and capitals do not matter."
            )

    def clean_passcode(self) -> str:
        entry: str = self.cleaned_data["passcode"]
        code = passcodes.normalise(entry)
        if self.channel is Channel.AUTHENTICATOR:
            if not (code.isdecimal() and len(code) == DIGITS_OF_AN_AUTHENTICATOR):
                raise forms.ValidationError(_("The app shows six figures."))
            return code
        lengths = {passcodes.PRINTED_LENGTH: _("eight")}
        if self.channel is not Channel.PRINTED:  # what was sent ahead for a day is as long
            lengths = {passcodes.MAILED_LENGTH: _("six or eight")} | lengths
        if not any(passcodes.could_be_passcode(code, length) for length in lengths):
            raise forms.ValidationError(
                _(
                    "That is not one of our passcodes. They have %(length)s letters and figures, "
                    "with no vowel, and nothing that looks like another: no 0, 1, 2, 5 or 8. "
                    "Check it; this did not count as a try."
                ),
                params={"length": next(iter(lengths.values()))},
            )
        return code


class LookUpForm(forms.Form):
    """The membership number of whoever is calling."""

    number = forms.CharField(
        label=_("Membership number"),
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": _("Enter the membership number.")},
    )


class HelpdeskForm(forms.Form):
    """What was checked, what is to be done, and why."""

    number = forms.CharField(max_length=32, widget=forms.HiddenInput)
    checked = forms.MultipleChoiceField(
        label=_("How do you know that it is them?"),
        help_text=_("Ask; do not tell. Tick what they got right: at least two."),
        choices=list(FACTS.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Check at least two facts, and tick them.")},
    )
    act = forms.ChoiceField(
        label=_("What do they need?"),
        choices=[
            (Help.UNLOCK, _("Let them try again at once, after wrong passcodes")),
            (Help.REISSUE, _("Send a new sign-in passcode to the address in the register")),
            (Help.NOTE, _("Only a note of the call")),
            (Help.RESET, _("Forget a lost app or passkey: another officer has to agree")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )
    reason = forms.CharField(
        label=_("What is it about?"),
        help_text=_("Kept for the scrutineer; the public log shows a seal in its place."),
        max_length=LONGEST_REASON,
        error_messages={"required": _("Say in a few words what it is about.")},
    )

    def clean_act(self) -> Help:
        return Help(self.cleaned_data["act"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        return {**cleaned, "channel": None}

    def done(self) -> str:
        """Say what was done."""
        words = {
            Help.UNLOCK: _("They can try again at once."),
            Help.REISSUE: _("A new passcode is on its way to them."),
            Help.NOTE: _("The call is noted."),
            Help.RESET: _("Asked for. The general secretary or the returning officer decides."),
        }
        return str(words[self.cleaned_data["act"]])


class PassPhraseField(forms.CharField):
    """A pass-phrase as typed; never shown again, and never put back into a page."""

    def __init__(self, *, autocomplete: str, **options: Any) -> None:
        super().__init__(
            max_length=pass_phrases.LONGEST,
            strip=False,
            widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
            error_messages={"required": _("Enter the pass-phrase.")},
            **options,
        )


class PassPhraseForm(forms.Form):
    """The pass-phrase of an officer's key."""

    prefix = "take_up"
    pass_phrase = PassPhraseField(label=_("Pass-phrase"), autocomplete="current-password")


class NewPassPhraseForm(forms.Form):
    """A pass-phrase chosen, typed twice."""

    prefix = "new"
    chosen = PassPhraseField(
        label=_("New pass-phrase"),
        autocomplete="new-password",
        help_text=_(
            "At least %(shortest)s characters. Four or five unrelated words are strong and easy to "
            "type; your name and number are not."
        )
        % {"shortest": pass_phrases.SHORTEST},
    )
    again = PassPhraseField(label=_("The same again"), autocomplete="new-password")

    def clean_again(self) -> str:
        again: str = self.cleaned_data["again"]
        if self.cleaned_data.get("chosen") not in (None, again):
            raise forms.ValidationError(_("The two are not the same."))
        return again


class ChangePassPhraseForm(NewPassPhraseForm):
    """The pass-phrase as it is, and a new one."""

    prefix = "change"
    pass_phrase = PassPhraseField(
        label=_("Pass-phrase as it is now"), autocomplete="current-password"
    )
    field_order = ["pass_phrase", "chosen", "again"]


class RollForm(forms.Form):
    """A membership roll to look at."""

    file = forms.FileField(
        label=_("CSV file or Excel workbook"),
        help_text=_(
            "The first line names the columns: membership number, name (or first name and "
            "surname) and branch; e-mail, mobile, landline, postal address, preferred channel and "
            "the day they joined if the file has them."
        ),
        widget=forms.FileInput(
            attrs={
                "accept": ".csv,.txt,.xlsx,text/csv,"
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            }
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > settings.ROLL_FILE_MAX_BYTES:
            raise forms.ValidationError(
                _("The file is larger than %(most)s MB."),
                params={"most": settings.ROLL_FILE_MAX_BYTES // 1024**2},
            )
        return file


class ImportForm(forms.Form):
    """The decision on a roll that has been looked at."""

    source = forms.CharField(
        label=_("Where is this roll from?"),
        max_length=200,
        help_text=_("For example: membership system, monthly extract."),
    )
    as_at = forms.DateField(
        label=_("For which day was it right?"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class AskErasureForm(forms.Form):
    """What a person who has left wants erased."""

    membership_number = forms.CharField(
        label=_("Membership number of the person who has left"),
        max_length=32,
        error_messages={"required": _("Give the membership number.")},
    )
    reason = forms.CharField(
        label=_("What they ask, and when"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what they ask for, and when they asked.")},
    )


class HoldForm(forms.Form):
    """Why nothing may be deleted now, or why it may again."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In words. The log has its digest."),
        max_length=500,
        error_messages={"required": _("Give the reason in words.")},
    )


class SubjectAccessForm(forms.Form):
    """On whose behalf everything held about them is asked for, and how they asked."""

    membership_number = forms.CharField(
        label=_("Membership number of the person who asks"),
        max_length=32,
        error_messages={"required": _("Give the membership number.")},
    )
    why = forms.CharField(
        label=_("How and when they asked"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say how and when they asked.")},
    )
