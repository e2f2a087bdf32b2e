"""What is given when a scrutiny pack is asked for."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.pack.sealing import SHORTEST_PASS_PHRASE
from ballots.models import Ballot


class PackForm(forms.Form):
    """Of which vote, and whether the roll with names goes in, sealed."""

    ballot = forms.ModelChoiceField(
        label=_("Of which vote?"),
        queryset=Ballot.objects.none(),
        required=False,
        empty_label=_("The whole conference"),
        error_messages={"invalid_choice": _("Choose a vote of this conference.")},
    )
    pass_phrase = forms.CharField(
        label=_("Pass-phrase for the roll with names"),
        help_text=_(
            "Agree it with the scrutineer, and not by the way the pack will travel. "
            "20 characters or more. Without one the roll is left out."
        ),
        required=False,
        min_length=SHORTEST_PASS_PHRASE,
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        error_messages={"min_length": _("A pass-phrase has 20 characters or more.")},
    )

    def __init__(self, *args: Any, votes: Sequence[Ballot], **kwargs: Any) -> None:
        """Offer the votes of the conference, in the order in which they were opened."""
        super().__init__(*args, **kwargs)
        field = self.fields["ballot"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - for the type checker
        chosen = Ballot.objects.filter(pk__in=[vote.pk for vote in votes])
        field.queryset = chosen.order_by("opened_at")
