"""Choose two versions of a motion's words to compare."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django import forms
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from motions.models import MotionText
from motions.texts.rendering import rendered, rendered_changes
from motions.wording import changes


class Comparison(NamedTuple):
    """Two versions, each in full, and the difference between them."""

    old: MotionText
    new: MotionText
    old_words: SafeString
    new_words: SafeString
    difference: SafeString


class ChosenVersions(forms.Form):
    """Two of the versions there are; at first the first and the newest."""

    old = forms.ChoiceField(label=_("From"))
    new = forms.ChoiceField(label=_("To"))

    def __init__(self, texts: Sequence[MotionText], data: Any = None) -> None:
        """Offer the versions of one motion."""
        initial = {"old": texts[0].version, "new": texts[-1].version}
        super().__init__(data, initial=initial)
        self.texts = {str(each.version): each for each in texts}
        choices = [
            (key, _("Version %(version)s: %(why)s") % {"version": key, "why": each.why})
            for key, each in self.texts.items()
        ]
        for name in ("old", "new"):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101 - declared above
            field.choices = choices

    def comparison(self) -> Comparison | None:
        """Compare the versions chosen; None where what was asked for is not there."""
        if self.is_bound and not self.is_valid():
            return None
        chosen = self.cleaned_data if self.is_bound else self.initial
        old, new = self.texts[str(chosen["old"])], self.texts[str(chosen["new"])]
        return Comparison(
            old,
            new,
            rendered(old.text),
            rendered(new.text),
            rendered_changes(changes(old.text, new.text)),
        )
