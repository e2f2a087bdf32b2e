"""What an officer fills in where a roll's headings do not tell its columns."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from members.roll.columns import MEANINGS


class ColumnsForm(forms.Form):
    """What each column of a file is."""

    def __init__(
        self, *args: Any, headings: Sequence[str], meanings: Sequence[str], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        offered = [("", _("Do not read it")), *((name, name.capitalize()) for name in MEANINGS)]
        for number, (heading, meaning) in enumerate(zip(headings, meanings, strict=True)):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                label=heading or _("Column %(number)s, without a heading") % {"number": number + 1},
                choices=offered,
                initial=meaning,
                required=False,
            )

    def chosen(self) -> list[str]:
        """Give what was chosen, column by column."""
        return [self.cleaned_data[name] for name in self.fields]
