"""What a returning officer says and signs. No answer is given in advance."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ballots.declaring.wording import LONGEST_MATTERS, LONGEST_REQUEST, OfficerStatement

_SAY = _("Choose what you can sign for.")


def _choice(label: Any, yes: Any, no: Any) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=label,
        choices=[("yes", yes), ("no", no)],
        coerce=lambda answer: answer == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _SAY},
    )


class SigningForm(forms.Form):
    """The statement of guide 5.1, choice by choice, and the officer's name under it."""

    rules_kept = _choice(
        _("(1) That the rules of the union on this vote were broken"),
        _("I have no reason to think so"),
        _("I have reason to think so"),
    )
    security_given = _choice(
        _("(2) The arrangements for the roll, passcodes, voting and counting"),
        _("gave the security that was reasonably practicable"),
        _("did not give it"),
    )
    without_interference = _choice(
        _("(3) To act without interference"), _("I was able"), _("I was not able")
    )
    roll_inspected = _choice(_("(4) The roll"), _("was inspected"), _("was not inspected"))
    inspection = forms.CharField(
        label=_("If it was inspected: at whose instance"),
        help_text=_("Such as: at my own instance; at the request of a member."),
        max_length=LONGEST_REQUEST,
        required=False,
    )
    matters = forms.CharField(
        label=_("Matters noted"),
        help_text=_("Everyone can read it. Name nobody."),
        max_length=LONGEST_MATTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    correction = forms.CharField(
        label=_("What was wrong with the declaration that this one corrects"),
        max_length=LONGEST_MATTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say what was wrong with the one already signed.")},
    )
    signed_as = forms.CharField(
        label=_("Your full name, to sign"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Type your name to sign.")},
    )

    def __init__(self, *args: Any, name: str, corrects: bool, **kwargs: Any) -> None:
        """Ask what is to be corrected only where something is."""
        super().__init__(*args, **kwargs)
        self.name = name
        if not corrects:
            del self.fields["correction"]

    def clean(self) -> dict[str, Any]:
        """Hold the statement against its own rules, so that all that is missing is said at once."""
        given = super().clean() or self.cleaned_data
        if not self.errors:
            for fault in self.statement().faults(self.name):
                self.add_error(None, fault)
        return given

    def statement(self) -> OfficerStatement:
        """Give what was said, as the service takes it."""
        given = dict(self.cleaned_data)
        rules_kept = given.pop("rules_kept")
        return OfficerStatement(**given, rules_broken=not rules_kept)
