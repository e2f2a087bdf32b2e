"""What a branch types to amend a motion: its words in the editor, or the instruction itself."""

from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from audit.refusal import Refusal
from members.models import Body
from motions.models import Amendment, Motion
from motions.wording import instruction_for, read_instruction

EDIT: Final = "edit"
SAY: Final = "say"
WAYS: Final = ((EDIT, _("Change the words of the motion")), (SAY, _("Type the amendment")))
MOST: Final = 60_000


class AmendForm(forms.Form):
    """Two ways to one instruction; `way` says which of them was used."""

    body = forms.ModelChoiceField(Body.objects.none(), label=_("For"), empty_label=None)
    text = forms.CharField(
        label=_("The motion, with your changes"),
        help_text=_(
            "Change the words here: the amendment that makes the changes is written for you."
        ),
        widget=forms.Textarea(attrs={"rows": 14, "spellcheck": "true"}),
        max_length=MOST,
        required=False,
    )
    instruction = forms.CharField(
        label=_("The amendment, as it goes on the agenda"),
        help_text=_(
            "Such as: In paragraph 2 after 'contract' insert 'of employment'. Or: Delete point 3."
        ),
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "true"}),
        max_length=MOST,
        required=False,
    )

    def __init__(self, *args: Any, bodies: list[Body], **kwargs: Any) -> None:
        """Offer the bodies that this person may act for; one alone needs no asking."""
        super().__init__(*args, **kwargs)
        for written in ("text", "instruction"):
            self.fields[written].widget.attrs["data-paste"] = reverse("motions:cleaned_words")
        chosen: Any = self.fields["body"]
        chosen.queryset = Body.objects.filter(pk__in=[each.pk for each in bodies])
        if len(bodies) == 1:
            chosen.initial = bodies[0].pk
            chosen.widget = forms.HiddenInput()


def instruction_of(way: str, *, old: str, text: str, typed: str) -> str:
    """Give the instruction: as typed, or the one that makes the edited words of the old ones."""
    if way == SAY:
        return typed.strip()
    edited = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").strip().split("\n"))
    return instruction_for(old, edited)


def words_to_amend(motion: Motion, to_amendment: Amendment | None) -> str:
    """Give the words that are amended: of the motion as it stands, or what an amendment puts in."""
    if to_amendment is None:
        return motion.substantive.text
    inserted = put_in_by(to_amendment)
    if inserted is None:
        raise Refusal(
            "inserts-nothing",
            f"{to_amendment.heading} puts no words in, or in several places: type your amendment.",
        )
    return inserted


def put_in_by(amendment: Amendment) -> str | None:
    """Find the words that an amendment puts in, where it does so in one place."""
    try:
        inserted = read_instruction(amendment.words).inserted
    except Refusal:
        return None
    return inserted[0] if len(inserted) == 1 else None
