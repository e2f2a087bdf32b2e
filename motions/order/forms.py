"""What is filled in at the desks of the order of business and of the executive."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from conferences.models import Conference
from motions.amendment_life import WAITING
from motions.enums import NecPosition
from motions.models import Amendment, Motion
from motions.order.delegating import LONGEST
from motions.order.notes import LONGEST_NOTE
from motions.order.positions import LONGEST_NOTE as LONGEST_PUBLIC_NOTE
from motions.order.priority import MOST_RANKS
from motions.states import MotionState

TO_COME = (MotionState.IN_ORDER, MotionState.SCHEDULED)


class SectionTimeForm(forms.Form):
    """When a section of the agenda ends."""

    section = forms.ChoiceField(label=_("Section"))
    ends_at = forms.DateTimeField(
        label=_("Its time is over at"),
        help_text=_("Leave it empty to take the time away."),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(self, *args: Any, sections: list[str], **kwargs: Any) -> None:
        """Offer the sections that motions are in."""
        super().__init__(*args, **kwargs)
        self.fields["section"].choices = [(each, each) for each in sections]  # type: ignore[attr-defined]


class ConsequenceForm(forms.Form):
    """If one is carried, another falls: two motions, or two amendments to one motion."""

    carried = forms.CharField(
        label=_("If this is carried"),
        help_text=_("By number: M9, or M5.1 for an amendment."),
        max_length=16,
        widget=forms.TextInput(attrs={"class": "short"}),
    )
    fallen = forms.CharField(
        label=_("this falls"),
        help_text=_("A motion with a motion, an amendment with one to the same motion."),
        max_length=16,
        widget=forms.TextInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        """Look among the motions and amendments of this conference."""
        super().__init__(*args, **kwargs)
        self._motions = conference.motions.filter(state__in=TO_COME).exclude(number="")
        self._amendments = Amendment.objects.filter(motion__in=self._motions, state__in=WAITING)

    def clean_carried(self) -> Motion | Amendment:
        """Find what is carried."""
        return self._found("carried")

    def clean_fallen(self) -> Motion | Amendment:
        """Find what falls."""
        return self._found("fallen")

    def clean(self) -> dict[str, Any]:
        """Insist on two of a kind."""
        given = super().clean() or {}
        carried, fallen = given.get("carried"), given.get("fallen")
        if carried and fallen and type(carried) is not type(fallen):
            self.add_error("fallen", _("Name two motions, or two amendments to one motion."))
        return given

    def _found(self, name: str) -> Motion | Amendment:
        number = self.cleaned_data[name]
        motion = self._motions.select_related("conference").filter(number__iexact=number).first()
        found = motion or (
            self._amendments.select_related("motion__conference")
            .filter(number__iexact=number)
            .first()
        )
        if found is None:
            raise forms.ValidationError(
                _("There is no motion or amendment of that number still to be decided.")
            )
        return found


class PriorityForm(forms.Form):
    """The paper of a priority ballot."""

    motions = forms.ModelMultipleChoiceField(
        Motion.objects.none(),
        label=_("On the paper"),
        help_text=_("Motions that are grouped are one item."),
        widget=forms.CheckboxSelectMultiple,
    )
    ranks = forms.IntegerField(
        label=_("How many each branch ranks"),
        initial=6,
        min_value=1,
        max_value=MOST_RANKS,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )
    line = forms.IntegerField(
        label=_("How many go on the agenda"),
        help_text=_("Those that share the last place are all above the line."),
        initial=12,
        min_value=1,
        max_value=2000,
        widget=forms.NumberInput(attrs={"class": "short"}),
    )

    def __init__(self, *args: Any, conference: Conference, **kwargs: Any) -> None:
        """Offer what is in order, and composites that have no place yet."""
        super().__init__(*args, **kwargs)
        offered = conference.motions.filter(state__in=TO_COME, agenda_item__isnull=True)
        self.fields["motions"].queryset = offered.prefetch_related("debate_groups")  # type: ignore[attr-defined]

    def items(self) -> list[list[Motion]]:
        """Give the lines of the paper: each motion, or each group, in the order of receipt."""
        lines: dict[str, list[Motion]] = {}
        for motion in self.cleaned_data["motions"]:
            groups = motion.debate_groups.all()
            key = f"group:{groups[0].pk}" if groups else f"motion:{motion.pk}"
            lines.setdefault(key, []).append(motion)
        return list(lines.values())


class PositionForm(forms.Form):
    """What the executive asks conference to do with a motion."""

    position = forms.ChoiceField(
        label=_("The executive asks conference to"),
        choices=NecPosition.choices,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=_("Note for everyone"),
        help_text=_("Public, beside the position. A qualification is said here."),
        required=False,
        max_length=LONGEST_PUBLIC_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class SpeakingNoteForm(forms.Form):
    """What the executive's speaker means to say."""

    text = forms.CharField(
        label=_("My speaking note"),
        help_text=_("For the executive alone: in no paper, export or scrutiny pack."),
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 8}),
    )


class DelegateForm(forms.Form):
    """A decision of another body in place of conference."""

    to = forms.CharField(label=_("Which body decided"), max_length=LONGEST)
    rule = forms.CharField(
        label=_("The rule that gives it the power"), max_length=LONGEST, help_text=_("By number.")
    )
    decided = forms.CharField(label=_("What it decided"), max_length=LONGEST)
