"""What is typed about delegates: a scale, a registration, a decision, a query."""

from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from ballots.services.insisting import SHORTEST_REASON
from conferences.delegates.entitlement import PRESETS, Bands, EntitlementRule, Scale
from conferences.enums import CredentialKind, SeatFor
from conferences.models import Credential, Entitlement
from conferences.services.registering import BY_CLERK

OWN_STEPS: Final = "own-steps"
OWN_BANDS: Final = "own-bands"


def words(label: Any, help_text: Any = "") -> forms.CharField:
    """Ask for a reason or an answer in words."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        min_length=SHORTEST_REASON,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Say it in words."),
            "min_length": _("Say it in a few words more."),
        },
    )


class WordsForm(forms.Form):
    """A reason, a decision or an answer."""

    reason = words(_("In words"), _("It is kept with the registration."))


class QueryForm(forms.Form):
    """A number that was refused, and why the branch thinks otherwise."""

    membership_number = forms.CharField(max_length=32, widget=forms.HiddenInput)
    why = forms.CharField(max_length=40, widget=forms.HiddenInput)
    words = words(_("What do you think is wrong?"), _("The membership officer sees it."))


class RegisterForm(forms.Form):
    """One person, by their number, and as what."""

    membership_number = forms.CharField(
        label=_("Membership number"),
        max_length=32,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters"}),
        error_messages={"required": _("Type the membership number.")},
    )
    as_what = forms.ChoiceField(label=_("As"))
    is_leader = forms.BooleanField(
        label=_("Leads the delegation and casts its card"), required=False
    )
    seat_for = forms.ChoiceField(
        label=_("Is the seat designated?"),
        help_text=_("Only if they agree that it is shown. It is reported, never enforced."),
        choices=[("", _("No")), *SeatFor.choices],
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        delegates: list[Credential],
        sharers_allowed: bool,
        has_leader: bool,
        **kwargs: Any,
    ) -> None:
        """Offer what this branch may do: who can be replaced, and with whom somebody may share."""
        super().__init__(*args, **kwargs)
        self.delegates = {str(one.pk): one for one in delegates}
        named = [(str(one.pk), f"{one.number}, {one.member.name}") for one in delegates]
        choices: list[Any] = [
            (CredentialKind.DELEGATE, _("Delegate")),
            (CredentialKind.VISITOR, _("Visitor, without a vote")),
            (CredentialKind.OBSERVER, _("Observer, without a vote")),
        ]
        if named:
            choices.append(
                (_("Substitute, in place of"), [(f"replaces:{pk}", name) for pk, name in named])
            )
        if named and sharers_allowed:
            choices.append((_("Sharer, with"), [(f"shares:{pk}", name) for pk, name in named]))
        field = self.fields["as_what"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
        field.choices = choices
        if has_leader:
            del self.fields["is_leader"]

    def facts(self) -> dict[str, Any]:
        """Give what was chosen, as the service takes it."""
        given = self.cleaned_data
        what, _colon, pk = given["as_what"].partition(":")
        facts: dict[str, Any] = {
            "membership_number": given["membership_number"],
            "is_leader": given.get("is_leader", False),
            "seat_for": given["seat_for"],
        }
        if pk:
            return facts | {what: self.delegates[pk]}
        return facts | {"kind": what}


class AdmitForm(forms.Form):
    """A visitor, by their number and the body they come from."""

    membership_number = forms.CharField(
        label=_("Membership number"),
        max_length=32,
        error_messages={"required": _("Type the membership number.")},
    )
    kind = forms.ChoiceField(label=_("As"), choices=[(one.value, one.label) for one in BY_CLERK])


class EntitlementForm(forms.Form):
    """A scale of delegates, the day members are counted, and the deadlines."""

    preset = forms.ChoiceField(
        label=_("Scale"),
        choices=[
            *((one.key, one.name) for one in PRESETS.values()),
            (OWN_STEPS, _("Steps of our own: the numbers below")),
            (OWN_BANDS, _("Bands of our own: the lines below")),
        ],
    )
    first = forms.IntegerField(label=_("One delegate up to"), min_value=1, required=False)
    step = forms.IntegerField(label=_("One more for each further"), min_value=1, required=False)
    or_part = forms.BooleanField(label=_("or part of it"), required=False)
    minimum = forms.IntegerField(label=_("At least"), min_value=0, max_value=500, required=False)
    cap = forms.IntegerField(label=_("At most (0: no limit)"), min_value=0, required=False)
    bands = forms.CharField(
        label=_("Bands"),
        help_text=_("One a line: most members, then delegates. The last line: delegates beyond."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    qualifying_on = forms.DateField(
        label=_("Qualifying date"),
        help_text=_("Members are counted as they were on this day."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "day"}),
        error_messages={"required": _("Give the day.")},
    )
    register_by = forms.DateTimeField(
        label=_("Delegates are registered by"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        required=False,
    )
    substitute_by = forms.DateTimeField(
        label=_("Substitutes are named by"),
        widget=forms.DateTimeInput(format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local"}),
        required=False,
    )
    sharers_allowed = forms.BooleanField(
        label=_("Two people may share a credential"), required=False
    )

    @property
    def number_fields(self) -> list[forms.BoundField]:
        """Give what belongs to steps and bands of one's own."""
        return [self[name] for name in ("first", "step", "or_part", "minimum", "cap", "bands")]

    @property
    def term_fields(self) -> list[forms.BoundField]:
        """Give the dates, and whether credentials are shared."""
        names = ("qualifying_on", "register_by", "substitute_by", "sharers_allowed")
        return [self[name] for name in names]

    def clean(self) -> dict[str, Any]:
        """Read the scale; what cannot be one is explained."""
        given: dict[str, Any] = super().clean() or {}
        try:
            given["scale"] = _scale(given)
        except ValueError as error:
            raise forms.ValidationError(str(error)) from error
        return given

    def facts(self) -> dict[str, Any]:
        """Give what was set, as the service takes it."""
        names = ("scale", "qualifying_on", "register_by", "substitute_by", "sharers_allowed")
        return {name: self.cleaned_data[name] for name in names}


