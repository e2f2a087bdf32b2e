"""What is typed for an election: the post, who is put forward, a statement, and the desk's acts."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ballots.counting.contest import Reserved
from ballots.guard import CLASSES, QUESTIONS, Answer, Attestation
from ballots.services.insisting import SHORTEST_REASON
from conferences.enums import PaperOrder, WhoNominates
from conferences.models import Post
from conferences.services.posts import LONGEST_STATEMENT
from conferences.voting_rules import OFFERED


def _moment(label: Any, help_text: Any = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        help_text=help_text,
        widget=forms.DateTimeInput(
            format="%Y-%m-%dT%H:%M", attrs={"type": "datetime-local", "class": "day"}
        ),
        error_messages={
            "required": _("Give the day and the time."),
            "invalid": _("Give the day and the time, such as 2027-06-15 10:30."),
        },
    )


def _reason() -> forms.CharField:
    return forms.CharField(
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


class PostForm(forms.Form):
    """A post before it exists: the places, how they are counted, and the guard's four questions."""

    reference = forms.RegexField(
        regex=r"^[A-Za-z]{1,4}[0-9]{1,3}$",
        label=_("Reference"),
        help_text=_("Letters and a number, such as E4."),
        widget=forms.TextInput(attrs={"class": "short"}),
        error_messages={
            "required": _("Give the post a reference."),
            "invalid": _("A reference is letters and a number, such as E4."),
        },
    )
    title = forms.CharField(
        label=_("The post"),
        max_length=200,
        error_messages={"required": _("Name the post.")},
    )
    duties = forms.CharField(
        label=_("What it is for, in a sentence"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Say in a sentence what the post is for.")},
    )
    seats = forms.IntegerField(
        label=_("How many places?"),
        min_value=1,
        max_value=99,
        initial=1,
        widget=forms.NumberInput(attrs={"class": "short"}),
        error_messages={"required": _("Say how many places there are.")},
    )
    rule = forms.ChoiceField(
        label=_("How are the votes counted?"),
        choices=[(rule.code, rule.name) for rule in OFFERED.values()],
        error_messages={"required": _("Choose how the votes are counted.")},
    )
    ron = forms.BooleanField(
        label=_("Re-open nominations stands on the paper"), initial=True, required=False
    )
    is_secret = forms.BooleanField(
        label=_("Papers are encrypted in each voter's own browser"),
        help_text=_(
            "Nobody sees how anyone voted, and anyone can check the count. Papers with preferences "
            "are shuffled before they are opened, which takes about a second for each voter. "
            "Leave it out only where voters have no browser."
        ),
        initial=True,
        required=False,
    )
    reserved_seats = forms.IntegerField(
        label=_("Places kept for some"),
        help_text=_("Such as 2 of 4. They are filled first."),
        min_value=1,
        max_value=99,
        required=False,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    reserved_for = forms.CharField(
        label=_("Kept for whom?"), help_text=_("Such as: women"), max_length=40, required=False
    )
    nominated_by = forms.ChoiceField(
        label=_("Who nominates?"), choices=WhoNominates.choices, widget=forms.RadioSelect
    )
    nominations_open_at = _moment(_("Nominations open"))
    nominations_close_at = _moment(
        _("Nominations close"), _("It can be moved later by two people, and never sooner.")
    )
    statement_words = forms.IntegerField(
        label=_("Longest statement, in words"),
        help_text=_("The same for every candidate."),
        min_value=1,
        max_value=LONGEST_STATEMENT,
        initial=150,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    order = forms.ChoiceField(
        label=_("In which order do the names stand?"),
        choices=PaperOrder.choices,
        widget=forms.RadioSelect,
        initial=PaperOrder.SURNAME,
    )
    order_seed = forms.CharField(
        label=_("Seed of the lot"),
        help_text=_("Such as the faces of dice. Left empty, the server draws one."),
        max_length=100,
        required=False,
    )
    class_code = forms.ChoiceField(
        label=_("What kind of post is it?"),
        choices=[("", _("Choose one")), *((row.code, row.what) for row in CLASSES.values())],
        error_messages={"required": _("Choose what kind of post it is. There is no default.")},
    )
    guard_basis = forms.CharField(
        label=_("Why is it none that section 46 covers?"),
        help_text=_("Name the rule. Candidates and voters read it."),
        min_length=SHORTEST_REASON,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Say it in words."),
            "min_length": _("Say it in a few words more."),
        },
    )
    members_in_northern_ireland = forms.BooleanField(
        label=_("Some of the voters are in Northern Ireland"), required=False
    )
    northern_ireland_law_considered = forms.BooleanField(
        label=_("The law of Northern Ireland was considered"), required=False
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

    def clean(self) -> dict[str, Any]:
        """Insist that kept places say for whom, and the other way round."""
        given: dict[str, Any] = super().clean() or {}
        if bool(given.get("reserved_seats")) != bool(given.get("reserved_for", "").strip()):
            self.add_error("reserved_for", _("Say how many places are kept, and for whom."))
        return given

    def facts(self) -> dict[str, Any]:
        """Give what was typed, as the service takes it."""
        given = dict(self.cleaned_data)
        seats, whom = given.pop("reserved_seats"), given.pop("reserved_for").strip().lower()
        attestation = Attestation.from_record(given)
        for name in (*QUESTIONS, "members_in_northern_ireland", "northern_ireland_law_considered"):
            del given[name]
        reserved = (Reserved(whom, seats),) if seats else ()
        return given | {"attestation": attestation, "reserved": reserved}


class ConsentForm(forms.Form):
    """To consent, and to say which of the kept places one may take."""

    eligible_for = forms.MultipleChoiceField(
        label=_("Which of the kept places may you take?"),
        help_text=_("You say so yourself. Voters see it beside your name."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        """Offer the places that this post keeps; ask nothing where it keeps none."""
        super().__init__(*args, **kwargs)
        field = self.fields["eligible_for"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [(each.tag, each.tag.capitalize()) for each in post.kept]
        if not post.kept:
            del self.fields["eligible_for"]


class StatementForm(forms.Form):
    """A candidate's words to the voters."""

    text = forms.CharField(
        label=_("My statement"),
        required=False,
        max_length=20_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12}),
    )

    def __init__(self, *args: Any, post: Post, **kwargs: Any) -> None:
        """Say how long it may be."""
        super().__init__(*args, **kwargs)
        self.fields["text"].help_text = _(
            "Plain text, %(words)s words at most, the same for everyone."
        ) % {"words": post.statement_words}


class NothingForm(forms.Form):
    """For an act that asks for nothing but the press of its button."""


class ReasonedForm(forms.Form):
    """For an act that asks for a reason."""

    reason = _reason()


class LaterForm(forms.Form):
    """A later deadline."""

    until = _moment(_("Until when?"))
    reason = _reason()


class OpenVoteForm(forms.Form):
    """How long the vote stays open."""

    minutes = forms.IntegerField(
        label=_("Open for how many minutes?"),
        help_text=_("It can be given more time, never less."),
        min_value=1,
        max_value=7 * 24 * 60,
        initial=60,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )


def initial_times() -> dict[str, Any]:
    """Suggest when nominations open and close: now, for two weeks."""
    now = timezone.localtime().replace(second=0, microsecond=0)
    noon = (now + timedelta(days=14)).replace(hour=12, minute=0)
    return {"nominations_open_at": now, "nominations_close_at": noon}
