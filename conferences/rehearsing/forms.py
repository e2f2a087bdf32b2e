"""What is said in the check-in room, and how a rehearsal is to go."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.enums import DeviceKind
from conferences.rehearsing.checking import LONGEST_CLOCK_MS, LONGEST_WAIT_MS
from conferences.rehearsing.crowd import MOST_DELEGATES, PACES, SHARES, Crowd

USUAL: Final = Crowd()
_HIDDEN: Final = forms.HiddenInput


class DeviceForm(forms.Form):
    """What a device can do: what its page found, and what its owner says."""

    kind = forms.ChoiceField(
        label=_("What are you on?"), choices=DeviceKind.choices, widget=forms.RadioSelect
    )
    trouble = forms.CharField(
        label=_("What does not work?"),
        help_text=_("Leave it empty if all is well. The helpdesk and the tellers see it at once."),
        required=False,
        max_length=200,
    )
    has_script = forms.BooleanField(required=False, widget=_HIDDEN)
    has_storage = forms.NullBooleanField(required=False, widget=_HIDDEN)
    stream_ms = forms.IntegerField(
        required=False, min_value=0, max_value=LONGEST_WAIT_MS, widget=_HIDDEN
    )
    clock_ms = forms.IntegerField(
        required=False, min_value=-LONGEST_CLOCK_MS, max_value=LONGEST_CLOCK_MS, widget=_HIDDEN
    )

    def found(self) -> dict[str, Any]:
        """Give what the service asks for. What only a script could say is unknown without one."""
        told = dict(self.cleaned_data)
        if not told["has_script"]:
            told |= {"has_storage": None, "stream_ms": None, "clock_ms": None}
        elif told["clock_ms"] is not None:  # the database's integers end at three weeks
            told["clock_ms"] = max(-(2**31), min(2**31 - 1, told["clock_ms"]))
        return told


class TestVoteForm(forms.Form):
    """How a test vote is taken, and how long it stays open."""

    __test__ = False

    paper = forms.ChoiceField(
        label=_("How is it taken?"),
        choices=[
            ("show", _("By show of hands: one press on the page")),
            ("secret", _("By secret ballot: with a passcode, in the booth")),
        ],
        initial="show",
        required=False,
    )
    minutes = forms.IntegerField(
        label=_("Open for how many minutes?"),
        min_value=1,
        max_value=240,
        initial=60,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": _("Say for how many minutes.")},
    )


class ConclusionForm(forms.Form):
    """How a test vote went, for the minutes."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=[("yes", _("Successful")), ("no", _("Not successful"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it was successful.")},
    )
    note = forms.CharField(
        label=_("Note for the minutes"),
        help_text=_("Needed where it was not successful: what went wrong, and what is done."),
        required=False,
        max_length=300,
    )


class CrowdForm(forms.Form):
    """How the simulated delegates behave."""

    chair = forms.ChoiceField(
        label=_("Who chairs?"),
        choices=[
            ("simulated", _("Nobody: it runs by itself, and reports in a few minutes")),
            ("real", _("A real chair, at the chair's desk: time passes as on the day")),
        ],
        widget=forms.RadioSelect,
        initial="simulated",
    )
    votes = forms.IntegerField(
        label=_("Votes to take"),
        help_text=_("By itself it takes this many. One of them is taken again as a card vote."),
        min_value=1,
        max_value=50,
        initial=USUAL.votes,
    )
    pace = forms.TypedChoiceField(
        label=_("Pace"),
        choices=[
            (pace, _("As on the day") if pace == 1 else _("%s times as fast") % pace)
            for pace in PACES
        ],
        coerce=int,
        initial=USUAL.pace,
        help_text=_("How many times faster than on the day. Figures are told as on the day."),
    )
    delegates = forms.IntegerField(
        label=_("Simulated delegates, at most"),
        min_value=1,
        max_value=MOST_DELEGATES,
        initial=USUAL.delegates,
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        """Ask for each share in 100."""
        super().__init__(*given, **named)
        for name in SHARES:
            self.fields[name] = forms.IntegerField(
                label=SHARE_WORDS[name],
                min_value=0,
                max_value=100,
                initial=getattr(USUAL, name),
                widget=forms.NumberInput(attrs={"class": "short"}),
            )

    @property
    def shares(self) -> list[forms.BoundField]:
        """Give the fields that are shares."""
        return [self[name] for name in SHARES]

    def clean(self) -> dict[str, Any]:
        """Refuse a crowd that cannot be, in its own words."""
        told = super().clean() or {}
        if not self.errors:
            try:
                told["crowd"] = _crowd(told)
            except ValueError as fault:
                raise forms.ValidationError(str(fault)) from fault
        return told

    @property
    def crowd(self) -> Crowd:
        """Give the crowd asked for."""
        found: Crowd = self.cleaned_data["crowd"]
        return found


SHARE_WORDS: Final = {
    "late": _("Come late, in 100"),
    "drop_outs": _("Lose their connection, in 100"),
    "unable": _("Cannot vote and say so, in 100"),
    "slow": _("On a slow phone, in 100"),
    "double_taps": _("Tap twice, in 100"),
    "silent": _("Never vote, in 100"),
}


def _crowd(told: dict[str, Any]) -> Crowd:
    is_real = told["chair"] == "real"
    shares = {name: told[name] for name in SHARES}
    return Crowd(
        delegates=told["delegates"],
        votes=told["votes"],
        pace=1 if is_real else told["pace"],
        has_chair=not is_real,
        **shares,
    )
