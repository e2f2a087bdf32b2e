"""What is typed at the desks: more time, a reason, and what a ballot is proposed with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ballots.guard import CLASSES, QUESTIONS, Answer, Attestation
from ballots.papers import FOR_AGAINST_ABSTAIN, Option, faults, paper_of
from ballots.services.insisting import SHORTEST_REASON


class ExtendForm(forms.Form):
    """More time for an open vote; there is no form for less.

    `open_until` is the closing time that stood on the page: see ballots.services.extending.
    """

    open_until = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    seconds = forms.IntegerField(
        label=_("Seconds more"),
        min_value=5,
        max_value=3600,
        initial=30,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={
            "required": _("Say how many seconds more."),
            "min_value": _("A vote is never shortened: give 5 seconds or more."),
        },
    )


class ReasonForm(forms.Form):
    """Why a vote is challenged, or why it should be void."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("In words. It goes into the record."),
        min_length=SHORTEST_REASON,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": _("Give the reason in words."),
            "min_length": _("Give the reason in words."),
        },
    )


class WindowForm(forms.Form):
    """How long an indicative vote stays open."""

    seconds = forms.IntegerField(
        label=_("Open for how many seconds?"),
        max_value=3600,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": _("Say how many seconds.")},
    )


class ProposalForm(forms.Form):
    """A ballot before it exists: its paper, its class, and the four questions of the guard."""

    title = forms.CharField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("Give the ballot a title.")},
    )
    question = forms.CharField(
        label=_("The question, as it is put"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write the question as it is to be put.")},
    )
    options = forms.CharField(
        label=_("The answers on the paper"),
        help_text=_("One on each line, in the order of the paper."),
        initial="\n".join(option.label for option in FOR_AGAINST_ABSTAIN),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write the answers that a voter may choose from.")},
    )
    class_code = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[(row.code, row.what) for row in CLASSES.values()],
        error_messages={
            "required": _("Choose what the ballot is for. There is no default."),
            "invalid_choice": _("Choose what the ballot is for, from the table."),
        },
    )
    members_in_northern_ireland = forms.BooleanField(
        label=_("Some of the voters are in Northern Ireland"), required=False
    )
    northern_ireland_law_considered = forms.BooleanField(
        label=_("The law of Northern Ireland was considered"), required=False
    )
    enabling_rule = forms.CharField(
        label=_("The rule, or the adopted report, that permits it"), max_length=200, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask the four questions, with no answer given in advance."""
        super().__init__(*args, **kwargs)
        for name, question in QUESTIONS.items():
            self.fields[name] = forms.ChoiceField(
                label=question,
                choices=Answer.choices(),
                widget=forms.RadioSelect,
                error_messages={"required": _("Answer each of the four questions.")},
            )

    @property
    def attestation_fields(self) -> list[forms.BoundField]:
        """Give the four questions."""
        return [self[name] for name in QUESTIONS]

    def clean_options(self) -> list[Option]:
        """Read the paper, one answer a line."""
        lines = (line.strip() for line in self.cleaned_data["options"].splitlines())
        options = paper_of([line for line in lines if line])
        if wrong := faults(options):
            raise forms.ValidationError([*wrong])
        return options

    def proposal(self) -> dict[str, Any]:
        """Give what was typed, as the service takes it."""
        given = self.cleaned_data
        paper = ("title", "question", "options", "class_code", "enabling_rule")
        return {name: given[name] for name in paper} | {
            "attestation": Attestation.from_record(given)
        }
