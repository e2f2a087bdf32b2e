"""What officers type at the desk of an election: the seed, more time, a lot, a withdrawal."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ballots.marking import Candidate
from ballots.services.elections import LONGEST_SEED, SHORTEST_SEED
from ballots.services.insisting import SHORTEST_REASON

_LONGEST_EXTENSION = 14 * 24 * 60  # minutes


class SeedForm(forms.Form):
    """What lots would be drawn from, as it was thrown in front of everybody."""

    seed = forms.CharField(
        label=_("What was rolled"),
        help_text=_("Every throw in its order, such as: 4 1 6 6 2 3 5 1 2 6. Ten dice or more."),
        min_length=SHORTEST_SEED,
        max_length=LONGEST_SEED,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={
            "required": _("Write what was rolled."),
            "min_length": _("Roll more: ten dice or more, every throw in its order."),
        },
    )
    source = forms.CharField(
        label=_("Who rolled, and where"),
        help_text=_("Such as: dice thrown by the tellers before conference at 10:15."),
        max_length=LONGEST_SEED,
        error_messages={"required": _("Say in a few words where the seed comes from.")},
    )


class MoreTimeForm(forms.Form):
    """More time for an open election; there is no form for less."""

    minutes = forms.IntegerField(
        label=_("Minutes more"),
        min_value=1,
        max_value=_LONGEST_EXTENSION,
        initial=10,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "required": _("Say how many minutes more."),
            "min_value": _("Voting is never shortened: give 1 minute or more."),
        },
    )


class LotForm(forms.Form):
    """A lot that was drawn by hand, before a witness."""

    drawn = forms.TypedChoiceField(
        label=_("On whom the lot fell"),
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say on whom the lot fell.")},
    )
    witness = forms.CharField(
        label=_("Who saw it drawn"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Name the witness.")},
    )

    def __init__(
        self, *args: Any, tied: Sequence[Candidate], means: str = "", **kwargs: Any
    ) -> None:
        """Offer those between whom the lot is, and say what becomes of whoever is drawn."""
        super().__init__(*args, **kwargs)
        drawn = self.fields["drawn"]
        drawn.help_text = means
        if isinstance(drawn, forms.TypedChoiceField):
            drawn.choices = [(each.number, each.name) for each in tied]


class WithdrawForm(forms.Form):
    """A candidate who no longer stands."""

    number = forms.TypedChoiceField(
        label=_("Who withdrew"),
        coerce=int,
        error_messages={"required": _("Choose who withdrew.")},
    )
    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Shown on the paper and on the result, beside the name."),
        min_length=SHORTEST_REASON,
        max_length=200,
        error_messages={
            "required": _("Give the reason in words."),
            "min_length": _("Give the reason in words."),
        },
    )

    def __init__(self, *args: Any, standing: Sequence[Candidate], **kwargs: Any) -> None:
        """Offer the people who stand."""
        super().__init__(*args, **kwargs)
        number = self.fields["number"]
        if isinstance(number, forms.TypedChoiceField):
            number.choices = [("", "")] + [(each.number, each.name) for each in standing]
