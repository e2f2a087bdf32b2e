"""What is typed to set a conference up: its call, its standing orders, its programme."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.enums import AgendaKind
from conferences.models import AgendaItem, Conference, Session
from conferences.quorum import Quorum
from conferences.standing_orders import STEP_UP

DAY: Final = {"type": "date"}


class CallForm(forms.Form):
    """The call: what conference, when, and how many make a quorum."""

    title = forms.CharField(label=_("Title"), max_length=200, help_text=_("As on its papers."))
    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        help_text=_("Short, for addresses and the log, such as NDC28. It never changes."),
        widget=forms.TextInput(attrs={"class": "short", "autocapitalize": "characters"}),
    )
    starts_on = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs=DAY))
    ends_on = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs=DAY))
    quorum_delegates = forms.IntegerField(
        label=_("Quorum: delegates"),
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    quorum_branches = forms.IntegerField(
        label=_("Quorum: from how many branches"),
        min_value=0,
        max_value=10_000,
        initial=0,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def facts(self) -> dict[str, Any]:
        """Give what the act asks for."""
        typed = dict(self.cleaned_data)
        quorum = Quorum(typed.pop("quorum_delegates"), typed.pop("quorum_branches"))
        return typed | {"quorum": quorum}


@dataclass(frozen=True, slots=True)
class Setting:
    """One standing order that is typed: its path in the document, and how it is asked for."""

    path: str
    label: Any
    help: Any = ""
    choices: tuple[tuple[str, Any], ...] = ()


_YES_NO: Final = (("yes", _("Yes")), ("no", _("No")))
_NO_LIMIT: Final = _("0 is no limit.")
_STEP_UP: Final = {
    "none": _("No vote"),
    "elections": _("Elections and indicative ballots"),
    "cards": _("These, and card votes"),
}

SETTINGS: Final[dict[Any, tuple[Setting, ...]]] = {
    _("Quorum"): (
        Setting("quorum.delegates", _("Delegates")),
        Setting("quorum.branches", _("From how many branches")),
        Setting(
            "quorum.warning_percent",
            _("Warn the chair this far above it, in per cent"),
        ),
    ),
    _("Motions and amendments"): (
        Setting("motions_per_body", _("Motions from each branch"), _NO_LIMIT),
        Setting("motion_words", _("Words of a motion"), _NO_LIMIT),
        Setting("rule_amendments_taken", _("Rule amendments are taken"), choices=_YES_NO),
        Setting("rule_amendments_per_body", _("Rule amendments from each branch"), _NO_LIMIT),
        Setting("amendments_per_body", _("Amendments from each branch"), _NO_LIMIT),
        Setting(
            "amendment_words",
            _("Words that an amendment may put in"),
            _("The words that say where they go do not count."),
        ),
        Setting(
            "not_reached",
            _("A motion that time runs out for"),
            choices=(
                ("executive", _("Goes to the executive")),
                ("falls", _("Falls")),
            ),
        ),
        Setting(
            "positions_shown",
            _("Positions of the executive are public"),
            choices=(
                ("at_once", _("As soon as they are recorded")),
                ("final_agenda", _("With the final agenda")),
            ),
        ),
    ),
    _("Debate"): (
        Setting("seconder_needed", _("A motion needs a seconder"), choices=_YES_NO),
        Setting(
            "mover_may_accept_amendments",
            _("A mover may accept an amendment"),
            _("It is then part of the motion without a vote."),
            _YES_NO,
        ),
        Setting("ruling_challengers", _("Delegates needed to challenge a ruling")),
        Setting(
            "withdrawal_majority",
            _("Leave to withdraw a motion once moved"),
            choices=(("simple", _("Simple majority")), ("unanimous", _("Nobody against"))),
        ),
        Setting("speaking_times.mover", _("Mover of a motion, seconds")),
        Setting("speaking_times.amendment_mover", _("Mover of an amendment, seconds")),
        Setting("speaking_times.speaker", _("Other speakers, seconds")),
        Setting("speaking_times.reply", _("Right of reply, seconds")),
        Setting("speaking_times.procedural", _("On procedure, seconds")),
    ),
    _("Before a session"): (
        Setting(
            "check_in_minutes",
            _("The check-in room opens before a session, minutes"),
            _("Delegates try their devices and a test vote in it: an hour is usual."),
        ),
    ),
    _("Voting"): (
        Setting("windows.default", _("A vote stays open, seconds")),
        Setting("windows.accessible", _("The longer window, for access, seconds")),
        Setting("windows.card", _("A card vote or a secret ballot, seconds")),
        Setting("windows.minimum", _("Never shorter than, seconds")),
        Setting(
            "more_time_seconds",
            _("A voter who asks for more time has, seconds"),
            _("The vote stays open so that at least this is left, for everybody: 20 or more."),
        ),
        Setting("card_vote_branches", _("Branches whose delegates may demand a card vote")),
        Setting(
            "technical_failure_trigger",
            _("Unable to vote: the share at which a vote is taken again"),
            _("As a fraction, 1/10 for a tenth of the credentials admitted."),
        ),
        Setting(
            "tellers_confirm",
            _("Tellers who confirm the figures before they are declared"),
            _("0, 1 or 2, each signed in as themselves."),
        ),
        Setting("casting_vote_allowed", _("The chair has a casting vote"), choices=_YES_NO),
        Setting(
            "step_up",
            _("What asks for a passcode of its own"),
            choices=tuple((each, _STEP_UP[each]) for each in STEP_UP),
        ),
        Setting(
            "enabling_rule",
            _("The rule that lets votes be taken electronically"),
            _("It is named in every declaration."),
        ),
    ),
}
"""The standing orders as they are asked for, under their headings."""


class StandingOrdersForm(forms.Form):
    """The standing orders of a conference, as they are until another value is typed."""

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        """Ask for each setting, with what is set now."""
        super().__init__(*args, **kwargs)
        self.document = conference.orders.to_document()
        for setting in _settings():
            self.fields[setting.path] = _field(setting, _at(self.document, setting.path))

    @property
    def sections(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Give the fields under their headings."""
        return [(head, [self[each.path] for each in some]) for head, some in SETTINGS.items()]

    def settings(self) -> dict[str, Any]:
        """Give the whole document, with what was typed in place of what was."""
        document: dict[str, Any] = {**self.document}
        for setting in _settings():
            typed = self.cleaned_data[setting.path]
            value = typed == "yes" if setting.choices is _YES_NO else typed
            part, _dot, name = setting.path.rpartition(".")
            if part:
                document[part] = {**document[part], name: value}
            else:
                document[name] = value
        return document


