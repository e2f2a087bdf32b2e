"""What can be handed in to the log."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from audit.publishing.outbound import MAX_ANSWER_BYTES


class AnswerForm(forms.Form):
    """A head that a witness has signed."""

    answer = forms.FileField(
        label=_("The file that the witness gave back"),
        help_text=_("Its name ends in .signed. It holds a head and the signatures under it."),
        max_length=200,
    )

    def clean_answer(self) -> Any:
        file = self.cleaned_data["answer"]
        if file.size > MAX_ANSWER_BYTES:
            raise forms.ValidationError(_("That is no signed head: the file is too long."))
        return file