def initial_terms(terms: Entitlement) -> dict[str, Any]:
    """Give what is set, as the form shows it."""
    scale = terms.rule
    own = OWN_BANDS if isinstance(scale, Bands) else OWN_STEPS
    steps = scale if isinstance(scale, EntitlementRule) else EntitlementRule(first=250, step=500)
    bands = scale if isinstance(scale, Bands) else PRESETS["bands"].scale
    assert isinstance(bands, Bands)  # noqa: S101 - that preset is one
    return {
        "preset": terms.preset or own,
        **steps.to_document(),
        "bands": "\n".join([*(f"{top} {given}" for top, given in bands.bands), str(bands.beyond)]),
        "qualifying_on": terms.qualifying_on,
        "register_by": terms.register_by,
        "substitute_by": terms.substitute_by,
        "sharers_allowed": terms.sharers_allowed,
    }


def _scale(given: dict[str, Any]) -> Scale:
    chosen = given.get("preset", "")
    if chosen in PRESETS:
        return PRESETS[chosen].scale
    if chosen == OWN_BANDS:
        return _bands(given.get("bands", ""))
    if not given.get("first") or not given.get("step"):
        raise ValueError("Steps of your own need the first number and the step.")
    return EntitlementRule(
        first=given["first"],
        step=given["step"],
        or_part=given["or_part"],
        minimum=given.get("minimum") or 0,
        cap=given.get("cap") or 0,
    )


def _bands(typed: str) -> Bands:
    lines = [line.replace(":", " ").replace(",", "").split() for line in typed.splitlines()]
    lines = [line for line in lines if line]
    pairs, last = lines[:-1], lines[-1:]
    if not pairs or any(len(pair) != 2 for pair in pairs) or len(last[0]) != 1:  # noqa: PLR2004
        raise ValueError("Bands: two numbers on each line, and one number on the last.")
    if not all(number.isdecimal() and len(number) < 10 for line in lines for number in line):  # noqa: PLR2004
        raise ValueError("Bands: write whole numbers only.")
    return Bands(tuple((int(top), int(each)) for top, each in pairs), int(last[0][0]))