class SessionForm(forms.Form):
    """A sitting more."""

    held_on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        """Offer the days of the conference, the one after the last session first."""
        super().__init__(*args, **kwargs)
        field = self.fields["held_on"]
        field.initial = _next_day(conference)
        field.widget.attrs |= {
            "min": conference.starts_on.isoformat(),
            "max": conference.ends_on.isoformat(),
        }


class ItemForm(forms.Form):
    """An item of the programme."""

    starts_at = forms.TimeField(
        label=_("Starts"),
        widget=forms.TimeInput(attrs={"type": "time", "class": "short"}, format="%H:%M"),
    )
    title = forms.CharField(label=_("Item"), max_length=200)
    kind = forms.ChoiceField(label=_("Kind"), choices=AgendaKind.choices)
    keeps_time = forms.ChoiceField(
        label=_("When business runs late"),
        choices=[
            ("", _("As usual: a break keeps its time, anything else follows on")),
            ("yes", _("It keeps its time, as a guest does")),
            ("no", _("It follows on when its turn comes")),
        ],
        required=False,
    )

    @classmethod
    def of(cls, item: AgendaItem) -> "ItemForm":
        """Give the form with what an item says now."""
        said = {"starts_at": item.starts_at, "title": item.title, "kind": item.kind}
        if item.keeps_time != (item.kind == AgendaKind.BREAK):
            said["keeps_time"] = "yes" if item.keeps_time else "no"
        return cls(initial=said, auto_id=f"item-{item.pk}-%s")

    def facts(self) -> dict[str, Any]:
        """Give what the act asks for."""
        kind, keeps = AgendaKind(self.cleaned_data["kind"]), self.cleaned_data["keeps_time"]
        keeps_time = keeps == "yes" if keeps else kind == AgendaKind.BREAK
        return self.cleaned_data | {"kind": kind, "keeps_time": keeps_time}


def _settings() -> Iterator[Setting]:
    for some in SETTINGS.values():
        yield from some


def _at(document: dict[str, Any], path: str) -> Any:
    for name in path.split("."):
        document = document[name]
    return document


def _field(setting: Setting, value: Any) -> forms.Field:
    if setting.choices:
        initial = {True: "yes", False: "no"}.get(value, value)
        return forms.ChoiceField(
            label=setting.label,
            help_text=setting.help,
            choices=setting.choices,
            initial=initial,
            widget=forms.RadioSelect,
        )
    if isinstance(value, int):
        return forms.IntegerField(
            label=setting.label,
            help_text=setting.help,
            initial=value,
            min_value=0,
            max_value=1_000_000,
            widget=forms.NumberInput(attrs={"class": "short"}),
        )
    if setting.path == "technical_failure_trigger":
        return FractionField(label=setting.label, help_text=setting.help, initial=value)
    return forms.CharField(
        label=setting.label, help_text=setting.help, initial=value, required=False, max_length=300
    )


class FractionField(forms.CharField):
    """A share such as 1/10, kept as it is typed."""

    def clean(self, value: Any) -> str:
        """Refuse what is no fraction."""
        typed = str(super().clean(value))
        try:
            return str(Fraction(typed[:20]))
        except (ValueError, ZeroDivisionError) as fault:
            raise forms.ValidationError(_("Type a fraction, such as 1/10.")) from fault


def _next_day(conference: Conference) -> date:
    last: Session | None = conference.sessions.order_by("number").last()
    if last is None:
        return conference.starts_on
    return min(conference.ends_on, date.fromordinal(last.held_on.toordinal() + 1))
